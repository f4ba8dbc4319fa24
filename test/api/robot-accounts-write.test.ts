import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { robotAccountMachine } from '../../server/modules/robot-accounts/machine.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type Made } from '../harness/index.ts'

const app = await startTestApp()
const { database, get, post, request, world } = app
const PATH = '/api/marketplace-robot-accounts/'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGgwqFhm7ZTiXHWVlnkuNYGKbsWMiLrlUZZyTUQ6hHrV person@example.org'

const linkTo = (resource: Made) => `http://api.test/api/marketplace-resources/${resource.hex}/`
const person = (user: Made) => `http://api.test/api/users/${user.hex}/`

const scene = async (values: Record<string, unknown> = {}) => {
  const market = await world.marketplace()
  const robot = await world.insert('robot_account', { resource_id: market.resource.id, type: 'sftp', ...values })
  return { market, robot, path: `${PATH}${robot.hex}/` }
}

describe('creation', () => {
  test('every field', async () => {
    const market = await world.marketplace()
    const [member, owner] = [await world.member(market.project), await world.owner(market.consumer)]
    await world.insert('ssh_key', { user_id: member.id, name: 'laptop', public_key: KEY })
    const { status, body, headers } = await post(PATH, {
      as: market.owner,
      body: {
        resource: linkTo(market.resource),
        type: 'sftp',
        username: 'robot',
        description: 'Copies files',
        keys: [KEY],
        users: [person(member), person(owner), person(member)],
        responsible_user: person(member),
      },
    })
    expect(status).toBe(201)
    expect(headers.location).toBe(body.url)
    expect(body).toMatchObject({
      state: 'OK',
      username: 'robot',
      type: 'sftp',
      keys: [KEY],
      resource: linkTo(market.resource),
      responsible_user: person(member),
      backend_id: '',
      fingerprints: [
        {
          md5: expect.stringMatching(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/),
          sha256: expect.stringMatching(/^SHA256:/),
          sha512: expect.stringMatching(/^SHA512:/),
        },
      ],
    })
    expect(body.users.toSorted()).toEqual([person(member), person(owner)].toSorted())
    const details = await get(`${PATH}${body.uuid}/`, { as: member })
    expect(details.body).toMatchObject({
      resource_uuid: market.resource.hex,
      project_uuid: market.project.hex,
      customer_uuid: market.consumer.hex,
      provider_uuid: market.provider.customer.hex,
      offering_plugin_options: {},
      responsible_user: { uuid: member.hex, username: member.username, image: null },
      user_keys: [{ name: 'laptop', user_uuid: member.hex, type: 'ssh-ed25519' }],
    })
    for (const [kind, object] of [
      ['project', market.project],
      ['customer', market.consumer],
      ['offering', market.offering],
      ['customer', market.provider.customer],
    ] as const) {
      const events = await eventsOf(database, kind, object)
      expect(events.map(({ event_type }) => event_type)).toEqual(['resource_robot_account_created'])
    }
    // The provider's own list of customers with robots knows it.
    const customers = await get(`${market.base}robot_account_customers/`, { as: market.owner })
    expect(customers.body).toMatchObject([{ uuid: market.consumer.hex }])
  })

  test('without a name it is asked for, and listed for no provider yet', async () => {
    const market = await world.marketplace()
    const body = { resource: `/api/marketplace-provider-resources/${market.resource.hex}/`, type: 'sftp' }
    const created = await post(PATH, { as: market.owner, body })
    expect(created.body).toMatchObject({
      state: 'Requested',
      username: '',
      users: [],
      keys: [],
      responsible_user: null,
    })
    expect((await get(`${market.base}robot_account_customers/`, { as: market.owner })).body).toEqual([])
  })

  test('one of a type in a resource', async () => {
    const { market } = await scene()
    const body = { resource: linkTo(market.resource), type: 'sftp' }
    const expected = { non_field_errors: ['The fields resource, type must make a unique set.'] }
    const second = await post(PATH, { as: market.owner, body })
    expect({ status: second.status, body: second.body }).toEqual({ status: 400, body: expected })
    const other = await post(PATH, { as: market.owner, body: { ...body, type: 'web' } })
    const renamed = await request('PATCH', `${PATH}${other.body.uuid}/`, { as: market.owner, body: { type: 'sftp' } })
    expect({ status: renamed.status, body: renamed.body }).toEqual({ status: 400, body: expected })
  })

  test('all problems of fields in one answer, before the right is looked at', async () => {
    const market = await world.marketplace()
    const member = await world.member(market.project)
    const body = {
      resource: linkTo(await world.resource(market.offering, (await world.consumer(market.offering)).project)),
      type: 'longer',
      username: 'x'.repeat(33),
      keys: 'ssh-ed25519',
      users: ['/api/users/zzz/'],
      responsible_user: `/api/customers/${market.consumer.hex}/`,
    }
    const { status, body: answer } = await post(PATH, { as: member, body })
    expect({ status, answer }).toEqual({
      status: 400,
      answer: {
        resource: ['Invalid hyperlink - Object does not exist.'],
        type: ['Ensure this field has no more than 5 characters.'],
        username: ['Ensure this field has no more than 32 characters.'],
        keys: ['JSON list of SSH public keys is expected.'],
        users: ['Invalid hyperlink - No URL match.'],
        responsible_user: ['Invalid hyperlink - Incorrect URL match.'],
      },
    })
    expect((await post(PATH, { as: member, body: {} })).body).toEqual({
      resource: ['This field is required.'],
      type: ['This field is required.'],
    })
    const right = await post(PATH, { as: member, body: { resource: linkTo(market.resource), type: 'sftp' } })
    expect(right.status).toBe(403)
  })

  test.each([
    [[5], 'JSON list of SSH public keys is expected.'],
    [['junk'], 'Key is not valid: cannot generate fingerprint_md5 from it.'],
    [[KEY, `${KEY}\n${KEY}`], 'Key is not valid: it should be single line.'],
    [null, 'This field may not be null.'],
  ])('keys %j', async (keys, message) => {
    const { market, path } = await scene()
    const { status, body } = await request('PATCH', path, { as: market.owner, body: { keys } })
    expect({ status, body }).toEqual({ status: 400, body: { keys: [message] } })
  })

  test('people from elsewhere', async () => {
    const { market, path } = await scene()
    const stranger = await world.user()
    const former = await world.user()
    await world.grant(former, 'PROJECT.MEMBER', 'project', market.project, { expiration_time: '2024-01-01T00:00:00Z' })
    for (const user of [stranger, former, market.owner]) {
      const users = await request('PATCH', path, { as: market.owner, body: { users: [person(user)] } })
      expect({ status: users.status, body: users.body }).toEqual({
        status: 400,
        body: { non_field_errors: ['User should belong to the same project or organization as resource.'] },
      })
      const responsible = await request('PATCH', path, { as: market.owner, body: { responsible_user: person(user) } })
      expect(responsible.body).toEqual({
        non_field_errors: ['The responsible user should belong to the same project or organization as resource.'],
      })
    }
  })
})

