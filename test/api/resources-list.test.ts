import { expect, test } from 'vitest'
import { startTestApp, type Made } from '../harness/index.ts'
import { PROVIDER_RESOURCES, RESOURCES } from '../harness/order-scene.ts'

const app = await startTestApp()
const { world, get, request } = app

const staff = await world.staff()
const provider = await world.provider()
const other = await world.provider()
const category = await world.insert('category', { title: 'Storage' })
const parent = await world.offering(provider.customer)
const first = await world.offering(provider.customer, {
  slug: 'first',
  type: 'Marketplace.Slurm',
  parent_id: parent.id,
})
const second = await world.offering(other.customer, {
  slug: 'second',
  category_id: category.id,
  shared: false,
  billable: false,
})
const component = (offering: Made, type: string, billing: string) =>
  world.insert('offering_component', { offering_id: offering.id, type, name: type, billing_type: billing })
await component(first, 'ram', 'limit')
await component(first, 'cpu', 'usage')
await component(second, 'disk', 'limit')
const plan = await world.insert('plan', { offering_id: first.id, name: 'Plan' })
const consumer = await world.customer()
const neighbour = await world.customer()
const alpha = await world.project(consumer, { name: 'Alpha' })
const beta = await world.project(neighbour, { name: 'Beta' })
const manager = await world.user()
await world.grant(manager, 'OFFERING.MANAGER', 'offering', first)
const member = await world.member(alpha, { username: 'mia' }, 'PROJECT.MEMBER')
await world.grant(await world.user({ username: 'gone' }), 'PROJECT.MEMBER', 'project', alpha, { is_active: false })

const make = (offering: Made, project: Made, name: string, values: Record<string, unknown>) =>
  world.resource(offering, project, { name, slug: `res-${name}`, ...values })
const one = await make(first, alpha, 'one', {
  state: 2,
  plan_id: plan.id,
  backend_id: 'b-1',
  paused: true,
  end_date: '2030-01-01',
  created: '2024-01-01T00:00:00Z',
  modified: '2024-03-01T00:00:00Z',
  backend_metadata: { runtime_state: 'ACTIVE' },
})
const two = await make(first, beta, 'two', {
  state: 1,
  downscaled: true,
  created: '2024-01-02T00:00:00Z',
  modified: '2024-02-01T00:00:00Z',
  effective_id: 'eff-2',
})
const three = await make(second, alpha, 'three', {
  state: 3,
  restrict_member_access: true,
  created: '2024-01-03T00:00:00Z',
  modified: '2024-01-15T00:00:00Z',
  end_date: '2029-01-01',
})
const four = await make(second, beta, 'four', {
  state: 6,
  created: '2024-01-03T00:00:00Z',
  modified: '2024-01-10T00:00:00Z',
})
const author = await world.user()
for (const [resource, offering, project, state] of [
  [two, first, beta, 1],
  [three, second, alpha, 3],
] as const) {
  await world.insert('marketplace_order', {
    resource_id: resource.id,
    offering_id: offering.id,
    project_id: project.id,
    created_by_id: author.id,
    state,
  })
}

const NAMES = new Map([
  [one.hex, 'one'],
  [two.hex, 'two'],
  [three.hex, 'three'],
  [four.hex, 'four'],
])
type Query = Record<string, string | readonly string[]>
const listed = async (query: Query, as: { id: string } = staff, path = RESOURCES) => {
  const { status, body, text } = await get(path, { as, query })
  expect(status, text).toBe(200)
  return (body as { uuid: string }[]).map(({ uuid }) => NAMES.get(uuid))
}
const ALL = ['one', 'two', 'three', 'four']

