import type { AppUserRow } from './db/schema.gen.ts'
import type { Config } from './config.ts'
import type { Queryable, Transaction } from './db/database.ts'
import type { SecretKeys } from './lib/secrets.ts'
import type { ListMemory } from './list/memory.ts'

type UserColumns =
  'id' | 'uuid' | 'username' | 'first_name' | 'last_name' | 'native_name' | 'is_staff' | 'is_support' | 'token_lifetime'

/** A user as far as access and events need him. */
export type Person = Pick<AppUserRow, UserColumns>

export interface Actor extends Person {
  /** False only while a staff user acts for a deactivated one, whose permissions do not count, nor staff's. */
  is_active: boolean
  /** The token of this request as the client sent it; absent while impersonating. */
  token?: { id: string; key: string }
  impersonator?: { uuid: string; username: string; full_name: string }
}

/** Who asks, as far as what he sees depends on it. */
export type Caller = Pick<Actor, 'id' | 'is_staff' | 'is_support' | 'is_active'>

/** What representations depend on, beside the database. */
export interface ViewContext<A extends Caller | undefined = Caller> {
  origin: string
  config: Config
  actor: A
}

/** The service provider that a path names, with its organization. */
export interface ProviderScope {
  id: string
  uuid: string
  customer_id: string
  customer_uuid: string
  customer_name: string
  customer_abbreviation: string
  customer_contact_details: string
  customer_blocked: boolean
  customer_archived: boolean
}

/**
 * The state of the database at one instant. Two equal stamps mean that nothing was committed in between, by whomever:
 * whatever was read after the first and before the second is still so, until the clock changes it.
 */
export interface Freshness {
  stamp: string
  /** Seconds of the database's clock. */
  now: number
  /** When the next grant expires or the next day (UTC) begins. */
  until: number
  /** Whether items are billed by the hour or day until now, so that estimates change by themselves; if asked for. */
  metersRun: boolean
}

/** What every operation gets beside its input. */
export interface Context<Db extends Queryable = Queryable> {
  db: Db
  actor: Actor | undefined
  config: Config
  secrets: SecretKeys
  /** Scheme and host of URLs in the answer, without a slash at the end. */
  origin: string
  ipAddress: string
  requestId: string
  /** Only the headers of a list are wanted. */
  headersOnly: boolean
  /** As of before the operation; absent for anonymous callers. */
  freshness: Freshness | undefined
  lists: ListMemory
}

export type WriteContext = Context<Transaction>

export interface Authenticated {
  actor: Actor
}

export interface OfProvider {
  provider: ProviderScope
}

/** As far as most statements need the provider. */
export interface OfProviderCustomer {
  provider: Pick<ProviderScope, 'customer_id'>
}
