import type { Freshness } from '../context.ts'
import type { Queryable } from '../db/database.ts'
import { fixedStatement, sql } from '../db/sql.ts'

/**
 * SQL of `Freshness.stamp` and `now`. The stamp is the set of transactions that the statement sees, which every commit
 * changes, and never back; after a restart it may be another history. A standby does not tell: its stamp is null.
 */
export const stampColumns = sql`
  case when not pg_is_in_recovery() then pg_postmaster_start_time()::text || pg_current_snapshot()::text end as stamp,
  extract(epoch from now())::float8 as now`

const readStamp = fixedStatement(() => sql`select ${stampColumns}`)

type Present = Pick<Freshness, 'now'> & { stamp: string | null }

/**
 * Tells the state of the database as of after the question. Questions that come while one is being answered are answered
 * together, by one that begins after all of them.
 */
export class Stamps {
  readonly #db: Queryable
  #running: Promise<Present> | undefined
  #next: Promise<Present> | undefined

  constructor(db: Queryable) {
    this.#db = db
  }

  read(): Promise<Present> {
    if (!this.#running) return this.#begin()
    const begin = () => this.#begin()
    return (this.#next ??= this.#running.then(begin, begin))
  }

  #begin(): Promise<Present> {
    this.#next = undefined
    const reading = this.#db.one<Present>(readStamp(), { prepare: 'walk' })
    const end = () => {
      if (this.#running === reading) this.#running = undefined
    }
    this.#running = reading
    reading.then(end, end)
    return reading
  }
}
