import { sql, type Sql } from '../db/sql.ts'

/** Away from zero to the next hundredth. */
export const roundUp = (amount: Sql): Sql =>
  sql`(case when ${amount} > 0 then ceil(${amount} * 100) else floor(${amount} * 100) end * 0.01)`

/** Price of an item without tax, over `invoice_item`. */
export const itemPrice = roundUp(sql`(invoice_item.unit_price * invoice_item.quantity)`)

/** Whether the price of an item until now moves with the clock, over `invoice_item`. */
export const isMetered = sql`invoice_item.unit in ('hour', 'day')`
