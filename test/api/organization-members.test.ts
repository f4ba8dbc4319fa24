import { describe, expect, test } from 'vitest'
import { startTestApp, type MadeUser } from '../harness/index.ts'
import { namesReader, type Query } from '../harness/lists.ts'

const app = await startTestApp()
const { world, get, request } = app
const namesOf = namesReader(app)

const CUSTOMERS = '/api/customers/'

describe('users of an organization', () => {
  test('with their oldest role on it and their projects', async () => {
    const customer = await world.customer()
    const [alpha, beta] = [
      await world.project(customer, { name: 'Alpha' }),
      await world.project(customer, { name: 'Beta' }),
    ]
    const owner = await world.owner(customer)
    await world.grant(owner, 'CUSTOMER.READER', 'customer', customer, { created: '2024-01-01T00:00:00Z' })
    await world.grant(owner, 'PROJECT.MANAGER', 'project', beta, { expiration_time: '2999-01-01T00:00:00Z' })
    const ann = await world.member(alpha, { username: 'aaa-member', first_name: 'Zed', phone_number: '1' })
    await world.member(alpha, { is_active: false })
    await world.member(await world.project(customer, { is_removed: true }))
    await world.member(await world.project(await world.customer()))
    const path = `${CUSTOMERS}${customer.hex}/users/`
    const { body } = await get(path, { as: owner })
    expect(body).toEqual([
      {
        url: `http://api.test/api/users/${ann.hex}/`,
        uuid: ann.hex,
        username: 'aaa-member',
        full_name: 'Zed aaa-member',
        email: 'aaa-member@example.org',
        role_name: null,
        projects: [
          {
            url: `http://api.test/api/projects/${alpha.hex}/`,
            uuid: alpha.hex,
            name: 'Alpha',
            role_name: 'PROJECT.ADMIN',
            expiration_time: null,
          },
        ],
        expiration_time: null,
        image: null,
      },
      expect.objectContaining({
        uuid: owner.hex,
        role_name: 'CUSTOMER.READER',
        projects: [
          expect.objectContaining({
            name: 'Beta',
            role_name: 'PROJECT.MANAGER',
            expiration_time: '2999-01-01T00:00:00Z',
          }),
        ],
      }),
    ])
    const found = async (query: Query, as: MadeUser = owner) => {
      const answer = await get(path, { as, query })
      expect(answer.status).toBe(200)
      return (answer.body as { uuid: string }[]).map(({ uuid }) => uuid)
    }
    expect(await found({ organization_role: ['CUSTOMER.OWNER', 'NOBODY'] })).toEqual([owner.hex])
    expect(await found({ project_role: 'PROJECT.ADMIN' })).toEqual([ann.hex])
    expect(await found({ o: 'concatenated_name' })).toEqual([owner.hex, ann.hex])
    expect(await found({ o: '-concatenated_name' })).toEqual([ann.hex, owner.hex])
    expect(await found({ user_keyword: 'aaa-m' })).toEqual([ann.hex])
    expect(await found({ full_name: 'zed' })).toEqual([ann.hex])
    expect(await found({ username: owner.username })).toEqual([owner.hex])
    expect(await found({ phone_number: '1' })).toEqual([ann.hex])
    expect(await found({ is_active: 'false' })).toEqual([])
    // Inactive ones are shown to staff.
    expect((await found({ is_active: 'false' }, await world.staff())).length).toBe(1)
    expect((await get(path, { as: owner, query: { o: 'name' } })).body).toEqual({
      o: ['Select a valid choice. name is not one of the available choices.'],
    })
    expect((await request('HEAD', path, { as: owner })).headers['x-result-count']).toBe('2')
  })

  test('who could join a project', async () => {
    const customer = await world.customer()
    const [project, other] = [await world.project(customer), await world.project(customer)]
    const owner = await world.owner(customer)
    const candidate = await world.member(other)
    const both = await world.member(other)
    await world.grant(both, 'PROJECT.ADMIN', 'project', project)
    await world.member(other, { is_active: false })
    await world.member(await world.project(await world.customer()))
    const path = `/api/projects/${project.hex}/other_users/`
    const { body } = await get(path, { as: owner })
    expect(body).toEqual([
      {
        url: `http://api.test/api/users/${candidate.hex}/`,
        uuid: candidate.hex,
        username: candidate.username,
        full_name: `Sample ${candidate.username}`,
        native_name: '',
        email: `${candidate.username}@example.org`,
        image: null,
      },
    ])
    expect((await get(path, { as: owner, query: { user_keyword: 'nobody-here' } })).body).toEqual([])
  })
})

