import { sql } from '../../db/sql.ts'
import { holdsAnyRole, isPrivileged, onConsumer, onProvidingSide } from '../visibility.ts'
import type { TargetSource } from './source.ts'

const resourceJoins = sql`
  join resource on resource.id = usage.resource_id
  join offering on offering.id = resource.offering_id
  join project on project.id = resource.project_id`

const ofResource = {
  project: sql`project.id`,
  customer: sql`project.customer_id`,
  offering: sql`offering.id`,
  providerCustomer: sql`offering.customer_id`,
  visible: (actor) => {
    if (!actor) return sql`false`
    if (isPrivileged(actor)) return sql`true`
    return holdsAnyRole(
      actor,
      sql`${onConsumer(sql`project.id`, sql`project.customer_id`)}
        or ${onProvidingSide(sql`offering.id`, sql`offering.customer_id`)}`,
    )
  },
} satisfies Partial<TargetSource>

/** Usages, invoices and campaigns. What hangs on a resource is visible to its consumer and its provider. */
export const billingTargets = {
  component_usage: {
    model: 'ComponentUsage',
    from: sql`from component_usage as usage ${resourceJoins}`,
    id: sql`usage.id`,
    uuid: sql`usage.uuid`,
    ...ofResource,
  },
  component_user_usage: {
    model: 'ComponentUserUsage',
    from: sql`
      from component_user_usage as share
      join component_usage as usage on usage.id = share.component_usage_id ${resourceJoins}`,
    id: sql`share.id`,
    uuid: sql`share.uuid`,
    ...ofResource,
  },
  component_user_usage_limit: {
    model: 'ComponentUserUsageLimit',
    from: sql`from component_user_usage_limit as usage ${resourceJoins}`,
    id: sql`usage.id`,
    uuid: sql`usage.uuid`,
    ...ofResource,
  },
} as const satisfies Record<string, TargetSource>
