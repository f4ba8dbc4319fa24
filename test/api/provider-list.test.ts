import { describe, expect, test } from 'vitest'
import { startTestApp, type MadeProvider } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const LIST = '/api/marketplace-service-providers/'
const UNKNOWN = '11111111-2222-4333-8444-555555555555'

const provide = async (uuid: string, customer: Record<string, unknown>, values: Record<string, unknown> = {}) =>
  world.provider({ uuid, customer: await world.customer(customer), ...values })

// All organizations of this file's ordering and filter tests carry the word; the uuids name them.
const CITY = 'aaaaaaaa-0000-4000-8000-000000000001'
const TOWN = 'aaaaaaaa-0000-4000-8000-000000000002'
const PORT = 'aaaaaaaa-0000-4000-8000-000000000003'
const TWIN = 'aaaaaaaa-0000-4000-8000-000000000004'
const hexOf = (uuid: string): string => uuid.replaceAll('-', '')

await provide(
  CITY,
  { uuid: CITY.replace('a', 'c'), name: 'Zeta Keyword', blocked: true, archived: true },
  { created: '2024-01-01T00:00:00Z', modified: '2024-06-01T00:00:00Z' },
)
await provide(
  TOWN,
  { uuid: TOWN.replace('a', 'c'), name: 'alpha', abbreviation: 'KEYWORD-1' },
  { created: '2024-02-01T00:00:00Z', modified: '2024-02-01T00:00:00Z' },
)
await provide(
  PORT,
  { uuid: PORT.replace('a', 'c'), name: 'Beta 100%', native_name: 'Ökeyword' },
  { created: '2024-03-01T00:00:00Z', modified: '2024-03-01T00:00:00Z' },
)
await provide(
  TWIN,
  { uuid: TWIN.replace('a', 'c'), name: 'Zeta Keyword' },
  { created: '2024-04-01T00:00:00Z', modified: '2024-04-01T00:00:00Z' },
)
const consumer = await world.customer({ name: 'Keyword without provider' })

const ALL = [TOWN, PORT, CITY, TWIN].map(hexOf)

/** The uuids that a query finds, in the order of the answer. */
const found = async (query: Record<string, string | readonly string[]>): Promise<string[]> => {
  const { status, body, headers } = await get(LIST, { query: { page_size: '300', ...query, field: 'uuid' } })
  expect(status).toBe(200)
  const uuids = (body as { uuid: string }[]).map(({ uuid }) => uuid)
  expect(headers['x-result-count']).toBe(String(uuids.length))
  return uuids
}

/** The same without the providers of other tests. */
const foundOfAll = async (query: Record<string, string | readonly string[]>): Promise<string[]> =>
  (await found(query)).filter((uuid) => ALL.includes(uuid))

describe('rows', () => {
  test('are all providers, whatever their organization, for everybody', async () => {
    const owner = await world.owner((await world.provider()).customer)
    for (const caller of [undefined, owner, await world.user(), await world.user({ is_support: true })]) {
      const { body } = await get(LIST, { as: caller, query: { page_size: 300, field: 'uuid' } })
      expect(body).toEqual(expect.arrayContaining(ALL.map((uuid) => ({ uuid }))))
    }
  })

  test('are ordered by the name of the organization, then by age', async () => {
    expect(await foundOfAll({})).toEqual(ALL)
  })
})

describe('order', () => {
  test.each<[string | string[], string[]]>([
    ['customer_name', [TOWN, PORT, CITY, TWIN]],
    ['-customer_name', [CITY, TWIN, PORT, TOWN]],
    ['', ALL],
    ['-customer_name,', [CITY, TWIN, PORT, TOWN]],
    [
      ['-customer_name', 'customer_name'],
      [CITY, TWIN, PORT, TOWN],
    ],
  ])('o=%j', async (o, uuids) => {
    expect(await foundOfAll({ o })).toEqual(uuids.map(hexOf))
  })

  test.each([
    ['name', 'name'],
    ['-created', '-created'],
    ['Customer_name', 'Customer_name'],
  ])('o=%s is refused', async (o, named) => {
    const { status, body } = await get(LIST, { query: { o } })
    expect(status).toBe(400)
    expect(body).toEqual({ o: [`Select a valid choice. ${named} is not one of the available choices.`] })
  })
})

const ofCustomer = TOWN.replace('a', 'c')

