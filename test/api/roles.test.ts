import { byDescription } from '../../contract/schemas/identity.ts'
import { expect, test } from 'vitest'
import { startTestApp, type Caller } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const ROLES = '/api/roles/'
const PERMISSIONS = '/api/user-permissions/'
const staff = await world.staff()
const support = await world.user({ is_support: true })
const past = new Date(Date.now() - 60_000).toISOString()

const names = (body: unknown) => (body as { name: string }[]).map(({ name }) => name)

test('roles are open to everybody, by name', async () => {
  const { body, headers } = await get(ROLES, { query: { page_size: 300 } })
  expect(names(body)).toEqual([...names(body)].sort())
  expect(headers['x-result-count']).toBe(String(names(body).length))
  const owner = (body as { name: string }[]).find(({ name }) => name === 'CUSTOMER.OWNER')
  expect(owner).toMatchObject({ is_system_role: true, is_active: true, content_type: 'customer' })
  expect(owner).toHaveProperty('permissions', expect.arrayContaining(['SERVICE_PROVIDER.LIST_CUSTOMERS']))
  expect(owner).not.toHaveProperty('users_count')
  const head = await request('HEAD', ROLES)
  expect(head.headers['x-result-count']).toBe(headers['x-result-count'])
})

test('filters of roles', async () => {
  const role = await world.role('project', [], { description: 'Sample 100% tester', is_active: false })
  const list = async (query: Record<string, string | boolean>) => names((await get(ROLES, { query })).body)
  expect(await list({ name: role.name.toLowerCase() })).toEqual([role.name])
  expect(await list({ description: '100% TEST' })).toEqual([role.name])
  expect(await list({ description: '100_ TEST' })).toEqual([])
  expect(await list({ is_active: false, description: 'sample' })).toEqual([role.name])
  expect(await list({ is_active: true, description: 'sample' })).toEqual([])
})

test('how many users hold a role is for staff and support', async () => {
  const role = await world.role('project', ['PROJECT.LIST'])
  const [ann, bob] = [await world.user(), await world.user()]
  const project = await world.project(await world.customer())
  const other = await world.project(await world.customer())
  await world.grant(ann, role.name, 'project', project)
  await world.grant(ann, role.name, 'project', other)
  await world.grant(bob, role.name, 'project', project, { expiration_time: past })
  const path = `${ROLES}${role.hex}/`
  const expected = {
    uuid: role.hex,
    name: role.name,
    description: '',
    permissions: ['PROJECT.LIST'],
    is_system_role: false,
    is_active: true,
    content_type: 'project',
    ...byDescription(() => null),
  }
  expect((await get(path)).body).toEqual(expected)
  expect((await get(path, { as: ann })).body).toEqual(expected)
  expect((await get(path, { as: staff })).body).toEqual({ ...expected, users_count: 1 })
  expect((await get(path, { as: support, query: { field: 'users_count' } })).body).toEqual({ users_count: 1 })
  expect((await get(`${ROLES}nothing/`)).body).toEqual({ detail: 'No Role matches the given query.' })
})

