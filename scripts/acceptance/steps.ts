import assert from 'node:assert/strict'

// The life of a provider, from an empty system to the last figure, through HTTP only. The test and the script that the
// README shows take the same steps; they differ in how a request is sent.

type Json = Record<string, unknown>

export interface Sent {
  /** Key of the token of the caller; anonymous without. */
  as?: string
  body?: unknown
  query?: Record<string, string>
}

export interface Answered {
  status: number
  body: unknown
}

export type Send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, sent?: Sent) => Promise<Answered>

interface Run {
  send: Send
  /** Called with what has been reached. */
  note: (what: string) => void
  staff: string
  /** Makes names of this run unlike those of others. */
  mark: string
}

interface Created {
  uuid: string
  url: string
}

/** The body of an answer that must have this status; an object, unless the caller knows better. */
const ok = async (answer: Promise<Answered>, status: number, what: string): Promise<Json> => {
  const { status: got, body } = await answer
  assert.equal(got, status, `${what}: ${JSON.stringify(body)}`)
  return body as Json
}

const list = async (answer: Promise<Answered>, what: string): Promise<Json[]> =>
  (await ok(answer, 200, what)) as unknown as Json[]

const create = async ({ send }: Run, path: string, as: string, body: Json): Promise<Created & Json> =>
  (await ok(send('POST', path, { as, body }), 201, `POST ${path}`)) as Created & Json

/** A user with a password, and a token for him. */
const person = async (run: Run, name: string): Promise<{ token: string } & Created> => {
  const username = `${name}-${run.mark}`
  const password = `sample-${run.mark}-Password-1`
  const user = await create(run, '/api/users/', run.staff, {
    username,
    email: `${username}@example.org`,
    first_name: name,
  })
  const path = `/api/users/${user.uuid}/change_password/`
  await ok(run.send('POST', path, { as: run.staff, body: { new_password: password } }), 200, path)
  const signedIn = await ok(run.send('POST', '/api-auth/password/', { body: { username, password } }), 200, 'sign in')
  return { ...user, token: signedIn.token as string }
}

const grant = (run: Run, collection: string, scope: Created, user: Created, role: string) =>
  ok(
    run.send('POST', `/api/${collection}/${scope.uuid}/add_user/`, { as: run.staff, body: { role, user: user.uuid } }),
    201,
    `${role} of ${collection}`,
  )

/** Organizations, people and projects. */
const people = async (run: Run) => {
  const { staff, mark } = run
  const provider = await create(run, '/api/customers/', staff, { name: `Sample computing centre ${mark}` })
  const consumer = await create(run, '/api/customers/', staff, { name: `Sample university ${mark}` })
  const owner = await person(run, 'owner')
  const manager = await person(run, 'manager')
  const member = await person(run, 'member')
  const stranger = await person(run, 'stranger')
  const consumerOwner = await person(run, 'university')
  await grant(run, 'customers', provider, owner, 'CUSTOMER.OWNER')
  await grant(run, 'customers', consumer, consumerOwner, 'CUSTOMER.OWNER')
  const project = await create(run, '/api/projects/', staff, { name: `Sample project ${mark}`, customer: consumer.url })
  await grant(run, 'projects', project, manager, 'PROJECT.MANAGER')
  await grant(run, 'projects', project, member, 'PROJECT.ADMIN')
  const serviceProvider = await create(run, '/api/marketplace-service-providers/', staff, { customer: provider.url })
  await create(run, '/api/payment-profiles/', staff, {
    name: 'Sample contract',
    organization: consumer.url,
    payment_type: 'invoices',
  })
  run.note('two organizations, a provider, a project and its people')
  return { provider, consumer, owner, manager, member, stranger, consumerOwner, project, serviceProvider }
}

type Place = Awaited<ReturnType<typeof people>>

const COMPONENTS = [
  { type: 'node', name: 'Node', billing_type: 'fixed', measured_unit: 'node' },
  { type: 'cpu', name: 'CPU hours', billing_type: 'usage', measured_unit: 'h' },
  { type: 'ram', name: 'Memory', billing_type: 'limit', limit_period: 'month', measured_unit: 'GB' },
  { type: 'setup', name: 'Setup', billing_type: 'one' },
  { type: 'move', name: 'Change of plan', billing_type: 'few' },
]
const PRICES = { node: '10', cpu: '0.5', ram: '1.5', setup: '5', move: '7' }

