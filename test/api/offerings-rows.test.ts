import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const of = (uuid: string): string => `/api/marketplace-service-providers/${uuid}/offerings/`
const namesOf = (body: { name: string }[]): string[] => body.map(({ name }) => name)
const stranger = await world.user()

describe('rows', () => {
  test('shared and billable offerings are listed in any state, children included, by name', async () => {
    const provider = await world.provider()
    const draft = await world.offering(provider.customer, { name: 'E draft', state: 1 })
    await world.offering(provider.customer, { name: 'D active', state: 2, parent_id: draft.id })
    await world.offering(provider.customer, { name: 'C paused', state: 3 })
    await world.offering(provider.customer, { name: 'B archived', state: 4 })
    await world.offering(provider.customer, { name: 'A unavailable', state: 5 })
    await world.offering(provider.customer, { name: 'A private', shared: false })
    await world.offering(provider.customer, { name: 'A free', billable: false })
    const other = await world.provider()
    await world.offering(other.customer, { name: 'C paused' })
    const { status, body } = await get(of(provider.hex), { as: stranger })
    expect(status).toBe(200)
    expect(namesOf(body)).toEqual(['A unavailable', 'B archived', 'C paused', 'D active', 'E draft'])
  })

  test('the caller does not change the rows', async () => {
    const { provider, owner, offering, project } = await world.marketplace()
    const member = await world.user()
    await world.grant(member, 'PROJECT.ADMIN', 'project', project)
    for (const caller of [owner, member, stranger, await world.staff(), await world.user({ is_support: true })]) {
      const { body } = await get(of(provider.hex), { as: caller, query: { field: 'uuid' } })
      expect(body).toEqual([{ uuid: offering.hex }])
    }
  })

  test('offerings of a blocked or archived organization stay listed', async () => {
    const customer = await world.customer({ blocked: true, archived: true })
    const provider = await world.provider({ customer })
    const offering = await world.offering(customer)
    const { body } = await get(of(provider.hex), { as: stranger, query: { field: 'uuid' } })
    expect(body).toEqual([{ uuid: offering.hex }])
  })
})

describe('the uuid in the path', () => {
  test.each([
    ['plain', (provider: string, _customer: string) => provider.replaceAll('-', '')],
    ['with hyphens', (provider: string) => provider],
    ['in upper case', (provider: string) => provider.toUpperCase()],
    ["the organization's, plain", (_provider: string, customer: string) => customer.replaceAll('-', '')],
    ["the organization's, with hyphens", (_provider: string, customer: string) => customer],
  ])('may be %s', async (_form, pick) => {
    const { provider, offering } = await world.marketplace()
    const { status, body } = await get(of(pick(provider.uuid, provider.customer.uuid)), { as: stranger })
    expect(status).toBe(200)
    expect(body).toMatchObject([{ uuid: offering.hex }])
  })

  test('names the provider rather than an organization of the same uuid', async () => {
    const uuid = randomUUID()
    const byOrganization = await world.provider({ customer: await world.customer({ uuid }) })
    await world.offering(byOrganization.customer, { name: 'Of the organization' })
    const byProvider = await world.provider({ uuid })
    await world.offering(byProvider.customer, { name: 'Of the provider' })
    const { body } = await get(of(uuid), { as: stranger })
    expect(namesOf(body)).toEqual(['Of the provider'])
  })

  test('of an organization that is no provider is not found', async () => {
    const customer = await world.customer()
    await world.offering(customer)
    const { status, body } = await get(of(customer.hex), { as: stranger })
    expect(status).toBe(404)
    expect(body).toEqual({ detail: 'No ServiceProvider matches the given query.' })
  })

  test.each(['ffffffffffffffffffffffffffffffff', 'zzz', '1'])('%s is not found', async (uuid) => {
    const { status, body } = await get(of(uuid), { as: stranger })
    expect(status).toBe(404)
    expect(body).toEqual({ detail: 'No ServiceProvider matches the given query.' })
  })
})

describe('refusals come in this order', () => {
  test('401 for anonymous callers, before 404', async () => {
    for (const uuid of [(await world.provider()).hex, 'zzz']) {
      const { status, body, headers } = await get(of(uuid))
      expect(status).toBe(401)
      expect(headers['www-authenticate']).toBe('Token')
      expect(body).toEqual({ detail: 'Authentication credentials were not provided.' })
    }
  })

  test('404 for the provider, before 400', async () => {
    const { status } = await get(of('zzz'), { as: stranger, query: { state: 'Nope' } })
    expect(status).toBe(404)
  })

  test('400 with every failing parameter, before a bad page', async () => {
    const { provider } = await world.marketplace()
    const { status, body } = await get(of(provider.hex), {
      as: stranger,
      query: { customer_uuid: 'zzz', state: 'Q', o: 'bad', page: 99 },
    })
    expect(status).toBe(400)
    expect(body).toEqual({
      customer_uuid: ['Enter a valid UUID.'],
      state: ['Select a valid choice. Q is not one of the available choices.'],
      o: ['Select a valid choice. bad is not one of the available choices.'],
    })
  })

  test('404 for a page that does not exist', async () => {
    const { provider } = await world.marketplace()
    for (const page of ['2', '0', '-1', 'abc', '1.0']) {
      const { status, body } = await get(of(provider.hex), { as: stranger, query: { o: 'name', page } })
      expect(status).toBe(404)
      expect(body).toEqual({ detail: 'Invalid page.' })
    }
  })

  test('405 for other methods, with the methods that there are', async () => {
    const { provider } = await world.marketplace()
    const { status, headers, body } = await request('POST', of(provider.hex), { as: stranger, body: {} })
    expect(status).toBe(405)
    expect(headers.allow?.split(', ')).toEqual(['GET', 'HEAD', 'OPTIONS'])
    expect(body).toEqual({ detail: 'Method "POST" not allowed.' })
  })
})

