import type { UploadedFile } from '../../../contract/fields.ts'
import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { deleteFile, requireImage, storeImage } from '../files/index.ts'
import { changeOffering, lockOffering, type OfferingContext } from './change.ts'

const COLUMNS = {
  thumbnail: { id: 'thumbnail_id', column: sql`thumbnail_id`, kind: 'offering-thumbnail' },
  image: { id: 'image_id', column: sql`image_id`, kind: 'offering-image' },
} as const

export type ImageField = keyof typeof COLUMNS

/** Checks and stores an image of a new offering; null without one. */
export const storeOfferingImage = async (
  { db, config }: Pick<OfferingContext, 'db' | 'config'>,
  field: ImageField,
  uuid: string,
  file: UploadedFile | null | undefined,
): Promise<string | null> => {
  if (!file) return null
  return storeImage(db, COLUMNS[field].kind, uuid, requireImage(file, config.MAX_IMAGE_BYTES, field))
}

const setImage = async (context: OfferingContext, field: ImageField, file: UploadedFile | null): Promise<void> => {
  const { db } = context
  const { column, id } = COLUMNS[field]
  const offering = await lockOffering(context)
  const stored = await storeOfferingImage(context, field, offering.uuid, file)
  await changeOffering(context, offering, [sql`${column} = ${stored}`])
  const old = offering[id]
  if (old !== null && old !== stored) await deleteFile(db, old)
}

export const updateThumbnail: Handler<'marketplace_provider_offerings_update_thumbnail'> = async (
  context,
  { body },
) => {
  await setImage(context, 'thumbnail', body.thumbnail)
}

export const updateImage: Handler<'marketplace_provider_offerings_update_image'> = async (context, { body }) => {
  await setImage(context, 'image', body.image)
}

export const deleteThumbnail: Handler<'marketplace_provider_offerings_delete_thumbnail'> = async (context) => {
  await setImage(context, 'thumbnail', null)
}

export const deleteImage: Handler<'marketplace_provider_offerings_delete_image'> = async (context) => {
  await setImage(context, 'image', null)
}
