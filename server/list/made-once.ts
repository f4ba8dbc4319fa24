import { LRUCache } from 'lru-cache'
import { sql } from '../db/sql.ts'
import type { Column, Columns } from './selection.ts'

/** Clients name hosts and months. */
const MAX_CIRCUMSTANCES = 500

/** Has `build` make the same once, such as columns; what it makes must depend on its arguments alone. */
export const madeOnce = <A extends readonly (string | number | boolean | undefined)[], T extends object>(
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

/** Columns that are the same for everybody but for the host in their URLs. */
export const perOrigin = <T>(build: (context: { origin: string }) => Columns<T>) => {
  const made = madeOnce((origin: string) => build({ origin }))
  return ({ origin }: { origin: string }): Columns<T> => made(origin)
}

/** Of all columns together; what is made of so much text takes about 20 MB. */
const MAX_CHARACTERS = 4_000_000
const values = new LRUCache<string, object>({ maxSize: MAX_CHARACTERS, sizeCalculation: (_, key) => key.length })
let columns = 0

/**
 * A column of JSON whose values are large and hardly change: of equal text the value is made once. Whoever gets it must
 * not change it.
 */
export const readOnce = <T extends object>(column: Column<T>): Column<T> => {
  const number = String(++columns)
  return {
    sql: sql`(${column.sql})::text`,
    read: (text: string) => {
      const key = `${number} ${text}`
      const known = values.get(key) as T | undefined
      if (known) return known
      const value = column.read(JSON.parse(text) as never)
      if (value) values.set(key, value)
      return value
    },
  }
}
