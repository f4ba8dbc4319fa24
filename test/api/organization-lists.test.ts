import { describe, expect, test } from 'vitest'
import { startTestApp, type MadeUser } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const CUSTOMERS = '/api/customers/'
type Query = Record<string, string | readonly string[]>

const namesOf = async (path: string, as: MadeUser, query: Query = {}): Promise<string[]> => {
  const { status, body } = await get(path, { as, query: { page_size: '100', ...query } })
  expect(status).toBe(200)
  return (body as { name: string }[]).map(({ name }) => name)
}

describe('organizations', () => {
  test('are listed by name to their members and those of their projects', async () => {
    const [a, b, c] = [
      await world.customer({ name: 'Listed B' }),
      await world.customer({ name: 'Listed A' }),
      await world.customer({ name: 'Listed C' }),
    ]
    const user = await world.owner(a)
    await world.grant(user, 'PROJECT.ADMIN', 'project', await world.project(b))
    await world.grant(user, 'CUSTOMER.OWNER', 'customer', c, { expiration_time: '2024-01-01T00:00:00Z' })
    expect(await namesOf(CUSTOMERS, user)).toEqual(['Listed A', 'Listed B'])
    expect(await namesOf(CUSTOMERS, user, { o: '-name' })).toEqual(['Listed B', 'Listed A'])
    expect(await namesOf(CUSTOMERS, user, { o: 'created,nonsense' })).toEqual(['Listed B', 'Listed A'])
    const head = await request('HEAD', CUSTOMERS, { as: user })
    expect(head.headers['x-result-count']).toBe('2')
    const { body, headers } = await get(CUSTOMERS, {
      as: user,
      query: { page_size: 1, page: 2, field: ['name', 'uuid'] },
    })
    expect(body).toEqual([{ uuid: a.hex, name: 'Listed B' }])
    expect(headers.link).toContain('rel="prev"')
  })

  test('filters', async () => {
    const staff = await world.staff()
    const tag = 'Filter sample'
    const make = (suffix: string, values = {}) =>
      world.customer({ name: `${tag} ${suffix}`, contact_details: tag, ...values })
    const plain = await make('plain', { native_name: 'Einfach', registration_code: 'R-1' })
    const future = await make('future', { accounting_start_date: '2999-01-01T00:00:00Z' })
    const consumer = await make('consumer', { backend_id: 'B-1', agreement_number: 'AG-1' })
    const former = await make('former', { abbreviation: 'FRM', archived: true })
    const providing = await make('providing', { slug: 'providing-sample' })
    const provider = await world.provider({ customer: providing })
    const offering = await world.offering(providing)
    await world.resource(offering, await world.project(consumer))
    await world.resource(offering, await world.project(former), { state: 6 })
    const group = await world.insert('organization_group', { name: 'Filter group' })
    await world.link('customer_organization_group', { customer_id: plain.id, organization_group_id: group.id })
    const member = await world.user()
    await world.grant(member, 'PROJECT.ADMIN', 'project', await world.project(former))
    await world.grant(member, 'CUSTOMER.READER', 'customer', future)
    const found = async (query: Query) =>
      (await namesOf(CUSTOMERS, staff, { contact_details: tag, ...query })).map((name) => name.slice(tag.length + 1))
    const all = ['consumer', 'former', 'future', 'plain', 'providing']
    const cases: [Query, string[]][] = [
      [{}, all],
      [{ name: 'PLAIN' }, ['plain']],
      [{ name_exact: `${tag} plain` }, ['plain']],
      [{ native_name: 'einf' }, ['plain']],
      [{ abbreviation: 'frm' }, ['former']],
      [{ registration_code: 'R-1' }, ['plain']],
      [{ agreement_number: 'AG-1' }, ['consumer']],
      [{ backend_id: 'B-1' }, ['consumer']],
      [{ slug: 'providing-sample' }, ['providing']],
      [{ archived: 'true' }, ['former']],
      [{ query: 'einfach' }, ['plain']],
      [{ query: future.hex }, ['future']],
      [{ accounting_is_running: 'true' }, ['consumer', 'former', 'plain', 'providing']],
      [{ accounting_is_running: 'false' }, ['future']],
      // C-187
      [{ has_resources: 'true' }, ['consumer']],
      [{ has_resources: 'false' }, ['former', 'future', 'plain', 'providing']],
      [{ is_service_provider: 'true' }, ['providing']],
      [{ is_service_provider: 'false' }, ['consumer', 'former', 'future', 'plain']],
      [{ is_call_managing_organization: 'true' }, []],
      [{ service_provider_uuid: provider.hex }, ['providing']],
      [{ organization_group_uuid: [group.hex] }, ['plain']],
      [{ organization_group_name: 'filter g' }, ['plain']],
      [{ user_uuid: member.hex }, ['former', 'future']],
      [{ owned_by_current_user: 'true' }, []],
      [{ current_user_has_role: 'CUSTOMER.OWNER' }, []],
    ]
    for (const [query, expected] of cases) expect(await found(query), JSON.stringify(query)).toEqual(expected)
    const owner = await world.owner(plain)
    await world.grant(owner, 'CUSTOMER.READER', 'customer', future)
    expect(await namesOf(CUSTOMERS, owner, { owned_by_current_user: 'true' })).toEqual([`${tag} plain`])
    const creators = { current_user_has_project_create_permission: 'true' }
    expect(await namesOf(CUSTOMERS, owner, creators)).toEqual([`${tag} plain`])
    const { status, body } = await get(CUSTOMERS, { as: staff, query: { user_uuid: 'zzz' } })
    expect([status, body]).toEqual([400, { user_uuid: ['Enter a valid UUID.'] }])
  })

  test('countries, by name', async () => {
    const user = await world.user()
    const { body, headers } = await get(`${CUSTOMERS}countries/`, { as: user, query: { page_size: 3 } })
    expect(body).toEqual([
      { label: 'Afghanistan', value: 'AF' },
      { label: 'Åland Islands', value: 'AX' },
      { label: 'Albania', value: 'AL' },
    ])
    expect(Number(headers['x-result-count'])).toBeGreaterThan(240)
    const last = await get(`${CUSTOMERS}countries/`, { as: user, query: { page_size: 1, page: 'last' } })
    expect(last.body).toEqual([{ label: 'Zimbabwe', value: 'ZW' }])
    expect((await get(`${CUSTOMERS}countries/`, { as: user, query: { page: 999 } })).status).toBe(404)
  })
})

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

