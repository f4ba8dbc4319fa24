import type { Context, Person } from '../../context.ts'
import type { Queryable } from '../../db/database.ts'
import type { AppUserRow } from '../../db/schema.gen.ts'
import { sql } from '../../db/sql.ts'
import { LoginRefused } from '../../errors.ts'
import { Reply, type Handler } from '../../handler.ts'
import { hashPassword, verifyPassword } from '../../lib/password.ts'
import { emitEvent, userContext } from '../events/index.ts'
import { emitTokenCreated, issueToken } from './tokens.ts'

const MAX_FAILURES = 4
const COOL_OFF = '10 minutes'

const DISABLED = 'Authentication method is disabled. Please use another authentication method or contact staff.'

type Row = Person & Pick<AppUserRow, 'is_active' | 'password_hash'>

/**
 * A refusal is an answer, not an error: the failure that it counts must be committed. Every log-in issues a token of
 * its own; others of the user stay valid.
 */
export const logIn: Handler<'api_auth_password'> = async (context, { body }) => {
  const { db, config } = context
  if (!config.AUTHENTICATION_METHODS.includes('LOCAL_SIGNIN')) throw new LoginRefused(DISABLED)
  if (await isLockedOut(context, body.username)) {
    throw new LoginRefused('Username is locked out. Try in 10 minutes.')
  }
  const user = await db.maybeOne<Row>(sql`
    select id, uuid, username, first_name, last_name, native_name, is_active, is_staff, is_support, token_lifetime,
      password_hash
    from app_user where username = ${body.username}
  `)
  const { matches, outdated } = await verifyPassword(body.password, user?.password_hash ?? '')
  if (!user || !matches || !user.is_active) {
    await countFailure(context, body.username, user)
    return new Reply(401, { detail: 'Invalid username/password.' })
  }
  await db.run(sql`delete from login_failure where username = ${body.username} and address = ${address(context)}`)
  const hash = outdated ? await hashPassword(body.password) : user.password_hash
  await db.run(sql`update app_user set last_login = now(), password_hash = ${hash} where id = ${user.id}`)
  const token = await issueToken(context, user.id, 'log-in')
  const source = { actor: user, ipAddress: context.ipAddress }
  await emitTokenCreated(db, source, user)
  await emitEvent(db, source, {
    event_type: 'auth_logged_in_with_username',
    message: `User ${user.username} has signed in with a user name and a password.`,
    context: userContext('affected_user', user),
    scopes: [{ content_type: 'user', object_id: user.id }],
  })
  return { token }
}

const address = ({ ipAddress }: Context): string => ipAddress.slice(0, 64)

/** Locks the counter until the end of the attempt: guesses made at once are counted one after the other. */
const isLockedOut = async (context: Context, username: string): Promise<boolean> => {
  const row = await context.db.one<{ failures: number; counts: boolean }>(sql`
    insert into login_failure as counted (username, address, failures)
    values (${username}, ${address(context)}, 0)
    on conflict (username, address) do update set failures = counted.failures
    returning failures, last_failure > now() - ${COOL_OFF}::interval as counts
  `)
  return row.counts && row.failures >= MAX_FAILURES
}

const countFailure = async (context: Context, username: string, user: Row | undefined): Promise<void> => {
  await context.db.run(sql`
    update login_failure
    set failures = case when last_failure > now() - ${COOL_OFF}::interval then failures + 1 else 1 end,
        last_failure = now()
    where username = ${username} and address = ${address(context)}
  `)
  if (!user) return
  await emitEvent(
    context.db,
    { actor: undefined, ipAddress: context.ipAddress },
    {
      event_type: 'auth_login_failed_with_username',
      message: `User ${user.username} failed to sign in with a user name and a password.`,
      context: { ...userContext('affected_user', user), ip_address: context.ipAddress },
      scopes: [{ content_type: 'user', object_id: user.id }],
    },
  )
}

/** Removes counters that no longer count. */
export const forgetOldFailures = (db: Queryable): Promise<number> =>
  db.run(sql`delete from login_failure where last_failure < now() - ${COOL_OFF}::interval`)
