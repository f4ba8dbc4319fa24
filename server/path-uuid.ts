import { canonicalUuid } from '../contract/values.ts'
import { NotFound } from './errors.ts'

/** The UUID in a path, in canonical form; 404 for a malformed one. `kind` names what is looked for. */
export const pathUuid = (text: string | undefined, kind: string): string => {
  const uuid = canonicalUuid(text ?? '')
  if (uuid === undefined) throw new NotFound(kind)
  return uuid
}
