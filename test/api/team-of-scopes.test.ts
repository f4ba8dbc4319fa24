import { describe, expect, test } from 'vitest'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type MadeUser } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const PERMANENT = { expiration_time: null }

const scopes = {
  organization: async () => {
    const customer = await world.customer()
    return {
      scope: customer,
      customer,
      kind: 'customer',
      path: `/api/customers/${customer.hex}/`,
      role: 'CUSTOMER.READER',
    }
  },
  project: async () => {
    const customer = await world.customer()
    const scope = await world.project(customer)
    return { scope, customer, kind: 'project', path: `/api/projects/${scope.hex}/`, role: 'PROJECT.ADMIN' }
  },
  offering: async () => {
    const customer = await world.customer()
    const scope = await world.offering(customer)
    const path = `/api/marketplace-provider-offerings/${scope.hex}/`
    return { scope, customer, kind: 'offering', path, role: 'OFFERING.MANAGER' }
  },
} as const

describe.each(Object.entries(scopes))('the team of an %s', (_, make) => {
  test('is changed and listed, with events', async () => {
    const { scope, kind, path, role } = await make()
    const staff = await world.staff()
    const user = await world.user()
    const send = (action: string, body: Record<string, unknown> = {}) =>
      post(`${path}${action}/`, { as: staff, body: { role, user: user.hex, ...body } })
    const added = await send('add_user')
    expect([added.status, added.body]).toEqual([201, PERMANENT])
    const again = await send('add_user')
    expect([again.status, again.body]).toEqual([
      400,
      { non_field_errors: ['User has already the same role in this scope.'] },
    ])
    const updated = await send('update_user', { expiration_time: '2999-01-01' })
    expect([updated.status, updated.body]).toEqual([200, { expiration_time: '2999-01-01T00:00:00Z' }])
    const { body, headers } = await get(`${path}list_users/`, { as: staff })
    expect(body).toMatchObject([
      { user_uuid: user.hex, role_name: role, created_by_uuid: staff.hex, expiration_time: '2999-01-01T00:00:00Z' },
    ])
    expect(headers['x-result-count']).toBe('1')
    expect((await request('HEAD', `${path}list_users/`, { as: staff })).headers['x-result-count']).toBe('1')
    const found = async (query: Record<string, string>) => {
      const answer = await get(`${path}list_users/`, { as: staff, query })
      return (answer.body as unknown[]).length
    }
    expect(await found({ scope_uuid: scope.hex, scope_type: kind })).toBe(1)
    expect(await found({ scope_uuid: user.hex })).toBe(0)
    expect(await found({ role, search_string: user.username, user: user.hex })).toBe(1)
    expect(await found({ role: 'PROJECT.MEMBER' })).toBe(0)
    expect((await send('delete_user')).status).toBe(200)
    expect((await send('delete_user')).status).toBe(200)
    expect((await send('update_user')).body).toEqual({
      non_field_errors: ['User does not have this role in this scope.'],
    })
    expect(await found({})).toBe(0)
    const events = await eventsOf(database, kind, scope)
    expect(events.map(({ event_type }) => event_type)).toEqual(['role_granted', 'role_updated', 'role_revoked'])
    expect(events[0]?.context).toMatchObject({ scope_type: kind, scope_uuid: scope.hex, role_name: role })
  })

  test('takes roles of its kind only, from an organization that is available', async () => {
    const { customer, path, role } = await make()
    const staff = await world.staff()
    const user = await world.user()
    const wrong = role === 'PROJECT.ADMIN' ? 'CUSTOMER.OWNER' : 'PROJECT.ADMIN'
    const add = (body: Record<string, unknown>) =>
      post(`${path}add_user/`, { as: staff, body: { role, user: user.hex, ...body } })
    expect((await add({ role: wrong })).body).toEqual({ non_field_errors: ['Role is not valid for this scope.'] })
    expect((await add({ role: 'NONE', user: 'x', expiration_time: '2020-01-01' })).body).toEqual({
      role: ['Role is not found.'],
      user: ['Must be a valid UUID.'],
      expiration_time: ['Expiration time should be greater than current time.'],
    })
    await request('PATCH', `/api/customers/${customer.hex}/`, { as: staff, body: { blocked: true } })
    expect((await add({})).body).toEqual({ non_field_errors: ['Customer is not available.'] })
  })

  test('two equal grants at once: one is made', async () => {
    const { path, role } = await make()
    const staff = await world.staff()
    const body = { role, user: (await world.user()).hex }
    const answers = await Promise.all([1, 2, 3].map(() => post(`${path}add_user/`, { as: staff, body })))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 400, 400])
  })
})

describe('who may', () => {
  const add = (path: string, as: MadeUser, role: string, user: MadeUser) =>
    post(`${path}add_user/`, { as, body: { role, user: user.hex } })

  test('a right on the project does not reach to oneself, one on the organization does', async () => {
    const { path, scope, customer } = await scopes.project()
    const manager = await world.member(scope, {}, 'PROJECT.MANAGER')
    const other = await world.user()
    expect((await add(path, manager, 'PROJECT.ADMIN', other)).status).toBe(201)
    expect((await add(path, manager, 'PROJECT.ADMIN', manager)).body).toEqual({
      non_field_errors: ['User can not manage own role.'],
    })
    const owner = await world.owner(customer)
    expect((await add(path, owner, 'PROJECT.ADMIN', owner)).status).toBe(201)
  })

  test('a permission on the organization makes its team, one on the provider that of its offerings', async () => {
    const { path, customer } = await scopes.organization()
    const role = await world.role('customer', ['CUSTOMER.CREATE_PERMISSION'])
    const granter = await world.user()
    await world.grant(granter, role.name, 'customer', customer)
    expect((await add(path, granter, 'CUSTOMER.OWNER', granter)).status).toBe(201)
    const offering = await scopes.offering()
    const provider = await world.provider({ customer: offering.customer })
    const managing = await world.role('service_provider', ['OFFERING.CREATE_PERMISSION'])
    const manager = await world.user()
    await world.grant(manager, managing.name, 'service_provider', provider)
    expect((await add(offering.path, manager, 'OFFERING.MANAGER', await world.user())).status).toBe(201)
  })

  test('nobody changes the team of a removed project', async () => {
    const customer = await world.customer()
    const project = await world.project(customer, { is_removed: true })
    const answer = await add(`/api/projects/${project.hex}/`, await world.staff(), 'PROJECT.ADMIN', await world.user())
    expect([answer.status, answer.body]).toEqual([404, { detail: 'No Project matches the given query.' }])
  })
})
