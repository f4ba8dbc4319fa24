import type { InvoiceItemDetail } from '../../../contract/schemas/invoices.ts'
import { isoUuid, sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import {
  decimalNumber,
  json,
  link,
  nullableLink,
  nullableText,
  nullableUuid,
  optional,
  text,
  timestamp,
  uuid,
} from '../../list/columns.ts'
import { perOrigin } from '../../list/made-once.ts'
import { itemPrice } from '../price-estimates/index.ts'

type ItemWire = Wire<typeof InvoiceItemDetail>

/** What the columns of an item need besides `invoice_item`. */
export const itemJoins = sql`
  join invoice on invoice.id = invoice_item.invoice_id
  join customer on customer.id = invoice.customer_id
  left join resource on resource.id = invoice_item.resource_id
  left join offering on offering.id = resource.offering_id
  left join offering_component as component on component.id = invoice_item.component_id`

/** What an item keeps of the objects that it is about outlives them. */
export const itemColumns = perOrigin<ItemWire>(({ origin }) => ({
  invoice: link(origin, 'invoices', sql`invoice.uuid`),
  resource: nullableLink(origin, 'marketplace-resources', sql`resource.uuid`),
  uuid: uuid(sql`invoice_item.uuid`),
  article_code: text(sql`invoice_item.article_code`),
  unit_price: text(sql`invoice_item.unit_price::text`),
  unit: json<ItemWire['unit']>(sql`invoice_item.unit`),
  quantity: text(sql`invoice_item.quantity::text`),
  measured_unit: text(sql`invoice_item.measured_unit`),
  name: text(sql`invoice_item.name`),
  start: timestamp(sql`invoice_item.start_time`),
  end: timestamp(sql`invoice_item.end_time`),
  price: decimalNumber(itemPrice),
  details: json(sql`invoice_item.details`),
  offering_uuid: optional(text(sql`coalesce(${isoUuid(sql`offering.uuid`)}, invoice_item.details->>'offering_uuid')`)),
  offering_name: nullableText(sql`coalesce(offering.name, invoice_item.details->>'offering_name')`),
  offering_component_type: nullableText(
    sql`coalesce(component.type, invoice_item.details->>'offering_component_type')`,
  ),
  project_uuid: nullableUuid(sql`nullif(invoice_item.project_uuid, '')`),
  project_name: text(sql`invoice_item.project_name`),
  customer_uuid: uuid(sql`customer.uuid`),
  customer_name: text(sql`customer.name`),
}))