describe('changes', () => {
  test('fields that are not sent stay, the resource never changes', async () => {
    const { market, path } = await scene({ username: 'robot', description: 'before' })
    const member = await world.member(market.project)
    const other = await world.resource(market.offering, market.project)
    const put = await request('PUT', path, {
      as: market.owner,
      body: { type: 'web', resource: linkTo(other), users: [person(member)], responsible_user: person(member) },
    })
    expect(put.body).toMatchObject({
      type: 'web',
      username: 'robot',
      description: 'before',
      resource: linkTo(market.resource),
      users: [person(member)],
    })
    const patch = await request('PATCH', path, {
      as: market.owner,
      body: { description: '', users: [], responsible_user: null },
    })
    expect(patch.body).toMatchObject({ description: '', users: [], responsible_user: null, type: 'web' })
    expect((await request('PUT', path, { as: market.owner, body: {} })).body).toEqual({
      type: ['This field is required.'],
    })
    expect((await request('PATCH', path, { as: member, body: {} })).status).toBe(403)
  })

  test('C-211: a synchronized account is left to staff', async () => {
    const { market, path } = await scene({ backend_id: 'remote-1' })
    const expected = { status: 403, body: { detail: 'Remote robot account is synchronized.' } }
    for (const method of ['PUT', 'PATCH', 'DELETE'] as const) {
      const { status, body } = await request(method, path, { as: market.owner, body: { type: 'sftp' } })
      expect({ status, body }).toEqual(expected)
    }
    const staff = await world.staff()
    expect((await request('PATCH', path, { as: staff, body: { description: 'x' } })).status).toBe(200)
    expect((await request('DELETE', path, { as: staff })).status).toBe(204)
    expect((await get(path, { as: staff })).status).toBe(404)
  })

  test('nothing is written for a blocked consumer or by a blocked provider', async () => {
    for (const side of ['consumer', 'provider'] as const) {
      const { market, path } = await scene()
      const { id } = side === 'consumer' ? market.consumer : market.provider.customer
      await database.transaction((transaction) =>
        transaction.writeRolledUp(sql`update customer set blocked = true where id = ${id}`, () => undefined),
      )
      const refused = [
        await post(PATH, { as: market.owner, body: { resource: linkTo(market.resource), type: 'web' } }),
        await request('PATCH', path, { as: market.owner, body: {} }),
        await request('DELETE', path, { as: market.owner }),
        await post(`${path}set_state_creating/`, { as: market.owner }),
      ]
      for (const { status, body } of refused) {
        expect({ status, body }).toEqual({ status: 400, body: ['Blocked organization is not available.'] })
      }
    }
  })
})

