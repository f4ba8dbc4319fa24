import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { startTestApp } from '../harness/index.ts'
import { orderScene, ORDERS, RESOURCES, type OrderScene } from '../harness/order-scene.ts'
import { runs, seed } from './runs.ts'

// Random sequences of orders, reviews and reports against a model of plain objects: after every step the API says of
// each order, resource and plan period what the model says.

const app = await startTestApp({}, { poolSize: 4 })

type Type = 'Create' | 'Update' | 'Terminate' | 'Restore'

interface ModelOrder {
  uuid: string
  type: Type
  state: string
  limits?: number
  plan?: 'Small' | 'Large'
}

interface ModelResource {
  uuid: string
  state: string
  limits: number
  plan: 'Small' | 'Large'
  hasBackend: boolean
  /** Plans in the order of their periods; the last one is open while `inService`. */
  periods: string[]
  inService: boolean
  orders: ModelOrder[]
}

interface Model {
  resources: ModelResource[]
}

type Command = fc.AsyncCommand<Model, OrderScene>

const OPEN = ['pending-consumer', 'pending-provider', 'executing']
const last = (resource: ModelResource): ModelOrder => resource.orders.at(-1)!
const isOpen = (resource: ModelResource): boolean => OPEN.includes(last(resource).state)

const agree = async (model: Model, scene: OrderScene): Promise<void> => {
  for (const resource of model.resources) {
    const shown = await app.get(`${RESOURCES}${resource.uuid}/`, { as: scene.staff })
    expect(shown.body).toMatchObject({
      state: resource.state,
      limits: { ram: resource.limits },
      plan_name: resource.plan,
      order_in_progress: isOpen(resource) ? { uuid: last(resource).uuid } : null,
    })
    const { uuid, state, type } = last(resource)
    const order = await app.get(`${ORDERS}${uuid}/`, { as: scene.staff })
    expect(order.body).toMatchObject({ state, type, marketplace_resource_uuid: resource.uuid })
    const periods = await app.get(`${RESOURCES}${resource.uuid}/plan_periods/`, { as: scene.staff })
    const listed = (periods.body as { plan_name: string; end: string | null }[]).map(({ plan_name }) => plan_name)
    expect(listed).toEqual(resource.periods)
    const open = (periods.body as { end: string | null }[]).filter(({ end }) => end === null)
    expect(open).toHaveLength(resource.inService ? 1 : 0)
  }
}

const begin = (resource: ModelResource): void => {
  if (resource.inService) return
  resource.inService = true
  resource.periods.push(resource.plan)
}

const whileRunning = { Create: 'Creating', Update: 'Updating', Terminate: 'Terminating', Restore: 'Creating' }

/** What the resource becomes, and what follows, when its order is done, fails or is called off. */
const finish = (resource: ModelResource, outcome: 'done' | 'erred' | 'withdrawn'): void => {
  const order = last(resource)
  const makes = order.type === 'Create' || order.type === 'Restore'
  if (outcome === 'done') {
    resource.state = order.type === 'Terminate' ? 'Terminated' : 'OK'
    if (order.limits !== undefined) resource.limits = order.limits
    if (order.plan !== undefined && order.plan !== resource.plan) {
      resource.plan = order.plan
      resource.periods.push(order.plan)
    }
    if (makes) begin(resource)
    if (order.type === 'Terminate') resource.inService = false
    return
  }
  if (outcome === 'withdrawn') {
    // Only pending orders are called off here; all but the first leave the resource as it is.
    if (order.type === 'Create') {
      resource.state = 'Terminated'
      resource.inService = false
    }
    return
  }
  if (order.type === 'Update') resource.state = 'Erred'
  // What never worked does not begin to because it could not be ended.
  if (order.type === 'Terminate') resource.state = resource.inService ? 'OK' : 'Erred'
  if (makes) resource.state = resource.hasBackend && resource.state !== 'Terminated' ? 'Erred' : 'Terminated'
  if (resource.state === 'Terminated') resource.inService = false
}

interface Plan {
  title: string
  run: (resource: ModelResource, scene: OrderScene) => Promise<void>
}

/** A step on one of the resources there are, whatever it is in: the model says what is to be answered. */
const step = (index: number, { title, run }: Plan): Command => ({
  check: (model) => model.resources.length > 0,
  run: async (model, scene) => {
    await run(model.resources[index % model.resources.length]!, scene)
    await agree(model, scene)
  },
  toString: () => `${title} #${String(index)}`,
})

const create = (isStaff: boolean): Command => ({
  check: (model) => model.resources.length < 4,
  run: async (model, scene) => {
    const { status, body } = await scene.order(isStaff ? scene.staff : scene.member, { limits: { ram: 1 } })
    expect(status).toBe(201)
    const state = isStaff ? 'pending-provider' : 'pending-consumer'
    model.resources.push({
      uuid: body.marketplace_resource_uuid,
      state: 'Creating',
      limits: 1,
      plan: 'Small',
      hasBackend: false,
      periods: [],
      inService: false,
      orders: [{ uuid: body.uuid, type: 'Create', state }],
    })
    await agree(model, scene)
  },
  toString: () => (isStaff ? 'order by staff' : 'order by member'),
})

