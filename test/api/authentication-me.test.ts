import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { issueToken } from '../../server/modules/auth/index.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, TEST_SECRETS, type MadeUser } from '../harness/index.ts'

const { world, get, post, database, tokenOf } = await startTestApp()

const ME = '/api/users/me/'

const newToken = (user: MadeUser, lifetime?: number) =>
  issueToken({ db: database, secrets: TEST_SECRETS }, user.id, 'sample', lifetime)

describe('users/me', () => {
  test('describes the caller', async () => {
    const user = await world.user({
      first_name: 'Sample',
      last_name: 'Person',
      token_lifetime: 7200,
      preferred_language: 'en',
      registration_method: 'default',
      civil_number: 'SAMPLE-1',
      description: 'for staff only',
    })
    const { status, body } = await get(ME, { as: user })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      url: `http://api.test/api/users/${user.hex}/`,
      uuid: user.hex,
      username: user.username,
      slug: user.username,
      full_name: 'Sample Person',
      first_name: 'Sample',
      last_name: 'Person',
      email: `${user.username}@example.org`,
      token: await tokenOf(user),
      token_lifetime: 7200,
      registration_method: 'default',
      agreement_date: null,
      preferred_language: 'en',
      identity_source: '',
      has_active_session: true,
      ip_address: '127.0.0.1',
      civil_number: 'SAMPLE-1',
      image: null,
      permissions: [],
    })
    for (const name of ['is_active', 'is_staff', 'is_support', 'description']) expect(body).not.toHaveProperty(name)
  })

  test('shows flags and description to staff and support', async () => {
    const flags = { is_active: true, description: 'sample' }
    const staff = await world.staff({ description: 'sample' })
    const support = await world.user({ is_support: true, description: 'sample' })
    expect((await get(ME, { as: staff })).body).toMatchObject({ ...flags, is_staff: true, is_support: false })
    expect((await get(ME, { as: support })).body).toMatchObject({ ...flags, is_staff: false, is_support: true })
  })

  test('has no end of the token for a user whose tokens do not expire', async () => {
    const user = await world.user()
    const { body } = await get(ME, { as: { token: await newToken(user) } })
    expect(body).toMatchObject({ token_lifetime: null, token_expires_at: null })
  })

  test('restricts itself to the wanted keys', async () => {
    const user = await world.user()
    const { body } = await get(ME, { as: user, query: { field: ['uuid', 'full_name', 'nonsense'] } })
    expect(body).toEqual({ uuid: user.hex, full_name: `Sample ${user.username}` })
  })

  test('lists effective grants on scopes that exist, oldest first', async () => {
    const { provider, consumer, project, offering } = await world.marketplace()
    const user = await world.user()
    const granter = await world.user({ first_name: 'Sample', last_name: 'Granter' })
    const past = new Date(Date.now() - 1_000).toISOString()
    await world.grant(user, 'CUSTOMER.OWNER', 'customer', consumer, { created: '2024-01-01T00:00:00Z' })
    await world.grant(user, 'PROJECT.ADMIN', 'project', project, {
      created: '2024-01-02T00:00:00Z',
      created_by_id: granter.id,
      expiration_time: '2999-12-31T00:00:00Z',
    })
    await world.grant(user, 'CUSTOMER.MANAGER', 'service_provider', provider, { created: '2024-01-03T00:00:00Z' })
    await world.grant(user, 'OFFERING.MANAGER', 'offering', offering, { created: '2024-01-04T00:00:00Z' })
    await world.grant(user, 'CUSTOMER.READER', 'customer', consumer, { is_active: false })
    await world.grant(user, 'PROJECT.MANAGER', 'project', project, { expiration_time: past })
    await world.grant(user, 'CUSTOMER.READER', 'customer', { id: '999999999' })
    await world.grant(await world.user(), 'CUSTOMER.READER', 'customer', consumer)

    const { body } = await get(ME, { as: user })
    const common = { user_uuid: user.hex, user_name: `Sample ${user.username}`, user_slug: user.username }
    expect(body.permissions).toEqual([
      {
        ...common,
        created: '2024-01-01T00:00:00Z',
        expiration_time: null,
        role_name: 'CUSTOMER.OWNER',
        role_description: 'Organization owner',
        role_uuid: '00000000000040008000000000000001',
        scope_type: 'customer',
        scope_uuid: consumer.hex,
        scope_name: consumer.name,
      },
      {
        ...common,
        created: '2024-01-02T00:00:00Z',
        expiration_time: '2999-12-31T00:00:00Z',
        created_by_full_name: 'Sample Granter',
        created_by_username: granter.username,
        role_name: 'PROJECT.ADMIN',
        role_description: 'Project administrator',
        role_uuid: '00000000000040008000000000000005',
        scope_type: 'project',
        scope_uuid: project.hex,
        scope_name: expect.stringMatching(/^Project/),
        customer_uuid: consumer.hex,
        customer_name: consumer.name,
      },
      {
        ...common,
        created: '2024-01-03T00:00:00Z',
        expiration_time: null,
        role_name: 'CUSTOMER.MANAGER',
        role_description: 'Service provider manager',
        role_uuid: '00000000000040008000000000000004',
        scope_type: 'service_provider',
        scope_uuid: provider.hex,
        scope_name: provider.customer.name,
        customer_uuid: provider.customer.hex,
        customer_name: provider.customer.name,
      },
      expect.objectContaining({ scope_type: 'offering', scope_uuid: offering.hex, role_name: 'OFFERING.MANAGER' }),
    ])
  })
})

