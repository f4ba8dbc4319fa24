import type { Answer, TestApp } from './app.ts'
import type { Made, Marketplace, MadeUser } from './world.ts'

/** A marketplace with an offering that can be ordered: plan, limits, prices, and everybody who has to do with an order. */
export interface OrderScene extends Marketplace {
  plan: Made
  otherPlan: Made
  /** Limit component `ram`. */
  ram: Made
  member: MadeUser
  admin: MadeUser
  consumerOwner: MadeUser
  staff: MadeUser
  /** Body of an order of the offering for the project. */
  body: (changes?: Record<string, unknown>) => Record<string, unknown>
  order: (as: { id: string }, changes?: Record<string, unknown>) => Promise<Answer>
  /** Performs an action of an order. */
  act: (orderUuid: string, action: string, as: { id: string }, body?: unknown) => Promise<Answer>
  /** Performs an action of a resource, on the provider's path when so wanted. */
  actOn: (resourceUuid: string, action: string, as: { id: string }, body?: unknown) => Promise<Answer>
  provide: (resourceUuid: string, action: string, as: { id: string }, body?: unknown) => Promise<Answer>
  stateOf: (orderUuid: string) => Promise<string>
  resourceStateOf: (resourceUuid: string) => Promise<string>
  /** An order that is done, with its resource in state OK. */
  running: (changes?: Record<string, unknown>) => Promise<{ order: string; resource: string }>
}

export const ORDERS = '/api/marketplace-orders/'
export const RESOURCES = '/api/marketplace-resources/'
export const PROVIDER_RESOURCES = '/api/marketplace-provider-resources/'

interface SceneOptions {
  type?: string
  offering?: Record<string, unknown>
  component?: Record<string, unknown>
  plan?: Record<string, unknown>
  project?: Record<string, unknown>
}

export const orderScene = async (app: TestApp, options: SceneOptions = {}): Promise<OrderScene> => {
  const { world, get, post } = app
  const provider = await world.provider()
  const owner = await world.owner(provider.customer)
  const offering = await world.offering(provider.customer, {
    type: options.type ?? 'Marketplace.Slurm',
    ...options.offering,
  })
  const consumer = await world.customer()
  const project = await world.project(consumer, options.project)
  const ram = await world.insert('offering_component', {
    offering_id: offering.id,
    type: 'ram',
    name: 'Memory',
    billing_type: 'limit',
    ...options.component,
  })
  const node = await world.insert('offering_component', {
    offering_id: offering.id,
    type: 'node',
    name: 'Node',
    billing_type: 'fixed',
  })
  const makePlan = async (name: string, ramPrice: string, nodePrice: string, values: Record<string, unknown> = {}) => {
    const plan = await world.insert('plan', { offering_id: offering.id, name, unit: 'month', ...values })
    await world.link('plan_component', { plan_id: plan.id, component_id: ram.id, amount: 0, price: ramPrice })
    await world.link('plan_component', { plan_id: plan.id, component_id: node.id, amount: 2, price: nodePrice })
    return plan
  }
  const plan = await makePlan('Small', '1.5', '10', options.plan)
  const otherPlan = await makePlan('Large', '1', '50')
  const staff = await world.staff()
  const body = (changes: Record<string, unknown> = {}) => ({
    offering: `http://api.test/api/marketplace-public-offerings/${offering.hex}/`,
    project: `http://api.test/api/projects/${project.hex}/`,
    plan: `http://api.test/api/marketplace-plans/${plan.hex}/`,
    attributes: { name: 'sample' },
    limits: { ram: 4 },
    ...changes,
  })
  const order = (as: { id: string }, changes?: Record<string, unknown>) => post(ORDERS, { as, body: body(changes) })
  const act = (uuid: string, action: string, as: { id: string }, sent: unknown = {}) =>
    post(`${ORDERS}${uuid}/${action}/`, { as, body: sent })
  const stateOf = async (uuid: string): Promise<string> => (await get(`${ORDERS}${uuid}/`, { as: staff })).body.state
  return {
    provider,
    owner,
    offering,
    consumer,
    project,
    // Not used here: every test orders its own.
    resource: offering,
    base: `/api/marketplace-service-providers/${provider.hex}/`,
    plan,
    otherPlan,
    ram,
    member: await world.member(project, {}, 'PROJECT.MEMBER'),
    admin: await world.member(project, {}, 'PROJECT.ADMIN'),
    consumerOwner: await world.owner(consumer),
    staff,
    body,
    order,
    act,
    actOn: (uuid, action, as, sent = {}) => post(`${RESOURCES}${uuid}/${action}/`, { as, body: sent }),
    provide: (uuid, action, as, sent = {}) => post(`${PROVIDER_RESOURCES}${uuid}/${action}/`, { as, body: sent }),
    stateOf,
    resourceStateOf: async (uuid) => (await get(`${RESOURCES}${uuid}/`, { as: staff })).body.state,
    running: async (changes) => {
      const made = await order(staff, changes)
      const { uuid, marketplace_resource_uuid: resource, state } = made.body as Record<string, string>
      if (state === 'pending-provider') await act(uuid!, 'approve_by_provider', owner)
      await act(uuid!, 'set_state_done', owner)
      return { order: uuid!, resource: resource! }
    },
  }
}
