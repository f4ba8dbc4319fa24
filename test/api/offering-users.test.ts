import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { accountScene, managedMarketplace, manageAccounts } from '../harness/account-scene.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type Made } from '../harness/index.ts'

const app = await startTestApp()
const { database, get, post, request, world } = app

const PATH = '/api/marketplace-offering-users/'

const accountsIn = (offering: Made) =>
  database.rows<{ username: string | null; state: number }>(sql`
    select username, state from offering_user where offering_id = ${offering.id} order by id
  `)

const linksOf = (user: Made, offering: Made) => ({
  user: `http://api.test/api/users/${user.hex}/`,
  offering: `http://api.test/api/marketplace-provider-offerings/${offering.hex}/`,
})

describe('creation', () => {
  test('by links, with a name: usable at once', async () => {
    const market = await managedMarketplace(app)
    const user = await world.user()
    const { status, body, headers } = await post(PATH, {
      as: market.owner,
      body: { ...linksOf(user, market.offering), username: ' alice ' },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      user_uuid: user.hex,
      user_username: user.username,
      offering_uuid: market.offering.hex,
      customer_uuid: market.provider.customer.hex,
      username: 'alice',
      state: 'OK',
      is_restricted: false,
      has_compliance_checklist: false,
      ...linksOf(user, market.offering),
    })
    expect(headers.location).toBe(body.url)
    expect((await eventsOf(database, 'offering', market.offering)).map(({ message }) => message)).toEqual([
      expect.stringMatching(new RegExp(`^Account for user ${user.username} in offering .* has been created\\.$`)),
    ])
  })

  test.each([
    ['no name', {}],
    ['null', { username: null }],
    ['a blank name', { username: '' }],
  ])('by uuids, with %s: requested', async (_title, name) => {
    const market = await managedMarketplace(app)
    const user = await world.user()
    const body = { user_uuid: user.hex, offering_uuid: market.offering.uuid, ...name }
    const created = await post(PATH, { as: market.owner, body })
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({ username: null, state: 'Requested' })
  })

  test('the pair is unique, also when asked twice at once', async () => {
    const market = await managedMarketplace(app)
    const user = await world.user()
    const body = { user_uuid: user.hex, offering_uuid: market.offering.hex }
    const answers = await Promise.all([1, 2].map(() => post(PATH, { as: market.owner, body })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400])
    expect(answers.find(({ status }) => status === 400)?.body).toEqual({
      non_field_errors: ['The fields offering, user must make a unique set.'],
    })
    expect(await accountsIn(market.offering)).toHaveLength(1)
  })

  test('an offering that does not manage accounts', async () => {
    const { offering, owner } = await world.marketplace()
    const body = { user_uuid: (await world.user()).hex, offering_uuid: offering.hex }
    const answer = await post(PATH, { as: owner, body })
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 400,
      body: ['It is not allowed to create users for current offering.'],
    })
  })

  test('a consumer who sees the offering may not', async () => {
    const market = await managedMarketplace(app)
    const user = await world.member(market.project)
    const body = { user_uuid: user.hex, offering_uuid: market.offering.hex }
    expect((await post(PATH, { as: user, body })).status).toBe(403)
    expect(await accountsIn(market.offering)).toEqual([])
  })

  test('all problems in one answer', async () => {
    const market = await managedMarketplace(app)
    const stranger = await world.offering((await world.provider()).customer, { state: 1 })
    const cases: [unknown, unknown][] = [
      [{}, { offering: ['This field is required.'], user: ['This field is required.'] }],
      [
        {
          offering: `/api/customers/${market.offering.hex}/`,
          user: '/api/users/zzz/',
          username: 'x'.repeat(101),
        },
        {
          offering: ['Invalid hyperlink - Incorrect URL match.'],
          user: ['Invalid hyperlink - No URL match.'],
          username: ['Ensure this field has no more than 100 characters.'],
        },
      ],
      [
        { offering_uuid: stranger.hex, user: `/api/users/${market.offering.hex}/`, username: 1.5 },
        {
          offering_uuid: [`Object with uuid=${stranger.hex} does not exist.`],
          user: ['Invalid hyperlink - Object does not exist.'],
        },
      ],
      [
        { offering_uuid: 'zzz', user_uuid: null },
        { offering_uuid: ['Must be a valid UUID.'], user_uuid: ['This field may not be null.'] },
      ],
    ]
    for (const [body, expected] of cases) {
      const answer = await post(PATH, { as: market.owner, body })
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 400, body: expected })
    }
  })

  test.each([
    ['blocked', 'Blocked organization is not available.'],
    ['archived', 'Archived organization is not available.'],
  ])('nothing is written below an organization that is %s', async (flag, message) => {
    const { account, market, path, user } = await accountScene(app)
    const column = flag === 'blocked' ? sql`blocked` : sql`archived`
    await database.transaction((transaction) =>
      transaction.writeRolledUp(
        sql`update customer set ${column} = true where id = ${market.provider.customer.id}`,
        () => undefined,
      ),
    )
    const { owner: as } = market
    const refused = await Promise.all([
      post(PATH, { as, body: { user_uuid: (await world.user()).hex, offering_uuid: market.offering.hex } }),
      request('PATCH', path, { as, body: { username: 'x' } }),
      request('DELETE', path, { as }),
      post(`${path}begin_creating/`, { as }),
      post(`${path}update_restricted/`, { as, body: { is_restricted: true } }),
      request('PATCH', `${path}update_comments/`, { as, body: {} }),
      post(`${path}submit_answers/`, { as: user, body: [] }),
    ])
    for (const { status, body } of refused) expect({ status, body }).toEqual({ status: 400, body: [message] })
    expect(await accountsIn(market.offering)).toEqual([{ username: null, state: 1 }])
    expect(account.id).not.toBe('')
  })
})

