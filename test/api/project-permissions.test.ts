import { describe, expect, test } from 'vitest'
import { startTestApp, type Answer } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const secondAgo = (): Date => new Date(Date.now() - 1_000)

/** Who holds which role in the rows. */
const grants = (answer: Answer): string[] =>
  answer.body.map((row: { user_username: string; role_name: string }) => `${row.user_username} ${row.role_name}`)

describe('rows', () => {
  test('are the effective grants of active users on served projects, one row per grant', async () => {
    const { base, owner, project, consumer, offering } = await world.marketplace()
    const removed = await world.project(consumer, { is_removed: true })
    await world.resource(offering, removed)
    await world.resource(offering, project)
    const user = await world.member(project)
    await world.grant(user, 'PROJECT.MANAGER', 'project', project)
    await world.grant(user, 'PROJECT.MANAGER', 'project', removed)
    const expiring = await world.user()
    await world.grant(expiring, 'PROJECT.MEMBER', 'project', project, { expiration_time: '2199-01-01T00:00:00Z' })
    const answer = await get(`${base}project_permissions/`, { as: owner })
    expect(grants(answer)).toEqual([
      `${user.username} PROJECT.ADMIN`,
      `${user.username} PROJECT.MANAGER`,
      `${user.username} PROJECT.MANAGER`,
      `${expiring.username} PROJECT.MEMBER`,
    ])
    expect(answer.headers['x-result-count']).toBe('4')
  })

  test('leave out revoked and expired grants, inactive users, other scopes and projects that are not served', async () => {
    const { base, owner, provider, project, consumer, offering } = await world.marketplace()
    const elsewhere = await world.marketplace()
    await world.member(elsewhere.project)
    await world.member(await world.project(consumer))
    await world.member(project, { is_active: false })
    const ended = await world.project(consumer)
    await world.resource(offering, ended, { state: 6 })
    await world.member(ended)
    const privately = await world.project(consumer)
    await world.resource(await world.offering(provider.customer, { shared: false }), privately)
    await world.member(privately)
    const user = await world.user()
    await world.grant(user, 'PROJECT.ADMIN', 'project', project, { is_active: false })
    await world.grant(user, 'PROJECT.ADMIN', 'project', project, { expiration_time: secondAgo() })
    await world.grant(user, 'CUSTOMER.OWNER', 'customer', consumer)
    await world.grant(user, 'CUSTOMER.OWNER', 'customer', project)
    await world.grant(user, 'CUSTOMER.MANAGER', 'service_provider', provider)
    for (const caller of [owner, await world.staff()]) {
      expect((await get(`${base}project_permissions/`, { as: caller })).body).toEqual([])
    }
  })

  test('carry total and links, HEAD the same without a body', async () => {
    const { base, owner, project } = await world.marketplace()
    for (let n = 0; n < 3; n++) await world.member(project)
    const query = { page_size: 2, scope_type: 'project' }
    const answer = await get(`${base}project_permissions/`, { as: owner, query })
    expect(answer.body).toHaveLength(2)
    const head = await request('HEAD', `${base}project_permissions/`, { as: owner, query })
    const url = `http://api.test${base}project_permissions/`
    for (const { headers } of [answer, head]) {
      expect(headers['x-result-count']).toBe('3')
      expect(headers.link).toBe(
        `<${url}?page_size=2&scope_type=project>; rel="first", ` +
          `<${url}?page=2&page_size=2&scope_type=project>; rel="next", ` +
          `<${url}?page=2&page_size=2&scope_type=project>; rel="last"`,
      )
    }
    expect(head.text).toBe('')
  })
})

describe('fields', () => {
  test('of a grant with an expiry and a creator on a project with an end date', async () => {
    const { base, owner, offering } = await world.marketplace()
    const consumer = await world.customer({ name: 'Sample consumer' })
    const project = await world.project(consumer, {
      name: 'Sample project',
      end_date: '2099-12-31',
      created: '2024-01-02T03:04:05.000600Z',
    })
    await world.resource(offering, project)
    const creator = await world.user({ username: 'creator', first_name: 'Carl', last_name: 'Creator' })
    const user = await world.user({
      username: 'grantee',
      first_name: 'Gina',
      last_name: 'Grantee',
      native_name: 'Джина',
      email: 'gina@example.org',
    })
    await world.grant(user, 'PROJECT.MANAGER', 'project', project, {
      created: '2025-03-01T09:15:30.123456Z',
      expiration_time: '2199-03-01T00:00:00Z',
      created_by_id: creator.id,
    })
    const { body } = await get(`${base}project_permissions/`, { as: owner })
    expect(body).toStrictEqual([
      {
        created: '2025-03-01T09:15:30.123456Z',
        expiration_time: '2199-03-01T00:00:00Z',
        created_by: `http://api.test/api/users/${creator.hex}/`,
        created_by_full_name: 'Carl Creator',
        created_by_username: 'creator',
        project: `http://api.test/api/projects/${project.hex}/`,
        project_uuid: project.hex,
        project_name: 'Sample project',
        project_created: '2024-01-02T03:04:05.000600Z',
        project_end_date: '2099-12-31',
        customer_uuid: consumer.hex,
        customer_name: 'Sample consumer',
        role: 'PROJECT.MANAGER',
        role_name: 'PROJECT.MANAGER',
        user: `http://api.test/api/users/${user.hex}/`,
        user_full_name: 'Gina Grantee',
        user_native_name: 'Джина',
        user_username: 'grantee',
        user_uuid: user.hex,
        user_email: 'gina@example.org',
      },
    ])
  })

  test('without expiry, creator and end date: null but for project_end_date, which is left out', async () => {
    const { base, owner, project } = await world.marketplace()
    await world.member(project)
    const { body } = await get(`${base}project_permissions/`, { as: owner })
    expect(body[0]).toMatchObject({
      expiration_time: null,
      created_by: null,
      created_by_full_name: null,
      created_by_username: null,
      user_native_name: '',
    })
    expect(body[0]).not.toHaveProperty('project_end_date')
    expect(Object.keys(body[0])).toHaveLength(19)
  })

  test('are cut down to the named ones, in the order of the schema', async () => {
    const { base, owner, project } = await world.marketplace()
    await world.member(project)
    const keysOf = async (field: string[]) =>
      Object.keys((await get(`${base}project_permissions/`, { as: owner, query: { field } })).body[0])
    expect(await keysOf(['user_uuid', 'role', 'uuid', 'created'])).toEqual(['created', 'role', 'user_uuid'])
    expect(await keysOf(['uuid'])).toHaveLength(19)
    expect(await keysOf([''])).toHaveLength(19)
  })
})
