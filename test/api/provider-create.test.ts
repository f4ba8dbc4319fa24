import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type MadeUser } from '../harness/index.ts'

const { world, get, post, database } = await startTestApp()

const PROVIDERS = '/api/marketplace-service-providers/'
const FORBIDDEN = { detail: 'You do not have permission to perform this action.' }
const REQUIRED = ['This field is required.']

const urlOf = (customer: { hex: string }) => `http://api.test/api/customers/${customer.hex}/`

const register = (as: MadeUser | undefined, body: unknown) => post(PROVIDERS, { as, body })

const providersOf = (customer: { id: string }) =>
  database.rows<{ id: string; description: string; enable_notifications: boolean; has_code: boolean }>(sql`
    select id, description, enable_notifications, api_secret_code_cipher is not null as has_code
    from service_provider where customer_id = ${customer.id}
  `)

describe('registration by staff', () => {
  test('makes a provider with defaults and answers with it', async () => {
    const staff = await world.staff()
    const customer = await world.customer({
      name: 'Sample Centre',
      slug: 'sample-centre',
      abbreviation: 'SC',
      native_name: 'Zentrum',
      country: 'DE',
    })
    const answer = await register(staff, { customer: urlOf(customer) })
    expect(answer.status).toBe(201)
    const uuid: string = answer.body.uuid
    expect(uuid).toMatch(/^[0-9a-f]{32}$/)
    expect(answer.body).toEqual({
      url: `http://api.test${PROVIDERS}${uuid}/`,
      uuid,
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      description: '',
      enable_notifications: true,
      customer: urlOf(customer),
      customer_name: 'Sample Centre',
      customer_uuid: customer.hex,
      customer_image: null,
      customer_abbreviation: 'SC',
      customer_slug: 'sample-centre',
      customer_native_name: 'Zentrum',
      customer_country: 'DE',
      image: null,
      organization_groups: [],
      offering_count: 0,
    })
    expect(answer.headers.location).toBe(answer.body.url)
    expect((await get(`${PROVIDERS}${uuid}/`, { as: staff })).body).toEqual(answer.body)
  })

  test('makes a secret code and nothing else: no role, no event', async () => {
    const staff = await world.staff()
    const customer = await world.customer()
    await register(staff, { customer: urlOf(customer) })
    const [provider] = await providersOf(customer)
    expect(provider?.has_code).toBe(true)
    const id = provider?.id ?? ''
    const grants = await database.rows(sql`
      select 1 from user_role where content_type = 'service_provider' and object_id = ${id}
    `)
    expect(grants).toEqual([])
    expect(await eventsOf(database, 'service_provider', { id })).toEqual([])
    expect(await eventsOf(database, 'customer', customer)).toEqual([])
  })

  test('turns the organization into a service provider', async () => {
    const staff = await world.staff()
    const customer = await world.customer()
    const read = async () => (await get(`/api/customers/${customer.hex}/`, { as: staff })).body as unknown
    expect(await read()).toMatchObject({ is_service_provider: false })
    await register(staff, { customer: urlOf(customer) })
    expect(await read()).toMatchObject({ is_service_provider: true })
  })

  test('takes over offerings that exist already', async () => {
    const staff = await world.staff()
    const customer = await world.customer()
    await world.offering(customer)
    await world.offering(customer, { state: 4 })
    await world.offering(await world.customer())
    const { body } = await register(staff, { customer: urlOf(customer) })
    expect(body.offering_count).toBe(1)
    expect((await get(`${PROVIDERS}${body.uuid}/offerings/`, { as: staff })).headers['x-result-count']).toBe('2')
  })

  test.each([
    ['blocked', { blocked: true }],
    ['archived', { archived: true }],
  ])('is possible for a %s organization', async (_state, values) => {
    const customer = await world.customer(values)
    expect((await register(await world.staff(), { customer: urlOf(customer) })).status).toBe(201)
  })

  test('ignores keys that cannot be set', async () => {
    const customer = await world.customer()
    const other = await world.customer()
    const { status, body } = await register(await world.staff(), {
      customer: urlOf(customer),
      uuid: other.hex,
      created: '2001-01-01T00:00:00Z',
      customer_name: 'Injected',
      customer_uuid: other.hex,
      offering_count: 99,
      api_secret_code: 'injected-code-00',
      lead_email: 'injected@example.org',
      id: 1,
      customer_id: other.id,
      unknown: { a: 1 },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({ customer_uuid: customer.hex, customer_name: customer.name, offering_count: 0 })
    expect(body.uuid).not.toBe(other.hex)
    expect(body.created).not.toMatch(/^2001/)
    const [row] = await database.rows(sql`select lead_email from service_provider where customer_id = ${customer.id}`)
    expect(row).toEqual({ lead_email: null })
  })
})

describe('the link to the organization', () => {
  test.each([
    ['without a host', (hex: string) => `/api/customers/${hex}/`],
    ['with another host', (hex: string) => `https://elsewhere.example.org:8443/api/customers/${hex}/`],
    ['with hyphens', (hex: string) => `/api/customers/${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}/`],
    ['in upper case', (hex: string) => `/api/customers/${hex.toUpperCase()}/`],
    ['with blanks around', (hex: string) => ` /api/customers/${hex}/ `],
  ])('is understood %s', async (_form, spell) => {
    const customer = await world.customer()
    const { status, body } = await register(await world.staff(), { customer: spell(customer.hex) })
    expect(status).toBe(201)
    expect(body.customer_uuid).toBe(customer.hex)
  })

  const type = (name: string) => `Incorrect type. Expected URL string, received ${name}.`
  test.each([
    [null, 'This field may not be null.'],
    ['', 'This field may not be null.'],
    [5, type('int')],
    [1.5, type('float')],
    [true, type('bool')],
    [['/api/customers/'], type('list')],
    [{ url: '/api/customers/' }, type('dict')],
    ['nonsense', 'Invalid hyperlink - No URL match.'],
    ['/api/customers/', 'Invalid hyperlink - No URL match.'],
    ['/api/customers/nonsense/', 'Invalid hyperlink - No URL match.'],
    ['/api/customers/00000000000040008000000000000000', 'Invalid hyperlink - No URL match.'],
    ['/api/projects/00000000000040008000000000000000/', 'Invalid hyperlink - Incorrect URL match.'],
    ['/api/customers/00000000000040008000000000000000/', 'Invalid hyperlink - Object does not exist.'],
    ['/api/customers/../customers/00000000000040008000000000000000/', 'Invalid hyperlink - No URL match.'],
  ])('%j is refused', async (customer, message) => {
    const { status, body } = await register(await world.staff(), { customer })
    expect(status).toBe(400)
    expect(body).toEqual({ customer: [message] })
  })

  test('is required', async () => {
    const staff = await world.staff()
    for (const body of [{}, { description: 'sample' }]) {
      const answer = await register(staff, body)
      expect(answer.status).toBe(400)
      expect(answer.body).toEqual({ customer: REQUIRED })
    }
    expect((await post(PROVIDERS, { as: staff })).body).toEqual({ customer: REQUIRED })
  })

  test('must not name an organization that is registered already', async () => {
    const { provider } = await world.marketplace()
    const { status, body } = await register(await world.staff(), { customer: urlOf(provider.customer) })
    expect(status).toBe(400)
    expect(body).toEqual({ customer: ['Service provider with this customer already exists.'] })
    expect(await providersOf(provider.customer)).toHaveLength(1)
  })
})

describe('the right to register', () => {
  test('belongs to holders of SERVICE_PROVIDER.REGISTER on that organization', async () => {
    const customer = await world.customer()
    const other = await world.customer()
    const user = await world.user()
    const role = await world.role('customer', ['SERVICE_PROVIDER.REGISTER'])
    await world.grant(user, role.name, 'customer', customer)
    const refused = await register(user, { customer: urlOf(other) })
    expect([refused.status, refused.body]).toEqual([403, FORBIDDEN])
    expect((await register(user, { customer: urlOf(customer) })).status).toBe(201)
    expect(await providersOf(other)).toEqual([])
  })

  test.each([
    ['an expired grant', { expiration_time: new Date(Date.now() - 1_000).toISOString() }],
    ['a revoked grant', { is_active: false }],
  ])('does not come from %s', async (_what, values) => {
    const customer = await world.customer()
    const user = await world.user()
    const role = await world.role('customer', ['SERVICE_PROVIDER.REGISTER'])
    await world.grant(user, role.name, 'customer', customer, values)
    expect((await register(user, { customer: urlOf(customer) })).status).toBe(403)
  })

  test('is not that of an owner, support, a manager of another provider or a stranger', async () => {
    const customer = await world.customer()
    const manager = await world.user()
    await world.grant(manager, 'CUSTOMER.MANAGER', 'service_provider', await world.provider())
    const callers = [await world.owner(customer), await world.user({ is_support: true }), manager, await world.user()]
    for (const caller of callers) {
      const { status, body } = await register(caller, { customer: urlOf(customer) })
      expect([status, body]).toEqual([403, FORBIDDEN])
    }
    expect((await register(undefined, { customer: urlOf(customer) })).status).toBe(401)
    expect(await providersOf(customer)).toEqual([])
  })

  // C-073
  test('is checked after the existence of the organization and before everything else', async () => {
    const user = await world.user()
    const { provider } = await world.marketplace()
    expect((await register(user, {})).status).toBe(400)
    const unknown = await register(user, { customer: '/api/customers/00000000000040008000000000000000/' })
    expect(unknown.body).toEqual({ customer: ['Invalid hyperlink - Object does not exist.'] })
    const tooLong = { customer: urlOf(provider.customer), description: 'x'.repeat(4_097) }
    expect((await register(user, tooLong)).status).toBe(403)
    expect((await register(await world.staff(), tooLong)).body).toEqual({
      customer: ['Service provider with this customer already exists.'],
      description: ['Ensure this field has no more than 4096 characters.'],
    })
    // A caller without the right does not learn here which organizations are registered.
    expect((await register(user, { customer: urlOf(provider.customer) })).status).toBe(403)
  })
})
