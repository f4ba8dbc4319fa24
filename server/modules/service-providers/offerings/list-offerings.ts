import type { QueryOf } from '../../../../contract/index.ts'
import type { Authenticated, Context, OfProvider } from '../../../context.ts'
import { allOf, sql, type Sql } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { isWhole } from '../../../list/filters.ts'
import { orderBy } from '../../../list/order.ts'
import { listPage } from '../../../list/page.ts'
import { offeringConditions, offeringOrder, queryCondition, withoutFigures } from '../../offerings/index.ts'
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

export const listOfferings: Handler<'marketplace_service_providers_offerings_list'> = async (context, { query }) => {
  const insight = await offeringInsight(context)
  // The order would tell figures that the caller does not see.
  const wanted = insight.figures ? query.o : withoutFigures(query.o)
  return listPage(
    context,
    {
      candidates: await candidatesOf(context, query),
      id: sql`offering.id`,
      fixed: isWhole(query, []),
      order: orderBy(wanted, offeringOrder, [sql`offering.name`], sql`offering.id`),
      source: sql`join offering on offering.id = page.id ${joins}`,
      columns: offeringColumns(context, insight),
    },
    query,
  )
}