describe('filters', () => {
  test.each<[Record<string, string | string[]>, string[]]>([
    [{ customer: `http://api.test/api/customers/${hexOf(ofCustomer)}/` }, [TOWN]],
    [{ customer: `https://elsewhere.example:8443/api/customers/${ofCustomer}/` }, [TOWN]],
    [{ customer: `/api/customers/${ofCustomer.toUpperCase()}/?x=1` }, [TOWN]],
    [{ customer: `/api/customers/${ofCustomer}` }, []],
    [{ customer: `/api/projects/${ofCustomer}/` }, []],
    [{ customer: `/api/customers/${UNKNOWN}/` }, []],
    [{ customer: '/api/customers/zzz/' }, []],
    [{ customer: '/nowhere/' }, []],
    [{ customer: ofCustomer }, []],
    [{ customer_uuid: ofCustomer }, [TOWN]],
    [{ customer_uuid: ` {${hexOf(ofCustomer).toUpperCase()}} ` }, [TOWN]],
    [{ customer_uuid: `urn:uuid:${ofCustomer}` }, [TOWN]],
    [{ customer_uuid: ['zzz', ofCustomer] }, [TOWN]],
    [{ customer_uuid: TOWN }, []],
    [{ customer_uuid: UNKNOWN }, []],
    [{ customer_keyword: 'keyword' }, ALL],
    [{ customer_keyword: ' ZETA ' }, [CITY, TWIN]],
    [{ customer_keyword: 'd-1' }, [TOWN]],
    [{ customer_keyword: 'öKEY' }, [PORT]],
    [{ customer_keyword: '0%' }, [PORT]],
    [{ customer_keyword: '%' }, [PORT]],
    [{ customer_keyword: 'without provider' }, []],
    [{ created: '2024-02-01T00:00:00Z', customer_keyword: 'keyword' }, [TOWN, PORT, TWIN]],
    [{ created: '2024-03-01T01:00:00+02:00', customer_keyword: 'keyword' }, [PORT, TWIN]],
    [{ modified: '2024-03-02', customer_keyword: 'keyword' }, [CITY, TWIN]],
    [{ customer_keyword: 'zeta', customer_uuid: ofCustomer }, []],
  ])('%j finds %j', async (query, uuids) => {
    expect(await found(query)).toEqual(uuids.map(hexOf))
  })

  test.each(['customer', 'customer_uuid', 'customer_keyword', 'created', 'modified'])(
    'an empty %s is ignored',
    async (name) => {
      expect(await foundOfAll({ [name]: '' })).toEqual(ALL)
      expect(await foundOfAll({ [name]: '  ' })).toEqual(ALL)
    },
  )

  test('malformed values are refused together', async () => {
    const { status, body } = await get(LIST, {
      query: { customer_uuid: 'zzz', created: 'yesterday', modified: '2024-13-01', o: 'x', customer_keyword: 'a\0b' },
    })
    expect(status).toBe(400)
    expect(body).toEqual({
      customer_uuid: ['Enter a valid UUID.'],
      created: ['Enter a valid date/time.'],
      modified: ['Enter a valid date/time.'],
      o: ['Select a valid choice. x is not one of the available choices.'],
      customer_keyword: ['Null characters are not allowed.'],
    })
  })

  test('an organization that is no provider is not found', async () => {
    expect((await get(LIST, { query: { customer_uuid: consumer.hex } })).body).toEqual([])
  })

  test('unknown parameters are ignored, but named; strictly handled they are refused', async () => {
    const { status, headers } = await get(LIST, { query: { customer_name: 'x', customer_uuid: UNKNOWN } })
    expect([status, headers['x-unknown-params'], headers['x-result-count']]).toEqual([200, 'customer_name', '0'])
    const strict = await get(LIST, { query: { customer_name: 'x' }, headers: { prefer: 'handling=strict' } })
    expect([strict.status, Object.keys(strict.body as object)]).toEqual([400, ['customer_name']])
  })
})

describe('pages', () => {
  test('hold every provider once and link to each other', async () => {
    const query = { customer_keyword: 'keyword', page_size: 3, field: 'uuid' }
    const first = await get(LIST, { query })
    const second = await get(LIST, { query: { ...query, page: 'last' } })
    expect([...first.body, ...second.body].map(({ uuid }: { uuid: string }) => uuid)).toEqual(ALL)
    const url = `http://api.test${LIST}?customer_keyword=keyword&field=uuid`
    expect(second.headers.link).toBe(
      `<${url}&page_size=3>; rel="first", <${url}&page_size=3>; rel="prev", <${url}&page=2&page_size=3>; rel="last"`,
    )
    expect((await get(LIST, { query: { ...query, page: 3 } })).body).toEqual({ detail: 'Invalid page.' })
  })

  test('HEAD tells the count without a body', async () => {
    const query = { customer_keyword: 'keyword', page_size: 3 }
    const whole = await get(LIST, { query })
    const { status, text, headers } = await request('HEAD', LIST, { query })
    expect([status, text, headers['x-result-count'], headers.link]).toEqual([200, '', '4', whole.headers.link])
    expect((await request('HEAD', LIST, { query: { ...query, page: 9 } })).status).toBe(404)
    expect((await request('HEAD', LIST, { query: { o: 'x' } })).status).toBe(400)
  })
})

describe('field', () => {
  test.each([
    [
      ['uuid', 'customer_name', 'nope'],
      ['uuid', 'customer_name'],
    ],
    [
      ['offering_count', 'url'],
      ['url', 'offering_count'],
    ],
  ])('%j selects %j, in the order of the schema', async (field, keys) => {
    const { body } = await get(LIST, { query: { field, customer_uuid: ofCustomer } })
    expect(Object.keys(body[0])).toEqual(keys)
  })
})

test('two providers of the same name keep their own organizations', async () => {
  const made: MadeProvider[] = []
  for (let index = 0; index < 2; index++) {
    made.push(
      await world.provider({ customer: await world.customer({ name: 'Namesake', abbreviation: `N${String(index)}` }) }),
    )
  }
  const { body } = await get(LIST, { query: { customer_keyword: 'namesake' } })
  expect(body).toMatchObject(
    made.map(({ hex, customer }, index) => ({
      uuid: hex,
      customer_uuid: customer.hex,
      customer_abbreviation: `N${String(index)}`,
    })),
  )
})
