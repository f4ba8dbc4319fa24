import type { ProviderScope } from '../context.ts'
import type { Queryable } from '../db/database.ts'
import { empty, sql, type Sql } from '../db/sql.ts'
import { Remembered } from '../memory/remembered.ts'
import { stampColumns, type Stamps } from '../memory/stamps.ts'
import { effective, holdsPermission, holdsRole, onProviderOrCustomer } from './grants.ts'
import type { Policy } from './policy.ts'

/** Who calls, what he may, and how fresh that is; `id` is null when there is no such user. */
export interface CallerRow {
  token_id: string | null
  token_is_expired: boolean | null
  token_is_due: boolean | null
  /** When expiry or due date of the token is passed next, in seconds like `now`. */
  token_changes: number | null
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

/** The columns of `Freshness`. */
const freshness = (asksForMeters: boolean): Sql => sql`
  ${stampColumns},
  extract(epoch from least(
    (select min(expiration_time) from user_role where is_active and expiration_time > now()),
    date_trunc('day', now(), 'UTC') + interval '24 hours'
  ))::float8 as until,
  ${asksForMeters ? metersRun : sql`false`} as meters_run`

const metersRun = sql`exists (select 1 from invoice_item where unit in ('hour', 'day') and end_time > now())`

const tokenLifetime = sql`make_interval(secs => coalesce(token.lifetime_seconds, actor.token_lifetime))`

/** Token, actor, provider, permission and how fresh all that is, in one statement. */
export const lookUpCaller = (
  db: Queryable,
  policy: Policy,
  who: { hash: Buffer } | { userId: string },
  uuid: string | undefined,
  asksForMeters: boolean,
): Promise<CallerRow> => {
  const source = providerSource(policy, uuid)
  const hasProvider = source !== empty
  const token = 'hash' in who ? sql`auth_token.key_hash = ${who.hash}::bytea` : sql`false`
  const onUser = 'userId' in who ? sql`${who.userId}::bigint` : sql`token.user_id`
  return db.one<CallerRow>(
    sql`
      with token as (
        select auth_token.* from auth_token where ${token}
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
             token.expires_at <= now() or token.created < now() - ${tokenLifetime} as token_is_expired,
             token.created < now() - interval '60 seconds' as token_is_due,
             extract(epoch from least(
               token.expires_at, token.created + ${tokenLifetime},
               case when token.created >= now() - interval '60 seconds' then token.created + interval '60 seconds' end
             ))::float8 as token_changes,
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

const MAX_CALLERS = 10_000

/** What was looked up of callers, by token, operation and scope: it holds as long as nothing was committed. */
export class Callers {
  readonly #rows = new Remembered<CallerRow>(MAX_CALLERS)
  readonly #stamps: Stamps

  constructor(stamps: Stamps) {
    this.#stamps = stamps
  }

  /** The row under the key, as of now; otherwise what `look` finds is kept. */
  async find(key: string, look: () => Promise<CallerRow>): Promise<CallerRow> {
    if (this.#rows.has(key)) {
      const { stamp, now } = await this.#stamps.read()
      const row = stamp === null ? undefined : this.#rows.find(key, { stamp, now })
      if (row) return { ...row, now }
    }
    const row = await look()
    // Guessed tokens would drive out those of callers.
    if (row.stamp === null || row.token_id === null) return row
    const until = Math.min(row.until, row.token_changes ?? Infinity)
    return this.#rows.keep(key, { stamp: row.stamp, until }, row)
  }
}