/** An offering with a component of each kind, its plan, its prices and its terms, open for orders. */
const catalogue = async (run: Run, { provider, owner }: Place) => {
  const group = await create(run, '/api/marketplace-category-groups/', run.staff, { title: `Computing ${run.mark}` })
  const category = await create(run, '/api/marketplace-categories/', run.staff, {
    title: `Clusters ${run.mark}`,
    group: group.url,
  })
  const offering = await create(run, '/api/marketplace-provider-offerings/', owner.token, {
    name: `Sample cluster ${run.mark}`,
    category: category.url,
    customer: provider.url,
    type: 'Marketplace.Slurm',
    plugin_options: { service_provider_can_create_offering_user: true },
    components: COMPONENTS,
    plans: [{ name: 'Standard', unit: 'month', prices: PRICES, quotas: { node: 2 } }],
  })
  assert.equal(offering.state, 'Draft')
  await create(run, '/api/marketplace-offering-terms-of-service/', owner.token, {
    offering: offering.url,
    terms_of_service: 'Be kind.',
    version: '1',
    is_active: true,
  })
  const activate = `/api/marketplace-provider-offerings/${offering.uuid}/activate/`
  await ok(run.send('POST', activate, { as: owner.token }), 200, 'activation')
  const shown = await ok(run.send('GET', `/api/marketplace-public-offerings/${offering.uuid}/`), 200, 'public offering')
  run.note('an offering with five components, a plan, prices and terms, active')
  const [plan] = shown.plans as Created[]
  assert.ok(plan, 'the offering shows its plan')
  return { offering, plan }
}

type Goods = Awaited<ReturnType<typeof catalogue>>

/** From the order to the resource in service. */
const ordering = async (run: Run, { manager, consumerOwner, owner, project }: Place, { offering, plan }: Goods) => {
  const { send } = run
  const body = {
    offering: `/api/marketplace-public-offerings/${offering.uuid}/`,
    project: project.url,
    plan: plan.url,
    limits: { ram: 4 },
    attributes: { name: 'Sample allocation' },
  }
  const refused = await send('POST', '/api/marketplace-orders/', { as: manager.token, body })
  assert.equal(refused.status, 400, 'terms must be accepted')
  const accepted = { ...body, accepting_terms_of_service: true }
  const order = await create(run, '/api/marketplace-orders/', manager.token, accepted)
  assert.equal(order.state, 'pending-consumer')
  const act = async (action: string, as: string): Promise<string> => {
    const path = `/api/marketplace-orders/${order.uuid}/`
    await ok(send('POST', `${path}${action}/`, { as, body: {} }), 200, action)
    return (await ok(send('GET', path, { as: owner.token }), 200, path)).state as string
  }
  assert.equal(await act('approve_by_consumer', consumerOwner.token), 'pending-provider')
  assert.equal(await act('approve_by_provider', owner.token), 'executing')
  assert.equal(await act('set_state_done', owner.token), 'done')
  const uuid = order.marketplace_resource_uuid as string
  const resource = await ok(send('GET', `/api/marketplace-resources/${uuid}/`, { as: manager.token }), 200, 'resource')
  assert.equal(resource.state, 'OK')
  run.note('an order that both sides approved, and a resource in service')
  return resource as Created & Json
}

/** Usage and a request for help. */
const daily = async (run: Run, { owner, manager, project }: Place, resource: Created) => {
  const date = new Date().toISOString()
  const usages = [{ type: 'cpu', amount: '10.00', description: 'sample' }]
  const report = { resource: resource.uuid, date, usages }
  const path = '/api/marketplace-component-usages/set_usage/'
  await ok(run.send('POST', path, { as: owner.token, body: report }), 201, path)
  // Reported again, it is still the same usage.
  await ok(run.send('POST', path, { as: owner.token, body: report }), 201, path)
  await create(run, '/api/support-issues/', manager.token, {
    type: 'Incident',
    summary: 'Sample question',
    project: project.url,
    resource: resource.url,
  })
  run.note('usage and a request for help')
}

/** The part of this month, in hundredths, that is charged from today on: begun days count. */
const partOfMonth = (now = new Date()): number => {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
  const end = Date.UTC(year, month + 1, 1)
  const days = Math.ceil((end - now.getTime()) / 86_400_000)
  const inMonth = (end - Date.UTC(year, month, 1)) / 86_400_000
  return Math.min(Math.ceil((days * 100) / inMonth), 100)
}

const digits = (cents: number): string => `${String(Math.trunc(cents / 100))}.${String(cents % 100).padStart(2, '0')}`

/** Prices with and without trailing zeros are the same. */
const inCents = (price: unknown): string => {
  const [whole = '', fraction = ''] = String(price).split('.')
  return `${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`
}

