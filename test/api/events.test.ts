import { expect, test } from 'vitest'
import { startTestApp, type Caller, type Made } from '../harness/index.ts'

const { world, get, post, request } = await startTestApp()

const EVENTS = '/api/events/'
const staff = await world.staff()

type Scope = readonly [kind: string, object: { id: string }]

const event = async (type: string, scopes: readonly Scope[], values: Record<string, unknown> = {}): Promise<Made> => {
  const made = await world.insert('event', { event_type: type, message: `Sample ${type}`, ...values })
  for (const [kind, { id }] of scopes) {
    await world.link('event_scope', { event_id: made.id, content_type: kind, object_id: id })
  }
  return made
}

const list = async (as: Caller, query: Record<string, string | string[]> = {}) => {
  const { body } = await get(EVENTS, { as, query })
  return (body as { uuid: string }[]).map(({ uuid }) => uuid)
}

test('granting a role leaves an event that both sides find', async () => {
  const { base, owner, provider, consumer } = await world.marketplace()
  const user = await world.user()
  const granted = await post(`${base}add_user/`, { as: staff, body: { role: 'CUSTOMER.MANAGER', user: user.uuid } })
  expect(granted.status).toBe(201)
  const { body } = await get(EVENTS, { as: owner })
  expect(body).toMatchObject([
    {
      event_type: 'role_granted',
      context: { scope_uuid: provider.hex, affected_user_uuid: user.hex, customer_uuid: provider.customer.hex },
    },
  ])
  const [uuid = ''] = await list(user)
  expect(body[0].uuid).toBe(uuid)
  const path = `${EVENTS}${uuid}/`
  const outsider = await world.owner(consumer)
  expect((await get(path, { as: user })).body).toEqual(body[0])
  expect((await get(path, { as: user, query: { field: 'event_type' } })).body).toEqual({ event_type: 'role_granted' })
  expect((await get(path, { as: outsider })).body).toEqual({ detail: 'No Event matches the given query.' })
  expect((await get(path)).status).toBe(401)
  expect((await get(`${EVENTS}1/`, { as: staff })).status).toBe(404)
})

test('events are seen through grants on what they are linked to, and through oneself', async () => {
  const { provider, consumer, project, offering } = await world.marketplace()
  const user = await world.user()
  const [customers, projects, offerings, providers, own] = [
    await event('user_activated', [['customer', consumer]]),
    await event('user_activated', [['project', project]]),
    await event('user_activated', [['offering', offering]]),
    await event('user_activated', [['service_provider', provider]]),
    await event('user_activated', [['user', user]]),
  ]
  const seen = async (role: string, kind: Parameters<typeof world.grant>[2], scope: Made, values = {}) => {
    const holder = await world.user()
    await world.grant(holder, role, kind, scope, values)
    return list(holder)
  }
  expect(await seen('CUSTOMER.OWNER', 'customer', consumer)).toEqual([projects.hex, customers.hex])
  expect(await seen('PROJECT.ADMIN', 'project', project)).toEqual([projects.hex])
  expect(await seen('OFFERING.MANAGER', 'offering', offering)).toEqual([offerings.hex])
  expect(await seen('CUSTOMER.MANAGER', 'service_provider', provider)).toEqual([providers.hex, offerings.hex])
  expect(await seen('PROJECT.ADMIN', 'project', project, { expiration_time: '2020-01-01T00:00:00Z' })).toEqual([])
  expect(await list(user)).toEqual([own.hex])
  const support = await world.user({ is_support: true })
  const all = [own, providers, offerings, projects, customers].map(({ hex }) => hex)
  expect((await list(support)).filter((uuid) => all.includes(uuid))).toEqual(all)
})

test('filters, order and count of events', async () => {
  const customer = await world.customer()
  const project = await world.project(customer)
  const subject = await world.user()
  const owner = await world.owner(customer)
  const at = (created: string) => ({ created })
  const first = await event('role_granted', [['customer', customer]], at('2026-01-01T00:00:00Z'))
  const second = await event(
    'auth_logged_out',
    [
      ['customer', customer],
      ['user', subject],
    ],
    {
      ...at('2026-01-02T00:00:00Z'),
      message: 'Gone: 100% sample',
    },
  )
  const third = await event(
    'role_revoked',
    [
      ['customer', customer],
      ['project', project],
    ],
    at('2026-01-03T00:00:00Z'),
  )
  const [a, b, c] = [first.hex, second.hex, third.hex]
  const seconds = (text: string) => String(Date.parse(text) / 1000)

  expect(await list(owner)).toEqual([c, b, a])
  expect(await list(owner, { o: 'created' })).toEqual([a, b, c])
  expect(await list(owner, { created_from: seconds('2026-01-02T00:00:00Z') })).toEqual([c, b])
  expect(await list(owner, { created_to: seconds('2026-01-02T00:00:00Z') })).toEqual([a])
  expect(await list(owner, { event_type: ['role_granted', 'auth_logged_out'] })).toEqual([b, a])
  expect(await list(owner, { feature: 'permissions' })).toEqual([c, a])
  expect(await list(owner, { feature: 'providers' })).toEqual([c, a])
  expect(await list(owner, { feature: 'nothing' })).toEqual([])
  expect(await list(owner, { message: 'GONE: 100%' })).toEqual([b])
  expect(await list(owner, { customer_uuid: customer.uuid })).toEqual([c, b, a])
  expect(await list(owner, { project_uuid: project.hex })).toEqual([c])
  expect(await list(owner, { user_uuid: subject.uuid })).toEqual([b])
  expect(await list(owner, { scope: `https://elsewhere.test/api/projects/${project.hex}/` })).toEqual([c])
  expect(await list(owner, { scope: `http://api.test/api/users/${subject.hex}/` })).toEqual([b])
  expect(await list(owner, { scope: `http://api.test/api/roles/${project.hex}/` })).toEqual([])
  expect(await list(await world.user(), { scope: `/api/projects/${project.hex}/` })).toEqual([])

  const query = { feature: 'permissions', message: 'sample' }
  expect((await get(`${EVENTS}count/`, { as: owner, query })).body).toEqual({ count: 2 })
  expect((await request('HEAD', EVENTS, { as: owner, query })).headers['x-result-count']).toBe('2')
  const malformed = await get(EVENTS, { as: owner, query: { created_from: '2026-01-02' } })
  expect({ status: malformed.status, body: malformed.body }).toEqual({
    status: 400,
    body: { created_from: ['Enter a number.'] },
  })
})

test('events of one instant keep one order, and its reverse', async () => {
  const user = await world.user()
  const made: string[] = []
  for (let index = 0; index < 4; index++) {
    const { hex } = await event('user_activated', [['user', user]], { created: '2026-01-01T00:00:00Z' })
    made.push(hex)
  }
  expect(await list(user, { o: 'created' })).toEqual(made)
  expect(await list(user)).toEqual([...made].reverse())
})

test('the catalogue names the types that exist and the kinds of objects', async () => {
  const groups = await get(`${EVENTS}event_groups/`, { as: staff })
  expect(groups.body).toMatchObject({ permissions: ['role_granted', 'role_revoked', 'role_updated'] })
  expect(Object.keys(groups.body)).toEqual(expect.arrayContaining(['auth', 'permissions', 'providers', 'users']))
  const kinds = await get(`${EVENTS}scope_types/`, { as: staff })
  expect(kinds.body).toEqual(['customer', 'offering', 'service_provider', 'project', 'user'])
})
