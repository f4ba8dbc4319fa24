import { sql, type Sql } from '../../db/sql.ts'

// Estimates over the invoice items of one month (UTC), by default the current one, whatever the state of the invoice.
// Money leaves as fixed-point text with ten fraction digits.

export interface BillingMonth {
  year: number
  /** 1…12 */
  month: number
}

const currentMonth = sql`date_trunc('month', now() at time zone 'utc')::date`

/** First day of the wanted month; a month in the future stands for the current one. */
const firstDay = (wanted: BillingMonth | undefined): Sql =>
  wanted ? sql`least(make_date(${wanted.year}::int, ${wanted.month}::int, 1), ${currentMonth})` : currentMonth

/** Away from zero to the next hundredth. */
const roundUp = (amount: Sql): Sql => sql`(sign(${amount}) * ceil(abs(${amount}) * 100) * 0.01)`

/** Price of an item without tax, over `invoice_item`. */
export const itemPrice = roundUp(sql`(invoice_item.unit_price * invoice_item.quantity)`)

/** Started hours or days of an item until now or its end; the quantity for other units. */
const quantityUntilNow = sql`(
  case when invoice_item.unit in ('hour', 'day')
    then ceil(
      greatest(extract(epoch from least(invoice_item.end_time, now()) - invoice_item.start_time), 0)
      / case invoice_item.unit when 'hour' then 3600 else 86400 end
    )
    else invoice_item.quantity
  end
)`

const priceUntilNow = roundUp(sql`(invoice_item.unit_price * ${quantityUntilNow})`)

/** Items of the wanted kind with their prices; a tax is not rounded. */
const billedItems = (condition: Sql, wanted?: BillingMonth): Sql => {
  const month = firstDay(wanted)
  // A past month is over: what counts until now is all of it.
  const current = wanted
    ? sql`case when ${month} < ${currentMonth} then ${itemPrice} else ${priceUntilNow} end`
    : priceUntilNow
  return sql`(
    select billed.price, billed.price_current, billed.price * invoice.tax_percent * 0.01 as tax,
           billed.price_current * invoice.tax_percent * 0.01 as tax_current
    from invoice_item
    join invoice on invoice.id = invoice_item.invoice_id
    cross join lateral (select ${itemPrice} as price, ${current} as price_current) as billed
    where ${condition}
      and invoice.year = extract(year from ${month}) and invoice.month = extract(month from ${month})
  ) as item`
}

const money = (sum: Sql): Sql => sql`round(coalesce(${sum}, 0), 10)::text`

/**
 * Estimate of resources, given as a sub-select of their ids: `{total, current, tax, tax_current}`. `current` is the
 * price of whole months without tax, `total` the same with tax.
 */
export const resourceEstimateJson = (resources: Sql): Sql => sql`(
  select json_build_object(
    'total', ${money(sql`sum(item.price + item.tax)`)},
    'current', ${money(sql`sum(item.price)`)},
    'tax', ${money(sql`sum(item.tax)`)},
    'tax_current', ${money(sql`sum(item.tax_current)`)}
  )
  from ${billedItems(sql`invoice_item.resource_id in (${resources})`)}
)`

/** Other than for resources `total` is without tax, and `current` is the price until now. */
const consumerEstimate = (condition: Sql, month?: BillingMonth): Sql => sql`(
  select json_build_object(
    'total', ${money(sql`sum(item.price)`)},
    'current', ${money(sql`sum(item.price_current)`)},
    'tax', ${money(sql`sum(item.tax)`)},
    'tax_current', ${money(sql`sum(item.tax_current)`)}
  )
  from ${billedItems(condition, month)}
)`

/** Estimate of a project over the items of all providers, in the same shape; `total` is without tax. */
export const projectEstimateJson = (projectId: Sql, month?: BillingMonth): Sql =>
  consumerEstimate(sql`invoice_item.project_id = ${projectId}`, month)

/** Estimate of an organization over the items of all providers, in the same shape; `total` is without tax. */
export const customerEstimateJson = (customerId: Sql): Sql => consumerEstimate(sql`invoice.customer_id = ${customerId}`)
