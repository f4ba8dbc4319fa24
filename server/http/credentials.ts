import { isUtf8 } from 'node:buffer'
import type { Credentials } from '../access/authorize.ts'
import { NotAuthenticated } from '../errors.ts'
import { hashToken, type SecretKeys } from '../lib/secrets.ts'

/**
 * Reads the Authorization header. `Token K`, `Bearer K` and `Bearer Token K` are the same; an unknown scheme is no
 * credential at all. Fails with 401 when a known scheme is malformed.
 */
export const readCredentials = (header: string | undefined, secrets: SecretKeys): Credentials | undefined => {
  // Header values arrive as Latin-1, one character a byte; other white space may be a part of a letter.
  const words = (header ?? '').split(/[ \t]+/).filter((word) => word !== '')
  const scheme = words.shift()?.toLowerCase()
  if (scheme !== 'token' && scheme !== 'bearer') return undefined
  if (scheme === 'bearer' && words.length > 1 && words[0]?.toLowerCase() === 'token') words.shift()
  const [key, ...rest] = words
  if (key === undefined) throw new NotAuthenticated('Invalid token. No credentials provided.')
  if (rest.length > 0) throw new NotAuthenticated('Invalid token. Token string should not contain spaces.')
  if (!isUtf8(Buffer.from(key, 'latin1'))) {
    throw new NotAuthenticated('Invalid token header. Token string should not contain invalid characters.')
  }
  return { key, hash: hashToken(secrets, key) }
}
