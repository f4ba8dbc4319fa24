import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { forgetExpiredTokens, issueToken } from '../../server/modules/auth/index.ts'
import { startTestApp, TEST_SECRETS, type MadeUser } from '../harness/index.ts'

const { world, get, request, database } = await startTestApp()

const ME = '/api/users/me/'

/** A token that was last renewed so many seconds ago. */
const agedToken = async (user: MadeUser, seconds: number, lifetime?: number): Promise<string> => {
  const token = await issueToken({ db: database, secrets: TEST_SECRETS }, user.id, 'aged', lifetime)
  await setAge(user, seconds)
  return token
}

const setAge = (user: MadeUser, seconds: number) =>
  database.run(sql`
    update auth_token set created = now() - make_interval(secs => ${seconds}) where user_id = ${user.id}
  `)

const ageOf = async (user: MadeUser): Promise<number> => {
  const { age } = await database.one<{ age: string }>(sql`
    select extract(epoch from now() - created) as age from auth_token where user_id = ${user.id}
  `)
  return Number(age)
}

describe('a token expires', () => {
  test.each([
    ['a second after the lifetime of its user', 600, undefined, 601],
    ['a second after its own lifetime, although that of its user is longer', 3600, 600, 601],
    ['after its own lifetime, although its user has none', null, 600, 601],
  ])('%s', async (_when, ofUser, own, age) => {
    const user = await world.user({ token_lifetime: ofUser })
    const answer = await get(ME, { as: { token: await agedToken(user, age, own) } })
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual({ detail: 'Token has expired.' })
    expect(answer.headers['www-authenticate']).toBe('Token')
  })

  test.each([
    ['before the lifetime of its user is over', 3600, undefined, 3500],
    ['before its own lifetime is over, although that of its user is', 60, 3600, 3500],
    ['as long as it and its user have no lifetime', null, undefined, 10 * 365 * 86_400],
  ])('not %s', async (_when, ofUser, own, age) => {
    const user = await world.user({ token_lifetime: ofUser })
    const { status } = await get(ME, { as: { token: await agedToken(user, age, own) } })
    expect(status).toBe(200)
  })

  test('at its fixed end however often it is used', async () => {
    const user = await world.user()
    const token = await agedToken(user, 0)
    await database.run(sql`
      update auth_token set expires_at = now() + interval '1 minute' where user_id = ${user.id}
    `)
    expect((await get(ME, { as: { token } })).status).toBe(200)
    await database.run(sql`update auth_token set expires_at = now() where user_id = ${user.id}`)
    expect((await get(ME, { as: { token } })).body).toEqual({ detail: 'Token has expired.' })
  })

  test('by itself, not with the other tokens of its user', async () => {
    const user = await world.user({ token_lifetime: 600 })
    const old = await agedToken(user, 601)
    const fresh = await issueToken({ db: database, secrets: TEST_SECRETS }, user.id, 'fresh')
    expect((await get(ME, { as: { token: old } })).status).toBe(401)
    expect((await get(ME, { as: { token: fresh } })).status).toBe(200)
  })

  test('on pages that are open to everybody, too', async () => {
    const user = await world.user({ token_lifetime: 600 })
    const token = await agedToken(user, 601)
    const answer = await get('/api/marketplace-service-providers/', { as: { token } })
    expect(answer.body).toEqual({ detail: 'Token has expired.' })
  })
})

describe('use of a token', () => {
  test('renews it when the last renewal is 61 seconds old', async () => {
    const user = await world.user({ token_lifetime: 600 })
    const token = await agedToken(user, 61)
    await get(ME, { as: { token } })
    expect(await ageOf(user)).toBeLessThan(30)
  })

  test('keeps a session alive far beyond its lifetime', async () => {
    const user = await world.user({ token_lifetime: 600 })
    const token = await agedToken(user, 0)
    for (let step = 0; step < 4; step++) {
      await setAge(user, 550)
      expect((await get(ME, { as: { token } })).status).toBe(200)
    }
  })

  test('writes nothing within 60 seconds', async () => {
    const user = await world.user({ token_lifetime: 600 })
    const token = await agedToken(user, 30)
    const before = await database.one(sql`select xmin::text from auth_token where user_id = ${user.id}`)
    await get(ME, { as: { token } })
    expect(await database.one(sql`select xmin::text from auth_token where user_id = ${user.id}`)).toEqual(before)
  })

  test.each([
    ['a refused', 403, 'customers/', 'GET'],
    ['a failing', 404, 'customers/?page=99', 'GET'],
  ] as const)('renews it on %s request as well', async (_what, status, path, method) => {
    const { base, owner } = await world.marketplace()
    const user = status === 403 ? await world.user({ token_lifetime: 600 }) : owner
    const token = await agedToken(user, 61)
    expect((await request(method, base + path, { as: { token } })).status).toBe(status)
    expect(await ageOf(user)).toBeLessThan(30)
  })

  test('does not revive an expired one', async () => {
    const user = await world.user({ token_lifetime: 600 })
    const token = await agedToken(user, 700)
    for (let attempt = 0; attempt < 2; attempt++) expect((await get(ME, { as: { token } })).status).toBe(401)
    expect(await ageOf(user)).toBeGreaterThanOrEqual(700)
  })

  test('shows its new end in users/me', async () => {
    const user = await world.user({ token_lifetime: 600 })
    const token = await agedToken(user, 30)
    const { body } = await get(ME, { as: { token } })
    const { expected } = await database.one<{ expected: string }>(sql`
      select to_char((created + interval '600 seconds') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as expected
      from auth_token where user_id = ${user.id}
    `)
    expect(body).toMatchObject({ token_lifetime: 600, token_expires_at: expected })
  })
})

test('tokens that expired more than a day ago are deleted, others stay', async () => {
  const gone = await world.user({ token_lifetime: 600 })
  const recent = await world.user({ token_lifetime: 600 })
  const eternal = await world.user()
  await agedToken(gone, 86_400 + 700)
  await agedToken(recent, 86_400)
  await agedToken(eternal, 1_000 * 86_400)
  await forgetExpiredTokens(database)
  const rows = await database.rows<{ user_id: string }>(sql`
    select user_id from auth_token where user_id = any(${[gone.id, recent.id, eternal.id]}::bigint[]) order by user_id
  `)
  expect(rows.map((row) => row.user_id)).toEqual([recent.id, eternal.id])
})
