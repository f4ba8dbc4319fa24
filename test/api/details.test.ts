import { expect, test } from 'vitest'
import { startTestApp, type Caller } from '../harness/index.ts'

const { world, get } = await startTestApp()

const MISSING = { detail: 'No Customer matches the given query.' }
const HOUR = 3_600_000

const staff = await world.staff()
const support = await world.user({ is_support: true })
const stranger = await world.user()

/** Statuses by caller, of one path. */
const statuses = async (path: string, callers: Record<string, Caller>) => {
  const entries = await Promise.all(
    Object.entries(callers).map(async ([name, as]) => [name, (await get(path, { as })).status] as const),
  )
  return Object.fromEntries(entries)
}

const memberOf = async (project: { id: string }) => {
  const user = await world.user()
  await world.grant(user, 'PROJECT.MEMBER', 'project', project)
  return user
}

const managerOf = async (provider: { id: string }) => {
  const user = await world.user()
  await world.grant(user, 'CUSTOMER.MANAGER', 'service_provider', provider)
  return user
}

test('an organization is shown to its members whole, to its providers in short, to nobody else', async () => {
  const { consumer, project, provider, owner, offering } = await world.marketplace()
  const path = `/api/customers/${consumer.hex}/`
  const manager = await managerOf(provider)
  const offeringManager = await world.user()
  await world.grant(offeringManager, 'OFFERING.MANAGER', 'offering', offering)
  const formerMember = await world.user()
  await world.grant(formerMember, 'PROJECT.MEMBER', 'project', project, {
    expiration_time: new Date(Date.now() - HOUR).toISOString(),
  })
  const callers = { staff, support, member: await memberOf(project), owner, manager, offeringManager, formerMember }
  expect(await statuses(path, { ...callers, stranger, anonymous: undefined })).toEqual({
    staff: 200,
    support: 200,
    member: 200,
    owner: 200,
    manager: 200,
    offeringManager: 404,
    formerMember: 404,
    stranger: 404,
    anonymous: 401,
  })
  expect((await get(path, { as: stranger })).body).toEqual(MISSING)

  const whole = await get(path, { as: callers.member })
  expect(whole.body).toMatchObject({ uuid: consumer.hex, projects_count: 1, users_count: 1, payment_profiles: null })
  expect(Object.keys(whole.body)).toHaveLength(52)

  const short = await get(path, { as: manager, query: { field: ['name', 'vat_code'] } })
  expect(short.body).toEqual({ name: consumer.name })
  expect(Object.keys((await get(path, { as: owner })).body).sort()).toEqual([
    'abbreviation',
    'country',
    'email',
    'image',
    'name',
    'native_name',
    'phone_number',
    'slug',
    'url',
    'uuid',
  ])
})

test('a provider without a live resource does not see the organization', async () => {
  const provider = await world.provider()
  const owner = await world.owner(provider.customer)
  const consumer = await world.customer()
  await world.resource(await world.offering(provider.customer), await world.project(consumer), { state: 6 })
  expect((await get(`/api/customers/${consumer.hex}/`, { as: owner })).status).toBe(404)
})

test('what is not a uuid is not found', async () => {
  expect((await get('/api/customers/17/', { as: staff })).body).toEqual(MISSING)
})

