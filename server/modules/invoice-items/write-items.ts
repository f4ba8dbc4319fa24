import type { BodyOf } from '../../../contract/index.ts'
import type { WriteContext } from '../../context.ts'
import { join, sql, type Sql } from '../../db/sql.ts'
import { NotFound, RuleError, ValidationError } from '../../errors.ts'
import type { Handler, OfTarget } from '../../handler.ts'
import { wireTimestamp } from '../../lib/wire.ts'
import { linkedUuid, unknownLink } from '../../links.ts'
import { invoiceOf, monthOf, NOW, refreshSums, takeAccount } from '../billing/index.ts'
import { emitEvent } from '../events/index.ts'

type Changes = BodyOf<'invoice_items_partial_update'>
type ItemContext = WriteContext & OfTarget

interface Item {
  id: string
  name: string
  invoice_id: string
  customer_id: string
  project_id: string | null
  is_negative: boolean
}

/** The item, with the account of its organization in hand: nobody else changes its bills meanwhile. */
const takeItem = async ({ db, target }: ItemContext): Promise<Item> => {
  await takeAccount(db, { customerId: target.customer_id ?? '', now: NOW })
  const item = await db.maybeOne<Item>(sql`
    select invoice_item.id::text, invoice_item.name, invoice.id::text as invoice_id, invoice.customer_id::text,
      invoice_item.project_id::text, invoice_item.unit_price * invoice_item.quantity < 0 as is_negative
    from invoice_item join invoice on invoice.id = invoice_item.invoice_id
    where invoice_item.id = ${target.id} for update of invoice_item
  `)
  if (!item) throw new NotFound('InvoiceItem')
  return item
}

/** Sums follow, and an event tells. */
const finish = async (
  context: ItemContext,
  item: Item,
  done: 'created' | 'updated' | 'deleted',
  invoiceIds: readonly string[],
): Promise<void> => {
  const { db } = context
  for (const id of invoiceIds) {
    await refreshSums(db, {
      customerId: item.customer_id,
      invoice: { id, isNew: false },
      projects: sql`${item.project_id}::bigint`,
      now: NOW,
    })
  }
  await emitEvent(db, context, {
    event_type: `invoice_item_${done}`,
    message: `Invoice item ${item.name} has been ${done}.`,
    context: { invoice_item_name: item.name },
    scopes: [
      { content_type: 'customer', object_id: item.customer_id },
      ...(item.project_id === null ? [] : [{ content_type: 'project', object_id: item.project_id }]),
    ],
  })
}

const change = async (context: ItemContext, body: Changes) => {
  const { db } = context
  const item = await takeItem(context)
  const assignments: Sql[] = [sql`modified = now()`]
  if (body.article_code !== undefined) assignments.push(sql`article_code = ${body.article_code}`)
  if (body.quantity !== undefined) assignments.push(sql`quantity = ${body.quantity}`)
  if (body.unit_price !== undefined) assignments.push(sql`unit_price = ${body.unit_price}`)
  if (typeof body.start === 'string') assignments.push(sql`start_time = ${body.start}`)
  if (typeof body.end === 'string') assignments.push(sql`end_time = ${body.end}`)
  const changed = await db.one<{
    article_code: string
    quantity: string
    unit_price: string
    start_time: string
    end_time: string
    is_reversed: boolean
  }>(sql`
    update invoice_item set ${join(assignments)} where id = ${item.id}
    returning article_code, quantity::text, unit_price::text, start_time, end_time, end_time < start_time as is_reversed
  `)
  if (changed.is_reversed) throw new ValidationError({ end: ['Cannot be earlier than the start.'] })
  await finish(context, item, 'updated', [item.invoice_id])
  const { article_code, quantity, unit_price, start_time, end_time } = changed
  return { article_code, quantity, unit_price, start: wireTimestamp(start_time), end: wireTimestamp(end_time) }
}

export const updateItem: Handler<'invoice_items_update'> = (context, { body }) => change(context, body)

export const patchItem: Handler<'invoice_items_partial_update'> = (context, { body }) => change(context, body)

export const destroyItem: Handler<'invoice_items_destroy'> = async (context) => {
  const item = await takeItem(context)
  await context.db.run(sql`delete from invoice_item where id = ${item.id}`)
  await finish(context, item, 'deleted', [item.invoice_id])
}

/** The same quantity at the opposite price, on the invoice of the current month. */
export const createCompensation: Handler<'invoice_items_create_compensation'> = async (context, { body }) => {
  const { db } = context
  const item = await takeItem(context)
  if (item.is_negative) throw new RuleError('Can not compensate invoice item with negative unit price.')
  const invoice = await invoiceOf(db, item.customer_id, monthOf(NOW))
  await db.run(sql`
    insert into invoice_item (invoice_id, resource_id, project_id, project_name, project_uuid, name, unit, unit_price,
      quantity, measured_unit, article_code, details)
    select ${invoice.id}, resource_id, project_id, project_name, project_uuid, 'Compensation. ' || name, 'quantity',
      -unit_price, quantity, measured_unit, article_code,
      (details - 'plan_component_id' - 'resource_limit_periods')
        || jsonb_build_object('offering_component_name', ${body.offering_component_name}::text)
    from invoice_item where id = ${item.id}
  `)
  await finish(context, { ...item, name: `Compensation. ${item.name}` }, 'created', [invoice.id])
  return { offering_component_name: body.offering_component_name }
}

export const migrateItem: Handler<'invoice_items_migrate_to'> = async (context, { body }) => {
  const { db, origin } = context
  const uuid = linkedUuid(body.invoice, 'invoices', 'invoice')
  const item = await takeItem(context)
  const invoice = await db.maybeOne<{ id: string }>(sql`
    select id::text from invoice where uuid = ${uuid} and customer_id = ${item.customer_id}
  `)
  // Other organizations do not pay for it.
  if (!invoice) throw unknownLink('invoice')
  await db.run(sql`update invoice_item set invoice_id = ${invoice.id}, modified = now() where id = ${item.id}`)
  await finish(context, item, 'updated', [item.invoice_id, invoice.id])
  return { invoice: `${origin}/api/invoices/${uuid.replaceAll('-', '')}/` }
}
