import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

// Filters and order of list_users, over four grants of three users.

const { world, get } = await startTestApp()

type Query = Record<string, string | readonly string[]>

const provider = await world.provider({ customer: await world.customer({ name: 'Sample Cloud' }) })
const owner = await world.owner(provider.customer)
const list = `/api/marketplace-service-providers/${provider.hex}/list_users/`

const anna = await world.user({
  username: 'anna',
  slug: 'anna-mueller',
  first_name: 'Anna',
  last_name: 'Müller',
  native_name: 'Анна',
  email: 'd@alpha.example',
})
const ben = await world.user({
  username: 'Ben',
  slug: 'ben_stone',
  first_name: 'Anna',
  last_name: 'Stone',
  native_name: '',
  email: 'c@beta.example',
})
const carl = await world.user({
  username: 'carl',
  slug: 'carlxstone',
  first_name: 'Юрий',
  last_name: 'de Stone',
  native_name: 'Carlos',
  email: 'B@beta.example',
})
const idle = await world.user({ is_active: false })
const helper = await world.role('service_provider', [], { name: 'Helper' })
const named = await world.role('service_provider', [], { name: helper.hex.replace(/^./, 'z') })

const MANAGER = 'CUSTOMER.MANAGER'
const EXPIRY = '2199-01-01T10:00:00Z'
const grant = (user: { id: string }, role: string, values = {}) =>
  world.grant(user, role, 'service_provider', provider, values)
const GRANTS = {
  annaManager: await grant(anna, MANAGER, { created: '2024-01-20T00:00:00Z', modified: '2024-02-10T00:00:00Z' }),
  ben: await grant(ben, MANAGER, {
    created: '2024-01-10T00:00:00Z',
    modified: '2024-02-20T00:00:00Z',
    expiration_time: EXPIRY,
  }),
  carl: await grant(carl, named.name, {
    created: '2024-01-30T00:00:00Z',
    modified: '2024-02-28T00:00:00Z',
    expiration_time: '2198-01-01T00:00:00Z',
  }),
  annaHelper: await grant(anna, helper.name, { created: '2024-01-20T00:00:00Z', modified: '2024-02-10T00:00:00Z' }),
}
await grant(idle, MANAGER)
await grant(ben, helper.name, { is_active: false })

const found = async (query: Query): Promise<string[]> => {
  const answer = await get(list, { as: owner, query })
  expect(answer.status, answer.text).toBe(200)
  const nameOf = new Map(Object.entries(GRANTS).map(([name, { hex }]) => [hex, name]))
  return answer.body.map((row: { uuid: string }) => nameOf.get(row.uuid))
}

const ALL = ['ben', 'annaManager', 'annaHelper', 'carl']
const ANNA = ['annaManager', 'annaHelper']
const MANAGER_UUID = '00000000-0000-4000-8000-000000000004'

