import { beforeAll, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'
import { sentStatements } from './explain.ts'
import { fillMarket, SHARES } from './market.ts'

const { get, database, world } = await startTestApp({ RESPONSE_CACHE_MB: '0' })

let staff: { id: string }
let keys = ''

beforeAll(async () => {
  await fillMarket(database)
  staff = await world.staff()
  const { uuid } = await database.one<{ uuid: string }>(sql`
    select uuid from service_provider where customer_id = ${SHARES.large}
  `)
  keys = `/api/marketplace-service-providers/${uuid}/keys/`
}, 120_000)

test('a page is the same whether it is walked or found by the order, which is read aside', async () => {
  // Two walks of this page cost as much as the order. What other tests commit meanwhile makes the list begin anew, so
  // this waits for a moment of quiet.
  const path = `${keys}?page=300`
  const expected = ((await get(path, { as: staff })).body as { uuid: string }[]).map(({ uuid }) => uuid)
  expect(expected).toHaveLength(10)
  const seen = { walked: 0, byOrder: 0, orders: 0 }
  for (const until = Date.now() + 100_000; Date.now() < until && seen.byOrder < 20;) {
    const sent = await sentStatements(database, async () => {
      const { status, body } = await get(path, { as: staff })
      expect(status).toBe(200)
      expect((body as { uuid: string }[]).map(({ uuid }) => uuid)).toEqual(expected)
    })
    const texts = sent.map(({ statement }) => statement.text)
    const orders = texts.filter((text) => text.includes('string_agg(int8send'))
    const pages = texts.filter((text) => text.includes('"public_key"'))
    const isWalked = pages.some((text) => text.includes('row_number()'))
    seen.orders += orders.length
    seen[isWalked ? 'walked' : 'byOrder']++
    expect(pages).toHaveLength(1)
    // Whoever begins the order does not wait for it.
    if (orders.length > 0) expect(isWalked).toBe(true)
  }
  expect(seen.byOrder).toBeGreaterThan(0)
  expect(seen.walked).toBeGreaterThan(0)
  expect(seen.orders).toBeGreaterThan(0)
  expect(seen.orders).toBeLessThanOrEqual(seen.walked)
}, 120_000)
