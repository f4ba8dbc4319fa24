import { expect, test } from 'vitest'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type MadeUser } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const KEYS = '/api/keys/'

/** A key of its own for each number. */
const publicKey = (number: number, comment = ''): string => {
  const blob = Buffer.concat([
    Buffer.from([0, 0, 0, 11]),
    Buffer.from('ssh-ed25519'),
    Buffer.from([0, 0, 0, 32]),
    Buffer.alloc(32, number),
  ])
  return `ssh-ed25519 ${blob.toString('base64')} ${comment}`.trim()
}

const create = (as: MadeUser, body: unknown) => post(KEYS, { as, body })

/** A line of a type and of strings behind their lengths. */
const keyOf = (type: string, ...parts: Buffer[]): string => {
  const blob = [Buffer.from(type), ...parts].flatMap((part) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(part.length)
    return [length, part]
  })
  return `${type} ${Buffer.concat(blob).toString('base64')}`
}
const bytes = (count: number) => Buffer.alloc(count, 7)

test.each([
  ['an unknown type', keyOf('foo', bytes(8))],
  ['a type and no key', keyOf('ssh-ed25519')],
  ['a key that is too short', keyOf('ssh-ed25519', bytes(3))],
  ['a part too few', keyOf('ssh-rsa', bytes(3))],
  ['a part too many', keyOf('ssh-ed25519', bytes(32), bytes(1))],
  ['half a part', keyOf('ssh-rsa', bytes(3), bytes(256)).slice(0, -8)],
  ['a bell', `${publicKey(77)} ring\u0007`],
])('C-236: %s is refused', async (_, line) => {
  const { status, body } = await create(await world.user(), { public_key: line })
  expect([status, body]).toEqual([400, { public_key: ['Key is not valid: cannot generate fingerprint_md5 from it.'] }])
})

test.each([
  ['ssh-rsa', [3, 257]],
  ['ssh-dss', [129, 21, 129, 129]],
  ['ecdsa-sha2-nistp256', [8, 65]],
  ['sk-ssh-ed25519@openssh.com', [32, 4]],
  ['sk-ecdsa-sha2-nistp256@openssh.com', [8, 65, 4]],
] as const)('a key of type %s is taken', async (type, sizes) => {
  const line = keyOf(type, ...sizes.map(bytes))
  expect((await create(await world.user(), { public_key: line })).body).toMatchObject({ type })
})

test('a key belongs to the caller and is named after its comment', async () => {
  const user = await world.user()
  const { status, body, headers } = await create(user, { public_key: `  ${publicKey(1, 'sample@example.org')}\n` })
  expect([status, body]).toEqual([
    201,
    {
      url: headers.location,
      uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: 'sample@example.org',
      public_key: publicKey(1, 'sample@example.org'),
      fingerprint_md5: expect.stringMatching(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/),
      fingerprint_sha256: expect.stringMatching(/^SHA256:/),
      fingerprint_sha512: expect.stringMatching(/^SHA512:/),
      user_uuid: user.hex,
      is_shared: false,
      type: 'ssh-ed25519',
    },
  ])
  const unnamed = await create(user, { public_key: publicKey(2), name: '' })
  expect(`SHA256:${unnamed.body.name}`).toBe(unnamed.body.fingerprint_sha256)
  expect((await create(user, { public_key: publicKey(3), name: 'Mine' })).body.name).toBe('Mine')
  const events = await eventsOf(database, 'user', user)
  expect(events.map(({ event_type }) => event_type)).toEqual(
    Array.from({ length: 3 }, () => 'ssh_key_creation_succeeded'),
  )
})

test('refusals', async () => {
  const user = await world.user()
  const cases: [unknown, unknown][] = [
    [{}, { public_key: ['This field is required.'] }],
    [{ public_key: '' }, { public_key: ['This field may not be blank.'] }],
    [
      { public_key: `${publicKey(1)}\n${publicKey(2)}` },
      { public_key: ['Key is not valid: it should be single line.'] },
    ],
    [
      { public_key: 'ssh-rsa nothing', name: 'x'.repeat(151) },
      {
        name: ['Ensure this field has no more than 150 characters.'],
        public_key: ['Key is not valid: cannot generate fingerprint_md5 from it.'],
      },
    ],
    [{ public_key: 'x'.repeat(2001) }, { public_key: ['Ensure this field has no more than 2000 characters.'] }],
  ]
  for (const [body, problems] of cases) {
    const answer = await create(user, body)
    expect([answer.status, answer.body]).toEqual([400, problems])
  }
  const named = { public_key: publicKey(4), name: 'Twice' }
  const answers = await Promise.all([create(user, named), create(user, named)])
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 400])
  expect((await create(user, named)).body).toEqual({ name: ['This field must be unique.'] })
  expect((await create(await world.user(), named)).status).toBe(201)
  const { body } = await get(KEYS, { as: user })
  expect(body).toHaveLength(1)
})

test('own keys are listed, filtered and deleted; nobody changes a key', async () => {
  const [user, other] = [await world.user(), await world.user()]
  const b = (await create(user, { public_key: publicKey(1), name: 'B key' })).body
  const a = (await create(user, { public_key: publicKey(2), name: 'A key' })).body
  const foreign = (await create(other, { public_key: publicKey(3), name: 'Foreign' })).body
  const names = async (query: Record<string, string>, as: MadeUser = user) => {
    const { body } = await get(KEYS, { as, query })
    return (body as { name: string }[]).map(({ name }) => name)
  }
  expect(await names({})).toEqual(['A key', 'B key'])
  expect(await names({ o: '-name' })).toEqual(['B key', 'A key'])
  expect(await names({ name: 'b k' })).toEqual(['B key'])
  expect(await names({ name_exact: 'a key' })).toEqual([])
  expect(await names({ fingerprint_sha256: b.fingerprint_sha256 })).toEqual(['B key'])
  expect(await names({ fingerprint_sha512: b.fingerprint_sha512 })).toEqual(['B key'])
  expect(await names({ fingerprint_md5: a.fingerprint_md5 })).toEqual(['A key'])
  expect(await names({ is_shared: 'true' })).toEqual([])
  expect(await names({ created: '2999-01-01', modified: '2000-01-01' })).toEqual([])
  expect(await names({ user_uuid: other.hex })).toEqual([])
  const staff = await world.staff()
  expect(await names({ user_uuid: other.hex }, staff)).toEqual(['Foreign'])
  expect(await names({ uuid: foreign.uuid }, staff)).toEqual(['Foreign'])
  expect((await request('HEAD', KEYS, { as: user })).headers['x-result-count']).toBe('2')
  const path = `${KEYS}${b.uuid}/`
  expect((await request('PATCH', path, { as: user, body: { name: 'X' } })).status).toBe(405)
  expect((await request('DELETE', path, { as: other })).status).toBe(404)
  expect((await request('DELETE', path, { as: user })).status).toBe(204)
  expect((await request('DELETE', path, { as: user })).status).toBe(404)
  expect((await request('DELETE', `${KEYS}${foreign.uuid}/`, { as: staff })).status).toBe(204)
  expect(await names({})).toEqual(['A key'])
})
