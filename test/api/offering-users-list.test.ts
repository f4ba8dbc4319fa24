import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { accountScene, manageAccounts } from '../harness/account-scene.ts'
import { startTestApp } from '../harness/index.ts'

const app = await startTestApp()
const { database, get, request, world } = app
const PATH = '/api/marketplace-offering-users/'

// Two providers with one account each; of the first a second offering with another one.

const staff = await world.staff()
const first = await accountScene(app, {
  username: 'alpha',
  state: 5,
  is_restricted: true,
  created: '2024-03-01T00:00:00Z',
  modified: '2024-03-02T00:00:00Z',
})
const second = await accountScene(app, { username: 'beta', state: 2, created: '2024-01-01T00:00:00Z' })
const { market, user } = first
const part = await world.offering(market.provider.customer, { parent_id: market.offering.id, slug: 'sample-part' })
await manageAccounts(app, part)
const third = await world.insert('offering_user', {
  offering_id: part.id,
  user_id: user.id,
  created: '2024-02-01T00:00:00Z',
  modified: '2024-02-02T00:00:00Z',
})
await world.insert('offering_terms_of_service', {
  offering_id: market.offering.id,
  is_active: true,
  version: '2',
  requires_reconsent: true,
})
await world.insert('user_offering_consent', {
  offering_id: market.offering.id,
  user_id: user.id,
  version: '1',
  agreement_date: '2024-04-01T00:00:00Z',
})
await database.run(sql`update app_user set first_name = 'Ada', last_name = 'Sample' where id = ${user.id}`)

const NAMES: Record<string, string> = {
  [first.account.hex]: 'first',
  [second.account.hex]: 'second',
  [third.hex]: 'third',
}

const list = async (query: Record<string, string | readonly string[]>, as: { id: string } = staff) => {
  const { status, body, headers } = await get(PATH, { as, query })
  expect({ status, count: headers['x-result-count'] }).toEqual({ status: 200, count: String(body.length) })
  return (body as { uuid: string }[]).map(({ uuid }) => NAMES[uuid])
}

test.each<[string, Record<string, string | readonly string[]>, string[]]>([
  ['nothing', {}, ['first', 'second', 'third']],
  ['offering', { offering: `/api/marketplace-provider-offerings/${part.hex}/` }, ['third']],
  ['a link to something else', { offering: `/api/customers/${part.hex}/` }, []],
  ['offering_uuid', { offering_uuid: [market.offering.hex, part.uuid] }, ['first', 'third']],
  ['offering_slug', { offering_slug: 'sample-part,other' }, ['third']],
  ['parent_offering_uuid', { parent_offering_uuid: market.offering.hex }, ['third']],
  ['provider_uuid of the organization', { provider_uuid: market.provider.customer.hex }, ['first', 'third']],
  ['provider_uuid of the provider', { provider_uuid: market.provider.hex }, ['first', 'third']],
  ['provider_uuid of another', { provider_uuid: market.consumer.hex }, []],
  ['user_uuid', { user_uuid: second.user.hex }, ['second']],
  ['user_username', { user_username: user.username }, ['first', 'third']],
  ['user_username in part', { user_username: user.username.slice(0, -1) }, []],
  ['state', { state: ['OK', 'Requested'] }, ['first', 'third']],
  ['is_restricted', { is_restricted: 'true' }, ['first']],
  ['not is_restricted', { is_restricted: 'false' }, ['second', 'third']],
  ['has_consent', { has_consent: 'true' }, ['first']],
  ['not has_consent', { has_consent: 'false' }, ['second', 'third']],
  ['has_complete_profile', { has_complete_profile: 'true' }, ['first', 'second', 'third']],
  ['query: name of the account', { query: 'LPH' }, ['first']],
  ['query: name of the user', { query: 'ada s' }, ['first', 'third']],
  ['query: mail address', { query: `${second.user.username}@EXAMPLE` }, ['second']],
  ['created', { created: '2024-02-01T00:00:00Z' }, ['first', 'third']],
  ['modified', { modified: '2024-02-15' }, ['first', 'second']],
])('filter by %s', async (_title, query, expected) => {
  expect(await list(query)).toEqual(expected)
})

