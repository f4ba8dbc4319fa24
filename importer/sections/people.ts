import { sql } from '../../server/db/sql.ts'
import { hashPassword, isPasswordHash, looksLikeHash } from '../../server/lib/password.ts'
import { searchName } from '../../server/lib/search-name.ts'
import { hashToken } from '../../server/lib/secrets.ts'
import { sshComment, sshFingerprints, SshKeyError } from '../../server/lib/ssh-key.ts'
import { changedIds, inBatches } from '../batches.ts'
import { textOf } from '../read-value.ts'
import type { LoadContext } from '../load-context.ts'
import type { PresetRow, Section } from '../section.ts'

const ROBOT = 'system_robot'
const MAX_SEARCH_NAME = 300

const bytea = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`

/** The program's own account stays as it is, whatever the file calls it. */
const skipRobot = async (context: LoadContext, rows: PresetRow[]): Promise<void> => {
  const robot = await context.transaction.maybeOne<{ id: string; uuid: string }>(sql`
    select id, uuid from app_user where username = ${ROBOT}
  `)
  for (const row of rows) {
    if (row.values.username !== ROBOT && (row.uuid === undefined || row.uuid !== robot?.uuid)) continue
    if (robot && row.uuid !== undefined) {
      context.identities.remember('app_user', 'uuid', row.uuid, robot.id)
      row.outcome = 'dropped'
    } else context.drop(users, row)
  }
}

/** What stands for no password, and hashes, must not become passwords themselves. */
const storedPassword = async (password: string): Promise<string | undefined> => {
  if (password === '' || password.startsWith('!')) return ''
  if (isPasswordHash(password)) return password
  return looksLikeHash(password) ? undefined : hashPassword(password)
}

const hashPasswords = async (context: LoadContext, rows: PresetRow[]): Promise<void> => {
  await Promise.all(
    rows.map(async (row) => {
      const { password } = row.texts
      if (password === undefined) return
      const stored = await storedPassword(password)
      if (stored === undefined) context.report(users, row, 'password', 'is a hash of a kind that cannot be verified')
      else row.values.password_hash = stored
    }),
  )
}

const normalise = (first: unknown, last: unknown): string =>
  searchName(`${textOf(first)} ${textOf(last)}`).slice(0, MAX_SEARCH_NAME)

const prepareNew = async (context: LoadContext, rows: PresetRow[]): Promise<void> => {
  for (const { values } of rows) {
    values.query_field = normalise(values.first_name, values.last_name)
    if (values.token_lifetime === undefined) values.token_lifetime = context.options.tokenLifetime ?? null
  }
  await hashPasswords(context, rows)
}

/** A changed row may name one half of a name only, so the other one is read. */
const indexChangedNames = async ({ transaction }: LoadContext, rows: PresetRow[]): Promise<void> => {
  const updated = rows.filter(({ outcome }) => outcome === 'updated')
  await inBatches(changedIds(updated), async (ids) => {
    const names = await transaction.rows<{ id: string; first_name: string; last_name: string }>(sql`
      select id, first_name, last_name from app_user where id = any(${ids}::bigint[])
    `)
    const normalised = names.map((name) => normalise(name.first_name, name.last_name))
    await transaction.run(sql`
      update app_user set query_field = indexed.name
      from unnest(${names.map(({ id }) => id)}::bigint[], ${normalised}::text[]) as indexed (id, name)
      where app_user.id = indexed.id and app_user.query_field <> indexed.name
    `)
  })
}

const users: Section = {
  name: 'users',
  table: 'app_user',
  keys: `uuid* username* email first_name last_name native_name phone_number organization job_title description is_staff
    is_support is_active deactivation_reason is_identity_manager managed_isds active_isds details affiliations
    attribute_sources notifications_enabled registration_method identity_source preferred_language backend_id
    civil_number agreement_date birth_date date_joined last_login slug token_lifetime password gender personal_title
    place_of_birth country_of_residence nationality nationalities organization_country organization_type
    organization_registry_code eduperson_assurance`,
  texts: { password: 4096 },
  translate: { token_lifetime: (value) => (value === -1 ? null : value) },
  allowed: { token_lifetime: { min: 60 }, gender: [0, 1, 2, 9] },
  natural: ['username'],
  slugSource: 'username',
  before: skipRobot,
  beforeCreate: prepareNew,
  beforeUpdate: hashPasswords,
  after: indexChangedNames,
}

const deriveToken = (context: LoadContext, row: PresetRow): void => {
  const key = row.texts.key ?? ''
  if (/\s/.test(key)) {
    context.report(authTokens, row, 'key', 'must not contain blanks')
    return
  }
  row.values.key_hash = bytea(hashToken(context.secrets, key))
  if (row.values.created !== undefined) row.values.issued = row.values.created
}

/** The tokens of the file are the only ones of their users. */
const replaceTokens = async ({ transaction }: LoadContext, rows: PresetRow[]): Promise<void> => {
  await transaction.run(sql`
    delete from auth_token
    where user_id = any(${rows.map(({ values }) => values.user_id)}::bigint[])
      and id <> all(${rows.map(({ id }) => id)}::bigint[])
  `)
}

const authTokens: Section = {
  name: 'auth_tokens',
  table: 'auth_token',
  keys: 'key* created',
  columns: { key: 'key_hash' },
  texts: { key: 40 },
  references: { user_uuid: { table: 'app_user', required: true } },
  natural: ['user_id', 'key_hash'],
  derive: deriveToken,
  after: replaceTokens,
}

const deriveKey = (context: LoadContext, row: PresetRow): void => {
  const publicKey = textOf(row.values.public_key).trim()
  try {
    const { md5, sha256, sha512 } = sshFingerprints(publicKey)
    Object.assign(row.values, {
      public_key: publicKey,
      fingerprint_md5: md5,
      fingerprint_sha256: sha256,
      fingerprint_sha512: sha512,
      name: textOf(row.values.name) === '' ? sshComment(publicKey).slice(0, 150) : row.values.name,
    })
  } catch (error) {
    if (!(error instanceof SshKeyError)) throw error
    context.report(sshPublicKeys, row, 'public_key', error.message)
  }
}

const sshPublicKeys: Section = {
  name: 'ssh_public_keys',
  table: 'ssh_key',
  keys: 'uuid* public_key* name is_shared',
  references: { user_uuid: { table: 'app_user', required: true } },
  derive: deriveKey,
}

export const peopleSections: Section[] = [users, authTokens, sshPublicKeys]
