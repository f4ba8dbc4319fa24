import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { urlencoded } from '../harness/form.ts'
import { startTestApp, type Caller, type Made } from '../harness/index.ts'

const { world, post, database } = await startTestApp()

const market = await world.marketplace()
const { owner, project, base } = market
const url = `${base}set_offerings_username/`
const UNKNOWN = '0a1b2c3d-0000-4000-8000-0000000000ff'

const call = async (body: unknown, as: Caller = owner, path = url) => {
  const answer = await post(path, { as, body })
  return { status: answer.status, body: answer.body as unknown }
}

const nameOf = async (user: Made): Promise<string | null | undefined> => {
  const row = await database.maybeOne<{ username: string | null }>(
    sql`select username from offering_user where user_id = ${user.id}`,
  )
  return row?.username
}

test.each([
  [{}, { user_uuid: ['This field is required.'], username: ['This field is required.'] }],
  [null, { non_field_errors: ['Invalid data. Expected a dictionary, but got null.'] }],
  [[], { non_field_errors: ['Invalid data. Expected a dictionary, but got list.'] }],
  [{ user_uuid: UNKNOWN }, { username: ['This field is required.'] }],
  [{ username: 'a' }, { user_uuid: ['This field is required.'] }],
  [
    { user_uuid: null, username: null },
    { user_uuid: ['This field may not be null.'], username: ['This field may not be null.'] },
  ],
  [{ user_uuid: 'zzz', username: 'a' }, { user_uuid: ['Must be a valid UUID.'] }],
  [{ user_uuid: '', username: 'a' }, { user_uuid: ['Must be a valid UUID.'] }],
  [{ user_uuid: 7, username: 'a' }, { user_uuid: ['Must be a valid UUID.'] }],
  [{ user_uuid: [UNKNOWN], username: 'a' }, { user_uuid: ['Must be a valid UUID.'] }],
  [{ user_uuid: UNKNOWN, username: true }, { username: ['Not a valid string.'] }],
  [{ user_uuid: UNKNOWN, username: ['a'] }, { username: ['Not a valid string.'] }],
  [{ user_uuid: UNKNOWN, username: {} }, { username: ['Not a valid string.'] }],
  [{ user_uuid: UNKNOWN, username: 'a\u0000b' }, { username: ['Null characters are not allowed.'] }],
  [{ user_uuid: UNKNOWN, username: 'a\nb' }, { username: ['Control characters are not allowed.'] }],
  [{ user_uuid: UNKNOWN, username: 'a\u007fb' }, { username: ['Control characters are not allowed.'] }],
  [
    { user_uuid: 'zzz', username: 'a'.repeat(101) },
    {
      user_uuid: ['Must be a valid UUID.'],
      username: ['Ensure this field has no more than 100 characters.'],
    },
  ],
])('the body %j is refused', async (body, expected) => {
  expect(await call(body)).toEqual({ status: 400, body: expected })
})

test.each([
  ['letters', 'a'],
  ['letters beyond Latin', 'ß'],
  ['signs of two code units', '😀'],
])('a hundred %s are a name, one more is none (C-064)', async (_title, letter) => {
  const user = await world.member(project)
  const name = letter.repeat(100)
  const refusal = { username: ['Ensure this field has no more than 100 characters.'] }
  expect(await call({ user_uuid: user.hex, username: name + letter })).toEqual({ status: 400, body: refusal })
  expect(await nameOf(user)).toBeUndefined()
  expect(await call({ user_uuid: user.hex, username: ` ${name} ` })).toMatchObject({ status: 201 })
  expect(await nameOf(user)).toBe(name)
})

test('a number is taken as its text', async () => {
  const user = await world.member(project)
  expect(await call({ user_uuid: user.hex, username: 4711 })).toMatchObject({ status: 201 })
  expect(await nameOf(user)).toBe('4711')
})

test('a form is understood, too', async () => {
  const user = await world.member(project)
  const { status } = await post(url, { as: owner, ...urlencoded({ user_uuid: user.hex, username: 'from-form' }) })
  expect(status).toBe(201)
  expect(await nameOf(user)).toBe('from-form')
})

