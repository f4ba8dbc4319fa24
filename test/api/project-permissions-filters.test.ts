import { expect, test } from 'vitest'
import { startTestApp, type MadeUser } from '../harness/index.ts'

// Filters and order of project_permissions, over four grants.

const { world, get } = await startTestApp()

type Query = Record<string, string | readonly string[]>

const { base, owner, consumer, offering } = await world.marketplace()
const makeProject = async (name: string) => {
  const project = await world.project(consumer, { name })
  await world.resource(offering, project)
  return project
}
const alpha = await makeProject('Alpha 100%')
const beta = await makeProject('Beta 1000')

const anna = await world.user({
  username: 'anna',
  slug: 'anna-mueller',
  first_name: 'Anna',
  last_name: 'Müller',
  native_name: 'Анна',
  email: 'd@example.org',
})
const ben = await world.user({
  username: 'Ben',
  slug: 'ben_stone',
  first_name: 'Anna',
  last_name: 'Stone',
  native_name: '',
  email: 'c@example.org',
})
const carl = await world.user({
  username: 'carl',
  slug: 'carlxstone',
  first_name: 'Юрий',
  last_name: '',
  native_name: 'Carlos',
  email: 'B@example.org',
})
const custom = await world.role('project', [], { name: 'Project helper' })

const grant = (user: MadeUser, role: string, project: { id: string }, values: Record<string, unknown>) =>
  world.grant(user, role, 'project', project, values)
const EXPIRY = '2199-01-01T10:00:00Z'
await grant(anna, 'PROJECT.MANAGER', alpha, { created: '2024-01-20T00:00:00Z', modified: '2024-02-10T00:00:00Z' })
await grant(ben, 'PROJECT.ADMIN', beta, {
  created: '2024-01-10T00:00:00Z',
  modified: '2024-02-20T00:00:00Z',
  expiration_time: EXPIRY,
})
await grant(carl, custom.name, alpha, {
  created: '2024-01-30T00:00:00Z',
  modified: '2024-02-28T00:00:00Z',
  expiration_time: '2198-01-01T00:00:00Z',
})
await grant(anna, 'PROJECT.ADMIN', beta, { created: '2024-01-20T00:00:00Z', modified: '2024-02-10T00:00:00Z' })
await grant(anna, custom.name, alpha, { created: '2024-01-25T00:00:00Z', is_active: false })

const SHORT: Record<string, string> = {
  'anna PROJECT.MANAGER': 'anna-alpha',
  'Ben PROJECT.ADMIN': 'ben',
  'carl Project helper': 'carl',
  'anna PROJECT.ADMIN': 'anna-beta',
}

const found = async (query: Query): Promise<(string | undefined)[]> => {
  const answer = await get(`${base}project_permissions/`, { as: owner, query })
  expect(answer.status, answer.text).toBe(200)
  expect(answer.headers['x-result-count']).toBe(String(answer.body.length))
  return answer.body.map((row: { user_username: string; role: string }) => SHORT[`${row.user_username} ${row.role}`])
}

const ALL = ['ben', 'anna-alpha', 'anna-beta', 'carl']
const ANNA = ['anna-alpha', 'anna-beta']
const roleUuid = async (name: string): Promise<string> => {
  const { body } = await get('/api/roles/', { as: owner, query: { name } })
  return body[0].uuid
}

