import type { Actor } from '../../context.ts'
import { empty, raw, sql, type Sql } from '../../db/sql.ts'
import { isPrivileged } from '../visibility.ts'

/** How objects of one kind are found, to which scopes they belong and who sees them. */
export interface TargetSource {
  /** As a 404 calls it. */
  model: string
  /** `from …` with the joins that the expressions below need. */
  from: Sql
  id: Sql
  uuid: Sql
  /** Ids of the scopes that the object belongs to. `customer` is the consuming organization. */
  project?: Sql
  customer?: Sql
  offering?: Sql
  /** The organization that provides. */
  providerCustomer?: Sql
  /** Whether a row is visible to the caller; also the condition of the kind's lists. */
  visible: (actor: Actor | undefined) => Sql
}

/** The object that a path names, with the ids of its scopes; null where the kind has no such scope. */
export interface Target {
  id: string
  uuid: string
  project_id: string | null
  customer_id: string | null
  offering_id: string | null
  provider_customer_id: string | null
}

/** Where the rows of a table are found, under its own name; `joins` are what other expressions of the kind need. */
export const rowsOf = (table: string, joins: Sql = empty) => ({
  from: sql`from ${raw(table)} ${joins}`,
  id: sql`${raw(table)}.id`,
  uuid: sql`${raw(table)}.uuid`,
})

/** Visible to staff and support, to nobody who is not signed in, and to others as the condition says. */
export const visibleTo =
  (condition: (actor: Actor) => Sql): TargetSource['visible'] =>
  (actor) => {
    if (!actor) return sql`false`
    return isPrivileged(actor) ? sql`true` : condition(actor)
  }

export const toEverybody: TargetSource['visible'] = () => sql`true`
export const toEveryUser: TargetSource['visible'] = (actor) => (actor ? sql`true` : sql`false`)
