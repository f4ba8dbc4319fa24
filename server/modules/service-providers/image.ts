import type { UploadedFile } from '../../../contract/fields.ts'
import type { Queryable } from '../../db/database.ts'
import { ValidationError } from '../../errors.ts'
import { checkImage, type ImageFile } from '../../lib/image.ts'
import { wireUuid } from '../../lib/wire.ts'
import { storeFile } from '../files/index.ts'

export interface CheckedImage extends ImageFile {
  content: Uint8Array
}

/** The uploaded image, or a 400 under `image`. */
export const checkedImage = (file: UploadedFile, maxBytes: number): CheckedImage => {
  const result = checkImage(file, maxBytes)
  if (typeof result === 'string') throw new ValidationError({ image: [result] })
  return { ...result, content: file.content }
}

/** Stores the image under the provider's name; returns the id of the file. */
export const storeProviderImage = (db: Queryable, providerUuid: string, image: CheckedImage): Promise<string> =>
  storeFile(db, {
    name: `serviceprovider/${wireUuid(providerUuid)}${image.extension}`,
    content: image.content,
    mimeType: image.mimeType,
  })
