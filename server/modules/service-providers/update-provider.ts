import type { OfProvider, WriteContext } from '../../context.ts'
import { join, sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import { resolving } from '../../handler.ts'
import { audit } from '../events/index.ts'
import { checkedImage, deleteFile, storeImage, type CheckedImage } from '../files/index.ts'
import { readProvider } from './retrieve-provider.ts'

interface Changes {
  description?: string
  enable_notifications?: boolean
  image?: CheckedImage | null
}

/** Writes the sent columns only, so that concurrent changes of different columns all survive. */
const change = async (context: WriteContext & OfProvider, body: Changes) => {
  const { db, provider } = context
  const { image } = body
  const row = await db.maybeOne<{ image_id: string | null }>(sql`
    select image_id from service_provider where id = ${provider.id} for update
  `)
  if (!row) throw new NotFound('ServiceProvider')
  const assignments = [sql`modified = now()`]
  if (body.description !== undefined) assignments.push(sql`description = ${body.description}`)
  if (body.enable_notifications !== undefined) {
    assignments.push(sql`enable_notifications = ${body.enable_notifications}`)
  }
  const imageId = image ? await storeImage(db, 'serviceprovider', provider.uuid, image) : null
  if (image !== undefined) assignments.push(sql`image_id = ${imageId}`)
  await db.run(sql`update service_provider set ${join(assignments)} where id = ${provider.id}`)
  if (image !== undefined && row.image_id !== null && row.image_id !== imageId) await deleteFile(db, row.image_id)
  await audit(context, {
    action: 'service_provider.update',
    content_type: 'service_provider',
    object_id: provider.id,
    object_uuid: provider.uuid,
    detail: { fields: Object.keys(body).filter((name) => body[name as keyof Changes] !== undefined) },
  })
  return readProvider(context, provider.uuid)
}

/** PUT resets nothing that is not sent, and ignores `customer`. */
export const updateProvider = resolving(
  'marketplace_service_providers_update',
  { body: { image: checkedImage } },
  (context, { body: { customer: _, ...changes } }) => change(context, changes),
)

export const patchProvider = resolving(
  'marketplace_service_providers_partial_update',
  { body: { image: checkedImage } },
  (context, { body }) => change(context, body),
)
