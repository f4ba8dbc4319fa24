import { describe, expect, test } from 'vitest'
import { startTestApp, type Made } from '../harness/index.ts'
import { ORDERS } from '../harness/order-scene.ts'

const app = await startTestApp()
const { world, get, request } = app

// Two providers with two offerings each, two organizations, and orders that a wrong join would mix up.
const staff = await world.staff()
const author = await world.user({ username: 'author', civil_number: '4711', email: 'author@example.org' })
const provider = await world.provider()
const other = await world.provider()
const category = await world.insert('category', { title: 'Storage' })
const parent = await world.offering(provider.customer, { name: 'Parent' })
const first = await world.offering(provider.customer, {
  slug: 'first',
  type: 'Marketplace.Slurm',
  parent_id: parent.id,
})
const second = await world.offering(other.customer, { slug: 'second', category_id: category.id })
const consumer = await world.customer()
const neighbour = await world.customer()
const alpha = await world.project(consumer, { name: 'Alpha' })
const beta = await world.project(neighbour, { name: 'Beta' })
const manager = await world.user()
await world.grant(manager, 'OFFERING.MANAGER', 'offering', first)

const make = async (
  offering: Made,
  project: Made,
  name: string,
  values: Record<string, unknown>,
): Promise<Made & { resource: Made }> => {
  const resource = await world.resource(offering, project, { name, slug: `res-${name}` })
  const order = await world.insert('marketplace_order', {
    resource_id: resource.id,
    offering_id: offering.id,
    project_id: project.id,
    created_by_id: author.id,
    slug: `ord-${name}`,
    ...values,
  })
  return { ...order, resource }
}

const one = await make(first, alpha, 'one', {
  state: 1,
  type: 1,
  cost: 3,
  created: '2024-01-01T00:00:00Z',
  modified: '2024-03-01T00:00:00Z',
})
const two = await make(first, beta, 'two', {
  state: 7,
  type: 2,
  cost: 1,
  created: '2024-01-02T00:00:00Z',
  modified: '2024-02-01T00:00:00Z',
  consumer_reviewed_at: '2024-01-03T00:00:00Z',
})
const three = await make(second, alpha, 'three', {
  state: 2,
  type: 3,
  cost: 2,
  created: '2024-01-03T00:00:00Z',
  modified: '2024-01-15T00:00:00Z',
  consumer_reviewed_at: '2024-01-02T00:00:00Z',
})
const four = await make(second, beta, 'four', {
  state: 3,
  type: 4,
  created: '2024-01-03T00:00:00Z',
  modified: '2024-01-10T00:00:00Z',
})

const NAMES = new Map([
  [one.hex, 'one'],
  [two.hex, 'two'],
  [three.hex, 'three'],
  [four.hex, 'four'],
])
const listed = async (query: Record<string, string | readonly string[]>, as: { id: string } = staff) => {
  const { status, body, text } = await get(ORDERS, { as, query })
  expect(status, text).toBe(200)
  return (body as { uuid: string }[]).map(({ uuid }) => NAMES.get(uuid))
}

test.each<[string, Record<string, string | readonly string[]>, string[]]>([
  ['nothing', {}, ['one', 'two', 'three', 'four']],
  ['offering_uuid', { offering_uuid: first.hex }, ['one', 'two']],
  [
    'offering',
    { offering: `http://x.example.org/api/marketplace-public-offerings/${second.uuid}/` },
    ['three', 'four'],
  ],
  ['offering of another kind', { offering: `/api/projects/${second.uuid}/` }, []],
  ['offering_slug', { offering_slug: 'first' }, ['one', 'two']],
  ['offering_slug, several', { offering_slug: 'first,second' }, ['one', 'two', 'three', 'four']],
  ['offering_type', { offering_type: 'Marketplace.Slurm' }, ['one', 'two']],
  ['parent_offering_uuid', { parent_offering_uuid: parent.hex }, ['one', 'two']],
  ['category_uuid', { category_uuid: category.hex }, ['three', 'four']],
  ['state', { state: 'executing' }, ['three']],
  ['states', { state: ['pending-provider', 'executing'] }, ['two', 'three']],
  ['type', { type: 'Create' }, ['one']],
  ['types', { type: ['Update', 'Restore'] }, ['two', 'four']],
  ['project_uuid', { project_uuid: alpha.uuid }, ['one', 'three']],
  ['customer_uuid', { customer_uuid: neighbour.hex }, ['two', 'four']],
  ['provider_uuid of the organization', { provider_uuid: other.customer.hex }, ['three', 'four']],
  ['provider_uuid of the provider', { provider_uuid: other.hex }, ['three', 'four']],
  ['provider_uuid of a consumer', { provider_uuid: consumer.hex }, []],
  ['resource_uuid', { resource_uuid: three.resource.hex }, ['three']],
  ['resource', { resource: `/api/marketplace-resources/${two.resource.hex}/` }, ['two']],
  ['resource_name', { resource_name: 'O' }, ['one', 'two', 'four']],
  ['service_manager_uuid', { service_manager_uuid: manager.hex }, ['one', 'two']],
  ['created', { created: '2024-01-02T00:00:00Z' }, ['two', 'three', 'four']],
  ['modified', { modified: '2024-02-01T00:00:00Z' }, ['one', 'two']],
  ['modified_before, which is exclusive', { modified_before: '2024-02-01T00:00:00Z' }, ['three', 'four']],
  ['query: project', { query: 'alph' }, ['one', 'three']],
  ['query: resource', { query: 'TWO' }, ['two']],
  ['query: slug', { query: 'ord-four' }, ['four']],
  ['query: uuid', { query: three.uuid }, ['three']],
  ['query: part of a uuid', { query: one.hex.slice(4, 20) }, ['one']],
  ['query with wildcards', { query: '%' }, []],
  ['several', { offering_uuid: first.hex, state: 'pending-provider' }, ['two']],
  ['o=created', { o: 'created' }, ['one', 'two', 'three', 'four']],
  ['o=-created, ties by age', { o: '-created' }, ['three', 'four', 'two', 'one']],
  ['o=cost, nothing last', { o: 'cost' }, ['two', 'three', 'one', 'four']],
  ['o=state', { o: 'state' }, ['one', 'three', 'four', 'two']],
  ['o=consumer_reviewed_at', { o: 'consumer_reviewed_at' }, ['three', 'two', 'one', 'four']],
])('filtered by %s', async (_name, query, names) => {
  expect(await listed(query)).toEqual(names)
})

