import { expect, test } from 'vitest'
import { startTestApp, type MadeUser, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp()

const KEYS = [
  'url',
  'uuid',
  'name',
  'slug',
  'customer',
  'customer_uuid',
  'customer_name',
  'customer_slug',
  'customer_native_name',
  'customer_abbreviation',
  'description',
  'customer_display_billing_info_in_projects',
  'created',
  'type',
  'type_name',
  'type_uuid',
  'backend_id',
  'start_date',
  'end_date',
  'end_date_requested_by',
  'oecd_fos_2007_code',
  'oecd_fos_2007_label',
  'is_industry',
  'image',
  'resources_count',
  'max_service_accounts',
  'kind',
  'is_removed',
  'termination_metadata',
  'staff_notes',
  'grace_period_days',
  'user_email_patterns',
  'user_affiliations',
  'user_identity_sources',
  'project_credit',
  'marketplace_resource_count',
  'billing_price_estimate',
]

const ZERO = { total: '0.0000000000', current: '0.0000000000', tax: '0.0000000000', tax_current: '0.0000000000' }

const rowOf = async ({ base, owner }: Marketplace, project: { uuid: string }, as: MadeUser = owner) => {
  const { status, body } = await get(`${base}projects/?query=${project.uuid}`, { as })
  expect(status).toBe(200)
  expect(body).toHaveLength(1)
  return body[0]
}

const supporter = async ({ provider }: Marketplace) => {
  const user = await world.user({ is_support: true })
  await world.grant(user, 'CUSTOMER.MANAGER', 'service_provider', provider)
  return user
}

test('a row of the provider has 36 keys in the documented order; staff and support see the notes, too', async () => {
  const market = await world.marketplace()
  expect(KEYS).toHaveLength(37)
  const withoutNotes = KEYS.filter((key) => key !== 'staff_notes')
  expect(Object.keys(await rowOf(market, market.project))).toEqual(withoutNotes)
  for (const caller of [await world.staff(), await supporter(market)])
    expect(Object.keys(await rowOf(market, market.project, caller))).toEqual(KEYS)
})

test('a bare project', async () => {
  const market = await world.marketplace()
  const { consumer } = market
  const project = await world.project(consumer, { name: 'Bare', slug: 'bare-1', created: '2024-05-06T07:08:09Z' })
  await world.resource(market.offering, project, { state: 1 })
  const category = await world.category()
  expect(await rowOf(market, project)).toEqual({
    url: `http://api.test/api/projects/${project.hex}/`,
    uuid: project.hex,
    name: 'Bare',
    slug: 'bare-1',
    customer: `http://api.test/api/customers/${consumer.hex}/`,
    customer_uuid: consumer.hex,
    customer_name: consumer.name,
    customer_slug: expect.stringMatching(/^org-/) as string,
    customer_native_name: '',
    customer_abbreviation: '',
    description: '',
    customer_display_billing_info_in_projects: true,
    created: '2024-05-06T07:08:09Z',
    type: null,
    type_name: null,
    type_uuid: null,
    backend_id: '',
    start_date: null,
    end_date: null,
    end_date_requested_by: null,
    oecd_fos_2007_code: null,
    oecd_fos_2007_label: null,
    is_industry: false,
    image: null,
    resources_count: 0,
    max_service_accounts: 0,
    kind: 'default',
    is_removed: false,
    termination_metadata: null,
    grace_period_days: null,
    user_email_patterns: [],
    user_affiliations: [],
    user_identity_sources: [],
    project_credit: null,
    marketplace_resource_count: { [category.hex]: 1 },
    billing_price_estimate: ZERO,
  })
})

test('a project with everything', async () => {
  const market = await world.marketplace()
  const type = await world.insert('project_type', { name: 'Research' })
  const requester = await world.user()
  const file = await world.insert('stored_file', { name: 'logo.png', content: Buffer.from('x'), size: 1 })
  const { customer, project } = await world.consumer(
    market.offering,
    {
      name: 'Full Corp',
      slug: 'full-corp',
      native_name: 'Täis',
      abbreviation: 'FC',
      display_billing_info_in_projects: false,
    },
    {
      name: 'Full',
      description: 'All columns',
      created: '2024-05-06T07:08:09.000120Z',
      backend_id: 'b-1',
      type_id: type.id,
      start_date: '2024-02-29',
      end_date: '2031-12-31',
      end_date_requested_by_id: requester.id,
      oecd_fos_2007_code: '2.10',
      is_industry: true,
      image_id: file.id,
      max_service_accounts: null,
      kind: 'course',
      staff_notes: 'Only for staff',
      grace_period_days: 14,
      user_email_patterns: ['*@example.org'],
      user_affiliations: ['member@example.org'],
      user_identity_sources: ['eduGAIN'],
    },
  )
  await world.insert('project_credit', { project_id: project.id, value: '100.25000' })
  expect(await rowOf(market, project, await world.staff())).toMatchObject({
    customer: `http://api.test/api/customers/${customer.hex}/`,
    customer_uuid: customer.hex,
    customer_name: 'Full Corp',
    customer_slug: 'full-corp',
    customer_native_name: 'Täis',
    customer_abbreviation: 'FC',
    customer_display_billing_info_in_projects: false,
    description: 'All columns',
    created: '2024-05-06T07:08:09.000120Z',
    backend_id: 'b-1',
    type: `http://api.test/api/project-types/${type.hex}/`,
    type_name: 'Research',
    type_uuid: type.hex,
    start_date: '2024-02-29',
    end_date: '2031-12-31',
    end_date_requested_by: `http://api.test/api/users/${requester.hex}/`,
    oecd_fos_2007_code: '2.10',
    oecd_fos_2007_label: 'Industrial biotechnology',
    is_industry: true,
    image: `http://api.test/api/media/${file.hex}/`,
    max_service_accounts: null,
    kind: 'course',
    staff_notes: 'Only for staff',
    grace_period_days: 14,
    user_email_patterns: ['*@example.org'],
    user_affiliations: ['member@example.org'],
    user_identity_sources: ['eduGAIN'],
    project_credit: 100.25,
    billing_price_estimate: ZERO,
  })
})

test.each([
  ['1.1', 'Mathematics'],
  ['2.1', 'Civil engineering'],
  ['2.10', 'Industrial biotechnology'],
  ['4.1', 'Agriculture, forestry, and fisheries'],
  ['6.4', 'Arts (arts, history of arts, performing arts, music)'],
  ['6.5', 'Other humanities'],
])('the field of science %s is labelled %s', async (code, label) => {
  const market = await world.marketplace()
  const { project } = await world.consumer(market.offering, {}, { oecd_fos_2007_code: code })
  expect(await rowOf(market, project)).toMatchObject({ oecd_fos_2007_code: code, oecd_fos_2007_label: label })
})

test('resources of all providers are counted: in use in all, live ones by category', async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  const storage = await world.insert('category', { title: 'Storage' })
  const category = await world.category()
  const { project } = market
  for (const state of [1, 2, 3, 4, 5, 6]) await world.resource(other.offering, project, { state })
  const volumes = await world.offering(other.provider.customer, { category_id: storage.id, shared: false })
  await world.resource(volumes, project, { state: 4 })
  await world.resource(volumes, project, { state: 6 })
  const unused = await world.insert('category', { title: 'Unused' })
  await world.resource(await world.offering(other.provider.customer, { category_id: unused.id }), project, { state: 6 })
  const row = await rowOf(market, project)
  // In use: the one of the marketplace, OK and Updating of the other provider, and a volume.
  expect(row.resources_count).toBe(4)
  expect(row.marketplace_resource_count).toEqual({ [category.hex]: 6, [storage.hex]: 1 })
})

