import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'

const { database, get, post, request, world } = await startTestApp()

const KEY = /^[0-9a-f]{40}$/

/** A consumer with an owner; organization and project may have two service accounts each. */
const scene = async () => {
  const market = await world.marketplace()
  const customer = await world.customer({ max_service_accounts: 2 })
  const project = await world.project(customer, { max_service_accounts: 2 })
  await world.resource(market.offering, project)
  return { market, customer, project, owner: await world.owner(customer) }
}

const KINDS = ['project', 'customer'] as const

describe.each(KINDS)('service accounts of a %s', (kind) => {
  const PATH = `/api/marketplace-${kind}-service-accounts/`

  test('made, changed, given a new key and closed', async () => {
    const made = await scene()
    const { owner: as } = made
    const { status, body, headers } = await post(PATH, {
      as,
      body: { [kind]: made[kind].uuid, username: 'robot', email: 'robot@example.org', description: 'Copies' },
    })
    expect({ status, location: headers.location }).toEqual({ status: 201, location: body.url })
    expect(body).toMatchObject({
      [kind]: made[kind].hex,
      customer_uuid: made.customer.hex,
      username: 'robot',
      email: 'robot@example.org',
      state: 'OK',
      expires_at: null,
      // C-213
      token: expect.stringMatching(KEY),
    })
    const path = `${PATH}${body.uuid}/`
    expect((await get(path, { as })).body).toMatchObject({ username: 'robot', token: null })
    const patched = await request('PATCH', path, { as, body: { description: 'x', [kind]: 'ignored' } })
    expect(patched.body).toMatchObject({ description: 'x', email: 'robot@example.org', token: null })
    expect((await request('PUT', path, { as, body: { email: '', username: '' } })).body).toMatchObject({
      email: '',
      username: 'robot',
    })
    const rotated = await post(`${path}rotate_api_key/`, { as })
    expect(rotated.status).toBe(200)
    expect(rotated.body.token).toMatch(KEY)
    expect(rotated.body.token).not.toBe(body.token)
    expect((await request('DELETE', path, { as })).status).toBe(204)
    expect((await get(path, { as })).body.state).toBe('Closed')
    const late = [
      [await request('DELETE', path, { as }), 'OK, Erred'],
      [await request('PATCH', path, { as, body: {} }), 'OK'],
      [await post(`${path}rotate_api_key/`, { as }), 'OK'],
    ] as const
    for (const [answer, states] of late) {
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 409,
        body: { detail: `Valid states for operation: ${states}.` },
      })
    }
  })

  test.each([
    [{ preferred_identifier: 'backup' }, /^backup$/],
    [{ username: '', preferred_identifier: '' }, /^sa-[0-9a-f]{12}$/],
  ])('C-212: without a name, %j', async (fields, name) => {
    const made = await scene()
    const { body } = await post(PATH, { as: made.owner, body: { [kind]: made[kind].hex, ...fields } })
    expect(body.username).toMatch(name)
  })

  test('the quota counts what is not closed, also of accounts made at once; null is no limit', async () => {
    const made = await scene()
    const { owner: as } = made
    const create = () => post(PATH, { as, body: { [kind]: made[kind].hex } })
    const answers = await Promise.all([create(), create(), create()])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 400])
    expect(answers.find(({ status }) => status === 400)?.body).toEqual({
      [kind]: ['The maximum number of service accounts is reached: 2.'],
    })
    const open = answers.find(({ status }) => status === 201)
    await request('DELETE', `${PATH}${open?.body.uuid}/`, { as })
    expect((await create()).status).toBe(201)
    expect((await create()).status).toBe(400)
    const table = kind === 'project' ? sql`project` : sql`customer`
    await database.transaction((transaction) =>
      transaction.writeRolledUp(
        sql`update ${table} set max_service_accounts = null where id = ${made[kind].id}`,
        () => undefined,
      ),
    )
    expect((await create()).status).toBe(201)
  })

  test('bad fields, unknown scopes and a blocked organization', async () => {
    const made = await scene()
    const { owner: as, market } = made
    const bad = await post(PATH, {
      as,
      body: { [kind]: 'zzz', username: 'x'.repeat(33), email: 'nobody', preferred_identifier: 'x'.repeat(33) },
    })
    expect({ status: bad.status, body: bad.body }).toEqual({
      status: 400,
      body: {
        [kind]: ['Must be a valid UUID.'],
        username: ['Ensure this field has no more than 32 characters.'],
        email: ['Enter a valid email address.'],
        preferred_identifier: ['Ensure this field has no more than 32 characters.'],
      },
    })
    const foreign = kind === 'project' ? market.project : market.consumer
    expect((await post(PATH, { as, body: { [kind]: foreign.hex } })).body).toEqual({
      [kind]: [`Object with uuid=${foreign.hex} does not exist.`],
    })
    expect((await post(PATH, { as, body: {} })).body).toEqual({ [kind]: ['This field is required.'] })
    await database.transaction((transaction) =>
      transaction.writeRolledUp(
        sql`update customer set blocked = true where id = ${made.customer.id}`,
        () => undefined,
      ),
    )
    expect((await post(PATH, { as, body: { [kind]: made[kind].hex } })).body).toEqual([
      'Blocked organization is not available.',
    ])
  })

  test('the list, its filters and pages', async () => {
    const made = await scene()
    const other = await scene()
    const staff = await world.staff()
    const name = `list-${kind}`
    const create = async (at: typeof made, fields: Record<string, unknown>) =>
      (await post(PATH, { as: staff, body: { [kind]: at[kind].hex, ...fields } })).body as { uuid: string }
    const first = await create(made, { username: name, email: 'first@example.org' })
    const second = await create(other, { username: `${name}-2`, email: 'second@example.net' })
    await request('DELETE', `${PATH}${second.uuid}/`, { as: staff })
    const list = async (query: Record<string, string>, as: { id: string } = staff) =>
      ((await get(PATH, { as, query: { page_size: '300', ...query } })).body as { uuid: string }[])
        .map(({ uuid }) => (uuid === first.uuid ? 'first' : uuid === second.uuid ? 'second' : ''))
        .filter((label) => label !== '')
    const link = `/api/${kind}s/${made[kind].hex}/`
    expect(await list({})).toEqual(['first', 'second'])
    expect(await list({ username: name })).toEqual(['first'])
    expect(await list({ email: 'EXAMPLE.NET' })).toEqual(['second'])
    expect(await list({ state: 'Closed' })).toEqual(['second'])
    expect(await list({ [kind]: link })).toEqual(['first'])
    expect(await list({ [`${kind}_uuid`]: other[kind].hex })).toEqual(['second'])
    expect(await list({}, made.owner)).toEqual(['first'])
    expect(await list({}, made.market.owner)).toEqual([])
    const head = await request('HEAD', PATH, { as: made.owner })
    expect([head.status, head.headers['x-result-count']]).toEqual([200, '1'])
    expect((await get(PATH, { as: staff, query: { state: 'ok' } })).status).toBe(400)
  })
})

