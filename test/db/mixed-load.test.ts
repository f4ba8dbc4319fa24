import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { foldTotals } from '../../server/rollup/totals.ts'
import { createTestDatabase } from '../harness/database.ts'
import { World } from '../harness/world.ts'

const SECONDS = 4
const MOST_WRITERS = 14

type Action = 'insert' | 'state' | 'project' | 'offering' | 'delete'

interface Load {
  title: string
  writers: number
  /** Each of the organizations has as many projects as the others. */
  organizations: number
  projects: number
  /** In a transaction, and projects in a statement. */
  statements: number
  rows: number
  /** Drawn from these, so that a repeated one is more frequent. */
  actions: readonly Action[]
}

const LOADS: readonly Load[] = [
  {
    title: 'of many rows',
    ...{ writers: 8, organizations: 3, projects: 12, statements: 3, rows: 4 },
    actions: ['insert', 'state', 'project', 'offering', 'delete'],
  },
  {
    // A fold of an offering then meets organizations that did not use it when it began to wait.
    title: 'of few rows, so that organizations begin and cease to use an offering all the time',
    ...{ writers: MOST_WRITERS, organizations: 6, projects: 6, statements: 2, rows: 1 },
    actions: ['insert', 'offering', 'delete', 'delete', 'delete'],
  },
]

const { database } = await createTestDatabase({ poolSize: MOST_WRITERS + 2 })
const world = new World(database)

const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)]!

test.each(LOADS)(
  'mixed writes $title, all at once, neither deadlock nor leave the roll-ups behind',
  async (load) => {
    const providers = [await world.provider(), await world.provider(), await world.provider()]
    const offerings = await Promise.all(providers.flatMap(({ customer }) => [1, 2].map(() => world.offering(customer))))
    const consumers = await Promise.all(Array.from({ length: load.organizations }, () => world.customer()))
    const projects: string[] = []
    for (let index = 0; index < load.projects; index++) {
      projects.push((await world.project(consumers[index % consumers.length]!)).id)
    }

    let attempts = 0
    let committed = 0
    /**
     * One transaction of several statements over several projects, in no order. Writers have resources of their own, so
     * that only the roll-ups, which they share, could make them wait for each other in a circle.
     */
    const write = (writer: string) =>
      database.transaction(async (transaction) => {
        attempts++
        for (let statement = 0; statement < load.statements; statement++) {
          const some = Array.from({ length: load.rows }, () => pick(projects))
          switch (pick(load.actions)) {
            case 'insert':
              await transaction.writeRolledUp<{ project_id: string }>(
                sql`insert into resource (offering_id, project_id, name, state)
                select ${pick(offerings).id}, unnest(${some}::bigint[]), ${writer}, 2 returning project_id`,
                (rollup, rows) =>
                  rows.forEach((row) => {
                    rollup.project(row.project_id)
                  }),
              )
              break
            case 'state':
              await transaction.writeRolledUp<{ project_id: string }>(
                sql`update resource set state = ${pick([2, 3, 6])} where id in (
                  select id from resource where project_id = any(${some}::bigint[]) and name = ${writer} limit 5
                ) returning project_id`,
                (rollup, rows) =>
                  rows.forEach((row) => {
                    rollup.project(row.project_id)
                  }),
              )
              break
            case 'project':
              await transaction.writeRolledUp(
                sql`update project set name = ${`Project ${Math.random()}`}, is_removed = ${Math.random() < 0.3}
                where id = ${projects[statement] ?? ''}`,
                (rollup) => {
                  rollup.project(projects[statement] ?? '')
                },
              )
              break
            case 'offering': {
              const offering = offerings[statement]?.id ?? ''
              await transaction.writeRolledUp(
                sql`update offering set shared = not shared where id = ${offering}`,
                (rollup) => {
                  rollup.offering(offering)
                },
              )
              break
            }
            default:
              await transaction.writeRolledUp<{ project_id: string; owner: string }>(
                sql`delete from resource using offering
                where offering.id = resource.offering_id and resource.id in (
                  select id from resource where project_id = any(${some}::bigint[]) and name = ${writer} limit 1
                ) returning resource.project_id, offering.customer_id as owner`,
                (rollup, rows) =>
                  rows.forEach((row) => {
                    rollup.pair(row.owner, row.project_id)
                  }),
              )
          }
        }
      })

    const end = Date.now() + SECONDS * 1_000
    const writer = async (_: unknown, number: number) => {
      while (Date.now() < end) {
        await write(`Writer ${number}`)
        committed++
      }
    }
    const folder = async () => {
      while (Date.now() < end) await foldTotals(database)
    }
    await Promise.all([...Array.from({ length: load.writers }, writer), folder()])

    expect(committed).toBeGreaterThan(load.writers)
    // A deadlock is run again.
    expect(attempts).toBe(committed)
    expect(await reconcile(database)).toEqual([])
  },
  60_000,
)
