import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type MadeUser } from '../harness/index.ts'

const { world, get, post, request, database, tokenOf } = await startTestApp()

const ME = '/api/users/me/'

const actingFor = (uuid: string) => ({ 'x-impersonated-user-uuid': uuid })

/** A user who has logged in at some time; others cannot be impersonated. */
const userWithToken = async (values: Record<string, unknown> = {}): Promise<MadeUser> => {
  const user = await world.user(values)
  await tokenOf(user)
  return user
}

describe('a staff user who names another user', () => {
  test.each([
    ['plain', (user: MadeUser) => user.hex],
    ['with hyphens', (user: MadeUser) => user.uuid],
    ['in upper case', (user: MadeUser) => user.hex.toUpperCase()],
  ])('acts as that user, the UUID written %s', async (_form, spell) => {
    const staff = await world.staff()
    const target = await userWithToken()
    const answer = await get(ME, { as: staff, headers: actingFor(spell(target)) })
    expect(answer.status).toBe(200)
    expect(answer.body.uuid).toBe(target.hex)
    expect(answer.headers['x-impersonator-uuid']).toBe(staff.hex)
  })

  test('has the rights of that user only', async () => {
    const { base, owner } = await world.marketplace()
    const staff = await world.staff()
    const stranger = await userWithToken()
    await tokenOf(owner)
    const asOwner = await get(`${base}customers/`, { as: staff, headers: actingFor(owner.hex) })
    const asStranger = await get(`${base}customers/`, { as: staff, headers: actingFor(stranger.hex) })
    expect([asOwner.status, asStranger.status]).toEqual([200, 403])
    expect(asStranger.headers['x-impersonator-uuid']).toBe(staff.hex)
  })

  test('sees neither his own token nor any of that user', async () => {
    const staff = await world.staff()
    const target = await userWithToken()
    const { body } = await get(ME, { as: staff, headers: actingFor(target.hex) })
    expect(body).not.toHaveProperty('token')
    expect(body).not.toHaveProperty('is_staff')
    const answer = await get(`/api/users/${target.hex}/token/`, { as: staff, headers: actingFor(target.hex) })
    expect(answer.status).toBe(403)
  })

  test('is refused when that user has no token', async () => {
    const staff = await world.staff()
    const target = await world.user()
    const answer = await get(ME, { as: staff, headers: actingFor(target.hex) })
    expect(answer.status).toBe(403)
    expect(answer.body).toEqual({ detail: 'Unable to impersonate user that does not have an active session.' })
  })

  describe('may act for an inactive user', () => {
    const deactivate = (user: MadeUser) =>
      database.run(sql`update app_user set is_active = false where id = ${user.id}`)

    test('with that user’s roles and visibility, where no permission is asked for', async () => {
      const { base, provider, owner } = await world.marketplace()
      const staff = await world.staff()
      const stranger = await userWithToken({ is_active: false })
      await tokenOf(owner)
      await deactivate(owner)
      const call = { as: staff, headers: actingFor(owner.hex) }
      expect((await get(ME, call)).body.uuid).toBe(owner.hex)
      expect((await get(`/api/customers/${provider.customer.hex}/`, call)).status).toBe(200)
      expect((await get(`${base}offerings/`, call)).status).toBe(200)
      expect((await get(`${base}list_users/`, call)).status).toBe(200)
      const patched = await request('PATCH', base, { ...call, body: { description: 'changed' } })
      expect([patched.status, patched.body.description]).toEqual([200, 'changed'])
      expect(patched.headers['x-impersonator-uuid']).toBe(staff.hex)

      const asStranger = { as: staff, headers: actingFor(stranger.hex) }
      expect((await get(ME, asStranger)).body.uuid).toBe(stranger.hex)
      expect((await get(`/api/customers/${provider.customer.hex}/`, asStranger)).status).toBe(404)
      expect((await get(`${base}list_users/`, asStranger)).status).toBe(403)
      expect((await request('PATCH', base, { ...asStranger, body: {} })).status).toBe(403)
    })

    test.each([
      ['an owner', {}],
      ['a staff user', { is_staff: true }],
    ])('who was %s, and whose permissions do not count', async (_who, values) => {
      const { base, provider } = await world.marketplace()
      const role = await world.role('customer', ['CUSTOMER.CREATE_PERMISSION', 'SERVICE_PROVIDER.REGISTER'])
      const unregistered = await world.customer()
      const target = await userWithToken(values)
      await world.grant(target, 'CUSTOMER.OWNER', 'customer', provider.customer)
      await world.grant(target, role.name, 'customer', provider.customer)
      await world.grant(target, role.name, 'customer', unregistered)
      const call = { as: await world.staff(), headers: actingFor(target.hex) }
      const body = { role: 'CUSTOMER.MANAGER', user: (await world.user()).hex }
      const customer = `http://api.test/api/customers/${unregistered.hex}/`
      await deactivate(target)
      const answers = [
        await get(`${base}customers/`, call),
        await get(`${base}api_secret_code/`, call),
        await post(`${base}add_user/`, { ...call, body }),
        await post('/api/marketplace-service-providers/', { ...call, body: { customer } }),
      ]
      expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403, 403])
      // Fields are reported before permissions, as for everybody.
      const bad = await post(`${base}add_user/`, { ...call, body: { ...body, role: 'nobody' } })
      expect([bad.status, bad.body]).toEqual([400, { role: ['Role is not found.'] }])

      await database.run(sql`update app_user set is_active = true where id = ${target.id}`)
      expect((await post(`${base}add_user/`, { ...call, body })).status).toBe(201)
      const created = await post('/api/marketplace-service-providers/', { ...call, body: { customer } })
      expect(created.status).toBe(201)
    })
  })

  test('does not renew a token, neither his nor that of the user', async () => {
    const staff = await world.staff()
    const target = await userWithToken()
    const token = await tokenOf(staff)
    const ids = [staff.id, target.id]
    await database.run(sql`
      update auth_token set created = now() - interval '10 minutes' where user_id = any(${ids}::bigint[])
    `)
    await get(ME, { as: { token }, headers: actingFor(target.hex) })
    const renewed = await database.rows(sql`
      select 1 from auth_token where user_id = any(${ids}::bigint[]) and created > now() - interval '9 minutes'
    `)
    expect(renewed).toEqual([])
  })

  test('keeps both tokens on log-out', async () => {
    const staff = await world.staff()
    const target = await userWithToken()
    expect((await post('/api-auth/logout/', { as: staff, headers: actingFor(target.hex) })).status).toBe(204)
    expect((await get(ME, { as: staff })).status).toBe(200)
    expect((await get(ME, { as: target })).status).toBe(200)
  })

  test('grants in the name of that user, and the event names both', async () => {
    const { base, provider } = await world.marketplace()
    const staff = await world.staff({ first_name: 'Sample', last_name: 'Administrator' })
    const target = await userWithToken()
    const role = await world.role('customer', ['CUSTOMER.CREATE_PERMISSION'])
    await world.grant(target, role.name, 'customer', provider.customer)
    const member = await world.user()
    const answer = await post(`${base}add_user/`, {
      as: staff,
      headers: actingFor(target.hex),
      body: { role: 'CUSTOMER.MANAGER', user: member.hex },
    })
    expect(answer.status).toBe(201)
    const [grant] = await database.rows(sql`select created_by_id from user_role where user_id = ${member.id}`)
    expect(grant).toEqual({ created_by_id: target.id })
    const [event] = await eventsOf(database, 'service_provider', provider)
    expect(event?.context).toMatchObject({
      user_uuid: target.hex,
      user_impersonator_uuid: staff.hex,
      user_impersonator_username: staff.username,
      user_impersonator_full_name: 'Sample Administrator',
    })
  })
})

describe('the header is ignored', () => {
  test.each([
    ['for an ordinary user', {}],
    ['for global support', { is_support: true }],
  ])('%s', async (_who, values) => {
    const caller = await world.user(values)
    const target = await userWithToken()
    const answer = await get(ME, { as: caller, headers: actingFor(target.hex) })
    expect(answer.body.uuid).toBe(caller.hex)
    expect(answer.headers).not.toHaveProperty('x-impersonator-uuid')
  })

  test.each([
    ['an unknown UUID', '00000000000040008000000000000000'],
    ['a malformed UUID', 'nonsense'],
    ['an empty value', ''],
    ['a user name', 'admin'],
  ])('with %s', async (_what, value) => {
    const staff = await world.staff()
    const answer = await get(ME, { as: staff, headers: actingFor(value) })
    expect(answer.status).toBe(200)
    expect(answer.body.uuid).toBe(staff.hex)
    expect(answer.headers).not.toHaveProperty('x-impersonator-uuid')
  })

  test('without a token', async () => {
    const target = await userWithToken()
    expect((await get(ME, { headers: actingFor(target.hex) })).status).toBe(401)
  })
})
