import type { Actor, Freshness, ProviderScope } from '../context.ts'
import type { Queryable } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { Forbidden, NotAuthenticated, NotFound } from '../errors.ts'
import { lookUpCaller, type CallerRow, type Callers } from './callers.ts'
import type { Policy } from './policy.ts'

export interface Credentials {
  key: string
  hash: Buffer
}

export interface Authorization {
  actor: Actor | undefined
  provider: ProviderScope | undefined
  freshness: Freshness | undefined
}

const actorOf = (row: CallerRow): Actor | undefined => {
  if (row.id === null) return undefined
  const { id, uuid, username, first_name, last_name, native_name, token_lifetime } = row
  const { is_active, is_staff, is_support } = row
  return { id, uuid, username, first_name, last_name, native_name, token_lifetime, is_active, is_staff, is_support }
}

/** Refuses a token that is unknown, belongs to an inactive user or has expired; 401 in this order. */
const checkToken = (row: CallerRow): Actor => {
  const actor = actorOf(row)
  if (row.token_id === null || !actor) throw new NotAuthenticated('Invalid token.')
  if (!row.is_active) throw new NotAuthenticated('User inactive or deleted.')
  if (row.token_is_expired === true) throw new NotAuthenticated('Token has expired.')
  return actor
}

export interface AuthorizeOptions {
  policy: Policy
  credentials: Credentials | undefined
  impersonatedUuid: string | undefined
  /** Canonical uuid of the path; undefined when the path has a malformed one. */
  scopeUuid: string | undefined
  anonymousMayBrowse: boolean
  /** Whether `Freshness.metersRun` is wanted. */
  asksForMeters: boolean
  /** Where to find and keep what is looked up; outside of transactions only. */
  memory?: { callers: Callers; operation: string }
  /** Called when the token was last renewed more than a minute ago, whatever becomes of the request. */
  onRenewalDue: (tokenId: string) => void
  /** Called with the uuid of the staff user who acts for somebody else, also when the request is then refused. */
  onImpersonation: (uuid: string) => void
}

/** Decides who calls and whether he may: 401, then 404 for the scope, then 403. */
export const authorize = async (db: Queryable, options: AuthorizeOptions): Promise<Authorization> => {
  const { policy, credentials, scopeUuid } = options
  if (!credentials) {
    if (policy.who === 'anyone' || (policy.who === 'browser' && options.anonymousMayBrowse)) {
      return { actor: undefined, provider: undefined, freshness: undefined }
    }
    throw new NotAuthenticated()
  }
  const look = () => lookUpCaller(db, policy, { hash: credentials.hash }, scopeUuid, options.asksForMeters)
  const { memory } = options
  const keyOf = (operation: string) => `${operation} ${scopeUuid ?? ''} ${credentials.hash.toString('base64')}`
  let row = memory ? await memory.callers.find(keyOf(memory.operation), look) : await look()
  const { stamp, now, until, meters_run: metersRun } = row
  let actor: Actor = { ...checkToken(row), token: { id: row.token_id ?? '', key: credentials.key } }
  const target = actor.is_staff ? await impersonated(db, options.impersonatedUuid) : undefined
  if (target !== undefined) {
    options.onImpersonation(actor.uuid)
    const impersonator = { uuid: actor.uuid, username: actor.username, full_name: fullName(actor) }
    row = await lookUpCaller(db, policy, { userId: target }, scopeUuid, false)
    const user = actorOf(row)
    if (!user) throw new NotAuthenticated('Invalid token.')
    actor = { ...user, impersonator }
  } else if (row.token_is_due === true) {
    options.onRenewalDue(row.token_id ?? '')
  }
  checkPolicy(policy, actor, row)
  return {
    actor,
    provider: row.provider ?? undefined,
    freshness: stamp === null ? undefined : { stamp, now, until, metersRun },
  }
}

/** Id of the user to act for; undefined when the header names nobody. */
const impersonated = async (db: Queryable, uuid: string | undefined): Promise<string | undefined> => {
  if (uuid === undefined) return undefined
  const user = await db.maybeOne<{ id: string; has_token: boolean }>(sql`
    select id, exists (select 1 from auth_token where auth_token.user_id = app_user.id) as has_token
    from app_user where uuid = ${uuid}
  `)
  if (user && !user.has_token) {
    throw new Forbidden('Unable to impersonate user that does not have an active session.')
  }
  return user?.id
}

/**
 * An inactive user, whom a staff user may act for, has the rights of his roles but no permission (C-082). Rights on an
 * object of the path are looked up with it, in findTarget.
 */
const checkPolicy = (policy: Policy, actor: Actor, row: CallerRow): void => {
  if ('on' in policy && policy.on !== undefined && !row.provider) throw new NotFound('ServiceProvider')
  switch (policy.who) {
    case 'staff':
      if (!('target' in policy) && !actor.is_staff) throw new Forbidden()
      return
    case 'permission':
      if (!actor.is_active || !(actor.is_staff || row.allowed === true)) throw new Forbidden()
      return
    case 'owner':
      if (!actor.is_staff && row.allowed !== true) throw new Forbidden()
      return
    case 'team':
      if (actor.is_staff || actor.is_support || row.allowed === true) return
      throw new Forbidden('You do not have permission to list team members of this scope.')
    default:
      return
  }
}

/** First and last name, one blank between, trimmed. */
export const fullName = (user: { first_name: string; last_name: string }): string =>
  `${user.first_name} ${user.last_name}`.trim()