test.each<[string, Query, string[]]>([
  ['nothing', {}, ALL],
  ['offering_uuid', { offering_uuid: first.hex }, ['one', 'two']],
  ['offering_uuid, several', { offering_uuid: `${first.hex},${second.uuid}` }, ALL],
  ['offering', { offering: `/api/marketplace-public-offerings/${second.hex}/` }, ['three', 'four']],
  ['offering_slug', { offering_slug: 'second' }, ['three', 'four']],
  ['offering_type', { offering_type: 'Marketplace.Slurm' }, ['one', 'two']],
  ['offering_shared', { offering_shared: 'false' }, ['three', 'four']],
  ['offering_billable', { offering_billable: 'true' }, ['one', 'two']],
  ['parent_offering_uuid', { parent_offering_uuid: parent.hex }, ['one', 'two']],
  ['category_uuid', { category_uuid: category.hex }, ['three', 'four']],
  ['state', { state: ['OK', 'Terminated'] }, ['one', 'four']],
  ['project_uuid', { project_uuid: alpha.hex }, ['one', 'three']],
  ['project_name', { project_name: 'alp' }, ['one', 'three']],
  ['customer_uuid', { customer_uuid: neighbour.uuid }, ['two', 'four']],
  ['customer', { customer: `/api/customers/${consumer.hex}/` }, ['one', 'three']],
  ['provider_uuid of the organization', { provider_uuid: other.customer.hex }, ['three', 'four']],
  ['provider_uuid of the provider', { provider_uuid: provider.hex }, ['one', 'two']],
  ['name', { name: 'O' }, ['one', 'two', 'four']],
  ['name_exact', { name_exact: 'one' }, ['one']],
  ['backend_id', { backend_id: 'b-1' }, ['one']],
  ['backend_id, in part', { backend_id: 'b' }, []],
  ['plan_uuid', { plan_uuid: plan.hex }, ['one']],
  ['created', { created: '2024-01-02T00:00:00Z' }, ['two', 'three', 'four']],
  ['modified', { modified: '2024-02-01T00:00:00Z' }, ['one', 'two']],
  ['paused', { paused: 'true' }, ['one']],
  ['downscaled', { downscaled: 'true' }, ['two']],
  ['downscaled, not', { downscaled: 'false' }, ['one', 'three', 'four']],
  ['restrict_member_access', { restrict_member_access: 'true' }, ['three']],
  ['has_terminate_date', { has_terminate_date: 'true' }, ['one', 'three']],
  ['has_terminate_date, not', { has_terminate_date: 'false' }, ['two', 'four']],
  ['limit_based', { limit_based: 'true' }, ALL],
  ['usage_based', { usage_based: 'true' }, ['one', 'two']],
  ['usage_based, not', { usage_based: 'false' }, ['three', 'four']],
  ['only_limit_based', { only_limit_based: 'true' }, ['three', 'four']],
  ['only_usage_based', { only_usage_based: 'true' }, []],
  ['component_count', { component_count: '2' }, ['one', 'two']],
  ['component_count, a fraction', { component_count: '1.5' }, []],
  ['limit_component_count', { limit_component_count: '1' }, ALL],
  ['order_state', { order_state: 'pending-consumer' }, ['two']],
  ['visible_to_providers', { visible_to_providers: 'true' }, ['one', 'three', 'four']],
  ['visible_to_username', { visible_to_username: 'mia' }, ['one', 'three']],
  ['visible_to_username, whose role is gone', { visible_to_username: 'gone' }, []],
  ['runtime_state', { runtime_state: 'ACTIVE' }, ['one']],
  ['service_manager_uuid', { service_manager_uuid: manager.hex }, ['one', 'two']],
  ['is_attached', { is_attached: 'true' }, []],
  ['lexis_links_supported', { lexis_links_supported: 'false' }, ALL],
  ['scope', { scope: 'https://elsewhere.example.org/api/x/1/' }, []],
  ['query: name', { query: 'THREE' }, ['three']],
  ['query: slug', { query: 'res-f' }, ['four']],
  ['query: backend id', { query: 'b-1' }, ['one']],
  ['query: effective id', { query: 'EFF' }, ['two']],
  ['query: uuid', { query: four.hex }, ['four']],
  ['query with wildcards', { query: '_' }, []],
  ['o=name', { o: 'name' }, ['four', 'one', 'three', 'two']],
  ['o=-name', { o: '-name' }, ['two', 'three', 'one', 'four']],
  ['o=-created, ties by age', { o: '-created' }, ['three', 'four', 'two', 'one']],
  ['o=end_date, nothing last', { o: 'end_date' }, ['three', 'one', 'two', 'four']],
  ['o=project_name, then state', { o: 'project_name,-state' }, ['three', 'one', 'four', 'two']],
  ['o=state', { o: 'state' }, ['two', 'one', 'three', 'four']],
])('filtered by %s', async (_name, query, names) => {
  expect(await listed(query)).toEqual(names)
  // The provider's list knows the same filters; staff sees everything there, too.
  expect(await listed(query, staff, PROVIDER_RESOURCES)).toEqual(names)
})

test.each([
  [{ state: 'ok' }, { state: ['Select a valid choice. ok is not one of the available choices.'] }],
  [{ offering_uuid: 'x' }, { offering_uuid: ['Enter a valid UUID.'] }],
  [{ created: 'x' }, { created: ['Enter a valid date/time.'] }],
  [{ o: 'uuid' }, { o: ['Select a valid choice. uuid is not one of the available choices.'] }],
])('refuses %j', async (query, messages) => {
  for (const path of [RESOURCES, PROVIDER_RESOURCES]) {
    const { status, body } = await get(path, { as: staff, query })
    expect([status, body]).toEqual([400, messages])
  }
})

test('each side sees its own', async () => {
  expect(await listed({}, member)).toEqual(['one', 'three'])
  expect(await listed({}, member, PROVIDER_RESOURCES)).toEqual([])
  expect(await listed({}, manager)).toEqual(['one', 'two'])
  expect(await listed({}, manager, PROVIDER_RESOURCES)).toEqual(['one', 'two'])
  expect(await listed({}, await world.owner(other.customer), PROVIDER_RESOURCES)).toEqual(['three', 'four'])
  expect(await listed({}, await world.user())).toEqual([])
})

test('pages walk over every row once; HEAD counts; field picks', async () => {
  const seen: (string | undefined)[] = []
  for (let page = 1; page <= 4; page++) seen.push(...(await listed({ page: String(page), page_size: '1', o: 'name' })))
  expect(seen).toEqual(['four', 'one', 'three', 'two'])
  for (const path of [RESOURCES, PROVIDER_RESOURCES]) {
    const head = await request('HEAD', path, { as: staff, query: { paused: 'true' } })
    expect([head.status, head.headers['x-result-count'], head.text]).toEqual([200, '1', ''])
  }
  const fields = await get(RESOURCES, { as: staff, query: { field: ['uuid', 'name', 'qos'], name_exact: 'one' } })
  expect(fields.body).toEqual([{ uuid: one.hex, name: 'one' }])
})
