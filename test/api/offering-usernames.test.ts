import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type Made } from '../harness/index.ts'

const { world, post, database } = await startTestApp()

const provider = await world.provider()
const owner = await world.owner(provider.customer)

const accountsOf = (offering: Made) =>
  database.rows<{ username: string | null; state: number }>(sql`
    select username, state from offering_user where offering_id = ${offering.id} order by id
  `)

/** An offering with a policy, and accounts by user name, state and restriction. */
const scene = async (
  plugin_options: Record<string, unknown>,
  accounts: {
    first_name: string
    last_name: string
    username?: string | null
    state?: number
    is_restricted?: boolean
  }[],
) => {
  const offering = await world.offering(provider.customer, { plugin_options })
  const users: string[] = []
  for (const { first_name, last_name, ...account } of accounts) {
    const user = await world.user({ first_name, last_name })
    users.push(user.username)
    await world.insert('offering_user', { offering_id: offering.id, user_id: user.id, ...account })
  }
  const refresh = () =>
    post(`/api/marketplace-provider-offerings/${offering.hex}/refresh_offering_usernames/`, { as: owner })
  return { offering, users, refresh }
}

const ann = { first_name: 'Sample', last_name: 'One' }
const bob = { first_name: 'Sample', last_name: 'Two' }

test('user names become account names, but not of restricted accounts or of those on their way out', async () => {
  const { offering, users, refresh } = await scene({ username_generation_policy: 'waldur_username' }, [
    ann,
    { ...bob, username: 'old', state: 5 },
    { ...ann, is_restricted: true },
    { ...bob, username: 'going', state: 7 },
  ])
  expect(await refresh()).toMatchObject({ status: 200, body: { status: 'Usernames have been refreshed: 2 changed.' } })
  expect(await accountsOf(offering)).toEqual([
    { username: users[0], state: 5 },
    { username: users[1], state: 5 },
    { username: null, state: 1 },
    { username: 'going', state: 7 },
  ])
  expect((await eventsOf(database, 'offering', offering)).map(({ event_type }) => event_type)).toEqual([
    'marketplace_offering_user_updated',
    'marketplace_offering_user_updated',
  ])
  expect((await refresh()).body).toEqual({ status: 'Usernames have been refreshed: 0 changed.' })
})

test('anonymous names are numbered on, and fitting ones stay', async () => {
  const { offering, refresh } = await scene(
    { username_generation_policy: 'anonymized', username_anonymized_prefix: 'anon_' },
    [ann, { ...bob, username: 'anon_00041', state: 5 }, { ...ann, username: 'odd', state: 5 }],
  )
  await refresh()
  expect((await accountsOf(offering)).map(({ username }) => username)).toEqual([
    'anon_00042',
    'anon_00041',
    'anon_00043',
  ])
})

test('full names become account names with a number', async () => {
  const { offering, refresh } = await scene({ username_generation_policy: 'full_name' }, [
    ann,
    ann,
    bob,
    { first_name: '漢', last_name: '字' },
  ])
  await refresh()
  expect((await accountsOf(offering)).map(({ username }) => username)).toEqual([
    'sample_one_01',
    'sample_one_02',
    'sample_two_01',
    null,
  ])
})

test.each(['service_provider', 'freeipa', 'identity_claim', undefined])(
  'names that come from elsewhere are left alone: %s',
  async (policy) => {
    const { offering, refresh } = await scene({ username_generation_policy: policy }, [
      { ...ann, username: 'given', state: 5 },
      bob,
    ])
    expect((await refresh()).body).toEqual({ status: 'Usernames have been refreshed: 0 changed.' })
    expect((await accountsOf(offering)).map(({ username }) => username)).toEqual(['given', null])
  },
)
