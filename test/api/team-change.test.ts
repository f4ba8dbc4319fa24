import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type MadeProvider, type MadeUser } from '../harness/index.ts'

const { world, get, post, database } = await startTestApp()

const MANAGER = 'CUSTOMER.MANAGER'
const NO_GRANT = { non_field_errors: ['User does not have this role in this scope.'] }

const pathOf = (provider: { hex: string }) => `/api/marketplace-service-providers/${provider.hex}/`

const staff = await world.staff()

const change =
  (action: string) =>
  (provider: MadeProvider, user: MadeUser, body: Record<string, unknown> = {}) =>
    post(`${pathOf(provider)}${action}/`, { as: staff, body: { role: MANAGER, user: user.hex, ...body } })

const add = change('add_user')
const update = change('update_user')
const remove = change('delete_user')

const grantsOf = (user: MadeUser) =>
  database.rows<{ uuid: string; is_active: boolean; expiration_time: string | null; ended: boolean | null }>(sql`
    select uuid, is_active, expiration_time <= now() as ended, revoked_by_id, revoke_reason,
      to_char(expiration_time at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as expiration_time
    from user_role where user_id = ${user.id} order by id
  `)

const eventTypes = async (provider: MadeProvider) =>
  (await eventsOf(database, 'service_provider', provider)).map((event) => event.event_type)

const member = async (values: Record<string, unknown> = {}) => {
  const provider = await world.provider()
  const user = await world.user()
  const grant = await world.grant(user, MANAGER, 'service_provider', provider, values)
  return { provider, user, grant }
}

const LATER = '2999-12-31T00:00:00Z'
const past = () => new Date(Date.now() - 1_000).toISOString()

describe('update_user', () => {
  test.each([
    ['extends', LATER, { expiration_time: '3999-12-31' }, '3999-12-31T00:00:00Z'],
    ['shortens', LATER, { expiration_time: '2888-01-01T00:00:00Z' }, '2888-01-01T00:00:00Z'],
    ['gives an end to', null, { expiration_time: LATER }, LATER],
    ['keeps', LATER, { expiration_time: LATER }, LATER],
    ['makes permanent (null)', LATER, { expiration_time: null }, null],
    ['makes permanent (left out)', LATER, {}, null],
  ])('%s a grant', async (_what, existing, body, expected) => {
    const { provider, user, grant } = await member({ expiration_time: existing })
    const answer = await update(provider, user, body)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ expiration_time: expected })
    expect(await grantsOf(user)).toMatchObject([{ uuid: grant.uuid, is_active: true, expiration_time: expected }])
    expect(await eventTypes(provider)).toEqual(['role_updated'])
  })

  test.each([
    ['has none', undefined],
    ['has a revoked one', { is_active: false }],
    ['has an expired one that is not closed yet', { expiration_time: past() }],
  ])('refuses when the user %s', async (_what, values) => {
    const provider = await world.provider()
    const user = await world.user()
    if (values) await world.grant(user, MANAGER, 'service_provider', provider, values)
    // Neither of these is the grant in question.
    await world.grant(user, MANAGER, 'service_provider', await world.provider())
    await world.grant(await world.user(), MANAGER, 'service_provider', provider)
    const before = await grantsOf(user)
    const answer = await update(provider, user, { expiration_time: LATER })
    expect([answer.status, answer.body]).toEqual([400, NO_GRANT])
    expect(await grantsOf(user)).toEqual(before)
    expect(await eventTypes(provider)).toEqual([])
  })

  test('does not revive a revoked grant beside an active one', async () => {
    const { provider, user, grant } = await member({ is_active: false, expiration_time: '2001-01-01T00:00:00Z' })
    await add(provider, user)
    await update(provider, user, { expiration_time: LATER })
    const [old, current] = await grantsOf(user)
    expect(old).toMatchObject({ uuid: grant.uuid, is_active: false, expiration_time: '2001-01-01T00:00:00Z' })
    expect(current).toMatchObject({ is_active: true, expiration_time: LATER })
  })

  test('changes the grant of a disabled role', async () => {
    const provider = await world.provider()
    const user = await world.user()
    const role = await world.role('service_provider', [], { is_active: false })
    await world.grant(user, role.name, 'service_provider', provider)
    expect((await update(provider, user, { role: role.name, expiration_time: LATER })).status).toBe(200)
  })
})

