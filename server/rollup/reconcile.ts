import type { Database, Queryable } from '../db/database.ts'
import { join, raw, sql } from '../db/sql.ts'
import { ROLLUP_TABLES, type RollupTable } from './expected.ts'
import { lockAllFolds } from './lock.ts'
import { TOTALS } from './totals.ts'

export interface Difference {
  table: string
  expected: Record<string, unknown> | null
  stored: Record<string, unknown> | null
}

/** Numbers are compared as numbers, whatever their digits behind the point. */
const compare = (db: Queryable, { name, expected, stored }: RollupTable): Promise<Difference[]> =>
  db.rows<Difference>(sql`
    select ${name} as "table", expected.row as expected, stored.row as stored
    from (select to_jsonb(part) as row from (${expected}) as part) as expected
    full join (select to_jsonb(part) as row from (${stored}) as part) as stored on expected.row = stored.row
    where expected.row is null or stored.row is null
    limit 1000
  `)

/**
 * Whole tables are joined here. What comes out of their groups is estimated far too low at times, and loops over it
 * would take hours.
 */
const joinWholeTables = (db: Queryable): Promise<number> => db.run(sql`set local enable_nestloop = off`)

/**
 * The rows of the roll-ups that are not what the base tables say; at most 1,000 per table. Changes nothing. Everything
 * is compared in one snapshot, so that concurrent writes do not look like differences.
 */
export const reconcile = (database: Database): Promise<Difference[]> =>
  database.transaction(async (transaction) => {
    await transaction.run(sql`set transaction isolation level repeatable read, read only`)
    await joinWholeTables(transaction)
    const differences: Difference[] = []
    for (const table of ROLLUP_TABLES) differences.push(...(await compare(transaction, table)))
    return differences
  })

/** Writes the roll-ups anew, while writes that touch them wait. */
export const rebuildRollups = (database: Database): Promise<void> =>
  database.transaction(async (transaction) => {
    await lockAllFolds(transaction)
    await joinWholeTables(transaction)
    const changes = Object.values(TOTALS).map(({ table }) => raw(`${table}_delta`))
    const tables = ROLLUP_TABLES.map(({ name }) => raw(name))
    await transaction.run(sql`lock table ${join([...tables, ...changes])} in exclusive mode`)
    for (const table of [...changes, ...tables]) await transaction.run(sql`delete from ${table}`)
    for (const { name, columns, expected } of ROLLUP_TABLES) {
      await transaction.run(sql`insert into ${raw(name)} (${join(columns)}) ${expected}`)
    }
  })
