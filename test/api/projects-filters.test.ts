import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get } = await startTestApp()

const provider = await world.provider()
const owner = await world.owner(provider.customer)
const offering = await world.offering(provider.customer)
const base = `/api/marketplace-service-providers/${provider.hex}/`

const DAY = 86_400_000
const dayFromNow = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10)

/** Three projects of one customer, which are the whole of both lists. */
const customer = await world.customer({ name: 'Customer One', native_name: 'Первый', abbreviation: 'C1' })
const add = async (slug: string, values: Record<string, unknown>) =>
  world.resource(offering, await world.project(customer, { slug, ...values }))

await add('alpha', {
  name: 'Alpha Project',
  description: 'Weather models',
  backend_id: 'Back-1',
  created: '2023-12-31T21:59:59.999999Z',
  modified: '2024-06-01T00:00:00Z',
  end_date: dayFromNow(-1),
})
await add('beta', {
  name: '50% Beta_p\\q',
  description: '100%_sure \\o/',
  backend_id: 'Back-2',
  created: '2023-12-31T22:00:00Z',
  modified: '2024-06-01T00:00:00.000001Z',
  end_date: dayFromNow(0),
})
await add('gamma', {
  name: 'Ёлка',
  created: '2024-03-01T12:00:00.000001Z',
  modified: '2024-07-01T00:00:00Z',
})

const ALL = ['beta', 'alpha', 'gamma']
const LISTS = ['projects', 'customer_projects'] as const
type Query = Record<string, string | string[]>

const find = (list: string, query: Query) =>
  get(`${base}${list}/`, { as: owner, query: { project_customer_uuid: customer.hex, ...query } })

const NAMES: Record<string, string> = { 'Alpha Project': 'alpha', '50% Beta_p\\q': 'beta', Ёлка: 'gamma' }

const found = async (list: string, query: Query): Promise<(string | undefined)[]> => {
  const { status, headers, body } = await find(list, query)
  expect(status).toBe(200)
  expect(headers['x-result-count']).toBe(String(body.length))
  return body.map((row: { name: string }) => NAMES[row.name])
}

const matches: [parameter: string, value: string, expected: string[]][] = [
  ['name', 'PROJ', ['alpha']],
  ['name', ' proj ', ['alpha']],
  ['name', 'ёЛ', ['gamma']],
  ['name', '%', ['beta']],
  ['name', '_', ['beta']],
  ['name', '\\', ['beta']],
  ['name', 'nomatch', []],
  ['name', '', ALL],
  ['name', ' ', ALL],
  ['name_exact', 'Alpha Project', ['alpha']],
  ['name_exact', 'alpha project', []],
  ['name_exact', 'Alpha', []],
  ['description', 'MODELS', ['alpha']],
  ['description', '%_', ['beta']],
  ['description', '\\o', ['beta']],
  ['slug', 'gamma', ['gamma']],
  ['slug', 'Gamma', []],
  ['slug', 'gam', []],
  ['backend_id', 'Back-2', ['beta']],
  ['backend_id', 'back-2', []],
  ['backend_id', 'Back', []],
  ['backend_id', '', ALL],
  ['created', '2024-01-01T00:00:00+02:00', ['beta', 'gamma']],
  ['created', '2023-12-31T22:00:00Z', ['beta', 'gamma']],
  ['created', '2023-12-31T22:00:00', ['beta', 'gamma']],
  ['created', '2023-12-31 22:00', ['beta', 'gamma']],
  ['created', '2023-12-31T22:00:00.000001Z', ['gamma']],
  ['created', '2024-03-01T12:00:00.000001Z', ['gamma']],
  ['created', '2024-03-01T12:00:00.000002Z', []],
  ['created', '2024-03-01', ['gamma']],
  ['created', '2024-03-02', []],
  ['created', '', ALL],
  ['modified', '2024-06-01T00:00:00Z', ALL],
  ['modified', '2024-06-01T00:00:00.000001Z', ['beta', 'gamma']],
  ['modified', '2024-06-01T02:00:00+02:00', ALL],
  ['modified', '2024-08-01', []],
  ['created_before', '2023-12-31T22:00:00Z', ['beta', 'alpha']],
  ['created_before', '2023-12-31T21:59:59.999999Z', ['alpha']],
  ['created_before', '2023-01-01', []],
  ['modified_before', '2024-06-01', ['alpha']],
  ['modified_before', '', ALL],
  ['conceal_finished_projects', 'true', ['beta', 'gamma']],
  ['conceal_finished_projects', '1', ['beta', 'gamma']],
  ['conceal_finished_projects', 'false', ALL],
  ['conceal_finished_projects', 'maybe', ALL],
  ['is_removed', 'true', []],
  ['is_removed', 'false', ALL],
  ['is_removed', 'maybe', ALL],
  ['customer_name', 'customer ONE', ALL],
  ['customer_native_name', 'ПЕРВ', ALL],
  ['customer_abbreviation', 'c1', ALL],
  ['customer_abbreviation', '_', []],
]

for (const list of LISTS) {
  test.each(matches)(`${list}: %s=%s finds %j`, async (parameter, value, expected) => {
    expect(await found(list, { [parameter]: value })).toEqual(expected)
  })

  test.each([
    ['created', 'zzz'],
    ['created', '2024-13-01'],
    ['created', '2024-02-30T00:00:00Z'],
    ['created', '2024-01-01T25:00:00Z'],
    ['created', '2024-01-01T00:00:00 02:00'],
    ['modified', '1700000000'],
    ['created_before', 'tomorrow'],
    ['modified_before', '2024-01-01T'],
  ])(`${list}: %s=%s is no date`, async (parameter, value) => {
    const { status, body } = await find(list, { [parameter]: value })
    expect({ status, body }).toEqual({ status: 400, body: { [parameter]: ['Enter a valid date/time.'] } })
  })

  test(`${list}: filters are combined with AND`, async () => {
    expect(
      await found(list, { created: '2023-12-31T22:00:00Z', conceal_finished_projects: 'true', name: 'p' }),
    ).toEqual(['beta'])
    expect(await found(list, { name: 'Alpha', slug: 'beta' })).toEqual([])
  })

  test(`${list}: of a repeated filter the last occurrence counts`, async () => {
    expect(await found(list, { name: ['alpha', 'ё'] })).toEqual(['gamma'])
    expect(await found(list, { created: ['zzz', '2024-01-01'] })).toEqual(['gamma'])
    expect(await found(list, { name: ['alpha', ''] })).toEqual(ALL)
  })
}

test('a raw plus in an offset is a blank, and refused', async () => {
  const { status, body } = await get(`${base}projects/?created=2024-01-01T00:00:00+02:00`, { as: owner })
  expect({ status, body }).toEqual({ status: 400, body: { created: ['Enter a valid date/time.'] } })
})