test.each<[string, string[]]>([
  ['created', ['second', 'third', 'first']],
  ['-created', ['first', 'third', 'second']],
  ['-username', ['third', 'second', 'first']],
  ['modified', ['third', 'first', 'second']],
])('ordered by %s', async (o, expected) => {
  expect(await list({ o })).toEqual(expected)
})

test.each([
  [{ offering_uuid: 'zzz' }, { offering_uuid: ['Enter a valid UUID.'] }],
  [{ state: 'ok' }, { state: ['Select a valid choice. ok is not one of the available choices.'] }],
  [{ created: 'x' }, { created: ['Enter a valid date/time.'] }],
  [{ o: 'user' }, { o: ['Select a valid choice. user is not one of the available choices.'] }],
])('bad value %j', async (query, expected) => {
  const { status, body } = await get(PATH, { as: staff, query })
  expect({ status, body }).toEqual({ status: 400, body: expected })
})

test('pages, headers only and chosen fields', async () => {
  const seen: string[] = []
  for (const page of [1, 2, 3]) {
    const { body } = await get(PATH, { as: staff, query: { page, page_size: 1, field: ['uuid', 'state'] } })
    expect(Object.keys(body[0])).toEqual(['uuid', 'state'])
    seen.push(NAMES[body[0].uuid] ?? '')
  }
  expect(seen).toEqual(['first', 'second', 'third'])
  const head = await request('HEAD', PATH, { as: staff })
  expect({ status: head.status, count: head.headers['x-result-count'], text: head.text }).toEqual({
    status: 200,
    count: '3',
    text: '',
  })
})

test('everybody sees his own: the provider his offerings, a user himself, a stranger nothing', async () => {
  expect(await list({}, market.owner)).toEqual(['first', 'third'])
  expect(await list({}, second.user)).toEqual(['second'])
  expect(await list({}, await world.user())).toEqual([])
})

test('consents are told', async () => {
  const { body } = await get(first.path, { as: staff })
  const { body: consents } = await get('/api/marketplace-user-offering-consents/', { as: user })
  expect(body).toMatchObject({
    has_consent: true,
    requires_reconsent: true,
    consent_data: { uuid: consents[0].uuid, version: '1', agreement_date: '2024-04-01T00:00:00Z' },
  })
  expect((await get(second.path, { as: staff })).body).toMatchObject({
    has_consent: false,
    requires_reconsent: false,
    consent_data: null,
  })
})

test('an account tells which of the shown attributes its user lacks', async () => {
  const scene = await accountScene(app)
  await world.insert('offering_user_attribute_config', {
    offering_id: scene.market.offering.id,
    expose_job_title: true,
    expose_affiliations: true,
    expose_birth_date: true,
  })
  const read = async () => {
    const { is_profile_complete, missing_profile_attributes } = (await get(scene.path, { as: staff })).body
    return [is_profile_complete, missing_profile_attributes]
  }
  const filter = { offering_uuid: scene.market.offering.hex, has_complete_profile: 'false' }
  expect(await read()).toEqual([false, ['job_title', 'affiliations', 'birth_date']])
  expect(await list(filter)).toHaveLength(1)
  await database.run(sql`
    update app_user set job_title = 'Engineer', affiliations = '["staff"]', birth_date = '1990-01-01'
    where id = ${scene.user.id}
  `)
  expect(await read()).toEqual([true, []])
  expect(await list(filter)).toEqual([])
})

test('what the offering does not show is not searched', async () => {
  const scene = await accountScene(app)
  await world.insert('offering_user_attribute_config', {
    offering_id: scene.market.offering.id,
    expose_username: false,
    expose_email: false,
    expose_full_name: false,
  })
  const { username } = scene.user
  const as = scene.market.owner
  const queries: Record<string, string>[] = [{ query: username }, { user_username: username }, { query: 'Sample' }]
  for (const query of queries) {
    expect(await list(query, as)).toEqual([])
    expect(await list(query)).not.toEqual([])
  }
})
