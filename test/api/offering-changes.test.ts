import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { eventsOf } from '../harness/events.ts'
import { multipart } from '../harness/form.ts'
import { gif, png } from '../harness/images.ts'
import { startTestApp, type Caller, type Made } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const OFFERINGS = '/api/marketplace-provider-offerings/'

const provider = await world.provider()
const owner = await world.owner(provider.customer)
const staff = await world.staff()

const makeOffering = (values: Record<string, unknown> = {}) => world.offering(provider.customer, values)
const pathOf = (offering: Made) => `${OFFERINGS}${offering.hex}/`
const act = (offering: Made, action: string, body?: unknown, as: Caller = owner) =>
  post(`${pathOf(offering)}${action}/`, { as, body })
const read = async (offering: Made, as: Caller = owner) => (await get(pathOf(offering), { as })).body

describe('texts', () => {
  test('of the overview are changed one by one, and the change is reported', async () => {
    const offering = await makeOffering({ description: 'Old', getting_started: 'Kept' })
    const answer = await act(offering, 'update_overview', {
      name: '<i>New</i> name',
      description: 'New',
      full_description: 'Full',
      access_url: 'https://example.org/a',
      privacy_policy_link: '',
      integration_guide: 'Guide',
      slug: 'not-by-owners',
    })
    expect(answer).toMatchObject({ status: 200, text: '' })
    expect(await read(offering)).toMatchObject({
      name: 'New name',
      description: 'New',
      full_description: 'Full',
      access_url: 'https://example.org/a',
      getting_started: 'Kept',
      integration_guide: 'Guide',
      slug: expect.stringMatching(/^offering-/),
    })
    expect((await eventsOf(database, 'offering', offering)).map(({ event_type }) => event_type)).toEqual([
      'marketplace_offering_updated',
    ])
    expect((await act(offering, 'update_overview', { name: 'New name', slug: 'by-staff' }, staff)).status).toBe(200)
    expect((await read(offering)).slug).toBe('by-staff')
    await act(offering, 'update_overview', { name: 'Another one', slug: '' }, staff)
    expect((await read(offering)).slug).toMatch(/^another--\d+$/)
  })

  test.each([
    ['update_overview', {}, { name: ['This field is required.'] }],
    ['update_overview', { name: 'x', slug: 'ä' }, { slug: [expect.stringContaining('Enter a valid “slug”')] }],
    ['update_overview', { name: 'x', access_url: 'ftp://x' }, { access_url: ['Enter a valid URL.'] }],
    ['update_description', {}, { category: ['This field is required.'] }],
    ['update_description', { category: 'x' }, { category: ['Invalid hyperlink - No URL match.'] }],
    ['update_location', { latitude: 1 }, { longitude: ['This field is required.'] }],
    ['update_location', { latitude: 'x', longitude: 1 }, { latitude: ['A valid number is required.'] }],
    ['update_attributes', [1], { non_field_errors: ['Invalid data. Expected a dictionary, but got list.'] }],
    ['update_options', {}, { options: ['This field is required.'] }],
    ['update_options', { options: { options: {} } }, { options: { order: ['This field is required.'] } }],
    [
      'update_resource_options',
      { resource_options: { order: ['a'], options: { a: { type: 'integer' } } } },
      { resource_options: { options: { a: { label: ['This field is required.'] } } } },
    ],
    [
      'update_integration',
      { plugin_options: { can_restore_resource: 'maybe' } },
      { plugin_options: { can_restore_resource: ['Must be a valid boolean.'] } },
    ],
    ['update_integration', { backend_id: 'x'.repeat(256) }, { backend_id: [expect.stringContaining('255')] }],
    ['set_backend_metadata', { backend_metadata: [] }, { backend_metadata: ['Dictionary is expected.'] }],
  ])('%s with %j is refused', async (action, body, problem) => {
    const offering = await makeOffering()
    const before = await read(offering)
    expect(await act(offering, action, body)).toMatchObject({ status: 400, body: problem })
    expect(await read(offering)).toEqual(before)
  })
})

