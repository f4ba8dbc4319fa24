import type { InvoiceItem } from '../../../contract/schemas/invoices.ts'
import { sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import {
  decimalNumber,
  flag,
  json,
  link,
  nullableLink,
  nullableUuid,
  optional,
  smallNumber,
  text,
  timestamp,
  uuid,
} from '../../list/columns.ts'
import { perOrigin } from '../../list/made-once.ts'
import { itemPrice } from '../price-estimates/index.ts'

type ItemWire = Wire<typeof InvoiceItem>

/** What the columns of an item need besides `invoice_item` and `invoice`. */
export const itemJoins = sql`
  left join resource on resource.id = invoice_item.resource_id
  left join offering on offering.id = resource.offering_id
  left join customer as provider on provider.id = offering.customer_id
  left join offering_component as component on component.id = invoice_item.component_id`

const tax = sql`(${itemPrice} * invoice.tax_percent / 100)`

export const itemColumns = perOrigin<ItemWire>(({ origin }) => ({
  uuid: uuid(sql`invoice_item.uuid`),
  url: link(origin, 'invoice-items', sql`invoice_item.uuid`),
  name: text(sql`invoice_item.name`),
  price: decimalNumber(itemPrice),
  tax: text(sql`round(${tax}, 10)::text`),
  total: text(sql`round(${itemPrice} + ${tax}, 10)::text`),
  unit_price: text(sql`invoice_item.unit_price::text`),
  unit: json<ItemWire['unit']>(sql`invoice_item.unit`),
  factor: smallNumber(sql`1`),
  measured_unit: text(sql`invoice_item.measured_unit`),
  start: timestamp(sql`invoice_item.start_time::text`),
  end: timestamp(sql`invoice_item.end_time::text`),
  article_code: text(sql`invoice_item.article_code`),
  project_name: text(sql`invoice_item.project_name`),
  project_uuid: nullableUuid(sql`nullif(invoice_item.project_uuid, '')`),
  quantity: text(sql`invoice_item.quantity::text`),
  details: json(sql`invoice_item.details`),
  resource: nullableLink(origin, 'marketplace-resources', sql`resource.uuid`),
  resource_uuid: optional(uuid(sql`resource.uuid`)),
  resource_name: optional(text(sql`coalesce(resource.name, invoice_item.details->>'resource_name')`)),
  billing_type: optional(text(sql`component.billing_type`)),
  backend_uuid: nullableUuid(sql`invoice_item.backend_uuid`),
  credit: flag(sql`invoice_item.credit_id is not null`),
}))
