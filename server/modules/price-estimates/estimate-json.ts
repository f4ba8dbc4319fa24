import { sql, type Sql } from '../../db/sql.ts'

// Estimates over the invoice items of the current month (UTC), whatever the state of the invoice. Money leaves as
// fixed-point text with ten fraction digits.

/** Away from zero to the next hundredth. */
const roundUp = (amount: Sql): Sql => sql`(sign(${amount}) * ceil(abs(${amount}) * 100) * 0.01)`

const price = roundUp(sql`(invoice_item.unit_price * invoice_item.quantity)`)

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
const billedItems = (condition: Sql): Sql => sql`(
  select billed.price, billed.price_current, billed.price * invoice.tax_percent * 0.01 as tax,
         billed.price_current * invoice.tax_percent * 0.01 as tax_current
  from invoice_item
  join invoice on invoice.id = invoice_item.invoice_id
  cross join lateral (select ${price} as price, ${priceUntilNow} as price_current) as billed
  where ${condition}
    and invoice.year = extract(year from now() at time zone 'utc')
    and invoice.month = extract(month from now() at time zone 'utc')
) as item`

const money = (sum: Sql): Sql => sql`round(coalesce(${sum}, 0), 10)::text`

/**
 * Estimate of resources, given as a sub-select of their ids: `{total, current, tax, tax_current}`. `current` is the
 * price of whole months without tax, `total` the same with tax.
 */
export const resourceEstimateJson = (resources: Sql): Sql => sql`(
  select jsonb_build_object(
    'total', ${money(sql`sum(item.price + item.tax)`)},
    'current', ${money(sql`sum(item.price)`)},
    'tax', ${money(sql`sum(item.tax)`)},
    'tax_current', ${money(sql`sum(item.tax_current)`)}
  )
  from ${billedItems(sql`invoice_item.resource_id in (${resources})`)}
)`

/**
 * Estimate of a project over the items of all providers, in the same shape. Other than for resources `total` is
 * without tax, and `current` is the price until now.
 */
export const projectEstimateJson = (projectId: Sql): Sql => sql`(
  select jsonb_build_object(
    'total', ${money(sql`sum(item.price)`)},
    'current', ${money(sql`sum(item.price_current)`)},
    'tax', ${money(sql`sum(item.tax)`)},
    'tax_current', ${money(sql`sum(item.tax_current)`)}
  )
  from ${billedItems(sql`invoice_item.project_id = ${projectId}`)}
)`
