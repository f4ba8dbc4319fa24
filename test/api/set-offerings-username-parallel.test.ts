import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, post, database } = await startTestApp({}, { poolSize: 12 })

const setName = ({ base, owner }: Marketplace, user: Made, username: string) =>
  post(`${base}set_offerings_username/`, { as: owner, body: { user_uuid: user.hex, username } })

const namesOf = (user: Made): Promise<{ username: string | null; state: number }[]> =>
  database.rows(sql`select username, state from offering_user where user_id = ${user.id} order by offering_id`)

const reach = async (offeringCount: number) => {
  const market = await world.marketplace()
  const offerings = [market.offering]
  while (offerings.length < offeringCount) {
    const offering = await world.offering(market.provider.customer)
    await world.resource(offering, market.project)
    offerings.push(offering)
  }
  return { market, offerings, user: await world.member(market.project) }
}

/** Resolves once a statement of this database waits for a lock. */
const somebodyWaits = async (): Promise<void> => {
  for (;;) {
    const { waiting } = await database.one<{ waiting: string }>(sql`
      select count(*) as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'
    `)
    if (waiting !== '0') return
  }
}

test('of several names given at once the last one holds in all offerings', async () => {
  const { market, offerings, user } = await reach(6)
  const names = Array.from({ length: 8 }, (_, index) => `name-${index}`)
  const answers = await Promise.all(names.map((name) => setName(market, user, name)))
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 201))
  const accounts = await namesOf(user)
  expect(accounts).toHaveLength(6)
  expect(new Set(accounts.map(({ username }) => username)).size).toBe(1)
  expect(accounts.every(({ state }) => state === 5)).toBe(true)
  for (const offering of offerings) {
    const events = await eventsOf(database, 'offering', offering)
    expect(events.map(({ event_type }) => event_type)).toEqual([
      'marketplace_offering_user_created',
      ...names.slice(1).map(() => 'marketplace_offering_user_updated'),
    ])
    expect(events.at(-1)?.message).toContain(`-> '${accounts[0]!.username!}'`)
  }
})

test('the same name given at once makes every account once and reports it once', async () => {
  const { market, offerings, user } = await reach(3)
  const answers = await Promise.all(Array.from({ length: 6 }, () => setName(market, user, 'alice')))
  expect(answers.every(({ status }) => status === 201)).toBe(true)
  expect(await namesOf(user)).toEqual(offerings.map(() => ({ username: 'alice', state: 5 })))
  for (const offering of offerings) expect(await eventsOf(database, 'offering', offering)).toHaveLength(1)
})

test('different users do not disturb each other', async () => {
  const { market, user } = await reach(3)
  const others = await Promise.all([1, 2, 3].map(() => world.member(market.project)))
  await Promise.all([user, ...others].map((person, index) => setName(market, person, `person-${index}`)))
  for (const [index, person] of [user, ...others].entries()) {
    expect((await namesOf(person)).map(({ username }) => username)).toEqual(Array(3).fill(`person-${index}`))
  }
})

test('two providers name the same user at once, each in his own offerings', async () => {
  const { market, user } = await reach(2)
  const other = await world.marketplace()
  await world.resource(other.offering, market.project)
  const answers = await Promise.all([setName(market, user, 'ours'), setName(other, user, 'theirs')])
  expect(answers.map(({ status }) => status)).toEqual([201, 201])
  expect((await namesOf(user)).map(({ username }) => username)).toEqual(['ours', 'ours', 'theirs'])
})

test.each([
  ['committed', 'commit', 'updated'],
  ['given up', 'rollback', 'created'],
])('an account that something else is just making is waited for: %s', async (_title, end, event) => {
  const { market, offerings, user } = await reach(2)
  const client = await database.pool.connect()
  try {
    await client.query('begin')
    await client.query('insert into offering_user (offering_id, user_id, state) values ($1, $2, 2)', [
      offerings[1]!.id,
      user.id,
    ])
    const answer = setName(market, user, 'alice')
    await somebodyWaits()
    await client.query(end)
    expect((await answer).status).toBe(201)
  } finally {
    client.release()
  }
  expect(await namesOf(user)).toEqual(offerings.map(() => ({ username: 'alice', state: 5 })))
  const events = await eventsOf(database, 'offering', offerings[1]!)
  expect(events.map(({ event_type }) => event_type)).toEqual([`marketplace_offering_user_${event}`])
})

test('a change of the account meanwhile is not lost', async () => {
  const { market, offerings, user } = await reach(1)
  await setName(market, user, 'first')
  const client = await database.pool.connect()
  try {
    await client.query('begin')
    await client.query("update offering_user set state = 6, username = 'between' where user_id = $1", [user.id])
    const answer = setName(market, user, 'last')
    await somebodyWaits()
    await client.query('commit')
    expect((await answer).status).toBe(201)
  } finally {
    client.release()
  }
  expect(await namesOf(user)).toEqual([{ username: 'last', state: 6 }])
  const events = await eventsOf(database, 'offering', offerings[0]!)
  expect(events.at(-1)?.message).toContain("'between' -> 'last'")
})
