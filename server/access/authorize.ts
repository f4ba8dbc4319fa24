import type { Actor, Freshness, ProviderScope } from '../context.ts'
import type { Queryable } from '../db/database.ts'
import { empty, sql, type Sql } from '../db/sql.ts'
import { Forbidden, NotAuthenticated, NotFound } from '../errors.ts'
import { effective, holdsPermission, holdsRole, onProviderOrCustomer } from './grants.ts'
import type { Policy } from './policy.ts'

export interface Credentials {
  key: string
  hash: Buffer
}

interface Row {
  token_id: string | null
  token_is_expired: boolean | null
  token_is_due: boolean | null
  id: string | null
  uuid: string
  username: string
  first_name: string
  last_name: string
  native_name: string
  is_active: boolean
  is_staff: boolean
  is_support: boolean
  token_lifetime: number | null
  provider: ProviderScope | null
  allowed: boolean | null
  stamp: string | null
  now: number
  until: number
  meters_run: boolean
}

export interface Authorization {
  actor: Actor | undefined
  provider: ProviderScope | undefined
  freshness: Freshness | undefined
}

const userId = sql`actor.id`

/** SQL of the permission part of a policy. */
const check = (policy: Policy): Sql => {
  switch (policy.who) {
    case 'permission':
      return holdsPermission(
        userId,
        sql`${policy.permission}`,
        onProviderOrCustomer(sql`provider.id`, sql`provider.customer_id`),
      )
    case 'owner':
      return holdsRole(userId, sql`'CUSTOMER.OWNER'`, sql`'customer'`, sql`provider.customer_id`)
    case 'team':
      return sql`exists (
        select 1 from user_role as held
        left join project on held.content_type = 'project' and project.id = held.object_id
        where held.user_id = actor.id and ${effective(sql`held`)}
          and (${onProviderOrCustomer(sql`provider.id`, sql`provider.customer_id`)}
            or project.customer_id = provider.customer_id)
      )`
    default:
      return sql`null::boolean`
  }
}

const providerSource = (policy: Policy, uuid: string | undefined): Sql => {
  const on = 'on' in policy ? policy.on : undefined
  if (on === undefined || uuid === undefined) return empty
  const match =
    on === 'provider-or-customer'
      ? sql`service_provider.uuid = ${uuid} or customer.uuid = ${uuid}
            order by service_provider.uuid = ${uuid} desc limit 1`
      : sql`service_provider.uuid = ${uuid}`
  return sql`
    left join lateral (
      select service_provider.id::text, service_provider.uuid, service_provider.customer_id,
             customer.uuid as customer_uuid, customer.name as customer_name,
             customer.abbreviation as customer_abbreviation, customer.contact_details as customer_contact_details,
             customer.blocked as customer_blocked, customer.archived as customer_archived
      from service_provider join customer on customer.id = service_provider.customer_id
      where ${match}
    ) as found on true`
}

/**
 * The columns of `Freshness`. The stamp is the set of transactions that the statement sees, which every commit changes,
 * and never back; after a restart it may be another history. A standby does not tell.
 */
const freshness = (asksForMeters: boolean): Sql => sql`
  case when not pg_is_in_recovery() then pg_postmaster_start_time()::text || pg_current_snapshot()::text end as stamp,
  extract(epoch from now())::float8 as now,
  extract(epoch from least(
    (select min(expiration_time) from user_role where is_active and expiration_time > now()),
    date_trunc('day', now(), 'UTC') + interval '24 hours'
  ))::float8 as until,
  ${asksForMeters ? metersRun : sql`false`} as meters_run`

const metersRun = sql`exists (select 1 from invoice_item where unit in ('hour', 'day') and end_time > now())`

/** Token, actor, provider, permission and how fresh all that is, in one statement. */
const lookUp = (
  db: Queryable,
  policy: Policy,
  who: { credentials?: Credentials; userId?: string },
  uuid: string | undefined,
  asksForMeters: boolean,
): Promise<Row> => {
  const source = providerSource(policy, uuid)
  const hasProvider = source !== empty
  const actor =
    who.userId === undefined ? sql`auth_token.key_hash = ${who.credentials?.hash ?? null}::bytea` : sql`false`
  const onUser = who.userId === undefined ? sql`token.user_id` : sql`${who.userId}::bigint`
  return db.one<Row>(
    sql`
      with token as (
        select auth_token.* from auth_token where ${actor}
      ), actor as (
        select app_user.* from app_user where app_user.id = (select ${onUser} from (select 1) as one left join token on true)
      ), provider as (
        select ${
          hasProvider
            ? sql`found.id::bigint, found.customer_id::bigint, to_jsonb(found) || jsonb_build_object('customer_id', found.customer_id::text) as scope from (select 1) as one ${source}`
            : sql`null::bigint as id, null::bigint as customer_id, null::jsonb as scope`
        }
      )
      select token.id as token_id,
             token.expires_at <= now()
               or token.created < now() - make_interval(secs => coalesce(token.lifetime_seconds, actor.token_lifetime))
               as token_is_expired,
             token.created < now() - interval '60 seconds' as token_is_due,
             actor.id, actor.uuid, actor.username, actor.first_name, actor.last_name, actor.native_name,
             actor.is_active, actor.is_staff, actor.is_support, actor.token_lifetime,
             case when provider.id is not null then provider.scope end as provider,
             ${check(policy)} as allowed,
             ${freshness(asksForMeters)}
      from (select 1) as one
      left join token on true
      left join actor on true
      left join provider on true
    `,
    { prepare: 'walk' },
  )
}

const actorOf = (row: Row): Actor | undefined => {
  if (row.id === null) return undefined
  const { id, uuid, username, first_name, last_name, native_name, is_staff, is_support, token_lifetime } = row
  return { id, uuid, username, first_name, last_name, native_name, is_staff, is_support, token_lifetime }
}

/** Refuses a token that is unknown, belongs to an inactive user or has expired; 401 in this order. */
const checkToken = (row: Row): Actor => {
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
  let row = await lookUp(db, policy, { credentials }, scopeUuid, options.asksForMeters)
  const { stamp, now, until, meters_run: metersRun } = row
  let actor: Actor = { ...checkToken(row), token: { id: row.token_id ?? '', key: credentials.key } }
  const target = actor.is_staff ? await impersonated(db, options.impersonatedUuid) : undefined
  if (target !== undefined) {
    options.onImpersonation(actor.uuid)
    const impersonator = { uuid: actor.uuid, username: actor.username, full_name: fullName(actor) }
    row = await lookUp(db, policy, { userId: target }, scopeUuid, false)
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

const OPEN_TO_EVERY_USER: ReadonlySet<Policy['who']> = new Set(['anyone', 'browser', 'user'])

const checkPolicy = (policy: Policy, actor: Actor, row: Row): void => {
  if ('on' in policy && policy.on !== undefined && !row.provider) throw new NotFound('ServiceProvider')
  if (OPEN_TO_EVERY_USER.has(policy.who)) return
  // Only a staff user who impersonates gets this far as an inactive user.
  if (!row.is_active) throw new Forbidden()
  if (actor.is_staff) return
  switch (policy.who) {
    case 'staff':
      throw new Forbidden()
    case 'permission':
    case 'owner':
      if (row.allowed !== true) throw new Forbidden()
      return
    case 'team':
      if (row.allowed === true || actor.is_support) return
      throw new Forbidden('You do not have permission to list team members of this scope.')
    default:
      return
  }
}

/** First and last name, one blank between, trimmed. */
export const fullName = (user: { first_name: string; last_name: string }): string =>
  `${user.first_name} ${user.last_name}`.trim()