describe('projects', () => {
  test('are listed by name to their members and to members of the organization', async () => {
    const customer = await world.customer({ name: 'Own sample', abbreviation: 'OWN' })
    const [a, b] = [await world.project(customer, { name: 'B one' }), await world.project(customer, { name: 'A two' })]
    await world.project(customer, { name: 'Gone', is_removed: true })
    const reader = await world.user()
    await world.grant(reader, 'CUSTOMER.READER', 'customer', customer)
    const member = await world.member(a)
    expect(await namesOf('/api/projects/', reader)).toEqual(['A two', 'B one'])
    expect(await namesOf('/api/projects/', member)).toEqual(['B one'])
    expect(await namesOf('/api/projects/', reader, { o: '-created' })).toEqual(['A two', 'B one'])
    expect(await namesOf('/api/projects/', reader, { include_terminated: 'true' })).toEqual(['A two', 'B one', 'Gone'])
    expect(await namesOf('/api/projects/', reader, { include_terminated: 'true', is_removed: 'false' })).toEqual([
      'A two',
      'B one',
    ])
    expect((await request('HEAD', '/api/projects/', { as: reader })).headers['x-result-count']).toBe('2')
    expect(b.hex).not.toBe('')
  })

  test('that are removed are shown to whoever asks with a role on the organization, to staff and to support', async () => {
    const customer = await world.customer()
    const gone = await world.project(customer, { name: 'Removed sample' })
    const former = await world.member(gone)
    const removed = await request('DELETE', `/api/projects/${gone.hex}/`, { as: await world.staff() })
    expect(removed.status).toBe(204)
    const callers: [MadeUser, string[]][] = [
      [await world.owner(customer), ['Removed sample']],
      [await world.staff(), ['Removed sample']],
      [await world.user({ is_support: true }), ['Removed sample']],
      [former, []],
      [await world.user(), []],
    ]
    for (const [as, expected] of callers) {
      const query = { customer: customer.hex, is_removed: 'true' }
      expect(await namesOf('/api/projects/', as, query)).toEqual(expected)
    }
  })

  test('filters', async () => {
    const staff = await world.staff()
    const customer = await world.customer({ name: 'Filtered', native_name: 'Gefiltert', abbreviation: 'FLT' })
    const late = await world.customer({ accounting_start_date: '2999-01-01T00:00:00Z' })
    const make = (name: string, values = {}, of = customer) =>
      world.project(of, { name, description: 'filter-sample', ...values })
    const plain = await make('plain', { backend_id: 'bk', slug: 'slug-sample' })
    await make('finished', { end_date: '2024-01-01' })
    const held = await make('held', { created: '2024-01-01T00:00:00Z', modified: '2024-01-01T00:00:00Z' })
    await make('late', {}, late)
    const { offering } = await world.marketplace()
    await world.resource(offering, plain, { name: 'Named resource', backend_id: 'RES-1' })
    const member = await world.member(held)
    const found = (query: Query) => namesOf('/api/projects/', staff, { description: 'filter-sample', ...query })
    const cases: [Query, string[]][] = [
      [{}, ['finished', 'held', 'late', 'plain']],
      [{ name: 'PLA' }, ['plain']],
      [{ name_exact: 'held' }, ['held']],
      [{ slug: 'slug-sample' }, ['plain']],
      [{ backend_id: 'bk' }, ['plain']],
      [{ customer: `${customer.hex},${late.uuid}` }, ['finished', 'held', 'late', 'plain']],
      [{ customer: late.hex }, ['late']],
      [{ customer_name: 'filtered' }, ['finished', 'held', 'plain']],
      [{ customer_native_name: 'gefil' }, ['finished', 'held', 'plain']],
      [{ customer_abbreviation: 'flt' }, ['finished', 'held', 'plain']],
      [{ created: '2024-06-01' }, ['finished', 'late', 'plain']],
      [{ created_before: '2024-06-01' }, ['held']],
      [{ modified: '2024-06-01' }, ['finished', 'late', 'plain']],
      [{ modified_before: '2024-06-01' }, ['held']],
      [{ conceal_finished_projects: 'true' }, ['held', 'late', 'plain']],
      [{ accounting_is_running: 'false' }, ['late']],
      [{ query: 'Named resource' }, ['plain']],
      [{ query: 'res-1' }, ['plain']],
      [{ query: held.hex }, ['held']],
      [{ user_uuid: member.hex }, ['held']],
      [{ user_uuid_with_active_role: member.hex }, ['held']],
      [{ can_admin: 'true' }, []],
      [{ can_manage: 'true' }, []],
      [{ current_user_has_role: 'PROJECT.ADMIN' }, []],
    ]
    for (const [query, expected] of cases) expect(await found(query), JSON.stringify(query)).toEqual(expected)
    expect(await namesOf('/api/projects/', member, { can_admin: 'true' })).toEqual(['held'])
    const { status, body } = await get('/api/projects/', { as: staff, query: { customer: 'zzz', o: 'nope' } })
    expect([status, body]).toEqual([
      400,
      {
        customer: ['Enter a valid UUID.'],
        o: ['Select a valid choice. nope is not one of the available choices.'],
      },
    ])
  })

  test('types', async () => {
    await world.insert('project_type', { name: 'Sample type B', description: 'second' })
    await world.insert('project_type', { name: 'Sample type A' })
    const user = await world.user()
    const path = '/api/project-types/'
    expect(await namesOf(path, user)).toEqual(['Sample type A', 'Sample type B'])
    expect(await namesOf(path, user, { name: 'type b' })).toEqual(['Sample type B'])
    expect(await namesOf(path, user, { name_exact: 'Sample type a' })).toEqual([])
    expect((await request('HEAD', path, { as: user })).headers['x-result-count']).toBe('2')
  })
})
