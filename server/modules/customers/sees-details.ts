import { effective } from '../../access/grants.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Actor } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'

/** Whether the actor sees all of the organization in scope as `customer`: by a role on it or on one of its projects. */
export const seesCustomerDetails = (actor: Actor): Sql =>
  isPrivileged(actor)
    ? sql`true`
    : sql`exists (
        select 1 from user_role as held
        left join project on held.content_type = 'project' and project.id = held.object_id
        where held.user_id = ${actor.id} and ${effective(sql`held`)} and (
          (held.content_type = 'customer' and held.object_id = customer.id) or project.customer_id = customer.id
        )
      )`
