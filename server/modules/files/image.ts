import type { UploadedFile } from '../../../contract/fields.ts'
import type { Queryable } from '../../db/database.ts'
import { ValidationError } from '../../errors.ts'
import { checkImage, type ImageFile } from '../../lib/image.ts'
import { wireUuid } from '../../lib/wire.ts'
import { storeFile } from './store.ts'

interface CheckedImage extends ImageFile {
  content: Uint8Array
}

/** The uploaded image, or a 400 under its field. */
export const checkedImage = (file: UploadedFile, maxBytes: number, field = 'image'): CheckedImage => {
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
