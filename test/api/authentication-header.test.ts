import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { issueToken } from '../../server/modules/auth/index.ts'
import { startTestApp, TEST_SECRETS } from '../harness/index.ts'

const { world, get, request, database, tokenOf } = await startTestApp()

const ME = '/api/users/me/'
const PROVIDERS = '/api/marketplace-service-providers/'

const NO_CREDENTIALS = 'Authentication credentials were not provided.'
const EMPTY = 'Invalid token. No credentials provided.'
const SPACES = 'Invalid token. Token string should not contain spaces.'
const BYTES = 'Invalid token header. Token string should not contain invalid characters.'

const authorization = (value: string) => ({ headers: { authorization: value } })

describe('a valid token', () => {
  test.each([
    ['Token K', (key: string) => `Token ${key}`],
    ['Bearer K', (key: string) => `Bearer ${key}`],
    ['Bearer Token K', (key: string) => `Bearer Token ${key}`],
    ['a scheme in lower case', (key: string) => `token ${key}`],
    ['a scheme in upper case', (key: string) => `TOKEN ${key}`],
    ['two scheme words in mixed case', (key: string) => `bEARER tOKEN ${key}`],
    ['several blanks and a tab in between', (key: string) => `Token  \t ${key}`],
    ['blanks around', (key: string) => `  Token ${key}  `],
  ])('is accepted as %s', async (_form, header) => {
    const user = await world.user()
    const { status, body } = await get(ME, authorization(header(await tokenOf(user))))
    expect(status).toBe(200)
    expect(body.uuid).toBe(user.hex)
  })

  test('is one of several that a user may have', async () => {
    const user = await world.user()
    const first = await issueToken({ db: database, secrets: TEST_SECRETS }, user.id, 'first')
    const second = await issueToken({ db: database, secrets: TEST_SECRETS }, user.id, 'second')
    expect(first).toMatch(/^[0-9a-f]{40}$/)
    expect(second).not.toBe(first)
    for (const token of [first, second]) {
      const { body } = await get(ME, { as: { token } })
      expect(body).toMatchObject({ uuid: user.hex, token })
    }
  })

  test('is stored as a keyed hash only', async () => {
    const user = await world.user()
    const token = await tokenOf(user)
    const [row] = await database.rows<{ text: string }>(sql`
      select auth_token::text as text from auth_token where user_id = ${user.id}
    `)
    expect(row?.text).not.toContain(token)
    expect(row?.text).not.toContain(Buffer.from(token).toString('hex'))
    const plainHash = new Uint8Array(await crypto.subtle.digest('SHA-256', Buffer.from(token)))
    expect(row?.text).not.toContain(Buffer.from(plainHash).toString('hex'))
  })
})

describe('a request that is not authenticated', () => {
  test.each([
    ['no header', undefined, NO_CREDENTIALS],
    ['an empty header', '', NO_CREDENTIALS],
    ['the scheme Basic', 'Basic dXNlcjpwYXNzd29yZA==', NO_CREDENTIALS],
    ['an unknown scheme', 'Digest username="user"', NO_CREDENTIALS],
    ['a scheme without a key', 'Token', EMPTY],
    ['a scheme and blanks', 'Token   ', EMPTY],
    ['Bearer without a key', 'Bearer', EMPTY],
    ['two words after the scheme', 'Token one two', SPACES],
    [
      'a letter whose bytes hold a no-break space',
      `Token ${Buffer.from('voilà-là').toString('latin1')}`,
      'Invalid token.',
    ],
    ['a lone no-break space of another encoding', 'Token one\u00a0two', BYTES],
    ['three words after Bearer', 'Bearer Token one two', SPACES],
    ['bytes that are not UTF-8', 'Token \u00ff\u00fe', BYTES],
    ['an unknown key', `Token ${'0'.repeat(40)}`, 'Invalid token.'],
    ['a key of a megabyte', `Token ${'a'.repeat(1_048_576)}`, 'Invalid token.'],
    ['SQL as key', "Token 'or''='", 'Invalid token.'],
  ])('with %s is answered with 401', async (_form, header, detail) => {
    const answer = await get(ME, header === undefined ? {} : authorization(header))
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual({ detail })
    expect(answer.headers['www-authenticate']).toBe('Token')
  })

  test('cannot send its token in the address or a cookie', async () => {
    const token = await tokenOf(await world.user())
    const tries = [
      get(ME, { query: { 'x-auth-token': `Token ${token}` } }),
      get(ME, { query: { token } }),
      get(ME, { headers: { cookie: `sessionid=${token}; token=${token}` } }),
      get(ME, { headers: { 'x-auth-token': token } }),
    ]
    for (const answer of await Promise.all(tries)) expect(answer.status).toBe(401)
  })

  test('of an inactive user is refused although his token is valid', async () => {
    const user = await world.user({ is_active: false })
    const answer = await get(ME, { as: user })
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual({ detail: 'User inactive or deleted.' })
    expect(answer.headers['www-authenticate']).toBe('Token')
  })

  test('of an inactive user with an expired token is refused for the user', async () => {
    const user = await world.user({ is_active: false })
    const token = await tokenOf(user)
    await database.run(sql`update auth_token set created = now() - interval '1 year' where user_id = ${user.id}`)
    expect((await get(ME, { as: { token } })).body).toEqual({ detail: 'User inactive or deleted.' })
  })

  test('is refused before an unknown provider, a missing permission or a bad body is', async () => {
    const { provider, base } = await world.marketplace()
    const unknown = provider.hex.replace(/.{8}$/, '00000000')
    const answers = await Promise.all([
      get(`${PROVIDERS}${unknown}/customers/`),
      get(`${base}customers/`, { query: { uuid: 'nonsense' } }),
      request('PATCH', base, { body: { description: null } }),
      request('POST', `${base}add_user/`, { body: [] }),
      request('DELETE', base),
    ])
    for (const answer of answers) expect(answer.body).toEqual({ detail: NO_CREDENTIALS })
  })
})

describe('pages that are open to everybody', () => {
  test.each([
    ['an unknown token', 'Token unknown', 'Invalid token.'],
    ['a malformed header', 'Token one two', SPACES],
  ])('refuse %s', async (_form, header, detail) => {
    const { base } = await world.marketplace()
    for (const path of [PROVIDERS, base, '/api/configuration/']) {
      const answer = await get(path, authorization(header))
      expect(answer.status).toBe(401)
      expect(answer.body).toEqual({ detail })
    }
  })

  test('serve anonymous callers the same providers, without the notification setting', async () => {
    const { provider, base } = await world.marketplace()
    const user = await world.user()
    const query = { customer_uuid: provider.customer.hex }
    const anonymous = await get(PROVIDERS, { query })
    const known = await get(PROVIDERS, { query, as: user })
    expect(anonymous.body).toHaveLength(1)
    const { enable_notifications, ...rest } = known.body[0]
    expect(enable_notifications).toBe(true)
    expect(anonymous.body[0]).toEqual(rest)
    expect((await get(base)).body).toEqual(rest)
    expect((await get(base, authorization('Basic abc'))).body).toEqual(rest)
  })

  test('do not let anonymous callers ask for the notification setting', async () => {
    const { base } = await world.marketplace()
    const { body } = await get(base, { query: { field: ['enable_notifications', 'uuid'] } })
    expect(Object.keys(body as object)).toEqual(['uuid'])
  })
})
