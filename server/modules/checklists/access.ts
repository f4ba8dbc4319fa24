import { isPrivileged } from '../../access/visibility.ts'
import type { Actor } from '../../context.ts'
import type { Queryable } from '../../db/database.ts'
import { raw, sql } from '../../db/sql.ts'
import { Forbidden } from '../../errors.ts'
import { linkTo } from '../../links.ts'

/** Checklists are kept by staff; support may look at them. */
export const requireStaffOrSupport = ({ actor }: { actor: Actor }): void => {
  if (!isPrivileged(actor)) throw new Forbidden()
}

interface Parent {
  id: string
  checklist_id: string
}

/** What a link in a body leads to; it is kept from being deleted meanwhile. */
export const findChecklist = ({ db }: { db: Queryable }, link: string): Promise<{ id: string }> =>
  linkTo(link, 'checklists-admin', (uuid) =>
    db.maybeOne<{ id: string }>(sql`select id from checklist where uuid = ${uuid} for key share`),
  )

export const findQuestion = ({ db }: { db: Queryable }, link: string): Promise<Parent> =>
  linkTo(link, 'checklists-admin-questions', (uuid) =>
    db.maybeOne<Parent>(sql`select id, checklist_id from question where uuid = ${uuid} for key share`),
  )

/** Columns and values of what a body holds; absent fields are left out. */
export const given = (fields: Record<string, unknown>) =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ column: raw(name), value: sql`${value}` }))
