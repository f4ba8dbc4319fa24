import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { campaignMachine } from '../../server/modules/campaigns/machine.ts'
import { endCampaigns } from '../../server/modules/campaigns/index.ts'
import { startTestApp, type Made, type Marketplace, type MadeUser } from '../harness/index.ts'

const { database, world, get, post, request } = await startTestApp()

let market: Marketplace
let days: { today: string; tomorrow: string; yesterday: string }

beforeAll(async () => {
  market = await world.marketplace()
  days = await database.one(sql`
    select today::text, (today + 1)::text as tomorrow, (today - 1)::text as yesterday
    from (select (now() at time zone 'utc')::date as today) as day
  `)
})

const bodyOf = (change: Record<string, unknown> = {}) => ({
  name: 'Autumn',
  start_date: days.today,
  end_date: days.tomorrow,
  discount_type: 'discount',
  discount: 25,
  service_provider: `http://api.test${market.base}`,
  offerings: [market.offering.hex],
  ...change,
})

const create = (change: Record<string, unknown> = {}, as: MadeUser = market.owner) =>
  post('/api/promotions-campaigns/', { as, body: bodyOf(change) })

const make = (state = 1, values: Record<string, unknown> = {}): Promise<Made> =>
  world.insert('campaign', {
    ...{ service_provider_id: market.provider.id, name: 'Autumn', discount_type: 'discount', discount: 25 },
    ...{ start_date: days.today, end_date: days.tomorrow, state },
    ...values,
  })

const pathOf = (campaign: { hex: string }): string => `/api/promotions-campaigns/${campaign.hex}/`

test('a campaign is drafted and read', async () => {
  const required = await world.offering(market.provider.customer, { name: 'Base' })
  const { status, body } = await create({
    required_offerings: [required.uuid],
    coupon: 'C',
    stock: 3,
    auto_apply: false,
    months: 2,
    description: 'd',
  })
  expect(status).toBe(201)
  expect(body).toEqual({
    uuid: expect.any(String),
    url: `http://api.test/api/promotions-campaigns/${String(body.uuid)}/`,
    name: 'Autumn',
    start_date: days.today,
    end_date: days.tomorrow,
    coupon: 'C',
    discount_type: 'discount',
    discount: 25,
    stock: 3,
    description: 'd',
    months: 2,
    auto_apply: false,
    state: 'Draft',
    service_provider: `http://api.test${market.base}`,
    offerings: [{ uuid: market.offering.hex, name: expect.any(String) }],
    required_offerings: [required.hex],
  })
  expect((await get(pathOf({ hex: String(body.uuid) }), { as: market.owner })).body).toEqual(body)
  expect((await create()).body).toMatchObject({ months: 1, auto_apply: true, stock: null, coupon: '', description: '' })
})

describe('refusals', () => {
  test.each([
    [() => ({ start_date: days.yesterday }), { start_date: ['Campaign start cannot be before the current date.'] }],
    [
      () => ({ start_date: days.tomorrow, end_date: days.today }),
      { end_date: ['Campaign end cannot be before the start date.'] },
    ],
    [() => ({ stock: 1 }), { stock: ['Stock cannot be defined if auto_apply is true.'] }],
    [() => ({ stock: 1, auto_apply: true }), { stock: ['Stock cannot be defined if auto_apply is true.'] }],
    [() => ({ offerings: [] }), { offerings: ['An offering must be specified.'] }],
    // C-155
    [() => ({ discount: 101 }), { discount: ['Ensure this value is less than or equal to 100.'] }],
    [() => ({ discount: -1 }), { discount: ['Ensure this value is greater than or equal to 0.'] }],
    [() => ({ discount_type: 'gift' }), { discount_type: ['"gift" is not a valid choice.'] }],
    [() => ({ name: '' }), { name: ['This field may not be blank.'] }],
    [
      () => ({ offerings: ['0'.repeat(32)] }),
      { offerings: ['Object with uuid=00000000-0000-0000-0000-000000000000 does not exist.'] },
    ],
    [
      () => ({ service_provider: `/api/marketplace-service-providers/${'0'.repeat(32)}/` }),
      { service_provider: ['Invalid hyperlink - Object does not exist.'] },
    ],
  ])('%#', async (change, expected) => {
    const { status, body } = await create(change())
    expect([status, body]).toEqual([400, expected])
  })

  test('offerings of others, and providers of others', async () => {
    const other = await world.marketplace()
    const message = ['You do not have permissions to create campaign in selected offering.']
    expect((await create({ offerings: [other.offering.hex] })).body).toEqual({ offering: message })
    expect((await create({ required_offerings: [other.offering.hex] })).body).toEqual({ required_offering: message })
    expect((await create({}, other.owner)).body).toEqual({
      service_provider: ['You do not have permissions to create campaign for selected service provider.'],
    })
    expect((await create({ discount_type: 'special_price', discount: 500 })).status).toBe(201)
  })

  test('of blocked organizations', async () => {
    const provider = await world.provider({ customer: await world.customer({ blocked: true }) })
    const offering = await world.offering(provider.customer)
    const service_provider = `/api/marketplace-service-providers/${provider.hex}/`
    const answer = await create({ service_provider, offerings: [offering.hex] }, await world.staff())
    expect([answer.status, answer.body]).toEqual([400, ['Blocked organization is not available.']])
  })

  test('changes by PATCH', async () => {
    expect((await request('PATCH', pathOf(await make()), { as: market.owner, body: {} })).status).toBe(405)
  })
})

