import { sql } from '../../db/sql.ts'
import { holdsAnyRole, isPrivileged, onConsumer } from '../visibility.ts'
import type { TargetSource } from './source.ts'

/** Organizations and projects, as their members see them. */
export const organizationTargets = {
  customer: {
    model: 'Customer',
    from: sql`from customer`,
    id: sql`customer.id`,
    uuid: sql`customer.uuid`,
    customer: sql`customer.id`,
    visible: (actor) => {
      if (!actor) return sql`false`
      if (isPrivileged(actor)) return sql`true`
      return holdsAnyRole(
        actor,
        sql`(held.content_type = 'customer' and held.object_id = customer.id)
          or (held.content_type = 'project' and held.object_id in (
            select project.id from project where project.customer_id = customer.id
          ))`,
      )
    },
  },
  project: {
    model: 'Project',
    from: sql`from project join customer on customer.id = project.customer_id`,
    id: sql`project.id`,
    uuid: sql`project.uuid`,
    project: sql`project.id`,
    customer: sql`project.customer_id`,
    visible: (actor) => {
      if (!actor) return sql`false`
      if (isPrivileged(actor)) return sql`true`
      return holdsAnyRole(actor, onConsumer(sql`project.id`, sql`project.customer_id`))
    },
  },
} as const satisfies Record<string, TargetSource>
