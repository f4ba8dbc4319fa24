import { targets } from '../../access/targets/index.ts'
import { allOf, sql, when } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { itemPrice } from '../price-estimates/index.ts'
import { accountingRuns } from './read-invoices.ts'

const DEFAULT_CUSTOMERS = 4
const MAX_CUSTOMERS = 100

interface Growth {
  periods: string[]
  total_periods: number[]
  other_periods: number[]
  customer_periods: { name: string; periods: number[] }[]
}

/**
 * The last twelve months, the current one included: in all, of the organizations that were billed most, and of the rest
 * together. With tax, unless the mode is `accounting`.
 */
export const retrieveGrowth: Handler<'invoices_growth_retrieve'> = async ({ db, actor }, { query }) => {
  const wanted = query.customers_count ?? DEFAULT_CUSTOMERS
  const count = wanted > MAX_CUSTOMERS ? MAX_CUSTOMERS : wanted
  const { growth } = await db.one<{ growth: Growth }>(sql`
    with period as (
      select (date_trunc('month', now() at time zone 'utc') - make_interval(months => ago))::date as day
      from generate_series(0, 11) as ago
    ), billed as (
      select invoice.customer_id, customer.name, period.day,
        round(sum(${itemPrice} * ${query.accounting_mode === 'accounting' ? sql`1` : sql`(100 + invoice.tax_percent) / 100`}), 2) as total
      from period
      join invoice on invoice.year = extract(year from period.day) and invoice.month = extract(month from period.day)
      join customer on customer.id = invoice.customer_id
      join invoice_item on invoice_item.invoice_id = invoice.id
      where ${allOf([
        targets.invoice.visible(actor),
        when(query.accounting_is_running, (runs) => sql`(${accountingRuns}) = ${runs}`),
      ])}
      group by invoice.customer_id, customer.name, period.day
    ), major as (
      select customer_id, name, sum(total) as total from billed
      group by customer_id, name order by sum(total) desc, customer_id limit ${count}
    )
    select json_build_object(
      'periods', (select json_agg(to_char(day, 'YYYY-MM') order by day) from period),
      'total_periods', (
        select json_agg((select coalesce(sum(total), 0) from billed where billed.day = period.day) order by day) from period
      ),
      'other_periods', (
        select json_agg((
          select coalesce(sum(total), 0) from billed
          where billed.day = period.day and billed.customer_id not in (select customer_id from major)
        ) order by day) from period
      ),
      'customer_periods', (
        select coalesce(json_agg(json_build_object('name', major.name, 'periods', (
          select json_agg((
            select coalesce(sum(total), 0) from billed
            where billed.day = period.day and billed.customer_id = major.customer_id
          ) order by day) from period
        )) order by major.total desc, major.customer_id), '[]') from major
      )
    ) as growth
  `)
  return growth
}