describe('changes', () => {
  const update = (campaign: Made, change: Record<string, unknown>) =>
    request('PUT', pathOf(campaign), { as: market.owner, body: bodyOf(change) })

  test('of a draft change everything but the provider', async () => {
    const other = await world.marketplace()
    const campaign = await make(1, { start_date: days.yesterday, months: 5 })
    const { status, body } = await update(campaign, {
      ...{ name: 'Winter', start_date: days.yesterday, discount: 10, auto_apply: false, stock: 2 },
      service_provider: `http://api.test${other.base}`,
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ...{ name: 'Winter', start_date: days.yesterday, discount: 10, auto_apply: false, stock: 2, months: 5 },
      service_provider: `http://api.test${market.base}`,
      offerings: [{ uuid: market.offering.hex }],
    })
    expect((await update(campaign, { offerings: [other.offering.hex] })).status).toBe(400)
    // What is not sent stays, and must fit what is.
    expect((await update(campaign, { name: 'Winter', start_date: days.yesterday, stock: 4 })).body).toMatchObject({
      stock: 4,
      auto_apply: false,
    })
    expect(await update(campaign, { start_date: days.yesterday, auto_apply: true })).toMatchObject({
      status: 400,
      body: { stock: ['Stock cannot be defined if auto_apply is true.'] },
    })
    expect((await get(pathOf(campaign), { as: market.owner })).body).toMatchObject({ name: 'Winter' })
  })

  test('of an active campaign change what it is called only', async () => {
    const campaign = await make(2)
    const { status, body } = await update(campaign, {
      ...{ name: 'Winter', description: 'new', coupon: 'X', discount: 99, start_date: '2000-01-01', offerings: [] },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ...{ name: 'Winter', description: 'new', coupon: 'X', discount: 25, start_date: days.today, offerings: [] },
    })
  })

  test('of a terminated campaign are refused', async () => {
    const { status, body } = await update(await make(3), {})
    expect([status, body]).toEqual([409, { detail: 'Valid states for operation: Draft, Active.' }])
  })
})

