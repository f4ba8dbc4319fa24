import type { CustomerDetails, Invoice } from '../../../contract/schemas/invoices.ts'
import type { Context } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { decimalNumber, json, link, nullableText, optional, smallNumber, text, uuid } from '../../list/columns.ts'
import { nestedList } from '../../list/nested.ts'
import type { Column, Columns } from '../../list/selection.ts'
import { countryName } from '../customers/index.ts'
import { itemPrice } from '../price-estimates/index.ts'
import { itemColumns, itemJoins } from './item-view.ts'

type InvoiceWire = Wire<typeof Invoice>

/** What the columns of an invoice need besides `invoice`. */
export const invoiceJoins = sql`
  join customer on customer.id = invoice.customer_id
  cross join lateral (
    select coalesce(sum(item.price), 0) as price,
      coalesce(round(sum(item.price * (100 + invoice.tax_percent) / 100), 2), 0) as total,
      coalesce(sum(item.price) filter (where item.price < 0), 0) as compensations,
      coalesce(sum(item.price) filter (where item.price > 0), 0) as incurred
    from (select ${itemPrice} as price from invoice_item where invoice_item.invoice_id = invoice.id) as item
  ) as sums`

const amount = (value: Sql): Column<string> => text(sql`round(${value}, 2)::text`)

const customerDetails: Column<Wire<typeof CustomerDetails>> = {
  sql: sql`json_build_object(
    'name', customer.name, 'address', customer.address, 'country', customer.country, 'email', customer.email,
    'postal', customer.postal, 'phone_number', customer.phone_number, 'bank_name', customer.bank_name,
    'bank_account', customer.bank_account, 'vat_code', customer.vat_code
  )`,
  read: (stored: Wire<typeof CustomerDetails>) => ({ ...stored, country_name: countryName(stored.country ?? '') }),
}

export const invoiceColumns = (context: Context): Columns<InvoiceWire> => ({
  url: link(context.origin, 'invoices', sql`invoice.uuid`),
  uuid: uuid(sql`invoice.uuid`),
  number: smallNumber(sql`(100000 + invoice.id)::int`),
  customer: link(context.origin, 'customers', sql`customer.uuid`),
  price: amount(sql`sums.price`),
  tax: amount(sql`sums.total - sums.price`),
  total: amount(sql`sums.total`),
  state: json<InvoiceWire['state']>(sql`invoice.state`),
  year: smallNumber(sql`invoice.year`),
  month: smallNumber(sql`invoice.month`),
  // The operator of the marketplace has no record of its own.
  issuer_details: json(sql`'{}'::json`),
  invoice_date: nullableText(sql`invoice.invoice_date`),
  due_date: optional(text(sql`invoice.invoice_date + 30`)),
  customer_details: customerDetails,
  items: nestedList(
    itemColumns(context),
    sql`from invoice_item ${itemJoins} where invoice_item.invoice_id = invoice.id`,
    sql`invoice_item.project_name, invoice_item.name, invoice_item.id`,
  ),
  backend_id: text(sql`invoice.backend_id`),
  payment_url: text(sql`invoice.payment_url`),
  reference_number: text(sql`invoice.reference_number`),
  compensations: decimalNumber(sql`sums.compensations`),
  incurred_costs: decimalNumber(sql`sums.incurred`),
})