describe('the token of another user', () => {
  test.each([
    ['staff', { is_staff: true }],
    ['support', { is_support: true }],
  ])('is not shown to %s', async (_who, values) => {
    const caller = await world.user(values)
    const user = await world.user()
    await tokenOf(user)
    const object = await get(`/api/users/${user.hex}/`, { as: caller })
    expect(object.status).toBe(200)
    for (const name of ['token', 'token_lifetime', 'token_expires_at']) expect(object.body).not.toHaveProperty(name)
    expect((await get(`/api/users/${user.hex}/token/`, { as: caller })).status).toBe(403)
    expect((await post(`/api/users/${user.hex}/refresh_token/`, { as: caller })).status).toBe(403)
    expect((await get(ME, { as: user })).status).toBe(200)
  })

  test('is not found by somebody who does not see the user', async () => {
    const caller = await world.user()
    const user = await world.user()
    for (const name of [user.hex, 'nonsense', '00000000000040008000000000000000']) {
      expect((await get(`/api/users/${name}/token/`, { as: caller })).status).toBe(404)
      expect((await post(`/api/users/${name}/refresh_token/`, { as: caller })).status).toBe(404)
    }
  })
})

describe('users/{uuid}/token and refresh_token', () => {
  const described = (user: MadeUser) => ({
    created: expect.stringMatching(/^\d{4}-.*Z$/),
    user_first_name: 'Sample',
    user_last_name: user.username,
    user_username: user.username,
    user_is_active: true,
    user_token_lifetime: 3600,
  })

  test('show the token that the request came with', async () => {
    const user = await world.user({ token_lifetime: 3600 })
    const tokens = [await newToken(user), await newToken(user)]
    for (const token of tokens) {
      for (const uuid of [user.hex, user.uuid]) {
        const { status, body } = await get(`/api/users/${uuid}/token/`, { as: { token } })
        expect(status).toBe(200)
        expect(body).toEqual({ ...described(user), token })
      }
    }
  })

  test('replace that token only', async () => {
    const user = await world.user({ token_lifetime: 3600 })
    const [token, other] = [await newToken(user), await newToken(user)]
    const { status, body } = await post(`/api/users/${user.hex}/refresh_token/`, { as: { token } })
    expect(status).toBe(200)
    expect(body).toEqual({ ...described(user), token: expect.stringMatching(/^[0-9a-f]{40}$/) })
    expect(body.token).not.toBe(token)
    expect((await get(ME, { as: { token } })).body).toEqual({ detail: 'Invalid token.' })
    expect((await get(ME, { as: { token: body.token } })).status).toBe(200)
    expect((await get(ME, { as: { token: other } })).status).toBe(200)
    expect((await eventsOf(database, 'user', user)).map((event) => event.event_type)).toEqual(['token_created'])
  })

  test('do not prolong a token beyond its own end', async () => {
    const user = await world.user()
    const token = await newToken(user, 900)
    await database.run(sql`update auth_token set expires_at = '2999-01-01T00:00:00Z' where user_id = ${user.id}`)
    await post(`/api/users/${user.hex}/refresh_token/`, { as: { token } })
    const rows = await database.rows(sql`
      select name, lifetime_seconds, expires_at = '2999-01-01T00:00:00Z' as keeps_end
      from auth_token where user_id = ${user.id}
    `)
    expect(rows).toEqual([{ name: 'sample', lifetime_seconds: 900, keeps_end: true }])
  })

  test('give one new token when one token is refreshed many times at once', async () => {
    const user = await world.user()
    const token = await newToken(user)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post(`/api/users/${user.hex}/refresh_token/`, { as: { token } })),
    )
    const statuses = answers.map((answer) => answer.status).sort()
    expect(statuses).toEqual([200, 401, 401, 401, 401, 401, 401, 401])
    const renewed: string = answers.find((answer) => answer.status === 200)?.body.token
    expect((await get(ME, { as: { token: renewed } })).status).toBe(200)
  })

  test('want credentials', async () => {
    const user = await world.user()
    expect((await get(`/api/users/${user.hex}/token/`)).status).toBe(401)
    expect((await post(`/api/users/${user.hex}/refresh_token/`)).status).toBe(401)
  })
})

describe('log-out', () => {
  test('revokes the token of the request only, with an event', async () => {
    const user = await world.user()
    const [token, other] = [await newToken(user), await newToken(user)]
    const answer = await post('/api-auth/logout/', { as: { token } })
    expect(answer.status).toBe(204)
    expect(answer.text).toBe('')
    const again = await get(ME, { as: { token } })
    expect(again.status).toBe(401)
    expect(again.body).toEqual({ detail: 'Invalid token.' })
    expect((await get(ME, { as: { token: other } })).status).toBe(200)
    const events = await eventsOf(database, 'user', user)
    expect(events.map((event) => event.event_type)).toEqual(['auth_logged_out'])
    expect(events[0]?.context).toMatchObject({ affected_user_uuid: user.hex, user_uuid: user.hex })
  })

  test('wants credentials', async () => {
    expect((await post('/api-auth/logout/')).status).toBe(401)
  })
})
