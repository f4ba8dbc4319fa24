import type { Actor, Authenticated, Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { Forbidden, NotAuthenticated } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { wireTimestamp } from '../../lib/wire.ts'
import { emitTokenCreated, replaceToken } from '../auth/index.ts'
import { requireVisibleUser } from './retrieve-user.ts'

/** Tokens are shown to the user alone, and only the one that the request came with: others cannot be recovered. */
const requireOwnToken = async (context: Context & Authenticated, uuidText: string) => {
  const user = await requireVisibleUser(context, uuidText)
  const { token } = context.actor
  if (user.id !== context.actor.id || !token) throw new Forbidden()
  return token
}

const describeToken = (actor: Actor, token: string, created: string) => ({
  created: wireTimestamp(created),
  user_first_name: actor.first_name,
  user_last_name: actor.last_name,
  user_username: actor.username,
  user_is_active: true,
  user_token_lifetime: actor.token_lifetime,
  token,
})

export const retrieveToken: Handler<'users_token_retrieve'> = async (context, { params }) => {
  const token = await requireOwnToken(context, params.uuid ?? '')
  const { created } = await context.db.one<{ created: string }>(sql`
    select created from auth_token where id = ${token.id}
  `)
  return describeToken(context.actor, token.key, created)
}

export const refreshToken: Handler<'users_refresh_token'> = async (context, { params }) => {
  const old = await requireOwnToken(context, params.uuid ?? '')
  const renewed = await replaceToken(context, old)
  // Of two refreshes of one token at once, the second comes with a key that is no longer valid.
  if (!renewed) throw new NotAuthenticated('Invalid token.')
  await emitTokenCreated(context.db, context, context.actor)
  return describeToken(context.actor, renewed.token, renewed.created)
}