test('a row of customer_projects', async () => {
  const market = await world.marketplace()
  const { customer, project } = await world.consumer(
    market.offering,
    {},
    {
      name: 'Detailed',
      description: 'Some words',
      end_date: '2031-01-02',
    },
  )
  const path = `${market.base}customer_projects/?project_customer_uuid=${customer.hex}`
  const { body } = await get(path, { as: market.owner })
  expect(body).toEqual([
    {
      uuid: project.hex,
      name: 'Detailed',
      description: 'Some words',
      end_date: '2031-01-02',
      resources_count: 1,
      users_count: 0,
      billing_price_estimate: ZERO,
    },
  ])
})

test('customer_projects counts live resources of shared offerings of the provider', async () => {
  const market = await world.marketplace()
  const { consumer, offering, project, provider } = market
  for (const state of [1, 3, 4, 5, 6]) await world.resource(offering, project, { state })
  await world.resource(await world.offering(provider.customer, { state: 4, billable: false }), project)
  await world.resource(await world.offering(provider.customer, { shared: false }), project)
  await world.resource((await world.marketplace()).offering, project)
  const { body } = await get(`${market.base}customer_projects/?project_customer_uuid=${consumer.hex}`, {
    as: market.owner,
  })
  // Of the marketplace, four of the states, and one of the archived offering.
  expect(body).toMatchObject([{ resources_count: 6 }])
})

test('customer_projects counts users with an effective grant on the project once, inactive ones too', async () => {
  const market = await world.marketplace()
  const past = new Date(Date.now() - 3_600_000)
  const add = async (user: Record<string, unknown>, values: Record<string, unknown>, role = 'PROJECT.MEMBER') => {
    const made = await world.user(user)
    await world.grant(made, role, 'project', market.project, values)
    return made
  }
  const member = await add({}, {})
  await world.grant(member, 'PROJECT.ADMIN', 'project', market.project)
  await add({ is_active: false }, {})
  await add({}, { expiration_time: new Date(Date.now() + 3_600_000) })
  await add({}, { expiration_time: past })
  await add({}, { is_active: false, expiration_time: past })
  await world.grant(await world.user(), 'CUSTOMER.OWNER', 'customer', market.consumer)
  await world.grant(await world.user(), 'OFFERING.MANAGER', 'offering', market.project)
  const { body } = await get(`${market.base}customer_projects/?project_customer_uuid=${market.consumer.hex}`, {
    as: market.owner,
  })
  expect(body).toMatchObject([{ users_count: 3 }])
})