test('credits, groups and names of an organization', async () => {
  const customer = await world.customer({ name: 'Sample Institute', native_name: 'Näidis', country: 'EE' })
  const parent = await world.insert('organization_group', { name: 'Sample network' })
  const group = await world.insert('organization_group', { name: 'Sample institutes', parent_id: parent.id })
  await world.link('customer_organization_group', { customer_id: customer.id, organization_group_id: group.id })
  await world.insert('customer_credit', { customer_id: customer.id, value: 100 })
  await world.insert('project_credit', { project_id: (await world.project(customer)).id, value: '30.5' })
  const { body } = await get(`/api/customers/${customer.hex}/`, { as: staff })
  expect(body).toMatchObject({
    display_name: 'Sample Institute (Näidis)',
    country_name: 'Estonia',
    default_tax_percent: '0.00',
    customer_credit: 100,
    customer_unallocated_credit: 69.5,
    is_service_provider: false,
    service_provider: null,
  })
  const nested = {
    uuid: group.hex,
    url: `http://api.test/api/organization-groups/${group.hex}/`,
    name: 'Sample institutes',
    parent_uuid: parent.hex,
    parent_name: 'Sample network',
    parent: `http://api.test/api/organization-groups/${parent.hex}/`,
    customers_count: 1,
  }
  expect(body.organization_groups).toEqual([nested])
  expect((await get(`/api/organization-groups/${group.hex}/`, { as: stranger })).body).toEqual(nested)
  const root = await get(`/api/organization-groups/${parent.hex}/`, { as: stranger })
  expect(root.body).toMatchObject({ parent: null, customers_count: 0 })
  expect(root.body).not.toHaveProperty('parent_uuid')
})

test('payment profiles: all for staff and support, the active one for owners, none for others', async () => {
  const customer = await world.customer()
  const owner = await world.owner(customer)
  const reader = await world.user()
  await world.grant(reader, 'CUSTOMER.READER', 'customer', customer)
  const profile = (values: Record<string, unknown>) =>
    world.insert('payment_profile', { organization_id: customer.id, payment_type: 'invoices', ...values })
  const active = await profile({ name: 'Sample B', is_active: true, attributes: { contract_sum: 7 } })
  const former = await profile({ name: 'Sample A', payment_type: 'fixed_price' })
  const path = (of: { hex: string }) => `/api/payment-profiles/${of.hex}/`

  const callers = { staff, support, owner, reader, stranger, anonymous: undefined }
  const hidden = { reader: 404, stranger: 404, anonymous: 401 }
  expect(await statuses(path(active), callers)).toEqual({ staff: 200, support: 200, owner: 200, ...hidden })
  expect(await statuses(path(former), callers)).toEqual({ staff: 200, support: 200, owner: 404, ...hidden })
  expect((await get(path(active), { as: owner })).body).toEqual({
    uuid: active.hex,
    url: `http://api.test/api/payment-profiles/${active.hex}/`,
    name: 'Sample B',
    organization_uuid: customer.hex,
    organization: `http://api.test/api/customers/${customer.hex}/`,
    attributes: { contract_sum: 7 },
    payment_type: 'invoices',
    payment_type_display: 'Monthly invoices',
    is_active: true,
  })

  const listed = async (as: Caller) => {
    const { body } = await get(`/api/customers/${customer.hex}/`, { as })
    return (body.payment_profiles as { uuid: string }[] | null)?.map(({ uuid }) => uuid) ?? null
  }
  expect(await listed(staff)).toEqual([former.hex, active.hex])
  expect(await listed(owner)).toEqual([active.hex])
  expect(await listed(reader)).toBeNull()
})

test('a project is shown to its members, its organization and its providers; staff notes to staff and support', async () => {
  const { consumer, project, provider, owner } = await world.marketplace()
  const path = `/api/projects/${project.hex}/`
  const auditorRole = await world.role('service_provider', ['SERVICE_PROVIDER.LIST_CUSTOMERS'])
  const auditor = await world.user()
  await world.grant(auditor, auditorRole.name, 'service_provider', provider)
  const member = await memberOf(project)
  const callers = { staff, member, consumer: await world.owner(consumer), owner, manager: await managerOf(provider) }
  expect(await statuses(path, { ...callers, auditor, stranger, anonymous: undefined })).toEqual({
    staff: 200,
    member: 200,
    consumer: 200,
    owner: 200,
    manager: 200,
    auditor: 404,
    stranger: 404,
    anonymous: 401,
  })
  expect((await get(path, { as: support })).body).toHaveProperty('staff_notes', '')
  const { body } = await get(path, { as: member })
  expect(body).not.toHaveProperty('staff_notes')
  expect(body).toMatchObject({ customer_uuid: consumer.hex, resources_count: 1, type: null, project_credit: null })
})

