import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { decrypt } from '../../server/lib/secrets.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, TEST_SECRETS, type Marketplace, type MadeUser } from '../harness/index.ts'

const { world, get, request, post, database, logs } = await startTestApp()

const PROVIDERS = '/api/marketplace-service-providers/'
/** Without the characters that look alike: i l o, I O, 0 1. */
const CODE = /^[a-hjkmnp-zA-HJ-NP-Z2-9]{16}$/

const read = (base: string, as?: MadeUser) => get(`${base}api_secret_code/`, { as })
const generate = (base: string, as?: MadeUser) => post(`${base}api_secret_code/`, { as })

/** A marketplace whose provider was registered through the API, so that it has a code. */
const registered = async (): Promise<Marketplace & { code: string }> => {
  const consumer = await world.customer()
  const customer = await world.customer()
  const staff = await world.staff()
  const { body } = await post(PROVIDERS, { as: staff, body: { customer: `/api/customers/${customer.hex}/` } })
  const uuid = String(body.uuid).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  const { id } = await database.one<{ id: string }>(sql`select id from service_provider where uuid = ${uuid}`)
  const provider = { id, uuid, hex: String(body.uuid), customer }
  const owner = await world.owner(customer)
  const offering = await world.offering(customer)
  const project = await world.project(consumer)
  const resource = await world.resource(offering, project)
  const base = `${PROVIDERS}${provider.hex}/`
  const { body: answer } = await read(base, staff)
  return { provider, owner, offering, consumer, project, resource, base, code: String(answer.api_secret_code) }
}

describe('the code', () => {
  test('is made at registration: 16 characters of the alphabet', async () => {
    const { code } = await registered()
    expect(code).toMatch(CODE)
  })

  test('is the same at every read and another one after it was generated', async () => {
    const { base, owner, code } = await registered()
    for (let attempt = 0; attempt < 2; attempt++) {
      const answer = await read(base, owner)
      expect([answer.status, answer.body]).toEqual([200, { api_secret_code: code }])
    }
    const { status, body } = await generate(base, owner)
    expect(status).toBe(200)
    expect(body).toEqual({ detail: 'Api secret code updated.', api_secret_code: expect.stringMatching(CODE) })
    expect(body.api_secret_code).not.toBe(code)
    expect((await read(base, owner)).body).toEqual({ api_secret_code: body.api_secret_code })
  })

  test('is random: no two of fifty are equal, and all are of the alphabet', async () => {
    const { base, owner } = await registered()
    const codes = new Set<string>()
    for (let attempt = 0; attempt < 50; attempt++) {
      const code = String((await generate(base, owner)).body.api_secret_code)
      expect(code).toMatch(CODE)
      codes.add(code)
    }
    expect(codes.size).toBe(50)
  })

  test('belongs to one provider: generating it leaves that of another', async () => {
    const [one, other] = [await registered(), await registered()]
    await generate(one.base, one.owner)
    expect((await read(other.base, other.owner)).body).toEqual({ api_secret_code: other.code })
  })

  test('changes nothing else of the provider', async () => {
    const { base, owner } = await registered()
    const before: unknown = (await get(base, { as: owner })).body
    await generate(base, owner)
    expect((await get(base, { as: owner })).body).toEqual(before)
  })

  test.each([
    ['no body', {}],
    ['an object', { body: { api_secret_code: 'chosen-by-caller' } }],
    ['a list', { body: [] }],
    ['something that is not JSON', { payload: '{"', headers: { 'content-type': 'application/json' } }],
    ['text', { payload: 'chosen-by-caller', headers: { 'content-type': 'text/plain' } }],
  ])('is generated whatever is sent: %s', async (_what, options) => {
    const { base, owner } = await registered()
    const { status, body } = await post(`${base}api_secret_code/`, { as: owner, ...options })
    expect(status).toBe(200)
    expect(body.api_secret_code).toMatch(CODE)
  })
})

describe('a provider from before there were codes', () => {
  test('gets one at the first read, and keeps it', async () => {
    const { base, owner } = await world.marketplace()
    const first = (await read(base, owner)).body
    expect(first).toEqual({ api_secret_code: expect.stringMatching(CODE) })
    expect((await read(base, owner)).body).toEqual(first)
  })

  test('gets one only, when it is read many times at once', async () => {
    const { base, owner } = await world.marketplace()
    const answers = await Promise.all(Array.from({ length: 16 }, () => read(base, owner)))
    expect(new Set(answers.map((answer) => answer.body.api_secret_code)).size).toBe(1)
  })
})

