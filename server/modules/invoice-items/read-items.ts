import type { QueryOf } from '../../../contract/index.ts'
import { targets } from '../../access/targets/index.ts'
import type { Actor } from '../../context.ts'
import { allOf, isoUuid, sql, when, type Sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { listPage } from '../../list/page.ts'
import { readObject } from '../../list/selection.ts'
import { itemPrice } from '../price-estimates/index.ts'
import { itemColumns, itemJoins } from './view.ts'

/** `from … where …` over the items that the caller sees and asks for. */
const candidates = (actor: Actor, query: QueryOf<'invoice_items_total_price_retrieve'>): Sql => sql`
  from invoice_item ${itemJoins} where ${allOf([
    targets.invoice_item.visible(actor),
    when(
      query.credit_uuid,
      (uuid) => sql`invoice_item.credit_id = (
      select customer_credit.id from customer_credit where customer_credit.uuid = ${uuid}
    )`,
    ),
    when(query.customer_uuid, (uuid) => sql`customer.uuid = ${uuid}`),
    when(query.month, (month) => sql`invoice.month = ${month}`),
    when(query.year, (year) => sql`invoice.year = ${year}`),
    when(query.offering_uuid, (uuid) => sql`offering.uuid = ${uuid}`),
    when(query.project_uuid, (uuid) => sql`invoice_item.project_uuid = ${isoUuid(sql`${uuid}::uuid`)}`),
    when(query.resource_uuid, (uuid) => sql`resource.uuid = ${uuid}`),
    // Both together are a month; items of that month and later ones.
    when(query.start_year, (year) =>
      query.start_month === undefined
        ? sql`invoice.year >= ${year}`
        : sql`(invoice.year, invoice.month) >= (${year}::int, ${query.start_month}::int)`,
    ),
    query.start_year === undefined ? when(query.start_month, (month) => sql`invoice.month >= ${month}`) : undefined,
  ])}`

export const listItems: Handler<'invoice_items_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: candidates(context.actor, query),
      id: sql`invoice_item.id`,
      order: sql`invoice.year, invoice.month, invoice_item.start_time, invoice_item.name, invoice_item.id`,
      source: sql`join invoice_item on invoice_item.id = page.id ${itemJoins}`,
      columns: itemColumns(context),
    },
    query,
  )

export const retrieveItem: Handler<'invoice_items_retrieve'> = async (context) => {
  const source = sql`from invoice_item ${itemJoins} where invoice_item.id = ${context.target.id}`
  const item = await readObject(context, source, itemColumns(context))
  if (!item) throw new NotFound('InvoiceItem')
  return item
}

export const retrieveTotalPrice: Handler<'invoice_items_total_price_retrieve'> = ({ db, actor }, { query }) =>
  db.one<{ total_price: string }>(sql`
    select round(coalesce(sum(${itemPrice}), 0), 2)::text as total_price ${candidates(actor, query)}
  `)