describe('changes', () => {
  test('PUT and PATCH set the name and nothing else, with an event for a new one', async () => {
    const { market, path, user } = await accountScene(app, { username: 'old', state: 5 })
    const other = await world.user()
    const body = { username: 'new', user_uuid: other.hex, user: 'junk', offering: 5 }
    const changed = await request('PUT', path, { as: market.owner, body })
    expect(changed.body).toMatchObject({ username: 'new', user_uuid: user.hex, state: 'OK' })
    await request('PATCH', path, { as: market.owner, body: { username: 'new' } })
    await request('PATCH', path, { as: market.owner, body: {} })
    expect((await get(path, { as: user })).body.username).toBe('new')
    const events = await eventsOf(database, 'offering', market.offering)
    expect(events.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Offering user username changed for [0-9a-f]{32}: 'old' -> 'new'\.$/),
    ])
  })

  test('a deleted account takes its answers along', async () => {
    const { account, market, path } = await accountScene(app)
    const checklist = await world.insert('checklist', { name: 'Sample rules', checklist_type: 'offering_compliance' })
    await world.insert('checklist_completion', {
      checklist_id: checklist.id,
      content_type: 'offering_user',
      object_id: account.id,
    })
    expect((await request('DELETE', path, { as: market.owner })).status).toBe(204)
    expect(await accountsIn(market.offering)).toEqual([])
    const left = await database.rows(sql`select 1 from checklist_completion where checklist_id = ${checklist.id}`)
    expect(left).toEqual([])
    expect((await eventsOf(database, 'offering', market.offering)).map(({ event_type }) => event_type)).toEqual([
      'marketplace_offering_user_deleted',
    ])
    expect((await request('DELETE', path, { as: market.owner })).status).toBe(404)
  })

  test('the user himself may not delete his account', async () => {
    const { path, user } = await accountScene(app)
    const { status, body } = await request('DELETE', path, { as: user })
    expect({ status, body }).toEqual({
      status: 403,
      body: { detail: 'You do not have permission to delete this user.' },
    })
  })

  test('a restriction is set and lifted, with an event each', async () => {
    const { market, path } = await accountScene(app)
    const restrict = (is_restricted: unknown) =>
      post(`${path}update_restricted/`, { as: market.owner, body: { is_restricted } })
    for (const [value, shown] of [
      [true, true],
      [true, true],
      ['false', false],
    ] as const) {
      const { status, text } = await restrict(value)
      expect({ status, text }).toEqual({ status: 200, text: '' })
      expect((await get(path, { as: market.owner })).body.is_restricted).toBe(shown)
    }
    const events = await eventsOf(database, 'offering', market.offering)
    expect(events.map(({ event_type }) => event_type)).toEqual([
      'marketplace_offering_user_restriction_updated',
      'marketplace_offering_user_restriction_updated',
    ])
    expect((await restrict('x')).body).toEqual({ is_restricted: ['Must be a valid boolean.'] })
    const missing = await post(`${path}update_restricted/`, { as: market.owner, body: {} })
    expect(missing.body).toEqual({ is_restricted: ['This field is required.'] })
  })

  test('comments can be left until the account is gone', async () => {
    const { account, market, path } = await accountScene(app)
    const comment = (body: unknown) => request('PATCH', `${path}update_comments/`, { as: market.owner, body })
    const first = await comment({
      service_provider_comment: 'Hello',
      service_provider_comment_url: 'https://example.org/',
    })
    expect({ status: first.status, body: first.body }).toEqual({
      status: 200,
      body: { service_provider_comment: 'Hello', service_provider_comment_url: 'https://example.org/' },
    })
    expect((await comment({ service_provider_comment: '' })).body).toEqual({
      service_provider_comment: '',
      service_provider_comment_url: 'https://example.org/',
    })
    await database.run(sql`update offering_user set state = 8 where id = ${account.id}`)
    const late = await comment({ service_provider_comment: 'Late' })
    expect({ status: late.status, body: late.body }).toEqual({
      status: 403,
      body: { detail: 'Cannot update comments for offering user in state: Deleted.' },
    })
  })

  test('the provider sees the account in his compliance list as it was changed here', async () => {
    const { market, path } = await accountScene(app)
    await request('PATCH', path, { as: market.owner, body: { username: 'alice' } })
    const { body } = await get(`${market.base}compliance/offering_users/`, { as: market.owner })
    expect(body).toMatchObject([{ username: 'alice', state: 5, compliance_status: 'no_checklist' }])
  })
})

