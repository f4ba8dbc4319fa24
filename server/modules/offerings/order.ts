import type { OrderExpressions } from '../../list/order.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { incomeParts, isOfMonth } from '../../rollup/totals.ts'
import type { PROVIDER_OFFERING_DETAILS_ORDER } from '../../../contract/schemas/catalogue.ts'

/** Income of the month that began `monthsAgo` months before the current one. */
export const incomeOf = (monthsAgo: number): Sql => sql`(
  select coalesce(sum(part.amount), 0) from ${incomeParts(sql`
    offering_id = offering.id
    and ${isOfMonth(sql`(date_trunc('month', now() at time zone 'utc') - make_interval(months => ${monthsAgo}))`)}`)}
)`

/** Organizations with a resource in use. */
export const totalCustomers = sql`(
  select count(distinct project.customer_id) from resource join project on project.id = resource.project_id
  where resource.offering_id = offering.id and resource.state in (2, 4, 5)
)`

type OfferingOrderKey = (typeof PROVIDER_OFFERING_DETAILS_ORDER)[number]

export const offeringOrder: OrderExpressions<OfferingOrderKey> = {
  name: [sql`offering.name`],
  created: [sql`offering.created`],
  type: [sql`offering.type`],
  state: [sql`offering.state`],
  total_customers: [totalCustomers],
  total_cost: [incomeOf(1)],
  total_cost_estimated: [incomeOf(0)],
}

const FIGURES: readonly OfferingOrderKey[] = ['total_customers', 'total_cost', 'total_cost_estimated']

/** The wanted keys without those that would tell figures which the caller does not see. */
export const withoutFigures = <T extends { key: OfferingOrderKey }>(order: readonly T[] | undefined) => {
  const open = order?.filter(({ key }) => !FIGURES.includes(key))
  return open && open.length > 0 ? open : undefined
}
