import { expect, test } from 'vitest'
import { startTestApp, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp()

const names = async ({ base, owner, consumer }: Marketplace, query: string): Promise<string[]> => {
  const perList: string[][] = []
  for (const list of ['projects/?', `customer_projects/?project_customer_uuid=${consumer.hex}&`]) {
    const { status, headers, body } = await get(`${base}${list}${query}`, { as: owner })
    expect(status).toBe(200)
    expect(headers['x-result-count']).toBe(String(body.length))
    perList.push(body.map((row: { name: string }) => row.name))
  }
  const [ofProvider, ofCustomer] = perList as [string[], string[]]
  expect(ofCustomer).toEqual(ofProvider)
  return ofProvider
}

/** Projects Red, Green and Blue of one customer, each with a resource, beside that of the marketplace. */
const scene = async () => {
  const market = await world.marketplace()
  const add = async (name: string, project: Record<string, unknown>, resource: Record<string, unknown>) => {
    const made = await world.project(market.consumer, { name, slug: `slug-${name}`, ...project })
    await world.resource(market.offering, made, resource)
    return made
  }
  const red = await add('Red', { description: 'needle', backend_id: 'needle' }, { name: 'Cluster 1' })
  const green = await add('Green', { slug: 'Fir_tree' }, { name: 'cluster', backend_id: 'Back-End-7' })
  const blue = await add('Blue', {}, { name: 'other', effective_id: 'Effective-7' })
  return { market, red, green, blue }
}

test.each([
  ['re', ['Green', 'Red']],
  ['RED', ['Red']],
  ['slug-b', ['Blue']],
  ['FIR_', ['Green']],
  ['_', ['Green']],
  ['%', []],
  ['needle', []],
  ['Cluster 1', ['Red']],
  ['Cluster', []],
  ['cluster 1', []],
  ['cluster', ['Green']],
  ['back-end-7', ['Green']],
  ['Back-End', []],
  ['EFFECTIVE-7', ['Blue']],
  [' Red ', ['Red']],
])('query=%s finds %j', async (value, expected) => {
  const { market } = await scene()
  expect(await names(market, `query=${encodeURIComponent(value)}`)).toEqual(expected)
})

test('an empty query finds everything', async () => {
  const { market } = await scene()
  expect(await names(market, 'query=')).toHaveLength(4)
})

test('the uuid of a project finds it, in any spelling', async () => {
  const { market, red } = await scene()
  for (const spelling of [red.hex, red.uuid, red.uuid.toUpperCase(), `%7B${red.uuid}%7D`])
    expect(await names(market, `query=${spelling}`), spelling).toEqual(['Red'])
})

test('a uuid also finds the project of a resource that has exactly this text as its id at the backend', async () => {
  const { market, green, blue, red } = await scene()
  const text = 'ABCDEF00-0000-4000-8000-000000000001'
  await world.resource(market.offering, green, { backend_id: text })
  await world.resource(market.offering, blue, { effective_id: text })
  await world.resource(market.offering, red, { name: text })
  expect(await names(market, `query=${text}`)).toEqual(['Blue', 'Green'])
  expect(await names(market, `query=${text.toLowerCase()}`)).toEqual([])
})

test('resources of the provider count in any state and of any offering, and a project is found once', async () => {
  const { market, red, green } = await scene()
  await world.resource(market.offering, red, { name: 'Former', state: 6 })
  await world.resource(market.offering, red, { name: 'Former', state: 2, backend_id: 'former' })
  const hidden = await world.offering(market.provider.customer, { shared: false })
  await world.resource(hidden, green, { name: 'Former' })
  expect(await names(market, 'query=Former')).toEqual(['Green', 'Red'])
})

test('resources of another provider in a shared project are not searched', async () => {
  const { market, red } = await scene()
  const other = await world.marketplace()
  const secret = 'abcdef00-0000-4000-8000-000000000002'
  await world.resource(other.offering, red, { name: 'Theirs', backend_id: 'theirs-1', effective_id: secret })
  for (const value of ['Theirs', 'theirs-1', secret]) expect(await names(market, `query=${value}`), value).toEqual([])
  const { body } = await get(`${other.base}projects/?query=Theirs`, { as: other.owner })
  expect(body).toMatchObject([{ name: 'Red' }])
})

/** One project each of three customers. */
const customers = async () => {
  const market = await world.marketplace()
  const add = async (name: string, values: Record<string, unknown>) =>
    (await world.consumer(market.offering, { name: `${name} Corp`, ...values }, { name })).customer
  const one = await add('One', { native_name: 'Yksi', abbreviation: 'ONE' })
  const two = await add('Two', { native_name: 'Kaksi', abbreviation: '2%' })
  return { market, one, two }
}

const ofProvider = async ({ base, owner }: Marketplace, query: string): Promise<string[]> => {
  const { status, body } = await get(`${base}projects/?${query}`, { as: owner })
  expect(status, query).toBe(200)
  return body.map((row: { name: string }) => row.name)
}

test('customer takes uuids separated by commas or repeated, in any spelling', async () => {
  const { market, one, two } = await customers()
  const find = (query: string) => ofProvider(market, query)
  const unknown = '00000000-0000-4000-8000-0000000000ff'
  expect(await find(`customer=${one.hex}`)).toEqual(['One'])
  expect(await find(`customer=${one.uuid},${two.hex}`)).toEqual(['One', 'Two'])
  expect(await find(`customer=${two.uuid.toUpperCase()},%20${one.hex}`)).toEqual(['One', 'Two'])
  expect(await find(`customer=${one.hex}&customer=${two.hex}`)).toEqual(['One', 'Two'])
  expect(await find(`customer=,${one.hex},,`)).toEqual(['One'])
  expect(await find(`customer=${unknown}`)).toEqual([])
  expect(await find(`customer=${unknown},${two.hex}`)).toEqual(['Two'])
  expect(await find('customer=,')).toEqual([])
  expect(await find('customer=,,')).toEqual([])
  expect(await find('customer=')).toHaveLength(3)
})

test('one bad uuid among the customers is refused', async () => {
  const { market, one } = await customers()
  for (const value of ['zzz', `${one.hex},zzz`, `${one.hex}&customer=zzz`, one.hex.slice(1)]) {
    const { status, body } = await get(`${market.base}projects/?customer=${value}`, { as: market.owner })
    expect({ status, body }, value).toEqual({ status: 400, body: { customer: ['Enter a valid UUID.'] } })
  }
})

test('names and abbreviation of the customer are matched as substrings', async () => {
  const { market } = await customers()
  expect(await ofProvider(market, 'customer_name=one%20c')).toEqual(['One'])
  expect(await ofProvider(market, 'customer_name=CORP')).toEqual(['One', 'Two'])
  expect(await ofProvider(market, 'customer_native_name=aks')).toEqual(['Two'])
  expect(await ofProvider(market, 'customer_native_name=ksi')).toEqual(['One', 'Two'])
  expect(await ofProvider(market, 'customer_abbreviation=one')).toEqual(['One'])
  expect(await ofProvider(market, 'customer_abbreviation=%25')).toEqual(['Two'])
})
