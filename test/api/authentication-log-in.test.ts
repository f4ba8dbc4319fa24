import { pbkdf2Sync } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { hashPassword } from '../../server/lib/password.ts'
import { forgetOldFailures } from '../../server/modules/auth/index.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type MadeUser } from '../harness/index.ts'

const { world, get, post, request, database, logs, tokenOf } = await startTestApp({ TRUST_PROXY: '1' })

const PASSWORD = 'sample password'
const INVALID = { detail: 'Invalid username/password.' }
const LOCKED_OUT = { detail: 'Username is locked out. Try in 10 minutes.' }

let hash = ''
beforeAll(async () => {
  hash = await hashPassword(PASSWORD)
})

const userWithPassword = (values: Record<string, unknown> = {}) => world.user({ password_hash: hash, ...values })

const logIn = (username: string, password = PASSWORD, address = '192.0.2.1') =>
  post('/api-auth/password/', { body: { username, password }, headers: { 'x-forwarded-for': address } })

const fail = async (user: MadeUser, times: number, address?: string): Promise<void> => {
  for (let attempt = 0; attempt < times; attempt++) await logIn(user.username, 'wrong', address)
}

const storedHash = async (user: MadeUser): Promise<string> => {
  const { password_hash } = await database.one<{ password_hash: string }>(sql`
    select password_hash from app_user where id = ${user.id}
  `)
  return password_hash
}

