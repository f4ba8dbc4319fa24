import { describe, expect, test } from 'vitest'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const OK = 3

const makeAccount = (resource: Made, state: number, type = 'robot') =>
  world.insert('robot_account', { resource_id: resource.id, type, username: 'sample-robot', state })

/** A consumer whose resource has a robot account; `name` becomes that of organization and project. */
const withRobot = async (offering: Made, name: string, projectValues = {}) => {
  const consumer = await world.consumer(offering, { name }, { name, ...projectValues })
  await makeAccount(consumer.resource, OK)
  return consumer
}

describe.each([
  ['robot_account_customers', 'customer_name', 'customer'],
  ['robot_account_projects', 'project_name', 'project'],
] as const)('%s', (path, filter, kind) => {
  const list = async ({ base, owner }: Marketplace, query = {}) => {
    const { status, headers, body } = await get(`${base}${path}/`, { as: owner, query })
    expect(status).toBe(200)
    expect(headers['x-result-count']).toBe(String(body.length))
    return body as { name: string; uuid: string }[]
  }

  const names = async (market: Marketplace, query = {}) => (await list(market, query)).map(({ name }) => name)

  test('has name and uuid of each, in the order of names', async () => {
    const market = await world.marketplace()
    const second = await withRobot(market.offering, 'beta')
    const first = await withRobot(market.offering, 'Alpha')
    expect(await list(market)).toEqual([
      { name: 'Alpha', uuid: first[kind].hex },
      { name: 'beta', uuid: second[kind].hex },
    ])
  })

  test('equal names are told apart and keep their order of creation', async () => {
    const market = await world.marketplace()
    const made = [
      await withRobot(market.offering, 'Same'),
      await withRobot(market.offering, 'Same'),
      await withRobot(market.offering, 'Same'),
    ]
    expect((await list(market)).map(({ uuid }) => uuid)).toEqual(made.map((consumer) => consumer[kind].hex))
  })

  test.each([
    ['Requested', 1, false],
    ['Creating', 2, false],
    ['OK', 3, true],
    ['Requested deletion', 4, true],
    ['Deleted', 5, false],
    ['Error', 6, false],
  ])('an account that is %s leads to it: state %i, %s', async (_label, state, listed) => {
    const market = await world.marketplace()
    await makeAccount(market.resource, state)
    expect(await list(market)).toHaveLength(listed ? 1 : 0)
  })

  test('several accounts and resources lead to it once', async () => {
    const market = await world.marketplace()
    await makeAccount(market.resource, OK, 'one')
    await makeAccount(market.resource, 4, 'two')
    await makeAccount(await world.resource(market.offering, market.project), OK)
    expect(await list(market)).toHaveLength(1)
  })

  test('not shared offerings, terminated resources and removed projects count', async () => {
    const market = await world.marketplace()
    const hidden = await world.offering(market.provider.customer, { shared: false, state: 1 })
    await withRobot(hidden, 'Hidden')
    await withRobot(market.offering, 'Removed', { is_removed: true })
    const { project } = await world.consumer(hidden, { name: 'Terminated' }, { name: 'Terminated' })
    await makeAccount(await world.resource(market.offering, project, { state: 6 }), OK)
    expect(await names(market)).toEqual(['Hidden', 'Removed', 'Terminated'])
  })

  test('accounts in resources of another provider do not count, not even in the same project', async () => {
    const market = await world.marketplace()
    const other = await world.marketplace()
    await makeAccount(await world.resource(other.offering, market.project), OK)
    expect(await list(market)).toEqual([])
    expect(await list(other)).toHaveLength(1)
  })

  test.each([
    ['alpha', ['Alpha one', 'Alphabet']],
    ['ONE', ['Alpha one']],
    ['a o', ['Alpha one']],
    ['%', ['100%']],
    ['_', ['under_score']],
    ['\\', ['back\\slash']],
    ['ẞ', ['Straße']],
    ['nothing like it', []],
    ['', ['100%', 'Alpha one', 'Alphabet', 'back\\slash', 'Straße', 'under_score']],
  ])(`${filter}=%s is a part of the name in any case`, async (value, expected) => {
    const market = await world.marketplace()
    for (const name of ['Alpha one', 'Alphabet', '100%', 'under_score', 'back\\slash', 'Straße']) {
      await withRobot(market.offering, name)
    }
    expect((await names(market, { [filter]: value })).sort()).toEqual([...expected].sort())
  })

  test(`${filter} is not trimmed`, async () => {
    const market = await world.marketplace()
    await withRobot(market.offering, 'Alpha')
    await withRobot(market.offering, 'Before Alpha')
    expect(await names(market, { [filter]: ' Alpha' })).toEqual(['Before Alpha'])
    expect(await names(market, { [filter]: ' ' })).toEqual(['Before Alpha'])
  })

  test('the filter narrows by the own name, not by that of a sibling', async () => {
    const market = await world.marketplace()
    const { customer } = await withRobot(market.offering, 'Wanted')
    const sibling = await world.project(customer, { name: 'Sibling' })
    await makeAccount(await world.resource(market.offering, sibling), OK)
    await withRobot(market.offering, 'Elsewhere')
    const expected = kind === 'customer' ? ['Wanted'] : ['Sibling']
    expect(await names(market, { [filter]: expected[0]! })).toEqual(expected)
  })

  test("the other list's filter, order and fields are unknown parameters", async () => {
    const market = await world.marketplace()
    await withRobot(market.offering, 'Alpha')
    await withRobot(market.offering, 'Beta')
    const foreign = filter === 'customer_name' ? 'project_name' : 'customer_name'
    const query = { [foreign]: 'Alpha', o: '-name', field: 'uuid' }
    const { headers, body } = await get(`${market.base}${path}/`, { as: market.owner, query })
    expect(body).toMatchObject([{ name: 'Alpha' }, { name: 'Beta' }])
    expect(headers['x-unknown-params']).toBe(`${foreign}, o, field`)
  })

  test('is paged, for HEAD, too', async () => {
    const market = await world.marketplace()
    for (const name of ['A', 'B', 'C']) await withRobot(market.offering, name)
    const url = `${market.base}${path}/`
    const second = await get(url, { as: market.owner, query: { page: 2, page_size: 2 } })
    expect(second.body).toMatchObject([{ name: 'C' }])
    expect(second.headers['x-result-count']).toBe('3')
    const missing = await get(url, { as: market.owner, query: { page: 3, page_size: 2 } })
    expect({ status: missing.status, body: missing.body }).toEqual({ status: 404, body: { detail: 'Invalid page.' } })
    const head = await request('HEAD', url, { as: market.owner, query: { page: 2, page_size: 2 } })
    expect(head.text).toBe('')
    expect(head.headers.link).toBe(second.headers.link)
    expect(head.headers['x-result-count']).toBe('3')
  })
})

test("project_name looks at the resource's project, not at that of the offering (C-059)", async () => {
  const market = await world.marketplace()
  const home = await world.project(market.provider.customer, { name: 'Home of the offering' })
  const offering = await world.offering(market.provider.customer, { project_id: home.id })
  await withRobot(offering, 'Home of the resource')
  const listed = async (name: string) =>
    (await get(`${market.base}robot_account_projects/`, { as: market.owner, query: { project_name: name } })).body
  expect(await listed('of the resource')).toMatchObject([{ name: 'Home of the resource' }])
  expect(await listed('of the offering')).toEqual([])
})
