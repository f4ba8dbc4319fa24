import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'

const { app, world, database, logs, tokenOf } = await startTestApp()

// C-032
test.each(['GET', 'HEAD', 'PUT'] as const)(
  'an error of our own (%s) is answered with 500 in JSON, which tells nothing of it, and is logged',
  async (method) => {
    const { base, owner } = await world.marketplace()
    const headers = { authorization: `Token ${await tokenOf(owner)}`, host: 'api.test' }
    // Nothing but a broken installation makes one: a column that the statements name is gone.
    await database.run(sql`alter table service_provider rename column description to broken_column`)
    const answer = await app.inject(
      method === 'PUT' ? { method, url: base, headers, payload: { description: 'x' } } : { method, url: base, headers },
    )
    await database.run(sql`alter table service_provider rename column broken_column to description`)
    expect(answer.statusCode).toBe(500)
    expect(answer.headers['content-type']).toMatch(/^application\/json/)
    expect(answer.headers['x-request-id']).toBeTruthy()
    if (method !== 'HEAD') expect(answer.json()).toEqual({ detail: 'Internal server error.' })
    expect(logs.some((line) => line.includes('request failed') && line.includes('description'))).toBe(true)
    expect((await app.inject({ url: base, headers })).statusCode).toBe(200)
  },
)
