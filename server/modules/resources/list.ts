import type { QueryOf } from '../../../contract/index.ts'
import { canonicalUuid } from '../../../contract/values.ts'
import { effective } from '../../access/grants.ts'
import { targets } from '../../access/targets/index.ts'
import { allOf, anyOf, contains, isoUuid, sql, when, type Sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { linkEquals } from '../../list/filters.ts'
import { orderBy } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { isManagedBy, isProvidedBy, members, orderMachine } from '../orders/index.ts'
import { resourceMachine } from '../resource-life/index.ts'
import { hasComponent, resourceColumns, resourceJoins } from './view.ts'

type Query = QueryOf<'marketplace_resources_list'>

const componentCount = (condition: Sql): Sql => sql`(
  select count(*) from offering_component
  where offering_component.offering_id = resource.offering_id and ${condition}
)`

const onlyBilledAs = (billingType: Sql): Sql => sql`(
  ${hasComponent(billingType)} and not exists (
    select 1 from offering_component
    where offering_component.offering_id = resource.offering_id and offering_component.billing_type <> ${billingType}
  )
)`

const isWanted = (condition: Sql, wanted: boolean): Sql => (wanted ? condition : sql`not ${condition}`)

const hasOrderIn = (states: readonly (keyof typeof orderMachine.states)[]): Sql => sql`exists (
  select 1 from marketplace_order
  where marketplace_order.resource_id = resource.id
    and marketplace_order.state = any(${states.map((state) => orderMachine.states[state])}::int[])
)`

/** Its order has left the consumer, so its provider has to do with it. */
const concernsProvider = sql`not exists (
  select 1 from marketplace_order
  where marketplace_order.resource_id = resource.id and marketplace_order.type = 1
    and marketplace_order.state = ${orderMachine.states['pending-consumer']}
)`

const isVisibleTo = (username: string): Sql => sql`exists (
  select 1 from user_role as held join app_user on app_user.id = held.user_id
  where app_user.username = ${username} and ${effective(sql`held`)} and (
    (held.content_type = 'project' and held.object_id = project.id)
    or (held.content_type = 'customer' and held.object_id = project.customer_id)
  )
)`

const matches = (text: string): Sql => {
  const uuid = canonicalUuid(text)
  return anyOf([
    uuid === undefined ? contains(isoUuid(sql`resource.uuid`), text) : sql`resource.uuid = ${uuid}`,
    contains(sql`resource.name`, text),
    contains(sql`resource.slug`, text),
    contains(sql`resource.backend_id`, text),
    contains(sql`resource.effective_id`, text),
  ])
}

const conditions = (query: Query): (Sql | undefined)[] => [
  when(query.backend_id, (value) => sql`resource.backend_id = ${value}`),
  when(query.category_uuid, (uuid) => sql`category.uuid = ${uuid}`),
  when(query.component_count, (count) => sql`${componentCount(sql`true`)} = ${count}`),
  when(
    query.limit_component_count,
    (count) => sql`${componentCount(sql`offering_component.billing_type = 'limit'`)} = ${count}`,
  ),
  when(query.created, (instant) => sql`resource.created >= ${instant}`),
  when(query.modified, (instant) => sql`resource.modified >= ${instant}`),
  linkEquals(sql`customer.uuid`, query.customer),
  when(query.customer_uuid, (uuid) => sql`customer.uuid = ${uuid}`),
  when(query.downscaled, (value) => sql`resource.downscaled = ${value}`),
  when(query.paused, (value) => sql`resource.paused = ${value}`),
  when(query.restrict_member_access, (value) => sql`resource.restrict_member_access = ${value}`),
  when(query.has_terminate_date, (wanted) => isWanted(sql`(resource.end_date is not null)`, wanted)),
  // Volumes that are attached to machines, and links of LEXIS, are matters of plugins that are not here.
  query.is_attached === true || query.lexis_links_supported === true ? sql`false` : undefined,
  when(query.limit_based, (wanted) => isWanted(hasComponent(sql`'limit'`), wanted)),
  when(query.usage_based, (wanted) => isWanted(hasComponent(sql`'usage'`), wanted)),
  when(query.only_limit_based, (wanted) => isWanted(onlyBilledAs(sql`'limit'`), wanted)),
  when(query.only_usage_based, (wanted) => isWanted(onlyBilledAs(sql`'usage'`), wanted)),
  when(query.name, (value) => contains(sql`resource.name`, value)),
  when(query.name_exact, (value) => sql`resource.name = ${value}`),
  linkEquals(sql`offering.uuid`, query.offering),
  when(query.offering_uuid, (uuids) => sql`offering.uuid = any(${uuids}::uuid[])`),
  when(query.offering_billable, (value) => sql`offering.billable = ${value}`),
  when(query.offering_shared, (value) => sql`offering.shared = ${value}`),
  when(query.offering_slug, (slugs) => sql`offering.slug = any(${members(slugs)}::text[])`),
  when(query.offering_type, (type) => sql`offering.type = ${type}`),
  when(query.order_state, hasOrderIn),
  when(
    query.parent_offering_uuid,
    (uuid) => sql`offering.parent_id = (select upper.id from offering as upper where upper.uuid = ${uuid})`,
  ),
  when(query.plan_uuid, (uuid) => sql`plan.uuid = ${uuid}`),
  when(query.project_name, (value) => contains(sql`project.name`, value)),
  when(query.project_uuid, (uuid) => sql`project.uuid = ${uuid}`),
  when(query.provider_uuid, isProvidedBy),
  when(query.query, matches),
  when(query.runtime_state, (value) => sql`resource.backend_metadata ->> 'runtime_state' = ${value}`),
  // No resource has a backend object that a link could name.
  when(query.scope, () => sql`false`),
  when(query.service_manager_uuid, isManagedBy),
  when(
    query.state,
    (states) => sql`resource.state = any(${states.map((state) => resourceMachine.states[state])}::int[])`,
  ),
  query.visible_to_providers === true ? concernsProvider : undefined,
  when(query.visible_to_username, isVisibleTo),
]

/** Resources that the caller consumes or provides, or only those that he provides. */
export const listResources =
  (kind: 'resource' | 'provider_resource'): Handler<'marketplace_resources_list'> =>
  (context, { query }) =>
    listPage(
      context,
      {
        candidates: sql`
          from resource ${resourceJoins}
          where ${allOf([targets[kind].visible(context.actor), ...conditions(query)])}
        `,
        id: sql`resource.id`,
        order: orderBy(
          query.o,
          {
            created: [sql`resource.created`],
            end_date: [sql`resource.end_date`],
            name: [sql`resource.name`],
            project_name: [sql`project.name`],
            state: [sql`resource.state`],
          },
          [sql`resource.created`],
          sql`resource.id`,
        ),
        source: sql`join resource on resource.id = page.id ${resourceJoins}`,
        columns: resourceColumns(context),
      },
      query,
    )