describe('states', async () => {
  const { market, robot, path } = await scene()
  const STATES = Object.entries(robotAccountMachine.states)
  const EDGES: Record<string, [from: number[], to: string]> = {
    set_state_creating: [[1], 'Creating'],
    // C-210
    set_state_ok: [[2, 6], 'OK'],
    set_state_request_deletion: [[3], 'Requested deletion'],
    set_state_deleted: [[4], 'Deleted'],
    set_state_erred: [[1, 2, 3, 4, 5, 6], 'Error'],
  }
  const pairs = Object.entries(EDGES).flatMap(([action, edge]) =>
    STATES.map(([label, code]) => [action, label, code, ...edge] as const),
  )

  test.each(pairs)('%s from %s', async (action, _label, code, from, to) => {
    await database.run(sql`update robot_account set state = ${code}, error_message = 'old' where id = ${robot.id}`)
    const { status, body } = await post(`${path}${action}/`, { as: market.owner, body: {} })
    if (from.includes(code)) {
      expect({ status, state: body.state, error: body.error_message }).toEqual({ status: 200, state: to, error: '' })
      return
    }
    const names = STATES.filter(([, candidate]) => from.includes(candidate)).map(([name]) => name)
    expect({ status, body }).toEqual({
      status: 400,
      body: { detail: `Valid states for operation: ${names.join(', ')}.` },
    })
  })

  test('an error has words', async () => {
    const { body } = await post(`${path}set_state_erred/`, { as: market.owner, body: { error_message: 'No space' } })
    expect(body).toMatchObject({ state: 'Error', error_message: 'No space' })
    const blank = await post(`${path}set_state_erred/`, { as: market.owner, body: { error_message: '' } })
    expect(blank.body).toEqual({ error_message: ['This field may not be blank.'] })
  })
})

describe('the list', async () => {
  const staff = await world.staff()
  const first = await scene({ state: 3, created: '2024-01-01T00:00:00Z', modified: '2024-01-02T00:00:00Z' })
  const second = await scene({ type: 'web', created: '2024-02-01T00:00:00Z', modified: '2024-02-02T00:00:00Z' })
  const names: Record<string, string> = { [first.robot.hex]: 'first', [second.robot.hex]: 'second' }
  const list = async (query: Record<string, string>, as: { id: string } = staff) => {
    const { body } = await get(PATH, { as, query: { created: '2023-01-01', page_size: '300', ...query } })
    return (body as { uuid: string }[]).map(({ uuid }) => names[uuid]).filter((name) => name !== undefined)
  }

  test.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, ['first', 'second']],
    ['created', { created: '2024-01-15' }, ['second']],
    ['modified', { modified: '2024-02-02' }, ['second']],
    ['customer_uuid', { customer_uuid: first.market.consumer.hex }, ['first']],
    ['project_uuid', { project_uuid: second.market.project.hex }, ['second']],
    ['provider_uuid', { provider_uuid: first.market.provider.customer.hex }, ['first']],
    ['provider_uuid of the provider', { provider_uuid: second.market.provider.hex }, ['second']],
    ['resource', { resource: linkTo(first.market.resource) }, ['first']],
    ['resource_uuid', { resource_uuid: second.market.resource.uuid }, ['second']],
    ['state', { state: '3' }, ['first']],
    ['type', { type: 'web' }, ['second']],
  ])('filter by %s', async (_title, query, expected) => {
    expect(await list(query)).toEqual(expected)
  })

  test('pages, headers only and bad values', async () => {
    const query = { provider_uuid: first.market.provider.hex }
    const head = await request('HEAD', PATH, { as: staff, query })
    expect([head.status, head.headers['x-result-count']]).toEqual([200, '1'])
    expect((await get(PATH, { as: staff, query: { ...query, page: 2 } })).status).toBe(404)
    expect((await get(PATH, { as: staff, query: { state: '7' } })).body).toEqual({
      state: ['Select a valid choice. 7 is not one of the available choices.'],
    })
    const chosen = await get(PATH, { as: staff, query: { ...query, field: 'type' } })
    expect(chosen.body).toEqual([{ type: 'sftp' }])
  })

  test('members, organizations on both sides and nobody else', async () => {
    const { market } = first
    for (const as of [await world.member(market.project), await world.owner(market.consumer), market.owner]) {
      expect(await list({}, as)).toEqual(['first'])
    }
    expect(await list({}, await world.user())).toEqual([])
  })
})
