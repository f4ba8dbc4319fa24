import { describe, expect, test } from 'vitest'
import { hashPassword } from '../../server/lib/password.ts'
import { multipart, urlencoded } from '../harness/form.ts'
import { startTestApp } from '../harness/index.ts'

const MAX_BODY_BYTES = 70_000
const MAX_IMAGE_BYTES = 100_000
const { world, get, post, request, logs, tokenOf } = await startTestApp({
  MAX_BODY_BYTES: String(MAX_BODY_BYTES),
  MAX_IMAGE_BYTES: String(MAX_IMAGE_BYTES),
})

const staff = await world.staff()
const { base, provider } = await world.marketplace()

const JSON_TYPE = { 'content-type': 'application/json' }

const patch = (payload: string | Buffer, headers: Record<string, string> = JSON_TYPE) =>
  request('PATCH', base, { as: staff, payload, headers })

const typed = (type: string) => ({ 'content-type': type })

const MALFORMED_FORM = { detail: 'Multipart form parse error - the form is malformed' }

describe('a body in JSON', () => {
  test.each([
    ['that breaks off', '{"description": "a'],
    ['with a comma too many', '{"description": "a",}'],
    ['with a comment', '{} // nothing'],
    ['with two values', '{}{}'],
    ['with single quotes', "{'description': 'a'}"],
    ['with NaN', '{"description": NaN}'],
    ['of white space', '  '],
    ['with a raw control character', '{"description": "a\u0001b"}'],
    ['nested 10,000 deep', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)],
    ['of 10,000 opening brackets', '['.repeat(10_000)],
    ['with a lone surrogate', String.raw`{"description": "\ud800"}`],
    ['with surrogates the wrong way round', String.raw`{"description": "\udc00\ud800"}`],
    ['that is not UTF-8', Buffer.from('{"description": "\xff"}', 'latin1')],
    ['in UTF-16', Buffer.from('{"description": "a"}', 'utf16le')],
  ])('%s is not read', async (_what, payload) => {
    const answer = await patch(payload)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({ detail: expect.stringMatching(/^JSON parse error - ./) })
  })

  test.each([
    ['[]', 'list'],
    ['[{"description": "a"}]', 'list'],
    ['"text"', 'str'],
    ['5', 'int'],
    ['1.5', 'float'],
    ['true', 'bool'],
    ['null', 'null'],
  ])('that is no object (%s) is refused', async (payload, kind) => {
    const message = { non_field_errors: [`Invalid data. Expected a dictionary, but got ${kind}.`] }
    const answer = await patch(payload)
    expect([answer.status, answer.body]).toEqual([400, message])
    const added = await post(`${base}add_user/`, { as: staff, payload, headers: JSON_TYPE })
    expect([added.status, added.body]).toEqual([400, message])
  })

  test.each([
    ['with a byte order mark', `\ufeff{"description": "read"}`],
    ['with the same key twice, of which the last counts', '{"description": "first", "description": "read"}'],
    ['with escapes', String.raw`{"\u0064escription": "re\u0061d"}`],
    ['with keys that objects have', '{"__proto__": {"description": "x"}, "constructor": 1, "description": "read"}'],
    ['with a key that is a lone surrogate', String.raw`{"\ud800": 1, "description": "read"}`],
    ['with a hundred levels', `{"description": "read", "unknown": ${'['.repeat(99)}${']'.repeat(99)}}`],
  ])('%s is read', async (_what, payload) => {
    await patch('{"description": ""}')
    const answer = await patch(payload)
    expect(answer.status).toBe(200)
    expect(answer.body.description).toBe('read')
  })

  test.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/json;indent=4'])(
    'is recognised by the type %s',
    async (type) => {
      expect((await patch('{"description": "read"}', typed(type))).status).toBe(200)
    },
  )

  test('cannot reach the prototypes of the server', async () => {
    await patch('{"__proto__": {"is_staff": true, "polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}')
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})

