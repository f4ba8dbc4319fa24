import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { changeOffering, lockOffering } from './change.ts'
import { findChecklist } from './references.ts'

/**
 * Sets or clears the checklist. Every account of the offering gets a completion of the new one; answers to an old
 * checklist are kept, for the day when it comes back (C-164).
 */
export const updateComplianceChecklist: Handler<'marketplace_provider_offerings_update_compliance_checklist'> = async (
  context,
  { body },
) => {
  const wanted = body.compliance_checklist
  const offering = await lockOffering(context)
  if (wanted === undefined) return
  const checklist = wanted === null ? null : await findChecklist(context.db, wanted)
  await changeOffering(context, offering, [sql`compliance_checklist_id = ${checklist}`])
  if (checklist === null) return
  await context.db.run(sql`
    insert into checklist_completion (checklist_id, content_type, object_id)
    select ${checklist}, 'offering_user', offering_user.id
    from offering_user where offering_user.offering_id = ${offering.id}
    order by offering_user.id
    on conflict (content_type, object_id, checklist_id) do nothing
  `)
}
