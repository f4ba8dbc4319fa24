import { canonicalUuid, pathOfUrl } from '../contract/values.ts'
import { ValidationError } from './errors.ts'

// Links to objects in bodies. Host and scheme do not matter; messages are those of hyperlink fields.

/** 400: the link of this field leads nowhere, or to nothing that the caller may see. */
export const unknownLink = (field: string): ValidationError =>
  new ValidationError({ [field]: ['Invalid hyperlink - Object does not exist.'] })

/** The UUID in a link to an object of the collection; otherwise a 400 under the field. */
export const linkedUuid = (link: string, collection: string, field: string): string => {
  const match = /^\/api\/([\w-]+)\/([^/]+)\/$/.exec(pathOfUrl(link) ?? '')
  const uuid = canonicalUuid(match?.[2] ?? '')
  if (match && match[1] !== collection) {
    throw new ValidationError({ [field]: ['Invalid hyperlink - Incorrect URL match.'] })
  }
  if (uuid === undefined) throw new ValidationError({ [field]: ['Invalid hyperlink - No URL match.'] })
  return uuid
}
