import { beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type Marketplace, type MadeUser } from '../harness/index.ts'

// Filters by the roles of users: customer_uuid, project_uuid, organization_roles, project_roles; and by staff flags.

const { world, get } = await startTestApp()

const expired = (): { expiration_time: Date } => ({ expiration_time: new Date(Date.now() - 1_000) })

type Query = Record<string, string | readonly string[]>

const found = async (market: Marketplace, query: Query, caller: { id: string } = market.owner): Promise<string[]> => {
  const answer = await get(`${market.base}users/`, { as: caller, query: { ...query, o: 'username' } })
  expect(answer.status, answer.text).toBe(200)
  return answer.body.map((row: { username: string }) => row.username)
}

test('customer_uuid finds users with an effective role on the customer or on a project of it that is not removed', async () => {
  const market = await world.marketplace()
  const other = await world.customer()
  const removed = await world.project(other, { is_removed: true })
  const named = (username: string) => world.member(market.project, { username })
  await world.grant(await named('c-customer'), 'CUSTOMER.READER', 'customer', other)
  await world.grant(await named('c-project'), 'PROJECT.MANAGER', 'project', await world.project(other))
  await world.grant(await named('c-removed'), 'PROJECT.ADMIN', 'project', removed)
  await world.grant(await named('c-revoked'), 'CUSTOMER.OWNER', 'customer', other, { is_active: false })
  await world.grant(await named('c-expired'), 'CUSTOMER.OWNER', 'customer', other, expired())
  await named('c-stranger')
  await world.grant(await world.user({ username: 'c-outside' }), 'CUSTOMER.OWNER', 'customer', other)
  expect(await found(market, { customer_uuid: other.hex })).toEqual(['c-customer', 'c-project'])
  expect(await found(market, { customer_uuid: `{${other.uuid.toUpperCase()}}` })).toEqual(['c-customer', 'c-project'])
  expect(await found(market, { customer_uuid: market.consumer.hex })).toHaveLength(6)
  expect(await found(market, { customer_uuid: market.project.hex })).toEqual([])
})

test('project_uuid finds users with an effective role on the project, even on a removed one', async () => {
  const market = await world.marketplace()
  const target = await world.project(market.consumer, { is_removed: true })
  const named = (username: string) => world.member(market.project, { username })
  await world.grant(await named('p-admin'), 'PROJECT.ADMIN', 'project', target)
  await world.grant(await named('p-revoked'), 'PROJECT.ADMIN', 'project', target, { is_active: false })
  await world.grant(await named('p-expired'), 'PROJECT.ADMIN', 'project', target, expired())
  await world.grant(await named('p-customer'), 'CUSTOMER.OWNER', 'customer', target)
  expect(await found(market, { project_uuid: target.uuid })).toEqual(['p-admin'])
  expect(await found(market, { project_uuid: market.consumer.hex })).toEqual([])
})

describe('organization_roles and project_roles', () => {
  let market: Marketplace

  beforeAll(async () => {
    market = await world.marketplace()
    const elsewhere = await world.marketplace()
    const people: Record<string, MadeUser> = {}
    for (const name of ['admin', 'manager', 'owner', 'revoked', 'expired']) {
      const role = name === 'manager' ? 'PROJECT.MANAGER' : 'PROJECT.ADMIN'
      people[name] = await world.member(market.project, { username: `r-${name}` }, role)
    }
    await world.grant(people.owner!, 'CUSTOMER.OWNER', 'customer', elsewhere.consumer)
    await world.grant(people.manager!, 'OFFERING.MANAGER', 'offering', elsewhere.offering)
    await world.grant(people.revoked!, 'CUSTOMER.OWNER', 'customer', market.consumer, { is_active: false })
    await world.grant(people.expired!, 'CUSTOMER.OWNER', 'customer', market.consumer, expired())
  })

  const everybody = ['r-admin', 'r-expired', 'r-manager', 'r-owner', 'r-revoked']

  test.each<[Query, string[]]>([
    [{ organization_roles: 'CUSTOMER.OWNER' }, ['r-owner']],
    [{ project_roles: 'CUSTOMER.OWNER' }, ['r-owner']],
    [{ organization_roles: 'OFFERING.MANAGER' }, ['r-manager']],
    [{ project_roles: ['CUSTOMER.OWNER', 'PROJECT.MANAGER'] }, ['r-manager', 'r-owner']],
    [{ organization_roles: 'CUSTOMER.OWNER', project_roles: 'PROJECT.ADMIN' }, ['r-owner']],
    [{ organization_roles: 'CUSTOMER.OWNER', project_roles: 'PROJECT.MANAGER' }, []],
    [{ project_roles: 'CUSTOMER.OWNER,PROJECT.MANAGER' }, []],
    [{ project_roles: ' CUSTOMER.OWNER' }, []],
    [{ project_roles: 'customer.owner' }, []],
    [{ project_roles: 'NO.SUCH.ROLE' }, []],
    [{ project_roles: '' }, everybody],
    [{ project_roles: ['CUSTOMER.OWNER', ''] }, everybody],
    [{ project_roles: ['', 'CUSTOMER.OWNER'] }, ['r-owner']],
  ])('%j finds %j', async (query, expected) => {
    expect(await found(market, query)).toEqual(expected)
  })
})

describe('is_staff and is_support', () => {
  const makeMarket = async () => {
    const market = await world.marketplace()
    const tag = market.provider.hex
    const staff = await world.member(market.project, { is_staff: true, username: `1-${tag}` })
    const support = await world.member(market.project, { is_support: true, username: `2-${tag}` })
    const plain = await world.member(market.project, { username: `3-${tag}` })
    return { market, staff: staff.username, support: support.username, plain: plain.username }
  }

  test('any value empties the list of a caller who is neither staff nor support', async () => {
    const { market } = await makeMarket()
    for (const value of ['true', 'false', '1', '0']) {
      expect(await found(market, { is_staff: value })).toEqual([])
      expect(await found(market, { is_support: value })).toEqual([])
    }
  })

  test('a value that is no boolean, or an empty one, is ignored', async () => {
    const { market, staff, support, plain } = await makeMarket()
    for (const value of ['', 'maybe']) {
      expect(await found(market, { is_staff: value, is_support: value })).toEqual([staff, support, plain])
    }
  })

  test('they filter for support as they do for staff', async () => {
    const { market, staff, support, plain } = await makeMarket()
    const agent = await world.user({ is_support: true })
    await world.grant(agent, 'CUSTOMER.MANAGER', 'service_provider', market.provider)
    for (const caller of [agent, await world.staff()]) {
      expect(await found(market, { is_staff: 'true' }, caller)).toEqual([staff])
      expect(await found(market, { is_staff: 'false' }, caller)).toEqual([support, plain])
      expect(await found(market, { is_support: 'true' }, caller)).toEqual([support])
    }
  })
})
