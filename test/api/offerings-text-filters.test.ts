import { describe, expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get } = await startTestApp()

const CUSTOMER = '0c000000-0000-4000-8000-000000000001'
const ALPHA = '0a000000-0000-4000-8000-00000000000a'
const BETA = '0a000000-0000-4000-8000-00000000000b'
const FOREIGN = '0a000000-0000-4000-8000-00000000000f'
const OTHER_CUSTOMER = '0c000000-0000-4000-8000-000000000002'
const GROUP = '09000000-0000-4000-8000-000000000001'
const COMPUTING = '0d000000-0000-4000-8000-00000000000c'
const STORAGE = '0d000000-0000-4000-8000-00000000000d'
const UNKNOWN = '11111111-2222-4333-8444-555555555555'
const hexOf = (uuid: string): string => uuid.replaceAll('-', '')

const customer = await world.customer({
  uuid: CUSTOMER,
  name: 'Sample Centre',
  abbreviation: 'SC-01',
  native_name: 'Näidiskeskus',
})
const provider = await world.provider({ customer })
const stranger = await world.user()

const group = await world.insert('category_group', { uuid: GROUP, title: 'Sample group' })
const otherGroup = await world.insert('category_group', { title: 'Sample group' })
const computing = await world.insert('category', { uuid: COMPUTING, title: 'Sample computing', group_id: group.id })
const storage = await world.insert('category', { uuid: STORAGE, title: 'Sample storage', group_id: otherGroup.id })
const plain = await world.insert('category', { title: 'Sample computing' })

const alpha = await world.offering(customer, {
  uuid: ALPHA,
  name: 'Alpha compute',
  slug: 'alpha-a1',
  description: 'GPU nodes, 100% green',
  type: 'Marketplace.Basic',
  state: 2,
  category_id: computing.id,
  created: '2024-01-10T12:00:00Z',
  modified: '2024-05-01T00:00:00Z',
})
await world.offering(customer, {
  uuid: BETA,
  name: 'Beta_storage',
  slug: 'beta-b2',
  description: 'Object store for Alpha',
  type: 'OpenStack.Tenant',
  state: 1,
  category_id: storage.id,
  created: '2024-01-09T23:59:59.999999Z',
  modified: '2024-05-02T00:00:00Z',
})
await world.offering(customer, {
  name: 'alpha compute',
  slug: 'gamma-c3',
  description: String.raw`Path C:\data`,
  type: 'Support.OfferingTemplate',
  state: 3,
  category_id: plain.id,
  parent_id: alpha.id,
  created: '2024-03-01T00:00:00Z',
  modified: '2024-04-30T23:59:59Z',
})
await world.offering(customer, {
  name: 'BetaXstorage',
  slug: 'delta-d4',
  description: `Replaces ${hexOf(BETA)}`,
  type: 'marketplace.basic',
  state: 4,
  category_id: plain.id,
  created: '2024-06-01T00:00:00Z',
  modified: '2024-06-01T00:00:00Z',
})
const elsewhere = await world.provider({ customer: await world.customer({ uuid: OTHER_CUSTOMER }) })
await world.offering(elsewhere.customer, {
  uuid: FOREIGN,
  name: 'Alpha compute',
  slug: 'alpha-a1',
  description: 'GPU nodes, 100% green',
  category_id: computing.id,
  parent_id: alpha.id,
})
await world.offering(customer, { name: 'Alpha compute', shared: false, category_id: computing.id })

const ALL = ['alpha compute', 'Alpha compute', 'Beta_storage', 'BetaXstorage']
const url = `/api/marketplace-service-providers/${provider.hex}/offerings/`

type Query = Record<string, string | readonly string[]>

const found = async (query: Query): Promise<string[]> => {
  const { status, body } = await get(url, { as: stranger, query })
  expect(status).toBe(200)
  return (body as { name: string }[]).map(({ name }) => name)
}

