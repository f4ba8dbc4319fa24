import type { MarketplaceProviderCustomerProject } from '../../../../contract/schemas/projects.ts'
import { canonicalUuid } from '../../../../contract/values.ts'
import { effective } from '../../../access/grants.ts'
import type { Authenticated, OfProvider } from '../../../context.ts'
import { allOf, sql, type Sql } from '../../../db/sql.ts'
import type { Handler, Input, Wire } from '../../../handler.ts'
import { count, nullableDate, text, uuid } from '../../../list/columns.ts'
import { hasFilters, isWhole } from '../../../list/filters.ts'
import type { SearchPlan } from '../../../list/search-plan.ts'
import { orderBy } from '../../../list/order.ts'
import { madeOnce } from '../../../list/made-once.ts'
import { listPage } from '../../../list/page.ts'
import type { Columns } from '../../../list/selection.ts'
import { providerTotal } from '../../../rollup/totals.ts'
import { resourcesEstimate, type BillingMonth } from '../../price-estimates/index.ts'
import { projectColumns, projectConditions, projectJoins, projectOrder } from '../../projects/index.ts'
import { searchPlan } from './search-plan.ts'

const servedProjects = ({ provider }: OfProvider) => sql`
  from sp_project
  join project on project.id = sp_project.project_id
  join customer on customer.id = project.customer_id
  where sp_project.provider_customer_id = ${provider.customer_id} and sp_project.resource_count > 0
    and not sp_project.is_removed`

/** The same without what only filters and orders look at. */
const servedProjectsByName = ({ provider }: OfProvider) => sql`
  from sp_project
  where sp_project.provider_customer_id = ${provider.customer_id} and sp_project.resource_count > 0
    and not sp_project.is_removed`

type Filters = Omit<Input<'marketplace_service_providers_projects_list'>['query'], 'field' | 'month' | 'year'>

const conditions = ({ actor, provider }: Authenticated & OfProvider, query: Filters, search?: SearchPlan): Sql =>
  allOf([
    // C-014: only the provider's own resources are searched, so that nobody can probe those of another one.
    ...projectConditions(actor, query, sql`offering.customer_id = ${provider.customer_id}`, search),
    // The base set holds no removed projects.
    query.is_removed === true ? sql`false` : undefined,
  ])

const order = (o: Parameters<typeof orderBy<keyof typeof projectOrder>>[0]) =>
  orderBy(o, projectOrder, [sql`sp_project.name`], sql`sp_project.project_id`, ['estimated_cost'])

/** The month whose bills the estimates are made from; the current one unless both numbers are given. */
const billingMonth = ({ year = 0, month = 0 }: { year?: number; month?: number }): BillingMonth | undefined =>
  year >= 1 && year <= 9999 && month >= 1 && month <= 12 ? { year, month } : undefined

export const listProjects: Handler<'marketplace_service_providers_projects_list'> = async (context, { query }) => {
  const fixed = isWhole(query, [])
  const search = await searchPlan(context, [query.query])
  return listPage(
    context,
    {
      candidates: fixed
        ? servedProjectsByName(context)
        : sql`${servedProjects(context)} and ${conditions(context, query, search)}`,
      fixed,
      id: sql`sp_project.project_id`,
      order: order(query.o),
      total: hasFilters(query) ? undefined : providerTotal('projects', context.provider.customer_id),
      source: sql`join project on project.id = page.id ${projectJoins}`,
      columns: projectColumns(context, billingMonth(query)),
    },
    query,
  )
}

const columns = madeOnce((providerId: string): Columns<Wire<typeof MarketplaceProviderCustomerProject>> => {
  const resourcesOf = (projectId: Sql) => sql`
    resource join offering on offering.id = resource.offering_id
    where resource.project_id = ${projectId} and resource.state <> 6
      and offering.customer_id = ${providerId} and offering.shared`
  return {
    uuid: uuid(sql`project.uuid`),
    name: text(sql`project.name`),
    description: text(sql`project.description`),
    end_date: nullableDate(sql`project.end_date`),
    resources_count: count(sql`(select count(*) from ${resourcesOf(sql`project.id`)})`),
    // C-020: inactive users count here, unlike in the customers list.
    users_count: count(sql`(
      select count(distinct held.user_id) from user_role as held
      where held.content_type = 'project' and held.object_id = project.id and ${effective(sql`held`)}
    )`),
    billing_price_estimate: resourcesEstimate(sql`project.id`, (id) => sql`select resource.id from ${resourcesOf(id)}`),
  }
})

export const listCustomerProjects: Handler<'marketplace_service_providers_customer_projects_list'> = (
  context,
  { query },
) => {
  const given = query.project_customer_uuid
  const customerUuid = given === given?.trim() ? canonicalUuid(given ?? '') : undefined
  return listPage(
    context,
    {
      candidates: sql`${servedProjects(context)}
        and customer.uuid = ${customerUuid ?? null}::uuid and ${conditions(context, query)}`,
      id: sql`sp_project.project_id`,
      order: order(query.o),
      source: sql`join project on project.id = page.id`,
      columns: columns(context.provider.customer_id),
    },
    query,
  )
}
