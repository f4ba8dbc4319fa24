import { expect, test } from 'vitest'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp()

const HOUR = 3_600_000
const PAST = new Date(Date.now() - HOUR)
const FUTURE = new Date(Date.now() + HOUR)

const namesFor = async ({ base, owner }: Marketplace, userUuid: string): Promise<string[]> => {
  const { status, headers, body } = await get(`${base}user_customers/`, { as: owner, query: { user_uuid: userUuid } })
  expect(status).toBe(200)
  expect(headers['x-result-count']).toBe(String(body.length))
  return body.map((row: { name: string }) => row.name)
}

test('a grant on a served project leads to its customer', async () => {
  const market = await world.marketplace()
  await world.consumer(market.offering, { name: 'Without the user' })
  const user = await world.user()
  await world.grant(user, 'PROJECT.MEMBER', 'project', market.project)
  expect(await namesFor(market, user.hex)).toEqual([market.consumer.name])
})

test('a grant on a served customer leads to it', async () => {
  const market = await world.marketplace()
  await world.consumer(market.offering, { name: 'Without the user' })
  const user = await world.user()
  await world.grant(user, 'CUSTOMER.READER', 'customer', market.consumer)
  expect(await namesFor(market, user.hex)).toEqual([market.consumer.name])
})

test('several grants of both kinds lead to each customer once, in the order of names', async () => {
  const market = await world.marketplace()
  const { customer, project } = await world.consumer(market.offering, { name: 'Alpha' })
  const user = await world.user()
  await world.grant(user, 'PROJECT.MEMBER', 'project', market.project)
  await world.grant(user, 'PROJECT.ADMIN', 'project', market.project)
  await world.grant(user, 'CUSTOMER.OWNER', 'customer', market.consumer)
  await world.grant(user, 'CUSTOMER.OWNER', 'customer', customer)
  await world.grant(user, 'PROJECT.MANAGER', 'project', project)
  expect(await namesFor(market, user.hex)).toEqual(['Alpha', market.consumer.name])
})

test('a grant on a project that the provider does not serve leads nowhere, whoever owns it', async () => {
  const market = await world.marketplace()
  const user = await world.user()
  await world.grant(user, 'PROJECT.ADMIN', 'project', await world.project(market.consumer))
  const terminated = await world.project(await world.customer())
  await world.resource(market.offering, terminated, { state: 6 })
  await world.grant(user, 'PROJECT.ADMIN', 'project', terminated)
  const hidden = await world.consumer(await world.offering(market.provider.customer, { shared: false }))
  await world.grant(user, 'PROJECT.ADMIN', 'project', hidden.project)
  await world.grant(user, 'CUSTOMER.OWNER', 'customer', hidden.customer)
  expect(await namesFor(market, user.hex)).toEqual([])
})

test('customers of another provider are left out', async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  const user = await world.user()
  await world.grant(user, 'CUSTOMER.OWNER', 'customer', other.consumer)
  await world.grant(user, 'PROJECT.ADMIN', 'project', other.project)
  expect(await namesFor(market, user.hex)).toEqual([])
  expect(await namesFor(other, user.hex)).toEqual([other.consumer.name])
})

test('a grant that was left on a removed project still leads to its customer', async () => {
  const market = await world.marketplace()
  const { project } = await world.consumer(market.offering, { name: 'Removed' }, { is_removed: true })
  const user = await world.user()
  await world.grant(user, 'PROJECT.ADMIN', 'project', project)
  expect(await namesFor(market, user.hex)).toEqual(['Removed'])
})

test.each([
  ['revoked', { is_active: false, expiration_time: PAST }, false],
  ['active past its expiry', { expiration_time: PAST }, false],
  ['active with an expiry to come', { expiration_time: FUTURE }, true],
])('a grant that is %s counts: %j -> %s', async (_title, values, counts) => {
  const market = await world.marketplace()
  const [member, owner] = [await world.user(), await world.user()]
  await world.grant(member, 'PROJECT.ADMIN', 'project', market.project, values)
  await world.grant(owner, 'CUSTOMER.OWNER', 'customer', market.consumer, values)
  const expected = counts ? [market.consumer.name] : []
  expect(await namesFor(market, member.hex)).toEqual(expected)
  expect(await namesFor(market, owner.hex)).toEqual(expected)
})