/** An action of the last order of the resource. */
const act = (
  name: string,
  from: readonly string[],
  refusal: number,
  then: (resource: ModelResource) => void,
): Plan => ({
  title: name,
  run: async (resource, scene) => {
    const { status } = await scene.act(last(resource).uuid, name, scene.staff)
    const expected = from.includes(last(resource).state) ? (name === 'cancel' ? 202 : 200) : refusal
    const isRunningCancel = name === 'cancel' && last(resource).state === 'executing'
    expect([name, last(resource).state, status]).toEqual([name, last(resource).state, isRunningCancel ? 405 : expected])
    if (status < 300) then(resource)
  },
})

const move = (state: string, outcome?: 'done' | 'erred' | 'withdrawn') => (resource: ModelResource) => {
  const wasErred = last(resource).state === 'erred'
  last(resource).state = state
  if (state === 'executing') resource.state = whileRunning[last(resource).type]
  if (outcome && !(wasErred && outcome === 'erred')) finish(resource, outcome)
}

const PENDING = ['pending-consumer', 'pending-provider']
const reviews: Plan[] = [
  act('approve_by_consumer', ['pending-consumer'], 409, move('pending-provider')),
  act('reject_by_consumer', ['pending-consumer'], 400, move('rejected', 'withdrawn')),
  act('approve_by_provider', ['pending-provider'], 409, move('executing')),
  act('reject_by_provider', ['pending-provider'], 409, move('rejected', 'withdrawn')),
  act('cancel', PENDING, 409, move('canceled', 'withdrawn')),
  act('set_state_executing', [...PENDING, 'erred'], 409, move('executing')),
  act('set_state_done', ['executing'], 409, move('done', 'done')),
  act('set_state_erred', [...OPEN, 'erred'], 409, move('erred', 'erred')),
]

/** Places an order from the resource, by the provider's owner or staff; an open order or a wrong state refuses it. */
const place = (
  type: Type,
  action: string,
  from: readonly string[],
  refusal: number,
  make: (resource: ModelResource, scene: OrderScene) => { body: unknown; order: Partial<ModelOrder> },
): Plan => ({
  title: action,
  run: async (resource, scene) => {
    const { body, order } = make(resource, scene)
    const answer = await scene.actOn(resource.uuid, action, scene.staff, body)
    const expected = isOpen(resource) ? 400 : from.includes(resource.state) ? 200 : refusal
    expect([action, resource.state, answer.status]).toEqual([action, resource.state, expected])
    if (answer.status === 200) {
      resource.orders.push({ uuid: answer.body.order_uuid, type, state: 'pending-provider', ...order })
    }
  },
})

const orders: Plan[] = [
  place('Terminate', 'terminate', ['OK', 'Erred'], 409, () => ({ body: {}, order: {} })),
  place('Update', 'update_limits', ['OK'], 409, (resource) => ({
    body: { limits: { ram: resource.limits + 1 } },
    order: { limits: resource.limits + 1 },
  })),
  place('Update', 'switch_plan', ['OK'], 409, (resource, scene) => {
    const plan = resource.plan === 'Small' ? 'Large' : 'Small'
    const { hex } = plan === 'Small' ? scene.plan : scene.otherPlan
    return { body: { plan: `/api/marketplace-plans/${hex}/` }, order: { plan } }
  }),
  place('Restore', 'restore', ['Terminated'], 400, () => ({ body: {}, order: {} })),
]

const reports: Plan[] = [
  {
    title: 'set_as_erred',
    run: async (resource, scene) => {
      const { status } = await scene.provide(resource.uuid, 'set_as_erred', scene.owner)
      expect(status).toBe(resource.state === 'Terminated' ? 409 : 200)
      if (status === 200) resource.state = 'Erred'
    },
  },
  {
    title: 'set_as_ok',
    run: async (resource, scene) => {
      const { status } = await scene.provide(resource.uuid, 'set_as_ok', scene.owner)
      expect(status).toBe(resource.state === 'Erred' ? 200 : 409)
      if (status !== 200) return
      resource.state = 'OK'
      begin(resource)
    },
  },
  {
    title: 'set_backend_id',
    run: async (resource, scene) => {
      const body = { backend_id: 'b-1' }
      expect((await scene.provide(resource.uuid, 'set_backend_id', scene.owner, body)).status).toBe(200)
      resource.hasBackend = true
    },
  },
]

const plans = [...reviews, ...reviews, ...orders, ...reports]
const commands = fc.commands(
  [
    fc.boolean().map(create),
    fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(...plans)).map(([index, plan]) => step(index, plan)),
    fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(...plans)).map(([index, plan]) => step(index, plan)),
    fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(...plans)).map(([index, plan]) => step(index, plan)),
  ],
  { maxCommands: 40, size: 'max' },
)

test(
  'orders, resources and plan periods are what the model says, after every step',
  { timeout: 1_800_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        const scene = await orderScene(app, { offering: { plugin_options: { can_restore_resource: true } } })
        await fc.asyncModelRun(() => ({ model: { resources: [] as ModelResource[] }, real: scene }), sequence)
      }),
      { numRuns: runs(15, 60), seed: seed('order-model') },
    )
    expect(await reconcile(app.database)).toEqual([])
    const doubled = await app.database.rows(sql`
    select resource_id from marketplace_order where state in (1, 2, 7, 8, 9) group by 1 having count(*) > 1
  `)
    expect(doubled).toEqual([])
  },
)
