import type pg from 'pg'
import { sql } from '../server/db/sql.ts'
import { rebuildRollups, reconcile } from '../server/rollup/reconcile.ts'
import { openDatabase } from './dataset.ts'
import { median } from './figures.ts'

// What the roll-ups cost the writes that feed them: the same statements with and without, straight on the database.

export interface Gate {
  what: string
  /** Transactions a second, plain and with roll-ups. */
  plain: number
  rolledUp: number
  /** With roll-ups, as a part of plain; the middle of the repeats. */
  share: number
  must: number
}

export interface WriteGates {
  gates: Gate[]
  /** After mixed concurrent writes of many rows. */
  transactions: number
  deadlocks: number
  differences: number
}

interface Ids {
  offerings: string[]
  projects: string[]
  providers: Map<string, string>
}

const WRITERS = 32
const any = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T

/** Transactions per second that so many clients complete. */
const rate = async (clients: number, seconds: number, work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  const end = started + seconds * 1_000
  let done = 0
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        await work()
        done++
      }
    }),
  )
  return done / ((performance.now() - started) / 1_000)
}

const plainly = async (pool: pg.Pool, text: string, values: unknown[]): Promise<void> => {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(text, values)
    await client.query('commit')
  } finally {
    client.release()
  }
}

export const measureWriteGates = async (
  url: string,
  { seconds, repeats }: { seconds: number; repeats: number },
): Promise<WriteGates> => {
  const database = openDatabase(url, WRITERS)
  try {
    const ids = await readIds(database)
    const { pool } = database
    const insertOf = (offering: string, project: string) =>
      sql`
        insert into resource (offering_id, project_id, name, state) values (${offering}, ${project}, 'written', 2)
        returning id`
    const insert = (offering: string, project: string) =>
      database.transaction((transaction) =>
        transaction.writeRolledUp<{ id: string }>(insertOf(offering, project), (rollup, rows) => {
          for (const { id } of rows) rollup.added(id)
        }),
      )
    const plainInsert = (offering: string, project: string) => {
      const { text, values } = insertOf(offering, project)
      return plainly(pool, text, values)
    }
    const largest = ids.offerings.filter((id) => ids.providers.get(id) === ids.providers.get(ids.offerings[0] ?? ''))
    const update = () => sql`
      update resource set error_message = ${String(Math.random())} where id = ${1 + Math.floor(Math.random() * 1_000)}`
    const compared = [
      {
        what: 'single insert, 16 clients, any provider',
        must: 0.4,
        clients: 16,
        plain: () => plainInsert(any(ids.offerings), any(ids.projects)),
        rolledUp: () => insert(any(ids.offerings), any(ids.projects)),
      },
      {
        what: 'update of other columns, 8 clients',
        must: 0.85,
        clients: 8,
        plain: () => plainly(pool, update().text, update().values),
        rolledUp: () => database.transaction((transaction) => transaction.writeRolledUp(update(), () => undefined)),
      },
      {
        what: 'single insert, 32 clients, one provider',
        must: 0.5,
        clients: 32,
        plain: () => plainInsert(any(largest), any(ids.projects)),
        rolledUp: () => insert(any(largest), any(ids.projects)),
      },
    ]
    const gates: Gate[] = []
    for (const { what, must, clients, plain, rolledUp } of compared) {
      const samples = []
      for (let repeat = 0; repeat < repeats; repeat++) {
        samples.push({ plain: await rate(clients, seconds, plain), rolledUp: await rate(clients, seconds, rolledUp) })
      }
      gates.push({
        what,
        must,
        plain: median(samples.map((sample) => sample.plain)),
        rolledUp: median(samples.map((sample) => sample.rolledUp)),
        share: median(samples.map((sample) => sample.rolledUp / sample.plain)),
      })
    }
    // What was inserted plainly is not in the roll-ups.
    await rebuildRollups(database)
    return { gates, ...(await mixed(database, ids, Math.max(3, seconds))) }
  } finally {
    await database.close()
  }
}

type Opened = ReturnType<typeof openDatabase>

const readIds = async (database: Opened): Promise<Ids> => {
  const offerings = await database.rows<{ id: string; customer_id: string }>(sql`
    select id, customer_id from offering order by customer_id, id
  `)
  const projects = await database.rows<{ id: string }>(sql`select id from project order by id limit 20000`)
  return {
    offerings: offerings.map(({ id }) => id),
    projects: projects.map(({ id }) => id),
    providers: new Map(offerings.map(({ id, customer_id }) => [id, customer_id])),
  }
}

const PROJECTS_IN_DISPUTE = 50
const ROWS_PER_STATEMENT = 15

/** Two inserts of many rows and an update in every transaction, all about the same few projects. */
const mixed = async (database: Opened, ids: Ids, seconds: number): Promise<Omit<WriteGates, 'gates'>> => {
  const projects = ids.projects.slice(0, PROJECTS_IN_DISPUTE)
  const deadlocks = async () => {
    const { count } = await database.one<{ count: string }>(sql`
      select deadlocks as count from pg_stat_database where datname = current_database()
    `)
    return Number(count)
  }
  const before = await deadlocks()
  const perSecond = await rate(8, seconds, () =>
    database.transaction(async (transaction) => {
      for (let statement = 0; statement < 2; statement++) {
        const rows = Array.from({ length: ROWS_PER_STATEMENT }, () => ({
          offering: any(ids.offerings),
          project: any(projects),
        }))
        await transaction.writeRolledUp(
          sql`
            insert into resource (offering_id, project_id, name, state)
            select offering, project, 'mixed', 3
            from unnest(${rows.map(({ offering }) => offering)}::bigint[], ${rows.map(({ project }) => project)}::bigint[])
              as written (offering, project)
          `,
          (rollup) => {
            for (const { offering, project } of rows) rollup.pair(ids.providers.get(offering) ?? '', project)
          },
        )
      }
      await transaction.writeRolledUp<{ offering_id: string; project_id: string }>(
        sql`
          update resource set state = 7 - state where id in (
            select id from resource where name = 'mixed' and project_id = ${any(projects)} and state in (3, 4)
            order by id limit 5 for update skip locked
          ) returning offering_id, project_id
        `,
        (rollup, rows) => {
          for (const row of rows) rollup.pair(ids.providers.get(row.offering_id) ?? '', row.project_id)
        },
      )
    }),
  )
  // Back ends report what they counted within a second of falling idle.
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  return {
    transactions: Math.round(perSecond * seconds),
    deadlocks: (await deadlocks()) - before,
    differences: (await reconcile(database)).length,
  }
}
