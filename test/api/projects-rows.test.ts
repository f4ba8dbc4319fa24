import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get, database } = await startTestApp()

/** Ids of the rows in their order; the count says how many there are. */
const idsOf = async ({ base, owner }: Marketplace, list: string): Promise<string[]> => {
  const { status, headers, body } = await get(base + list, { as: owner })
  expect(status).toBe(200)
  expect(headers['x-result-count']).toBe(String(body.length))
  return body.map((row: { uuid: string }) => row.uuid)
}

const ids = (market: Marketplace) => idsOf(market, 'projects/')
const idsOfCustomer = (market: Marketplace, customer: Made) =>
  idsOf(market, `customer_projects/?project_customer_uuid=${customer.hex}`)

test.each([
  [1, 'Creating', true],
  [2, 'OK', true],
  [3, 'Erred', true],
  [4, 'Updating', true],
  [5, 'Terminating', true],
  [6, 'Terminated', false],
])('a resource in state %i (%s) makes its project listed: %s', async (state, _label, isListed) => {
  const market = await world.marketplace()
  const { customer, project } = await world.consumer(await world.offering((await world.provider()).customer))
  await world.resource(market.offering, project, { state })
  const expected = isListed ? [project.hex] : []
  expect((await ids(market)).filter((id) => id !== market.project.hex)).toEqual(expected)
  expect(await idsOfCustomer(market, customer)).toEqual(expected)
})

test('removed projects, projects of offerings that are not shared and those without resources are left out', async () => {
  const market = await world.marketplace()
  const { consumer, offering, provider } = market
  await world.resource(offering, await world.project(consumer, { is_removed: true }))
  const hidden = await world.offering(provider.customer, { shared: false })
  await world.resource(hidden, await world.project(consumer))
  await world.project(consumer)
  const other = await world.marketplace()
  await world.resource(other.offering, await world.project(consumer))
  expect(await ids(market)).toEqual([market.project.hex])
  expect(await idsOfCustomer(market, consumer)).toEqual([market.project.hex])
})

test('state and billing of the offering do not matter, nor does a blocked or archived customer', async () => {
  const market = await world.marketplace()
  const expected = [market.project.hex]
  for (const values of [{ state: 1 }, { state: 3 }, { state: 4 }, { state: 5 }, { billable: false }]) {
    const offering = await world.offering(market.provider.customer, values)
    expected.push((await world.consumer(offering, { blocked: true, archived: true })).project.hex)
  }
  expect((await ids(market)).sort()).toEqual(expected.sort())
})

test('a project with several resources and offerings is listed once', async () => {
  const market = await world.marketplace()
  await world.resource(market.offering, market.project)
  await world.resource(await world.offering(market.provider.customer), market.project, { state: 6 })
  await world.resource(await world.offering(market.provider.customer), market.project)
  expect(await ids(market)).toEqual([market.project.hex])
  expect(await idsOfCustomer(market, market.consumer)).toEqual([market.project.hex])
})

test('rows are ordered by name without regard to case and accents, equal names by their creation', async () => {
  const market = await world.marketplace()
  const made: Made[] = []
  for (const name of ['Zulu', 'same', 'émile', 'same', 'Beta', 'alpha', 'same']) {
    const project = await world.project(market.consumer, { name })
    await world.resource(market.offering, project)
    made.push(project)
  }
  const [zulu, first, emile, second, beta, alpha, third] = made
  const expected = [alpha, beta, emile, market.project, first, second, third, zulu].map((row) => row!.hex)
  expect(await ids(market)).toEqual(expected)
  expect(await idsOfCustomer(market, market.consumer)).toEqual(expected)
})

test('a project leaves with its removal and returns with its recovery', async () => {
  const market = await world.marketplace()
  const setRemoved = (isRemoved: boolean) =>
    database.transaction((transaction) =>
      transaction.writeRolledUp(
        sql`update project set is_removed = ${isRemoved} where id = ${market.project.id}`,
        (rollup) => {
          rollup.project(market.project.id)
        },
      ),
    )
  await setRemoved(true)
  expect(await ids(market)).toEqual([])
  expect(await idsOfCustomer(market, market.consumer)).toEqual([])
  await setRemoved(false)
  expect(await ids(market)).toEqual([market.project.hex])
})

test('customer_projects shows the projects of that customer only', async () => {
  const market = await world.marketplace()
  const { customer, project } = await world.consumer(market.offering)
  expect(await idsOfCustomer(market, customer)).toEqual([project.hex])
  expect(await idsOfCustomer(market, market.consumer)).toEqual([market.project.hex])
  const other = await world.marketplace()
  expect(await idsOfCustomer(market, other.consumer)).toEqual([])
})

test.each([
  ['missing', () => ''],
  ['empty', () => '?project_customer_uuid='],
  ['malformed', () => '?project_customer_uuid=zzz'],
  ['a NUL', () => '?project_customer_uuid=%00'],
  ['unknown', () => '?project_customer_uuid=00000000-0000-4000-8000-0000000000ff'],
  ['the uuid of a project', ({ project }: Marketplace) => `?project_customer_uuid=${project.hex}`],
  ['preceded by a blank', ({ consumer }: Marketplace) => `?project_customer_uuid=%20${consumer.hex}`],
  ['followed by a blank', ({ consumer }: Marketplace) => `?project_customer_uuid=${consumer.hex}%20`],
])('when project_customer_uuid is %s the list is empty', async (_title, query) => {
  const market = await world.marketplace()
  const path = `${market.base}customer_projects/${query(market)}`
  const { status, headers, body } = await get(path, { as: market.owner })
  expect({ status, body, count: headers['x-result-count'] }).toEqual({ status: 200, body: [], count: '0' })
  expect(headers.link).toMatch(/^<[^>]*>; rel="first", <[^>]*>; rel="last"$/)
})

test.each([
  ['with hyphens', (uuid: string) => uuid],
  ['in upper case', (uuid: string) => uuid.toUpperCase()],
  ['in braces', (uuid: string) => `{${uuid}}`],
  ['as urn', (uuid: string) => `urn:uuid:${uuid}`],
])('project_customer_uuid is understood %s', async (_title, spell) => {
  const market = await world.marketplace()
  const { body } = await get(`${market.base}customer_projects/`, {
    as: market.owner,
    query: { project_customer_uuid: spell(market.consumer.uuid) },
  })
  expect(body).toHaveLength(1)
})

test('project_customer_uuid and customer are both to be met', async () => {
  const market = await world.marketplace()
  const { customer } = await world.consumer(market.offering)
  const own = `customer_projects/?project_customer_uuid=${market.consumer.hex}&customer=`
  expect(await idsOf(market, own + market.consumer.uuid)).toEqual([market.project.hex])
  expect(await idsOf(market, own + customer.uuid)).toEqual([])
  expect(await idsOf(market, `${own}${customer.uuid},${market.consumer.hex}`)).toEqual([market.project.hex])
})
