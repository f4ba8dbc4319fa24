import type { Database } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'

/** Terminates active campaigns whose last day is over. Safe to run in several processes. Returns how many. */
export const endCampaigns = (database: Database, now: Sql = sql`now()`): Promise<number> =>
  database.run(sql`
    update campaign set state = 3, ran_out = true, modified = now()
    where state = 2 and end_date < (${now} at time zone 'utc')::date
  `)
