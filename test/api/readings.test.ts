import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Freshness } from '../../server/context.ts'
import { sql } from '../../server/db/sql.ts'
import { Readings } from '../../server/memory/readings.ts'
import { testDatabase } from '../harness/database.ts'

const database = await testDatabase()

/** As if something was committed before every question. */
const asOf = (stamp: number): Freshness => ({ stamp: String(stamp), now: 0, until: 1, metersRun: false })

const insertCategory = (title: string) => database.run(sql`insert into category (title) values (${title})`)

let reads = 0
const countCategories = async (): Promise<{ total: number }> => {
  reads++
  const { total } = await database.one<{ total: number }>(sql`
    select count(*)::int as total from category, pg_sleep(0.2)
  `)
  return { total }
}

test('questions at the same time are asked once, and the answer is never older than the question', async () => {
  const counts = new Readings<{ total: number }>(100)
  const { total: before } = await countCategories()
  reads = 0

  const first = counts.read('all', asOf(0), countCategories)
  await sleep(50)
  await insertCategory('written while it is counted')
  const later = Array.from({ length: 20 }, (_, at) => counts.read('all', asOf(1 + at), countCategories))

  expect(await first).toEqual({ total: before })
  expect(await Promise.all(later)).toEqual(later.map(() => ({ total: before + 1 })))
  expect(reads).toBe(2)

  expect(await counts.find('all', asOf(20))).toEqual({ total: before + 1 })
  expect(counts.find('all', asOf(21))).toBeUndefined()
  await insertCategory('written when nothing is counted')
  const both = [1, 2].map(() => counts.read('all', asOf(21), countCategories))
  expect(await Promise.all(both)).toEqual([{ total: before + 2 }, { total: before + 2 }])
  expect(reads).toBe(3)
})

test('a question that fails is asked again, by those who waited, too', async () => {
  const counts = new Readings<{ total: number }>(100)
  const fail = async () => {
    await sleep(20)
    throw new Error('not now')
  }
  const failing = counts.read('all', asOf(0), fail)
  const waiting = counts.read('all', asOf(1), countCategories)
  await expect(failing).rejects.toThrow('not now')
  expect((await waiting).total).toBeGreaterThan(0)
  await expect(counts.read('all', asOf(2), fail)).rejects.toThrow('not now')
  expect(counts.find('all', asOf(2))).toBeUndefined()
})

test('nothing is kept for callers whose freshness is unknown', async () => {
  const counts = new Readings<{ total: number }>(100)
  reads = 0
  await Promise.all([1, 2].map(() => counts.read('all', undefined, countCategories)))
  expect(reads).toBe(2)
  expect(counts.find('all', undefined)).toBeUndefined()
})

test('what is being read is not known yet, what has failed never is', async () => {
  const counts = new Readings<{ total: number }>(100)
  const reading = counts.read('all', asOf(0), countCategories)
  expect(counts.known('all', asOf(0))).toBeUndefined()
  const counted = await reading
  expect(counts.known('all', asOf(0))).toEqual(counted)
  expect(counts.known('all', asOf(1))).toBeUndefined()

  const failing = counts.read('all', asOf(2), () => Promise.reject(new Error('not now')))
  await expect(failing).rejects.toThrow('not now')
  expect(counts.known('all', asOf(2))).toBeUndefined()
})