describe('text', () => {
  test.each<[Query, string[]]>([
    [{ name: 'ALPHA' }, ['alpha compute', 'Alpha compute']],
    [{ name: '  Compute ' }, ['alpha compute', 'Alpha compute']],
    [{ name: 'beta_' }, ['Beta_storage']],
    [{ name: '%' }, []],
    [{ name: '' }, ALL],
    [{ name: '   ' }, ALL],
    [{ name: ['nothing', 'beta'] }, ['Beta_storage', 'BetaXstorage']],
    [{ name_exact: 'Alpha compute' }, ['Alpha compute']],
    [{ name_exact: 'Alpha' }, []],
    [{ description: '100%' }, ['Alpha compute']],
    [{ description: String.raw`c:\D` }, ['alpha compute']],
    [{ description: 'alpha' }, ['Beta_storage']],
    [{ slug: 'alpha-a1' }, ['Alpha compute']],
    [{ slug: 'alpha' }, []],
    [{ name: 'alpha', description: 'gpu' }, ['Alpha compute']],
  ])('%j finds %j', async (query, names) => {
    expect(await found(query)).toEqual(names)
  })

  test.each(['name', 'name_exact', 'description', 'query', 'keyword', 'uuid_list', 'attributes', 'tags_and'])(
    'a NUL character in %s is refused',
    async (name) => {
      const { status, body } = await get(url, { as: stranger, query: { [name]: 'a\0b' } })
      expect(status).toBe(400)
      expect(body).toEqual({ [name]: ['Null characters are not allowed.'] })
    },
  )
})

describe('query', () => {
  test.each<[string, string, string[]]>([
    ['searches names', 'COMPUTE', ['alpha compute', 'Alpha compute']],
    ['searches slugs', 'b2', ['Beta_storage']],
    ['searches descriptions', 'gpu', ['Alpha compute']],
    ['searches all of them', 'alpha', ['alpha compute', 'Alpha compute', 'Beta_storage']],
    ['does not search the organization', 'Sample Centre', []],
    ['takes a uuid as exactly that offering', hexOf(ALPHA), ['Alpha compute']],
    ['takes a uuid with hyphens and capitals', ALPHA.toUpperCase(), ['Alpha compute']],
    ['prefers the uuid to a text that contains it', hexOf(BETA), ['Beta_storage']],
    ['knows no uuid of another provider', hexOf(FOREIGN), []],
  ])('%s', async (_title, query, names) => {
    expect(await found({ query })).toEqual(names)
  })

  test('searches for a uuid as text when the other filters drop its offering', async () => {
    expect(await found({ query: hexOf(BETA), state: 'Archived' })).toEqual(['BetaXstorage'])
    expect(await found({ query: hexOf(BETA), state: 'Active' })).toEqual([])
  })
})

describe('keyword', () => {
  test.each<[string, string, string[]]>([
    ['searches names', 'storage', ['Beta_storage', 'BetaXstorage']],
    ['searches descriptions', 'gpu', ['Alpha compute']],
    ['does not search slugs', 'a1', []],
    ["finds everything by the organization's name", 'sample cen', ALL],
    ['finds everything by its abbreviation', 'sc-0', ALL],
    ['finds everything by its native name', 'NÄIDIS', ALL],
  ])('%s', async (_title, keyword, names) => {
    expect(await found({ keyword })).toEqual(names)
  })
})

describe('customer', () => {
  test.each<[string, string[]]>([
    [`https://elsewhere.example/api/customers/${hexOf(CUSTOMER)}/`, ALL],
    [`http://api.test/api/customers/${CUSTOMER}/`, ALL],
    [`/api/customers/${hexOf(CUSTOMER)}/`, ALL],
    ['', ALL],
    [`/api/customers/${hexOf(CUSTOMER)}`, []],
    [`/api/projects/${hexOf(CUSTOMER)}/`, []],
    [`http://api.test/api/customers/${hexOf(OTHER_CUSTOMER)}/`, []],
    ['/nowhere/', []],
    ['zzz', []],
    [hexOf(CUSTOMER), []],
  ])('%j finds %j', async (value, names) => {
    expect(await found({ customer: value })).toEqual(names)
  })
})

describe('uuids of related objects', () => {
  test.each<[Query, string[]]>([
    [{ customer_uuid: hexOf(CUSTOMER) }, ALL],
    [{ customer_uuid: OTHER_CUSTOMER }, []],
    [{ category_uuid: COMPUTING }, ['Alpha compute']],
    [{ category_uuid: ` {${STORAGE.toUpperCase()}} ` }, ['Beta_storage']],
    [{ category_uuid: `urn:uuid:${STORAGE}` }, ['Beta_storage']],
    [{ category_group_uuid: GROUP }, ['Alpha compute']],
    [{ category_group_uuid: COMPUTING }, []],
    [{ parent_uuid: ALPHA }, ['alpha compute']],
    [{ parent_uuid: BETA }, []],
    [{ project_uuid: UNKNOWN }, ALL],
    [{ scope_uuid: UNKNOWN }, []],
    [{ category_uuid: '' }, ALL],
  ])('%j finds %j', async (query, names) => {
    expect(await found(query)).toEqual(names)
  })

  const UUID_PARAMS = [
    'customer_uuid',
    'category_uuid',
    'category_group_uuid',
    'parent_uuid',
    'project_uuid',
    'scope_uuid',
    'allowed_customer_uuid',
    'service_manager_uuid',
    'resource_customer_uuid',
    'resource_project_uuid',
    'organization_group_uuid',
  ]

  test.each(UUID_PARAMS)('a malformed %s is refused, an empty one ignored', async (name) => {
    const { status, body } = await get(url, { as: stranger, query: { [name]: 'zzz' } })
    expect(status).toBe(400)
    expect(body).toEqual({ [name]: ['Enter a valid UUID.'] })
    expect(await found({ [name]: '' })).toEqual(ALL)
  })

  test.each(UUID_PARAMS.filter((name) => name !== 'project_uuid'))('an unknown %s finds nothing', async (name) => {
    expect(await found({ [name]: UNKNOWN })).toEqual([])
  })
})

