import { pbkdf2, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

// Stored form of new hashes: `scrypt$N$r$p$salt$hash`, salt and hash in base64. Imported hashes of the original
// (`pbkdf2_sha256$iterations$salt$hash`) verify, too, and are replaced at the next log-in.

const N = 2 ** 15
const R = 8
const P = 1
const KEY_BYTES = 32
// What a stored hash may ask for: a few seconds of work, 512 MiB of memory.
const MAX_PBKDF2_ITERATIONS = 10_000_000
const MAX_SCRYPT_BLOCKS = 2 ** 22
const MAX_SCRYPT_P = 8

const scryptAsync = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
)
const pbkdf2Async = promisify(pbkdf2)

const derive = (password: string, salt: Buffer, n: number, r: number, p: number) =>
  scryptAsync(password, salt, KEY_BYTES, { N: n, r, p, maxmem: 256 * n * r })

export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, N, R, P)
  return ['scrypt', N, R, P, salt.toString('base64'), hash.toString('base64')].join('$')
}

/** Whether the parameters are ones that scrypt takes and that this process can afford. */
const isBearable = ({ n, r, p }: { n: number; r: number; p: number }): boolean =>
  [n, r, p].every((value) => Number.isInteger(value) && value >= 1) &&
  n > 1 &&
  Number.isInteger(Math.log2(n)) &&
  n * r <= MAX_SCRYPT_BLOCKS &&
  p <= MAX_SCRYPT_P

const equal = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

/** Whether the password matches; `outdated` asks for a new hash. A malformed or empty hash never matches. */
export const verifyPassword = async (
  password: string,
  stored: string,
): Promise<{ matches: boolean; outdated: boolean }> => {
  const parts = stored.split('$')
  if (parts[0] === 'scrypt' && parts.length === 6) {
    const [, n, r, p, salt, hash] = parts as [string, string, string, string, string, string]
    const cost = { n: Number(n), r: Number(r), p: Number(p) }
    if (!isBearable(cost)) return NO_MATCH
    const actual = await derive(password, Buffer.from(salt, 'base64'), cost.n, cost.r, cost.p)
    const matches = equal(actual, Buffer.from(hash, 'base64'))
    return { matches, outdated: cost.n !== N || cost.r !== R || cost.p !== P }
  }
  if (parts[0] === 'pbkdf2_sha256' && parts.length === 4) {
    const [, iterations, salt, hash] = parts as [string, string, string, string]
    const rounds = Number(iterations)
    if (!Number.isInteger(rounds) || rounds < 1 || rounds > MAX_PBKDF2_ITERATIONS) return NO_MATCH
    const expected = Buffer.from(hash, 'base64')
    const actual = await pbkdf2Async(password, salt, rounds, 32, 'sha256')
    return { matches: equal(actual, expected), outdated: true }
  }
  // Takes as long as a real check, so that the time does not tell which user names exist.
  await derive(password, Buffer.alloc(16), N, R, P)
  return NO_MATCH
}

const NO_MATCH = { matches: false, outdated: false }

const HASHES =
  /^(?:pbkdf2_sha256|pbkdf2_sha1|argon2|bcrypt|bcrypt_sha256|scrypt|md5|sha1|unsalted_md5|unsalted_sha1|crypt)\$/

/** Whether the text is marked as a hash by the name of its algorithm, whether or not `verifyPassword` reads it. */
export const looksLikeHash = (text: string): boolean => HASHES.test(text)

/** Whether the text is a stored hash in a form that `verifyPassword` reads, and not a plain password. */
export const isPasswordHash = (text: string): boolean =>
  /^pbkdf2_sha256\$\d+\$[^$]+\$[A-Za-z0-9+/=]+$/.test(text) || /^scrypt\$\d+\$\d+\$\d+\$[^$]+\$[^$]+$/.test(text)
