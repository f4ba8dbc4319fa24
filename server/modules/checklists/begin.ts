import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

/** An account in an offering with a checklist starts with nothing of it done. */
export const beginChecklist = (db: Transaction, accountId: string, offeringId: string): Promise<number> =>
  db.run(sql`
    insert into checklist_completion (checklist_id, content_type, object_id)
    select compliance_checklist_id, 'offering_user', ${accountId}::bigint
    from offering where id = ${offeringId} and compliance_checklist_id is not null
    on conflict (content_type, object_id, checklist_id) do nothing
  `)
