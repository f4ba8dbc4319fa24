import type { QueryOf } from '../../../contract/index.ts'
import { canonicalUuid } from '../../../contract/values.ts'
import { holdsRole } from '../../access/grants.ts'
import { mayOn } from '../../access/target.ts'
import { targets } from '../../access/targets/index.ts'
import type { Actor } from '../../context.ts'
import { allOf, anyOf, contains, isoUuid, sql, when, type Sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { linkEquals } from '../../list/filters.ts'
import { orderBy } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { orderMachine, ORDER_TYPES } from './machine.ts'
import { orderColumns, orderJoins } from './view.ts'

type Query = QueryOf<'marketplace_orders_list'>

/** The provider's organization, by its own uuid or by that of the service provider that it is. */
export const isProvidedBy = (uuid: string): Sql => sql`offering.customer_id in (
  select customer.id from customer where customer.uuid = ${uuid}
  union
  select service_provider.customer_id from service_provider where service_provider.uuid = ${uuid}
)`

/** The user manages the offering. */
export const isManagedBy = (uuid: string): Sql =>
  holdsRole(
    sql`(select manager.id from app_user as manager where manager.uuid = ${uuid})`,
    sql`'OFFERING.MANAGER'`,
    sql`'offering'`,
    sql`offering.id`,
  )

/** Members of repeated, comma separated values. */
export const members = (values: readonly string[]): string[] =>
  values.flatMap((value) => value.split(',')).map((value) => value.trim())

/** Whether a review of the kind waits for the caller. */
const awaits = (actor: Actor, state: 'pending-consumer' | 'pending-provider'): Sql => {
  const scopes = state === 'pending-consumer' ? (['project', 'customer'] as const) : (['provider-customer'] as const)
  return sql`(marketplace_order.state = ${orderMachine.states[state]} and ${mayOn(actor, 'order', 'ORDER.APPROVE', scopes)})`
}

const wantsReview = (actor: Actor, state: 'pending-consumer' | 'pending-provider', wanted: boolean | undefined) =>
  when(wanted, (value) => (value ? awaits(actor, state) : sql`not ${awaits(actor, state)}`))

const matches = (text: string): Sql => {
  const uuid = canonicalUuid(text)
  return anyOf([
    uuid === undefined
      ? contains(isoUuid(sql`marketplace_order.uuid`), text)
      : sql`marketplace_order.uuid = ${uuid} or resource.uuid = ${uuid}`,
    contains(sql`marketplace_order.slug`, text),
    contains(sql`project.name`, text),
    contains(sql`resource.name`, text),
  ])
}

const conditions = (actor: Actor, query: Query): (Sql | undefined)[] => [
  wantsReview(actor, 'pending-consumer', query.can_approve_as_consumer),
  wantsReview(actor, 'pending-provider', query.can_approve_as_provider),
  when(query.category_uuid, (uuid) => sql`category.uuid = ${uuid}`),
  when(query.created, (instant) => sql`marketplace_order.created >= ${instant}`),
  when(query.modified, (instant) => sql`marketplace_order.modified >= ${instant}`),
  when(query.modified_before, (instant) => sql`marketplace_order.modified < ${instant}`),
  when(query.customer_uuid, (uuid) => sql`customer.uuid = ${uuid}`),
  linkEquals(sql`offering.uuid`, query.offering),
  when(query.offering_slug, (slugs) => sql`offering.slug = any(${members(slugs)}::text[])`),
  when(query.offering_type, (types) => sql`offering.type = any(${types}::text[])`),
  when(query.offering_uuid, (uuid) => sql`offering.uuid = ${uuid}`),
  when(
    query.parent_offering_uuid,
    (uuid) => sql`offering.parent_id = (select parent.id from offering as parent where parent.uuid = ${uuid})`,
  ),
  when(query.project_uuid, (uuid) => sql`project.uuid = ${uuid}`),
  when(query.provider_uuid, isProvidedBy),
  when(query.query, matches),
  linkEquals(sql`resource.uuid`, query.resource),
  when(query.resource_name, (name) => contains(sql`resource.name`, name)),
  when(query.resource_uuid, (uuid) => sql`resource.uuid = ${uuid}`),
  when(query.service_manager_uuid, isManagedBy),
  when(
    query.state,
    (states) => sql`marketplace_order.state = any(${states.map((state) => orderMachine.states[state])}::int[])`,
  ),
  when(query.type, (types) => sql`marketplace_order.type = any(${types.map((type) => ORDER_TYPES[type])}::int[])`),
]

export const listOrders: Handler<'marketplace_orders_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from marketplace_order
        join resource on resource.id = marketplace_order.resource_id
        join offering on offering.id = marketplace_order.offering_id
        join category on category.id = offering.category_id
        join project on project.id = marketplace_order.project_id
        join customer on customer.id = project.customer_id
        where ${allOf([targets.order.visible(context.actor), ...conditions(context.actor, query)])}
      `,
      id: sql`marketplace_order.id`,
      order: orderBy(
        query.o,
        {
          consumer_reviewed_at: [sql`marketplace_order.consumer_reviewed_at`],
          cost: [sql`marketplace_order.cost`],
          created: [sql`marketplace_order.created`],
          state: [sql`marketplace_order.state`],
        },
        [sql`marketplace_order.created`],
        sql`marketplace_order.id`,
      ),
      source: sql`join marketplace_order on marketplace_order.id = page.id ${orderJoins}`,
      columns: orderColumns(context),
    },
    query,
  )
