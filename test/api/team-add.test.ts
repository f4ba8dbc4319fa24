import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type MadeProvider, type MadeUser } from '../harness/index.ts'

const { world, get, post, database } = await startTestApp()

const MANAGER = 'CUSTOMER.MANAGER'
const SAME_ROLE = { non_field_errors: ['User has already the same role in this scope.'] }

const pathOf = (provider: { hex: string }) => `/api/marketplace-service-providers/${provider.hex}/`

const staff = await world.staff({ first_name: 'Sample', last_name: 'Administrator' })

const add = (provider: MadeProvider, user: MadeUser, body: Record<string, unknown> = {}, as = staff) =>
  post(`${pathOf(provider)}add_user/`, { as, body: { role: MANAGER, user: user.hex, ...body } })

interface Grant {
  uuid: string
  is_active: boolean
  expiration_time: string | null
  created_by_id: string | null
  role: string
}

const grantsOf = (provider: MadeProvider, user: MadeUser): Promise<Grant[]> =>
  database.rows<Grant>(sql`
    select user_role.uuid, user_role.is_active, user_role.created_by_id, role.name as role,
      to_char(user_role.expiration_time at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as expiration_time
    from user_role join role on role.id = user_role.role_id
    where user_role.user_id = ${user.id} and user_role.content_type = 'service_provider'
      and user_role.object_id = ${provider.id}
    order by user_role.id
  `)

const eventTypes = async (provider: MadeProvider) =>
  (await eventsOf(database, 'service_provider', provider)).map((event) => event.event_type)

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString()

describe('add_user', () => {
  test('grants the role on the provider, by the caller', async () => {
    const provider = await world.provider()
    const user = await world.user()
    const { status, body } = await add(provider, user)
    expect(status).toBe(201)
    expect(body).toEqual({ expiration_time: null })
    expect(await grantsOf(provider, user)).toEqual([
      { uuid: expect.any(String), is_active: true, expiration_time: null, created_by_id: staff.id, role: MANAGER },
    ])
    const listed = await get(`${pathOf(provider)}list_users/`, { as: staff })
    expect(listed.body).toMatchObject([{ user_uuid: user.hex, created_by_uuid: staff.hex, expiration_time: null }])
  })

  test('lets the user in at once', async () => {
    const provider = await world.provider()
    const user = await world.user()
    expect((await get(`${pathOf(provider)}customers/`, { as: user })).status).toBe(403)
    await add(provider, user)
    expect((await get(`${pathOf(provider)}customers/`, { as: user })).status).toBe(200)
    expect((await get(`${pathOf(await world.provider())}customers/`, { as: user })).status).toBe(403)
  })

  test.each([
    ['by name', MANAGER],
    ['by UUID', '00000000000040008000000000000004'],
    ['by UUID with hyphens', '00000000-0000-4000-8000-000000000004'],
    ['by UUID in braces', '{00000000-0000-4000-8000-000000000004}'],
  ])('finds the role %s', async (_how, role) => {
    const provider = await world.provider()
    const user = await world.user()
    expect((await add(provider, user, { role })).status).toBe(201)
    expect(await grantsOf(provider, user)).toMatchObject([{ role: MANAGER, is_active: true }])
  })

  test('finds the user by UUID in any form', async () => {
    const provider = await world.provider()
    for (const spell of [(user: MadeUser) => user.uuid, (user: MadeUser) => user.hex.toUpperCase()]) {
      const user = await world.user()
      expect((await add(provider, user, { user: spell(user) })).status).toBe(201)
    }
  })

  test.each([
    [null, null],
    ['2999-12-31', '2999-12-31T00:00:00Z'],
    ['2999-12-31T12:30', '2999-12-31T12:30:00Z'],
    ['2999-12-31T12:30:15Z', '2999-12-31T12:30:15Z'],
    ['2999-12-31T12:30:15', '2999-12-31T12:30:15Z'],
    ['2999-12-31T12:30:15+02:00', '2999-12-31T10:30:15Z'],
    ['2999-12-31T12:30:15.678901+00:00', '2999-12-31T12:30:15.678901Z'],
    ['2999-12-31T12:30:15.5Z', '2999-12-31T12:30:15.500000Z'],
  ])('takes %j as expiry', async (expiration_time, expected) => {
    const provider = await world.provider()
    const user = await world.user()
    const { status, body } = await add(provider, user, { expiration_time })
    expect(status).toBe(201)
    expect(body).toEqual({ expiration_time: expected })
    const stored = expected === null ? null : expected.replace(/:15Z$/, ':15.000000Z').replace(/:00Z$/, ':00.000000Z')
    expect((await grantsOf(provider, user))[0]?.expiration_time).toBe(stored)
  })

  test('grants several roles and several users side by side', async () => {
    const provider = await world.provider()
    const role = await world.role('service_provider', [])
    const [first, second] = [await world.user(), await world.user()]
    for (const user of [first, second]) {
      expect((await add(provider, user)).status).toBe(201)
      expect((await add(provider, user, { role: role.name })).status).toBe(201)
      expect(await grantsOf(provider, user)).toHaveLength(2)
    }
  })

  test('ignores unknown keys', async () => {
    const provider = await world.provider()
    const user = await world.user()
    await add(provider, user, { created_by: user.hex, is_active: false, uuid: user.hex, unknown: 1 })
    expect(await grantsOf(provider, user)).toMatchObject([{ is_active: true, created_by_id: staff.id }])
  })
})