test('category, attributes, place and forms are replaced', async () => {
  const offering = await makeOffering({ attributes: { old: true } })
  const category = await world.insert('category', { title: 'Storage' })
  const options = {
    order: ['disk'],
    options: {
      disk: { type: 'string', label: 'Disk', choices: ['small', 'large'], default: 'small', extra: { kept: 1 } },
    },
  }
  for (const [action, body] of [
    ['update_description', { category: `/api/marketplace-categories/${category.hex}/` }],
    ['update_attributes', { new: 1.5, list: ['a'] }],
    ['update_location', { latitude: '58.38', longitude: 26.72 }],
    ['update_options', { options }],
    ['update_resource_options', { resource_options: options }],
    ['set_backend_metadata', { backend_metadata: { node: 'n1' } }],
  ] as const) {
    expect((await act(offering, action, body)).status, action).toBe(200)
  }
  expect(await read(offering)).toMatchObject({
    category_title: 'Storage',
    attributes: { new: 1.5, list: ['a'] },
    latitude: 58.38,
    longitude: 26.72,
    options,
    resource_options: options,
    backend_metadata: { node: 'n1' },
  })
  await act(offering, 'update_attributes', {})
  await act(offering, 'update_options', { options: {} })
  expect(await read(offering)).toMatchObject({ attributes: {}, options: {} })
})

test('options of the plugin are checked and replaced; secrets are shown to owners and managers only', async () => {
  const offering = await makeOffering({ plugin_options: { old: 1 }, secret_options: { token: 'old' } })
  const manager = await world.user()
  await world.grant(manager, 'CUSTOMER.MANAGER', 'service_provider', provider)
  const reader = await world.user()
  await world.grant(reader, 'CUSTOMER.READER', 'customer', provider.customer)
  const offeringManager = await world.user()
  await world.grant(offeringManager, 'OFFERING.MANAGER', 'offering', offering)
  const body = {
    plugin_options: { max_volumes: '3', can_restore_resource: 'true', unknown_option: [1], homedir_prefix: null },
    secret_options: { token: 'new' },
    backend_id: 'b-1',
    service_attributes: { ignored: true },
  }
  expect((await act(offering, 'update_integration', body, offeringManager)).status).toBe(200)
  const shown = {
    plugin_options: { max_volumes: 3, can_restore_resource: true, unknown_option: [1] },
    backend_id: 'b-1',
  }
  for (const as of [owner, manager, staff]) {
    expect(await read(offering, as)).toMatchObject({ ...shown, secret_options: { token: 'new' } })
  }
  for (const as of [reader, offeringManager, await world.user({ is_support: true })]) {
    const seen = (await read(offering, as)) as Record<string, unknown>
    expect(seen).toMatchObject(shown)
    expect(seen).not.toHaveProperty('secret_options')
  }
  await act(offering, 'update_integration', { backend_id: '' })
  expect(await read(offering)).toMatchObject({ ...shown, backend_id: '', secret_options: { token: 'new' } })
  const events = JSON.stringify(await eventsOf(database, 'offering', offering))
  expect(events).not.toContain('"new"')
})

describe.each(['thumbnail', 'image'] as const)('the %s', (field) => {
  const send = (offering: Made, value: Buffer, filename: string) =>
    request('POST', `${pathOf(offering)}update_${field}/`, {
      as: owner,
      ...multipart([{ name: field, value, filename }]),
    })

  test('is set, replaced and removed, and no file is left over', async () => {
    const offering = await makeOffering()
    expect(await send(offering, png(), 'a.png')).toMatchObject({ status: 200, text: '' })
    const first = (await read(offering))[field] as string
    expect((await send(offering, gif, 'b.gif')).status).toBe(200)
    const second = (await read(offering))[field] as string
    expect(second).not.toBe(first)
    expect((await get(second.replace('http://api.test', ''))).headers['content-type']).toBe('image/gif')
    expect((await get(first.replace('http://api.test', ''), { as: owner })).status).toBe(404)
    expect((await act(offering, `delete_${field}`)).status).toBe(204)
    expect((await read(offering))[field]).toBeNull()
    expect((await act(offering, `delete_${field}`)).status).toBe(204)
    const files = await database.rows(sql`select 1 from stored_file where name like ${`%${offering.hex}%`}`)
    expect(files).toEqual([])
  })

  test('must be an image', async () => {
    const offering = await makeOffering()
    const invalid = await send(offering, Buffer.from('text'), 'a.png')
    expect(invalid).toMatchObject({ status: 400, body: { [field]: [expect.stringContaining('Upload a valid image')] } })
    expect(await act(offering, `update_${field}`, {})).toMatchObject({
      status: 400,
      body: { [field]: ['No file was submitted.'] },
    })
    expect(await act(offering, `update_${field}`, { [field]: null })).toMatchObject({
      status: 400,
      body: { [field]: ['This field may not be null.'] },
    })
    expect((await act(offering, `update_${field}`, { [field]: 'x' })).status).toBe(400)
  })
})

