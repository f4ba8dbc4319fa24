import { expect, test } from 'vitest'
import { addDays, monthStart } from '../../demo/calendar.ts'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

// Changes of this month: the creation of a done order decides, not its completion.

const { world, get } = await startTestApp()

const CREATE = 1
const UPDATE = 2
const TERMINATE = 3
const RESTORE = 4
const DONE = 3
const TERMINATED = 6

const START = monthStart(new Date())
const LAST_MONTH = addDays(START, -10)
const THIS_MONTH = new Date()
const JUST_BEFORE = new Date(START.getTime() - 1)

const changes = async ({ base, owner }: Marketplace): Promise<{ customers: number; resources: number }> => {
  const { body } = await get(`${base}stat/`, { as: owner })
  return { customers: body.customers_number_change, resources: body.resources_number_change }
}

const NONE = { customers: 0, resources: 0 }

interface Order {
  type: number
  state?: number
  created?: Date
  completed_at?: Date
}

const makeOrder = (market: Marketplace, offering: Made, project: Made, resource: Made, order: Order) =>
  world.insert('marketplace_order', {
    state: DONE,
    created: THIS_MONTH,
    ...order,
    offering_id: offering.id,
    project_id: project.id,
    resource_id: resource.id,
    created_by_id: market.owner.id,
  })

/** A consumer whose only resource has these orders. */
const consume = async (
  market: Marketplace,
  { offering = market.offering, resource: values = {}, orders = [] as Order[] },
) => {
  const customer = await world.customer()
  const project = await world.project(customer)
  const resource = await world.resource(offering, project, { created: THIS_MONTH, ...values })
  for (const order of orders) await makeOrder(market, offering, project, resource, order)
  return { customer, project, resource }
}

/** A marketplace whose own consumer came long ago, without an order. */
const marketplace = async (): Promise<Marketplace> => {
  const market = await world.marketplace()
  expect(await changes(market)).toEqual(NONE)
  return market
}

test.each([
  ['at the very start of the month', START, 1],
  ['now', THIS_MONTH, 1],
  ['a moment before the month', JUST_BEFORE, 0],
  ['last month', LAST_MONTH, 0],
])('a done order made %s, for a resource of this month', async (_title, created, change) => {
  const market = await marketplace()
  await consume(market, { orders: [{ type: CREATE, created, completed_at: THIS_MONTH }] })
  expect(await changes(market)).toEqual({ customers: change, resources: change })
})

test.each([
  ['at the very start of the month', START, -1],
  ['a moment before the month', JUST_BEFORE, 0],
])('a done order made %s, that ended the only resource', async (_title, created, change) => {
  const market = await marketplace()
  await consume(market, {
    resource: { created: LAST_MONTH, state: TERMINATED },
    orders: [{ type: TERMINATE, created, completed_at: THIS_MONTH }],
  })
  expect(await changes(market)).toEqual({ customers: change, resources: change })
})

test('an order of this month counts although it was completed never or long ago', async () => {
  const market = await marketplace()
  await consume(market, { orders: [{ type: CREATE }] })
  await consume(market, { orders: [{ type: CREATE, completed_at: LAST_MONTH }] })
  expect(await changes(market)).toEqual({ customers: 2, resources: 2 })
})

test.each([
  ['pending-consumer', 1],
  ['executing', 2],
  ['erred', 4],
  ['canceled', 5],
  ['rejected', 6],
  ['pending-provider', 7],
  ['pending-project', 8],
  ['pending-start-date', 9],
])('orders that are %s change nothing', async (_label, state) => {
  const market = await marketplace()
  await consume(market, { orders: [{ type: CREATE, state }] })
  await consume(market, { resource: { state: TERMINATED }, orders: [{ type: TERMINATE, state }] })
  expect(await changes(market)).toEqual(NONE)
})

test.each([
  ['Update', UPDATE],
  ['Restore', RESTORE],
])('done orders of the type %s change nothing', async (_label, type) => {
  const market = await marketplace()
  await consume(market, { orders: [{ type }] })
  await consume(market, { resource: { state: TERMINATED }, orders: [{ type }] })
  expect(await changes(market)).toEqual(NONE)
})

test('a customer who came and left within the month changes nothing in sum', async () => {
  const market = await marketplace()
  await consume(market, {
    resource: { created: START, state: TERMINATED },
    orders: [{ type: CREATE, created: START }, { type: TERMINATE }],
  })
  expect(await changes(market)).toEqual(NONE)
  await consume(market, { orders: [{ type: CREATE }] })
  expect(await changes(market)).toEqual({ customers: 1, resources: 1 })
})

test('several orders of one resource, and several resources of one customer', async () => {
  const market = await marketplace()
  const { project } = await consume(market, { orders: [{ type: CREATE }, { type: CREATE, created: START }] })
  const second = await world.resource(market.offering, project)
  await makeOrder(market, market.offering, project, second, { type: CREATE })
  expect(await changes(market)).toEqual({ customers: 1, resources: 2 })
})

