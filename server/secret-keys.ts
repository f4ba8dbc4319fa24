import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError, type Config } from './config.ts'
import type { Queryable } from './db/database.ts'
import { sql } from './db/sql.ts'
import type { SecretKeys } from './lib/secrets.ts'
import { makeDirectory } from './make-directory.ts'

const KEY_BYTES = 32

/**
 * The keys of the configuration, else those of the file `secret.key` in the data directory, which is made when the
 * database has never seen keys. Fails with `ConfigError`, and writes nothing, when they are not those that the database
 * was filled with; without this a lost key would show as tokens that silently stopped working.
 */
export const openSecretKeys = async (config: Config, db: Queryable): Promise<SecretKeys> => {
  const secrets = await loadSecretKeys(config, db)
  await checkFingerprint(db, secrets)
  await checkCodes(db, secrets)
  return secrets
}

const loadSecretKeys = async (config: Config, db: Queryable): Promise<SecretKeys> => {
  if (config.SECRET_KEYS.length > 0) return parseKeys(config.SECRET_KEYS, 'SECRET_KEYS')
  const path = join(config.PURVEYOR_DATA, 'secret.key')
  // Asked before looking for the file: a first start at the same time writes them the other way round.
  const isInUse = (await readFingerprint(db)) !== undefined
  const isMissing = !existsSync(path)
  if (isMissing && isInUse) {
    throw new ConfigError(
      `The secret keys of this database are missing: there is no file ${path}. Restore it from a backup or set SECRET_KEYS.`,
    )
  }
  try {
    if (isMissing) createKeyFile(config.PURVEYOR_DATA, path)
    const lines = readFileSync(path, 'utf8').split('\n')
    return parseKeys(
      lines.filter((line) => line.trim() !== ''),
      path,
    )
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const reason = (error as Error).message
    throw new ConfigError(
      `The secret keys cannot be kept in ${path}: ${reason}. Change PURVEYOR_DATA or set SECRET_KEYS.`,
    )
  }
}

/** Of two first starts at once, one gives the file its name and the other reads it; it is never seen half written. */
const createKeyFile = (directory: string, path: string): void => {
  makeDirectory(directory)
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, `1:${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}

/** Keys as NUMBER:HEX; throws a ConfigError that names the source. */
export const parseKeys = (entries: readonly string[], source: string): SecretKeys => {
  const keys = new Map<number, Buffer>()
  for (const entry of entries) {
    const match = /^(\d{1,4}):([0-9a-f]{64})$/i.exec(entry.trim())
    if (!match) throw new ConfigError(`${source}: every key must look like NUMBER:64 hexadecimal digits`)
    keys.set(Number(match[1]), Buffer.from(match[2] ?? '', 'hex'))
  }
  if (!keys.has(1)) throw new ConfigError(`${source}: key number 1 is missing; tokens depend on it`)
  return { currentKeyId: Math.max(...keys.keys()), keys }
}

const FINGERPRINT_SETTING = 'secret_key_fingerprint'

const fingerprint = ({ keys }: SecretKeys): string => {
  const derived = Buffer.from(hkdfSync('sha256', keys.get(1) ?? '', '', 'fingerprint', KEY_BYTES))
  return createHmac('sha256', derived).update('purveyor').digest('hex')
}

/** Of the keys that the database was filled with; undefined for one that has never seen keys. */
const readFingerprint = async (db: Queryable): Promise<string | undefined> => {
  const row = await db.maybeOne<{ value: string }>(sql`select value from setting where key = ${FINGERPRINT_SETTING}`)
  return row?.value
}

const checkFingerprint = async (db: Queryable, secrets: SecretKeys): Promise<void> => {
  const expected = fingerprint(secrets)
  let known = await readFingerprint(db)
  if (known === undefined) {
    await db.run(sql`
      insert into setting (key, value) values (${FINGERPRINT_SETTING}, to_jsonb(${expected}::text)) on conflict do nothing
    `)
    known = await readFingerprint(db)
  }
  if (known === expected) return
  throw new ConfigError(
    'The secret keys are not those that this database was created with. Restore SECRET_KEYS or the file secret.key.',
  )
}

const checkCodes = async (db: Queryable, secrets: SecretKeys): Promise<void> => {
  const lost = await db.rows<{ key_id: number }>(sql`
    select distinct api_secret_code_key_id as key_id from service_provider
    where api_secret_code_cipher is not null and api_secret_code_key_id <> all (${[...secrets.keys.keys()]}::int[])
    order by key_id
  `)
  if (lost.length > 0) {
    const numbers = lost.map(({ key_id }) => String(key_id)).join(', ')
    throw new ConfigError(`Secret codes are encrypted with keys that are missing: ${numbers}. Restore them.`)
  }
}
