import { tokenLifetime, type Config } from './config.ts'
import type { Database } from './db/database.ts'
import { sql } from './db/sql.ts'
import type { SecretKeys } from './lib/secrets.ts'
import { issueToken } from './modules/auth/index.ts'

export const STAFF_USERNAME = 'admin'

const STAFF_TOKEN_LIFETIME_SECONDS = 30 * 24 * 3_600

/** Whether nobody has used the database yet. */
export const isUnused = async (database: Database): Promise<boolean> => {
  const { unused } = await database.one<{ unused: boolean }>(sql`select not exists (select 1 from app_user) as unused`)
  return unused
}

/**
 * Makes a staff user when the database holds none yet, and returns his token, which is shown once.
 * There is no password: somebody who can run commands here can always make another token.
 */
export const createFirstStaff = (
  database: Database,
  secrets: SecretKeys,
  config: Config,
): Promise<string | undefined> =>
  database.transaction(async (transaction) => {
    const created = await transaction.maybeOne<{ id: string }>(sql`
      insert into app_user (username, slug, first_name, last_name, query_field, is_staff, registration_method,
        token_lifetime)
      select ${STAFF_USERNAME}, ${STAFF_USERNAME}, 'First', 'Administrator', 'First Administrator', true, 'default',
        ${tokenLifetime(config)}::int
      where not exists (select 1 from app_user where is_staff)
      on conflict (username) do nothing
      returning id
    `)
    if (!created) return undefined
    return issueToken({ db: transaction, secrets }, created.id, 'first start', STAFF_TOKEN_LIFETIME_SECONDS)
  })
