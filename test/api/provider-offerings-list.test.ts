import { describe, expect, test } from 'vitest'
import { startTestApp, type Caller, type Made } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const OFFERINGS = '/api/marketplace-provider-offerings/'
const PUBLIC = '/api/marketplace-public-offerings/'

type Query = Record<string, string | number | readonly string[]>

const names = async (path: string, as: Caller, query: Query = {}): Promise<string[]> => {
  const { status, body, headers } = await get(path, { as, query: { page_size: 300, ...query } })
  expect(status, JSON.stringify(body)).toBe(200)
  expect(headers['x-unknown-params']).toBeUndefined()
  return (body as { name: string }[]).map(({ name }) => name)
}

describe('offerings of a provider', () => {
  test('are seen by its side, whatever their state, and by staff', async () => {
    const provider = await world.provider()
    const other = await world.marketplace()
    const ofProvider = { customer_uuid: provider.customer.hex }
    const made: Made[] = []
    for (const [index, name] of ['Draft', 'Active', 'Paused', 'Archived', 'Unavailable'].entries()) {
      made.push(
        await world.offering(provider.customer, { name, state: index + 1, shared: index !== 1, billable: false }),
      )
    }
    const all = ['Active', 'Archived', 'Draft', 'Paused', 'Unavailable']
    const manager = await world.user()
    await world.grant(manager, 'CUSTOMER.MANAGER', 'service_provider', provider)
    const reader = await world.user()
    await world.grant(reader, 'CUSTOMER.READER', 'customer', provider.customer)
    const offeringManager = await world.user()
    await world.grant(offeringManager, 'OFFERING.MANAGER', 'offering', made[3]!)
    const former = await world.user()
    await world.grant(former, 'OFFERING.MANAGER', 'offering', made[3]!, { expiration_time: '2020-01-01T00:00:00Z' })
    for (const as of [await world.owner(provider.customer), manager, reader]) {
      expect(await names(OFFERINGS, as)).toEqual(all)
    }
    expect(await names(OFFERINGS, offeringManager)).toEqual(['Archived'])
    expect(await names(OFFERINGS, former)).toEqual([])
    expect(await names(OFFERINGS, other.owner, ofProvider)).toEqual([])
    for (const as of [await world.staff(), await world.user({ is_support: true })]) {
      expect(await names(OFFERINGS, as, ofProvider)).toEqual(all)
    }
    expect((await get(OFFERINGS)).status).toBe(401)
  })

  test('are filtered and ordered', async () => {
    const provider = await world.provider()
    const owner = await world.owner(provider.customer)
    const parent = await world.offering(provider.customer, {
      name: 'Parent',
      slug: 'the-parent',
      description: 'about x',
    })
    const category = await world.insert('category', { title: 'Other' })
    const child = await world.offering(provider.customer, {
      name: 'Child',
      parent_id: parent.id,
      state: 1,
      type: 'Marketplace.Slurm',
      shared: false,
      billable: false,
      category_id: category.id,
      attributes: { rack: 'r1' },
      plugin_options: { service_provider_can_create_offering_user: true },
      created: '2020-01-01T00:00:00Z',
    })
    const user = await world.user()
    const tag = await world.insert('tag', { name: 'fast' })
    await world.link('offering_tag', { offering_id: child.id, tag_id: tag.id })
    await world.insert('offering_terms_of_service', { offering_id: child.id, is_active: true })
    await world.insert('user_offering_consent', { offering_id: child.id, user_id: owner.id })
    await world.insert('offering_user', { offering_id: child.id, user_id: owner.id })
    const { customer, project } = await world.consumer(child)
    await world.grant(user, 'OFFERING.MANAGER', 'offering', parent)
    const find = (query: Query) => names(OFFERINGS, owner, query)
    const onlyChild: [string, Query][] = [
      ['state', { state: ['Draft', 'Archived'] }],
      ['type', { type: 'Marketplace.Slurm' }],
      ['shared', { shared: 'false' }],
      ['billable', { billable: 'false' }],
      ['category', { category_uuid: category.hex }],
      ['parent', { parent_uuid: parent.hex }],
      ['attributes', { attributes: '{"rack":"r1"}' }],
      ['accounts', { can_create_offering_user: 'true' }],
      ['tag', { tag: tag.hex }],
      ['tag name', { tag_name: 'fast' }],
      ['all tags', { tags_and: tag.hex }],
      ['all tag names', { tag_names_and: 'FAST' }],
      ['terms', { has_terms_of_service: 'true' }],
      ['active terms', { has_active_terms_of_service: 'true' }],
      ['consent', { user_has_consent: 'true' }],
      ['account', { user_has_offering_user: 'true' }],
      ['consumer', { resource_customer_uuid: customer.hex }],
      ['consuming project', { resource_project_uuid: project.hex }],
      ['name', { name: 'hil' }],
      ['exact name', { name_exact: 'Child' }],
      ['query by uuid', { query: child.hex }],
      ['uuids', { uuid_list: `${child.hex},zzz` }],
    ]
    for (const [what, query] of onlyChild) expect(await find(query), what).toEqual(['Child'])
    const onlyParent: [string, Query][] = [
      ['slug', { slug: 'the-parent' }],
      ['description', { description: 'about' }],
      ['manager', { service_manager_uuid: user.hex }],
      ['allowed', { allowed_customer_uuid: customer.hex }],
      ['created', { created: '2024-01-01' }],
    ]
    for (const [what, query] of onlyParent) expect(await find(query), what).toEqual(['Parent'])
    const both: [string, Query][] = [
      ['customer link', { customer: `https://elsewhere/api/customers/${provider.customer.hex}/` }],
      ['keyword', { keyword: provider.customer.name }],
      ['modified', { modified: '2020-01-01' }],
      ['not importable', { importable: 'false' }],
      ['not in calls', { accessible_via_calls: 'false' }],
    ]
    for (const [what, query] of both) expect(await find(query), what).toEqual(['Child', 'Parent'])
    const none: Query[] = [
      { importable: 'true' },
      { accessible_via_calls: 'true' },
      { scope_uuid: child.hex },
      { customer: 'zzz' },
      { category_group_uuid: category.hex },
      { organization_group_uuid: category.hex },
      { project_uuid: project.hex, shared: 'false' },
    ]
    for (const query of none) {
      expect(await find(query), JSON.stringify(query)).toEqual([])
    }
    expect(await find({ o: '-name' })).toEqual(['Parent', 'Child'])
    expect(await find({ o: 'created' })).toEqual(['Child', 'Parent'])
    expect(await find({ o: 'state,name' })).toEqual(['Child', 'Parent'])
    const refused: Query[] = [
      { state: 'draft' },
      { o: 'x' },
      { category_uuid: 'x' },
      { created: 'x' },
      { attributes: '[' },
    ]
    for (const bad of refused) {
      expect((await get(OFFERINGS, { as: owner, query: bad })).status, JSON.stringify(bad)).toBe(400)
    }
  })

  test('are walked page by page without loss, with equal names', async () => {
    const provider = await world.provider()
    const owner = await world.owner(provider.customer)
    for (let count = 0; count < 5; count++) await world.offering(provider.customer, { name: 'Same' })
    const uuids: string[] = []
    for (let page = 1; page <= 5; page++) {
      const { body, headers } = await get(OFFERINGS, { as: owner, query: { page, page_size: 1, field: 'uuid' } })
      uuids.push((body as { uuid: string }[])[0]!.uuid)
      expect(headers['x-result-count']).toBe('5')
    }
    expect(new Set(uuids).size).toBe(5)
    expect((await get(OFFERINGS, { as: owner, query: { page: 6, page_size: 1 } })).status).toBe(404)
    expect(await request('HEAD', OFFERINGS, { as: owner })).toMatchObject({ status: 200, text: '' })
    expect((await get(OFFERINGS, { as: owner, query: { field: ['name', 'nope'], page_size: 1 } })).body).toEqual([
      { name: 'Same' },
    ])
  })

  test('in the catalogue are grouped by organization', async () => {
    const provider = await world.provider({ customer: await world.customer({ name: '0 first of all' }) })
    const [b, a] = [
      await world.offering(provider.customer, { name: 'b' }),
      await world.offering(provider.customer, { name: 'a' }),
    ]
    await world.offering(provider.customer, { state: 3 })
    await world.offering(provider.customer, { shared: false })
    const list = async (query: Query) =>
      (await get(`${OFFERINGS}groups/`, { as: await world.user(), query: { page_size: 300, ...query } }))
        .body as unknown
    const group = {
      customer_name: '0 first of all',
      customer_uuid: provider.customer.hex,
      offerings: [
        { offering_name: 'a', offering_uuid: a.hex },
        { offering_name: 'b', offering_uuid: b.hex },
      ],
    }
    expect(((await list({})) as unknown[])[0]).toEqual(group)
    expect(await list({ customer_uuid: provider.customer.hex })).toEqual([group])
    expect(await list({ customer_uuid: provider.customer.hex, name: 'a' })).toEqual([
      { ...group, offerings: [group.offerings[0]] },
    ])
  })
})