test('a grant on a scope of another kind with the same number leads nowhere', async () => {
  const market = await world.marketplace()
  const user = await world.user()
  await world.grant(user, 'OFFERING.MANAGER', 'offering', market.consumer)
  await world.grant(user, 'OFFERING.MANAGER', 'offering', market.project)
  await world.grant(user, 'CUSTOMER.MANAGER', 'service_provider', market.consumer)
  expect(await namesFor(market, user.hex)).toEqual([])
})

test('the grants of the caller do not matter', async () => {
  const market = await world.marketplace()
  await world.grant(market.owner, 'PROJECT.ADMIN', 'project', market.project)
  const user = await world.user()
  expect(await namesFor(market, user.hex)).toEqual([])
  expect(await namesFor(market, market.owner.hex)).toEqual([market.consumer.name])
})

test('a deactivated user has no customers, not even for staff', async () => {
  const market = await world.marketplace()
  const user = await world.user({ is_active: false })
  await world.grant(user, 'PROJECT.ADMIN', 'project', market.project)
  expect(await namesFor(market, user.hex)).toEqual([])
  expect(await namesFor({ ...market, owner: await world.staff() }, user.hex)).toEqual([])
})

const member = async (): Promise<{ market: Marketplace; user: Made }> => {
  const market = await world.marketplace()
  const user = await world.user()
  await world.grant(user, 'PROJECT.ADMIN', 'project', market.project)
  return { market, user }
}

test.each([
  ['plain', (uuid: string) => uuid.replaceAll('-', '')],
  ['with hyphens', (uuid: string) => uuid],
  ['in upper case', (uuid: string) => uuid.toUpperCase()],
  ['in braces', (uuid: string) => `{${uuid}}`],
  ['as urn', (uuid: string) => `urn:uuid:${uuid}`],
])('user_uuid is understood %s', async (_title, spell) => {
  const { market, user } = await member()
  expect(await namesFor(market, spell(user.uuid))).toEqual([market.consumer.name])
})

test.each(['', 'zzz', '00000000-0000-4000-8000-0000000000ff', '\0'])(
  'user_uuid %j is answered with an empty list',
  async (value) => {
    const { market } = await member()
    expect(await namesFor(market, value)).toEqual([])
  },
)

test('user_uuid is not trimmed', async () => {
  const { market, user } = await member()
  expect(await namesFor(market, ` ${user.hex}`)).toEqual([])
  expect(await namesFor(market, `${user.hex} `)).toEqual([])
})

test('without user_uuid the list is empty, with the headers of a list', async () => {
  const { market } = await member()
  const { status, headers, body } = await get(`${market.base}user_customers/`, { as: market.owner })
  expect({ status, body }).toEqual({ status: 200, body: [] })
  expect(headers['x-result-count']).toBe('0')
  const url = `http://api.test${market.base}user_customers/`
  expect(headers.link).toBe(`<${url}>; rel="first", <${url}>; rel="last"`)
})

test('of a repeated user_uuid the last one counts', async () => {
  const { market, user } = await member()
  const nobody = await world.user()
  const { base, owner } = market
  const last = await get(`${base}user_customers/?user_uuid=${nobody.hex}&user_uuid=${user.hex}`, { as: owner })
  expect(last.body).toHaveLength(1)
  const other = await get(`${base}user_customers/?user_uuid=${user.hex}&user_uuid=${nobody.hex}`, { as: owner })
  expect(other.body).toEqual([])
})

test('a bad filter is refused even when no user is named', async () => {
  const { market } = await member()
  const { status, body } = await get(`${market.base}user_customers/?organization_group_uuid=zzz`, { as: market.owner })
  expect(status).toBe(400)
  expect(body).toEqual({
    organization_group_uuid: ['Select a valid choice. zzz is not one of the available choices.'],
  })
})
