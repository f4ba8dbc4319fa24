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

/** The type that the key itself names in front of its numbers. */
const innerType = (blob: Buffer): string | undefined => {
  if (blob.length < 4) return undefined
  const end = 4 + blob.readUInt32BE(0)
  return end <= blob.length ? blob.toString('latin1', 4, end) : undefined
}

const digest = (algorithm: 'sha256' | 'sha512', blob: Buffer): string =>
  `${algorithm.toUpperCase()}:${createHash(algorithm).update(blob).digest('base64').replace(/=+$/, '')}`

/**
 * Reads a public key: type, base64, optional comment. The type may be any.
 * @throws {SshKeyError} {@link SshKeyError}
 */
export const sshFingerprints = (publicKey: string): SshFingerprints => {
  if (/[\r\n]/.test(publicKey.trim())) throw new SshKeyError('Key is not valid: it should be single line.')
  const [type = '', base64 = ''] = tokens(publicKey)
  const blob = decode(base64)
  if (!blob || innerType(blob) !== type) {
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
