import { join, sql, type Sql } from '../db/sql.ts'
import type { Column, Columns } from './selection.ts'

// A function of PostgreSQL takes at most a hundred arguments.
const PAIRS = 40

/**
 * An object inside another one, as a single column: a sub-select of its columns over `source`, null when that finds
 * nothing. JSON would change instants and decimals, so the columns must give those as text.
 */
export const nestedObject = <T>(columns: Columns<T>, source: Sql): Column<T | null> => {
  const shown = Object.entries(columns).filter((entry): entry is [string, Column<unknown>] => entry[1] !== undefined)
  const chunks = Array.from({ length: Math.ceil(shown.length / PAIRS) }, (_, index) =>
    shown.slice(index * PAIRS, (index + 1) * PAIRS),
  )
  const objects = chunks.map(
    (chunk) => sql`jsonb_build_object(${join(chunk.map(([name, column]) => sql`${name}::text, ${column.sql}`))})`,
  )
  return {
    sql: sql`(select ${join(objects, ' || ')} ${source})`,
    read: (row: Record<string, unknown> | null) => {
      if (row === null) return null
      const entries = shown.map(([name, column]) => [name, column.read(row[name] as never)] as const)
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T
    },
  }
}