describe('log-in', () => {
  test('answers with a token that works', async () => {
    const user = await userWithPassword()
    const { status, body } = await logIn(user.username)
    expect(status).toBe(200)
    expect(body).toEqual({ token: expect.stringMatching(/^[0-9a-f]{40}$/) })
    expect((await get('/api/users/me/', { as: { token: body.token } })).body.uuid).toBe(user.hex)
  })

  test('issues a new token each time, and earlier ones stay valid', async () => {
    const user = await userWithPassword()
    const first: string = (await logIn(user.username)).body.token
    const second: string = (await logIn(user.username)).body.token
    expect(second).not.toBe(first)
    for (const token of [first, second]) expect((await get('/api/users/me/', { as: { token } })).status).toBe(200)
  })

  test('issues tokens that follow the lifetime of the user', async () => {
    const user = await userWithPassword({ token_lifetime: 60 })
    const token: string = (await logIn(user.username)).body.token
    await database.run(sql`update auth_token set created = now() - interval '61 seconds' where user_id = ${user.id}`)
    expect((await get('/api/users/me/', { as: { token } })).body).toEqual({ detail: 'Token has expired.' })
  })

  test('notes the time and writes events for the user', async () => {
    const user = await userWithPassword({ first_name: 'Sample', last_name: 'Person' })
    await logIn(user.username, 'wrong')
    await logIn(user.username)
    const { is_recent } = await database.one<{ is_recent: boolean }>(sql`
      select last_login > now() - interval '1 minute' as is_recent from app_user where id = ${user.id}
    `)
    expect(is_recent).toBe(true)
    const events = await eventsOf(database, 'user', user)
    expect(events.map((event) => event.event_type)).toEqual([
      'auth_login_failed_with_username',
      'token_created',
      'auth_logged_in_with_username',
    ])
    for (const event of events) {
      expect(event.scopes).toEqual([`user/${user.id}`])
      expect(event.context).toMatchObject({
        affected_user_uuid: user.hex,
        affected_user_username: user.username,
        affected_user_full_name: 'Sample Person',
        ip_address: '192.0.2.1',
      })
    }
  })

  test('takes a password as it is, white space at its ends included', async () => {
    const user = await world.user({ password_hash: await hashPassword('  blanks  ') })
    expect((await logIn(user.username, '  blanks  ')).status).toBe(200)
    expect((await logIn(user.username, 'blanks')).status).toBe(401)
  })

  test('takes a form as well', async () => {
    const user = await userWithPassword()
    const { status } = await post('/api-auth/password/', {
      payload: new URLSearchParams({ username: user.username, password: PASSWORD }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(status).toBe(200)
  })

  test.each([
    ['a wrong password', 'wrong', {}],
    ['the password in another case', PASSWORD.toUpperCase(), {}],
    ['an inactive user', PASSWORD, { is_active: false }],
    ['a user without a password', '', { password_hash: '' }],
    ['a stored hash that is damaged', PASSWORD, { password_hash: 'pbkdf2_sha256$x$salt$hash' }],
    ['a stored hash that asks for endless work', PASSWORD, { password_hash: 'pbkdf2_sha256$2000000000$salt$aGFzaA==' }],
    ['a stored hash that asks for all memory', PASSWORD, { password_hash: 'scrypt$4294967296$8$1$c2FsdA==$aGFzaA==' }],
    ['a stored hash of impossible cost', PASSWORD, { password_hash: 'scrypt$30000$8$1$c2FsdA==$aGFzaA==' }],
  ])('with %s is refused without a challenge', async (_what, password, values) => {
    const user = await userWithPassword(values)
    const answer = await logIn(user.username, password === '' ? 'x' : password)
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual(INVALID)
    expect(answer.headers).not.toHaveProperty('www-authenticate')
  })

  test('does not tell an unknown user from a wrong password', async () => {
    const answer = await logIn('sample-nobody')
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual(INVALID)
  })

  test.each([
    [{ username: 'a' }, { password: ['This field is required.'] }],
    [{ password: 'a' }, { username: ['This field is required.'] }],
    [{}, { username: ['This field is required.'], password: ['This field is required.'] }],
    [
      { username: '', password: '' },
      { username: ['This field may not be blank.'], password: ['This field may not be blank.'] },
    ],
    [{ username: ' ', password: 'a' }, { username: ['This field may not be blank.'] }],
    [{ username: null, password: 'a' }, { username: ['This field may not be null.'] }],
    [{ username: 'a', password: null }, { password: ['This field may not be null.'] }],
    [
      { username: 'a', password: 'p'.repeat(129) },
      { password: ['Ensure this field has no more than 128 characters.'] },
    ],
    [
      { username: 'u'.repeat(129), password: 'a' },
      { username: ['Ensure this field has no more than 128 characters.'] },
    ],
    [
      { username: ['a'], password: { a: 1 } },
      { username: ['Not a valid string.'], password: ['Not a valid string.'] },
    ],
  ])('with the body %j is refused with 400', async (body, messages) => {
    const answer = await post('/api-auth/password/', { body })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(messages)
  })

  test('with a bad token at hand is refused for the token', async () => {
    const user = await userWithPassword()
    const answer = await post('/api-auth/password/', {
      as: { token: 'unknown' },
      body: { username: user.username, password: PASSWORD },
    })
    expect(answer.body).toEqual({ detail: 'Invalid token.' })
  })

  test.each(['GET', 'PUT', 'PATCH', 'DELETE'] as const)('does not know the method %s', async (method) => {
    const answer = await request(method, '/api-auth/password/')
    expect(answer.status).toBe(405)
    expect(answer.body).toEqual({ detail: `Method "${method}" not allowed.` })
    expect(answer.headers.allow).toBe('POST, OPTIONS')
  })

  test('leaves neither the password nor the token in the log', async () => {
    const user = await userWithPassword()
    const { body } = await logIn(user.username)
    await logIn(user.username, 'mistyped-canary')
    const text = logs.join('')
    expect(text).toContain('api_auth_password')
    for (const secret of [PASSWORD, 'mistyped-canary', String(body.token)]) expect(text).not.toContain(secret)
  })
})

describe('lock-out', () => {
  test('follows four failures, whatever the password of the fifth attempt', async () => {
    const user = await userWithPassword()
    for (let attempt = 1; attempt <= 4; attempt++) expect((await logIn(user.username, 'wrong')).body).toEqual(INVALID)
    for (const password of ['wrong', PASSWORD, PASSWORD]) {
      const answer = await logIn(user.username, password)
      expect(answer.status).toBe(401)
      expect(answer.body).toEqual(LOCKED_OUT)
      expect(answer.headers).not.toHaveProperty('www-authenticate')
    }
  })

  test('holds for one address and one user name only', async () => {
    const user = await userWithPassword()
    const other = await userWithPassword()
    await fail(user, 4)
    expect((await logIn(user.username)).body).toEqual(LOCKED_OUT)
    expect((await logIn(user.username, PASSWORD, '192.0.2.2')).status).toBe(200)
    expect((await logIn(other.username)).status).toBe(200)
    expect((await logIn(user.username)).body).toEqual(LOCKED_OUT)
  })

  test('starts to count anew after a success', async () => {
    const user = await userWithPassword()
    await fail(user, 3)
    expect((await logIn(user.username)).status).toBe(200)
    await fail(user, 3)
    expect((await logIn(user.username)).status).toBe(200)
  })

  test('holds for user names that do not exist, too', async () => {
    const ghost = { username: 'sample-ghost' } as MadeUser
    await fail(ghost, 4)
    expect((await logIn(ghost.username)).body).toEqual(LOCKED_OUT)
  })

  test('ends ten minutes after the last counted failure; refused attempts do not extend it', async () => {
    const user = await userWithPassword()
    const shift = (interval: string) =>
      database.run(sql`
        update login_failure set last_failure = last_failure - ${interval}::interval where username = ${user.username}
      `)
    await fail(user, 4)
    await shift('9 minutes')
    expect((await logIn(user.username)).body).toEqual(LOCKED_OUT)
    await shift('61 seconds')
    expect((await logIn(user.username, 'wrong')).body).toEqual(INVALID)
    expect((await logIn(user.username)).status).toBe(200)
  })

  test('cannot be got round by guesses that are sent at once', async () => {
    const user = await userWithPassword()
    const answers = await Promise.all(Array.from({ length: 16 }, () => logIn(user.username, 'wrong')))
    const details = answers.map((answer) => answer.body.detail as string)
    expect(details.filter((detail) => detail === INVALID.detail)).toHaveLength(4)
    expect(details.filter((detail) => detail === LOCKED_OUT.detail)).toHaveLength(12)
  })

  test('is not known to a user who has a token already', async () => {
    const user = await userWithPassword()
    await fail(user, 5)
    expect((await get('/api/users/me/', { as: { token: await tokenOf(user) } })).status).toBe(200)
  })

  test('counters are forgotten when they no longer count', async () => {
    const user = await userWithPassword()
    const other = await userWithPassword()
    await fail(user, 1)
    await fail(other, 1)
    await database.run(sql`
      update login_failure set last_failure = now() - interval '11 minutes' where username = ${user.username}
    `)
    await forgetOldFailures(database)
    const rows = await database.rows(sql`
      select username from login_failure where username = any(${[user.username, other.username]})
    `)
    expect(rows).toEqual([{ username: other.username }])
  })
})

describe('a PBKDF2 hash of the original', () => {
  const pbkdf2 = (rounds: number) =>
    `pbkdf2_sha256$${String(rounds)}$saltsalt$${pbkdf2Sync(PASSWORD, 'saltsalt', rounds, 32, 'sha256').toString('base64')}`

  test('verifies and is replaced by a scrypt hash of the same password', async () => {
    const user = await world.user({ password_hash: pbkdf2(2_000) })
    expect((await logIn(user.username, 'wrong')).status).toBe(401)
    expect(await storedHash(user)).toBe(pbkdf2(2_000))
    expect((await logIn(user.username)).status).toBe(200)
    expect(await storedHash(user)).toMatch(/^scrypt\$32768\$8\$1\$/)
    expect((await logIn(user.username)).status).toBe(200)
    expect((await logIn(user.username, 'wrong')).status).toBe(401)
  })

  test('of the published test vector verifies', async () => {
    const user = await world.user({
      password_hash: 'pbkdf2_sha256$4096$salt$xeR41ZKIyEGqUw22hFxMjZYok6ABzk4RpJY4c6qYE0o=',
    })
    expect((await logIn(user.username, 'password')).status).toBe(200)
  })

  test('is not replaced when the user may not log in', async () => {
    const user = await world.user({ password_hash: pbkdf2(1_000), is_active: false })
    expect((await logIn(user.username)).status).toBe(401)
    expect(await storedHash(user)).toBe(pbkdf2(1_000))
  })

  test('a current hash is left alone', async () => {
    const user = await userWithPassword()
    await logIn(user.username)
    expect(await storedHash(user)).toBe(hash)
  })
})
