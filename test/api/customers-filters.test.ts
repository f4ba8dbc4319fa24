import { expect, test } from 'vitest'
import { startTestApp, type Caller } from '../harness/index.ts'

const { world, get } = await startTestApp()

const market = await world.marketplace()
const { base, owner } = market
const visitor = await world.user()
const staff = await world.staff()
const support = await world.user({ is_support: true })
await world.grant(support, 'CUSTOMER.MANAGER', 'service_provider', market.provider)
await world.grant(visitor, 'CUSTOMER.MANAGER', 'service_provider', market.provider)

/** Three customers with a project each; the visitor reads them all, but not the customer of the marketplace. */
const consumer = async (slug: string, values: Record<string, unknown>) => {
  const { customer } = await world.consumer(market.offering, { slug, ...values })
  await world.grant(visitor, 'CUSTOMER.READER', 'customer', customer)
  return customer
}

const alpha = await consumer('alpha', {
  name: 'Alpha Labs',
  native_name: 'Ёлка Алфа',
  abbreviation: 'AlB',
  contact_details: 'Main Street 1',
  registration_code: 'Reg-1',
  agreement_number: 'Agr-1',
  backend_id: 'Back-1',
  domain: 'Labs.example',
  email: 'mail@example.org',
})
const beta = await consumer('beta', {
  name: '100% Beta_x\\y',
  native_name: 'Beta',
  abbreviation: 'B%',
  contact_details: 'Side_Street 2',
  registration_code: 'Reg-2',
  agreement_number: 'Agr-2',
  backend_id: 'Back-2',
  domain: 'beta.example',
})
const gamma = await consumer('gamma', { name: 'Gamma Äther', archived: true })

const research = await world.insert('organization_group', { name: 'Research' })
const east = await world.insert('organization_group', { name: 'Research East' })
const unused = await world.insert('organization_group', { name: 'Unused' })
for (const [customer, group] of [
  [alpha, research],
  [alpha, east],
  [gamma, east],
] as const)
  await world.link('customer_organization_group', { customer_id: customer.id, organization_group_id: group.id })

const ALL = ['beta', 'alpha', 'gamma']

// The same filters on both lists; the customer of the marketplace is not among them, whatever is asked for.
const LISTS = ['customers', 'user_customers'] as const

const slugs = async (
  list: (typeof LISTS)[number],
  query: Record<string, string | string[]>,
  as: Caller = owner,
): Promise<string[]> => {
  const { status, headers, body } = await get(`${base}${list}/`, {
    as,
    query: { ...query, ...(list === 'user_customers' ? { user_uuid: visitor.hex } : {}) },
  })
  expect(status).toBe(200)
  expect(headers['x-result-count']).toBe(String(body.length))
  return body.map((row: { slug: string }) => row.slug).filter((slug: string) => ALL.includes(slug))
}

const matches: [parameter: string, value: string, expected: string[]][] = [
  ['name', 'LABS', ['alpha']],
  ['name', ' labs ', ['alpha']],
  ['name', 'äther', ['gamma']],
  ['name', 'ÄTHER', ['gamma']],
  ['name', '0%', ['beta']],
  ['name', '%', ['beta']],
  ['name', 'a_x', ['beta']],
  ['name', '_', ['beta']],
  ['name', 'x\\y', ['beta']],
  ['name', '\\', ['beta']],
  ['name', "'", []],
  ['name', 'nomatch', []],
  ['name', '', ALL],
  ['name', '   ', ALL],
  ['name_exact', 'Alpha Labs', ['alpha']],
  ['name_exact', ' Alpha Labs ', ['alpha']],
  ['name_exact', 'alpha labs', []],
  ['name_exact', 'Alpha', []],
  ['name_exact', '', ALL],
  ['native_name', 'ёлка', ['alpha']],
  ['native_name', 'bet', ['beta']],
  ['abbreviation', 'alb', ['alpha']],
  ['abbreviation', '%', ['beta']],
  ['slug', 'gamma', ['gamma']],
  ['slug', 'Gamma', []],
  ['slug', 'gam', []],
  ['archived', 'true', ['gamma']],
  ['archived', 'True', ['gamma']],
  ['archived', 'TRUE', ['gamma']],
  ['archived', '1', ['gamma']],
  ['archived', 'false', ['beta', 'alpha']],
  ['archived', '0', ['beta', 'alpha']],
  ['archived', 'maybe', ALL],
  ['archived', 'yes', ALL],
  ['archived', '2', ALL],
  ['archived', '', ALL],
  ['query', 'labs', ['alpha']],
  ['query', 'ЁЛКА', ['alpha']],
  ['query', 'aLb', ['alpha']],
  ['query', 'agr', []],
  ['query', 'Back-1', []],
  ['query', 'Main Street', []],
  ['query', 'mail@example.org', []],
  ['query', '%', ['beta']],
  ['query', '', ALL],
  ['query', beta.hex, ['beta']],
  ['query', beta.uuid, ['beta']],
  ['query', beta.uuid.toUpperCase(), ['beta']],
  ['query', beta.hex.slice(0, 20), []],
  ['organization_group_name', 'research', ['alpha', 'gamma']],
  ['organization_group_name', 'EAST', ['alpha', 'gamma']],
  ['organization_group_name', 'Unused', []],
  ['organization_group_name', '_', []],
  ['organization_group_name', '', ALL],
  ['organization_group_uuid', research.hex, ['alpha']],
  ['organization_group_uuid', research.uuid, ['alpha']],
  ['organization_group_uuid', east.hex.toUpperCase(), ['alpha', 'gamma']],
  ['organization_group_uuid', unused.hex, []],
  ['organization_group_uuid', '', ALL],
  ['owned_by_current_user', 'maybe', ALL],
]

