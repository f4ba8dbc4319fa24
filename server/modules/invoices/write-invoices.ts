import type { WriteContext } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { Conflict, ValidationError } from '../../errors.ts'
import type { Handler, OfTarget } from '../../handler.ts'
import { emitEvent } from '../events/index.ts'
import { readInvoice } from './read-invoices.ts'

/** Only what was sent is paid. */
export const markPaid: Handler<'invoices_paid'> = async (context, { body }) => {
  const { db, target } = context
  // C-153: stored files are open to everybody.
  if (body.proof) throw new ValidationError({ proof: ['Proofs of payment are not stored.'] })
  const paid = await db.maybeOne<{ customer_id: string; customer_name: string; year: number; month: number }>(sql`
    update invoice set state = 'paid', modified = now()
    from customer
    where invoice.id = ${target.id} and invoice.state = 'created' and customer.id = invoice.customer_id
    returning invoice.customer_id::text, customer.name as customer_name, invoice.year, invoice.month
  `)
  if (!paid) throw new Conflict('Valid states for operation: created.')
  const { customer_id, customer_name, year, month } = paid
  await emitEvent(db, context, {
    event_type: 'invoice_paid',
    message: `Invoice for customer ${customer_name} of ${String(month)}/${String(year)} has been paid on ${body.date}.`,
    context: { customer_name, year, month, payment_date: body.date },
    scopes: [{ content_type: 'customer', object_id: customer_id }],
  })
  return readInvoice(context, target.id)
}

const set = async ({ db, target }: WriteContext & OfTarget, assignment: Sql | undefined): Promise<void> => {
  if (assignment) await db.run(sql`update invoice set ${assignment}, modified = now() where id = ${target.id}`)
}

export const setBackendId: Handler<'invoices_set_backend_id'> = async (context, { body }) => {
  await set(context, body.backend_id === undefined ? undefined : sql`backend_id = ${body.backend_id}`)
}

export const setPaymentUrl: Handler<'invoices_set_payment_url'> = async (context, { body }) => {
  const { payment_url } = body
  if (payment_url !== undefined && payment_url.length > 200) {
    throw new ValidationError({ payment_url: ['Ensure this field has no more than 200 characters.'] })
  }
  await set(context, payment_url === undefined ? undefined : sql`payment_url = ${payment_url}`)
}

export const setReferenceNumber: Handler<'invoices_set_reference_number'> = async (context, { body }) => {
  await set(context, body.reference_number === undefined ? undefined : sql`reference_number = ${body.reference_number}`)
}
