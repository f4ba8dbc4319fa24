import { describe, expect, test } from 'vitest'
import { startTestApp, type Answer, type Made } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH sample@host'

type Query = Record<string, string | readonly string[]>

const keyOf = (user: { id: string }, name: string, values = {}): Promise<Made> =>
  world.insert('ssh_key', { user_id: user.id, name, public_key: PUBLIC_KEY, ...values })

const names = (answer: Answer): string[] => answer.body.map((row: { name: string }) => row.name)

describe('rows', () => {
  test('are all keys of the users with an effective grant on a served project, each once', async () => {
    const { base, owner, project, consumer, offering } = await world.marketplace()
    const second = await world.project(consumer, { is_removed: true })
    await world.resource(offering, second)
    const user = await world.member(project)
    await world.grant(user, 'PROJECT.MANAGER', 'project', project)
    await world.grant(user, 'PROJECT.ADMIN', 'project', second)
    await keyOf(user, 'a')
    await keyOf(user, 'b')
    await keyOf(await world.member(second), 'c')
    const answer = await get(`${base}keys/`, { as: owner })
    expect(names(answer)).toEqual(['a', 'b', 'c'])
    expect(answer.headers['x-result-count']).toBe('3')
  })

  test('are found whatever their ids', async () => {
    const { base, owner, project } = await world.marketplace()
    const user = await world.member(project)
    const ids = ['4294967295', '4294967296', '9007199254740991']
    for (const [at, id] of ids.entries()) await keyOf(user, `key ${String(at)}`, { id })
    // The order is read for the second one at the latest.
    for (const page of ['1', '2', '3', '1']) {
      const answer = await get(`${base}keys/`, { as: owner, query: { page, page_size: '1' } })
      expect(names(answer)).toEqual([`key ${String(Number(page) - 1)}`])
    }
  })

  test('leave out users whose grant is revoked, expired a second ago or on something else', async () => {
    const { base, owner, provider, project, consumer, offering } = await world.marketplace()
    const elsewhere = await world.marketplace()
    await keyOf(await world.member(elsewhere.project), 'of another provider')
    await keyOf(await world.member(await world.project(consumer)), 'of a project without resources')
    const ended = await world.project(consumer)
    await world.resource(offering, ended, { state: 6 })
    await keyOf(await world.member(ended), 'of a project with terminated resources')
    const privately = await world.project(consumer)
    await world.resource(await world.offering(provider.customer, { shared: false }), privately)
    await keyOf(await world.member(privately), 'of an offering that is not shared')
    const expired = { expiration_time: new Date(Date.now() - 1_000) }
    for (const [role, kind, scope, values] of [
      ['PROJECT.ADMIN', 'project', project, { is_active: false }],
      ['PROJECT.ADMIN', 'project', project, expired],
      ['CUSTOMER.OWNER', 'customer', consumer, {}],
      ['CUSTOMER.MANAGER', 'service_provider', provider, {}],
    ] as const) {
      const user = await world.user()
      await world.grant(user, role, kind, scope, values)
      await keyOf(user, `of ${role}`)
    }
    await keyOf(owner, 'of the caller')
    expect((await get(`${base}keys/`, { as: owner })).body).toEqual([])
  })

  test('hold keys of inactive users for staff and support only', async () => {
    const { base, owner, provider, project } = await world.marketplace()
    await keyOf(await world.member(project, { is_active: false }), 'inactive')
    await keyOf(await world.member(project), 'usable')
    const support = await world.user({ is_support: true })
    await world.grant(support, 'CUSTOMER.MANAGER', 'service_provider', provider)
    expect(names(await get(`${base}keys/`, { as: owner }))).toEqual(['usable'])
    expect(names(await get(`${base}keys/`, { as: support }))).toEqual(['inactive', 'usable'])
    expect(names(await get(`${base}keys/`, { as: await world.staff() }))).toEqual(['inactive', 'usable'])
  })

  test('carry total and links, HEAD the same without a body', async () => {
    const { base, owner, project } = await world.marketplace()
    const user = await world.member(project)
    for (const name of ['a', 'b', 'c']) await keyOf(user, name)
    const query = { page_size: 1, page: 'last' }
    const answer = await get(`${base}keys/`, { as: owner, query })
    expect(names(answer)).toEqual(['c'])
    const head = await request('HEAD', `${base}keys/`, { as: owner, query })
    const url = `http://api.test${base}keys/`
    for (const { headers } of [answer, head]) {
      expect(headers['x-result-count']).toBe('3')
      expect(headers.link).toBe(
        `<${url}?page_size=1>; rel="first", <${url}?page=2&page_size=1>; rel="prev", ` +
          `<${url}?page=3&page_size=1>; rel="last"`,
      )
    }
    expect(head.text).toBe('')
  })
})

