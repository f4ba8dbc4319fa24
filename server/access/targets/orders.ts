import { anyOf, sql } from '../../db/sql.ts'
import { holdsPermission } from '../grants.ts'
import { holdsAnyRole, isPrivileged, onConsumer, onProvidingSide } from '../visibility.ts'
import type { TargetSource } from './source.ts'

const consumed = onConsumer(sql`project.id`, sql`project.customer_id`)
const provided = onProvidingSide(sql`offering.id`, sql`offering.customer_id`)

const scopes = {
  project: sql`project.id`,
  customer: sql`project.customer_id`,
  offering: sql`offering.id`,
  providerCustomer: sql`offering.customer_id`,
}

const resource = {
  model: 'Resource',
  from: sql`
    from resource
    join offering on offering.id = resource.offering_id
    join project on project.id = resource.project_id`,
  id: sql`resource.id`,
  uuid: sql`resource.uuid`,
  ...scopes,
}

/** Orders and resources, as consumers and providers see them. */
export const orderTargets = {
  resource: {
    ...resource,
    visible: (actor) => {
      if (!actor) return sql`false`
      return isPrivileged(actor) ? sql`true` : holdsAnyRole(actor, sql`${consumed} or ${provided}`)
    },
  },
  provider_resource: {
    ...resource,
    visible: (actor) => {
      if (!actor) return sql`false`
      return isPrivileged(actor) ? sql`true` : holdsAnyRole(actor, provided)
    },
  },
  order: {
    model: 'Order',
    from: sql`
      from marketplace_order
      join offering on offering.id = marketplace_order.offering_id
      join project on project.id = marketplace_order.project_id`,
    id: sql`marketplace_order.id`,
    uuid: sql`marketplace_order.uuid`,
    ...scopes,
    visible: (actor) => {
      if (!actor) return sql`false`
      if (isPrivileged(actor)) return sql`true`
      const mayList = holdsPermission(sql`${actor.id}::bigint`, sql`'ORDER.LIST'`, consumed)
      return anyOf([mayList, holdsAnyRole(actor, provided)])
    },
  },
} as const satisfies Record<string, TargetSource>
