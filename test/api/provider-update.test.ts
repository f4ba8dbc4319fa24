import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { multipart, urlencoded } from '../harness/form.ts'
import { startTestApp, type Marketplace, type MadeUser } from '../harness/index.ts'

const { world, get, request, database } = await startTestApp()

const METHODS = ['PUT', 'PATCH'] as const
const PROVIDERS = '/api/marketplace-service-providers/'
const NOT_FOUND = { detail: 'No ServiceProvider matches the given query.' }
const FORBIDDEN = { detail: 'You do not have permission to perform this action.' }

const stored = (provider: { id: string }) =>
  database.one<Record<string, unknown>>(sql`
    select customer_id, description, enable_notifications, image_id, created::text, uuid,
      encode(api_secret_code_cipher, 'hex') as code
    from service_provider where id = ${provider.id}
  `)

/** A marketplace whose provider has values that no request of these tests sends. */
const filledMarketplace = async (): Promise<Marketplace> => {
  const market = await world.marketplace()
  await database.run(sql`
    update service_provider set description = 'original', enable_notifications = false where id = ${market.provider.id}
  `)
  return market
}

describe.each(METHODS)('%s', (method) => {
  test.each<[string, number, (market: Marketplace) => Promise<MadeUser | undefined>]>([
    ['anonymous', 401, async () => undefined],
    ['a stranger', 403, () => world.user()],
    ['global support', 403, () => world.user({ is_support: true })],
    ['the owner of another provider', 403, async () => (await world.marketplace()).owner],
    ['the owner of a consumer', 403, ({ consumer }) => world.owner(consumer)],
    ['staff', 200, () => world.staff()],
    ['the owner', 200, async ({ owner }) => owner],
  ])('by %s is answered with %i', async (_who, expected, caller) => {
    const market = await filledMarketplace()
    const answer = await request(method, market.base, {
      as: await caller(market),
      body: { description: 'changed' },
    })
    expect(answer.status).toBe(expected)
    if (expected === 403) expect(answer.body).toEqual(FORBIDDEN)
    const { description } = await stored(market.provider)
    expect(description).toBe(expected === 200 ? 'changed' : 'original')
  })

  test.each([
    ['CUSTOMER.MANAGER', 'service_provider'],
    ['CUSTOMER.SUPPORT', 'customer'],
    ['PROJECT.ADMIN', 'project'],
    ['PROJECT.MANAGER', 'project'],
    ['OFFERING.MANAGER', 'offering'],
  ] as const)('by a holder of %s on the %s is refused', async (role, kind) => {
    const market = await filledMarketplace()
    const scopes = {
      service_provider: market.provider,
      customer: market.provider.customer,
      project: market.project,
      offering: market.offering,
    }
    const user = await world.user()
    await world.grant(user, role, kind, scopes[kind])
    expect((await request(method, market.base, { as: user, body: { description: 'changed' } })).status).toBe(403)
  })

  test.each([
    ['expired', { expiration_time: new Date(Date.now() - 1_000).toISOString() }],
    ['revoked', { is_active: false }],
  ])('by somebody whose ownership is %s is refused', async (_state, values) => {
    const market = await filledMarketplace()
    const user = await world.user()
    await world.grant(user, 'CUSTOMER.OWNER', 'customer', market.provider.customer, values)
    expect((await request(method, market.base, { as: user, body: {} })).status).toBe(403)
  })

  test('changes what is sent, keeps the rest and answers with the provider', async () => {
    const market = await filledMarketplace()
    const before = await stored(market.provider)
    const { status, body } = await request(method, market.base, {
      as: market.owner,
      body: { description: ' changed ' },
    })
    expect(status).toBe(200)
    expect(body).toEqual((await get(market.base, { as: market.owner })).body)
    expect(body).toMatchObject({ uuid: market.provider.hex, description: 'changed', enable_notifications: false })
    expect(await stored(market.provider)).toEqual({ ...before, description: 'changed' })
  })

  test('with an empty body, or none, changes nothing', async () => {
    const market = await filledMarketplace()
    const before = await stored(market.provider)
    const { modified } = await database.one<{ modified: string }>(sql`
      update service_provider set modified = now() - interval '1 day' where id = ${market.provider.id} returning modified
    `)
    for (const options of [{ body: {} }, {}, urlencoded({})]) {
      const { status, body } = await request(method, market.base, { as: market.owner, ...options })
      expect(status).toBe(200)
      expect(body.description).toBe('original')
    }
    expect(await stored(market.provider)).toEqual(before)
    const after = await database.one<{ touched: boolean }>(sql`
      select modified > ${modified}::timestamptz as touched from service_provider where id = ${market.provider.id}
    `)
    expect(after.touched).toBe(true)
  })

  test('ignores the organization and everything else that cannot be set', async () => {
    const market = await filledMarketplace()
    const other = await world.customer()
    const before = await stored(market.provider)
    for (const customer of [`/api/customers/${other.hex}/`, null, 5, 'nonsense', ['list']]) {
      const { status, body } = await request(method, market.base, {
        as: market.owner,
        body: {
          customer,
          customer_id: other.id,
          customer_uuid: other.hex,
          uuid: other.hex,
          created: '2001-01-01T00:00:00Z',
          api_secret_code: 'injected-code-00',
          offering_count: 7,
          unknown: null,
        },
      })
      expect(status).toBe(200)
      expect(body.customer_uuid).toBe(market.provider.customer.hex)
    }
    expect(await stored(market.provider)).toEqual(before)
  })

  test.each([
    ['blocked', sql`blocked = true`],
    ['archived', sql`archived = true`],
  ])('is possible while the organization is %s', async (_state, assignment) => {
    const market = await filledMarketplace()
    const { customer } = market.provider
    await database.transaction((transaction) =>
      transaction.writeRolledUp(sql`update customer set ${assignment} where id = ${customer.id}`, (rollup) => {
        rollup.customer(customer.id)
      }),
    )
    const { status } = await request(method, market.base, { as: market.owner, body: { description: 'changed' } })
    expect(status).toBe(200)
  })

  test.each([
    [{ description: null }, { description: ['This field may not be null.'] }],
    [{ description: ['a'] }, { description: ['Not a valid string.'] }],
    [{ description: { a: 1 } }, { description: ['Not a valid string.'] }],
    [{ description: true }, { description: ['Not a valid string.'] }],
    [{ description: 'a\u0000b' }, { description: ['Null characters are not allowed.'] }],
    [{ description: 'x'.repeat(4_097) }, { description: ['Ensure this field has no more than 4096 characters.'] }],
    [{ enable_notifications: null }, { enable_notifications: ['This field may not be null.'] }],
    [{ enable_notifications: 'perhaps' }, { enable_notifications: ['Must be a valid boolean.'] }],
    [{ enable_notifications: 2 }, { enable_notifications: ['Must be a valid boolean.'] }],
    [{ enable_notifications: [true] }, { enable_notifications: ['Must be a valid boolean.'] }],
  ])('refuses %j', async (sent, messages) => {
    const market = await filledMarketplace()
    const before = await stored(market.provider)
    const { status, body } = await request(method, market.base, { as: market.owner, body: sent })
    expect(status).toBe(400)
    expect(body).toEqual(messages)
    expect(await stored(market.provider)).toEqual(before)
  })

  test.each([
    ['4096 characters', 'é'.repeat(4_096), 'é'.repeat(4_096)],
    ['4096 characters outside the basic plane', '𝄞'.repeat(4_096), '𝄞'.repeat(4_096)],
    ['blanks that make the text too long', ` ${'x'.repeat(4_096)} `, 'x'.repeat(4_096)],
    ['nothing', '', ''],
    ['a number', 12.5, '12.5'],
    ['markup and SQL', `<b>'; drop table x; --</b>`, `<b>'; drop table x; --</b>`],
  ])('takes %s as description', async (_what, sent, expected) => {
    const market = await filledMarketplace()
    const { status, body } = await request(method, market.base, { as: market.owner, body: { description: sent } })
    expect(status).toBe(200)
    expect(body.description).toBe(expected)
  })

  test.each([
    [true, [true, 'true', 'True', 'TRUE', '1', 1, 'on', 'yes', 't', 'y', 'Y']],
    [false, [false, 'false', 'False', 'FALSE', '0', 0, 'off', 'no', 'f', 'n', 'N']],
  ])('understands the spellings of %s', async (expected, spellings) => {
    const market = await filledMarketplace()
    for (const spelling of spellings) {
      await database.run(sql`
        update service_provider set enable_notifications = ${!expected} where id = ${market.provider.id}
      `)
      const { body } = await request(method, market.base, {
        as: market.owner,
        body: { enable_notifications: spelling },
      })
      expect(body.enable_notifications, String(spelling)).toBe(expected)
    }
  })

  test.each([
    ['urlencoded', urlencoded({ description: 'from a form' })],
    ['multipart', multipart([{ name: 'description', value: 'from a form', type: 'text/plain' }])],
  ])('takes a form (%s), whose absent check box changes nothing', async (_type, form) => {
    const market = await filledMarketplace()
    await database.run(sql`update service_provider set enable_notifications = true where id = ${market.provider.id}`)
    const { status, body } = await request(method, market.base, { as: market.owner, ...form })
    expect(status).toBe(200)
    expect(body).toMatchObject({ description: 'from a form', enable_notifications: true })
  })

  test.each(['00000000000040008000000000000000', 'nonsense', '%00', 'x'.repeat(1_000)])(
    'of an unknown provider is answered with 404, before the body is read',
    async (uuid) => {
      const answer = await request(method, `${PROVIDERS}${uuid}/`, { as: await world.staff(), body: [] })
      expect(answer.status).toBe(404)
      expect(answer.body).toEqual(NOT_FOUND)
    },
  )

  test('finds the provider by its UUID with hyphens, and refuses a stranger before it reads the body', async () => {
    const { provider } = await filledMarketplace()
    const path = `${PROVIDERS}${provider.uuid.toUpperCase()}/`
    expect((await request(method, path, { as: await world.staff(), body: {} })).status).toBe(200)
    expect((await request(method, path, { as: await world.user(), body: [] })).status).toBe(403)
  })
})

