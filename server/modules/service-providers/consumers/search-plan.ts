import type { Context, OfProvider } from '../../../context.ts'
import { sql, type Sql } from '../../../db/sql.ts'
import { keyOf } from '../../../list/memory.ts'
import type { SearchPlan } from '../../../list/search-plan.ts'
import { providerTotal } from '../../../rollup/totals.ts'

/** With so few projects, looking at all that belongs to a provider costs less than at what matches elsewhere. */
const FEW_PROJECTS = 1_000
/** Shorter terms have no trigrams. */
const INDEXED_TERM_LENGTH = 3

/** The way of a search for one of the terms; those that are not given do not count. */
export const searchPlan = async (
  { db, provider }: Context & OfProvider,
  terms: readonly (string | undefined)[],
): Promise<SearchPlan> => {
  if (!terms.some((term) => term !== undefined && term.length >= INDEXED_TERM_LENGTH)) return 'within'
  const { total } = await db.one<{ total: string }>(
    sql`select ${providerTotal('projects', provider.customer_id)} as total`,
    { prepare: 'walk' },
  )
  return Number(total) < FEW_PROJECTS ? 'within' : 'matches-first'
}

/** So many matches are better found within what belongs to the provider. */
const MANY_MATCHES = 5_000

/** Whether few rows match at all, whomever they belong to; `matches` is `from … where …`. Known until the next commit. */
export const areFew = async ({ db, lists, freshness }: Context, matches: Sql): Promise<boolean> => {
  const statement = sql`select count(*) as found from (select 1 ${matches} limit ${MANY_MATCHES}) as match`
  const count = async () => {
    const { found } = await db.one<{ found: string }>(statement)
    return { total: Number(found), population: 0 }
  }
  const { total } = await lists.counts.read(keyOf(statement), freshness, count)
  return total < MANY_MATCHES
}
