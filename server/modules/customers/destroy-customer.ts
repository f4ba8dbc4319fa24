import { sql } from '../../db/sql.ts'
import { Conflict, NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { deleteFile } from '../files/index.ts'
import { lockScope, revokeAllGrants } from '../grants/index.ts'
import { emitCustomerEvent } from './events.ts'

/** C-184: what keeps an organization, because its history would go with it. Removed projects count. */
const KEEPERS = {
  projects: sql`exists (select 1 from project where project.customer_id = customer.id)`,
  offerings: sql`exists (select 1 from offering where offering.customer_id = customer.id)`,
  invoices: sql`exists (select 1 from invoice where invoice.customer_id = customer.id)`,
  'payment profiles': sql`exists (
    select 1 from payment_profile where payment_profile.organization_id = customer.id
  )`,
}

export const destroyCustomer: Handler<'customers_destroy'> = async (context) => {
  const { db, target } = context
  // Everything that refers to an organization waits for this lock when it comes into being.
  const scope = await lockScope(db, 'customer', target.id, 'update')
  if (!scope) throw new NotFound('Customer')
  for (const [kind, exists] of Object.entries(KEEPERS)) {
    const found = await db.maybeOne(sql`select 1 from customer where customer.id = ${target.id} and ${exists}`)
    if (found) throw new Conflict(`Cannot delete organization with existing ${kind}`)
  }
  const { provider_id, image_ids } = await db.one<{ provider_id: string | null; image_ids: string[] }>(sql`
    select service_provider.id as provider_id,
      array_remove(array[customer.image_id, service_provider.image_id], null) as image_ids
    from customer left join service_provider on service_provider.customer_id = customer.id
    where customer.id = ${target.id}
  `)
  const provider = provider_id === null ? undefined : await lockScope(db, 'service_provider', provider_id, 'update')
  if (provider) await revokeAllGrants(db, context, provider)
  await revokeAllGrants(db, context, scope)
  await emitCustomerEvent(context, target.id, 'customer_deletion_succeeded', 'deleted')
  await db.run(sql`delete from price_estimate where content_type = 'customer' and object_id = ${target.id}`)
  // Nothing is rolled up for an organization without projects and offerings.
  await db.writeRolledUp(sql`delete from customer where id = ${target.id}`, () => undefined)
  for (const id of image_ids) await deleteFile(db, id)
}
