import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { foldTotals } from '../../server/rollup/totals.ts'
import { createTestDatabase } from '../harness/database.ts'
import { World } from '../harness/world.ts'

const WRITERS = 8
const SECONDS = 3
const PROJECTS = 12

const { database } = await createTestDatabase({ poolSize: WRITERS + 2 })
const world = new World(database)

const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)]!

test('mixed writes of many rows, all at once, neither deadlock nor leave the roll-ups behind', async () => {
  const providers = [await world.provider(), await world.provider(), await world.provider()]
  const offerings = await Promise.all(providers.flatMap(({ customer }) => [1, 2].map(() => world.offering(customer))))
  const consumers = [await world.customer(), await world.customer(), await world.customer()]
  const projects: string[] = []
  for (let index = 0; index < PROJECTS; index++) projects.push((await world.project(pick(consumers))).id)

  let attempts = 0
  let committed = 0
  /**
   * One transaction of several statements over several projects, in no order. Writers have resources of their own, so
   * that only the roll-ups, which they share, could make them wait for each other in a circle.
   */
  const write = (writer: string) =>
    database.transaction(async (transaction) => {
      attempts++
      for (let statement = 0; statement < 3; statement++) {
        const some = Array.from({ length: 4 }, () => pick(projects))
        switch (pick(['insert', 'state', 'project', 'offering', 'delete'])) {
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
  await Promise.all([...Array.from({ length: WRITERS }, writer), folder()])

  expect(committed).toBeGreaterThan(WRITERS)
  // A deadlock is run again.
  expect(attempts).toBe(committed)
  expect(await reconcile(database)).toEqual([])
}, 60_000)
