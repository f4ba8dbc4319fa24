import { canonicalUuid, pathOfUrl } from '../contract/values.ts'
import { FieldError, ValidationError } from './errors.ts'
import { wireUuid } from './lib/wire.ts'

// Links to objects in bodies. Host and scheme do not matter; messages are those of hyperlink fields.

const NO_OBJECT = 'Invalid hyperlink - Object does not exist.'

/** 400: the link of this field leads nowhere, or to nothing that the caller may see. */
export const unknownLink = (field: string): ValidationError => new ValidationError({ [field]: [NO_OBJECT] })

const read = (link: string, collections: readonly string[]): { uuid: string } | { problem: string } => {
  const match = /^\/api\/([\w-]+)\/([^/]+)\/$/.exec(pathOfUrl(link) ?? '')
  const uuid = canonicalUuid(match?.[2] ?? '')
  if (match && !collections.includes(match[1] ?? '')) return { problem: 'Invalid hyperlink - Incorrect URL match.' }
  return uuid === undefined ? { problem: 'Invalid hyperlink - No URL match.' } : { uuid }
}

/** The UUID in a link to an object of the collection; otherwise a 400 under the field. */
export const linkedUuid = (link: string, collection: string, field: string): string => {
  const result = read(link, [collection])
  if ('problem' in result) throw new ValidationError({ [field]: [result.problem] })
  return result.uuid
}

/** What a link to an object of the collection, or of one of several, stands for; for look-ups by field, see server/handler.ts. */
export const linkTo = async <T>(
  link: string,
  collection: string | readonly string[],
  find: (uuid: string) => Promise<T | undefined>,
): Promise<T> => {
  const result = read(link, typeof collection === 'string' ? [collection] : collection)
  if ('problem' in result) throw new FieldError(result.problem)
  const found = await find(result.uuid)
  if (found === undefined) throw new FieldError(NO_OBJECT)
  return found
}

/** What a uuid stands for, as `linkTo`. */
export const objectOf = async <T>(uuid: string, find: (uuid: string) => Promise<T | undefined>): Promise<T> => {
  const found = await find(uuid)
  if (found === undefined) throw new FieldError(`Object with uuid=${wireUuid(uuid)} does not exist.`)
  return found
}