describe('add_user over an existing grant', () => {
  const LATER = '2999-12-31T00:00:00Z'
  const MUCH_LATER = '3999-12-31T00:00:00Z'

  test.each([
    ['permanent', null, 'permanent', null],
    ['permanent', null, 'one with an end', LATER],
    ['one with an end', LATER, 'the same end', LATER],
    ['one with an end', LATER, 'an earlier end', '2888-01-01'],
  ])('refuses when it is %s (%j) and %s (%j) is asked for', async (_has, existing, _wants, wanted) => {
    const provider = await world.provider()
    const user = await world.user()
    await world.grant(user, MANAGER, 'service_provider', provider, { expiration_time: existing })
    const before = await grantsOf(provider, user)
    const { status, body } = await add(provider, user, { expiration_time: wanted })
    expect([status, body]).toEqual([400, SAME_ROLE])
    expect(await grantsOf(provider, user)).toEqual(before)
    expect(await eventTypes(provider)).toEqual([])
  })

  test.each([
    ['a later end', MUCH_LATER],
    ['no end', null],
  ])('extends a shorter one to %s: same grant, no second', async (_what, wanted) => {
    const provider = await world.provider()
    const user = await world.user()
    const granter = await world.user()
    await world.grant(user, MANAGER, 'service_provider', provider, {
      expiration_time: LATER,
      created_by_id: granter.id,
    })
    const [before] = await grantsOf(provider, user)
    const { status, body } = await add(provider, user, { expiration_time: wanted })
    expect([status, body]).toEqual([201, { expiration_time: wanted }])
    const expiration_time = wanted === null ? null : '3999-12-31T00:00:00.000000Z'
    expect(await grantsOf(provider, user)).toEqual([{ ...before, expiration_time }])
    expect(await eventTypes(provider)).toEqual(['role_updated'])
  })

  test('is not disturbed by grants elsewhere: another provider, the organization, another user or role', async () => {
    const [provider, other] = [await world.provider(), await world.provider()]
    const user = await world.user()
    const role = await world.role('service_provider', [])
    await world.grant(user, MANAGER, 'service_provider', other)
    await world.grant(user, MANAGER, 'customer', { id: provider.id })
    await world.grant(await world.user(), MANAGER, 'service_provider', provider)
    await world.grant(user, role.name, 'service_provider', provider)
    expect((await add(provider, user)).status).toBe(201)
  })

  test('that was revoked makes a new one', async () => {
    const provider = await world.provider()
    const user = await world.user()
    const revoked = await world.grant(user, MANAGER, 'service_provider', provider, { is_active: false })
    expect((await add(provider, user)).status).toBe(201)
    const [old, fresh] = await grantsOf(provider, user)
    expect(old).toMatchObject({ uuid: revoked.uuid, is_active: false })
    expect(fresh?.is_active).toBe(true)
    expect(await eventTypes(provider)).toEqual(['role_granted'])
  })

  test('that has expired unnoticed closes it and makes a new one', async () => {
    const provider = await world.provider()
    const user = await world.user()
    const expired = await world.grant(user, MANAGER, 'service_provider', provider, { expiration_time: ago(1) })
    expect((await add(provider, user)).status).toBe(201)
    const grants = await grantsOf(provider, user)
    expect(grants.map((grant) => grant.is_active)).toEqual([false, true])
    expect(grants[0]?.uuid).toBe(expired.uuid)
    expect(grants[1]?.expiration_time).toBeNull()
    const events = await eventsOf(database, 'service_provider', provider)
    expect(events.map((event) => [event.event_type, event.context.initiated_by, event.context.reason])).toEqual([
      ['role_revoked', 'System', 'Automatic expiration'],
      ['role_granted', `Sample Administrator (${staff.username})`, 'Manual role assignment via API'],
    ])
  })
})

describe('add_user refuses a role', () => {
  test.each([
    ['CUSTOMER.OWNER', 'Role is not valid for this scope.'],
    ['PROJECT.ADMIN', 'Role is not valid for this scope.'],
    // Disabled as well; the kind of scope is reported first.
    ['CUSTOMER.SUPPORT', 'Role is not valid for this scope.'],
  ])('of another kind of scope (%s)', async (role, message) => {
    const provider = await world.provider()
    const user = await world.user()
    const { status, body } = await add(provider, user, { role })
    expect([status, body]).toEqual([400, { non_field_errors: [message] }])
    expect(await grantsOf(provider, user)).toEqual([])
  })

  test('that is disabled, also to extend it; holders keep it', async () => {
    const provider = await world.provider()
    const [newcomer, holder] = [await world.user(), await world.user()]
    const role = await world.role('service_provider', ['SERVICE_PROVIDER.LIST_CUSTOMERS'], { is_active: false })
    await world.grant(holder, role.name, 'service_provider', provider, { expiration_time: '2999-12-31T00:00:00Z' })
    for (const user of [newcomer, holder]) {
      const { status, body } = await add(provider, user, { role: role.name })
      expect([status, body]).toEqual([400, { non_field_errors: ['Role is not active.'] }])
    }
    expect((await get(`${pathOf(provider)}customers/`, { as: holder })).status).toBe(200)
  })

  test('that the user has, before it looks whether the role fits', async () => {
    const provider = await world.provider()
    const user = await world.user()
    await world.grant(user, 'CUSTOMER.OWNER', 'service_provider', provider)
    expect((await add(provider, user, { role: 'CUSTOMER.OWNER' })).body).toEqual(SAME_ROLE)
  })
})
