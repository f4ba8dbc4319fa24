import type { OrderKey } from '../../contract/list-params.ts'
import { contains, sql, when, type Sql } from '../db/sql.ts'
import { searchName } from '../lib/search-name.ts'

// Filters that several lists share.

/** A detail URL: null means that it points at nothing of the expected kind, which matches nothing. */
export const linkEquals = (column: Sql, link: { uuid: string | null } | undefined): Sql | undefined =>
  when(link, ({ uuid }) => (uuid === null ? sql`false` : sql`${column} = ${uuid}`))

/** Substring of first and last name, both normalised; `person` is an alias of app_user. */
export const nameContains = (person: Sql, value: string): Sql => {
  const normalised = searchName(value)
  // C-012: nothing is left of a name without Latin letters; it is compared as it is.
  return normalised.trim() === ''
    ? contains(sql`(${person}.first_name || ' ' || ${person}.last_name)`, value)
    : contains(sql`${person}.query_field`, normalised)
}

// Year and month say which bills are looked at.
const NOT_FILTERS = new Set(['page', 'page_size', 'field', 'o', 'year', 'month'])

/** Whether a parsed query narrows its list. */
export const hasFilters = (query: Record<string, unknown>): boolean =>
  Object.entries(query).some(([name, value]) => value !== undefined && !NOT_FILTERS.has(name))

/** Whether a parsed query leaves the list as it is, ordered by default or by keys that an index of it serves. */
export const isWhole = (query: Record<string, unknown>, indexed: readonly string[]): boolean => {
  const order = query.o as readonly OrderKey[] | undefined
  return !hasFilters(query) && (order?.every(({ key }) => indexed.includes(key)) ?? true)
}