describe('visibility (C-200)', () => {
  test('an offering that does not manage accounts shows them to staff only', async () => {
    const market = await world.marketplace()
    const user = await world.user()
    const account = await world.insert('offering_user', { offering_id: market.offering.id, user_id: user.id })
    const path = `${PATH}${account.hex}/`
    for (const as of [user, market.owner]) expect((await get(path, { as })).status).toBe(404)
    expect((await get(path, { as: await world.staff() })).status).toBe(200)
    await manageAccounts(app, market.offering)
    for (const as of [user, market.owner]) expect((await get(path, { as })).status).toBe(200)
  })

  test('colleagues see each other, and what their project may use only', async () => {
    const { market, path } = await accountScene(app)
    const colleague = await world.member(market.project)
    const owner = await world.owner(market.consumer)
    const elsewhere = await world.member(await world.project(market.consumer))
    expect((await get(path, { as: colleague })).status).toBe(200)
    expect((await get(path, { as: owner })).status).toBe(200)
    expect((await get(path, { as: elsewhere })).status).toBe(404)
    await database.transaction((transaction) =>
      transaction.writeRolledUp(sql`update offering set shared = false where id = ${market.offering.id}`, (rollup) =>
        rollup.offering(market.offering.id),
      ),
    )
    expect((await get(path, { as: colleague })).status).toBe(404)
  })

  test('attributes are shown as the offering says, to the user himself and to staff all of them', async () => {
    const { account, market, user, path } = await accountScene(app)
    await database.run(sql`
      update app_user set civil_number = 'sample-number', phone_number = '+1 555', job_title = 'Engineer'
      where id = ${user.id}
    `)
    await world.insert('offering_user_attribute_config', {
      offering_id: market.offering.id,
      expose_email: false,
      expose_job_title: true,
      uuid: account.uuid,
    })
    const shownTo = async (as: { id: string }) =>
      Object.keys((await get(path, { as })).body as object).filter((key) => key.startsWith('user_'))
    const wanted = ['user_uuid', 'user_username', 'user_full_name', 'user_first_name', 'user_last_name']
    expect(await shownTo(market.owner)).toEqual([...wanted, 'user_job_title'])
    const all = await shownTo(await world.staff())
    expect(all).toHaveLength(24)
    expect(await shownTo(user)).toEqual(all)
    const found = await get(path, { as: market.owner, query: { field: ['user_email', 'user_job_title'] } })
    expect(found.body).toEqual({ user_job_title: 'Engineer' })
  })
})
