import { LRUCache } from 'lru-cache'
import { sql } from '../db/sql.ts'
import type { Column } from './selection.ts'

/** Clients name hosts and months. */
const MAX_CIRCUMSTANCES = 100

/** Has `build` make the same once, such as columns; what it makes must depend on its arguments alone. */
export const madeOnce = <A extends readonly (string | boolean | object | undefined)[], T extends object>(
  build: (...circumstances: A) => T,
): ((...circumstances: A) => T) => {
  const made = new LRUCache<string, T>({ max: MAX_CIRCUMSTANCES })
  return (...circumstances) => {
    const key = JSON.stringify(circumstances)
    const known = made.get(key)
    if (known) return known
    const built = build(...circumstances)
    made.set(key, built)
    return built
  }
}

const MAX_CHARACTERS = 2_000_000

/**
 * A column of JSON whose values are large and hardly change: of equal text the value is made once. Whoever gets it must
 * not change it.
 */
export const readOnce = <T extends object>(column: Column<T>): Column<T> => {
  const values = new LRUCache<string, T>({ maxSize: MAX_CHARACTERS, sizeCalculation: (_, text) => text.length })
  return {
    sql: sql`(${column.sql})::text`,
    read: (text: string) => {
      const known = values.get(text)
      if (known) return known
      const value = column.read(JSON.parse(text) as never)
      if (value) values.set(text, value)
      return value
    },
  }
}