describe('a body of another type', () => {
  test.each(['text/plain', 'application/xml', 'application/octet-stream', 'image/png', 'text/json'])(
    '(%s) is refused',
    async (type) => {
      const answer = await patch('description=a', typed(type))
      expect(answer.status).toBe(415)
      expect(answer.body).toEqual({ detail: `Unsupported media type "${type}" in request.` })
    },
  )

  test.each(['nonsense', ';', 'a/b/c'])('(%s, which is none) is refused', async (type) => {
    const answer = await patch('description=a', typed(type))
    expect([answer.status, answer.body]).toEqual([415, { detail: `Unsupported media type "${type}" in request.` }])
  })

  test('in another character set than UTF-8 is refused', async () => {
    const type = (charset: string) => typed(`application/json; charset=${charset}`)
    const refused = await patch('{"description":"a"}', type('iso-8859-1'))
    expect([refused.status, refused.body]).toEqual([
      415,
      { detail: 'Unsupported media type "application/json; charset=iso-8859-1" in request.' },
    ])
    for (const charset of ['utf-8', '"UTF-8"']) {
      expect((await patch('{"description":"a"}', type(charset))).status).toBe(200)
    }
  })

  test('or of none is refused', async () => {
    const answer = await patch('description=a', {})
    expect([answer.status, answer.body]).toEqual([415, { detail: 'Unsupported media type "" in request.' }])
  })

  test('is refused after provider and permission were checked', async () => {
    const options = { payload: 'x', headers: typed('text/plain') }
    const unknown = await request('PATCH', '/api/marketplace-service-providers/nonsense/', { as: staff, ...options })
    const forbidden = await request('PATCH', base, { as: await world.user(), ...options })
    expect([unknown.status, forbidden.status]).toEqual([404, 403])
  })

  test('does not matter when it is empty', async () => {
    expect((await patch('', typed('text/plain'))).status).toBe(200)
  })
})

describe('a form', () => {
  test('is read by the operations of the team as well', async () => {
    const [first, second] = [await world.user(), await world.user()]
    const role = 'CUSTOMER.MANAGER'
    const asForm = await post(`${base}add_user/`, { as: staff, ...urlencoded({ role, user: first.hex }) })
    const asParts = await post(`${base}add_user/`, {
      as: staff,
      ...multipart([
        { name: 'role', value: role },
        { name: 'user', value: second.uuid },
        { name: 'expiration_time', value: '2999-12-31' },
      ]),
    })
    expect([asForm.status, asForm.body]).toEqual([201, { expiration_time: null }])
    expect([asParts.status, asParts.body]).toEqual([201, { expiration_time: '2999-12-31T00:00:00Z' }])
  })

  test.each([
    ['a repeated name, of which the last counts', 'description=first&description=read'],
    ['blanks as plus signs', 'description=+read+'],
    ['a malformed escape', 'description=read&x=%zz'],
    ['names of objects', '__proto__=1&constructor=2&description=read'],
    ['nothing but separators before', '&&=&description=read'],
  ])('(urlencoded) with %s is read', async (_what, payload) => {
    const answer = await patch(payload, typed('application/x-www-form-urlencoded'))
    expect([answer.status, answer.body.description]).toEqual([200, 'read'])
  })

  test.each(['description=a%00b', 'description=%00'])('(urlencoded) with NUL (%s) is refused', async (payload) => {
    const answer = await patch(payload, typed('application/x-www-form-urlencoded'))
    expect([answer.status, answer.body]).toEqual([400, { description: ['Null characters are not allowed.'] }])
  })

  const BOUNDED = typed('multipart/form-data; boundary=x')
  const part = 'Content-Disposition: form-data; name="description"\r\n\r\nread'
  test.each([
    ['no boundary at all', `--x\r\n${part}\r\n--x--\r\n`, typed('multipart/form-data')],
    ['another boundary', `--y\r\n${part}\r\n--y--\r\n`, BOUNDED],
    ['no end', `--x\r\n${part}`, BOUNDED],
    ['an end in the headers of a part', '--x\r\nContent-Disposition: form-data; name="desc', BOUNDED],
    ['an end in a file', '--x\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\nGIF', BOUNDED],
    ['rubbish', 'rubbish', BOUNDED],
    ['more parts than any client sends', `--x\r\n${part}\r\n`.repeat(500) + '--x--\r\n', BOUNDED],
  ])('(multipart) with %s is not read', async (_what, payload, headers) => {
    const answer = await patch(payload, headers)
    expect([answer.status, answer.body]).toEqual([400, MALFORMED_FORM])
  })

  test('(multipart) ignores parts without a name and files under unknown names', async () => {
    const payload =
      `--x\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n` +
      `--x\r\nContent-Disposition: form-data; name="other"; filename="a.sh"\r\n\r\nx\r\n--x\r\n${part}\r\n--x--\r\n`
    const answer = await patch(payload, BOUNDED)
    expect([answer.status, answer.body.description]).toEqual([200, 'read'])
  })

  test('(multipart) with a file in place of a text is refused', async () => {
    const form = multipart([
      { name: 'description', value: 'x', filename: 'a.txt' },
      { name: 'enable_notifications', value: 'true', filename: 'b.txt' },
    ])
    const answer = await request('PATCH', base, { as: staff, ...form })
    expect(answer.body).toEqual({
      description: ['Not a valid string.'],
      enable_notifications: ['Must be a valid boolean.'],
    })
  })
})

