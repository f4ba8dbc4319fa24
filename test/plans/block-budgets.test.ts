import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'
import { explainStatements } from './explain.ts'
import { fillMarket, SHARES } from './market.ts'

// What a page costs, in blocks of the database that it touches: the same on every machine and under any load. A plan
// that no longer walks its index costs a multiple of its budget.

// Nothing may be answered from what an earlier request left.
const { get, database, world } = await startTestApp({ RESPONSE_CACHE_MB: '0' })

let staff: { id: string }
const bases: Record<string, string> = {}

beforeAll(async () => {
  await fillMarket(database)
  staff = await world.staff()
  for (const [share, customerId] of Object.entries(SHARES)) {
    const { uuid } = await database.one<{ uuid: string }>(sql`
      select uuid from service_provider where customer_id = ${customerId}
    `)
    bases[share] = `/api/marketplace-service-providers/${uuid}/`
  }
}, 120_000)

const LARGE_TABLES = ['app_user', 'invoice', 'invoice_item', 'project', 'resource', 'ssh_key', 'user_role']

/** The statement of a page, after its total is known, and the number of its rows. */
const measure = async (share: string, list: string) => {
  const path = `${bases[share]!}${list}`
  await get(path, { as: staff })
  let rows = 0
  const explained = await explainStatements(database, async () => {
    const answer = await get(path, { as: staff })
    expect(answer.status).toBe(200)
    rows = (answer.body as unknown[]).length
  })
  return { rows, page: explained.at(-1)!, authorization: explained[0]! }
}

// Blocks per row of the page. Users, keys and grants are walked: the rarer the rows, the more are passed over.
const BUDGETS: [share: keyof typeof SHARES, list: string, blocks: number][] = [
  ['large', 'projects/', 20],
  ['large', 'projects/?page_size=100', 20],
  ['middle', 'projects/', 20],
  ['small', 'projects/', 20],
  ['large', 'offerings/', 100],
  ['large', 'offerings/?o=-total_cost', 100],
  ['small', 'offerings/', 100],
  ['large', 'projects/?field=uuid&field=name', 15],
  ['large', 'customers/', 300],
  ['middle', 'customers/', 150],
  ['small', 'customers/', 150],
  ['large', 'customers/?field=uuid&field=name', 15],
  ['large', 'users/', 50],
  ['large', 'users/?page_size=100', 50],
  ['large', 'users/?o=full_name', 50],
  ['large', 'keys/', 40],
  ['large', 'project_permissions/', 30],
  ['large', 'project_service_accounts/', 25],
]

describe('a page touches few blocks per row, and reads no large table from end to end', () => {
  test.each(BUDGETS)('%s provider, %s: at most %i', async (share, list, budget) => {
    const { rows, page } = await measure(share, list)
    expect(rows).toBeGreaterThan(0)
    expect({ perRow: Math.ceil(page.blocks / rows), scanned: [] }).toEqual({
      perRow: expect.toSatisfy((perRow: number) => perRow <= budget) as number,
      scanned: page.scanned.filter((table) => LARGE_TABLES.includes(table)),
    })
  })
})

test('a deep page of a walked list costs what its rows cost, once the order is known', async () => {
  // So deep that it is never walked, not even when others have committed something since it was asked for.
  const { rows, page } = await measure('large', 'keys/?page=1500')
  expect(rows).toBe(10)
  expect(page.blocks / rows).toBeLessThanOrEqual(20)
})

test('a caller is authorized with the same few blocks, whatever the size of the provider', async () => {
  for (const share of Object.keys(SHARES)) {
    const { authorization } = await measure(share, 'projects/')
    expect(authorization.blocks).toBeLessThanOrEqual(40)
  }
})

test('a search for a rare term reads what matches, and not what the provider has', async () => {
  const [user] = await database.rows<{ username: string }>(sql`
    select username from app_user where username like 'user%' order by id limit 1
  `)
  const term = user!.username.slice(0, 14)
  for (const list of ['users/?query=', 'projects/?query=', 'customers/?query=']) {
    const explained = await explainStatements(database, async () => {
      expect((await get(`${bases.large!}${list}${term}`, { as: staff })).status).toBe(200)
    })
    const blocks = explained.reduce((sum, statement) => sum + statement.blocks, 0)
    expect({ list, isCheap: blocks <= 1_000 ? true : blocks }).toEqual({ list, isCheap: true })
  }
})

test.each(['stat/', 'revenue/'])('%s of the provider comes from totals', async (report) => {
  for (const base of Object.values(bases)) {
    const explained = await explainStatements(database, async () => {
      expect((await get(`${base}${report}`, { as: staff })).status).toBe(200)
    })
    const blocks = explained.reduce((sum, statement) => sum + statement.blocks, 0)
    expect(blocks).toBeGreaterThan(5)
    expect(blocks).toBeLessThanOrEqual(80)
  }
})
