import { describe, expect, test } from 'vitest'
import { startTestApp, type Caller } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const USERS = '/api/users/'

type Query = Record<string, string | readonly string[]>

const list = async (as: Caller, query: Query = {}): Promise<Record<string, unknown>[]> => {
  const { status, body } = await get(USERS, { as, query: { page_size: '300', ...query } })
  expect(status).toBe(200)
  return body
}
const names = async (as: Caller, query: Query = {}) => (await list(as, query)).map(({ username }) => username)

const { provider, owner, project, consumer } = await world.marketplace()
const boss = await world.user({ username: 'a-boss', first_name: 'Anna', last_name: 'Sample', phone_number: '+372 1' })
await world.grant(boss, 'CUSTOMER.OWNER', 'customer', consumer)
await world.member(project, { username: 'b-admin', first_name: 'Ben', phone_number: '+372 2' })
const member = await world.member(
  project,
  { username: 'c-member', job_title: 'Engineer', organization: 'Sample', civil_number: 'SAMPLE-1', description: 'x' },
  'PROJECT.MEMBER',
)
const other = await world.project(consumer)
const elsewhere = await world.member(other, { username: 'd-elsewhere' })
await world.member(project, { username: 'e-inactive', is_active: false })
const former = await world.user({ username: 'f-former' })
await world.grant(former, 'PROJECT.MEMBER', 'project', project, { is_active: false })
const stranger = await world.user({ username: 'g-stranger' })
const staff = await world.staff({ username: 'h-staff' })
const support = await world.user({ username: 'i-support', is_support: true })

describe('who sees whom', () => {
  test('members see those who share a scope, owners the members of all projects, and everybody himself', async () => {
    expect(await names(member)).toEqual(['b-admin', 'c-member'])
    expect(await names(boss)).toEqual(['a-boss', 'b-admin', 'c-member', 'd-elsewhere'])
    expect(await names(elsewhere)).toEqual(['d-elsewhere'])
    expect(await names(stranger)).toEqual(['g-stranger'])
    expect(await names(former)).toEqual(['f-former'])
  })

  test('what roles somebody has is told to himself, staff and support', async () => {
    for (const row of await list(member)) expect(row).not.toHaveProperty('permissions')
    for (const caller of [staff, support]) {
      const row = (await list(caller)).find(({ username }) => username === 'b-admin')
      expect(row?.permissions).toMatchObject([{ role_name: 'PROJECT.ADMIN', scope_uuid: project.hex }])
    }
    expect((await get(`${USERS}me/`, { as: member })).body.permissions).toHaveLength(1)
    const shown = await get(`${USERS}${boss.hex}/`, { as: member })
    expect(shown.body.permissions).toBeUndefined()
  })

  test('staff and support see everybody, inactive ones too', async () => {
    const all = ['a-boss', 'b-admin', 'c-member', 'd-elsewhere', 'e-inactive', 'f-former', 'g-stranger']
    for (const caller of [staff, support]) expect(await names(caller)).toEqual(expect.arrayContaining(all))
    expect(await names(staff, { is_active: 'false' })).toEqual(['e-inactive'])
  })

  test('a provider sees the users of projects that use it, and of them what it sees elsewhere', async () => {
    expect(await names(owner)).toEqual(['b-admin', 'c-member', owner.username])
    const shown = (await list(owner)).find(({ username }) => username === 'c-member')
    expect(Object.keys(shown!).toSorted()).toEqual(
      ['email', 'first_name', 'full_name', 'image', 'last_name', 'native_name', 'url', 'username', 'uuid'].toSorted(),
    )
    const manager = await world.user()
    await world.grant(manager, 'CUSTOMER.MANAGER', 'service_provider', provider)
    expect(await names(manager, { username_list: 'c-member' })).toEqual(['c-member'])
  })

  test('what a provider does not see of its users finds and orders nobody (C-030)', async () => {
    const queries: Query[] = [{ phone_number: '+372 2' }, { job_title: 'Eng' }, { organization: 'Sample' }]
    for (const query of queries) {
      expect(await names(owner, query)).toEqual([])
      expect(await names(boss, query)).toHaveLength(1)
    }
    // One order for all whose job is not shown, and then by id.
    expect(await names(owner, { o: '-job_title', username_list: 'b-admin,c-member' })).toEqual(['b-admin', 'c-member'])
    expect(await names(boss, { o: '-job_title', username_list: 'b-admin,c-member' })).toEqual(['c-member', 'b-admin'])
    expect(await names(boss, { civil_number: 'SAMPLE-2' })).toHaveLength(4)
    expect(await names(staff, { civil_number: 'SAMPLE-1' })).toEqual(['c-member'])
    expect(await names(boss, { description: 'y' })).toHaveLength(4)
    expect(await names(boss, { is_staff: 'false' })).toEqual([])
  })

  test('private attributes and tokens are in no row, not even in that of the caller (C-226)', async () => {
    const rows = await list(member)
    for (const row of rows) {
      for (const key of [
        'token',
        'civil_number',
        'birth_date',
        'description',
        'is_staff',
        'is_active',
        'token_lifetime',
      ]) {
        expect(row).not.toHaveProperty(key)
      }
    }
    expect(rows.find(({ username }) => username === 'c-member')).toMatchObject({ job_title: 'Engineer' })
    for (const row of await list(staff)) expect(row).not.toHaveProperty('token')
    expect((await list(staff, { username: 'c-member' }))[0]).toMatchObject({
      civil_number: 'SAMPLE-1',
      description: 'x',
    })
  })
})

