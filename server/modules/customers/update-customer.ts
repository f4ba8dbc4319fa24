import { refuseUnavailable } from '../../access/available.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { join, sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import { resolving, type OfTarget } from '../../handler.ts'
import { newSlug } from '../../slugs.ts'
import { deleteFile } from '../files/index.ts'
import { asUpdates, checkVatCode, customerAssignments, customerFields, type CustomerChanges } from './changes.ts'
import { emitCustomerEvent } from './events.ts'
import { readCustomer } from './read-customer.ts'

interface Current {
  name: string
  country: string
  vat_code: string
  blocked: boolean
  archived: boolean
  image_id: string | null
}

/** Writes the sent columns only, so that concurrent changes of different columns all survive. */
const change = async (context: WriteContext & Authenticated & OfTarget, body: CustomerChanges) => {
  const { db, actor, target } = context
  const current = await db.maybeOne<Current>(sql`
    select name, country, vat_code, blocked, archived, image_id from customer where id = ${target.id} for no key update
  `)
  if (!current) throw new NotFound('Customer')
  // C-183: somebody must be able to unblock an organization.
  if (!actor.is_staff) refuseUnavailable(current)
  if (body.country !== undefined || body.vat_code !== undefined) {
    checkVatCode(body.country ?? current.country, body.vat_code ?? current.vat_code)
  }
  const assignments = await customerAssignments(context, body, target.uuid)
  if (body.slug !== undefined) {
    const slug = body.slug === '' ? await newSlug(db, 'customer', body.name ?? current.name) : body.slug
    assignments.push(['slug', sql`${slug}`])
  }
  await db.writeRolledUp(
    sql`update customer set ${join([sql`modified = now()`, ...asUpdates(assignments)])} where id = ${target.id}`,
    (rollup) => {
      if (body.name !== undefined && body.name !== current.name) rollup.customer(target.id)
    },
  )
  // A new image of another format has another name; one of the same name replaced the old one.
  if (body.image !== undefined && current.image_id !== null) await deleteReplaced(context, current.image_id)
  await emitCustomerEvent(context, target.id, 'customer_update_succeeded', 'updated')
  return readCustomer(context, target.id)
}

const deleteReplaced = async ({ db, target }: WriteContext & OfTarget, imageId: string): Promise<void> => {
  const { image_id } = await db.one<{ image_id: string | null }>(sql`
    select image_id from customer where id = ${target.id}
  `)
  if (image_id !== imageId) await deleteFile(db, imageId)
}

export const updateCustomer = resolving('customers_update', { body: customerFields }, (context, { body }) =>
  change(context, body),
)

export const patchCustomer = resolving('customers_partial_update', { body: customerFields }, (context, { body }) =>
  change(context, body),
)
