import { organizationTargets } from '../../access/targets/organizations.ts'
import type { Actor } from '../../context.ts'
import type { Queryable } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { objectOf } from '../../links.ts'

// What accounts are made for, by the uuid in a body, among what the caller sees.

interface Looking {
  db: Queryable
  actor: Actor
}

export interface FoundProject {
  id: string
  customer_id: string
  slug: string
  kind: string
  end_date: string | null
}

export const findProject = ({ db, actor }: Looking, uuid: string): Promise<FoundProject> =>
  objectOf(uuid, (given) =>
    db.maybeOne<FoundProject>(sql`
      select project.id, project.customer_id, project.slug, project.kind, project.end_date
      ${organizationTargets.project.from}
      where project.uuid = ${given} and not project.is_removed and ${organizationTargets.project.visible(actor)}
    `),
  )

export const findCustomer = ({ db, actor }: Looking, uuid: string): Promise<{ id: string }> =>
  objectOf(uuid, (given) =>
    db.maybeOne<{ id: string }>(sql`
      select customer.id from customer where customer.uuid = ${given} and ${organizationTargets.customer.visible(actor)}
    `),
  )
