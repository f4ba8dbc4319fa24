import { sql } from '../../db/sql.ts'
import { holdsRole } from '../grants.ts'
import { holdsAnyRole, isPrivileged, onConsumer } from '../visibility.ts'
import type { TargetSource } from './source.ts'

const anyProject = {
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
} as const satisfies TargetSource

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
    ...anyProject,
    visible: (actor) => sql`not project.is_removed and ${anyProject.visible(actor)}`,
  },
  /** Removed ones, too. */
  any_project: anyProject,
  organization_group: {
    model: 'OrganizationGroup',
    from: sql`from organization_group`,
    id: sql`organization_group.id`,
    uuid: sql`organization_group.uuid`,
    visible: (actor) => (actor ? sql`true` : sql`false`),
  },
  /** All for staff and support, the active one for owners of the organization. */
  payment_profile: {
    model: 'PaymentProfile',
    from: sql`from payment_profile join customer on customer.id = payment_profile.organization_id`,
    id: sql`payment_profile.id`,
    uuid: sql`payment_profile.uuid`,
    customer: sql`customer.id`,
    visible: (actor) => {
      if (!actor) return sql`false`
      if (isPrivileged(actor)) return sql`true`
      const owns = holdsRole(sql`${actor.id}::bigint`, sql`'CUSTOMER.OWNER'`, sql`'customer'`, sql`customer.id`)
      return sql`payment_profile.is_active and ${owns}`
    },
  },
} as const satisfies Record<string, TargetSource>
