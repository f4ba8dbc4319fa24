import { describe, expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const of = (uuid: string): string => `/api/marketplace-service-providers/${uuid}/offerings/types/`

const stranger = await world.user()
const provider = await world.provider()
const make = (type: string, values: Record<string, unknown> = {}) =>
  world.offering(provider.customer, { type, ...values })
await make('Support.OfferingTemplate', { name: 'A first by name' })
await make('Marketplace.Basic', { name: 'Z last by name', state: 1 })
await make('Marketplace.Basic', { name: 'Another', state: 4, attributes: { level: 'gold' } })
await make('OpenStack.Tenant', { description: 'Sample description', state: 3 })
await make('Private.Type', { shared: false })
await make('Free.Type', { billable: false })
const elsewhere = await world.provider()
await world.offering(elsewhere.customer, { type: 'Elsewhere.Type' })

const ALL = ['Marketplace.Basic', 'OpenStack.Tenant', 'Support.OfferingTemplate']

test('are the distinct types of the listed offerings, by name, for every user', async () => {
  for (const caller of [stranger, await world.staff(), await world.owner(provider.customer)]) {
    const { status, body, headers } = await get(of(provider.hex), { as: caller })
    expect([status, body]).toEqual([200, ALL])
    expect(headers['x-result-count']).toBe('3')
  }
})

test('a provider without offerings has none', async () => {
  const empty = await world.provider()
  const { status, body, headers } = await get(of(empty.hex), { as: stranger })
  expect([status, body, headers['x-result-count']]).toEqual([200, [], '0'])
})

test("the path may hold the organization's uuid", async () => {
  const { body } = await get(of(provider.customer.uuid), { as: stranger })
  expect(body).toEqual(ALL)
})

describe('filters', () => {
  test.each<[Record<string, string | string[]>, string[]]>([
    [{ state: 'Draft' }, ['Marketplace.Basic']],
    [{ state: ['Paused', 'Archived'] }, ['Marketplace.Basic', 'OpenStack.Tenant']],
    [{ description: 'sample' }, ['OpenStack.Tenant']],
    [{ type: ['OpenStack.Tenant', 'Elsewhere.Type'] }, ['OpenStack.Tenant']],
    [{ query: 'first by' }, ['Support.OfferingTemplate']],
    [{ attributes: '{"level": ["gold"]}' }, ['Marketplace.Basic']],
    [{ shared: 'false' }, []],
  ])('%j leaves %j', async (query, types) => {
    const { body, headers } = await get(of(provider.hex), { as: stranger, query })
    expect(body).toEqual(types)
    expect(headers['x-result-count']).toBe(String(types.length))
  })

  test.each<[Record<string, string>, unknown]>([
    [{ state: 'draft' }, { state: ['Select a valid choice. draft is not one of the available choices.'] }],
    [{ category_uuid: 'zzz' }, { category_uuid: ['Enter a valid UUID.'] }],
    [{ attributes: '[]' }, ['Filter attribute should be an dict.']],
  ])('%j is refused', async (query, refusal) => {
    const { status, body } = await get(of(provider.hex), { as: stranger, query })
    expect([status, body]).toEqual([400, refusal])
  })
})

describe('pages', () => {
  test('hold every type once', async () => {
    const pages = []
    for (const page of [1, 2, 'last']) {
      const { body, headers } = await get(of(provider.hex), { as: stranger, query: { page, page_size: 2 } })
      expect(headers['x-result-count']).toBe('3')
      pages.push(body)
    }
    expect(pages).toEqual([ALL.slice(0, 2), ALL.slice(2), ALL.slice(2)])
  })

  test('link to each other', async () => {
    const { headers } = await get(of(provider.hex), { as: stranger, query: { page_size: 2 } })
    const url = `http://api.test${of(provider.hex)}`
    expect(headers.link).toBe(
      `<${url}?page_size=2>; rel="first", <${url}?page=2&page_size=2>; rel="next", <${url}?page=2&page_size=2>; rel="last"`,
    )
  })

  test.each(['0', '2', 'abc'])('page %s does not exist', async (page) => {
    const { status, body } = await get(of(provider.hex), { as: stranger, query: { page } })
    expect([status, body]).toEqual([404, { detail: 'Invalid page.' }])
  })

  test('HEAD tells the count without a body', async () => {
    const { status, text, headers } = await request('HEAD', of(provider.hex), { as: stranger })
    expect([status, text, headers['x-result-count']]).toEqual([200, '', '3'])
  })
})

test('anonymous callers are refused, unknown providers not found', async () => {
  expect((await get(of(provider.hex))).status).toBe(401)
  for (const uuid of ['ffffffffffffffffffffffffffffffff', 'zzz', stranger.hex]) {
    const { status, body } = await get(of(uuid), { as: stranger, query: { state: 'Nope' } })
    expect([status, body]).toEqual([404, { detail: 'No ServiceProvider matches the given query.' }])
  }
})
