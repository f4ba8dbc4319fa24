import { LRUCache } from 'lru-cache'
import type { Config } from '../config.ts'
import type { Caller, ViewContext } from '../context.ts'
import { sql } from '../db/sql.ts'
import type { Column, Columns } from './selection.ts'

type Circumstance = string | number | boolean | undefined

/** Clients name hosts and months, and there are many callers; a representation takes up to 60 kB. */
const made = new LRUCache<string, object>({ max: 500 })
let builders = 0

/** Has `build` make the same once, such as columns; what it makes must depend on its arguments alone. */
export const madeOnce = <A extends readonly Circumstance[], T extends object>(
  build: (...circumstances: A) => T,
): ((...circumstances: A) => T) => {
  const builder = String(++builders)
  return (...circumstances) => {
    const key = builder + JSON.stringify(circumstances)
    const known = made.get(key) as T | undefined
    if (known) return known
    const built = build(...circumstances)
    made.set(key, built)
    return built
  }
}

/** Columns that are the same for everybody but for the host in their URLs. */
export const perOrigin = <T>(build: (context: { origin: string }) => Columns<T>) => {
  const columns = madeOnce((origin: string) => build({ origin }))
  return ({ origin }: { origin: string }): Columns<T> => columns(origin)
}

type Builder<A extends Caller | undefined, T> = (context: ViewContext<A>) => Columns<T>

/** Columns that depend on who asks; no more of the caller is known than what may make a difference. */
export const perCaller = <T, A extends Caller | undefined = Caller>(build: Builder<A, T>): Builder<A, T> => {
  const madeWith = (config: Config) =>
    madeOnce((origin: string, id?: string, is_staff = false, is_support = false, is_active = false): Columns<T> => {
      const actor = id === undefined ? undefined : { id, is_staff, is_support, is_active }
      return build({ origin, config, actor: actor as A })
    })
  const bySettings = new WeakMap<Config, ReturnType<typeof madeWith>>()
  return ({ origin, config, actor }) => {
    const columns = bySettings.get(config) ?? madeWith(config)
    bySettings.set(config, columns)
    return columns(origin, actor?.id, actor?.is_staff, actor?.is_support, actor?.is_active)
  }
}

/** Of all columns together; what is made of so much text takes about 20 MB. */
const MAX_CHARACTERS = 4_000_000
const values = new LRUCache<string, object>({ maxSize: MAX_CHARACTERS, sizeCalculation: (_, key) => key.length })
let readers = 0

/**
 * A column of JSON whose values are large and hardly change: of equal text the value is made once. Whoever gets it must
 * not change it.
 */
export const readOnce = <T extends object>(column: Column<T>): Column<T> => {
  const number = String(++readers)
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