describe('delete_user', () => {
  test('ends the grant now, keeps its row and answers with nothing', async () => {
    const { provider, user, grant } = await member()
    const answer = await remove(provider, user)
    expect([answer.status, answer.text]).toEqual([200, ''])
    expect(answer.headers['content-length']).toBe('0')
    expect(await grantsOf(user)).toEqual([
      {
        uuid: grant.uuid,
        is_active: false,
        ended: true,
        expiration_time: expect.any(String),
        revoked_by_id: staff.id,
        revoke_reason: 'Manual user removal via delete_user API endpoint',
      },
    ])
  })

  test('shuts the user out at once', async () => {
    const { provider, user } = await member()
    expect((await get(`${pathOf(provider)}customers/`, { as: user })).status).toBe(200)
    await remove(provider, user)
    expect((await get(`${pathOf(provider)}customers/`, { as: user })).status).toBe(403)
    expect((await get('/api/users/me/', { as: user })).body.permissions).toEqual([])
    expect((await get(`${pathOf(provider)}list_users/`, { as: staff })).body).toEqual([])
  })

  test('a second time has no effect and no event', async () => {
    const { provider, user } = await member()
    await remove(provider, user)
    const after = await grantsOf(user)
    const again = await remove(provider, user)
    expect([again.status, again.text]).toEqual([200, ''])
    expect(await grantsOf(user)).toEqual(after)
    expect(await eventTypes(provider)).toEqual(['role_revoked'])
  })

  test('takes this grant only', async () => {
    const { provider, user } = await member()
    const role = await world.role('service_provider', [])
    await world.grant(user, role.name, 'service_provider', provider)
    await world.grant(user, 'CUSTOMER.OWNER', 'customer', provider.customer)
    const other = await member()
    await world.grant(user, MANAGER, 'service_provider', other.provider)
    await remove(provider, user)
    expect((await grantsOf(user)).map((grant) => grant.is_active)).toEqual([false, true, true, true])
    expect((await grantsOf(other.user)).map((grant) => grant.is_active)).toEqual([true])
  })

  test('without a grant, also of a role of another kind, is answered the same', async () => {
    const provider = await world.provider()
    const user = await world.user()
    await world.grant(user, 'CUSTOMER.OWNER', 'customer', provider.customer)
    for (const role of [MANAGER, 'CUSTOMER.OWNER']) {
      expect((await remove(provider, user, { role })).status).toBe(200)
    }
    expect((await grantsOf(user)).map((grant) => grant.is_active)).toEqual([true])
    expect(await eventTypes(provider)).toEqual([])
  })

  test('of a grant that has expired unnoticed only closes it, as the system would', async () => {
    const expiration_time = '2020-02-29T12:00:00Z'
    const { provider, user } = await member({ expiration_time })
    expect((await remove(provider, user)).status).toBe(200)
    expect(await grantsOf(user)).toMatchObject([{ is_active: false, expiration_time, revoked_by_id: null }])
    const [event] = await eventsOf(database, 'service_provider', provider)
    expect(event?.context).toMatchObject({ initiated_by: 'System', reason: 'Automatic expiration' })
  })

  test('does not use the expiry, but checks it', async () => {
    const { provider, user } = await member({ expiration_time: LATER })
    const wrong = await remove(provider, user, { expiration_time: '2001-01-01' })
    expect([wrong.status, wrong.body]).toEqual([
      400,
      { expiration_time: ['Expiration time should be greater than current time.'] },
    ])
    expect((await remove(provider, user, { expiration_time: '3999-01-01' })).status).toBe(200)
    expect((await grantsOf(user))[0]?.ended).toBe(true)
  })

  test('and a new grant have different UUIDs', async () => {
    const { provider, user, grant } = await member()
    await remove(provider, user)
    expect((await add(provider, user)).status).toBe(201)
    const [, fresh] = await grantsOf(user)
    expect(fresh?.uuid).not.toBe(grant.uuid)
    const { body } = await get(`${pathOf(provider)}list_users/`, { as: staff })
    expect(body.map((row: { uuid: string }) => row.uuid)).toEqual([fresh?.uuid.replaceAll('-', '')])
  })

  test('may leave a provider without any manager', async () => {
    const { provider, user } = await member()
    expect((await remove(provider, user)).status).toBe(200)
  })
})
