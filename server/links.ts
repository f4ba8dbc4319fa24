import { canonicalUuid, pathOfUrl } from '../contract/values.ts'
import { FieldError } from './errors.ts'

// Links to objects in bodies, for look-ups of fields. Host and scheme do not matter.

/** The link leads to nothing that the caller may see. */
export const unknownLink = (): FieldError => new FieldError('Invalid hyperlink - Object does not exist.')

/** The UUID in a link to an object of the collection. */
export const linkedUuid = (link: string, collection: string): string => {
  const match = /^\/api\/([\w-]+)\/([^/]+)\/$/.exec(pathOfUrl(link) ?? '')
  const uuid = canonicalUuid(match?.[2] ?? '')
  if (match && match[1] !== collection) throw new FieldError('Invalid hyperlink - Incorrect URL match.')
  if (uuid === undefined) throw new FieldError('Invalid hyperlink - No URL match.')
  return uuid
}