// Gained

const older = { created: JUST_BEFORE }

test.each([
  ['is live', older, 0],
  ['is erred', { ...older, state: 3 }, 0],
  ['is terminated', { ...older, state: TERMINATED }, 1],
  ['was made at the start of the month', { created: START }, 1],
])('no customer is gained when an older resource %s', async (_title, values, gained) => {
  const market = await marketplace()
  const { customer } = await consume(market, { orders: [{ type: CREATE }] })
  await world.resource(market.offering, await world.project(customer), values)
  expect(await changes(market)).toEqual({ customers: gained, resources: 1 })
})

test('an older resource of a not shared offering of the provider counts, one of another provider does not', async () => {
  const market = await marketplace()
  const other = await marketplace()
  const hidden = await world.offering(market.provider.customer, { shared: false })
  const known = await consume(market, { orders: [{ type: CREATE }] })
  await world.resource(hidden, known.project, older)
  const fresh = await consume(market, { orders: [{ type: CREATE }] })
  await world.resource(other.offering, fresh.project, older)
  expect(await changes(market)).toEqual({ customers: 1, resources: 2 })
  expect(await changes(other)).toEqual(NONE)
})

test('an older resource in a removed project counts', async () => {
  const market = await marketplace()
  const { customer } = await consume(market, { orders: [{ type: CREATE }] })
  await world.resource(market.offering, await world.project(customer, { is_removed: true }), older)
  expect(await changes(market)).toEqual({ customers: 0, resources: 1 })
})

test('a resource that is older than its order of this month is no news of its customer', async () => {
  const market = await marketplace()
  await consume(market, { resource: older, orders: [{ type: CREATE }] })
  expect(await changes(market)).toEqual({ customers: 0, resources: 1 })
})

test('orders for a not shared offering count', async () => {
  const market = await marketplace()
  const offering = await world.offering(market.provider.customer, { shared: false, billable: false, state: 4 })
  await consume(market, { offering, orders: [{ type: CREATE }] })
  expect(await changes(market)).toEqual({ customers: 1, resources: 1 })
})

// Lost

const ended = { resource: { created: LAST_MONTH, state: TERMINATED }, orders: [{ type: TERMINATE }] }

test('a customer without a live resource is lost, with all his resources', async () => {
  const market = await marketplace()
  const { project } = await consume(market, ended)
  const second = await world.resource(market.offering, project, ended.resource)
  await makeOrder(market, market.offering, project, second, { type: TERMINATE })
  expect(await changes(market)).toEqual({ customers: -1, resources: -2 })
})

test.each([
  ['Creating', 1, 0],
  ['Erred', 3, 0],
  ['Terminating', 5, 0],
  ['Terminated', TERMINATED, -1],
])('a customer who has another resource that is %s', async (_label, state, change) => {
  const market = await marketplace()
  const { customer } = await consume(market, ended)
  await world.resource(market.offering, await world.project(customer), { state })
  expect(await changes(market)).toEqual({ customers: change, resources: -1 })
})

test('a live resource of a not shared offering keeps a customer, one of another provider does not', async () => {
  const market = await marketplace()
  const other = await marketplace()
  const hidden = await world.offering(market.provider.customer, { shared: false })
  const kept = await consume(market, ended)
  await world.resource(hidden, kept.project, older)
  const lost = await consume(market, ended)
  await world.resource(other.offering, lost.project, older)
  expect(await changes(market)).toEqual({ customers: -1, resources: -2 })
  expect(await changes(other)).toEqual(NONE)
})

test('a done order that left its resource alive loses no customer', async () => {
  const market = await marketplace()
  await consume(market, { resource: older, orders: [{ type: TERMINATE }] })
  expect(await changes(market)).toEqual({ customers: 0, resources: -1 })
})

test('a resource of last month, ended this month, and a new one: the customer stays', async () => {
  const market = await marketplace()
  const { project } = await consume(market, ended)
  const renewed = await world.resource(market.offering, project, { created: START })
  await makeOrder(market, market.offering, project, renewed, { type: CREATE })
  // Nothing older is live, so he counts as gained; he has a live resource, so he is not lost.
  expect(await changes(market)).toEqual({ customers: 1, resources: 0 })
})

test("another provider's orders change nothing, not even in the same project", async () => {
  const market = await marketplace()
  const other = await marketplace()
  const resource = await world.resource(other.offering, market.project)
  await makeOrder(other, other.offering, market.project, resource, { type: CREATE })
  await consume(other, ended)
  await consume(other, ended)
  expect(await changes(market)).toEqual(NONE)
  expect(await changes(other)).toEqual({ customers: -1, resources: -1 })
})
