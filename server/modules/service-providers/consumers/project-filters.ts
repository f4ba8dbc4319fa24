import type { QueryOf } from '../../../../contract/index.ts'
import { canonicalUuid } from '../../../../contract/values.ts'
import { effective, holdsRole } from '../../../access/grants.ts'
import type { Authenticated, Context, OfProvider } from '../../../context.ts'
import { anyOf, contains, equalsIgnoringCase, sql, when, type Sql } from '../../../db/sql.ts'
import type { OrderExpressions } from '../../../list/order.ts'
import { billedIn } from '../../price-estimates/index.ts'
import { holdsAnyRole } from './customer-filters.ts'
import type { SearchPlan } from './search-plan.ts'

type Query = QueryOf<'marketplace_service_providers_projects_list'>
type Filters = Omit<Query, 'field' | 'year' | 'month'>

/** The conditions of a project list; `project` and `customer` must be in scope. */
export const projectConditions = (
  context: Context & Authenticated & OfProvider,
  query: Filters,
  search: SearchPlan = 'within',
): (Sql | undefined)[] => {
  const { actor } = context
  const me = sql`${actor.id}::bigint`
  const isAdmin = holdsRole(me, sql`'PROJECT.ADMIN'`, sql`'project'`, sql`project.id`)
  const isManager = holdsRole(me, sql`'PROJECT.MANAGER'`, sql`'project'`, sql`project.id`)
  const isOwner = holdsRole(me, sql`'CUSTOMER.OWNER'`, sql`'customer'`, sql`project.customer_id`)
  return [
    when(query.name, (value) => contains(sql`project.name`, value)),
    when(query.description, (value) => contains(sql`project.description`, value)),
    when(query.name_exact, (value) => sql`project.name = ${value}`),
    when(query.slug, (value) => sql`project.slug = ${value}`),
    when(query.backend_id, (value) => sql`project.backend_id = ${value}`),
    when(query.customer, (uuids) => sql`customer.uuid = any(${uuids}::uuid[])`),
    when(query.customer_name, (value) => contains(sql`customer.name`, value)),
    when(query.customer_native_name, (value) => contains(sql`customer.native_name`, value)),
    when(query.customer_abbreviation, (value) => contains(sql`customer.abbreviation`, value)),
    when(query.created, (instant) => sql`project.created >= ${instant}`),
    when(query.modified, (instant) => sql`project.modified >= ${instant}`),
    when(query.created_before, (instant) => sql`project.created <= ${instant}`),
    when(query.modified_before, (instant) => sql`project.modified <= ${instant}`),
    when(query.query, (value) => anyDetail(context, value, search)),
    query.can_admin === true ? isAdmin : undefined,
    query.can_manage === true ? anyOf([isManager, isOwner]) : undefined,
    query.conceal_finished_projects === true
      ? sql`project.end_date is null or project.end_date >= (now() at time zone 'utc')::date`
      : undefined,
    // The base set holds no removed projects.
    query.is_removed === true ? sql`false` : undefined,
    when(query.current_user_has_role, (names) => holdsAnyRole(actor.id, names, 'project', sql`project.id`)),
    when(
      query.user_uuid_with_active_role,
      (uuid) => sql`exists (
        select 1 from user_role as held join app_user on app_user.id = held.user_id
        where app_user.uuid = ${uuid} and ${effective(sql`held`)}
          and held.content_type = 'project' and held.object_id = project.id
      )`,
    ),
  ]
}

/** C-014: only the provider's own resources are searched, so that nobody can probe those of another one. */
const anyDetail = ({ provider }: OfProvider, value: string, search: SearchPlan): Sql => {
  const ownResources = (condition: Sql) => sql`
    resource join offering on offering.id = resource.offering_id
    where offering.customer_id = ${provider.customer_id} and (${condition})`
  const ownResource = (condition: Sql) => sql`exists (
    select 1 from ${ownResources(condition)} and resource.project_id = project.id
  )`
  const uuid = canonicalUuid(value)
  if (uuid !== undefined) {
    return anyOf([
      sql`project.uuid = ${uuid}`,
      ownResource(sql`resource.backend_id = ${value} or resource.effective_id = ${value}`),
    ])
  }
  const inProject = anyOf([contains(sql`project.name`, value), contains(sql`project.slug`, value)])
  const inResource = anyOf([
    sql`resource.name = ${value}`,
    // Not empty: what the indexes know.
    sql`${equalsIgnoringCase(sql`resource.backend_id`, value)} and resource.backend_id <> ''`,
    sql`${equalsIgnoringCase(sql`resource.effective_id`, value)} and resource.effective_id <> ''`,
  ])
  if (search === 'within') return anyOf([inProject, ownResource(inResource)])
  return sql`project.id in (
    select project.id from project where ${inProject}
    union all select resource.project_id from ${ownResources(inResource)}
  )`
}

type OrderKey = NonNullable<Query['o']>[number]['key']

export const projectOrder: OrderExpressions<OrderKey> = {
  name: [sql`project.name`],
  created: [sql`project.created`],
  start_date: [sql`project.start_date`],
  end_date: [sql`project.end_date`],
  customer_name: [sql`customer.name`],
  customer_native_name: [sql`customer.native_name`],
  customer_abbreviation: [sql`customer.abbreviation`],
  estimated_cost: [
    sql`(
    select sum(sign(price) * ceil(abs(price) * 100) / 100)
    from (
      select invoice_item.unit_price * invoice_item.quantity as price
      from invoice_item join invoice on invoice.id = invoice_item.invoice_id
      where invoice_item.project_id = project.id
        and ${billedIn(sql`(now() at time zone 'utc')`)}
    ) as item
  )`,
  ],
}
