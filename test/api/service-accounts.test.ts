import { expect, test } from 'vitest'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const makeAccount = (project: Made, values: Record<string, unknown> = {}) =>
  world.insert('project_service_account', { project_id: project.id, username: 'sample-robot', ...values })

const url = ({ base }: Marketplace) => `${base}project_service_accounts/`

/** The accounts of the answer by uuid, in its order. */
const found = async (market: Marketplace, query = ''): Promise<string[]> => {
  const { status, headers, body } = await get(`${url(market)}?${query}`, { as: market.owner })
  expect(status).toBe(200)
  expect(headers).not.toHaveProperty('x-unknown-params')
  expect(headers['x-result-count']).toBe(String(body.length))
  return body.map(({ uuid }: { uuid: string }) => uuid)
}

const hexes = (made: readonly Made[]) => made.map(({ hex }) => hex)

test('every field of an account; neither token nor expiry is stored', async () => {
  const market = await world.marketplace()
  const customer = await world.customer({ name: 'Sample institute', abbreviation: 'SI' })
  const project = await world.project(customer, { name: 'Sample automation' })
  await world.resource(market.offering, project)
  const account = await makeAccount(project, {
    username: 'sa-sample',
    description: 'Nightly sample job',
    error_message: 'Sample failure',
    error_traceback: 'line 1',
    state: 3,
    email: 'robots@example.org',
    preferred_identifier: 'sample-id',
    created: '2024-02-29T23:59:59.999999Z',
    modified: '2024-03-01T00:00:00Z',
  })
  const { text } = await get(url(market), { as: market.owner })
  const expected = {
    url: `http://api.test/api/marketplace-project-service-accounts/${account.hex}/`,
    uuid: account.hex,
    created: '2024-02-29T23:59:59.999999Z',
    modified: '2024-03-01T00:00:00Z',
    username: 'sa-sample',
    description: 'Nightly sample job',
    error_message: 'Sample failure',
    error_traceback: 'line 1',
    state: 'Erred',
    token: null,
    email: 'robots@example.org',
    expires_at: null,
    preferred_identifier: 'sample-id',
    project: project.hex,
    project_uuid: project.hex,
    project_name: 'Sample automation',
    customer_uuid: customer.hex,
    customer_name: 'Sample institute',
    customer_abbreviation: 'SI',
  }
  expect(text).toBe(JSON.stringify([expected]))
})

// Rows

test('accounts without a user name are left out (C-060)', async () => {
  const market = await world.marketplace()
  await makeAccount(market.project, { username: '' })
  const named = await makeAccount(market.project)
  expect(await found(market)).toEqual([named.hex])
})

test('accounts of organizations and of no project are left out', async () => {
  const market = await world.marketplace()
  await world.insert('customer_service_account', { customer_id: market.consumer.id, username: 'sample-customer' })
  await world.insert('project_service_account', { username: 'sample-orphan' })
  expect(await found(market)).toEqual([])
})

test('accounts of projects that the provider does not serve are left out, those of removed ones are not', async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  const hidden = await world.consumer(await world.offering(market.provider.customer, { shared: false }))
  const terminated = await world.project(market.consumer)
  await world.resource(market.offering, terminated, { state: 6 })
  const unused = await world.project(market.consumer)
  for (const project of [hidden.project, terminated, unused, other.project]) await makeAccount(project)
  const removed = await world.consumer(market.offering, {}, { is_removed: true })
  const account = await makeAccount(removed.project)
  expect(await found(market)).toEqual([account.hex])
  expect(await found(other)).toHaveLength(1)
})

test('a project with several resources, also of another provider, shows every account once to both', async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  await world.resource(market.offering, market.project)
  await world.resource(other.offering, market.project)
  const made = [await makeAccount(market.project), await makeAccount(market.project)]
  expect(await found(market)).toEqual(hexes(made))
  expect(await found(other)).toEqual(hexes(made))
})

test('the oldest account comes first, of equally old ones the one made first; there are no order keys', async () => {
  const market = await world.marketplace()
  const [late, early, same, alike] = [
    await makeAccount(market.project, { created: '2024-03-01T00:00:00Z' }),
    await makeAccount(market.project, { created: '2024-01-01T00:00:00Z' }),
    await makeAccount(market.project, { created: '2024-02-01T00:00:00Z' }),
    await makeAccount(market.project, { created: '2024-02-01T00:00:00Z' }),
  ]
  const expected = hexes([early, same, alike, late])
  expect(await found(market)).toEqual(expected)
  const { headers, body } = await get(`${url(market)}?o=-created&field=uuid`, { as: market.owner })
  expect(headers['x-unknown-params']).toBe('o, field')
  expect(body.map(({ uuid }: { uuid: string }) => uuid)).toEqual(expected)
  expect(Object.keys(body[0])).toHaveLength(19)
})

