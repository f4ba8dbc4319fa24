import { sql } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { providerTotal } from '../../../rollup/totals.ts'

const monthStart = sql`(date_trunc('month', now() at time zone 'utc') at time zone 'utc')`
const today = sql`(now() at time zone 'utc')::date`

interface Counted {
  active_campaigns: string
  current_customers: string
  active_resources: string
  erred_resources: string
  active_and_paused_offerings: string
  pending_orders: string
  unresolved_tickets: string
  gained_customers: string
  lost_customers: string
  created_resources: string
  terminated_resources: string
}

/**
 * Figures of the provider, over all its offerings and not only the shared ones. The changes of this month go by when
 * their orders were made.
 */
export const retrieveStat: Handler<'marketplace_service_providers_stat_retrieve'> = async ({ db, provider }) => {
  const owner = sql`${provider.customer_id}::bigint`
  /** Orders of this month that are done, of one type. */
  const doneOrders = (type: 'create' | 'terminate') => sql`
    from marketplace_order
    join offering on offering.id = marketplace_order.offering_id
    join resource on resource.id = marketplace_order.resource_id
    join project on project.id = resource.project_id
    where offering.customer_id = ${owner} and marketplace_order.state = 3
      and marketplace_order.type = ${type === 'create' ? 1 : 3} and marketplace_order.created >= ${monthStart}`
  const liveResourceOf = (customer: ReturnType<typeof sql>) => sql`
    select 1 from resource as live
    join offering as own on own.id = live.offering_id and own.customer_id = ${owner}
    join project as home on home.id = live.project_id
    where home.customer_id = ${customer} and live.state <> 6`
  const counted = await db.one<Counted>(
    sql`
    select
      (select count(*) from campaign
        where campaign.service_provider_id = ${provider.id} and campaign.state = 2
          and ${today} between campaign.start_date and campaign.end_date) as active_campaigns,
      ${providerTotal('all_customers', provider.customer_id)} as current_customers,
      ${providerTotal('all_resources', provider.customer_id)} as active_resources,
      ${providerTotal('erred_resources', provider.customer_id)} as erred_resources,
      (select count(*) from offering
        where offering.customer_id = ${owner} and offering.billable and offering.shared
          and offering.state in (2, 3, 5)) as active_and_paused_offerings,
      (select count(*) from marketplace_order join offering on offering.id = marketplace_order.offering_id
        where offering.customer_id = ${owner} and marketplace_order.state = 7) as pending_orders,
      (select count(*) from issue
        join resource on issue.resource_content_type = 'resource' and resource.id = issue.resource_object_id
        join offering on offering.id = resource.offering_id
        left join issue_status on issue_status.name collate "C" = issue.status
        where offering.customer_id = ${owner} and resource.state <> 6
          and issue_status.id is null) as unresolved_tickets,
      (select count(*) from (select distinct project.customer_id ${doneOrders('create')}) as gained
        where not exists (${liveResourceOf(sql`gained.customer_id`)} and live.created < ${monthStart})
      ) as gained_customers,
      (select count(*) from (select distinct project.customer_id ${doneOrders('terminate')}) as lost
        where not exists (${liveResourceOf(sql`lost.customer_id`)})
      ) as lost_customers,
      (select count(distinct resource.id) ${doneOrders('create')}) as created_resources,
      (select count(distinct resource.id) ${doneOrders('terminate')}) as terminated_resources
  `,
    { prepare: 'walk' },
  )
  return {
    active_campaigns: Number(counted.active_campaigns),
    current_customers: Number(counted.current_customers),
    customers_number_change: Number(counted.gained_customers) - Number(counted.lost_customers),
    active_resources: Number(counted.active_resources),
    resources_number_change: Number(counted.created_resources) - Number(counted.terminated_resources),
    active_and_paused_offerings: Number(counted.active_and_paused_offerings),
    unresolved_tickets: Number(counted.unresolved_tickets),
    pending_orders: Number(counted.pending_orders),
    erred_resources: Number(counted.erred_resources),
  }
}
