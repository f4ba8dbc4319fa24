import { canonicalUuid, pathOfUrl } from '../contract/values.ts'
import { FieldError } from './errors.ts'

// Look-ups of what fields of bodies refer to, by link or by uuid; for `resolving`, see server/handler.ts.

/**
 * What a link to an object of the collection stands for. Host and scheme do not matter; messages are those of
 * hyperlink fields.
 */
export const linkTo = async <T>(
  link: string,
  collection: string,
  find: (uuid: string) => Promise<T | undefined>,
): Promise<T> => {
  const match = /^\/api\/([\w-]+)\/([^/]+)\/$/.exec(pathOfUrl(link) ?? '')
  const uuid = canonicalUuid(match?.[2] ?? '')
  if (match && match[1] !== collection) throw new FieldError('Invalid hyperlink - Incorrect URL match.')
  if (uuid === undefined) throw new FieldError('Invalid hyperlink - No URL match.')
  const found = await find(uuid)
  if (found === undefined) throw new FieldError('Invalid hyperlink - Object does not exist.')
  return found
}

/** What a uuid stands for. */
export const objectOf = async <T>(uuid: string, find: (uuid: string) => Promise<T | undefined>): Promise<T> => {
  const found = await find(uuid)
  if (found === undefined) throw new FieldError('Object does not exist.')
  return found
}
