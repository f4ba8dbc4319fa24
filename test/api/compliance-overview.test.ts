import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get, request, database } = await startTestApp()

const makeChecklist = (name = 'Sample checklist') =>
  world.insert('checklist', { name, checklist_type: 'offering_compliance' })

const account = async (offering: Made, values = {}): Promise<Made> =>
  world.insert('offering_user', { offering_id: offering.id, user_id: (await world.user()).id, ...values })

const complete = (scope: Made, checklist: Made, is_completed: boolean, content_type = 'offering_user') =>
  world.insert('checklist_completion', { checklist_id: checklist.id, object_id: scope.id, content_type, is_completed })

const overview = async ({ base, owner }: Pick<Marketplace, 'base' | 'owner'>) => {
  const { status, headers, body } = await get(`${base}compliance/compliance_overview/`, { as: owner })
  expect(status).toBe(200)
  expect(headers['x-result-count']).toBe(String(body.length))
  return body as Record<string, unknown>[]
}

/** A marketplace with an offering that has a checklist, besides the one that has none. */
const withChecklist = async () => {
  const market = await world.marketplace()
  const checklist = await makeChecklist()
  const offering = await world.offering(market.provider.customer, {
    name: 'Sample cluster',
    compliance_checklist_id: checklist.id,
  })
  return { market, checklist, offering }
}

test('every field, of the offering with a checklist only', async () => {
  const { market, checklist, offering } = await withChecklist()
  await account(offering)
  await complete(await account(offering), checklist, false)
  await complete(await account(offering), checklist, true)
  await account(market.offering)
  const { text } = await get(`${market.base}compliance/compliance_overview/`, { as: market.owner })
  const expected = {
    offering_uuid: offering.hex,
    offering_name: 'Sample cluster',
    checklist_name: 'Sample checklist',
    total_users: 3,
    users_with_completions: 2,
    completed_users: 1,
    pending_users: 1,
    compliance_rate: 33.33333333333333,
  }
  expect(text).toBe(JSON.stringify([expected]))
})

test.each([
  ['nobody', 0, 0, 0, 0],
  ['nobody who has begun', 4, 0, 0, 0],
  ['only people who are at it', 2, 2, 0, 0],
  ['half of the people', 2, 0, 1, 50],
  ['two thirds of the people', 3, 0, 2, 66.66666666666666],
  ['everybody', 2, 0, 2, 100],
])('rate with %s: %i accounts, %i pending, %i completed', async (_title, total, pending, completed, rate) => {
  const { market, checklist, offering } = await withChecklist()
  for (let index = 0; index < total; index++) {
    const made = await account(offering)
    if (index < completed) await complete(made, checklist, true)
    else if (index < completed + pending) await complete(made, checklist, false)
  }
  const [row] = await overview(market)
  expect(row).toMatchObject({
    total_users: total,
    users_with_completions: pending + completed,
    completed_users: completed,
    pending_users: pending,
  })
  expect(row!.compliance_rate).toBeCloseTo(rate, 10)
})

test('an account takes its completions along to another offering', async () => {
  const { market, checklist, offering } = await withChecklist()
  const other = await world.offering(market.provider.customer, {
    name: 'Sample second',
    compliance_checklist_id: checklist.id,
  })
  const made = await account(offering)
  await complete(made, checklist, true)
  await database.run(sql`update offering_user set offering_id = ${other.id} where id = ${made.id}`)
  expect(await overview(market)).toMatchObject([
    { offering_name: 'Sample cluster', total_users: 0, users_with_completions: 0 },
    { offering_name: 'Sample second', total_users: 1, completed_users: 1 },
  ])
})

test('accounts of every state count, of inactive users, too', async () => {
  const { market, checklist, offering } = await withChecklist()
  for (let state = 1; state <= 10; state++) await complete(await account(offering, { state }), checklist, true)
  const inactive = await world.user({ is_active: false })
  await world.insert('offering_user', { offering_id: offering.id, user_id: inactive.id })
  expect(await overview(market)).toMatchObject([{ total_users: 11, completed_users: 10, pending_users: 0 }])
})

test('completions of another checklist do not count (C-061)', async () => {
  const { market, checklist, offering } = await withChecklist()
  const former = await makeChecklist('Former checklist')
  const one = await account(offering)
  await complete(one, former, true)
  const two = await account(offering)
  await complete(two, former, true)
  await complete(two, checklist, false)
  expect(await overview(market)).toMatchObject([
    { total_users: 2, users_with_completions: 1, completed_users: 0, pending_users: 1 },
  ])
})

test('completions by something else with the same number do not count', async () => {
  const { market, checklist, offering } = await withChecklist()
  const made = await account(offering)
  await complete(made, checklist, true, 'project')
  expect(await overview(market)).toMatchObject([{ total_users: 1, users_with_completions: 0, completed_users: 0 }])
})

test('offerings with one checklist keep their accounts apart', async () => {
  const { market, checklist, offering } = await withChecklist()
  const second = await world.offering(market.provider.customer, {
    name: 'Another sample',
    compliance_checklist_id: checklist.id,
  })
  const user = await world.user()
  const [first, other] = [
    await world.insert('offering_user', { offering_id: offering.id, user_id: user.id }),
    await world.insert('offering_user', { offering_id: second.id, user_id: user.id }),
  ]
  await complete(first, checklist, true)
  await complete(other, checklist, false)
  await account(second)
  expect(await overview(market)).toMatchObject([
    { offering_name: 'Another sample', total_users: 2, completed_users: 0, pending_users: 1, compliance_rate: 0 },
    { offering_name: 'Sample cluster', total_users: 1, completed_users: 1, pending_users: 0, compliance_rate: 100 },
  ])
})

test('offerings of every state, not shared and not billable ones, in the order of names', async () => {
  const provider = await world.provider()
  const owner = await world.owner(provider.customer)
  const checklist = await makeChecklist()
  const make = (name: string, values: Record<string, unknown>) =>
    world.offering(provider.customer, { name, compliance_checklist_id: checklist.id, ...values })
  await make('echo', { state: 5 })
  await make('Bravo', { state: 1, shared: false })
  await make('alpha', { state: 4, billable: false })
  const [twin, second] = [await make('Delta', { state: 3 }), await make('Delta', { state: 2 })]
  const other = await world.provider()
  await world.offering(other.customer, { compliance_checklist_id: checklist.id })
  const rows = await overview({ base: `/api/marketplace-service-providers/${provider.hex}/`, owner })
  expect(rows.map((row) => row.offering_name)).toEqual(['alpha', 'Bravo', 'Delta', 'Delta', 'echo'])
  expect(rows.slice(2, 4).map((row) => row.offering_uuid)).toEqual([twin.hex, second.hex])
})

test('is paged, for HEAD, too; filters of the sibling list are unknown', async () => {
  const { market, checklist } = await withChecklist()
  for (const name of ['Z1', 'Z2']) {
    await world.offering(market.provider.customer, { name, compliance_checklist_id: checklist.id })
  }
  const url = `${market.base}compliance/compliance_overview/`
  const query = { page: 2, page_size: 2, compliance_status: 'completed', o: 'offering_name' }
  const second = await get(url, { as: market.owner, query })
  expect(second.body).toMatchObject([{ offering_name: 'Z2' }])
  expect(second.headers).toMatchObject({ 'x-result-count': '3', 'x-unknown-params': 'compliance_status, o' })
  const head = await request('HEAD', url, { as: market.owner, query })
  expect({ text: head.text, link: head.headers.link }).toEqual({ text: '', link: second.headers.link })
})