test('endpoints are added in order and removed by uuid, each from its own offering', async () => {
  const [offering, other] = [await makeOffering(), await makeOffering()]
  const add = (name: string) => act(offering, 'add_endpoint', { name, url: `ssh://${name}.example.org` })
  const { status, body } = await add('login')
  expect(status).toBe(201)
  await add('data')
  expect((await read(offering)).endpoints).toEqual([
    { uuid: body.uuid, name: 'login', url: 'ssh://login.example.org' },
    { uuid: expect.any(String), name: 'data', url: 'ssh://data.example.org' },
  ])
  expect((await act(other, 'delete_endpoint', { uuid: body.uuid })).status).toBe(404)
  expect((await act(offering, 'delete_endpoint', { uuid: body.uuid })).status).toBe(204)
  expect((await act(offering, 'delete_endpoint', { uuid: body.uuid })).status).toBe(404)
  expect((await read(offering)).endpoints).toHaveLength(1)
  expect((await act(offering, 'add_endpoint', { name: '' })).body).toEqual({
    name: ['This field may not be blank.'],
    url: ['This field is required.'],
  })
  expect((await act(offering, 'delete_endpoint', { uuid: 'x' })).body).toEqual({ uuid: ['Must be a valid UUID.'] })
})

test('partitions are added, changed and removed, with names unique in the offering', async () => {
  const [offering, other] = [await makeOffering({ type: 'Marketplace.Slurm' }), await makeOffering()]
  const add = (body: Record<string, unknown>) => act(offering, 'add_partition', { offering: offering.hex, ...body })
  const { status, body } = await add({ partition_name: 'gpu', max_mem_per_node: 1_099_511_627_776, qos: 'high' })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    offering: offering.hex,
    offering_name: expect.any(String),
    partition_name: 'gpu',
    max_mem_per_node: 1_099_511_627_776,
    qos: 'high',
    exclusive_user: false,
    max_nodes: null,
  })
  expect(await add({ partition_name: 'gpu' })).toMatchObject({
    status: 400,
    body: { non_field_errors: ['The fields offering, partition_name must make a unique set.'] },
  })
  const second = (await add({ partition_name: 'cpu' })).body
  const change = (sent: Record<string, unknown>) =>
    request('PATCH', `${pathOf(offering)}update_partition/`, { as: owner, body: sent })
  const changed = await change({ partition_uuid: body.uuid, max_nodes: 4, qos: '' })
  expect(changed).toMatchObject({ status: 200, body: { partition_name: 'gpu', max_nodes: 4, qos: '' } })
  expect((await change({ partition_uuid: body.uuid, partition_name: 'cpu' })).status).toBe(400)
  expect(await change({ max_nodes: 1 })).toMatchObject({
    status: 400,
    body: { partition_uuid: ['This field is required.'] },
  })
  expect((await read(offering)).partitions.map((row: { partition_name: string }) => row.partition_name)).toEqual([
    'cpu',
    'gpu',
  ])
  expect((await act(other, 'remove_partition', { partition_uuid: second.uuid })).status).toBe(404)
  expect((await act(offering, 'remove_partition', { partition_uuid: second.uuid })).status).toBe(204)
  expect((await read(offering)).partitions).toHaveLength(1)
  const foreign = await act(offering, 'add_partition', { offering: other.hex, partition_name: 'x' })
  expect(foreign).toMatchObject({ status: 400, body: { offering: ['This is not the offering of the path.'] } })
})

