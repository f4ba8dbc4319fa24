import type { SecretKeys } from '../../server/lib/secrets.ts'

const KEY = Buffer.alloc(32, 1)

/** Keys of measured databases, which hold nothing worth protecting. */
export const BENCH_SECRETS: SecretKeys = { currentKeyId: 1, keys: new Map([[1, KEY]]) }

/** The same keys as the setting SECRET_KEYS. */
export const BENCH_SECRET_KEYS = `1:${KEY.toString('hex')}`

/** Every answer is made anew; what it costs to make them is what is measured. */
export const UNCACHED = { RESPONSE_CACHE_MB: '0' }
