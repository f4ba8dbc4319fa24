import { describe, expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'
import { namesReader, type Query } from '../harness/lists.ts'

const app = await startTestApp()
const { world, get, request } = app
const namesOf = namesReader(app)

const CUSTOMERS = '/api/customers/'

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
