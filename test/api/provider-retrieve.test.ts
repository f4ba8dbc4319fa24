import { describe, expect, test } from 'vitest'
import { startTestApp, type Made } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const LIST = '/api/marketplace-service-providers/'
const NOT_FOUND = { detail: 'No ServiceProvider matches the given query.' }
const detail = (uuid: string): string => `${LIST}${uuid}/`

const KEYS = [
  'url',
  'uuid',
  'created',
  'description',
  'enable_notifications',
  'customer',
  'customer_name',
  'customer_uuid',
  'customer_image',
  'customer_abbreviation',
  'customer_slug',
  'customer_native_name',
  'customer_country',
  'image',
  'organization_groups',
  'offering_count',
]

const file = (name: string): Promise<Made> =>
  world.insert('stored_file', { name, content: Buffer.from(name), size: name.length, mime_type: 'image/png' })

describe('a provider', () => {
  test('with everything that there is to it', async () => {
    const customerImage = await file('sample-organization.png')
    const image = await file('sample-provider.png')
    const customer = await world.customer({
      name: 'Sample Centre',
      slug: 'sample-1',
      abbreviation: 'SC',
      native_name: 'Näidiskeskus',
      country: 'EE',
      image_id: customerImage.id,
    })
    const provider = await world.provider({
      customer,
      created: '2024-05-06T07:08:09.000100Z',
      description: 'Sample description',
      enable_notifications: false,
      image_id: image.id,
      lead_email: 'lead@example.org',
      lead_subject: 'Sample subject',
    })
    const user = await world.user()
    const expected = {
      url: `http://api.test/api/marketplace-service-providers/${provider.hex}/`,
      uuid: provider.hex,
      created: '2024-05-06T07:08:09.000100Z',
      description: 'Sample description',
      enable_notifications: false,
      customer: `http://api.test/api/customers/${customer.hex}/`,
      customer_name: 'Sample Centre',
      customer_uuid: customer.hex,
      customer_image: `http://api.test/api/media/${customerImage.hex}/`,
      customer_abbreviation: 'SC',
      customer_slug: 'sample-1',
      customer_native_name: 'Näidiskeskus',
      customer_country: 'EE',
      image: `http://api.test/api/media/${image.hex}/`,
      organization_groups: [],
      offering_count: 0,
    }
    const { status, body } = await get(detail(provider.hex), { as: user })
    expect(status).toBe(200)
    expect(body).toEqual(expected)
    expect(Object.keys(body as object)).toEqual(KEYS)
    const list = await get(LIST, { as: user, query: { customer_uuid: customer.hex } })
    expect(list.body).toEqual([expected])
    expect((await get(new URL(body.customer_image as string).pathname)).text).toBe('sample-organization.png')
    expect((await get(new URL(body.image as string).pathname)).text).toBe('sample-provider.png')
  })

  test('with nothing but an organization', async () => {
    const customer = await world.customer({ slug: '' })
    const provider = await world.provider({ customer, created: '2024-05-06T07:08:09Z' })
    const { body } = await get(detail(provider.hex), { as: await world.user() })
    expect(body).toMatchObject({
      created: '2024-05-06T07:08:09Z',
      description: '',
      enable_notifications: true,
      customer_image: null,
      customer_abbreviation: '',
      customer_slug: '',
      customer_native_name: '',
      customer_country: '',
      image: null,
    })
  })

  test('shows its notification setting to users, not to anonymous callers', async () => {
    const provider = await world.provider()
    const query = { customer_uuid: provider.customer.hex }
    const withoutIt = KEYS.filter((key) => key !== 'enable_notifications')
    expect(Object.keys((await get(detail(provider.hex))).body as object)).toEqual(withoutIt)
    expect(Object.keys((await get(LIST, { query })).body[0])).toEqual(withoutIt)
    const user = await world.user()
    expect(Object.keys((await get(LIST, { as: user, query })).body[0])).toEqual(KEYS)
    const asked = { field: 'enable_notifications' }
    expect((await get(detail(provider.hex), { as: user, query: asked })).body).toEqual({ enable_notifications: true })
    expect(Object.keys((await get(detail(provider.hex), { query: asked })).body as object)).toEqual(withoutIt)
  })

  test('counts the offerings of its organization that are active, paused or unavailable', async () => {
    const { customer, hex } = await world.provider()
    for (const state of [1, 2, 3, 4, 5]) await world.offering(customer, { state })
    const parent = await world.offering(customer, { state: 2, shared: false })
    await world.offering(customer, { state: 2, billable: false, parent_id: parent.id })
    await world.offering((await world.provider()).customer)
    expect((await get(detail(hex))).body).toMatchObject({ offering_count: 5 })
  })

  test('lists the groups of its organization by name, with their members counted', async () => {
    const { customer, hex } = await world.provider()
    const group = (values: Record<string, unknown>) => world.insert('organization_group', values)
    const root = await group({ name: 'Sample root' })
    const leaf = await group({ name: 'Sample leaf', parent_id: root.id })
    const other = await group({ name: 'Sample other', parent_id: root.id })
    const members: [Made, Made][] = [
      [customer, root],
      [customer, leaf],
      [await world.customer(), root],
      [await world.customer(), root],
      [await world.customer(), other],
    ]
    for (const [member, joined] of members) {
      await world.link('customer_organization_group', { customer_id: member.id, organization_group_id: joined.id })
    }
    const { body } = await get(detail(hex))
    expect(body.organization_groups).toEqual([
      {
        uuid: leaf.hex,
        url: `http://api.test/api/organization-groups/${leaf.hex}/`,
        name: 'Sample leaf',
        parent_uuid: root.hex,
        parent_name: 'Sample root',
        parent: `http://api.test/api/organization-groups/${root.hex}/`,
        customers_count: 1,
      },
      {
        uuid: root.hex,
        url: `http://api.test/api/organization-groups/${root.hex}/`,
        name: 'Sample root',
        parent: null,
        customers_count: 3,
      },
    ])
  })
})

