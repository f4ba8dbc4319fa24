import type { Actor } from '../../context.ts'
import type { Queryable } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { hashToken, newToken, type SecretKeys } from '../../lib/secrets.ts'
import { emitEvent, userContext, type EventSource } from '../events/index.ts'

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

/** Gives a token another key; its name, lifetime and expiry stay. Undefined when the old key is no longer valid. */
export const replaceToken = async (
  { db, secrets }: { db: Queryable; secrets: SecretKeys },
  old: { id: string; key: string },
): Promise<{ token: string; created: string } | undefined> => {
  const token = newToken()
  const row = await db.maybeOne<{ created: string }>(sql`
    update auth_token set key_hash = ${hashToken(secrets, token)}, created = now(), issued = now(), last_used = null
    where id = ${old.id} and key_hash = ${hashToken(secrets, old.key)}
    returning created
  `)
  return row && { token, created: row.created }
}

/** Reports to the user that there is a new token of his. */
export const emitTokenCreated = (db: Queryable, source: EventSource, user: Actor): Promise<void> =>
  emitEvent(db, source, {
    event_type: 'token_created',
    message: `A token of user ${user.username} has been created.`,
    context: userContext('affected_user', user),
    scopes: [{ content_type: 'user', object_id: user.id }],
  })

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
