import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, post, database } = await startTestApp()

const setName = async ({ base, owner }: Marketplace, user: Made, username: string): Promise<void> => {
  const { status } = await post(`${base}set_offerings_username/`, {
    as: owner,
    body: { user_uuid: user.uuid, username },
  })
  expect(status).toBe(201)
}

const prepare = async () => {
  const market = await world.marketplace()
  const offering = await world.offering(market.provider.customer, { name: 'Sample cluster' })
  const project = await world.project(market.consumer)
  await world.resource(offering, project)
  await world.resource(offering, project)
  const user = await world.member(project)
  return { market, offering, user }
}

const accountOf = async (user: Made): Promise<string> => {
  const { uuid } = await database.one<{ uuid: string }>(sql`select uuid from offering_user where user_id = ${user.id}`)
  return uuid.replaceAll('-', '')
}

test('a new account is reported once, on the offering and its organization', async () => {
  const { market, offering, user } = await prepare()
  await setName(market, user, 'alice')
  const events = await eventsOf(database, 'offering', offering)
  expect(events).toMatchObject([
    {
      event_type: 'marketplace_offering_user_created',
      message: `Account for user ${user.username} in offering Sample cluster has been created.`,
      scopes: [`customer/${market.provider.customer.id}`, `offering/${offering.id}`],
      context: {
        offering_uuid: offering.hex,
        offering_name: 'Sample cluster',
        offering_user_uuid: await accountOf(user),
        affected_user_uuid: user.hex,
        affected_user_username: user.username,
        user_uuid: market.owner.hex,
        user_username: market.owner.username,
      },
    },
  ])
  expect(await eventsOf(database, 'customer', market.provider.customer)).toEqual(events)
  expect(await eventsOf(database, 'customer', market.consumer)).toEqual([])
})

test('an account made without a name is reported, too', async () => {
  const { market, offering, user } = await prepare()
  await setName(market, user, '')
  expect(await eventsOf(database, 'offering', offering)).toMatchObject([
    { event_type: 'marketplace_offering_user_created' },
  ])
})

test('a changed name is reported with the old and the new one', async () => {
  const { market, offering, user } = await prepare()
  await setName(market, user, '')
  await setName(market, user, 'alice')
  await setName(market, user, "o'alice")
  const account = await accountOf(user)
  const events = await eventsOf(database, 'offering', offering)
  expect(events.slice(1)).toMatchObject([
    {
      event_type: 'marketplace_offering_user_updated',
      message: `Offering user username changed for ${account}: '' -> 'alice'.`,
      scopes: [`customer/${market.provider.customer.id}`, `offering/${offering.id}`],
    },
    {
      event_type: 'marketplace_offering_user_updated',
      message: `Offering user username changed for ${account}: 'alice' -> 'o'alice'.`,
    },
  ])
  expect(events).toHaveLength(3)
})

test('a name set in a state of deletion is reported as a change', async () => {
  const { market, offering, user } = await prepare()
  await world.insert('offering_user', { offering_id: offering.id, user_id: user.id, username: 'old', state: 8 })
  await setName(market, user, 'new')
  expect(await eventsOf(database, 'offering', offering)).toMatchObject([
    { event_type: 'marketplace_offering_user_updated' },
  ])
})

test('every offering gets its own event', async () => {
  const { market, offering, user } = await prepare()
  const second = await world.offering(market.provider.customer)
  const { project } = await world.consumer(second)
  await world.grant(user, 'PROJECT.MEMBER', 'project', project)
  await setName(market, user, 'alice')
  expect(await eventsOf(database, 'offering', offering)).toHaveLength(1)
  expect(await eventsOf(database, 'offering', second)).toHaveLength(1)
  expect(await eventsOf(database, 'customer', market.provider.customer)).toHaveLength(2)
})

test('what changes nothing is not reported', async () => {
  const { market, offering, user } = await prepare()
  await setName(market, await world.user(), 'nobody')
  await setName(market, user, 'alice')
  await setName(market, user, 'alice')
  await setName(market, user, '')
  expect(await eventsOf(database, 'offering', offering)).toHaveLength(1)
})