describe('a body that is too large', () => {
  test.each([
    ['JSON', JSON.stringify({ role: 'x'.repeat(MAX_BODY_BYTES) }), JSON_TYPE],
    ['a form', `role=${'x'.repeat(MAX_BODY_BYTES)}`, typed('application/x-www-form-urlencoded')],
    ['something unknown', 'x'.repeat(MAX_BODY_BYTES + 1), typed('text/plain')],
  ])('(%s) is refused', async (_what, payload, headers) => {
    const answer = await post(`${base}add_user/`, { as: staff, payload, headers })
    expect([answer.status, answer.body]).toEqual([413, { detail: 'The request body is too large.' }])
  })

  const withFile = (bytes: number) => multipart([{ name: 'image', value: Buffer.alloc(bytes), filename: 'logo.png' }])

  test('in another type than multipart is refused where an image may be sent, too', async () => {
    const large = 'x'.repeat(MAX_BODY_BYTES)
    const json = await patch(JSON.stringify({ description: large }))
    const form = await request('PATCH', base, { as: staff, ...urlencoded({ description: large }) })
    const unknown = await patch(large + large, typed('text/plain'))
    const created = await post('/api/marketplace-service-providers/', { as: staff, body: { description: large } })
    expect([json, form, unknown, created].map(({ status }) => status)).toEqual([413, 413, 413, 413])
  })

  test('of multipart is refused far above the limit of images, and where no file belongs', async () => {
    const far = withFile(MAX_IMAGE_BYTES + MAX_BODY_BYTES)
    expect((await request('PATCH', base, { as: staff, ...far })).status).toBe(413)
    const misplaced = withFile(MAX_BODY_BYTES)
    expect((await post(`${base}add_user/`, { as: staff, ...misplaced })).status).toBe(413)
    expect((await post('/api/nowhere/', { as: staff, ...misplaced })).status).toBe(413)
  })

  test.each([1, 1_000, MAX_BODY_BYTES - 1_000])('only by an image %i bytes over the limit is named', async (over) => {
    const answer = await request('PATCH', base, { as: staff, ...withFile(MAX_IMAGE_BYTES + over) })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({ image: [`Ensure this file has at most ${MAX_IMAGE_BYTES} bytes.`] })
  })

  test('of exactly the limit is read', async () => {
    const payload = JSON.stringify({ role: 'x'.repeat(MAX_BODY_BYTES - '{"role":""}'.length) })
    expect(payload).toHaveLength(MAX_BODY_BYTES)
    expect((await post(`${base}add_user/`, { as: staff, payload, headers: JSON_TYPE })).status).toBe(400)
  })
})

test('the log of all this holds no secret, no body and no query', async () => {
  const canary = 'canary-4f1d'
  const user = await world.user({ password_hash: await hashPassword(`${canary}-password`) })
  const signedIn = await post('/api-auth/password/', {
    body: { username: user.username, password: `${canary}-password` },
  })
  const code = await get(`${base}api_secret_code/`, { as: staff })
  await patch(JSON.stringify({ description: `${canary}-description` }))
  await patch(JSON.stringify({ description: `${canary}-${'x'.repeat(5_000)}` }))
  await patch(`{"description": "${canary}`)
  await get('/api/users/me/', { headers: { authorization: `Token ${canary}-token` } })
  await get('/api/users/me/', { headers: { cookie: `${canary}-cookie` }, query: { token: `${canary}-query` } })
  await get(`${base}users/`, { as: staff, query: { civil_number: `${canary}-number` } })
  const text = logs.join('')
  const secrets = [canary, String(signedIn.body.token), String(code.body.api_secret_code), await tokenOf(staff)]
  for (const secret of secrets) expect(text).not.toContain(secret)
  expect(text).toContain(provider.hex)
})