// C-051
test('field is unknown to writes: the whole provider is answered, and every sent field written', async () => {
  const { base, owner } = await world.marketplace()
  const whole = Object.keys((await request('PATCH', base, { as: owner, body: {} })).body as object)
  const body = { description: 'changed', enable_notifications: false }
  const answer = await request('PATCH', `${base}?field=uuid`, { as: owner, body })
  expect(answer.status).toBe(200)
  expect(Object.keys(answer.body as object)).toEqual(whole)
  expect(answer.body).toMatchObject(body)
  expect(answer.headers['x-unknown-params']).toBe('field')
})

test('ownership counts by the name of the role, whatever it permits', async () => {
  const { base, owner } = await filledMarketplace()
  await database.run(sql`
    delete from role_permission using role where role.id = role_permission.role_id and role.name = 'CUSTOMER.OWNER'
  `)
  expect((await request('PATCH', base, { as: owner, body: { description: 'changed' } })).status).toBe(200)
  expect((await get(`${base}customers/`, { as: owner })).status).toBe(403)
})

test('changes are noted in the audit log, not among the events', async () => {
  const { base, owner, provider } = await filledMarketplace()
  await request('PATCH', base, { as: owner, body: { description: 'changed' } })
  expect(await eventsOf(database, 'service_provider', provider)).toEqual([])
  const rows = await database.rows(sql`
    select action, actor_username, detail from audit_log where object_uuid = ${provider.uuid}
  `)
  expect(rows).toEqual([
    { action: 'service_provider.update', actor_username: owner.username, detail: { fields: ['description'] } },
  ])
})