test('unknown keys of the body are ignored', async () => {
  const user = await world.member(project)
  expect(await call({ user_uuid: user.hex, username: 'alice', state: 8 })).toMatchObject({ status: 201 })
  expect(await nameOf(user)).toBe('alice')
})

test.each([
  ['plain', ({ hex }: Made) => hex],
  ['with hyphens', ({ uuid }: Made) => uuid],
  ['in upper case', ({ uuid }: Made) => uuid.toUpperCase()],
  ['as urn', ({ uuid }: Made) => `urn:uuid:${uuid}`],
])('the user is understood %s', async (_title, spell) => {
  const user = await world.member(project)
  expect(await call({ user_uuid: spell(user), username: 'alice' })).toMatchObject({ status: 201 })
  expect(await nameOf(user)).toBe('alice')
})

test.each([UNKNOWN, UNKNOWN.replaceAll('-', ''), UNKNOWN.toUpperCase()])(
  'an unknown user %s is named with hyphens in lower case',
  async (uuid) => {
    const body = [`A user with the uuid [${UNKNOWN}] is not found.`]
    expect(await call({ user_uuid: uuid, username: 'alice' })).toEqual({ status: 400, body })
  },
)

test('an inactive user is not found, for staff neither', async () => {
  const user = await world.member(project, { is_active: false })
  const expected = { status: 400, body: [`A user with the uuid [${user.uuid}] is not found.`] }
  expect(await call({ user_uuid: user.hex, username: 'alice' })).toEqual(expected)
  expect(await call({ user_uuid: user.hex, username: 'alice' }, await world.staff())).toEqual(expected)
  expect(await nameOf(user)).toBeUndefined()
})

// Order of refusals (C-063): 401, 404, 403, the body, the user

const notFound = { status: 404, body: { detail: 'No ServiceProvider matches the given query.' } }
const forbidden = { status: 403, body: { detail: 'You do not have permission to perform this action.' } }
const elsewhere = `/api/marketplace-service-providers/${UNKNOWN}/set_offerings_username/`
const malformed = '/api/marketplace-service-providers/zzz/set_offerings_username/'

test('without credentials: 401, whatever else is wrong', async () => {
  for (const path of [url, elsewhere, malformed]) {
    expect(await call({}, { token: 'unknown' }, path)).toMatchObject({ status: 401 })
    expect((await post(path, { body: {} })).status).toBe(401)
  }
})

test('an unknown provider: 404, before permission and body', async () => {
  const stranger = await world.user()
  for (const path of [elsewhere, malformed]) {
    expect(await call({}, stranger, path)).toEqual(notFound)
    expect(await call({ user_uuid: UNKNOWN, username: 'a' }, await world.staff(), path)).toEqual(notFound)
  }
})

test('without permission: 403, which tells nothing of body or user', async () => {
  const user = await world.member(project)
  const callers = [await world.user(), user, await world.user({ is_support: true }), (await world.marketplace()).owner]
  for (const caller of callers) {
    for (const body of [{}, { user_uuid: UNKNOWN, username: 'a' }, { user_uuid: user.hex, username: 'a' }]) {
      expect(await call(body, caller)).toEqual(forbidden)
    }
  }
  expect(await nameOf(user)).toBeUndefined()
})

test('the body comes before the user', async () => {
  const body = { username: ['This field is required.'] }
  expect(await call({ user_uuid: UNKNOWN })).toEqual({ status: 400, body })
})

test('staff and holders of the permission on the provider may', async () => {
  const user = await world.member(project)
  const manager = await world.user()
  const role = await world.role('service_provider', ['SERVICE_PROVIDER.SET_OFFERINGS_USERNAME'])
  await world.grant(manager, role.name, 'service_provider', market.provider)
  expect(await call({ user_uuid: user.hex, username: 'by-staff' }, await world.staff())).toMatchObject({ status: 201 })
  expect(await nameOf(user)).toBe('by-staff')
  expect(await call({ user_uuid: user.hex, username: 'by-manager' }, manager)).toMatchObject({ status: 201 })
  expect(await nameOf(user)).toBe('by-manager')
})