test.each<[Query, string[]]>([
  [{}, ALL],
  [{ user: anna.hex }, ANNA],
  [{ user: idle.hex }, []],
  [{ user: provider.hex }, []],
  [{ user_url: `http://api.test/api/users/${ben.hex}/` }, ['ben']],
  [{ user_url: `/api/projects/${ben.hex}/` }, []],
  [{ username: 'Ben' }, ['ben']],
  [{ username: 'ben' }, []],
  [{ full_name: 'ANNA' }, ['ben', ...ANNA]],
  [{ full_name: 'muller' }, ANNA],
  [{ full_name: 'Юрий' }, ['carl']],
  [{ native_name: 'анн' }, ANNA],
  [{ user_slug: 'N_S' }, ['ben']],
  [{ role: MANAGER }, ['ben', 'annaManager']],
  [{ role: 'customer.manager' }, []],
  [{ role: MANAGER_UUID }, ['ben', 'annaManager']],
  [{ role: MANAGER_UUID.replaceAll('-', '') }, ['ben', 'annaManager']],
  [{ role: helper.uuid.toUpperCase() }, ['annaHelper']],
  [{ role: named.name }, ['carl']],
  [{ role: provider.uuid }, []],
  [{ role: 'Help' }, []],
  [{ role: [MANAGER, helper.uuid] }, ['ben', ...ANNA]],
  [{ role: ['', 'Helper'] }, ['annaHelper']],
  [{ role: '' }, ALL],
  [{ role_name: 'help' }, ['annaHelper']],
  [{ role_uuid: helper.hex }, ['annaHelper']],
  [{ search_string: 'anna' }, ['ben', ...ANNA]],
  [{ search_string: 'MÜLLER' }, ANNA],
  [{ search_string: 'muller' }, []],
  [{ search_string: 'beta' }, ['ben', 'carl']],
  [{ search_string: 'BEN' }, ['ben']],
  [{ search_string: 'Anna Stone' }, []],
  [{ search_string: ' stone' }, ['carl']],
  [{ search_string: '%' }, []],
  [{ search_string: '' }, ALL],
  [{ scope_type: 'serviceprovider' }, ALL],
  [{ scope_type: 'project' }, []],
  [{ scope_uuid: provider.hex }, ALL],
  [{ scope_uuid: provider.customer.hex }, []],
  [{ scope_name: 'CLOUD' }, ALL],
  [{ scope_name: 'nothing' }, []],
  [{ created: '2024-01-20T00:00:00Z' }, ['annaManager', 'annaHelper', 'carl']],
  [{ created: '2024-01-21' }, ['carl']],
  [{ modified: '2024-02-20' }, ['ben', 'carl']],
  [{ expiration_time: EXPIRY }, ['ben']],
  [{ expiration_time: '2198-01-02' }, []],
  [{ user: anna.uuid, role: 'Helper' }, ['annaHelper']],
])('%j finds %j', async (query, expected) => {
  expect(await found(query)).toEqual(expected)
})

test.each<[string | string[], string[]]>([
  ['created', ['ben', 'annaManager', 'annaHelper', 'carl']],
  ['-created', ['carl', 'annaManager', 'annaHelper', 'ben']],
  ['username', ['annaManager', 'annaHelper', 'ben', 'carl']],
  ['-username', ['carl', 'ben', 'annaManager', 'annaHelper']],
  ['full_name', ['annaManager', 'annaHelper', 'ben', 'carl']],
  ['-full_name', ['carl', 'ben', 'annaManager', 'annaHelper']],
  ['native_name', ['ben', 'carl', 'annaManager', 'annaHelper']],
  ['-native_name', ['annaManager', 'annaHelper', 'carl', 'ben']],
  ['email', ['carl', 'ben', 'annaManager', 'annaHelper']],
  ['-email', ['annaManager', 'annaHelper', 'ben', 'carl']],
  ['expiration_time', ['carl', 'ben', 'annaManager', 'annaHelper']],
  ['-expiration_time', ['annaManager', 'annaHelper', 'ben', 'carl']],
  ['role', ['annaManager', 'ben', 'annaHelper', 'carl']],
  ['-role', ['carl', 'annaHelper', 'annaManager', 'ben']],
  ['username,-role', ['annaHelper', 'annaManager', 'ben', 'carl']],
  [
    ['username', '-role'],
    ['annaHelper', 'annaManager', 'ben', 'carl'],
  ],
  ['', ALL],
  [',', ALL],
])('o=%s gives %j', async (o, expected) => {
  expect(await found({ o })).toEqual(expected)
})

test('every malformed value is named in one answer', async () => {
  const query = {
    user: 'zzz',
    role_uuid: 'x',
    scope_uuid: 'y',
    created: 'a',
    modified: 'b',
    expiration_time: 'c',
    o: 'd',
  }
  const answer = await get(list, { as: owner, query })
  expect(answer.status).toBe(400)
  expect(answer.body).toEqual({
    user: ['Enter a valid UUID.'],
    role_uuid: ['Enter a valid UUID.'],
    scope_uuid: ['Enter a valid UUID.'],
    created: ['Enter a valid date/time.'],
    modified: ['Enter a valid date/time.'],
    expiration_time: ['Enter a valid date/time.'],
    o: ['Select a valid choice. d is not one of the available choices.'],
  })
})
