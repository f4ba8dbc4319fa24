import { sql } from '../../db/sql.ts'
import { NotFound, RuleError } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { audit } from '../events/index.ts'
import { deleteFile } from '../files/index.ts'
import { lockScope, revokeAllGrants } from '../grants/index.ts'

const ARCHIVED = 4

export const destroyProvider: Handler<'marketplace_service_providers_destroy'> = async (context) => {
  const { db, provider } = context
  // Locking the organization serialises this with the creation and un-archiving of its offerings.
  await db.run(sql`select 1 from customer where id = ${provider.customer_id} for update`)
  const row = await db.maybeOne<{ image_id: string | null }>(sql`
    select image_id from service_provider where id = ${provider.id} for update
  `)
  if (!row) throw new NotFound('ServiceProvider')
  const { has_active } = await db.one<{ has_active: boolean }>(sql`
    select exists (
      select 1 from offering where customer_id = ${provider.customer_id} and state <> ${ARCHIVED}
    ) as has_active
  `)
  if (has_active) throw new RuleError('Service provider has active offerings. Please archive them first.')
  const scope = await lockScope(db, 'service_provider', provider.id, 'update')
  if (scope) await revokeAllGrants(db, context, scope)
  await db.run(sql`delete from service_provider where id = ${provider.id}`)
  if (row.image_id !== null) await deleteFile(db, row.image_id)
  await audit(context, {
    action: 'service_provider.delete',
    content_type: 'service_provider',
    object_id: provider.id,
    object_uuid: provider.uuid,
  })
}
