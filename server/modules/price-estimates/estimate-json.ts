import { sql, type Sql } from '../../db/sql.ts'
import { roundUp } from '../../rollup/item-price.ts'

// Estimates over the invoice items of one month (UTC), by default the current one, whatever the state of the invoice.
// Money leaves as fixed-point text with ten fraction digits.

export interface BillingMonth {
  year: number
  /** 1…12 */
  month: number
}

export const currentMonth = sql`date_trunc('month', now() at time zone 'utc')::date`

/** First day of the wanted month; a month in the future stands for the current one. */
export const firstDay = (wanted: BillingMonth | undefined): Sql =>
  wanted ? sql`least(make_date(${wanted.year}::int, ${wanted.month}::int, 1), ${currentMonth})` : currentMonth

/**
 * Condition that `invoice` is of the month of a date that is the same for all rows. Sub-selects, so that year and month
 * are computed once, and of the type that is stored, so that PostgreSQL knows how many rows to expect.
 */
export const billedIn = (day: Sql): Sql => sql`
  invoice.year = (select extract(year from ${day})::smallint)
  and invoice.month = (select extract(month from ${day})::smallint)`

/** Started hours or days of an item until now or its end. */
const quantityUntilNow = sql`ceil(
  greatest(extract(epoch from least(invoice_item.end_time, now()) - invoice_item.start_time), 0)
  / case invoice_item.unit when 'hour' then 3600 else 86400 end
)`

/**
 * The items of `source`, a from-list with `invoice_item` in it, with their prices; a tax is not rounded. Each `offset 0`
 * keeps PostgreSQL from computing a price again wherever it is used.
 */
const billedItems = (source: Sql, condition: Sql, wanted?: BillingMonth): Sql => {
  const month = firstDay(wanted)
  // A past month is over: what counts until now is all of it.
  const isMetered = wanted
    ? sql`invoice_item.unit in ('hour', 'day') and ${month} >= ${currentMonth}`
    : sql`invoice_item.unit in ('hour', 'day')`
  return sql`(
    select price, price_current, price * tax_rate as tax, price_current * tax_rate as tax_current
    from (
      select ${roundUp(sql`amount`)} as price,
        case when is_metered then ${roundUp(sql`amount_until_now`)} else ${roundUp(sql`amount`)} end as price_current,
        tax_rate
      from (
        select invoice_item.unit_price * invoice_item.quantity as amount, ${isMetered} as is_metered,
          case when ${isMetered} then invoice_item.unit_price * ${quantityUntilNow} end as amount_until_now,
          invoice.tax_percent * 0.01 as tax_rate
        from ${source}
        join invoice on invoice.id = invoice_item.invoice_id
        where ${condition} and ${billedIn(month)}
        offset 0
      ) as billed
      offset 0
    ) as priced
  ) as item`
}

const money = (sum: Sql): Sql => sql`round(coalesce(${sum}, 0), 10)::text`

/**
 * Estimate of resources, given as a sub-select of their ids, each once: `{total, current, tax, tax_current}`. `current`
 * is the price of whole months without tax, `total` the same with tax.
 */
export const resourceEstimateJson = (resources: Sql): Sql => sql`(
  select json_build_object(
    'total', ${money(sql`sum(item.price) + sum(item.tax)`)},
    'current', ${money(sql`sum(item.price)`)},
    'tax', ${money(sql`sum(item.tax)`)},
    'tax_current', ${money(sql`sum(item.tax_current)`)}
  )
  from ${billedItems(
    sql`(${resources}) as billed_resource (id) join invoice_item on invoice_item.resource_id = billed_resource.id`,
    sql`true`,
  )}
)`

/** Other than for resources `total` is without tax, and `current` is the price until now. */
export const consumerEstimateJson = (condition: Sql, month?: BillingMonth): Sql => sql`(
  select json_build_object(
    'total', ${money(sql`sum(item.price)`)},
    'current', ${money(sql`sum(item.price_current)`)},
    'tax', ${money(sql`sum(item.tax)`)},
    'tax_current', ${money(sql`sum(item.tax_current)`)}
  )
  from ${billedItems(sql`invoice_item`, condition, month)}
)`

/** Estimate of an organization over the items of all providers, in the same shape; `total` is without tax. */
export const customerEstimateJson = (customerId: Sql): Sql =>
  consumerEstimateJson(sql`invoice.customer_id = ${customerId}`)
