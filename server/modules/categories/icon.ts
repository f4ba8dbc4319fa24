import type { UploadedFile } from '../../../contract/fields.ts'
import type { WriteContext } from '../../context.ts'
import { deleteFile, requireImage, storeImage } from '../files/index.ts'

/** Stores the icon of a category or group; null clears it, undefined leaves it as it is. */
export const storeIcon = async (
  { db, config }: WriteContext,
  kind: 'category' | 'category-group',
  uuid: string,
  file: UploadedFile | null | undefined,
): Promise<string | null | undefined> =>
  file ? storeImage(db, kind, uuid, requireImage(file, config.MAX_IMAGE_BYTES, 'icon')) : file

/** Deletes the icon that another one has replaced. */
export const dropIcon = async (
  { db }: WriteContext,
  old: string | null,
  icon: string | null | undefined,
): Promise<void> => {
  if (old !== null && icon !== undefined && icon !== old) await deleteFile(db, old)
}