describe('access', () => {
  test.each<[string, number, (market: Marketplace) => Promise<MadeUser | undefined>]>([
    ['anonymous', 401, async () => undefined],
    ['a stranger', 403, () => world.user()],
    ['global support', 403, () => world.user({ is_support: true })],
    ['the owner of a consumer', 403, ({ consumer }) => world.owner(consumer)],
    ['the owner of another provider', 403, async () => (await world.marketplace()).owner],
    ['staff', 200, () => world.staff()],
    ['the owner', 200, async ({ owner }) => owner],
    [
      'a provider manager',
      200,
      async ({ provider }) => {
        const user = await world.user()
        await world.grant(user, 'CUSTOMER.MANAGER', 'service_provider', provider)
        return user
      },
    ],
    [
      'a manager whose role has expired',
      403,
      async ({ provider }) => {
        const user = await world.user()
        const expiration_time = new Date(Date.now() - 1_000).toISOString()
        await world.grant(user, 'CUSTOMER.MANAGER', 'service_provider', provider, { expiration_time })
        return user
      },
    ],
  ])('by %s is answered with %i', async (_who, expected, caller) => {
    const market = await registered()
    const user = await caller(market)
    expect((await read(market.base, user)).status).toBe(expected)
    expect((await generate(market.base, user)).status).toBe(expected)
    if (expected !== 200) {
      expect((await read(market.base, market.owner)).body).toEqual({ api_secret_code: market.code })
    }
  })

  test.each([
    ['SERVICE_PROVIDER.GET_API_SECRET_CODE', [200, 403]],
    ['SERVICE_PROVIDER.GENERATE_API_SECRET_CODE', [403, 200]],
  ])('with %s alone reaches one of the two', async (permission, expected) => {
    const { base, provider } = await registered()
    const user = await world.user()
    const role = await world.role('customer', [permission])
    await world.grant(user, role.name, 'customer', provider.customer)
    expect([(await read(base, user)).status, (await generate(base, user)).status]).toEqual(expected)
  })

  test('to an unknown provider is answered with 404', async () => {
    const staff = await world.staff()
    for (const uuid of ['nonsense', '00000000000040008000000000000000']) {
      for (const answer of [await read(`${PROVIDERS}${uuid}/`, staff), await generate(`${PROVIDERS}${uuid}/`, staff)]) {
        expect(answer.status).toBe(404)
        expect(answer.body).toEqual({ detail: 'No ServiceProvider matches the given query.' })
      }
    }
  })
})

describe('the code stays secret', () => {
  test('in every other answer, in the log, in events and in the audit log', async () => {
    const { base, owner, provider, code } = await registered()
    const staff = await world.staff()
    const answers = await Promise.all([
      get(base, { as: owner }),
      get(PROVIDERS, { as: staff, query: { customer_uuid: provider.customer.hex } }),
      get(base, { as: staff, query: { field: ['api_secret_code', 'uuid'] } }),
      request('PATCH', base, { as: owner, body: { description: 'changed' } }),
      request('PUT', base, { as: owner, body: { api_secret_code: '', description: null } }),
      post(PROVIDERS, { as: staff, body: { customer: `/api/customers/${provider.customer.hex}/` } }),
      get(`${base}list_users/`, { as: owner }),
      request('DELETE', base, { as: owner }),
    ])
    for (const answer of answers) expect(answer.text).not.toContain(code)
    expect(logs.join('')).not.toContain(code)
    const rows = await database.rows<{ text: string }>(sql`
      select audit_log::text as text from audit_log union all select event::text from event
    `)
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) expect(row.text).not.toContain(code)
  })

  test('at rest: its row holds neither the code nor its bytes', async () => {
    const { provider, code } = await registered()
    const { text } = await database.one<{ text: string }>(sql`
      select service_provider::text as text from service_provider where id = ${provider.id}
    `)
    expect(text).not.toContain(code)
    expect(text).not.toContain(Buffer.from(code).toString('hex'))
    expect(text).not.toContain(Buffer.from(code).toString('base64'))
  })

  test('at rest: a cipher text that is copied to another provider is not readable there', async () => {
    const [one, other] = [await registered(), await registered()]
    const { cipher, key_id } = await database.one<{ cipher: Buffer; key_id: number }>(sql`
      select api_secret_code_cipher as cipher, api_secret_code_key_id as key_id
      from service_provider where id = ${one.provider.id}
    `)
    expect(decrypt(TEST_SECRETS, key_id, cipher, `service_provider:${one.provider.uuid}`)).toBe(one.code)
    expect(() => decrypt(TEST_SECRETS, key_id, cipher, `service_provider:${other.provider.uuid}`)).toThrow()
  })

  test('each read and each change is noted with who did it', async () => {
    const { base, owner, provider } = await registered()
    await database.run(sql`delete from audit_log where object_uuid = ${provider.uuid}`)
    await read(base, owner)
    await generate(base, owner)
    await read(base, await world.user())
    const rows = await database.rows(sql`
      select action, actor_username, ip_address, detail from audit_log where object_uuid = ${provider.uuid} order by id
    `)
    const common = { actor_username: owner.username, ip_address: '127.0.0.1', detail: {} }
    expect(rows).toEqual([
      { action: 'service_provider.read_secret_code', ...common },
      { action: 'service_provider.generate_secret_code', ...common },
    ])
    expect(await eventsOf(database, 'service_provider', provider)).toEqual([])
  })
})
