import type { Context, Person } from '../../context.ts'
import type { Database, Queryable } from '../../db/database.ts'
import type { AppUserRow } from '../../db/schema.gen.ts'
import { sql } from '../../db/sql.ts'
import { LoginRefused, Unavailable } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { Limiter } from '../../lib/limiter.ts'
import { hashPassword, verifyPassword } from '../../lib/password.ts'
import { emitEvent, userContext } from '../events/index.ts'
import { isLockedOut, settleAttempt } from './lock-out.ts'
import { emitTokenCreated, issueToken } from './tokens.ts'

const DISABLED = 'Authentication method is disabled. Please use another authentication method or contact staff.'
const LOCKED_OUT = 'Username is locked out. Try in 10 minutes.'
const INVALID = 'Invalid username/password.'

/** A hash takes 32 MiB and one of the four threads that Node reads files and looks up names with. */
const HASHES_AT_ONCE = 2
/** Some seconds of work; whoever comes later is told to (C-080). */
const PLACES_TO_WAIT = 50

/** What hashes a password for a request waits and works here, and holds no database connection meanwhile. */
export const hashing = new Limiter(HASHES_AT_ONCE, PLACES_TO_WAIT)

type User = Person & Pick<AppUserRow, 'is_active' | 'password_hash'>

/** Every log-in issues a token of its own; others of the user stay valid. */
export const logIn: Handler<'api_auth_password'> = async (context, { body }) => {
  const { db, config } = context
  if (!config.AUTHENTICATION_METHODS.includes('LOCAL_SIGNIN')) throw new LoginRefused(DISABLED)
  const attempt = { username: body.username, address: context.ipAddress.slice(0, 64) }
  if (await isLockedOut(db, attempt)) throw new LoginRefused(LOCKED_OUT)
  const user = await findUser(db, body.username)
  if (hashing.isFull) throw new Unavailable()
  const { matches, outdated } = await hashing.run(() => verifyPassword(body.password, user?.password_hash ?? ''))
  // A refusal is thrown after the transaction: the failure that it counts must be committed.
  const verdict = await db.transaction(async (transaction) => {
    const decided = await settleAttempt(transaction, attempt, matches && user?.is_active === true)
    if (decided === 'wrong' && user) await emitFailure(transaction, context, user)
    return decided
  })
  if (verdict === 'locked out') throw new LoginRefused(LOCKED_OUT)
  if (verdict === 'wrong' || !user) throw new LoginRefused(INVALID)
  // Only now, so that the time does not tell a right password from a wrong one to somebody who is locked out. It can
  // wait for a quieter moment.
  const isRenewed = outdated && !hashing.isFull
  const hash = isRenewed ? await hashing.run(() => hashPassword(body.password)) : user.password_hash
  return { token: await welcome(context, user, hash) }
}

const findUser = (db: Queryable, username: string): Promise<User | undefined> =>
  db.maybeOne<User>(sql`
    select id, uuid, username, first_name, last_name, native_name, is_active, is_staff, is_support, token_lifetime,
      password_hash
    from app_user where username = ${username}
  `)

/** Issues the token, unless the user was deactivated or got another password meanwhile. */
const welcome = (context: Context<Database>, user: User, hash: string): Promise<string> =>
  context.db.transaction(async (transaction) => {
    const noted = await transaction.run(sql`
      update app_user set last_login = now(), password_hash = ${hash}
      where id = ${user.id} and is_active and password_hash = ${user.password_hash}
    `)
    if (noted === 0) throw new LoginRefused(INVALID)
    const token = await issueToken({ db: transaction, secrets: context.secrets }, user.id, 'log-in')
    const source = { actor: user, ipAddress: context.ipAddress }
    await emitTokenCreated(transaction, source, user)
    await emitEvent(transaction, source, {
      event_type: 'auth_logged_in_with_username',
      message: `User ${user.username} has signed in with a user name and a password.`,
      context: userContext('affected_user', user),
      scopes: [{ content_type: 'user', object_id: user.id }],
    })
    return token
  })

const emitFailure = (db: Queryable, { ipAddress }: Context, user: User): Promise<void> =>
  emitEvent(
    db,
    { actor: undefined, ipAddress },
    {
      event_type: 'auth_login_failed_with_username',
      message: `User ${user.username} failed to sign in with a user name and a password.`,
      context: { ...userContext('affected_user', user), ip_address: ipAddress },
      scopes: [{ content_type: 'user', object_id: user.id }],
    },
  )