/** What the provider itself is not shown. */
const ofDetails: typeof matches = [
  ['contact_details', 'main street', ['alpha']],
  ['contact_details', 'STREET', ['beta', 'alpha']],
  ['contact_details', '_', ['beta']],
  ['registration_code', 'Reg-1', ['alpha']],
  ['registration_code', 'reg-1', []],
  ['registration_code', 'Reg', []],
  ['agreement_number', 'Agr-2', ['beta']],
  ['agreement_number', 'agr-2', []],
  ['agreement_number', 'Agr', []],
  ['backend_id', 'Back-1', ['alpha']],
  ['backend_id', 'back-1', []],
  ['query', 'labs.EXAMPLE', ['alpha']],
  ['query', 'reg-', ['beta', 'alpha']],
  ['query', 'Agr', ['beta', 'alpha']],
]

for (const list of LISTS) {
  test.each(matches)(`${list}: %s=%s finds %j`, async (parameter, value, expected) => {
    expect(await slugs(list, { [parameter]: value })).toEqual(expected)
  })

  // C-093
  test.each(ofDetails)(`${list}: %s=%s finds %j for those who see the details`, async (parameter, value, expected) => {
    for (const as of [staff, support, visitor]) expect(await slugs(list, { [parameter]: value }, as)).toEqual(expected)
  })

  test(`${list}: filters are combined with AND`, async () => {
    expect(await slugs(list, { organization_group_name: 'research', archived: 'true' })).toEqual(['gamma'])
    expect(await slugs(list, { query: 'labs', abbreviation: 'B' })).toEqual(['alpha'])
    expect(await slugs(list, { query: 'labs', abbreviation: '%' })).toEqual([])
  })

  test(`${list}: of a repeated filter the last occurrence counts`, async () => {
    expect(await slugs(list, { name: ['gamma', 'labs'] })).toEqual(['alpha'])
    expect(await slugs(list, { name: ['gamma', ''] })).toEqual(ALL)
    expect(await slugs(list, { archived: ['true', 'false'] })).toEqual(['beta', 'alpha'])
  })

  test(`${list}: repeated organization groups are alternatives, an empty one is ignored`, async () => {
    const groups = (...values: string[]) => slugs(list, { organization_group_uuid: values })
    expect(await groups(research.hex, east.uuid)).toEqual(['alpha', 'gamma'])
    expect(await groups(unused.hex, research.uuid)).toEqual(['alpha'])
    expect(await groups('', research.hex)).toEqual(['alpha'])
  })

  test.each([
    ['zzz', ['zzz']],
    ['00000000000040008000000000000001', ['00000000000040008000000000000001']],
    ['zzz', [research.hex, 'zzz', 'yyy']],
    ['00000000000040008000000000000001', [research.hex, '00000000000040008000000000000001']],
    [`${research.hex},${east.hex}`, [`${research.hex},${east.hex}`]],
  ])(`${list}: no organization group is called %s`, async (bad, values) => {
    const query = { organization_group_uuid: values, user_uuid: visitor.hex }
    const { status, body } = await get(`${base}${list}/`, { as: owner, query })
    expect(status).toBe(400)
    expect(body).toEqual({
      organization_group_uuid: [`Select a valid choice. ${bad} is not one of the available choices.`],
    })
  })
}

test('names of parameters are case-sensitive', async () => {
  const { headers, body } = await get(`${base}customers/?Name=labs`, { as: owner })
  expect(headers['x-unknown-params']).toBe('Name')
  expect(body).toHaveLength(4)
})

test.each(['name', 'query', 'registration_code', 'organization_group_name', 'current_user_has_role'])(
  'a NUL in %s is refused',
  async (parameter) => {
    const { status, body } = await get(`${base}customers/?${parameter}=a%00b`, { as: owner })
    expect(status).toBe(400)
    expect(body).toEqual({ [parameter]: ['Null characters are not allowed.'] })
  },
)