test('organization groups are replaced, kept without a list, and removed', async () => {
  const offering = await makeOffering()
  const groups = [
    await world.insert('organization_group', { name: 'Universities' }),
    await world.insert('organization_group', { name: 'Companies' }),
  ]
  const urls = groups.map(({ hex }) => `http://api.test/api/organization-groups/${hex}/`)
  const names = async () =>
    (await read(offering)).organization_groups.map(({ name }: { name: string }) => name) as string[]
  expect(await act(offering, 'update_organization_groups', { organization_groups: urls })).toMatchObject({
    status: 200,
    text: '',
  })
  expect(await names()).toEqual(['Companies', 'Universities'])
  expect((await act(offering, 'update_organization_groups')).status).toBe(200)
  expect(await names()).toHaveLength(2)
  await act(offering, 'update_organization_groups', { organization_groups: [urls[0]] })
  expect(await names()).toEqual(['Universities'])
  const unknown = ['/api/organization-groups/00000000000000000000000000000000/']
  expect((await act(offering, 'update_organization_groups', { organization_groups: unknown })).status).toBe(400)
  expect((await act(offering, 'delete_organization_groups')).status).toBe(204)
  expect(await names()).toEqual([])
})

test('a compliance checklist is given to every account; answers to the old one are kept', async () => {
  const offering = await makeOffering()
  const checklist = (name: string, type = 'offering_compliance') =>
    world.insert('checklist', { name, checklist_type: type })
  const [first, second] = [await checklist('First'), await checklist('Second')]
  const account = await world.insert('offering_user', { offering_id: offering.id, user_id: (await world.user()).id })
  const set = (compliance_checklist: unknown) => act(offering, 'update_compliance_checklist', { compliance_checklist })
  const completions = async () =>
    (
      await database.rows<{ name: string }>(sql`
        select checklist.name from checklist_completion join checklist on checklist.id = checklist_id
        where content_type = 'offering_user' and object_id = ${account.id} order by checklist.name
      `)
    ).map(({ name }) => name)
  expect(await set(first.hex)).toMatchObject({ status: 200, text: '' })
  expect(await read(offering)).toMatchObject({
    has_compliance_requirements: true,
    compliance_checklist: `http://api.test/api/checklists-admin/${first.hex}/`,
  })
  expect(await completions()).toEqual(['First'])
  expect((await set(first.uuid)).status).toBe(200)
  expect((await set(second.hex)).status).toBe(200)
  expect(await completions()).toEqual(['First', 'Second'])
  const wrong = await set((await checklist('Projects', 'project_compliance')).hex)
  expect(wrong).toMatchObject({
    status: 400,
    body: { compliance_checklist: ['Checklist of type offering_compliance is expected.'] },
  })
  expect((await act(offering, 'update_compliance_checklist', {})).status).toBe(200)
  expect((await read(offering)).has_compliance_requirements).toBe(true)
  expect((await set(null)).status).toBe(200)
  expect(await read(offering)).toMatchObject({ has_compliance_requirements: false, compliance_checklist: null })
})