// Filters

test('username is exact', async () => {
  const market = await world.marketplace()
  const wanted = await makeAccount(market.project, { username: 'sa-one' })
  await makeAccount(market.project, { username: 'sa-one2' })
  await makeAccount(market.project, { username: 'SA-ONE' })
  await makeAccount(market.project, { preferred_identifier: 'sa-one', email: 'sa-one' })
  expect(await found(market, 'username=sa-one')).toEqual([wanted.hex])
  expect(await found(market, 'username=%20sa-one%20')).toEqual([wanted.hex])
  expect(await found(market, 'username=')).toHaveLength(4)
})

test('email is a part of it in any case, wildcards are literal', async () => {
  const market = await world.marketplace()
  const first = await makeAccount(market.project, { email: 'First_Robot@example.org' })
  const second = await makeAccount(market.project, { email: 'firstXrobot@example.org' })
  expect(await found(market, 'email=first_r')).toEqual([first.hex])
  expect(await found(market, 'email=ROBOT%40')).toEqual(hexes([first, second]))
  expect(await found(market, 'email=%25')).toEqual([])
})

test('state by label, repeated', async () => {
  const market = await world.marketplace()
  const [ok, closed, erred] = [
    await makeAccount(market.project, { state: 1 }),
    await makeAccount(market.project, { state: 2 }),
    await makeAccount(market.project, { state: 3 }),
  ]
  expect(await found(market, 'state=OK')).toEqual([ok.hex])
  expect(await found(market, 'state=Closed')).toEqual([closed.hex])
  expect(await found(market, 'state=Erred&state=OK')).toEqual(hexes([ok, erred]))
})

test('project as link or uuid', async () => {
  const market = await world.marketplace()
  const { project } = await world.consumer(market.offering)
  const wanted = await makeAccount(project)
  const other = await makeAccount(market.project)
  const link = encodeURIComponent(`https://elsewhere.example/api/projects/${project.uuid}/`)
  expect(await found(market, `project=${link}`)).toEqual([wanted.hex])
  expect(await found(market, `project=/api/projects/${project.hex}/`)).toEqual([wanted.hex])
  expect(await found(market, `project_uuid=${project.uuid}`)).toEqual([wanted.hex])
  expect(await found(market, `project_uuid=${project.hex}&project=/api/projects/${market.project.hex}/`)).toEqual([])
  expect(await found(market, 'project=&project_uuid=')).toEqual(hexes([wanted, other]))
})

test.each([
  ['a path of another collection', (hex: string) => `/api/customers/${hex}/`],
  ['no path', (hex: string) => hex],
  ['no uuid', () => '/api/projects/zzz/'],
  ['no slash at the end', (hex: string) => `/api/projects/${hex}`],
])('a link that is %s matches nothing', async (_title, linkTo) => {
  const market = await world.marketplace()
  await makeAccount(market.project)
  expect(await found(market, `project=${encodeURIComponent(linkTo(market.project.hex))}`)).toEqual([])
})

const NUL = 'Null characters are not allowed.'

test.each([
  ['state=Foo', { state: ['Select a valid choice. Foo is not one of the available choices.'] }],
  ['state=', { state: ['Select a valid choice.  is not one of the available choices.'] }],
  ['state=Pending', { state: ['Select a valid choice. Pending is not one of the available choices.'] }],
  ['project_uuid=zzz', { project_uuid: ['Enter a valid UUID.'] }],
  ['email=%00&username=%00', { email: [NUL], username: [NUL] }],
])('?%s is refused', async (query, expected) => {
  const market = await world.marketplace()
  const { status, body } = await get(`${url(market)}?${query}`, { as: market.owner })
  expect({ status, body }).toEqual({ status: 400, body: expected })
})

test('is paged, for HEAD, too', async () => {
  const market = await world.marketplace()
  for (let index = 0; index < 3; index++) await makeAccount(market.project)
  const query = { page: 2, page_size: 2 }
  const second = await get(url(market), { as: market.owner, query })
  expect(second.body).toHaveLength(1)
  expect(second.headers['x-result-count']).toBe('3')
  const head = await request('HEAD', url(market), { as: market.owner, query })
  expect({ text: head.text, link: head.headers.link }).toEqual({ text: '', link: second.headers.link })
  const missing = await get(url(market), { as: market.owner, query: { page: 3, page_size: 2 } })
  expect({ status: missing.status, body: missing.body }).toEqual({ status: 404, body: { detail: 'Invalid page.' } })
})
