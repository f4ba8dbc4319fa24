import type { AuthToken } from '../../../contract/schemas/identity.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { flag, link, nullableNumber, text, timestamp } from '../../list/columns.ts'
import { listPage } from '../../list/page.ts'
import { perOrigin } from '../../list/made-once.ts'
import { readObject } from '../../list/selection.ts'
import { audit } from '../events/index.ts'

// Who is logged in. There is a row for every token; the number in a path is that of the user.

const valid = sql`(auth_token.expires_at is null or auth_token.expires_at > now())
  and (coalesce(auth_token.lifetime_seconds, app_user.token_lifetime) is null
    or auth_token.created + make_interval(secs => coalesce(auth_token.lifetime_seconds, app_user.token_lifetime)) > now())`

const columns = perOrigin<Wire<typeof AuthToken>>(({ origin }) => ({
  url: { sql: sql`auth_token.user_id`, read: (id: string) => `${origin}/api/auth-tokens/${id}/` },
  created: timestamp(sql`auth_token.created`),
  user: link(origin, 'users', sql`app_user.uuid`),
  user_first_name: text(sql`app_user.first_name`),
  user_last_name: text(sql`app_user.last_name`),
  user_username: text(sql`app_user.username`),
  user_is_active: flag(sql`app_user.is_active`),
  user_token_lifetime: nullableNumber(sql`app_user.token_lifetime`),
}))

const onUser = sql`join app_user on app_user.id = auth_token.user_id`

/** Condition on `auth_token`; 404 when the path holds no number. */
const ofUser = (userId: string | undefined): Sql => {
  if (userId === undefined || !/^\d{1,18}$/.test(userId)) throw new NotFound('Token')
  return sql`auth_token.user_id = ${userId}`
}

const listTokens: Handler<'auth_tokens_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`from auth_token ${onUser} where ${valid}`,
      runs: true,
      id: sql`auth_token.id`,
      order: sql`auth_token.created desc, auth_token.id`,
      source: sql`join auth_token on auth_token.id = page.id ${onUser}`,
      columns: columns(context),
    },
    query,
  )

const retrieveToken: Handler<'auth_tokens_retrieve'> = async (context, { params }) => {
  const token = await readObject(
    context,
    sql`
      from auth_token ${onUser} where ${ofUser(params.user_id)} and ${valid}
      order by auth_token.created desc, auth_token.id limit 1
    `,
    columns(context),
  )
  if (!token) throw new NotFound('Token')
  return token
}

const destroyTokens: Handler<'auth_tokens_destroy'> = async (context, { params }) => {
  const { db } = context
  const user = await db.maybeOne<{ id: string; uuid: string }>(sql`
    with gone as (delete from auth_token where ${ofUser(params.user_id)} returning user_id)
    select app_user.id, app_user.uuid from app_user where app_user.id in (select user_id from gone)
  `)
  if (!user) throw new NotFound('Token')
  await audit(context, {
    action: 'user.revoke_tokens',
    content_type: 'user',
    object_id: user.id,
    object_uuid: user.uuid,
  })
}

export const authTokenHandlers = {
  auth_tokens_list: listTokens,
  auth_tokens_retrieve: retrieveToken,
  auth_tokens_destroy: destroyTokens,
}
