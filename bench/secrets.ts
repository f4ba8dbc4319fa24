import type { SecretKeys } from '../server/lib/secrets.ts'

/** Keys of measured databases, which hold nothing worth protecting. */
export const BENCH_SECRETS: SecretKeys = { currentKeyId: 1, keys: new Map([[1, Buffer.alloc(32, 1)]]) }
