import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type Made, type MadeUser, type Marketplace } from '../harness/index.ts'

const { world, post, database } = await startTestApp()

const REQUESTED = 1
const OK = 5

interface Account {
  username: string | null
  state: number
}

const accountsOf = (user: Made): Promise<(Account & { offering: string })[]> =>
  database.rows(sql`
    select offering_id::text as offering, username, state from offering_user
    where user_id = ${user.id} order by offering_id
  `)

const setName = async ({ base, owner }: Marketplace, user: Made, username: string): Promise<void> => {
  const { status, body } = await post(`${base}set_offerings_username/`, {
    as: owner,
    body: { user_uuid: user.hex, username },
  })
  expect({ status, body }).toEqual({ status: 201, body: { detail: 'Offering users have been set.' } })
}

const makeAccount = (user: Made, offering: Made, values: { username?: string; state?: number }) =>
  world.insert('offering_user', { offering_id: offering.id, user_id: user.id, ...values })

/** A marketplace with a user who reaches its offering. */
const withMember = async (): Promise<{ market: Marketplace; user: MadeUser; offering: Made }> => {
  const market = await world.marketplace()
  return { market, user: await world.member(market.project), offering: market.offering }
}

// Which offerings

test('the first call makes an account in every offering with a resource, also with several resources', async () => {
  const { market, user } = await withMember()
  const second = await world.offering(market.provider.customer)
  await world.resource(market.offering, market.project)
  await world.resource(second, market.project)
  await setName(market, user, 'alice')
  expect(await accountsOf(user)).toEqual([
    { offering: market.offering.id, username: 'alice', state: OK },
    { offering: second.id, username: 'alice', state: OK },
  ])
})

test('later calls rename the accounts and make none', async () => {
  const { market, user, offering } = await withMember()
  await setName(market, user, 'alice')
  await setName(market, user, 'alice2')
  expect(await accountsOf(user)).toEqual([{ offering: offering.id, username: 'alice2', state: OK }])
})

test.each([
  ['Creating', 1, true],
  ['OK', 2, true],
  ['Erred', 3, true],
  ['Updating', 4, true],
  ['Terminating', 5, true],
  ['Terminated', 6, false],
])('a resource that is %s leads to its offering: state %i, %s', async (_label, state, leads) => {
  const { market, user } = await withMember()
  const offering = await world.offering(market.provider.customer)
  await world.resource(offering, market.project, { state })
  await setName(market, user, 'alice')
  const offerings = (await accountsOf(user)).map((account) => account.offering)
  expect(offerings).toEqual(leads ? [market.offering.id, offering.id] : [market.offering.id])
})

test.each([
  ['not shared', { shared: false }],
  ['not billable', { billable: false }],
  ['archived', { state: 4 }],
  ['of another type', { type: 'Support.OfferingTemplate' }],
  ['without permission to make accounts', { plugin_options: { service_provider_can_create_offering_user: false } }],
])('an offering that is %s counts', async (_title, values) => {
  const { market, user } = await withMember()
  const offering = await world.offering(market.provider.customer, values)
  await world.resource(offering, market.project)
  await setName(market, user, 'alice')
  expect((await accountsOf(user)).map((account) => account.offering)).toContain(offering.id)
})

test('only projects where the user holds a grant count, whatever the role', async () => {
  const { market, user, offering } = await withMember()
  const elsewhere = await world.offering(market.provider.customer)
  await world.consumer(elsewhere)
  const manager = await world.user()
  await world.grant(manager, 'PROJECT.MANAGER', 'project', market.project)
  await setName(market, user, 'alice')
  await setName(market, manager, 'bob')
  expect((await accountsOf(user)).map((account) => account.offering)).toEqual([offering.id])
  expect((await accountsOf(manager)).map((account) => account.offering)).toEqual([offering.id])
})

test.each([
  ['revoked', { is_active: false, expiration_time: '2024-01-01T00:00:00Z' }],
  ['active but expired', { expiration_time: '2024-01-01T00:00:00Z' }],
])('a grant that is %s leads nowhere', async (_title, values) => {
  const market = await world.marketplace()
  const user = await world.user()
  await world.grant(user, 'PROJECT.ADMIN', 'project', market.project, values)
  await setName(market, user, 'alice')
  expect(await accountsOf(user)).toEqual([])
})

test('grants on organization, offering or provider lead nowhere', async () => {
  const market = await world.marketplace()
  const user = await world.user()
  await world.grant(user, 'CUSTOMER.OWNER', 'customer', market.consumer)
  await world.grant(user, 'OFFERING.MANAGER', 'offering', market.project)
  await world.grant(user, 'CUSTOMER.OWNER', 'customer', { id: market.project.id })
  await setName(market, user, 'alice')
  expect(await accountsOf(user)).toEqual([])
})

