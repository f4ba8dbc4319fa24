import { expect, test } from 'vitest'
import { addDays, isoDate } from '../../demo/calendar.ts'
import { foldTotals } from '../../server/rollup/totals.ts'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get, database } = await startTestApp()

const ZEROS = {
  active_campaigns: 0,
  current_customers: 0,
  customers_number_change: 0,
  active_resources: 0,
  resources_number_change: 0,
  active_and_paused_offerings: 0,
  unresolved_tickets: 0,
  pending_orders: 0,
  erred_resources: 0,
}

/** What `world.marketplace()` alone amounts to. */
const ONE_OF_EACH = { ...ZEROS, current_customers: 1, active_resources: 1, active_and_paused_offerings: 1 }

const statOf = async ({ base, owner }: Pick<Marketplace, 'base' | 'owner'>): Promise<typeof ZEROS> => {
  const { status, body } = await get(`${base}stat/`, { as: owner })
  expect(status).toBe(200)
  return body
}

const day = (offset: number): string => isoDate(addDays(new Date(), offset))

test('a provider without offerings has nothing but zeros, in the order of the documentation', async () => {
  const provider = await world.provider()
  const owner = await world.owner(provider.customer)
  const { text } = await get(`/api/marketplace-service-providers/${provider.hex}/stat/`, { as: owner })
  expect(text).toBe(JSON.stringify(ZEROS))
})

test('one offering with one resource counts as one of each', async () => {
  const market = await world.marketplace()
  await world.marketplace()
  expect(await statOf(market)).toEqual(ONE_OF_EACH)
})

test('query parameters do not matter', async () => {
  const market = await world.marketplace()
  const { body } = await get(`${market.base}stat/`, { as: market.owner, query: { field: 'uuid', page: 7 } })
  expect(body).toEqual(ONE_OF_EACH)
})

// Resources and customers

test.each([
  ['Creating', 1, 1, 0],
  ['OK', 2, 1, 0],
  ['Erred', 3, 1, 1],
  ['Updating', 4, 1, 0],
  ['Terminating', 5, 1, 0],
  ['Terminated', 6, 0, 0],
])('a resource that is %s: active resources and customers, erred resources', async (_label, state, active, erred) => {
  const market = await world.marketplace()
  const project = await world.project(await world.customer())
  await world.resource(market.offering, project, { state })
  expect(await statOf(market)).toEqual({
    ...ONE_OF_EACH,
    current_customers: 1 + active,
    active_resources: 1 + active,
    erred_resources: erred,
  })
})

test.each([
  ['not shared', { shared: false }, 0],
  ['not billable', { billable: false }, 0],
  ['archived', { state: 4 }, 0],
  ['a draft', { state: 1 }, 0],
  ['another active one', {}, 1],
])('resources of an offering that is %s count, too', async (_title, values, offerings) => {
  const market = await world.marketplace()
  const offering = await world.offering(market.provider.customer, values)
  const { project } = await world.consumer(offering)
  await world.resource(offering, project, { state: 3 })
  expect(await statOf(market)).toEqual({
    ...ONE_OF_EACH,
    current_customers: 2,
    active_resources: 3,
    erred_resources: 1,
    active_and_paused_offerings: 1 + offerings,
  })
})

test('a customer with resources of several offerings in several projects counts once', async () => {
  const market = await world.marketplace()
  const hidden = await world.offering(market.provider.customer, { shared: false })
  const second = await world.project(market.consumer)
  await world.resource(market.offering, market.project)
  await world.resource(market.offering, second)
  await world.resource(hidden, second)
  expect(await statOf(market)).toMatchObject({ current_customers: 1, active_resources: 4 })
})

test('resources in removed projects and of blocked or archived customers count', async () => {
  const market = await world.marketplace()
  await world.consumer(market.offering, { blocked: true })
  await world.consumer(market.offering, { archived: true })
  await world.consumer(market.offering, {}, { is_removed: true })
  expect(await statOf(market)).toMatchObject({ current_customers: 4, active_resources: 4 })
})

test('what another provider has in the same project does not count', async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  await world.resource(other.offering, market.project, { state: 3 })
  await world.resource(other.offering, market.project)
  expect(await statOf(market)).toEqual(ONE_OF_EACH)
  expect(await statOf(other)).toMatchObject({ current_customers: 2, active_resources: 3, erred_resources: 1 })
})