test('one sees the own effective grants, staff and support everybody’s', async () => {
  const provider = await world.provider({ customer: await world.customer({ name: 'Sample Centre' }) })
  const project = await world.project(provider.customer, { name: 'Sample project' })
  const granter = await world.user({ first_name: 'Grace', last_name: 'Granter' })
  const user = await world.user({ first_name: 'Sample', last_name: 'Holder' })
  const sp = await world.grant(user, 'CUSTOMER.MANAGER', 'service_provider', provider, {
    created: '2026-01-02T03:04:05Z',
    created_by_id: granter.id,
  })
  const owned = await world.grant(user, 'CUSTOMER.OWNER', 'customer', provider.customer, {
    created: '2026-01-01T00:00:00Z',
    expiration_time: '2099-01-01T00:00:00Z',
  })
  const expired = await world.grant(user, 'PROJECT.ADMIN', 'project', project, { expiration_time: past })
  const revoked = await world.grant(user, 'PROJECT.MANAGER', 'project', project, { is_active: false })
  const orphan = await world.grant(user, 'PROJECT.MEMBER', 'project', { id: '999999999' })
  const of = { user_uuid: user.hex, user_name: 'Sample Holder', user_slug: user.username }

  const { body } = await get(PERMISSIONS, { as: user })
  expect(body).toEqual([
    {
      ...of,
      created: '2026-01-01T00:00:00Z',
      expiration_time: '2099-01-01T00:00:00Z',
      role_name: 'CUSTOMER.OWNER',
      role_description: 'Organization owner',
      role_uuid: '00000000000040008000000000000001',
      scope_type: 'customer',
      scope_uuid: provider.customer.hex,
      scope_name: 'Sample Centre',
    },
    {
      ...of,
      created: '2026-01-02T03:04:05Z',
      expiration_time: null,
      created_by_full_name: 'Grace Granter',
      created_by_username: granter.username,
      role_name: 'CUSTOMER.MANAGER',
      role_description: 'Service provider manager',
      role_uuid: '00000000000040008000000000000004',
      scope_type: 'service_provider',
      scope_uuid: provider.hex,
      scope_name: 'Sample Centre',
      customer_uuid: provider.customer.hex,
      customer_name: 'Sample Centre',
    },
  ])
  const asSupport = await get(PERMISSIONS, { as: support, query: { user: user.uuid } })
  expect(asSupport.body).toEqual(body)
  expect((await get(`${PERMISSIONS}${sp.hex}/`, { as: user })).body).toEqual((body as unknown[])[1])

  const status = async (grant: { hex: string }, as: Caller) => (await get(`${PERMISSIONS}${grant.hex}/`, { as })).status
  expect(await status(owned, staff)).toBe(200)
  expect(await status(owned, granter)).toBe(404)
  expect(await status(owned, undefined)).toBe(401)
  for (const hidden of [expired, revoked, orphan]) expect(await status(hidden, staff)).toBe(404)
})

test('filters and order of grants over all kinds of scopes', async () => {
  const provider = await world.provider({ customer: await world.customer({ name: 'Filter Centre' }) })
  const project = await world.project(provider.customer, { name: 'Filter project' })
  const user = await world.user()
  await world.grant(user, 'CUSTOMER.MANAGER', 'service_provider', provider, { created: '2026-03-01T00:00:00Z' })
  await world.grant(user, 'PROJECT.ADMIN', 'project', project, { created: '2026-02-01T00:00:00Z' })
  await world.grant(user, 'CUSTOMER.OWNER', 'customer', provider.customer, { created: '2026-01-01T00:00:00Z' })
  const list = async (query: Record<string, string>, as: Caller = user) => {
    const { body } = await get(PERMISSIONS, { as, query })
    return (body as { role_name: string }[]).map(({ role_name }) => role_name)
  }
  expect(await list({ o: '-created' })).toEqual(['CUSTOMER.MANAGER', 'PROJECT.ADMIN', 'CUSTOMER.OWNER'])
  expect(await list({ o: 'role' })).toEqual(['CUSTOMER.MANAGER', 'CUSTOMER.OWNER', 'PROJECT.ADMIN'])
  expect(await list({ scope_type: 'serviceprovider' })).toEqual(['CUSTOMER.MANAGER'])
  expect(await list({ scope_type: 'service_provider' })).toEqual(['CUSTOMER.MANAGER'])
  expect(await list({ scope_type: 'offering' })).toEqual([])
  expect(await list({ scope_uuid: project.hex })).toEqual(['PROJECT.ADMIN'])
  expect(await list({ scope_name: 'filter c' })).toEqual(['CUSTOMER.OWNER', 'CUSTOMER.MANAGER'])
  expect(await list({ created: '2026-02-01' })).toEqual(['PROJECT.ADMIN', 'CUSTOMER.MANAGER'])
  expect(await list({ role_uuid: '00000000-0000-4000-8000-000000000005' })).toEqual(['PROJECT.ADMIN'])
  const link = `http://api.test/api/users/${user.hex}/`
  expect(await list({ user_url: link, role_name: 'admin' }, staff)).toEqual(['PROJECT.ADMIN'])
  expect(await list({ user_url: 'http://api.test/api/projects/1/' }, staff)).toEqual([])
})
