import type { Actor, Authenticated, Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { Forbidden } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { wireTimestamp } from '../../lib/wire.ts'
import { issueToken } from '../auth/index.ts'
import { requireVisibleUser } from './retrieve-user.ts'

/** Tokens are shown to the user alone, and only the one that the request came with: others cannot be recovered. */
const requireOwnToken = async (context: Context & Authenticated, uuidText: string) => {
  const user = await requireVisibleUser(context, uuidText)
  const { token } = context.actor
  if (user.id !== context.actor.id || !token) throw new Forbidden()
  return token
}

const describeToken = async ({ db }: Context, actor: Actor, key: string, tokenId: string) => {
  const { created } = await db.one<{ created: string }>(sql`select created from auth_token where id = ${tokenId}`)
  return {
    created: wireTimestamp(created),
    user_first_name: actor.first_name,
    user_last_name: actor.last_name,
    user_username: actor.username,
    user_is_active: true,
    user_token_lifetime: actor.token_lifetime,
    token: key,
  }
}

export const retrieveToken: Handler<'users_token_retrieve'> = async (context, { params }) => {
  const token = await requireOwnToken(context, params.uuid ?? '')
  return describeToken(context, context.actor, token.key, token.id)
}

export const refreshToken: Handler<'users_refresh_token'> = async (context, { params }) => {
  const { db, actor } = context
  const old = await requireOwnToken(context, params.uuid ?? '')
  // Two refreshes of one token at once: the second finds nothing to delete and gets no token for it.
  const deleted = await db.run(sql`delete from auth_token where id = ${old.id}`)
  if (deleted === 0) throw new Forbidden()
  const token = await issueToken(context, actor.id, 'refreshed')
  const issued = await db.one<{ id: string }>(sql`
    select id from auth_token where user_id = ${actor.id} order by id desc limit 1
  `)
  return describeToken(context, actor, token, issued.id)
}
