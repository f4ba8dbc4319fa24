import type { Queryable } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { hashToken, newToken, type SecretKeys } from '../../lib/secrets.ts'

/** Issues a further token to a user and returns it; it is shown this once, only its keyed hash is stored. */
export const issueToken = async (
  { db, secrets }: { db: Queryable; secrets: SecretKeys },
  userId: string,
  name: string,
  /** Seconds without use; undefined follows the user's own setting. */
  lifetimeSeconds?: number,
): Promise<string> => {
  const token = newToken()
  await db.run(sql`
    insert into auth_token (user_id, name, key_hash, lifetime_seconds)
    values (${userId}, ${name}, ${hashToken(secrets, token)}, ${lifetimeSeconds ?? null})
  `)
  return token
}

/** Deletes tokens that expired more than a day ago. */
export const forgetExpiredTokens = (db: Queryable): Promise<number> =>
  db.run(sql`
    delete from auth_token using app_user
    where app_user.id = auth_token.user_id and (
      auth_token.expires_at < now() - interval '1 day'
      or auth_token.created + make_interval(secs => coalesce(auth_token.lifetime_seconds, app_user.token_lifetime))
        < now() - interval '1 day'
    )
  `)