test.each<[Query, string[]]>([
  [{}, ALL],
  [{ user: anna.hex }, ANNA],
  [{ user: ben.uuid.toUpperCase() }, ['ben']],
  [{ user: alpha.hex }, []],
  [{ user_url: `/api/users/${anna.hex}/` }, ANNA],
  [{ user_url: `https://elsewhere.example/api/users/${ben.uuid}/?page=1` }, ['ben']],
  [{ user_url: `http://api.test/api/customers/${ben.hex}/` }, []],
  [{ user_url: `http://api.test/api/users/${ben.hex}` }, []],
  [{ user_url: ben.hex }, []],
  [{ user_url: '/api/users/zzz/' }, []],
  [{ username: 'Ben' }, ['ben']],
  [{ username: 'ben' }, []],
  [{ full_name: 'ANNA' }, ['ben', ...ANNA]],
  [{ full_name: 'anna muller' }, ANNA],
  [{ full_name: 'юрий' }, ['carl']],
  [{ native_name: 'анна' }, ANNA],
  [{ native_name: 'CARL' }, ['carl']],
  [{ user_slug: 'N_S' }, ['ben']],
  [{ user_slug: 'anna' }, ANNA],
  [{ role_name: 'project' }, ALL],
  [{ role_name: 'admin' }, ['ben', 'anna-beta']],
  [{ role_name: 'PROJECT.MANAGER' }, ['anna-alpha']],
  [{ role_uuid: custom.hex }, ['carl']],
  [{ role_uuid: alpha.hex }, []],
  [{ scope_type: 'project' }, ALL],
  [{ scope_type: 'customer' }, []],
  [{ scope_type: 'Project' }, []],
  [{ scope_uuid: alpha.hex }, ['anna-alpha', 'carl']],
  [{ scope_uuid: consumer.uuid }, []],
  [{ scope_name: 'ALPHA' }, ['anna-alpha', 'carl']],
  [{ scope_name: '100%' }, ['anna-alpha', 'carl']],
  [{ scope_name: '100' }, ALL],
  [{ created: '2024-01-20' }, ['anna-alpha', 'anna-beta', 'carl']],
  [{ created: '2024-01-20T00:00:00.000001Z' }, ['carl']],
  [{ modified: '2024-02-20T00:00:00Z' }, ['ben', 'carl']],
  [{ modified: '2024-02-20T00:00:01Z' }, ['carl']],
  [{ expiration_time: EXPIRY }, ['ben']],
  [{ expiration_time: '2199-01-01T12:00:00+02:00' }, ['ben']],
  [{ expiration_time: '2199-01-01T10:00:01Z' }, []],
  [{ username: 'anna', scope_name: 'beta' }, ['anna-beta']],
  [{ user: '', scope_uuid: '', created: '', role_uuid: '', user_url: '', expiration_time: '' }, ALL],
])('%j finds %j', async (query, expected) => {
  expect(await found(query)).toEqual(expected)
})

test.each<[string | string[], string[]]>([
  ['created', ['ben', 'anna-alpha', 'anna-beta', 'carl']],
  ['-created', ['carl', 'anna-alpha', 'anna-beta', 'ben']],
  ['username', ['anna-alpha', 'anna-beta', 'ben', 'carl']],
  ['-username', ['carl', 'ben', 'anna-alpha', 'anna-beta']],
  ['full_name', ['anna-alpha', 'anna-beta', 'ben', 'carl']],
  ['-full_name', ['carl', 'ben', 'anna-alpha', 'anna-beta']],
  ['native_name', ['ben', 'carl', 'anna-alpha', 'anna-beta']],
  ['-native_name', ['anna-alpha', 'anna-beta', 'carl', 'ben']],
  ['email', ['carl', 'ben', 'anna-alpha', 'anna-beta']],
  ['-email', ['anna-alpha', 'anna-beta', 'ben', 'carl']],
  // Grants without an expiry are last when ascending, first when descending.
  ['expiration_time', ['carl', 'ben', 'anna-alpha', 'anna-beta']],
  ['-expiration_time', ['anna-alpha', 'anna-beta', 'ben', 'carl']],
  ['-role', ['anna-alpha', 'ben', 'anna-beta', 'carl']],
  ['role', ['carl', 'ben', 'anna-beta', 'anna-alpha']],
  ['email,-created', ['carl', 'ben', 'anna-alpha', 'anna-beta']],
  ['-full_name,role', ['carl', 'ben', 'anna-beta', 'anna-alpha']],
  [
    ['-full_name', 'role'],
    ['carl', 'ben', 'anna-beta', 'anna-alpha'],
  ],
  ['', ALL],
  [',', ALL],
  ['-created,', ['carl', 'anna-alpha', 'anna-beta', 'ben']],
])('o=%s gives %j', async (o, expected) => {
  expect(await found({ o })).toEqual(expected)
})

test('the uuid of a system role is the one that the list of roles tells', async () => {
  expect(await found({ role_uuid: await roleUuid('PROJECT.MANAGER') })).toEqual(['anna-alpha'])
})

test('every malformed value is named in one answer', async () => {
  const query = {
    ...{ user: 'zzz', role_uuid: 'x', scope_uuid: 'y', created: 'a', modified: 'b', expiration_time: 'c' },
    ...{ o: 'project', page: '99' },
  }
  const answer = await get(`${base}project_permissions/`, { as: owner, query })
  expect(answer.status).toBe(400)
  expect(answer.body).toEqual({
    user: ['Enter a valid UUID.'],
    role_uuid: ['Enter a valid UUID.'],
    scope_uuid: ['Enter a valid UUID.'],
    created: ['Enter a valid date/time.'],
    modified: ['Enter a valid date/time.'],
    expiration_time: ['Enter a valid date/time.'],
    o: ['Select a valid choice. project is not one of the available choices.'],
  })
})
