import type { UploadedFile } from '../../../contract/fields.ts'
import type { Context } from '../../context.ts'
import type { Queryable } from '../../db/database.ts'
import { FieldError, ValidationError } from '../../errors.ts'
import { checkImage, type ImageFile } from '../../lib/image.ts'
import { wireUuid } from '../../lib/wire.ts'
import { storeFile } from './store.ts'

export interface CheckedImage extends ImageFile {
  content: Uint8Array
}

/** The uploaded image as the result of a look-up: what it is, told from its content. */
export const checkedImage = ({ config }: Context, file: UploadedFile): CheckedImage => {
  const result = checkImage(file, config.MAX_IMAGE_BYTES)
  if (typeof result === 'string') throw new FieldError(result)
  return { ...result, content: file.content }
}

/** The same where there is no look-up: a 400 under the field. */
export const requireImage = (file: UploadedFile, maxBytes: number, field: string): CheckedImage => {
  const result = checkImage(file, maxBytes)
  if (typeof result === 'string') throw new ValidationError({ [field]: [result] })
  return { ...result, content: file.content }
}

/** Stores the image under the name of the object that it belongs to; returns the id of the file. */
export const storeImage = (db: Queryable, kind: string, uuid: string, image: CheckedImage): Promise<string> =>
  storeFile(db, {
    name: `${kind}/${wireUuid(uuid)}${image.extension}`,
    content: image.content,
    mimeType: image.mimeType,
  })
