import { DEFAULT_PAGE_SIZE } from '../../../contract/list-params.ts'
import type { InvoiceItem, InvoiceStatsOffering } from '../../../contract/schemas/invoices.ts'
import { targets } from '../../access/targets/index.ts'
import type { Context } from '../../context.ts'
import { allOf, anyOf, contains, isoUuid, sql, when, type Sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, OfTarget, Wire } from '../../handler.ts'
import { decimalNumber, text, uuid } from '../../list/columns.ts'
import { linkEquals } from '../../list/filters.ts'
import { orderBy } from '../../list/order.ts'
import { listPage, pageOf } from '../../list/page.ts'
import { nestedList } from '../../list/nested.ts'
import { readObject } from '../../list/selection.ts'
import { itemPrice } from '../price-estimates/index.ts'
import { itemColumns, itemJoins } from './item-view.ts'
import { invoiceColumns, invoiceJoins } from './view.ts'

export const accountingRuns = sql`customer.accounting_start_date <= now()`

export const listInvoices: Handler<'invoices_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`from invoice join customer on customer.id = invoice.customer_id where ${allOf([
        targets.invoice.visible(context.actor),
        when(query.accounting_is_running, (runs) => sql`(${accountingRuns}) = ${runs}`),
        when(query.created, (day) => sql`invoice.created = ${day}`),
        linkEquals(sql`customer.uuid`, query.customer),
        when(query.customer_uuid, (customer) => sql`customer.uuid = ${customer}`),
        when(query.start_date, (day) => sql`invoice.created >= ${day}`),
        when(query.end_date, (day) => sql`invoice.created <= ${day}`),
        when(query.month, (month) => sql`invoice.month = ${month}`),
        when(query.year, (year) => sql`invoice.year = ${year}`),
        when(query.state, (states) => sql`invoice.state = any(${states}::text[])`),
      ])}`,
      runs: query.accounting_is_running !== undefined,
      id: sql`invoice.id`,
      order: orderBy(
        query.o,
        { created: [sql`invoice.created`], month: [sql`invoice.month`], year: [sql`invoice.year`] },
        [sql`invoice.year desc`, sql`invoice.month desc`],
        sql`invoice.id`,
      ),
      source: sql`join invoice on invoice.id = page.id ${invoiceJoins}`,
      columns: invoiceColumns(context),
    },
    query,
  )

export const readInvoice = async (context: Context, id: string, field?: readonly string[]) => {
  const source = sql`from invoice ${invoiceJoins} where invoice.id = ${id}`
  const invoice = await readObject(context, source, invoiceColumns(context), field)
  if (!invoice) throw new NotFound('Invoice')
  return invoice
}

export const retrieveInvoice: Handler<'invoices_retrieve'> = (context, { query }) =>
  readInvoice(context, context.target.id, query.field)

/** Of a provider or of its organization. */
const isProvider = (given: string): Sql => sql`(
  provider.uuid = ${given} or exists (
    select 1 from service_provider where service_provider.customer_id = provider.id and service_provider.uuid = ${given}
  )
)`

/** C-152: a list, not a single item. */
export const listItemsOfInvoice: Handler<'invoices_items_retrieve'> = async (context, { query }) => {
  const conditions = allOf([
    sql`invoice_item.invoice_id = ${context.target.id}`,
    query.conceal_compensation_items === true ? sql`${itemPrice} >= 0` : undefined,
    when(query.offering_uuid, (offering) => sql`offering.uuid = ${offering}`),
    when(query.project_uuid, (project) => sql`invoice_item.project_uuid = ${isoUuid(sql`${project}::uuid`)}`),
    when(query.provider_uuid, isProvider),
    when(query.query, (value) =>
      anyOf([
        contains(sql`invoice_item.name`, value),
        contains(sql`invoice_item.project_name`, value),
        contains(sql`coalesce(resource.name, '')`, value),
      ]),
    ),
  ])
  const order = orderBy(
    query.o,
    {
      name: [sql`invoice_item.name`],
      project_name: [sql`invoice_item.project_name`],
      provider_name: [sql`provider.name`],
      resource_name: [sql`resource.name`],
    },
    [sql`invoice_item.project_name`, sql`invoice_item.name`],
    sql`invoice_item.id`,
  )
  const list = nestedList<Wire<typeof InvoiceItem>>(
    itemColumns(context),
    sql`from invoice_item join invoice on invoice.id = invoice_item.invoice_id ${itemJoins} where ${conditions}`,
    order,
  )
  const { items } = await context.db.one<{ items: never }>(sql`select ${list.sql} as items`)
  return list.read(items) ?? []
}

export const listInvoiceStats: Handler<'invoices_stats_list'> = async (context, { query }) => {
  const rows = await statsOf(context, query.provider_uuid)
  return pageOf(rows, query.page, query.page_size ?? DEFAULT_PAGE_SIZE)
}

const statsOf = async (
  context: Context & OfTarget,
  providerUuid: string | undefined,
): Promise<Wire<typeof InvoiceStatsOffering>[]> => {
  const list = nestedList<Wire<typeof InvoiceStatsOffering>>(
    {
      offering_name: text(sql`stat.offering_name`),
      aggregated_price: decimalNumber(sql`stat.price`),
      aggregated_tax: decimalNumber(sql`stat.tax`),
      aggregated_total: decimalNumber(sql`stat.price + stat.tax`),
      service_category_title: text(sql`stat.category_title`),
      service_provider_name: text(sql`stat.provider_name`),
      service_provider_uuid: uuid(sql`stat.provider_uuid`),
    },
    sql`from (
      select offering.id, offering.name as offering_name, category.title as category_title,
        provider.name as provider_name, coalesce(service_provider.uuid, provider.uuid) as provider_uuid,
        sum(${itemPrice}) as price, round(sum(${itemPrice} * invoice.tax_percent / 100), 2) as tax
      from invoice_item
      join invoice on invoice.id = invoice_item.invoice_id
      join resource on resource.id = invoice_item.resource_id
      join offering on offering.id = resource.offering_id
      join category on category.id = offering.category_id
      join customer as provider on provider.id = offering.customer_id
      left join service_provider on service_provider.customer_id = provider.id
      where ${allOf([sql`invoice.id = ${context.target.id}`, when(providerUuid, isProvider)])}
      group by offering.id, category.title, provider.id, service_provider.uuid
    ) as stat`,
    sql`stat.offering_name, stat.id`,
  )
  const { rows } = await context.db.one<{ rows: never }>(sql`select ${list.sql} as rows`)
  return list.read(rows) ?? []
}
