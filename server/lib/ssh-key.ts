import { createHash } from 'node:crypto'

export interface SshFingerprints {
  /** Such as `ssh-ed25519`. */
  type: string
  /** 16 lower-case hexadecimal pairs with colons between them. */
  md5: string
  /** `SHA256:` and base64 without padding. */
  sha256: string
  /** `SHA512:` and base64 without padding. */
  sha512: string
}

/** A text that is no public key in the one-line format of OpenSSH; the message is fit for the person who sent it. */
export class SshKeyError extends Error {
  override name = 'SshKeyError'
}

const tokens = (publicKey: string): string[] => publicKey.trim().split(/[ \t]+/)

const decode = (base64: string): Buffer | undefined => {
  const blob = Buffer.from(base64, 'base64')
  return base64 !== '' && blob.toString('base64') === base64 ? blob : undefined
}

/** The strings that a key is made of, each behind its length; undefined when the bytes are something else. */
const partsOf = (blob: Buffer): Buffer[] | undefined => {
  const parts: Buffer[] = []
  let position = 0
  while (position < blob.length) {
    if (position + 4 > blob.length) return undefined
    const end = position + 4 + blob.readUInt32BE(position)
    if (end > blob.length) return undefined
    parts.push(blob.subarray(position + 4, end))
    position = end
  }
  return parts
}

/** How many strings follow the type, as RFC 4253, 5656 and 8709 and the keys of security devices have it. */
const PARTS: ReadonlyMap<string, number> = new Map([
  ['ssh-ed25519', 1],
  ['ssh-rsa', 2],
  ['ssh-dss', 4],
  ['ecdsa-sha2-nistp256', 2],
  ['ecdsa-sha2-nistp384', 2],
  ['ecdsa-sha2-nistp521', 2],
  ['sk-ssh-ed25519@openssh.com', 2],
  ['sk-ecdsa-sha2-nistp256@openssh.com', 3],
])
const ED25519_BYTES = 32

const isWellFormed = (type: string, blob: Buffer): boolean => {
  const [name, ...rest] = partsOf(blob) ?? []
  return (
    name?.toString('latin1') === type &&
    rest.length === PARTS.get(type) &&
    rest.every(({ length }) => length > 0) &&
    (!type.includes('ed25519') || rest[0]?.length === ED25519_BYTES)
  )
}

const digest = (algorithm: 'sha256' | 'sha512', blob: Buffer): string =>
  `${algorithm.toUpperCase()}:${createHash(algorithm).update(blob).digest('base64').replace(/=+$/, '')}`

/**
 * Reads a public key: type, base64, optional comment.
 * @throws {SshKeyError} {@link SshKeyError}
 */
export const sshFingerprints = (publicKey: string): SshFingerprints => {
  if (/[\r\n]/.test(publicKey.trim())) throw new SshKeyError('Key is not valid: it should be single line.')
  const [type = '', base64 = ''] = tokens(publicKey)
  const blob = decode(base64)
  // Control characters have no place in a list of keys that a shell may show.
  if (!blob || !isWellFormed(type, blob) || /[^\t\P{Cc}]/u.test(publicKey.trim())) {
    throw new SshKeyError('Key is not valid: cannot generate fingerprint_md5 from it.')
  }
  const md5 = createHash('md5').update(blob).digest('hex')
  return {
    type,
    md5: (md5.match(/../g) ?? []).join(':'),
    sha256: digest('sha256', blob),
    sha512: digest('sha512', blob),
  }
}

/** What follows type and key, mostly the name of a person and a machine; may be empty. */
export const sshComment = (publicKey: string): string => tokens(publicKey).slice(2).join(' ')
