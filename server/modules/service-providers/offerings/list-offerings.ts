import type { QueryOf } from '../../../../contract/index.ts'
import type { Authenticated, Context, OfProvider } from '../../../context.ts'
import { allOf, sql, type Sql } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { orderBy, type OrderExpressions } from '../../../list/order.ts'
import { listPage } from '../../../list/page.ts'
import { billedIn } from '../../price-estimates/index.ts'
import { offeringConditions, queryCondition } from './offering-filters.ts'
import { offeringColumns, offeringInsight } from './offering-view.ts'

type Query = QueryOf<'marketplace_service_providers_offerings_list'>

const joins = sql`
  join customer on customer.id = offering.customer_id
  join category on category.id = offering.category_id`

/** The listed offerings: shared and billable, in any state. */
export const candidatesOf = async (
  context: Context & Authenticated & OfProvider,
  query: Omit<Query, 'o' | 'field'>,
): Promise<Sql> => {
  const narrowed = sql`
    from offering ${joins}
    where offering.customer_id = ${context.provider.customer_id} and offering.billable and offering.shared
      and ${allOf(offeringConditions(context, query))}`
  return sql`${narrowed} and ${allOf([await queryCondition(context, query.query, narrowed)])}`
}

/** Income of the month that began `monthsAgo` months before the current one. */
const incomeOf = (monthsAgo: number): Sql => sql`(
  select coalesce(sum(invoice_item.unit_price * invoice_item.quantity), 0)
  from resource
  join invoice_item on invoice_item.resource_id = resource.id
  join invoice on invoice.id = invoice_item.invoice_id
  where resource.offering_id = offering.id
    and ${billedIn(sql`(date_trunc('month', now() at time zone 'utc') - make_interval(months => ${monthsAgo}))`)}
)`

type OrderKey = NonNullable<Query['o']>[number]['key']

const offeringOrder: OrderExpressions<OrderKey> = {
  name: [sql`offering.name`],
  created: [sql`offering.created`],
  type: [sql`offering.type`],
  state: [sql`offering.state`],
  total_customers: [
    sql`(
    select count(distinct project.customer_id) from resource join project on project.id = resource.project_id
    where resource.offering_id = offering.id and resource.state in (2, 4, 5)
  )`,
  ],
  total_cost: [incomeOf(1)],
  total_cost_estimated: [incomeOf(0)],
}

const FIGURES: readonly OrderKey[] = ['total_customers', 'total_cost', 'total_cost_estimated']

export const listOfferings: Handler<'marketplace_service_providers_offerings_list'> = async (context, { query }) => {
  const insight = await offeringInsight(context)
  // The order would tell figures that the caller does not see.
  const wanted = query.o?.filter(({ key }) => insight.figures || !FIGURES.includes(key))
  return listPage(
    context,
    {
      candidates: await candidatesOf(context, query),
      id: sql`offering.id`,
      order: orderBy(
        wanted && wanted.length > 0 ? wanted : undefined,
        offeringOrder,
        [sql`offering.name`],
        sql`offering.id`,
      ),
      source: sql`join offering on offering.id = page.id ${joins}`,
      columns: offeringColumns(context, insight),
    },
    query,
  )
}
