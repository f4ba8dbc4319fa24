import { expect, test } from 'vitest'
import { Database } from '../../server/db/database.ts'
import { raw, sql } from '../../server/db/sql.ts'
import { createTestDatabase, startTestApp } from '../harness/index.ts'

// What a client selects with `field` makes the text of a statement, and texts that are kept take memory.

const { world, get } = await startTestApp()

const fillWithChosen = async () => {
  const { url } = await createTestDatabase()
  const database = new Database({ url, poolSize: 1, statementTimeoutMilliseconds: 10_000, preparedStatements: true })
  const answers: number[] = []
  try {
    for (const number of [...Array(80).keys(), 0]) {
      const statement = sql`select ${raw(String(number))} as chosen`
      const options = { prepare: 'walk', chosenByClient: true } as const
      answers.push((await database.one<{ chosen: number }>(statement, options)).chosen)
    }
    const { rows } = await database.walkPool.query('select name from pg_prepared_statements')
    return { answers, kept: rows.length }
  } finally {
    await database.close()
  }
}

test('of the texts that clients choose only the first ones are kept', async () => {
  const { answers, kept } = await fillWithChosen()
  expect(answers).toEqual([...Array(80).keys(), 0])
  expect(kept).toBe(50)
})

test('selections beyond those are answered like any other', async () => {
  await fillWithChosen()
  const { provider } = await world.marketplace()
  const staff = await world.staff()
  const path = `/api/marketplace-service-providers/${provider.hex}/projects/`
  const whole = (await get(path, { as: staff })).body[0] as Record<string, unknown>
  const keys = Object.keys(whole)
  expect(keys.length).toBeGreaterThan(20)
  for (const key of keys) {
    const { body } = await get(path, { as: staff, query: { field: ['uuid', key] } })
    expect(body).toEqual([Object.fromEntries(keys.filter((k) => k === 'uuid' || k === key).map((k) => [k, whole[k]]))])
  }
})