test('the provider itself may be its own customer', async () => {
  const market = await world.marketplace()
  await world.resource(market.offering, await world.project(market.provider.customer))
  expect(await statOf(market)).toMatchObject({ current_customers: 2, active_resources: 2 })
})

test('folding the totals changes no figure', async () => {
  const market = await world.marketplace()
  await world.consumer(market.offering)
  await world.resource(market.offering, market.project, { state: 3 })
  const expected = { ...ONE_OF_EACH, current_customers: 2, active_resources: 3, erred_resources: 1 }
  expect(await statOf(market)).toEqual(expected)
  await foldTotals(database)
  expect(await statOf(market)).toEqual(expected)
  await world.resource(market.offering, market.project)
  expect(await statOf(market)).toEqual({ ...expected, active_resources: 4 })
})

// Offerings

test.each([
  ['Draft', 1, {}, 0],
  ['Active', 2, {}, 1],
  ['Paused', 3, {}, 1],
  ['Archived', 4, {}, 0],
  ['Unavailable', 5, {}, 1],
  ['Active but not shared', 2, { shared: false }, 0],
  ['Paused but not billable', 3, { billable: false }, 0],
])('active and paused offerings: one that is %s', async (_title, state, values, expected) => {
  const provider = await world.provider()
  const owner = await world.owner(provider.customer)
  await world.offering(provider.customer, { state, ...values })
  const stat = await statOf({ base: `/api/marketplace-service-providers/${provider.hex}/`, owner })
  expect(stat).toEqual({ ...ZEROS, active_and_paused_offerings: expected })
})

// Orders that wait for the provider

const makeOrder = (market: Marketplace, resource: Made, values: Record<string, unknown>) =>
  world.insert('marketplace_order', {
    offering_id: market.offering.id,
    project_id: market.project.id,
    resource_id: resource.id,
    created_by_id: market.owner.id,
    ...values,
  })

test.each([
  ['pending-consumer', 1, 0],
  ['executing', 2, 0],
  ['done', 3, 0],
  ['erred', 4, 0],
  ['canceled', 5, 0],
  ['rejected', 6, 0],
  ['pending-provider', 7, 1],
  ['pending-project', 8, 0],
  ['pending-start-date', 9, 0],
])('an old order that is %s: pending orders', async (_label, state, pending) => {
  const market = await world.marketplace()
  await makeOrder(market, market.resource, { state, type: 2, created: '2001-02-03T00:00:00Z' })
  expect(await statOf(market)).toEqual({ ...ONE_OF_EACH, pending_orders: pending })
})

test('pending orders of every type count, for not shared offerings, too, but not those of another provider', async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  const hidden = await world.offering(market.provider.customer, { shared: false, state: 4 })
  // A resource has one open order at most.
  for (const type of [1, 2, 3, 4]) {
    await makeOrder(market, await world.resource(market.offering, market.project, { state: 6 }), { type, state: 7 })
  }
  await makeOrder(market, await world.resource(hidden, market.project, { state: 6 }), {
    offering_id: hidden.id,
    state: 7,
  })
  await makeOrder(other, other.resource, { state: 7 })
  expect(await statOf(market)).toEqual({ ...ONE_OF_EACH, pending_orders: 5 })
})

// Campaigns

const makeCampaign = (provider: Made, state: number, from: number, to: number) =>
  world.insert('campaign', {
    service_provider_id: provider.id,
    name: 'Sample campaign',
    start_date: day(from),
    end_date: day(to),
    discount_type: 'discount',
    discount: 10,
    state,
  })

test.each([
  ['in the middle', 2, -5, 5, 1],
  ['on its first day', 2, 0, 5, 1],
  ['on its last day', 2, -5, 0, 1],
  ['on its only day', 2, 0, 0, 1],
  ['a day too early', 2, 1, 5, 0],
  ['a day too late', 2, -5, -1, 0],
  ['while a draft', 1, -5, 5, 0],
  ['when terminated', 3, -5, 5, 0],
])('active campaigns: one %s', async (_title, state, from, to, active) => {
  const market = await world.marketplace()
  await makeCampaign(market.provider, state, from, to)
  expect(await statOf(market)).toEqual({ ...ONE_OF_EACH, active_campaigns: active })
})

test("another provider's campaign does not count", async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  await makeCampaign(other.provider, 2, -1, 1)
  await makeCampaign(other.provider, 2, -1, 1)
  expect((await statOf(market)).active_campaigns).toBe(0)
  expect((await statOf(other)).active_campaigns).toBe(2)
})