describe('the catalogue', () => {
  test('shows active and paused offerings: shared ones to all, private ones to who may use them', async () => {
    const provider = await world.provider()
    const project = await world.project(provider.customer)
    const ofProvider = { customer_uuid: provider.customer.hex }
    for (const [index, name] of ['Draft', 'Active', 'Paused', 'Archived', 'Unavailable'].entries()) {
      await world.offering(provider.customer, { name, state: index + 1 })
      await world.offering(provider.customer, { name: `Private ${name}`, state: index + 1, shared: false })
    }
    const ofProject = await world.offering(provider.customer, {
      name: 'Project',
      shared: false,
      project_id: project.id,
    })
    const open = ['Active', 'Paused']
    expect(await names(PUBLIC, undefined, ofProvider)).toEqual(open)
    expect(await names(PUBLIC, await world.user(), ofProvider)).toEqual(open)
    const inside = [...open, 'Private Active', 'Private Paused', 'Project']
    expect(await names(PUBLIC, await world.owner(provider.customer), ofProvider)).toEqual(inside)
    expect(await names(PUBLIC, await world.staff(), ofProvider)).toEqual(inside)
    const member = await world.member(project)
    expect(await names(PUBLIC, member, ofProvider)).toEqual(inside)
    const stranger = await world.member(await world.project(await world.customer()))
    expect(await names(PUBLIC, stranger, ofProvider)).toEqual(open)
    expect((await get(`${PUBLIC}${ofProject.hex}/`, { as: member })).status).toBe(200)
    expect((await get(`${PUBLIC}${ofProject.hex}/`)).status).toBe(404)
    expect(await request('HEAD', PUBLIC, { query: ofProvider })).toMatchObject({ status: 200 })
  })

  test('is closed to anonymous callers when the site says so', async () => {
    const closed = await startTestApp({ ANONYMOUS_USER_CAN_VIEW_OFFERINGS: '0' })
    const { offering } = await closed.world.marketplace()
    for (const path of [PUBLIC, `${PUBLIC}${offering.hex}/`, `${PUBLIC}${offering.hex}/plans/`]) {
      expect((await closed.get(path)).status).toBe(401)
      expect((await closed.get(path, { as: await closed.world.user() })).status).toBe(200)
    }
  })

  test('shows no secret, no figure and no archived plan', async () => {
    const { offering, owner, provider } = await world.marketplace()
    const secret = await world.offering(provider.customer, {
      secret_options: { token: 'hidden' },
      backend_id_rules: { format: { regex: 'hidden' } },
    })
    const plan = await world.insert('plan', { offering_id: offering.id, name: 'Current' })
    const old = await world.insert('plan', { offering_id: offering.id, name: 'Old', archived: true })
    await world.insert('offering_component', {
      offering_id: offering.id,
      type: 'cpu',
      name: 'CPU',
      billing_type: 'usage',
    })
    const campaign = await world.insert('campaign', {
      service_provider_id: provider.id,
      name: 'Sale',
      start_date: '2020-01-01',
      end_date: '2999-01-01',
      discount_type: 'discount',
      discount: 10,
      state: 2,
    })
    await world.link('campaign_offering', { campaign_id: campaign.id, offering_id: offering.id })
    const { status, body } = await get(`${PUBLIC}${offering.hex}/`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      url: `http://api.test${PUBLIC}${offering.hex}/`,
      plans: [{ uuid: plan.hex, prices: {} }],
      components: [{ type: 'cpu' }],
      billing_type_classification: 'usage_only',
      order_count: 0,
      total_customers: null,
      total_cost: null,
      user_has_consent: false,
      is_accessible: true,
      promotion_campaigns: [
        {
          uuid: campaign.hex,
          name: 'Sale',
          start_date: '2020-01-01',
          end_date: '2999-01-01',
          discount_type: 'discount',
          discount: 10,
          stock: null,
          description: '',
          months: 1,
          service_provider: `http://api.test/api/marketplace-service-providers/${provider.hex}/`,
        },
      ],
    })
    for (const as of [undefined, owner, await world.staff()]) {
      expect(JSON.stringify((await get(`${PUBLIC}${secret.hex}/`, { as })).body)).not.toContain('hidden')
    }
    const plans = `${PUBLIC}${offering.hex}/plans/`
    expect(await names(plans, undefined)).toEqual(['Current'])
    expect((await get(`${plans}${plan.hex}/`)).body).toMatchObject({ name: 'Current', unit_price: '0.0000000000' })
    expect((await get(`${plans}${old.hex}/`)).status).toBe(404)
    expect((await get(`${PUBLIC}${secret.hex}/plans/${plan.hex}/`)).status).toBe(404)
    expect((await get(`${plans}x/`)).status).toBe(404)
  })

  test('tells whether the caller may order and has agreed to the terms', async () => {
    const { offering, consumer, project } = await world.marketplace()
    const group = await world.insert('organization_group', { name: 'Group' })
    await world.link('offering_organization_group', { offering_id: offering.id, organization_group_id: group.id })
    await world.link('customer_organization_group', { customer_id: consumer.id, organization_group_id: group.id })
    const member = await world.member(project)
    await world.insert('user_offering_consent', { offering_id: offering.id, user_id: member.id })
    const seen = async (as: Caller) => {
      const { body } = await get(`${PUBLIC}${offering.hex}/`, { as })
      return [body.is_accessible, body.user_has_consent] as unknown
    }
    expect(await seen(member)).toEqual([true, true])
    expect(await seen(await world.owner(consumer))).toEqual([true, false])
    expect(await seen(await world.user())).toEqual([false, false])
    expect(await seen(undefined)).toEqual([false, false])
    expect(await seen(await world.staff())).toEqual([true, false])
  })

  test('is not ordered by figures that the caller does not see', async () => {
    const { offering, provider, owner } = await world.marketplace()
    const unsold = await world.offering(provider.customer, { name: '0 unsold' })
    const order = async (as: Caller) =>
      (
        (await get(PUBLIC, { as, query: { o: '-total_customers', customer_uuid: provider.customer.hex } })).body as {
          uuid: string
        }[]
      ).map(({ uuid }) => uuid)
    expect(await order(owner)).toEqual([unsold.hex, offering.hex])
    expect(await order(await world.staff())).toEqual([offering.hex, unsold.hex])
  })
})