/** Two nodes at 10 and four GB at 1.5 for the rest of the month, the setup at 5, ten hours at 0.5. In cents. */
const expectedPrice = (part: number): number => 2 * 10 * part + 6 * part + 500 + 500

/** What the owner of the provider reads: every row exactly once, and nothing for a stranger. */
const reading = async (run: Run, place: Place, part: number) => {
  const { send } = run
  const { serviceProvider, owner, stranger, project, consumer, manager, member } = place
  const base = `/api/marketplace-service-providers/${serviceProvider.uuid}/`
  const rows = async (name: string, query: Record<string, string> = {}): Promise<Json[]> => {
    const listed = await list(send('GET', `${base}${name}/`, { as: owner.token, query }), name)
    const refused = await send('GET', `${base}${name}/`, { as: stranger.token, query })
    assert.equal(refused.status, 403, `${name} is not for strangers`)
    return listed
  }
  const once = async (name: string, key: string, wanted: readonly string[], query?: Record<string, string>) => {
    const found = (await rows(name, query)).map((row) => row[key] as string)
    assert.deepEqual(found.toSorted(), wanted.toSorted(), `${name}: each row once`)
  }
  await once('customers', 'uuid', [consumer.uuid])
  await once('projects', 'uuid', [project.uuid])
  await once('customer_projects', 'uuid', [project.uuid], { project_customer_uuid: consumer.uuid })
  await once('users', 'uuid', [manager.uuid, member.uuid])
  await once('user_customers', 'uuid', [consumer.uuid], { user_uuid: manager.uuid })
  await once('project_permissions', 'user_uuid', [manager.uuid, member.uuid])
  const [shown] = await rows('projects')
  const price = digits(expectedPrice(part))
  assert.equal(inCents((shown?.billing_price_estimate as Json).total), price, 'the estimate of the project')
  // Whole units only.
  const income = (await rows('revenue')).map(({ total }) => total)
  assert.deepEqual(income, [Math.trunc(expectedPrice(part) / 100)], 'the revenue of the month')
  const stat = await ok(send('GET', `${base}stat/`, { as: owner.token }), 200, 'stat')
  assert.deepEqual(stat, {
    active_campaigns: 0,
    current_customers: 1,
    customers_number_change: 1,
    active_resources: 1,
    resources_number_change: 1,
    active_and_paused_offerings: 1,
    unresolved_tickets: 1,
    pending_orders: 0,
    erred_resources: 0,
  })
  run.note(`every list of the provider, and the price of the month: ${price}`)
}

/** The end of the resource, and what cannot end yet. */
const ending = async (
  run: Run,
  { member, consumerOwner, owner, serviceProvider }: Place,
  goods: Goods,
  resource: Created,
) => {
  const { send } = run
  const path = `/api/marketplace-resources/${resource.uuid}/terminate/`
  const { order_uuid } = await ok(send('POST', path, { as: member.token, body: {} }), 200, 'termination')
  for (const [action, as] of [
    ['approve_by_consumer', consumerOwner],
    ['approve_by_provider', owner],
    ['set_state_done', owner],
  ] as const) {
    const step = `/api/marketplace-orders/${String(order_uuid)}/${action}/`
    await ok(send('POST', step, { as: as.token, body: {} }), 200, action)
  }
  const provider = `/api/marketplace-service-providers/${serviceProvider.uuid}/`
  for (const name of ['customers', 'projects', 'users']) {
    const left = await list(send('GET', `${provider}${name}/`, { as: owner.token }), name)
    assert.deepEqual(left, [], `${name} after the end`)
  }
  const offering = `/api/marketplace-provider-offerings/${goods.offering.uuid}/`
  assert.equal((await send('DELETE', provider, { as: owner.token })).status, 400, 'the offering is not archived yet')
  await ok(send('POST', `${offering}archive/`, { as: owner.token }), 200, 'archive')
  await ok(send('DELETE', provider, { as: owner.token }), 204, 'the provider can go')
  run.note('the end: no consumer is left, and the provider goes after its offering')
}

/** Takes all steps as a staff user with this token; throws at the first that is not answered as it should be. */
export const runAcceptance = async (send: Send, staff: string, note: (what: string) => void = () => undefined) => {
  const run: Run = { send, staff, note, mark: `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}` }
  const place = await people(run)
  const goods = await catalogue(run, place)
  const part = partOfMonth()
  const resource = await ordering(run, place, goods)
  await daily(run, place, resource)
  await reading(run, place, part)
  await ending(run, place, goods, resource)
}
