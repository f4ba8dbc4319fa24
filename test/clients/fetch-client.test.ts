import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { definitionOf, operationIds } from '../../contract/index.ts'
import { startTestApp } from '../harness/index.ts'
import { png } from '../harness/images.ts'
import { createClient, type CallOptions } from './fetch-client.ts'

const { app, world, tokenOf } = await startTestApp()
await app.listen({ host: '127.0.0.1', port: 0 })
const baseUrl = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`

const PROVIDERS = '/api/marketplace-service-providers/'
const PROVIDER = '/api/marketplace-service-providers/{uuid}/'
const OF_PROVIDER = '/api/marketplace-service-providers/{service_provider_uuid}/'

const staff = await world.staff()
const market = await world.marketplace()
const token = await tokenOf(staff)
const client = createClient({ baseUrl, auth: `Token ${token}` })
const uuid = market.provider.hex
const path = { service_provider_uuid: uuid, uuid }

describe('every form of credentials that the client can send', () => {
  const forms: [sent: string, options: CallOptions][] = [
    ['Bearer Token K', { auth: 'Token K' }],
    ['Bearer K', { auth: () => 'K' }],
    ['Token K', { auth: ({ type }) => (type === 'apiKey' ? 'Token K' : undefined) }],
    ['Token K', { headers: { Authorization: 'Token K' } }],
    ['Bearer Token K', { headers: { Authorization: 'Token other' }, auth: 'Token K' }],
  ]

  const withKey = ({ auth, headers }: CallOptions, key: string): CallOptions => {
    const put = (text: string) => text.replace(/\bK$/, key)
    return {
      auth: typeof auth === 'function' ? (scheme) => put(auth(scheme) ?? '') : auth && put(auth),
      headers: headers && Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, put(value)])),
    }
  }

  test.each(forms)('is understood: %s', async (sent, options) => {
    const anonymous = createClient({ baseUrl })
    const { request, response, data } = await anonymous('GET', '/api/users/me/', withKey(options, token))
    expect(request.headers.get('authorization')).toBe(sent.replace(/K$/, token))
    expect(response.status).toBe(200)
    expect(data).toMatchObject({ uuid: staff.hex, token })
    const refused = await anonymous('GET', '/api/users/me/', withKey(options, 'f'.repeat(40)))
    expect([refused.response.status, refused.error]).toEqual([401, { detail: 'Invalid token.' }])
  })

  test('none at all is an anonymous caller', async () => {
    const anonymous = createClient({ baseUrl })
    expect((await anonymous('GET', PROVIDERS)).response.status).toBe(200)
    const { response, error } = await anonymous('GET', '/api/users/me/')
    expect(error).toEqual({ detail: 'Authentication credentials were not provided.' })
    expect(response.headers.get('www-authenticate')).toBe('Token')
  })
})

describe('addresses', () => {
  test('a base with a slash at its end, and the example of the README', async () => {
    for (const base of [baseUrl, `${baseUrl}/`]) {
      const { data, request } = await createClient({ baseUrl: base, auth: `Token ${token}` })('GET', PROVIDERS)
      expect(request.url).toBe(baseUrl + PROVIDERS)
      expect(data).toMatchObject([{ uuid, url: `${baseUrl}${PROVIDERS}${uuid}/` }])
    }
  })

  test('UUIDs in both forms', async () => {
    for (const form of [market.provider.hex, market.provider.uuid]) {
      expect((await client('GET', PROVIDER, { path: { uuid: form } })).data).toMatchObject({ uuid })
    }
  })

  test('repeated keys, what is not set, booleans, empty texts, dates and reserved characters', async () => {
    const name = 'a b&c=d+e/f?g%h,é;i'
    const customer = await world.customer({ name })
    await world.provider({ customer })
    const { request, data } = await client('GET', PROVIDERS, {
      query: {
        field: ['uuid', 'customer_name'],
        customer_keyword: name,
        o: ['customer_name'],
        page: 1,
        is_new: undefined,
      },
    })
    expect(request.url).toContain('?field=uuid&field=customer_name&customer_keyword=a%20b%26c%3Dd%2Be%2Ff%3Fg%25h%2C')
    expect(data).toEqual([{ uuid: expect.any(String), customer_name: name }])

    const found = await client('GET', `${OF_PROVIDER}projects/`, {
      path,
      query: { created: new Date(0), conceal_finished_projects: true, name: '', query: null, o: ['-created', 'name'] },
    })
    expect(found.request.url).toContain(
      '?created=1970-01-01T00:00:00.000Z&conceal_finished_projects=true&name=&o=-created&o=name',
    )
    expect(found.data).toMatchObject([{ uuid: market.project.hex }])
    expect(found.response.headers.get('x-result-count')).toBe('1')
  })

  test('names that the server does not know are ignored and named', async () => {
    const { data, response } = await client('GET', PROVIDERS, { query: { current_user_has_role: 'x', page_size: 1 } })
    expect(data).toHaveLength(1)
    expect(response.headers.get('x-unknown-params')).toBe('current_user_has_role')
  })
})

const counted = operationIds.filter((id) => 'count' in definitionOf(id))

/** What the lists below one object are asked about, by collection. */
const objects: Record<string, string> = {
  'marketplace-service-providers': uuid,
  customers: market.consumer.hex,
  projects: market.project.hex,
  'marketplace-provider-offerings': market.offering.hex,
  'marketplace-public-offerings': market.offering.hex,
  'marketplace-resources': market.resource.hex,
  'marketplace-provider-resources': market.resource.hex,
  invoices: (await world.insert('invoice', { customer_id: market.consumer.id, year: 2026, month: 1 })).hex,
  'checklists-admin': (await world.insert('checklist', { name: 'Sample checklist' })).hex,
  'promotions-campaigns': (
    await world.insert('campaign', {
      ...{ service_provider_id: market.provider.id, name: 'Sample', discount_type: 'discount', discount: 1 },
      ...{ start_date: '2999-01-01', end_date: '2999-02-01' },
    })
  ).hex,
}

test.each(counted)('HEAD of %s tells the count of the list, and nothing else', async (id) => {
  const { path: template } = definitionOf(id)
  const object = objects[template.split('/')[2] ?? ''] ?? ''
  const path = Object.fromEntries([...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, object]))
  const query = { user_uuid: market.owner.hex, project_customer_uuid: market.consumer.hex }
  const got = await client('GET', template, { path, query })
  const head = await client('HEAD', template, { path, query })
  expect([head.response.status, got.response.status]).toEqual([200, 200])
  expect(head.data).toEqual({})
  expect(Array.isArray(got.data)).toBe(true)
  expect(head.response.headers.get('x-result-count')).toMatch(/^\d+$/)
  expect(head.response.headers.get('x-result-count')).toBe(got.response.headers.get('x-result-count'))
})

/** The number of the next page, read as the web client does. */
const nextPage = (link: string | null): number | undefined => {
  const next = (link ?? '').split(', ').find((part) => part.includes('rel="next"'))
  const query = next?.split('/?')[1]?.split('>')[0]
  const page = new URLSearchParams(query).get('page')
  return page === null ? undefined : Number(page)
}

test('following the links reaches every row once, whatever the filter holds', async () => {
  const tag = 'x,y; rel="next"'
  const names = Array.from({ length: 7 }, (_, index) => `${tag} ${index}`)
  for (const name of names) await world.provider({ customer: await world.customer({ name }) })
  const query = { customer_keyword: tag, field: ['customer_name'], page_size: 3 }
  const seen: string[] = []
  for (let page: number | undefined = 1; page !== undefined;) {
    const { data, response } = await client('GET', PROVIDERS, { query: { ...query, page } })
    expect(response.headers.get('x-result-count')).toBe('7')
    seen.push(...(data as { customer_name: string }[]).map(({ customer_name }) => customer_name))
    page = nextPage(response.headers.get('link'))
  }
  expect(seen).toEqual(names)
  const beyond = await client('GET', PROVIDERS, { query: { ...query, page: 4 } })
  expect([beyond.response.status, beyond.error]).toEqual([404, { detail: 'Invalid page.' }])
})

describe('writes', () => {
  test('a provider is created, changed as JSON and as a form with an image, cleared and deleted', async () => {
    const customer = await world.customer()
    const created = await client('POST', PROVIDERS, { body: { customer: `${baseUrl}/api/customers/${customer.hex}/` } })
    expect(created.response.status).toBe(201)
    const made = { uuid: (created.data as { uuid: string }).uuid }

    const changed = await client('PATCH', PROVIDER, { path: made, body: { enable_notifications: false } })
    expect(changed.data).toMatchObject({ enable_notifications: false, image: null })

    const image = new File([new Uint8Array(png())], 'logo.png', { type: 'image/png' })
    const body = { image, description: 'õun', enable_notifications: true }
    const pictured = await client('PATCH', PROVIDER, { path: made, body, form: true })
    expect(pictured.request.headers.get('content-type')).toMatch(/^multipart\/form-data; boundary=/)
    expect(pictured.error).toBeUndefined()
    expect(pictured.data).toMatchObject({ description: 'õun', enable_notifications: true })
    const file = await client('GET', (pictured.data as { image: string }).image.slice(baseUrl.length))
    expect(Buffer.from(await (file.data as Blob).arrayBuffer())).toEqual(png())

    const cleared = await client('PATCH', PROVIDER, { path: made, body: { image: '' }, form: true })
    expect(cleared.data).toMatchObject({ image: null, description: 'õun' })

    const deleted = await client('DELETE', PROVIDER, { path: made })
    expect([deleted.response.status, deleted.data]).toEqual([204, {}])
  })

  test('an image in JSON is refused, as a client can only send it as an empty object', async () => {
    const { response, error } = await client('PATCH', PROVIDER, { path, body: { image: new Blob(['x']) } })
    expect(response.status).toBe(400)
    expect(error).toHaveProperty('image')
  })

  test('a POST without a body has no content type', async () => {
    const { request, data } = await client('POST', `${PROVIDER}api_secret_code/`, { path })
    expect(request.headers.has('content-type')).toBe(false)
    expect(data).toEqual({ api_secret_code: expect.any(String), detail: 'Api secret code updated.' })
    expect((await client('GET', `${PROVIDER}api_secret_code/`, { path })).data).toMatchObject({
      api_secret_code: (data as { api_secret_code: string }).api_secret_code,
    })
  })

  test('a member of the team is added, changed and removed', async () => {
    const body = { role: 'CUSTOMER.MANAGER', user: (await world.user()).uuid }
    const added = await client('POST', `${PROVIDER}add_user/`, { path, body })
    expect([added.response.status, added.data]).toEqual([201, { expiration_time: null }])
    const expiration_time = '2090-01-02T03:04:05Z'
    const changed = await client('POST', `${PROVIDER}update_user/`, { path, body: { ...body, expiration_time } })
    expect([changed.response.status, changed.data]).toEqual([200, { expiration_time }])
    const removed = await client('POST', `${PROVIDER}delete_user/`, { path, body })
    expect([removed.response.status, removed.data]).toEqual([200, {}])
    const wrong = await client('POST', `${PROVIDER}add_user/`, { path, body: { ...body, role: 'nobody' } })
    expect([wrong.response.status, wrong.error]).toEqual([400, { role: ['Role is not found.'] }])
  })

  test('the configuration of the site agent arrives as text', async () => {
    const body = { offering_uuids: [market.offering.uuid] }
    const { data } = await client('POST', `${PROVIDER}generate_site_agent_config/`, { path, body })
    expect(data).toEqual(expect.stringContaining(market.offering.hex))
  })

  test('a log-in answers with the token', async () => {
    const { response, error } = await client('POST', '/api-auth/password/', {
      auth: () => '',
      body: { username: 'sample-ghost', password: 'wrong' },
    })
    expect([response.status, error]).toEqual([401, { detail: 'Invalid username/password.' }])
  })
})