test('figures of a project cover all providers', async () => {
  const { project, offering } = await world.marketplace()
  const other = await world.offering((await world.provider()).customer)
  for (const state of [3, 4, 6]) await world.resource(other, project, { state })
  await world.insert('project_credit', { project_id: project.id, value: '12.34567' })
  const { body } = await get(`/api/projects/${project.hex}/`, { as: staff })
  const category = await world.category()
  expect(offering.id).not.toBe(other.id)
  expect(body).toMatchObject({
    resources_count: 2,
    marketplace_resource_count: { [category.hex]: 3 },
    project_credit: 12.34567,
  })
})

test('links and labels of a project', async () => {
  const customer = await world.customer()
  const type = await world.insert('project_type', { name: 'Sample research', description: 'With public money' })
  const project = await world.project(customer, {
    type_id: type.id,
    end_date: '2030-01-31',
    end_date_requested_by_id: stranger.id,
    oecd_fos_2007_code: '2.10',
    kind: 'course',
  })
  expect((await get(`/api/projects/${project.hex}/`, { as: staff })).body).toMatchObject({
    type: `http://api.test/api/project-types/${type.hex}/`,
    type_name: 'Sample research',
    type_uuid: type.hex,
    end_date: '2030-01-31',
    end_date_requested_by: `http://api.test/api/users/${stranger.hex}/`,
    oecd_fos_2007_code: '2.10',
    oecd_fos_2007_label: 'Industrial biotechnology',
    kind: 'course',
    marketplace_resource_count: {},
  })
  const path = `/api/project-types/${type.hex}/`
  expect(await statuses(path, { stranger, anonymous: undefined })).toEqual({ stranger: 200, anonymous: 401 })
  expect((await get(path, { as: stranger })).body).toEqual({
    uuid: type.hex,
    url: `http://api.test${path}`,
    name: 'Sample research',
    description: 'With public money',
  })
})

test('a removed project is not found, not even by staff', async () => {
  const project = await world.project(await world.customer(), { is_removed: true })
  const { status, body } = await get(`/api/projects/${project.hex}/`, { as: staff })
  expect({ status, body }).toEqual({ status: 404, body: { detail: 'No Project matches the given query.' } })
})

test('a key is shown to its owner, to staff and support, and to the providers that he works with', async () => {
  const { project, provider, owner } = await world.marketplace()
  const keyOf = (user: { id: string }) =>
    world.insert('ssh_key', { user_id: user.id, name: 'laptop', public_key: 'ssh-ed25519 AAAA sample' })
  const member = await memberOf(project)
  const inactive = await world.user({ is_active: false })
  await world.grant(inactive, 'PROJECT.MEMBER', 'project', project)
  const manager = await managerOf(provider)
  const callers = { staff, support, member, owner, manager, stranger, anonymous: undefined }
  const path = `/api/keys/${(await keyOf(member)).hex}/`
  expect(await statuses(path, callers)).toEqual({
    staff: 200,
    support: 200,
    member: 200,
    owner: 200,
    manager: 200,
    stranger: 404,
    anonymous: 401,
  })
  expect((await get(path, { as: owner })).body).toMatchObject({ user_uuid: member.hex, type: 'ssh-ed25519' })
  expect((await get(path, { as: owner, query: { field: 'name' } })).body).toEqual({ name: 'laptop' })
  const ofInactive = `/api/keys/${(await keyOf(inactive)).hex}/`
  expect(await statuses(ofInactive, { staff, owner })).toEqual({ staff: 200, owner: 404 })
  const elsewhere = `/api/keys/${(await keyOf(stranger)).hex}/`
  expect((await get(elsewhere, { as: owner })).body).toEqual({ detail: 'No SshPublicKey matches the given query.' })
})
