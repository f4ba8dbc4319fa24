import { randomUUID } from 'node:crypto'
import { join, raw, sql } from '../../db/sql.ts'
import { Reply, resolving } from '../../handler.ts'
import { newSlug } from '../../slugs.ts'
import { checkVatCode, customerAssignments, customerFields } from './changes.ts'
import { emitCustomerEvent } from './events.ts'
import { readCustomer } from './read-customer.ts'

/** The creator gets no role: creators are staff. */
export const createCustomer = resolving('customers_create', { body: customerFields }, async (context, { body }) => {
  const { db, actor } = context
  checkVatCode(body.country ?? '', body.vat_code ?? '')
  const uuid = randomUUID()
  const slug = body.slug === undefined || body.slug === '' ? await newSlug(db, 'customer', body.name) : body.slug
  const assignments = await customerAssignments(context, body, uuid)
  if (body.domain === undefined) {
    assignments.push(['domain', sql`(select organization from app_user where id = ${actor.id})`])
  }
  const rows = await db.writeRolledUp<{ id: string }>(
    sql`
      insert into customer (uuid, slug, ${join(assignments.map(([column]) => raw(column)))})
      values (${uuid}, ${slug}, ${join(assignments.map(([, value]) => value))})
      returning id
    `,
    (rollup, [created]) => {
      rollup.customer(created?.id ?? '')
    },
  )
  const id = rows[0]?.id ?? ''
  await emitCustomerEvent(context, id, 'customer_creation_succeeded', 'created')
  const customer = await readCustomer(context, id)
  return new Reply(201, customer, { location: customer.url ?? '' })
})
