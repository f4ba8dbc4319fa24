import type { OrderKey } from '../../contract/list-params.ts'
import { join, sql, type Sql } from '../db/sql.ts'

/** Public order keys and the expressions that each stands for, in this order. */
export type OrderExpressions<K extends string> = Record<K, readonly Sql[]>

/**
 * The wanted keys, or the default order, and always the id last, so that the order is total. NULLs come last when
 * ascending and first when descending, but for the keys in `nullsFirst`, where it is the other way round.
 */
export const orderBy = <K extends string>(
  wanted: readonly OrderKey<K>[] | undefined,
  expressions: OrderExpressions<K>,
  byDefault: readonly Sql[],
  id: Sql,
  nullsFirst: readonly K[] = [],
): Sql => {
  const keys =
    wanted?.flatMap(({ key, descending }) =>
      expressions[key].map((expression) => sql`${expression} ${direction(descending, nullsFirst.includes(key))}`),
    ) ?? byDefault
  return join([...keys, id])
}

const direction = (descending: boolean, nullsFirst: boolean): Sql => {
  if (descending) return nullsFirst ? sql`desc nulls last` : sql`desc`
  return nullsFirst ? sql`asc nulls first` : sql`asc`
}