test('the provider of a project finds its new service account in his own list', async () => {
  const { market, owner, project } = await scene()
  const { body } = await post('/api/marketplace-project-service-accounts/', {
    as: owner,
    body: { project: project.hex },
  })
  const list = await get(`${market.base}project_service_accounts/`, { as: market.owner })
  expect(list.body).toMatchObject([{ uuid: body.uuid, username: body.username, state: 'OK', token: null }])
})

describe('course accounts', () => {
  const PATH = '/api/marketplace-course-accounts/'

  const course = async (values: Record<string, unknown> = { kind: 'course', end_date: '2099-12-31' }) => {
    const market = await world.marketplace()
    const project = await world.project(market.consumer, values)
    await world.resource(market.offering, project)
    const role = await world.role('project', ['PROJECT.COURSE_ACCOUNT_MANAGE'])
    const manager = await world.user()
    await world.grant(manager, role.name, 'project', project)
    return { market, project, manager }
  }

  test('C-214: one comes with a user of its own, who goes with it', async () => {
    const { market, project, manager: as } = await course()
    const { status, body, headers } = await post(PATH, {
      as,
      body: { project: project.hex, email: 'student@example.org', description: 'First row' },
    })
    expect({ status, location: headers.location }).toEqual({ status: 201, location: body.url })
    expect(body).toMatchObject({
      project_uuid: project.hex,
      project_end_date: '2099-12-31',
      customer_uuid: market.consumer.hex,
      email: 'student@example.org',
      description: 'First row',
      state: 'OK',
      username: expect.stringMatching(/^course-[0-9a-f]{12}$/),
    })
    const stored = () =>
      database.rows(sql`
        select email, is_active, password_hash, slug like 'course-%' as has_slug
        from app_user where username = ${body.username}
      `)
    const user = { email: 'student@example.org', is_active: true, password_hash: '', has_slug: true }
    expect(await stored()).toEqual([user])
    const provided = await get(`${market.base}course_accounts/`, { as: market.owner })
    expect(provided.body).toMatchObject([{ uuid: body.uuid, username: body.username }])
    const path = `${PATH}${body.uuid}/`
    expect((await request('DELETE', path, { as })).status).toBe(204)
    expect((await get(path, { as })).body.state).toBe('Closed')
    expect(await stored()).toEqual([{ ...user, is_active: false }])
    expect((await request('DELETE', path, { as })).status).toBe(409)
    for (const method of ['PUT', 'PATCH'] as const) {
      expect((await request(method, path, { as, body: {} })).status).toBe(405)
    }
  })

  test('a person who was given a course account stays when it is closed', async () => {
    const { project, manager } = await course()
    const person = await world.user()
    const account = await world.insert('course_account', { project_id: project.id, user_id: person.id })
    expect((await request('DELETE', `${PATH}${account.hex}/`, { as: manager })).status).toBe(204)
    expect((await get(`/api/users/${person.hex}/`, { as: await world.staff() })).body.is_active).toBe(true)
  })

  test.each([
    [{ end_date: '2099-12-31' }, 'Project of the kind course is expected.'],
    [{ kind: 'course' }, 'Project with an end date is expected.'],
  ])('a project with %j', async (values, message) => {
    const { project, manager: as } = await course(values)
    for (const [path, body] of [
      [PATH, { project: project.hex }],
      [`${PATH}create_bulk/`, { project: project.hex, course_accounts: [] }],
    ] as const) {
      const answer = await post(path, { as, body })
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 400, body: { project: [message] } })
    }
  })

  test('several at once, all or none', async () => {
    const { project, manager: as } = await course()
    const bulk = (course_accounts: unknown) =>
      post(`${PATH}create_bulk/`, { as, body: { project: project.hex, course_accounts } })
    const { status, body } = await bulk([{ email: 'a@example.org' }, { description: 'b' }])
    expect(status).toBe(200)
    expect(body).toMatchObject([{ email: 'a@example.org' }, { email: '', description: 'b' }])
    expect(new Set(body.map(({ username }: { username: string }) => username)).size).toBe(2)
    const bad = await bulk([{}, { email: 'nobody' }])
    expect({ status: bad.status, body: bad.body }).toEqual({
      status: 400,
      body: { course_accounts: [{}, { email: ['Enter a valid email address.'] }] },
    })
    expect((await bulk(undefined)).body).toEqual({ course_accounts: ['This field is required.'] })
    const count = await request('HEAD', PATH, { as, query: { project_uuid: project.hex } })
    expect(count.headers['x-result-count']).toBe('2')
  })

  test('the list, its filters and order', async () => {
    const early = await course({ kind: 'course', start_date: '2090-01-01', end_date: '2090-12-31', name: 'A' })
    const late = await course({ kind: 'course', start_date: '2091-01-01', end_date: '2091-12-31', name: 'B' })
    const make = async (at: typeof early, email: string, state: number) => {
      const user = await world.user()
      const values = { project_id: at.project.id, user_id: user.id, email, state }
      return { user, ...(await world.insert('course_account', values)) }
    }
    const [a, b] = [await make(early, 'a@example.org', 1), await make(late, 'b@example.net', 3)]
    const staff = await world.staff()
    const list = async (query: Record<string, string>, as: { id: string } = staff) =>
      ((await get(PATH, { as, query: { page_size: '300', ...query } })).body as { uuid: string }[])
        .map(({ uuid }) => (uuid === a.hex ? 'a' : uuid === b.hex ? 'b' : ''))
        .filter((label) => label !== '')
    const cases: [Record<string, string>, string[]][] = [
      [{}, ['a', 'b']],
      [{ o: '-project_name' }, ['b', 'a']],
      [{ o: 'state' }, ['a', 'b']],
      [{ username: b.user.username }, ['b']],
      [{ email: 'EXAMPLE.ORG' }, ['a']],
      [{ state: 'Erred' }, ['b']],
      [{ project_uuid: early.project.hex }, ['a']],
      [{ project_start_date_after: '2091-01-01' }, ['b']],
      [{ project_start_date_before: '2090-06-01' }, ['a']],
      [{ project_end_date_after: '2091-12-31' }, ['b']],
      [{ project_end_date_before: '2090-12-31' }, ['a']],
    ]
    for (const [query, expected] of cases)
      expect({ query, found: await list(query) }).toEqual({ query, found: expected })
    expect(await list({}, early.manager)).toEqual(['a'])
    expect(await list({}, early.market.owner)).toEqual([])
  })
})

test('C-209: a project without a quota of its own has that of its organization', async () => {
  const customer = await world.customer({ max_service_accounts: 1 })
  const project = await world.project(customer)
  const staff = await world.staff()
  const create = () => post('/api/marketplace-project-service-accounts/', { as: staff, body: { project: project.hex } })
  expect((await create()).status).toBe(201)
  expect(await create()).toMatchObject({
    status: 400,
    body: { project: ['The maximum number of service accounts is reached: 1.'] },
  })
})
