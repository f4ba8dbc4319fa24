import { describe, expect, test } from 'vitest'
import { operationIds, definitionOf } from '../../contract/index.ts'
import { startTestApp } from '../harness/index.ts'

const { app, world, get, post, request, logs, tokenOf } = await startTestApp()

const PROVIDERS = '/api/marketplace-service-providers/'
const NO_CREDENTIALS = { detail: 'Authentication credentials were not provided.' }

const staff = await world.staff()
const market = await world.marketplace()

/** Any method, unlike the harness. */
const inject = async (method: string, url: string, headers: Record<string, string> = {}) => {
  const response = await app.inject({ method: method as 'GET', url, headers: { host: 'api.test', ...headers } })
  return { status: response.statusCode, headers: response.headers, text: response.payload }
}

const authorization = async () => ({ authorization: `Token ${await tokenOf(staff)}` })

describe('an unknown path', () => {
  test.each([
    '/',
    '/nothing',
    '/api/',
    '/api/nothing/',
    '/api/marketplace-service-providers/a/b/c/',
    `${PROVIDERS}${market.provider.hex}/nothing/`,
    '/api//marketplace-service-providers/',
    '/API/marketplace-service-providers/',
    '/api/%ZZ/',
    '/%00',
    '/index.php',
  ])('%s is answered with 404 in JSON', async (path) => {
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      const answer = await request(method, path, { as: staff })
      expect(answer.status).toBe(404)
      expect(answer.body).toEqual({ detail: 'Not found.' })
    }
  })

  test.each(['nonsense', '%ff%fe', '%ZZ', '%00', 'a'.repeat(5_000), '../../etc/passwd'.replaceAll('/', '%2F')])(
    'of a provider (%s) is answered like an unknown provider',
    async (uuid) => {
      expect((await get(`${PROVIDERS}${uuid}/customers/`)).status).toBe(401)
      const answer = await get(`${PROVIDERS}${uuid}/customers/`, { as: staff })
      expect(answer.status).toBe(404)
      expect(answer.body).toEqual({ detail: 'No ServiceProvider matches the given query.' })
    },
  )
})