describe('state, type and flags', () => {
  test.each<[Query, string[]]>([
    [{ state: 'Draft' }, ['Beta_storage']],
    [{ state: ['Active', 'Paused'] }, ['alpha compute', 'Alpha compute']],
    [{ state: 'Unavailable' }, []],
    [{ type: 'Marketplace.Basic' }, ['Alpha compute']],
    [{ type: ['OpenStack.Tenant', 'marketplace.basic', 'Nope'] }, ['Beta_storage', 'BetaXstorage']],
    [{ type: 'OpenStack.Tenant,marketplace.basic' }, []],
    [{ type: 'Nope' }, []],
    [{ type: '' }, ALL],
    [{ billable: 'true', shared: '1' }, ALL],
    [{ billable: 'FALSE' }, []],
    [{ shared: '0' }, []],
    [{ shared: 'maybe', billable: '' }, ALL],
    [{ accessible_via_calls: 'true' }, []],
    [{ accessible_via_calls: '1' }, []],
    [{ accessible_via_calls: 'false' }, ALL],
  ])('%j finds %j', async (query, names) => {
    expect(await found(query)).toEqual(names)
  })

  test.each([
    ['draft', 'draft'],
    ['', ''],
    ['Draft,Active', 'Draft,Active'],
    [['Active', 'Foo', 'Bar'], 'Foo'],
  ])('state %j is refused', async (state, named) => {
    const { status, body } = await get(url, { as: stranger, query: { state } })
    expect(status).toBe(400)
    expect(body).toEqual({ state: [`Select a valid choice. ${named} is not one of the available choices.`] })
  })
})

describe('times', () => {
  test.each<[Query, string[]]>([
    [{ created: '2024-01-10T12:00:00Z' }, ['alpha compute', 'Alpha compute', 'BetaXstorage']],
    [{ created: '2024-01-10T12:00:00.000001' }, ['alpha compute', 'BetaXstorage']],
    [{ created: '2024-01-10T13:59:59+02:00' }, ['alpha compute', 'Alpha compute', 'BetaXstorage']],
    [{ created: '2024-03-01' }, ['alpha compute', 'BetaXstorage']],
    [{ modified: '2024-05-01 00:00' }, ['Alpha compute', 'Beta_storage', 'BetaXstorage']],
    [{ created_before: '2024-01-10' }, ['Beta_storage']],
    [{ modified_before: '2024-04-30T23:59:59Z' }, ['alpha compute']],
    [{ created: '', modified: '' }, ALL],
  ])('%j finds %j', async (query, names) => {
    expect(await found(query)).toEqual(names)
  })

  test('a raw plus sign is a blank, which makes the time malformed', async () => {
    const { status, body } = await get(`${url}?created=2024-01-01T00:00:00+02:00&modified=yesterday`, { as: stranger })
    expect(status).toBe(400)
    expect(body).toEqual({ created: ['Enter a valid date/time.'], modified: ['Enter a valid date/time.'] })
  })
})

describe('uuid_list', () => {
  test.each<[string, string[]]>([
    [`${hexOf(ALPHA)}, ${BETA.toUpperCase()} `, ['Alpha compute', 'Beta_storage']],
    [`${hexOf(ALPHA)},zzz`, ['Alpha compute']],
    [`${hexOf(FOREIGN)},${hexOf(BETA)},`, ['Beta_storage']],
    ['zzz', []],
    [',', []],
    ['', ALL],
  ])('%j finds %j', async (value, names) => {
    expect(await found({ uuid_list: value })).toEqual(names)
  })
})