test.each([
  [{ state: 'pending' }, { state: ['Select a valid choice. pending is not one of the available choices.'] }],
  [{ type: 'create' }, { type: ['Select a valid choice. create is not one of the available choices.'] }],
  [{ offering_uuid: 'x' }, { offering_uuid: ['Enter a valid UUID.'] }],
  [{ modified_before: 'x' }, { modified_before: ['Enter a valid date/time.'] }],
  [{ o: 'name' }, { o: ['Select a valid choice. name is not one of the available choices.'] }],
])('refuses %j', async (query, messages) => {
  const { status, body } = await get(ORDERS, { as: staff, query })
  expect([status, body]).toEqual([400, messages])
})

describe('reviews that wait for the caller', () => {
  test('as consumer and as provider', async () => {
    const consumerOwner = await world.owner(consumer)
    const providerOwner = await world.owner(provider.customer)
    expect(await listed({ can_approve_as_consumer: 'true' }, consumerOwner)).toEqual(['one'])
    expect(await listed({ can_approve_as_consumer: 'false' }, consumerOwner)).toEqual(['three'])
    expect(await listed({ can_approve_as_provider: 'true' }, consumerOwner)).toEqual([])
    expect(await listed({ can_approve_as_provider: 'true' }, providerOwner)).toEqual(['two'])
    expect(await listed({ can_approve_as_provider: 'true' })).toEqual(['two'])
    expect(await listed({ can_approve_as_consumer: 'perhaps' }, consumerOwner)).toEqual(['one', 'three'])
  })
})

test('a list shows what the caller may see', async () => {
  const admin = await world.member(alpha)
  expect(await listed({}, admin)).toEqual(['one', 'three'])
  expect(await listed({}, await world.member(alpha, {}, 'PROJECT.MEMBER'))).toEqual([])
  expect(await listed({}, manager)).toEqual(['one', 'two'])
  expect(await listed({}, await world.owner(other.customer))).toEqual(['three', 'four'])
  expect(await listed({}, await world.user())).toEqual([])
})

test('pages walk over every row once; HEAD counts; field picks', async () => {
  const seen: (string | undefined)[] = []
  for (let page = 1; page <= 4; page++) seen.push(...(await listed({ page: String(page), page_size: '1', o: 'state' })))
  expect(seen).toEqual(['one', 'three', 'four', 'two'])
  const head = await request('HEAD', ORDERS, { as: staff, query: { offering_uuid: first.hex } })
  expect([head.status, head.headers['x-result-count'], head.text]).toEqual([200, '2', ''])
  const fields = await get(ORDERS, {
    as: staff,
    query: { field: ['state', 'uuid', 'end_date_updated_at'], type: 'Create' },
  })
  expect(fields.body).toEqual([{ uuid: one.hex, state: 'pending-consumer' }])
  const detail = await get(`${ORDERS}${one.uuid}/`, { as: staff, query: { field: ['uuid', 'state'] } })
  expect(detail.body).toEqual({ uuid: one.hex, state: 'pending-consumer' })
})

test('civil numbers are for staff and support', async () => {
  expect((await get(`${ORDERS}${one.hex}/`, { as: staff })).body.created_by_civil_number).toBe('4711')
  const owner = await world.owner(provider.customer)
  const shown = (await get(`${ORDERS}${one.hex}/`, { as: owner })).body
  expect('created_by_civil_number' in shown).toBe(false)
  expect(shown.created_by_email).toBe('author@example.org')
})