describe('every action in every state', () => {
  const actions = Object.entries(campaignMachine.actions)
  const pairs = actions.flatMap(([action, edge]) =>
    Object.entries(campaignMachine.states).map(([state, code]) => ({ action, state, code, edge })),
  )

  test.each(pairs)('$action when $state', async ({ action, state, code, edge }) => {
    const campaign = await make(code)
    const { status, body } = await post(`${pathOf(campaign)}${action}/`, { as: market.owner })
    const now = await get(pathOf(campaign), { as: market.owner })
    if ((edge.from as readonly string[]).includes(state)) {
      expect([status, body]).toEqual([200, `Campaign has been ${action}d`])
      expect(now.body.state).toBe(edge.to)
    } else {
      expect([status, body]).toEqual([409, { detail: `Valid states for operation: ${edge.from.join(', ')}.` }])
      expect(now.body.state).toBe(state)
    }
  })

  test.each([
    ['Draft', 1, 204],
    ['Active', 2, 400],
    ['Terminated', 3, 400],
  ])('delete when %s', async (_state, code, expected) => {
    const campaign = await make(code)
    const { status, body } = await request('DELETE', pathOf(campaign), { as: market.owner })
    expect(status).toBe(expected)
    if (expected === 400) expect(body).toEqual(['You can delete draft campaigns only.'])
    expect((await get(pathOf(campaign), { as: market.owner })).status).toBe(expected === 204 ? 404 : 200)
  })

  test('two activations at once: one wins', async () => {
    const campaign = await make()
    const answers = await Promise.all([1, 2].map(() => post(`${pathOf(campaign)}activate/`, { as: market.owner })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })
})

test('a campaign that is over is not activated any more', async () => {
  const over = await make(1, { start_date: '2024-02-01', end_date: '2024-02-28' })
  const refused = await post(`${pathOf(over)}activate/`, { as: market.owner })
  expect([refused.status, refused.body]).toEqual([400, ['The campaign is over.']])
  expect((await get(pathOf(over), { as: market.owner })).body.state).toBe('Draft')
})

test('campaigns are ended on the day after their last one', async () => {
  const [over, last, draft] = [
    await make(2, { start_date: '2024-02-01', end_date: '2024-02-28' }),
    await make(2, { start_date: '2024-02-01', end_date: '2024-02-29' }),
    await make(1, { start_date: '2024-02-01', end_date: '2024-02-28' }),
  ]
  await endCampaigns(database, sql`'2024-02-29T23:59:59Z'::timestamptz`)
  const states = await Promise.all(
    [over, last, draft].map(async (one) => (await get(pathOf(one), { as: market.owner })).body.state as string),
  )
  expect(states).toEqual(['Terminated', 'Active', 'Draft'])
})

test('campaigns by every filter, in order', async () => {
  const own = await world.marketplace()
  const insert = (name: string, values: Record<string, unknown>) =>
    world.insert('campaign', {
      ...{ service_provider_id: own.provider.id, name, discount_type: 'discount', discount: 1 },
      ...values,
    })
  const first = await insert('First', { start_date: '2024-01-01', end_date: '2024-09-01', state: 3 })
  await insert('Second', { start_date: '2024-02-01', end_date: '2024-03-01', state: 1, discount_type: 'special_price' })
  await world.link('campaign_offering', { campaign_id: first.id, offering_id: own.offering.id })
  const list = async (query: Record<string, string>) => {
    const { status, body, headers } = await get('/api/promotions-campaigns/', { as: own.owner, query })
    expect([status, headers['x-result-count']]).toEqual([200, String(body.length)])
    return (body as { name: string }[]).map(({ name }) => name)
  }
  expect(await list({})).toEqual(['Second', 'First'])
  expect(await list({ o: 'start_date' })).toEqual(['First', 'Second'])
  expect(await list({ o: '-end_date' })).toEqual(['First', 'Second'])
  expect(await list({ state: 'Terminated' })).toEqual(['First'])
  expect(await list({ discount_type: 'special_price' })).toEqual(['Second'])
  expect(await list({ start_date: '2024-02-01' })).toEqual(['Second'])
  expect(await list({ end_date: '2024-09-01' })).toEqual(['First'])
  expect(await list({ query: 'sec' })).toEqual(['Second'])
  expect(await list({ offering_uuid: own.offering.hex })).toEqual(['First'])
  expect(await list({ offering: `/api/marketplace-public-offerings/${own.offering.hex}/` })).toEqual(['First'])
  expect(await list({ service_provider_uuid: own.provider.hex })).toEqual(['Second', 'First'])
  expect(await list({ service_provider_uuid: market.provider.hex })).toEqual([])
  expect((await get('/api/promotions-campaigns/', { as: own.owner, query: { state: 'Open' } })).status).toBe(400)
})

test('what a campaign has discounted is listed: its resources, and the orders that made them', async () => {
  const campaign = await make(2)
  const other = await make(2, { name: 'Other' })
  const resources: Made[] = []
  const orders: Made[] = []
  for (const of of [campaign, campaign, other]) {
    const resource = await world.resource(market.offering, market.project)
    await world.link('campaign_resource', { campaign_id: of.id, resource_id: resource.id, first_month: days.today })
    for (const type of [1, 2]) {
      const order = await world.insert('marketplace_order', {
        ...{ resource_id: resource.id, offering_id: market.offering.id, project_id: market.project.id },
        ...{ created_by_id: market.owner.id, type, state: 3 },
      })
      if (type === 1) orders.push(order)
    }
    resources.push(resource)
  }
  const as = market.owner
  const listed = await get(`${pathOf(campaign)}resources/`, { as, query: { field: ['uuid', 'name'] } })
  expect(listed.headers['x-result-count']).toBe('2')
  expect((listed.body as { uuid: string }[]).map(({ uuid }) => uuid)).toEqual(
    resources.slice(0, 2).map(({ hex }) => hex),
  )
  expect(Object.keys((listed.body as object[])[0] ?? {}).toSorted()).toEqual(['name', 'uuid'])
  const ordered = await get(`${pathOf(campaign)}orders/`, { as, query: { page_size: 1, page: 2 } })
  expect(ordered.headers['x-result-count']).toBe('2')
  expect(ordered.body).toMatchObject([
    { uuid: orders[1]?.hex, type: 'Create', marketplace_resource_uuid: resources[1]?.hex },
  ])
})
