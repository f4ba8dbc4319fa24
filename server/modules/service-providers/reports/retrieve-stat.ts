import { fixedStatement, sql } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { monthTotals, providerTotals } from '../../../rollup/totals.ts'

const today = sql`(now() at time zone 'utc')::date`

const figures = fixedStatement(
  (provider: string, owner: string) => sql`
    select
      (select count(*) from campaign
        where campaign.service_provider_id = ${provider} and campaign.state = 2
          and ${today} between campaign.start_date and campaign.end_date) as active_campaigns,
      (select count(*) from offering
        where offering.customer_id = ${owner} and offering.billable and offering.shared
          and offering.state in (2, 3, 5)) as active_and_paused_offerings,
      -- Of each offering by itself: else all open orders there are would be read.
      (select count(*) from offering cross join lateral (
        select from marketplace_order
        where marketplace_order.offering_id = offering.id and marketplace_order.state = 7
        offset 0
      ) as pending where offering.customer_id = ${owner}) as pending_orders,
      total.*, month.*
    from ${providerTotals(owner)} as total, ${monthTotals(owner)} as month`,
)

/**
 * Figures of the provider, over all its offerings and not only the shared ones. The changes of this month go by when
 * their orders were made.
 */
export const retrieveStat: Handler<'marketplace_service_providers_stat_retrieve'> = async ({ db, provider }) => {
  const counted = await db.one<Record<string, string>>(figures(provider.id, provider.customer_id), { prepare: 'walk' })
  const figure = (name: string): number => Number(counted[name])
  return {
    active_campaigns: figure('active_campaigns'),
    current_customers: figure('all_customers'),
    customers_number_change: figure('gained_customers') - figure('lost_customers'),
    active_resources: figure('all_resources'),
    resources_number_change: figure('created_resources') - figure('terminated_resources'),
    active_and_paused_offerings: figure('active_and_paused_offerings'),
    unresolved_tickets: figure('unresolved_tickets'),
    pending_orders: figure('pending_orders'),
    erred_resources: figure('erred_resources'),
  }
}
