import type { Freshness } from '../context.ts'
import type { Queryable } from '../db/database.ts'
import { fixedStatement, sql } from '../db/sql.ts'
import { Together } from './together.ts'

/**
 * SQL of `Freshness.stamp` and `now`. The stamp is the set of transactions that the statement sees, which every commit
 * changes, and never back; after a restart it may be another history. A standby does not tell: its stamp is null.
 */
export const stampColumns = sql`
  case when not pg_is_in_recovery() then pg_postmaster_start_time()::text || pg_current_snapshot()::text end as stamp,
  extract(epoch from now())::float8 as now`

const readStamp = fixedStatement(() => sql`select ${stampColumns}`)

type Present = Pick<Freshness, 'now'> & { stamp: string | null }

/** Tells the state of the database as of after the question. */
export class Stamps {
  readonly #db: Queryable
  readonly #asked = new Together<Present>()

  constructor(db: Queryable) {
    this.#db = db
  }

  read(): Promise<Present> {
    return this.#asked.ask('', () => this.#db.one<Present>(readStamp(), { prepare: 'walk' }))
  }
}
