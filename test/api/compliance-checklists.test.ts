import { expect, test } from 'vitest'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const makeChecklist = async (name: string, questions = 0): Promise<Made> => {
  const checklist = await world.insert('checklist', { name, checklist_type: 'offering_compliance' })
  for (let index = 0; index < questions; index++) {
    await world.insert('question', { checklist_id: checklist.id, sort_order: index, required: index % 2 === 0 })
  }
  return checklist
}

const use = (market: Marketplace, checklist: Made, values = {}) =>
  world.offering(market.provider.customer, { compliance_checklist_id: checklist.id, ...values })

const summary = async ({ base, owner }: Marketplace) => {
  const { status, headers, body } = await get(`${base}compliance/checklists_summary/`, { as: owner })
  expect(status).toBe(200)
  expect(headers['x-result-count']).toBe(String(body.length))
  return body as Record<string, unknown>[]
}

test('every field; all questions and all offerings of the provider count', async () => {
  const market = await world.marketplace()
  const checklist = await makeChecklist('Sample rules', 3)
  await use(market, checklist, { state: 1 })
  await use(market, checklist, { state: 4, shared: false })
  await use(market, checklist, { state: 5, billable: false })
  const other = await world.marketplace()
  await use(other, checklist)
  const { text } = await get(`${market.base}compliance/checklists_summary/`, { as: market.owner })
  const expected = {
    checklist_uuid: checklist.hex,
    checklist_name: 'Sample rules',
    questions_count: 3,
    offerings_count: 3,
  }
  expect(text).toBe(JSON.stringify([expected]))
  expect(await summary(other)).toMatchObject([{ questions_count: 3, offerings_count: 1 }])
})

test('checklists that no offering of the provider uses are left out', async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  await makeChecklist('Unused', 1)
  await use(other, await makeChecklist('Foreign', 1))
  expect(await summary(market)).toEqual([])
})

test('the most used first, then by name, then the one made first', async () => {
  const market = await world.marketplace()
  const names = ['beta', 'Alpha', 'twin', 'twin', 'rare']
  const made: Made[] = []
  for (const name of names) made.push(await makeChecklist(name, made.length))
  for (const checklist of made) await use(market, checklist)
  for (const checklist of made.slice(0, 4)) await use(market, checklist)
  await use(market, made[0]!)
  const rows = await summary(market)
  expect(rows.map((row) => row.checklist_name)).toEqual(['beta', 'Alpha', 'twin', 'twin', 'rare'])
  expect(rows.map((row) => row.offerings_count)).toEqual([3, 2, 2, 2, 1])
  expect(rows.map((row) => row.questions_count)).toEqual([0, 1, 2, 3, 4])
  expect(rows.map((row) => row.checklist_uuid)).toEqual(made.map(({ hex }) => hex))
})

test('is paged, for HEAD, too', async () => {
  const market = await world.marketplace()
  for (const name of ['A', 'B', 'C']) await use(market, await makeChecklist(name))
  const url = `${market.base}compliance/checklists_summary/`
  const query = { page: 2, page_size: 2 }
  const second = await get(url, { as: market.owner, query })
  expect(second.body).toMatchObject([{ checklist_name: 'C' }])
  expect(second.headers['x-result-count']).toBe('3')
  const head = await request('HEAD', url, { as: market.owner, query })
  expect({ text: head.text, link: head.headers.link }).toEqual({ text: '', link: second.headers.link })
  const missing = await get(url, { as: market.owner, query: { page: 3, page_size: 2 } })
  expect({ status: missing.status, body: missing.body }).toEqual({ status: 404, body: { detail: 'Invalid page.' } })
})
