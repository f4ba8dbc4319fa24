import { sql } from '../../db/sql.ts'
import { holdsRole } from '../grants.ts'
import { holdsAnyRole, onConsumer } from '../visibility.ts'
import { rowsOf, toEveryUser, visibleTo, type TargetSource } from './source.ts'

const anyProject = {
  model: 'Project',
  ...rowsOf('project', sql`join customer on customer.id = project.customer_id`),
  project: sql`project.id`,
  customer: sql`project.customer_id`,
  visible: visibleTo((actor) => holdsAnyRole(actor, onConsumer(sql`project.id`, sql`project.customer_id`))),
} as const satisfies TargetSource

/** Organizations and projects, as their members see them. */
export const organizationTargets = {
  customer: {
    model: 'Customer',
    ...rowsOf('customer'),
    customer: sql`customer.id`,
    visible: visibleTo((actor) =>
      holdsAnyRole(
        actor,
        sql`(held.content_type = 'customer' and held.object_id = customer.id)
          or (held.content_type = 'project' and held.object_id in (
            select project.id from project where project.customer_id = customer.id
          ))`,
      ),
    ),
  },
  project: {
    ...anyProject,
    visible: (actor) => sql`not project.is_removed and ${anyProject.visible(actor)}`,
  },
  /** Removed ones, too. */
  any_project: anyProject,
  organization_group: {
    model: 'OrganizationGroup',
    ...rowsOf('organization_group'),
    visible: toEveryUser,
  },
  /** All for staff and support, the active one for owners of the organization. */
  payment_profile: {
    model: 'PaymentProfile',
    ...rowsOf('payment_profile', sql`join customer on customer.id = payment_profile.organization_id`),
    customer: sql`customer.id`,
    visible: visibleTo((actor) => {
      const owns = holdsRole(sql`${actor.id}::bigint`, sql`'CUSTOMER.OWNER'`, sql`'customer'`, sql`customer.id`)
      return sql`payment_profile.is_active and ${owns}`
    }),
  },
} as const satisfies Record<string, TargetSource>
