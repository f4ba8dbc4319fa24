import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { Database } from '../server/db/database.ts'
import { migrate } from '../server/db/migrate.ts'
import { sql } from '../server/db/sql.ts'
import { rebuildRollups, reconcile } from '../server/rollup/reconcile.ts'
import { bills } from './rows/bills.ts'
import { withBareTables } from './rows/bulk.ts'
import { catalogue, organizations } from './rows/catalogue.ts'
import { copyTable } from './rows/copy.ts'
import { people } from './rows/people.ts'
import { planOf } from './rows/plan.ts'
import { resources } from './rows/resources.ts'
import type { Shape } from './rows/shape.ts'

// A loaded database is kept as a template and carries, as its comment, what it was made from. Measurements write, so
// they get a copy, which takes seconds.

const HOUR = 3_600_000

const admin = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The address of another database on the same server. */
const urlOf = (url: string, database: string): string => url.replace(/\/[^/?]*(\?.*)?$/, `/${database}$1`)

export const openDatabase = (url: string, poolSize: number, statementTimeoutMilliseconds = HOUR): Database =>
  new Database({ url, poolSize, statementTimeoutMilliseconds, preparedStatements: true })

const startOfMonth = (): Date => {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1))
}

/** Changes with everything that decides what a database holds. */
const fingerprint = (shape: Shape, seed: number, month: Date): string => {
  const hash = createHash('sha256').update(JSON.stringify([shape, seed, month]))
  for (const name of ['rows', '../migrations']) {
    const directory = join(import.meta.dirname, name)
    const files = readdirSync(directory).filter((file) => !file.endsWith('.test.ts'))
    for (const file of files.sort()) hash.update(readFileSync(join(directory, file)))
  }
  return hash.digest('hex')
}

const fill = async (database: Database, shape: Shape, seed: number, month: Date, log: (line: string) => void) => {
  const plan = planOf(shape, seed, month)
  const client = await database.pool.connect()
  try {
    const { rows } = await client.query<{ name: string; id: string }>('select name, id from role')
    const roles = Object.fromEntries(rows.map(({ name, id }) => [name, Number(id)]))
    const tables = [
      ...organizations(plan),
      ...people(plan, roles),
      ...catalogue(plan),
      ...resources(plan),
      ...bills(plan),
    ]
    await withBareTables(client, async () => {
      for (const table of tables) {
        const started = performance.now()
        const count = await copyTable(client, table)
        log(`  ${table.name}: ${String(count)} rows in ${((performance.now() - started) / 1_000).toFixed(1)} s`)
      }
    })
  } finally {
    client.release()
  }
  await rebuildRollups(database)
  // Index-only scans need the visibility map, which a bulk load leaves empty.
  await database.pool.query('vacuum analyze')
  const differences = await reconcile(database)
  if (differences.length > 0) throw new Error(`The loaded roll-ups differ: ${JSON.stringify(differences[0])}`)
  const { large } = await database.one<{ large: string }>(
    sql`select pg_size_pretty(pg_database_size(current_database())) as large`,
  )
  log(`  ${large}; reconcile finds 0 differences`)
}

/** Makes the template unless one of the same shape, seed, month, schema and generator is there; returns its name. */
const ensureTemplate = async (
  url: string,
  shape: Shape,
  seed: number,
  log: (line: string) => void,
): Promise<string> => {
  const name = `${shape.name.replace('-', '_')}_${String(shape.resources)}`
  const month = startOfMonth()
  const wanted = fingerprint(shape, seed, month)
  const found = await admin(url, async (client) => {
    const { rows } = await client.query<{ made_from: string | null }>(
      "select shobj_description(oid, 'pg_database') as made_from from pg_database where datname = $1",
      [name],
    )
    return rows[0]?.made_from
  })
  if (found === wanted) return name
  log(`Loading ${name}`)
  const started = performance.now()
  await admin(url, async (client) => {
    await client.query(`drop database if exists ${name}`)
    await client.query(`create database ${name} template template0`)
  })
  const database = openDatabase(urlOf(url, name), 2)
  try {
    await migrate(database.pool)
    await fill(database, shape, seed, month, log)
  } finally {
    await database.close()
  }
  // Last: a load that was cut short is begun anew.
  await admin(url, (client) => client.query(`comment on database ${name} is '${wanted}'`))
  log(`  loaded in ${((performance.now() - started) / 1_000).toFixed(0)} s`)
  return name
}

/** The address of a fresh copy of the data; `url` is that of the server's database `postgres`. */
export const freshCopy = async (
  url: string,
  shape: Shape,
  seed: number,
  log: (line: string) => void,
): Promise<string> => {
  const template = await ensureTemplate(url, shape, seed, log)
  const name = `measured_${template}`
  await admin(url, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name} template ${template} strategy file_copy`)
  })
  return urlOf(url, name)
}

/** Drops what `freshCopy` made. */
export const dropCopy = (url: string, copy: string): Promise<unknown> =>
  admin(url, (client) => client.query(`drop database if exists ${copy.split('/').at(-1) ?? ''} with (force)`))
