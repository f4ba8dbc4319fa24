import { anyOf, sql } from '../../db/sql.ts'
import { holdsPermission } from '../grants.ts'
import { holdsAnyRole, onConsumer, onProvidingSide } from '../visibility.ts'
import { rowsOf, visibleTo, type TargetSource } from './source.ts'

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
  ...rowsOf(
    'resource',
    sql`join offering on offering.id = resource.offering_id
    join project on project.id = resource.project_id`,
  ),
  ...scopes,
}

/** Orders and resources, as consumers and providers see them. */
export const orderTargets = {
  resource: {
    ...resource,
    visible: visibleTo((actor) => holdsAnyRole(actor, sql`${consumed} or ${provided}`)),
  },
  provider_resource: {
    ...resource,
    visible: visibleTo((actor) => holdsAnyRole(actor, provided)),
  },
  order: {
    model: 'Order',
    ...rowsOf(
      'marketplace_order',
      sql`join offering on offering.id = marketplace_order.offering_id
      join project on project.id = marketplace_order.project_id`,
    ),
    ...scopes,
    visible: visibleTo((actor) => {
      const mayList = holdsPermission(sql`${actor.id}::bigint`, sql`'ORDER.LIST'`, consumed)
      return anyOf([mayList, holdsAnyRole(actor, provided)])
    }),
  },
} as const satisfies Record<string, TargetSource>
