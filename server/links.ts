import { canonicalUuid, pathOfUrl } from '../contract/values.ts'
import { FieldError, ValidationError, type ApiError } from './errors.ts'
import { wireUuid } from './lib/wire.ts'

// Links to objects in bodies. Host and scheme do not matter; messages are those of hyperlink fields. Look-ups of a
// field (server/handler.ts) leave out its name.

const refusal = (message: string, field: string | undefined): ApiError =>
  field === undefined ? new FieldError(message) : new ValidationError({ [field]: [message] })

/** 400: the link leads to nothing that the caller may see. */
export const unknownLink = (field?: string): ApiError => refusal('Invalid hyperlink - Object does not exist.', field)

/** The UUID in a link to an object of the collection, or of one of several; otherwise a 400 under the field. */
export const linkedUuid = (link: string, collection: string | readonly string[], field?: string): string => {
  const collections = typeof collection === 'string' ? [collection] : collection
  const match = /^\/api\/([\w-]+)\/([^/]+)\/$/.exec(pathOfUrl(link) ?? '')
  const uuid = canonicalUuid(match?.[2] ?? '')
  if (match && !collections.includes(match[1] ?? '')) throw refusal('Invalid hyperlink - Incorrect URL match.', field)
  if (uuid === undefined) throw refusal('Invalid hyperlink - No URL match.', field)
  return uuid
}

/** What a link to an object of the collection, or of one of several, stands for; for look-ups by field. */
export const linkTo = async <T>(
  link: string,
  collection: string | readonly string[],
  find: (uuid: string) => Promise<T | undefined>,
): Promise<T> => {
  const found = await find(linkedUuid(link, collection))
  if (found === undefined) throw unknownLink()
  return found
}

/** What a uuid stands for, as `linkTo`. */
export const objectOf = async <T>(uuid: string, find: (uuid: string) => Promise<T | undefined>): Promise<T> => {
  const found = await find(uuid)
  if (found === undefined) throw new FieldError(`Object with uuid=${wireUuid(uuid)} does not exist.`)
  return found
}