describe('the uuid in the path', () => {
  test('may be plain, with hyphens or in upper case', async () => {
    const provider = await world.provider()
    for (const uuid of [provider.hex, provider.uuid, provider.uuid.toUpperCase()]) {
      expect((await get(detail(uuid), { query: { field: 'uuid' } })).body).toEqual({ uuid: provider.hex })
    }
  })

  test.each(['ffffffffffffffffffffffffffffffff', '11111111-2222-4333-8444-555555555555', 'zzz', '1', 'a%20b'])(
    '%s is not found',
    async (uuid) => {
      for (const caller of [undefined, await world.staff()]) {
        const { status, body } = await get(detail(uuid), { as: caller })
        expect([status, body]).toEqual([404, NOT_FOUND])
      }
    },
  )

  test("may not be the organization's", async () => {
    const provider = await world.provider()
    const { status, body } = await get(detail(provider.customer.hex))
    expect([status, body]).toEqual([404, NOT_FOUND])
  })
})

describe('HEAD', () => {
  test('answers like GET, without a body', async () => {
    const provider = await world.provider()
    const whole = await get(detail(provider.hex))
    const { status, text, headers } = await request('HEAD', detail(provider.hex))
    expect([status, text, headers['content-type']]).toEqual([200, '', whole.headers['content-type']])
    expect((await request('HEAD', detail('zzz'))).status).toBe(404)
  })
})

describe('a missing slash', () => {
  test.each<[string, 'GET' | 'HEAD' | 'POST' | 'PUT', number]>([
    ['/api/marketplace-service-providers', 'GET', 301],
    ['/api/marketplace-service-providers', 'HEAD', 301],
    ['/api/marketplace-service-providers', 'POST', 308],
    ['/api/marketplace-service-providers/0123456789abcdef0123456789abcdef', 'GET', 301],
    ['/api/marketplace-service-providers/0123456789abcdef0123456789abcdef', 'PUT', 308],
    ['/api/marketplace-service-providers/0123456789abcdef0123456789abcdef/offerings/types', 'GET', 301],
  ])('of %s is mended for %s with %i', async (path, method, expected) => {
    const { status, headers } = await request(method, `${path}?b=2&a=%20x&b=1&customer_keyword=what?&c=`)
    expect([status, headers.location]).toEqual([expected, `${path}/?b=2&a=%20x&b=1&customer_keyword=what?&c=`])
    expect((await request(method, path)).headers.location).toBe(`${path}/`)
  })

  test('of a path that does not exist is not mended', async () => {
    const { status, body } = await get('/api/marketplace-service-provider')
    expect([status, body]).toEqual([404, { detail: 'Not found.' }])
  })
})
