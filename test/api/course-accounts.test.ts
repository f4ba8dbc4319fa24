import { expect, test } from 'vitest'
import { startTestApp, type Made, type MadeUser, type Marketplace } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const makeAccount = async (project: Made, values: Record<string, unknown> & { user?: MadeUser } = {}) => {
  const { user = await world.user(), ...rest } = values
  return { user, ...(await world.insert('course_account', { project_id: project.id, user_id: user.id, ...rest })) }
}

const listOf = async ({ base, owner }: Marketplace, query = {}) => {
  const { status, headers, body } = await get(`${base}course_accounts/`, { as: owner, query })
  expect(status).toBe(200)
  expect(headers['x-result-count']).toBe(String(body.length))
  return body as { uuid: string }[]
}

const uuids = async (market: Marketplace, query = {}) => (await listOf(market, query)).map(({ uuid }) => uuid)

test('every field of an account', async () => {
  const market = await world.marketplace()
  const customer = await world.customer({ name: 'Sample school' })
  const project = await world.project(customer, {
    name: 'Sample course',
    slug: 'sample-course',
    kind: 'course',
    start_date: '2024-02-29',
    end_date: '2024-12-31',
  })
  await world.resource(market.offering, project)
  const user = await world.user({ username: 'sample-pupil', email: 'person@example.org' })
  const account = await makeAccount(project, {
    user,
    email: 'account@example.org',
    description: 'For the sample course',
    state: 3,
    error_message: 'Sample failure',
    error_traceback: 'line 1\nline 2',
    created: '2024-03-01T09:15:30.123456Z',
    modified: '2024-03-02T00:00:00Z',
  })
  const { text } = await get(`${market.base}course_accounts/`, { as: market.owner })
  const expected = {
    url: `http://api.test/api/marketplace-course-accounts/${account.hex}/`,
    uuid: account.hex,
    created: '2024-03-01T09:15:30.123456Z',
    modified: '2024-03-02T00:00:00Z',
    project: project.hex,
    project_uuid: project.hex,
    project_name: 'Sample course',
    project_slug: 'sample-course',
    project_start_date: '2024-02-29',
    project_end_date: '2024-12-31',
    user_uuid: user.hex,
    username: 'sample-pupil',
    customer_uuid: customer.hex,
    customer_name: 'Sample school',
    state: 'Erred',
    email: 'account@example.org',
    description: 'For the sample course',
    error_message: 'Sample failure',
    error_traceback: 'line 1\nline 2',
  }
  expect(text).toBe(JSON.stringify([expected]))
})

test('what is empty is blank text, and dates of an open project are null', async () => {
  const market = await world.marketplace()
  await makeAccount(market.project)
  expect(await listOf(market)).toMatchObject([
    {
      project_start_date: null,
      project_end_date: null,
      email: '',
      description: '',
      error_message: '',
      error_traceback: '',
    },
  ])
})

test.each([
  [1, 'OK'],
  [2, 'Closed'],
  [3, 'Erred'],
  [4, 'Closed'],
])('state %i is shown as %s, and found by it', async (state, label) => {
  const market = await world.marketplace()
  const account = await makeAccount(market.project, { state })
  expect(await listOf(market)).toMatchObject([{ uuid: account.hex, state: label }])
  expect(await uuids(market, { state: label })).toEqual([account.hex])
  const others = ['OK', 'Closed', 'Erred'].filter((other) => other !== label)
  expect(await uuids(market, { state: others })).toEqual([])
})

// Rows

test('an account without a user is left out', async () => {
  const market = await world.marketplace()
  await world.insert('course_account', { project_id: market.project.id, email: 'nobody@example.org' })
  const account = await makeAccount(market.project)
  expect(await uuids(market)).toEqual([account.hex])
})

test('accounts of inactive users, of projects of every kind and of removed projects are listed', async () => {
  const market = await world.marketplace()
  const removed = await world.consumer(market.offering, {}, { is_removed: true, kind: 'course' })
  const expected = [
    await makeAccount(market.project, { user: await world.user({ is_active: false }) }),
    await makeAccount(removed.project),
  ]
  expect(await uuids(market)).toEqual(expected.map(({ hex }) => hex))
})

test('several accounts of one user, and a project with several resources: every account once', async () => {
  const market = await world.marketplace()
  await world.resource(market.offering, market.project)
  await world.resource(await world.offering(market.provider.customer), market.project)
  const first = await makeAccount(market.project)
  const second = await makeAccount(market.project, { user: first.user })
  expect(await uuids(market)).toEqual([first.hex, second.hex])
})

test('accounts of projects that the provider does not serve are left out', async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  const hidden = await world.consumer(await world.offering(market.provider.customer, { shared: false }))
  const terminated = await world.project(market.consumer)
  await world.resource(market.offering, terminated, { state: 6 })
  const unused = await world.project(market.consumer)
  for (const project of [hidden.project, terminated, unused, other.project]) await makeAccount(project)
  expect(await uuids(market)).toEqual([])
  expect(await uuids(other)).toHaveLength(1)
})

test('a project shared with another provider shows its accounts to both', async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  await world.resource(other.offering, market.project)
  const account = await makeAccount(market.project)
  expect(await uuids(market)).toEqual([account.hex])
  expect(await uuids(other)).toEqual([account.hex])
})

// Pages

test('is paged, for HEAD, too', async () => {
  const market = await world.marketplace()
  const made = []
  for (let index = 0; index < 3; index++) made.push(await makeAccount(market.project))
  const url = `${market.base}course_accounts/`
  const second = await get(url, { as: market.owner, query: { page: 2, page_size: 2 } })
  expect(second.body).toMatchObject([{ uuid: made[2]!.hex }])
  expect(second.headers['x-result-count']).toBe('3')
  const head = await request('HEAD', url, { as: market.owner, query: { page: 2, page_size: 2 } })
  expect({ text: head.text, link: head.headers.link }).toEqual({ text: '', link: second.headers.link })
  const missing = await get(url, { as: market.owner, query: { page: 3, page_size: 2 } })
  expect({ status: missing.status, body: missing.body }).toEqual({ status: 404, body: { detail: 'Invalid page.' } })
})

test('field is an unknown parameter', async () => {
  const market = await world.marketplace()
  await makeAccount(market.project)
  const { headers, body } = await get(`${market.base}course_accounts/`, { as: market.owner, query: { field: 'uuid' } })
  expect(headers['x-unknown-params']).toBe('field')
  expect(Object.keys(body[0])).toHaveLength(19)
})