describe('a method that a path does not know', () => {
  const { base } = market

  test.each([
    ['PUT', PROVIDERS, 'GET, HEAD, POST, OPTIONS'],
    ['DELETE', PROVIDERS, 'GET, HEAD, POST, OPTIONS'],
    ['POST', base, 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
    ['POST', `${base}customers/`, 'GET, HEAD, OPTIONS'],
    ['PATCH', `${base}api_secret_code/`, 'GET, HEAD, POST, OPTIONS'],
    ['GET', `${base}add_user/`, 'POST, OPTIONS'],
    ['HEAD', `${base}add_user/`, 'POST, OPTIONS'],
    ['TRACE', base, 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
    ['PROPFIND', base, 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
  ])('%s %s is named with those that it knows', async (method, path, allow) => {
    const answer = await inject(method, path, await authorization())
    expect(answer.status).toBe(405)
    expect(answer.headers.allow).toBe(allow)
    if (method !== 'HEAD') expect(JSON.parse(answer.text)).toEqual({ detail: `Method "${method}" not allowed.` })
  })

  test('is not named to anonymous callers, who are asked for credentials', async () => {
    for (const path of [PROVIDERS, base, `${base}customers/`, '/api/users/me/']) {
      const answer = await inject('PROPFIND', path)
      expect(answer.status).toBe(401)
      expect(JSON.parse(answer.text)).toEqual(NO_CREDENTIALS)
      expect(answer.headers['www-authenticate']).toBe('Token')
    }
  })

  test('is named to everybody where everybody is served', async () => {
    const answer = await request('DELETE', '/api/configuration/')
    expect(answer.status).toBe(405)
    expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS')
  })

  test('is not reached by overriding it', async () => {
    const headers = { 'x-http-method-override': 'DELETE', 'x-http-method': 'DELETE', 'x-method-override': 'DELETE' }
    const answer = await post(base, { as: staff, headers, query: { _method: 'DELETE' } })
    expect(answer.status).toBe(405)
    expect((await get(base)).status).toBe(200)
  })
})

describe('a missing slash at the end', () => {
  test.each([
    ['GET', 301],
    ['HEAD', 301],
    ['POST', 308],
    ['PUT', 308],
    ['PATCH', 308],
    ['DELETE', 308],
  ] as const)('of a %s request is mended with %i, the query kept as it is', async (method, status) => {
    const query = '?page=2&field=uuid&field=url&customer_keyword=a%2Cb+c?d=e&x=%C3%A9'
    const path = `${market.base}customers`
    const answer = await request(method, path + query, { as: staff })
    expect(answer.status).toBe(status)
    expect(answer.headers.location).toBe(`${path}/${query}`)
  })

  test('is mended without credentials, and without a query', async () => {
    const answer = await get('/api/marketplace-service-providers')
    expect([answer.status, answer.headers.location]).toEqual([301, PROVIDERS])
  })
})

describe('cross-origin requests', () => {
  const origin = 'https://console.example.org'

  test.each([PROVIDERS, `${market.base}customers/`, `${market.base}add_user/`, '/api-auth/password/', '/nothing'])(
    'a preflight for %s is answered before authentication',
    async (path) => {
      const answer = await request('OPTIONS', path, {
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      })
      expect([answer.status, answer.text]).toEqual([200, ''])
      expect(answer.headers['access-control-allow-origin']).toBe('*')
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
      const methods = answer.headers['access-control-allow-methods']?.split(', ').sort()
      expect(methods).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])
      const headers = (answer.headers['access-control-allow-headers'] ?? '').toLowerCase().split(', ')
      for (const name of ['authorization', 'content-type', 'accept-language', 'x-impersonated-user-uuid']) {
        expect(headers).toContain(name)
      }
    },
  )

  test('may read the paging headers, of refusals too', async () => {
    const answers = await Promise.all([
      get(PROVIDERS, { headers: { origin } }),
      get(`${market.base}customers/`, { headers: { origin } }),
      get('/nothing', { headers: { origin } }),
      request('DELETE', '/api/configuration/', { headers: { origin } }),
      get(PROVIDERS, { headers: { origin, accept: 'text/html' } }),
    ])
    expect(answers.map((answer) => answer.status)).toEqual([200, 401, 404, 405, 406])
    for (const { headers } of answers) {
      expect(headers['access-control-allow-origin']).toBe('*')
      const exposed = headers['access-control-expose-headers']?.split(', ') ?? []
      for (const name of ['Link', 'X-Result-Count', 'X-impersonator-uuid']) expect(exposed).toContain(name)
    }
  })

  test('OPTIONS that is no preflight needs credentials and names the methods', async () => {
    for (const path of [PROVIDERS, `${market.base}customers/`]) {
      expect((await request('OPTIONS', path)).status).toBe(401)
      expect((await request('OPTIONS', path, { as: { token: 'unknown' } })).status).toBe(401)
    }
    const answer = await request('OPTIONS', `${market.base}customers/`, { as: staff })
    expect([answer.status, answer.headers.allow]).toEqual([200, 'GET, HEAD, OPTIONS'])
    expect((await request('OPTIONS', '/nothing', { as: staff })).status).toBe(404)
  })
})

describe('every answer', () => {
  const kinds: [string, () => Promise<{ headers: Record<string, string | undefined> }>][] = [
    ['a success', () => get(PROVIDERS)],
    ['a refusal', () => get(`${market.base}customers/`)],
    ['an unknown path', () => get('/nothing')],
    ['a path that cannot be decoded', () => get('/api/%ZZ/')],
    ['a redirect', () => get('/api/marketplace-service-providers')],
    ['a wrong method', () => request('DELETE', '/api/configuration/')],
    ['a body of a wrong type', () => post(PROVIDERS, { as: staff, payload: 'x', headers: { 'content-type': '-' } })],
  ]

  test.each(kinds)('(%s) carries security headers', async (_kind, ask) => {
    const { headers } = await ask()
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-frame-options']).toBe('DENY')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'")
    expect(headers).not.toHaveProperty('x-powered-by')
    expect(headers).not.toHaveProperty('server')
  })

  test.each(kinds)('(%s) carries a request id of its own', async (_kind, ask) => {
    const ids = [(await ask()).headers['x-request-id'], (await ask()).headers['x-request-id']]
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(ids[0]).not.toBe(ids[1])
  })

  test('takes over a request id that is harmless, into the log as well', async () => {
    const id = 'client-42:abc.DEF_1'
    const answer = await get(PROVIDERS, { headers: { 'x-request-id': id } })
    expect(answer.headers['x-request-id']).toBe(id)
    expect(logs.some((line) => (JSON.parse(line) as { request_id?: string }).request_id === id)).toBe(true)
  })

  test.each(['', ' ', 'a b', '<script>', 'x'.repeat(129), '{"a":1}', 'é'])('replaces the request id %j', async (id) => {
    const answer = await get(PROVIDERS, { headers: { 'x-request-id': id } })
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('of HEAD has the headers of GET and no body', async () => {
    for (const path of [PROVIDERS, market.base, `${market.base}customers/`, `${market.base}users/`]) {
      const [head, got] = [await request('HEAD', path, { as: staff }), await get(path, { as: staff })]
      expect([head.status, head.text]).toEqual([200, ''])
      expect(head.headers['x-result-count']).toBe(got.headers['x-result-count'])
      expect(head.headers['content-type']).toBe(got.headers['content-type'])
    }
    expect((await request('HEAD', `${market.base}customers/`)).status).toBe(401)
    expect((await request('HEAD', `${market.base}customers/`, { as: await world.user() })).status).toBe(403)
    expect((await request('HEAD', `${PROVIDERS}nonsense/customers/`, { as: staff })).status).toBe(404)
  })

  test('without a body has no content type', async () => {
    const user = await world.user()
    const body = { role: 'CUSTOMER.MANAGER', user: user.hex }
    const revoked = await post(`${market.base}delete_user/`, { as: staff, body })
    const removed = await request('DELETE', `${PROVIDERS}${(await world.provider()).hex}/`, { as: staff })
    expect([revoked.status, removed.status]).toEqual([200, 204])
    for (const answer of [revoked, removed]) expect(answer.headers).not.toHaveProperty('content-type')
  })
})

test('every operation wants credentials, but for those that are open', async () => {
  const open = new Set<string>()
  for (const id of operationIds) {
    const { method, path } = definitionOf(id)
    const filled = path.replace(/\{\w+\}/g, market.provider.hex)
    const verb = method.toUpperCase() as 'GET'
    const answer = await request(verb, filled)
    if (answer.status === 401) expect(answer.body, id).toEqual(NO_CREDENTIALS)
    else open.add(id)
    expect((await request(verb, filled, { as: { token: 'unknown' } })).status, id).toBe(401)
  }
  expect([...open].sort()).toEqual([
    'api_auth_password',
    'configuration_retrieve',
    'marketplace_categories_list',
    'marketplace_categories_retrieve',
    'marketplace_category_groups_list',
    'marketplace_category_groups_retrieve',
    'marketplace_plans_list',
    'marketplace_plans_retrieve',
    'marketplace_public_offerings_list',
    'marketplace_public_offerings_plans_list',
    'marketplace_public_offerings_plans_retrieve',
    'marketplace_public_offerings_retrieve',
    'marketplace_service_providers_list',
    'marketplace_service_providers_retrieve',
    'media_retrieve',
    'metadata_events_retrieve',
    'metadata_permissions_retrieve',
    'roles_list',
    'roles_retrieve',
  ])
})
