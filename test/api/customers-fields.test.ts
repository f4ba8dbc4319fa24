import { expect, test } from 'vitest'
import { startTestApp, type MadeUser, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp()

const PAST = new Date(Date.now() - 3_600_000)

const KEYS = [
  'uuid',
  'name',
  'slug',
  'abbreviation',
  'phone_number',
  'email',
  'payment_profiles',
  'billing_price_estimate',
  'projects_count',
  'users_count',
  'projects',
  'users',
]

/** The row of the consumer, once from each of the two lists that show it; both say the same. */
const rowOf = async ({ base, owner, consumer }: Marketplace, as: MadeUser = owner) => {
  const { body } = await get(`${base}customers/`, { as, query: { query: consumer.hex } })
  expect(body).toHaveLength(1)
  return body[0]
}

const imageUrl = async (name: string) => {
  const file = await world.insert('stored_file', { name, content: Buffer.from('x'), size: 1, mime_type: 'image/png' })
  return { id: file.id, url: `http://api.test/api/media/${file.hex}/` }
}

test('a row has the columns of the customer under the documented keys, in this order', async () => {
  const market = await world.marketplace()
  const { customer } = await world.consumer(market.offering, {
    name: 'Columns',
    slug: 'columns-1',
    abbreviation: 'COL',
    phone_number: '+0 00',
    email: 'columns@example.org',
  })
  const row = await rowOf({ ...market, consumer: customer })
  expect(Object.keys(row)).toEqual(KEYS)
  expect(row).toMatchObject({
    uuid: customer.hex,
    name: 'Columns',
    slug: 'columns-1',
    abbreviation: 'COL',
    phone_number: '+0 00',
    email: 'columns@example.org',
  })
  expect(customer.hex).toMatch(/^[0-9a-f]{32}$/)
})

test('absent texts are empty, absent lists too, and nothing is null but payment profiles', async () => {
  const market = await world.marketplace()
  const zero = '0.0000000000'
  expect(await rowOf(market)).toEqual({
    uuid: market.consumer.hex,
    name: market.consumer.name,
    slug: expect.stringMatching(/^org-/) as string,
    abbreviation: '',
    phone_number: '',
    email: '',
    payment_profiles: null,
    billing_price_estimate: { total: zero, current: zero, tax: zero, tax_current: zero },
    projects_count: 1,
    users_count: 0,
    projects: [{ uuid: market.project.hex, name: expect.any(String) as string, image: null }],
    users: [],
  })
})

test('projects are the first five live served ones by name, and the count has all, removed ones included', async () => {
  const market = await world.marketplace()
  const { consumer, offering } = market
  const image = await imageUrl('project.png')
  for (const name of ['f', 'b', 'E', 'd', 'a', 'C'])
    await world.resource(offering, await world.project(consumer, { name: `Part ${name}` }))
  await world.resource(offering, await world.project(consumer, { name: 'Part aa', is_removed: true }))
  await world.resource(offering, await world.project(consumer, { name: 'Part 0', image_id: image.id }))
  await world.project(consumer, { name: 'A without resources' })
  await world.resource(offering, await world.project(consumer, { name: 'A terminated' }), { state: 6 })
  const hidden = await world.offering(market.provider.customer, { shared: false })
  await world.resource(hidden, await world.project(consumer, { name: 'A hidden' }))
  const other = await world.marketplace()
  await world.resource(other.offering, await world.project(consumer, { name: 'A of another provider' }))
  await world.consumer(offering, {}, { name: 'A of another customer' })
  const row = await rowOf(market)
  expect(row.projects.map((project: { name: string }) => project.name)).toEqual([
    'Part 0',
    'Part a',
    'Part b',
    'Part C',
    'Part d',
  ])
  expect(row.projects[0].image).toBe(image.url)
  expect(Object.keys(row.projects[0])).toEqual(['uuid', 'name', 'image'])
  // Six parts, the removed one, the one with an image and the one of the marketplace.
  expect(row.projects_count).toBe(9)
})

test('users are the first five by username, each once, and the count has all', async () => {
  const market = await world.marketplace()
  const image = await imageUrl('user.png')
  const more = await world.project(market.consumer)
  await world.resource(market.offering, more)
  const usernames = ['u-6', 'u-2', 'u-5', 'u-4', 'u-3']
  for (const username of usernames)
    await world.grant(await world.user({ username }), 'PROJECT.MEMBER', 'project', market.project)
  const first = await world.user({
    username: 'u-1',
    first_name: 'First',
    last_name: 'Sample',
    email: 'first@example.org',
    image_id: image.id,
  })
  await world.grant(first, 'PROJECT.ADMIN', 'project', market.project)
  await world.grant(first, 'PROJECT.MANAGER', 'project', market.project)
  await world.grant(first, 'PROJECT.ADMIN', 'project', more)
  const row = await rowOf(market)
  expect(row.users_count).toBe(6)
  expect(row.users.map((user: { email: string }) => user.email)).toEqual([
    'first@example.org',
    'u-2@example.org',
    'u-3@example.org',
    'u-4@example.org',
    'u-5@example.org',
  ])
  expect(row.users[0]).toEqual({
    uuid: first.hex,
    full_name: 'First Sample',
    email: 'first@example.org',
    image: image.url,
  })
  expect(Object.keys(row.users[0])).toEqual(['uuid', 'full_name', 'email', 'image'])
})

test('only active users with an effective grant on a live served project of the customer count', async () => {
  const market = await world.marketplace()
  const { consumer, offering, provider } = market
  const member = await world.user()
  await world.grant(member, 'PROJECT.MEMBER', 'project', market.project)
  const add = async (scope: { id: string }, values = {}, user = {}) =>
    world.grant(await world.user(user), 'PROJECT.ADMIN', 'project', scope, values)
  await add(market.project, {}, { is_active: false })
  await add(market.project, { expiration_time: PAST })
  await add(market.project, { is_active: false, expiration_time: PAST })
  await add(await world.project(consumer))
  const removed = await world.project(consumer, { is_removed: true })
  await world.resource(offering, removed)
  await add(removed)
  const terminated = await world.project(consumer)
  await world.resource(offering, terminated, { state: 6 })
  await add(terminated)
  const hidden = await world.project(consumer)
  await world.resource(await world.offering(provider.customer, { shared: false }), hidden)
  await add(hidden)
  await add((await world.consumer(offering)).project)
  await world.grant(await world.user(), 'CUSTOMER.OWNER', 'customer', consumer)
  await world.grant(await world.user(), 'OFFERING.MANAGER', 'offering', market.project)
  const account = await world.user()
  await world.insert('offering_user', { offering_id: offering.id, user_id: account.id })
  for (const caller of [market.owner, await world.staff()]) {
    const row = await rowOf(market, caller)
    expect(row.users_count).toBe(1)
    expect(row.users.map((user: { uuid: string }) => user.uuid)).toEqual([member.hex])
  }
})

test('both lists show the same row of a customer', async () => {
  const market = await world.marketplace()
  const user = await world.user()
  await world.grant(user, 'PROJECT.ADMIN', 'project', market.project)
  const { body } = await get(`${market.base}user_customers/?user_uuid=${user.hex}`, { as: market.owner })
  expect(body).toEqual([await rowOf(market)])
  expect(Object.keys(body[0])).toEqual(KEYS)
})

test.each([
  ['field=name&field=uuid', ['uuid', 'name']],
  ['field=users_count&field=nope&field=projects', ['users_count', 'projects']],
  ['field=payment_profiles', ['payment_profiles']],
  ['field=name&field=name', ['name']],
  ['field=uuid,name', KEYS],
  ['field=nope', KEYS],
  ['field=NAME', KEYS],
  ['field=', KEYS],
  ['field=projects.name', KEYS],
])('%s keeps the keys %j', async (query, keys) => {
  const market = await world.marketplace()
  const user = await world.user()
  await world.grant(user, 'PROJECT.ADMIN', 'project', market.project)
  for (const list of [`customers/?${query}`, `user_customers/?user_uuid=${user.hex}&${query}`]) {
    const { headers, body } = await get(market.base + list, { as: market.owner })
    expect(Object.keys(body[0])).toEqual(keys)
    expect(headers).not.toHaveProperty('x-unknown-params')
  }
})

test('nested objects stay whole under field, and filters on other columns still work', async () => {
  const market = await world.marketplace()
  await world.consumer(market.offering, { name: 'Filtered' }, { name: 'Part' })
  const { headers, body } = await get(`${market.base}customers/?field=projects&name=Filtered`, {
    as: market.owner,
  })
  expect(body).toEqual([{ projects: [{ uuid: expect.any(String) as string, name: 'Part', image: null }] }])
  expect(headers['x-result-count']).toBe('1')
})
