import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync, randomBytes, randomInt } from 'node:crypto'

/** Secrets outside the database, from which everything keyed is derived. */
export interface SecretKeys {
  /** Number of the key that new values are encrypted with. */
  currentKeyId: number
  /** 32 bytes each, by number. */
  keys: ReadonlyMap<number, Buffer>
}

const derived = (key: Buffer, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', purpose, 32))

const keyOf = (secrets: SecretKeys, id: number): Buffer => {
  const key = secrets.keys.get(id)
  if (!key) throw new Error(`The secret key number ${String(id)} is missing`)
  return key
}

/** 40 lower-case hexadecimal digits. */
export const newToken = (): string => randomBytes(20).toString('hex')

interface TokenKey {
  key: Buffer
  /** What was hashed lately, by a digest of the token: tokens themselves are not kept. */
  hashes: Map<string, Buffer>
}

const MAX_KNOWN_HASHES = 1_000
/** Every request hashes a token. */
const tokenKeys = new WeakMap<Buffer, TokenKey>()

const tokenKeyOf = (key: Buffer): TokenKey => {
  const known = tokenKeys.get(key) ?? { key: derived(key, 'token'), hashes: new Map() }
  tokenKeys.set(key, known)
  return known
}

/**
 * Keyed hash under which a token is stored. Always made with key 1: a rotated encryption key must not log
 * everybody out.
 */
export const hashToken = (secrets: SecretKeys, token: string): Buffer => {
  const { key, hashes } = tokenKeyOf(keyOf(secrets, 1))
  const digest = hash('sha256', token, 'base64')
  const made = hashes.get(digest) ?? createHmac('sha256', key).update(token).digest()
  if (hashes.size >= MAX_KNOWN_HASHES) hashes.clear()
  hashes.set(digest, made)
  return made
}

const SECRET_CODE_ALPHABET = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const SECRET_CODE_LENGTH = 16

/** A new API secret code: 16 characters without those that look alike. */
export const newSecretCode = (): string =>
  Array.from({ length: SECRET_CODE_LENGTH }, () => SECRET_CODE_ALPHABET[randomInt(SECRET_CODE_ALPHABET.length)]).join(
    '',
  )

const IV_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM; the result is IV, tag and cipher text in one. `context` binds it to its row. */
export const encrypt = (secrets: SecretKeys, text: string, context: string): { keyId: number; cipher: Buffer } => {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', derived(keyOf(secrets, secrets.currentKeyId), 'encryption'), iv)
  cipher.setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return { keyId: secrets.currentKeyId, cipher: Buffer.concat([iv, cipher.getAuthTag(), body]) }
}

/** The inverse of `encrypt`; throws when key, context or cipher text do not fit together. */
export const decrypt = (secrets: SecretKeys, keyId: number, sealed: Buffer, context: string): string => {
  const decipher = createDecipheriv(
    'aes-256-gcm',
    derived(keyOf(secrets, keyId), 'encryption'),
    sealed.subarray(0, IV_BYTES),
  )
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
}
