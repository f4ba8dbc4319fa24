import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get, database } = await startTestApp()

const names = async ({ base, owner }: Marketplace, query = ''): Promise<string[]> => {
  const { status, headers, body } = await get(`${base}customers/${query}`, { as: owner })
  expect(status).toBe(200)
  expect(headers['x-result-count']).toBe(String(body.length))
  return body.map((row: { name: string }) => row.name)
}

/** Another offering of the provider, with a customer of this name who has a resource of it. */
const customerOf = async ({ provider }: Marketplace, name: string, offering = {}) =>
  world.consumer(await world.offering(provider.customer, offering), { name })

test.each([
  [1, 'Creating', true],
  [2, 'OK', true],
  [3, 'Erred', true],
  [4, 'Updating', true],
  [5, 'Terminating', true],
  [6, 'Terminated', false],
])('a resource in state %i (%s) makes its customer listed: %s', async (state, _label, isListed) => {
  const market = await world.marketplace()
  const customer = await world.customer({ name: 'By State' })
  await world.resource(market.offering, await world.project(customer), { state })
  expect(await names(market, '?name_exact=By+State')).toEqual(isListed ? ['By State'] : [])
})

test('state and billing of the offering do not matter, but it must be shared', async () => {
  const market = await world.marketplace()
  for (const state of [1, 3, 4, 5]) await customerOf(market, `kept ${state}`, { state })
  await customerOf(market, 'kept not billed', { billable: false })
  await customerOf(market, 'hidden', { shared: false })
  expect(await names(market)).toEqual(['kept 1', 'kept 3', 'kept 4', 'kept 5', 'kept not billed', market.consumer.name])
})

test('a customer with several projects, resources and offerings is listed once', async () => {
  const market = await world.marketplace()
  const more = await world.offering(market.provider.customer)
  const project = await world.project(market.consumer)
  await world.resource(market.offering, project)
  await world.resource(more, project)
  await world.resource(more, market.project)
  expect(await names(market)).toEqual([market.consumer.name])
})

test('customers of another provider and customers without resources are not listed', async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  await world.project(await world.customer({ name: 'Without resources' }))
  expect(await names(market)).toEqual([market.consumer.name])
  expect(await names(other)).toEqual([other.consumer.name])
})

test('a customer of two providers is listed by both, each time by its own resources', async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  await world.resource(other.offering, await world.project(market.consumer))
  expect((await names(other)).sort()).toEqual([market.consumer.name, other.consumer.name].sort())
  const { body } = await get(`${other.base}customers/?name_exact=${market.consumer.name}`, { as: other.owner })
  expect(body[0].projects_count).toBe(1)
})

test('the organization of the provider is listed when it uses its own offerings', async () => {
  const market = await world.marketplace()
  await world.resource(market.offering, await world.project(market.provider.customer))
  expect(await names(market)).toContain(market.provider.customer.name)
})

test('blocked and archived customers are listed', async () => {
  const market = await world.marketplace()
  await world.consumer(market.offering, { name: 'A blocked', blocked: true })
  await world.consumer(market.offering, { name: 'An archived', archived: true })
  expect(await names(market)).toEqual(['A blocked', 'An archived', market.consumer.name])
})

test('a customer whose only project is removed is listed without projects, its count says 1', async () => {
  const market = await world.marketplace()
  await world.consumer(market.offering, { name: 'Gone' }, { is_removed: true })
  const { body } = await get(`${market.base}customers/?name=Gone`, { as: market.owner })
  expect(body).toMatchObject([{ name: 'Gone', projects_count: 1, projects: [] }])
})

test('rows are ordered by name, equal names by their creation', async () => {
  const market = await world.marketplace()
  const made: Made[] = []
  for (const name of ['same', 'Zeta', 'same', 'alpha', 'same'])
    made.push((await world.consumer(market.offering, { name })).customer)
  const [first, zeta, second, alpha, third] = made
  const { body } = await get(`${market.base}customers/`, { as: market.owner })
  expect(body.map((row: { uuid: string }) => row.uuid)).toEqual(
    [alpha, market.consumer, first, second, third, zeta].map((row) => row!.hex),
  )
})

test('there is no order to choose: `o` is unknown here', async () => {
  const market = await world.marketplace()
  await world.consumer(market.offering, { name: 'Alpha' })
  for (const o of ['foo', '-name']) {
    const { status, headers, body } = await get(`${market.base}customers/?o=${o}`, { as: market.owner })
    expect(status).toBe(200)
    expect(headers['x-unknown-params']).toBe('o')
    expect(body.map((row: { name: string }) => row.name)).toEqual(['Alpha', market.consumer.name])
  }
})

test('a customer leaves with its last live resource and returns with a new one', async () => {
  const market = await world.marketplace()
  await database.transaction((transaction) =>
    transaction.writeRolledUp(sql`update resource set state = 6 where id = ${market.resource.id}`, (rollup) => {
      rollup.project(market.project.id)
    }),
  )
  expect(await names(market)).toEqual([])
  await world.resource(market.offering, market.project)
  expect(await names(market)).toEqual([market.consumer.name])
})

test('withdrawing an offering from the public empties the list', async () => {
  const market = await world.marketplace()
  await database.transaction((transaction) =>
    transaction.writeRolledUp(sql`update offering set shared = false where id = ${market.offering.id}`, (rollup) => {
      rollup.offering(market.offering.id)
    }),
  )
  expect(await names(market)).toEqual([])
})

test('a renamed customer is listed and ordered under its new name', async () => {
  const market = await world.marketplace()
  const { customer } = await world.consumer(market.offering, { name: 'Aardvark' })
  await world.consumer(market.offering, { name: 'Badger' })
  await database.transaction((transaction) =>
    transaction.writeRolledUp(sql`update customer set name = 'Zebra' where id = ${customer.id}`, (rollup) => {
      rollup.customer(customer.id)
    }),
  )
  expect(await names(market)).toEqual(['Badger', market.consumer.name, 'Zebra'])
})