describe('pages', () => {
  test('hold every offering once, also when all sort keys are equal', async () => {
    const provider = await world.provider()
    const made: string[] = []
    for (let index = 0; index < 12; index++) {
      made.push((await world.offering(provider.customer, { name: 'Same', type: 'Same.Type' })).hex)
    }
    for (const o of ['name', '-name', 'type', '-state,-type']) {
      const seen: string[] = []
      for (const page of [1, 2, 3]) {
        const { body, headers } = await get(of(provider.hex), {
          as: stranger,
          query: { o, page, page_size: 5, field: 'uuid' },
        })
        expect(headers['x-result-count']).toBe('12')
        seen.push(...(body as { uuid: string }[]).map(({ uuid }) => uuid))
      }
      expect(seen).toEqual(made)
    }
  })

  test('link to each other with the query kept and sorted', async () => {
    const provider = await world.provider()
    for (let index = 0; index < 11; index++) await world.offering(provider.customer, { name: `Part ${String(index)}` })
    const { headers, body } = await get(of(provider.hex), { as: stranger, query: { state: 'Active', name: 'part' } })
    const url = `http://api.test${of(provider.hex)}`
    expect(body).toHaveLength(10)
    expect(headers.link).toBe(
      `<${url}?name=part&state=Active>; rel="first", <${url}?name=part&page=2&state=Active>; rel="next", ` +
        `<${url}?name=part&page=2&state=Active>; rel="last"`,
    )
  })

  test('HEAD tells the count without a body, under the same refusals', async () => {
    const { provider } = await world.marketplace()
    await world.offering(provider.customer, { state: 1 })
    const query = { state: ['Draft', 'Paused'] }
    const whole = await get(of(provider.hex), { as: stranger, query })
    const { status, text, headers } = await request('HEAD', of(provider.hex), { as: stranger, query })
    expect([status, text, headers['x-result-count']]).toEqual([200, '', '1'])
    expect(headers.link).toBe(whole.headers.link)
    const refused = await Promise.all([
      request('HEAD', of(provider.hex)),
      request('HEAD', of('zzz'), { as: stranger }),
      request('HEAD', of(provider.hex), { as: stranger, query: { state: 'Nope' } }),
      request('HEAD', of(provider.hex), { as: stranger, query: { attributes: '[]' } }),
      request('HEAD', of(provider.hex), { as: stranger, query: { page: 9 } }),
    ])
    expect(refused.map((answer) => answer.status)).toEqual([401, 404, 400, 400, 404])
  })
})

describe('field', () => {
  const ALL = [
    'uuid',
    'customer_uuid',
    'name',
    'slug',
    'category_title',
    'type',
    'state',
    'resources_count',
    'billing_price_estimate',
    'components',
    'plans',
    'options',
    'resource_options',
    'secret_options',
    'thumbnail',
  ]

  test.each([
    [
      ['name', 'nope', 'uuid'],
      ['uuid', 'name'],
    ],
    [
      ['thumbnail', 'plans', 'plans'],
      ['plans', 'thumbnail'],
    ],
    [['billing_price_estimate'], ['billing_price_estimate']],
    [['nope'], ALL],
    [['uuid,name'], ALL],
    [[''], ALL],
    [[], ALL],
  ])('%j selects %j, in the order of the schema', async (field, keys) => {
    const { provider, owner } = await world.marketplace()
    const { body } = await get(of(provider.hex), { as: owner, query: { field } })
    expect(Object.keys(body[0])).toEqual(keys)
  })
})

describe('unknown parameters', () => {
  test('are ignored, but named in a header', async () => {
    const { provider, offering } = await world.marketplace()
    const { body, headers } = await get(of(provider.hex), { as: stranger, query: { nmae: 'x', field: 'uuid' } })
    expect(body).toEqual([{ uuid: offering.hex }])
    expect(headers['x-unknown-params']).toBe('nmae')
  })

  test('are refused when the client prefers strict handling', async () => {
    const { provider } = await world.marketplace()
    const { status, body } = await get(of(provider.hex), {
      as: stranger,
      query: { nmae: 'x' },
      headers: { prefer: 'handling=strict' },
    })
    expect(status).toBe(400)
    expect(Object.keys(body as object)).toEqual(['nmae'])
  })
})