describe('usage', () => {
  test('of a project and its organization, per component', async () => {
    const { offering, project, consumer, resource } = await world.marketplace()
    const component = await world.insert('offering_component', {
      offering_id: offering.id,
      type: 'cpu',
      name: 'CPU',
      billing_type: 'usage',
      measured_unit: 'hours',
    })
    const usage = (billing_period: string, amount: string) =>
      world.insert('component_usage', {
        resource_id: resource.id,
        component_id: component.id,
        usage: amount,
        billing_period,
        date: billing_period,
      })
    const now = new Date().toISOString().slice(0, 8)
    await usage('2024-01-01', '10.6')
    await usage(`${now}01`, '5')
    const second = await world.resource(offering, await world.project(consumer), { limits: { cpu: 7 } })
    await world.resource(offering, project, { state: 6, limits: { cpu: 100 } })
    expect(second.id).not.toBe('')
    const owner = await world.owner(consumer)
    const row = {
      type: 'cpu',
      name: 'CPU',
      description: '',
      measured_unit: 'hours',
      billing_type: 'usage',
      limit_usage: 0,
      offering_uuid: offering.hex,
      offering_name: expect.any(String),
    }
    const ofProject = await get(`/api/projects/${project.hex}/stats/`, { as: owner })
    expect(ofProject.body).toEqual({ components: [{ ...row, usage: 16, limit: 0 }] })
    const ofCustomer = await get(`${CUSTOMERS}${consumer.hex}/stats/`, {
      as: owner,
      query: { for_current_month: 'true' },
    })
    expect(ofCustomer.body).toEqual({ components: [{ ...row, usage: 5, limit: 7 }] })
  })

  test('so far is summed beside the limits, over live resources', async () => {
    const { offering, project } = await world.marketplace()
    const values = { offering_id: offering.id, type: 'disk', name: 'Disk', billing_type: 'limit' }
    await world.insert('offering_component', values)
    await world.resource(offering, project, { limits: { disk: 10 }, current_usages: { disk: 4 } })
    await world.resource(offering, project, { limits: { disk: 20 }, current_usages: { disk: 5 } })
    await world.resource(offering, project, { limits: { disk: 40 }, current_usages: { disk: 7 }, state: 6 })
    const { body } = await get(`/api/projects/${project.hex}/stats/`, { as: await world.staff() })
    expect(body.components).toMatchObject([{ type: 'disk', usage: 0, limit_usage: 9, limit: 30 }])
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
