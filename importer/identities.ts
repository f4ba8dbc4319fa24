import type { Queryable } from '../server/db/database.ts'
import { raw, sql } from '../server/db/sql.ts'

type Name = 'uuid' | 'name'

/** Which row of the database a uuid or name of the file means. Remembers what was looked up and what was loaded. */
export class Identities {
  readonly #db: Queryable
  readonly #ids = new Map<string, Map<string, string | undefined>>()
  readonly #blocked = new Map<string, Set<string>>()

  constructor(db: Queryable) {
    this.#db = db
  }

  #of(table: string, by: Name): Map<string, string | undefined> {
    const key = `${table}.${by}`
    const ids = this.#ids.get(key) ?? new Map<string, string | undefined>()
    this.#ids.set(key, ids)
    return ids
  }

  /** Makes `id` answer for these values. */
  async lookUp(table: string, by: Name, values: Iterable<string>): Promise<void> {
    const ids = this.#of(table, by)
    const missing = [...new Set(values)].filter((value) => !ids.has(value))
    if (missing.length === 0) return
    const type = raw(by === 'uuid' ? 'uuid[]' : 'text[]')
    const found = await this.#db.rows<{ id: string; key: string }>(sql`
      select id, ${raw(by)}::text as key from ${raw(table)} where ${raw(by)} = any(${missing}::${type})
    `)
    for (const value of missing) ids.set(value, undefined)
    for (const { id, key } of found) ids.set(key, id)
  }

  /** The id as text, undefined when there is no such row or it was never looked up. */
  id(table: string, by: Name, value: string): string | undefined {
    return this.#of(table, by).get(value)
  }

  remember(table: string, by: Name, value: string, id: string): void {
    this.#of(table, by).set(value, id)
  }

  /** A row of the file that is not loaded: what refers to it is not loaded either and not reported. */
  block(table: string, value: string): void {
    const blocked = this.#blocked.get(table) ?? new Set<string>()
    this.#blocked.set(table, blocked.add(value))
  }

  isBlocked(table: string, value: string): boolean {
    return this.#blocked.get(table)?.has(value) ?? false
  }
}
