import { refuseUnavailable } from '../../access/available.ts'
import { join, raw, sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { lockScope } from '../grants/index.ts'
import { NotFound } from '../../errors.ts'
import { emitCustomerEvent } from './events.ts'
import { readCustomer } from './read-customer.ts'

const FIELDS = ['contact_details', 'email', 'phone_number', 'homepage', 'notification_emails'] as const

export const updateContact: Handler<'customers_contact'> = async (context, { body }) => {
  const { db, actor, target } = context
  const scope = await lockScope(db, 'customer', target.id, 'update')
  if (!scope) throw new NotFound('Customer')
  if (!actor.is_staff) refuseUnavailable(scope.customer)
  const sent = FIELDS.filter((name) => body[name] !== undefined)
  const updates = sent.map((name) => sql`${raw(name)} = ${body[name]}`)
  await db.writeRolledUp(
    sql`update customer set ${join([sql`modified = now()`, ...updates])} where id = ${target.id}`,
    () => undefined,
  )
  await emitCustomerEvent(context, target.id, 'customer_update_succeeded', 'updated')
  const customer = await readCustomer(context, target.id)
  const { contact_details, email, phone_number, homepage, notification_emails } = customer
  return { contact_details, email, phone_number, homepage, notification_emails }
}