test("another provider's offering stays untouched, also in the same project", async () => {
  const { market, user, offering } = await withMember()
  const other = await world.marketplace()
  await world.resource(other.offering, market.project)
  await makeAccount(user, other.offering, { username: 'theirs', state: OK })
  await setName(market, user, 'alice')
  expect(await accountsOf(user)).toEqual([
    { offering: offering.id, username: 'alice', state: OK },
    { offering: other.offering.id, username: 'theirs', state: OK },
  ])
})

test('an account in an offering that the user no longer reaches keeps its name', async () => {
  const { market, user } = await withMember()
  const former = await world.offering(market.provider.customer)
  await makeAccount(user, former, { username: 'former', state: OK })
  await setName(market, user, 'alice')
  expect(await accountsOf(user)).toContainEqual({ offering: former.id, username: 'former', state: OK })
})

test('two users may have the same name in the same offering', async () => {
  const { market, user } = await withMember()
  const second = await world.member(market.project)
  await setName(market, user, 'shared')
  await setName(market, second, 'shared')
  expect(await accountsOf(user)).toMatchObject([{ username: 'shared' }])
  expect(await accountsOf(second)).toMatchObject([{ username: 'shared' }])
})

test('a new account in an offering with a checklist starts the checklist, an old one does not', async () => {
  const { market, user, offering } = await withMember()
  const checklist = await world.insert('checklist', { name: 'Sample', checklist_type: 'offering_compliance' })
  const strict = await world.offering(market.provider.customer, { compliance_checklist_id: checklist.id })
  await world.resource(strict, market.project)
  await setName(market, user, 'alice')
  await setName(market, user, 'alice2')
  const completions = await database.rows(sql`
    select offering_user.offering_id::text as offering, checklist_completion.checklist_id::text as checklist, is_completed
    from checklist_completion join offering_user on offering_user.id = checklist_completion.object_id
    where checklist_completion.content_type = 'offering_user' and offering_user.offering_id in (${strict.id}, ${offering.id})
  `)
  expect(completions).toEqual([{ offering: strict.id, checklist: checklist.id, is_completed: false }])
})

// Names and states

test.each([
  ['Requested', 1, 5],
  ['Creating', 2, 5],
  ['Pending account linking', 3, 5],
  ['Pending additional validation', 4, 5],
  ['OK', 5, 5],
  ['Requested deletion', 6, 6],
  ['Deleting', 7, 7],
  ['Deleted', 8, 8],
  ['Error creating', 9, 5],
  ['Error deleting', 10, 10],
])('an account that is %s', async (_label, state, afterwards) => {
  const { market, user, offering } = await withMember()
  await makeAccount(user, offering, { state })
  await setName(market, user, 'alice')
  expect(await accountsOf(user)).toEqual([{ offering: offering.id, username: 'alice', state: afterwards }])
})

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
  'state %i: neither the same name nor a blank one changes it',
  async (state) => {
    const { market, user, offering } = await withMember()
    const account = await makeAccount(user, offering, { username: 'alice', state })
    for (const name of ['alice', '', '  ']) await setName(market, user, name)
    expect(await accountsOf(user)).toEqual([{ offering: offering.id, username: 'alice', state }])
    const { untouched } = await database.one<{ untouched: boolean }>(
      sql`select modified = created as untouched from offering_user where id = ${account.id}`,
    )
    expect(untouched).toBe(true)
    expect(await eventsOf(database, 'offering', offering)).toEqual([])
  },
)

test('a blank name makes an account without a name that is requested; the next name completes it', async () => {
  const { market, user, offering } = await withMember()
  await setName(market, user, '')
  expect(await accountsOf(user)).toEqual([{ offering: offering.id, username: null, state: REQUESTED }])
  await setName(market, user, '')
  expect(await accountsOf(user)).toEqual([{ offering: offering.id, username: null, state: REQUESTED }])
  await setName(market, user, 'alice')
  expect(await accountsOf(user)).toEqual([{ offering: offering.id, username: 'alice', state: OK }])
})

test('a name is trimmed; its case and signs are kept', async () => {
  const { market, user, offering } = await withMember()
  await setName(market, user, '  Älice O’Hara_42@host  ')
  expect(await accountsOf(user)).toEqual([{ offering: offering.id, username: 'Älice O’Hara_42@host', state: OK }])
})

test('a change of the name is a change of the account', async () => {
  const { market, user, offering } = await withMember()
  const account = await makeAccount(user, offering, { username: 'old' })
  await setName(market, user, 'new')
  const { changed } = await database.one<{ changed: boolean }>(
    sql`select modified > created as changed from offering_user where id = ${account.id}`,
  )
  expect(changed).toBe(true)
})
