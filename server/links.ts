import { canonicalUuid, pathOfUrl } from '../contract/values.ts'
import { FieldError, ValidationError, type ApiError } from './errors.ts'

// Links to objects in bodies. Host and scheme do not matter; messages are those of hyperlink fields. Look-ups of a
// field (server/handler.ts) leave out its name.

const refusal = (message: string, field: string | undefined): ApiError =>
  field === undefined ? new FieldError(message) : new ValidationError({ [field]: [message] })

/** 400: the link leads to nothing that the caller may see. */
export const unknownLink = (field?: string): ApiError => refusal('Invalid hyperlink - Object does not exist.', field)

/** The UUID in a link to an object of the collection; otherwise a 400 under the field. */
export const linkedUuid = (link: string, collection: string, field?: string): string => {
  const match = /^\/api\/([\w-]+)\/([^/]+)\/$/.exec(pathOfUrl(link) ?? '')
  const uuid = canonicalUuid(match?.[2] ?? '')
  if (match && match[1] !== collection) throw refusal('Invalid hyperlink - Incorrect URL match.', field)
  if (uuid === undefined) throw refusal('Invalid hyperlink - No URL match.', field)
  return uuid
}