describe('deletion', () => {
  const remove = (offering: Made, as: Caller = owner) => request('DELETE', pathOf(offering), { as })
  const exists = async (offering: Made) =>
    (await database.rows(sql`select 1 from offering where id = ${offering.id}`)).length === 1

  test('of a draft without resources ends its roles and removes what belongs to it', async () => {
    const offering = await makeOffering({ state: 1 })
    await world.insert('plan', { offering_id: offering.id, name: 'Plan' })
    const manager = await world.user()
    await world.grant(manager, 'OFFERING.MANAGER', 'offering', offering)
    await request('POST', `${pathOf(offering)}update_image/`, {
      as: owner,
      ...multipart([{ name: 'image', value: png(), filename: 'a.png' }]),
    })
    expect(await remove(offering)).toMatchObject({ status: 204, text: '' })
    expect(await exists(offering)).toBe(false)
    expect((await remove(offering)).status).toBe(404)
    const grants = await database.rows(sql`select is_active from user_role where user_id = ${manager.id}`)
    expect(grants).toEqual([{ is_active: false }])
    expect(await database.rows(sql`select 1 from stored_file where name like ${`%${offering.hex}%`}`)).toEqual([])
    const types = (await eventsOf(database, 'offering', offering)).map(({ event_type }) => event_type)
    expect(types.slice(-2)).toEqual(['role_revoked', 'marketplace_offering_deleted'])
  })

  test('by others than staff is refused with resources, then for any state but Draft', async () => {
    const used = await makeOffering({ state: 1 })
    await world.consumer(used)
    expect(await remove(used)).toMatchObject({
      status: 403,
      body: { detail: 'Offering was not deleted since it has resources.' },
    })
    for (const state of [2, 3, 4, 5]) {
      const offering = await makeOffering({ state })
      expect(await remove(offering)).toMatchObject({
        status: 403,
        body: { detail: 'Offering was not deleted since offering is not in draft state.' },
      })
      expect(await exists(offering)).toBe(true)
    }
  })

  test('by staff takes resources along, and the figures of the provider follow', async () => {
    const market = await world.marketplace()
    const second = await world.offering(market.provider.customer)
    await world.resource(second, market.project)
    await world.consumer(market.offering)
    const customers = () => get(`${market.base}customers/`, { as: market.owner })
    expect((await customers()).body).toHaveLength(2)
    expect((await remove(market.offering, staff)).status).toBe(204)
    expect((await customers()).body).toHaveLength(1)
    expect(await reconcile(database)).toEqual([])
  })
})

describe('a move to another provider', () => {
  const move = (offering: Made, customer: { hex: string }, preserve_permissions: boolean, as: Caller = staff) =>
    act(offering, 'move_offering', { customer: `/api/customers/${customer.hex}/`, preserve_permissions }, as)

  test.each([true, false])('takes consumers along; roles stay: %s', async (preserve) => {
    const market = await world.marketplace()
    const target = await world.provider()
    const manager = await world.user()
    await world.grant(manager, 'OFFERING.MANAGER', 'offering', market.offering)
    const answer = await move(market.offering, target.customer, preserve)
    expect(answer).toMatchObject({ status: 200, body: { customer_uuid: target.customer.hex } })
    const customersOf = async (of: Made) =>
      (await get(`/api/marketplace-service-providers/${of.hex}/customers/`, { as: staff })).body as unknown[]
    expect(await customersOf(market.provider)).toHaveLength(0)
    expect(await customersOf(target)).toHaveLength(1)
    const grants = await database.rows(sql`select is_active from user_role where user_id = ${manager.id}`)
    expect(grants).toEqual([{ is_active: preserve }])
    expect(await reconcile(database)).toEqual([])
  })

  test('needs a provider, and staff', async () => {
    const offering = await makeOffering()
    expect(await move(offering, await world.customer(), true)).toMatchObject({
      status: 400,
      body: { customer: ['Organization is not a service provider.'] },
    })
    expect((await move(offering, provider.customer, true, owner)).status).toBe(403)
  })
})

test.each([
  ['blocked', 'Blocked organization is not available.'],
  ['archived', 'Archived organization is not available.'],
])('nothing changes while the organization is %s', async (flag, message) => {
  const offering = await world.offering(await world.customer({ [flag]: true }), { state: 1 })
  const refusal = { status: 400, body: [message] }
  for (const [action, body] of [
    ['update_overview', { name: 'x' }],
    ['update_attributes', {}],
    ['add_endpoint', { name: 'x', url: 'y' }],
    ['delete_image', undefined],
    ['create_offering_component', { type: 'x', name: 'x', billing_type: 'fixed' }],
  ] as const) {
    expect(await act(offering, action, body, staff), action).toMatchObject(refusal)
  }
  expect(await request('DELETE', pathOf(offering), { as: staff })).toMatchObject(refusal)
})