test('a key shows its text, type, fingerprints and owner', async () => {
  const { base, owner, project } = await world.marketplace()
  const user = await world.member(project)
  const key = await keyOf(user, '', {
    fingerprint_md5: '01:23:45:67:89:ab:cd:ef:01:23:45:67:89:ab:cd:ef',
    fingerprint_sha256: 'SHA256:c2FtcGxlIGZpbmdlcnByaW50IG9mIGEga2V5ISEhISE',
    fingerprint_sha512: 'SHA512:c2FtcGxlIGZpbmdlcnByaW50',
    is_shared: true,
  })
  const { body } = await get(`${base}keys/`, { as: owner })
  expect(body).toStrictEqual([
    {
      url: `http://api.test/api/keys/${key.hex}/`,
      uuid: key.hex,
      name: '',
      public_key: PUBLIC_KEY,
      fingerprint_md5: '01:23:45:67:89:ab:cd:ef:01:23:45:67:89:ab:cd:ef',
      fingerprint_sha256: 'SHA256:c2FtcGxlIGZpbmdlcnByaW50IG9mIGEga2V5ISEhISE',
      fingerprint_sha512: 'SHA512:c2FtcGxlIGZpbmdlcnByaW50',
      user_uuid: user.hex,
      is_shared: true,
      type: 'ssh-ed25519',
    },
  ])
  const keysOf = async (field: string[]) =>
    Object.keys((await get(`${base}keys/`, { as: owner, query: { field } })).body[0])
  expect(await keysOf(['type', 'nothing', 'url'])).toEqual(['url', 'type'])
  expect(await keysOf(['nothing'])).toEqual(Object.keys(body[0]))
})

describe('filters and order', async () => {
  const { base, owner, project } = await world.marketplace()
  const anna = await world.member(project)
  const ben = await world.member(project)
  const first = await keyOf(anna, 'Laptop', {
    fingerprint_md5: '00:01',
    fingerprint_sha256: 'SHA256:one',
    fingerprint_sha512: 'SHA512:one',
    is_shared: true,
    created: '2024-01-10T00:00:00Z',
    modified: '2024-02-10T00:00:00Z',
  })
  await keyOf(anna, 'laptop_2', {
    fingerprint_md5: '00:01:02',
    fingerprint_sha256: 'SHA256:onemore',
    created: '2024-01-20T00:00:00.000001Z',
    modified: '2024-02-20T00:00:00Z',
  })
  await keyOf(ben, 'desktop', { created: '2024-01-30T00:00:00Z', modified: '2024-02-28T00:00:00Z' })

  const found = async (query: Query): Promise<string[]> => {
    const answer = await get(`${base}keys/`, { as: owner, query })
    expect(answer.status, answer.text).toBe(200)
    return names(answer)
  }

  const ALL = ['desktop', 'Laptop', 'laptop_2']

  test.each<[Query, string[]]>([
    [{}, ALL],
    [{ name: 'LAPTOP' }, ['Laptop', 'laptop_2']],
    [{ name: 'p_' }, ['laptop_2']],
    [{ name: ' desk ' }, ['desktop']],
    [{ name: '%' }, []],
    [{ name_exact: 'Laptop' }, ['Laptop']],
    [{ name_exact: 'laptop' }, []],
    [{ fingerprint_md5: '00:01' }, ['Laptop']],
    [{ fingerprint_sha256: 'SHA256:one' }, ['Laptop']],
    [{ fingerprint_sha256: 'sha256:one' }, []],
    [{ fingerprint_sha512: 'SHA512:one' }, ['Laptop']],
    [{ is_shared: 'true' }, ['Laptop']],
    [{ is_shared: '1' }, ['Laptop']],
    [{ is_shared: 'FALSE' }, ['desktop', 'laptop_2']],
    [{ is_shared: '0' }, ['desktop', 'laptop_2']],
    [{ is_shared: 'yes' }, ALL],
    [{ user_uuid: anna.hex }, ['Laptop', 'laptop_2']],
    [{ user_uuid: `urn:uuid:${ben.uuid}` }, ['desktop']],
    [{ user_uuid: project.hex }, []],
    [{ uuid: first.uuid }, ['Laptop']],
    [{ uuid: anna.uuid }, []],
    [{ created: '2024-01-20T00:00:00.000001Z' }, ['desktop', 'laptop_2']],
    [{ created: '2024-01-20T00:00:00.000002Z' }, ['desktop']],
    [{ created: '2024-01-10' }, ALL],
    [{ modified: '2024-02-20T02:00:00+02:00' }, ['desktop', 'laptop_2']],
    [{ modified: '2024-02-21' }, ['desktop']],
    [{ name: 'lap', is_shared: 'false' }, ['laptop_2']],
    [{ name: '', user_uuid: '', created: '' }, ALL],
    [{ o: 'name' }, ALL],
    [{ o: '-name' }, ALL.toReversed()],
    [{ o: '' }, ALL],
    [{ o: ',name,' }, ALL],
    [{ o: ['-name', 'name'] }, ALL.toReversed()],
  ])('%j gives %j', async (query, expected) => {
    expect(await found(query)).toEqual(expected)
  })

  test('every malformed value is named in one answer', async () => {
    const query = { user_uuid: 'zzz', uuid: '12', created: 'x', modified: '2024-13-01', o: 'bad' }
    const answer = await get(`${base}keys/`, { as: owner, query })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({
      user_uuid: ['Enter a valid UUID.'],
      uuid: ['Enter a valid UUID.'],
      created: ['Enter a valid date/time.'],
      modified: ['Enter a valid date/time.'],
      o: ['Select a valid choice. bad is not one of the available choices.'],
    })
  })
})

test('keys of one name come in the order of their creation in both directions', async () => {
  const { base, owner, project } = await world.marketplace()
  const made = []
  for (let n = 0; n < 4; n++) made.push((await keyOf(await world.member(project), 'same')).hex)
  for (const o of ['name', '-name', '']) {
    const { body } = await get(`${base}keys/`, { as: owner, query: { o } })
    expect(body.map((row: { uuid: string }) => row.uuid)).toEqual(made)
  }
})