describe('parameters', () => {
  test.each<[Query, string[]]>([
    [{ full_name: 'anna' }, ['a-boss']],
    [{ username: 'a-boss' }, ['a-boss']],
    [{ email: 'c-member@' }, ['c-member']],
    [{ query: 'ben' }, ['b-admin']],
    [{ user_keyword: 'MEMBER@' }, ['c-member']],
    [{ project_roles: 'PROJECT.MEMBER' }, ['c-member']],
    [{ organization_roles: 'CUSTOMER.OWNER' }, ['a-boss']],
    [{ project_uuid: other.hex }, ['d-elsewhere']],
    [{ customer_uuid: consumer.hex, o: '-username' }, ['d-elsewhere', 'c-member', 'b-admin', 'a-boss']],
    [{ date_joined: '2999-01-01' }, []],
  ])('%j finds %j', async (query, expected) => {
    expect(await names(boss, query)).toEqual(expected)
  })

  test('malformed ones are refused', async () => {
    const { status, body } = await get(USERS, { as: boss, query: { customer_uuid: 'x', o: 'x', date_joined: 'x' } })
    expect([status, body]).toEqual([
      400,
      {
        customer_uuid: ['Enter a valid UUID.'],
        o: ['Select a valid choice. x is not one of the available choices.'],
        date_joined: ['Enter a valid date/time.'],
      },
    ])
  })

  test('field picks keys, and one that names only hidden keys is ignored', async () => {
    expect(await list(boss, { username: 'a-boss', field: ['username', 'email'] })).toEqual([
      { username: 'a-boss', email: 'a-boss@example.org' },
    ])
    expect((await list(boss, { username: 'a-boss', field: 'civil_number' }))[0]).toHaveProperty('full_name')
  })

  test('pages hold every user once, and HEAD counts', async () => {
    const seen: unknown[] = []
    for (const page of ['1', '2', '3', '4']) {
      const { body } = await get(USERS, { as: boss, query: { page, page_size: '1', o: 'organization' } })
      seen.push(body[0].username)
    }
    expect(seen.toSorted()).toEqual(await names(boss))
    const head = await request('HEAD', USERS, { as: boss })
    expect([head.status, head.headers['x-result-count']]).toEqual([200, '4'])
    expect((await get(USERS, { as: boss, query: { page: '9' } })).status).toBe(404)
  })
})

test('users are counted by activity, language and month of joining, those whom the caller sees', async () => {
  const customer = await world.customer()
  const project = await world.project(customer)
  for (const [preferred_language, date_joined] of [
    ['et', '2024-01-31T23:59:59Z'],
    ['et', '2024-02-01T00:00:00Z'],
    ['en', '2024-02-29T00:00:00Z'],
  ]) {
    await world.member(project, { preferred_language, date_joined })
  }
  await world.member(project, { preferred_language: 'en', date_joined: '2024-02-02T00:00:00Z', is_active: false })
  const count = async (as: Caller, what: string, query: Query = {}) =>
    (await get(`${USERS}${what}/`, { as, query: { project_uuid: project.hex, ...query } })).body as unknown
  expect(await count(staff, 'user_active_status_count')).toEqual([
    { status: 'active', count: 3 },
    { status: 'inactive', count: 1 },
  ])
  expect(await count(staff, 'user_language_count')).toEqual([
    { language: 'en', count: 2 },
    { language: 'et', count: 2 },
  ])
  expect(await count(staff, 'user_registration_trend')).toEqual([
    { month: '2024-01', count: 1 },
    { month: '2024-02', count: 3 },
  ])
  const boss = await world.owner(customer)
  expect(await count(boss, 'user_registration_trend', { page: '2', page_size: '1' })).toEqual([
    { month: '2024-02', count: 2 },
  ])
  expect(await count(stranger, 'user_language_count')).toEqual([])
})
