import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { startTestApp } from '../harness/index.ts'
import { orderScene, RESOURCES } from '../harness/order-scene.ts'

// Every action in every state, for every type of order, against tables that are written by hand from the
// specification; and the same for the states of resources.

const app = await startTestApp()
const { world, database, post, get } = app

const STATES = {
  'pending-consumer': 1,
  executing: 2,
  done: 3,
  erred: 4,
  canceled: 5,
  rejected: 6,
  'pending-provider': 7,
  'pending-project': 8,
  'pending-start-date': 9,
} as const
type State = keyof typeof STATES

const TYPES = { Create: 1, Update: 2, Terminate: 3, Restore: 4 } as const
type Type = keyof typeof TYPES

const RESOURCE_STATES = { Creating: 1, OK: 2, Erred: 3, Updating: 4, Terminating: 5, Terminated: 6 } as const
type ResourceState = keyof typeof RESOURCE_STATES

/** What a resource is while an order of the type is in the state, its provider having given it an id. */
const RESOURCE_AT: Record<Type, Record<State, ResourceState>> = {
  Create: {
    'pending-consumer': 'Creating',
    'pending-project': 'Creating',
    'pending-start-date': 'Creating',
    'pending-provider': 'Creating',
    executing: 'Creating',
    done: 'OK',
    erred: 'Erred',
    canceled: 'Terminated',
    rejected: 'Terminated',
  },
  Update: {
    'pending-consumer': 'OK',
    'pending-project': 'OK',
    'pending-start-date': 'OK',
    'pending-provider': 'OK',
    executing: 'Updating',
    done: 'OK',
    erred: 'Erred',
    canceled: 'OK',
    rejected: 'OK',
  },
  Terminate: {
    'pending-consumer': 'OK',
    'pending-project': 'OK',
    'pending-start-date': 'OK',
    'pending-provider': 'OK',
    executing: 'Terminating',
    done: 'Terminated',
    erred: 'OK',
    canceled: 'OK',
    rejected: 'OK',
  },
  Restore: {
    'pending-consumer': 'Terminated',
    'pending-project': 'Terminated',
    'pending-start-date': 'Terminated',
    'pending-provider': 'Terminated',
    executing: 'Creating',
    done: 'OK',
    erred: 'Erred',
    canceled: 'Terminated',
    rejected: 'Terminated',
  },
}

const PENDING = ['pending-consumer', 'pending-project', 'pending-start-date', 'pending-provider'] as const

interface Action {
  /** Where it leads; from all other states it is refused. */
  to: Partial<Record<State, State>>
  success: number
  refusal: number
  says: unknown
}

const to = (target: State, from: readonly State[]) => Object.fromEntries(from.map((state) => [state, target]))
const detail = (states: string) => ({ detail: `Valid states for operation: ${states}.` })

/** For an offering of the type Marketplace.Slurm; `cancel` of an executing order is refused apart. */
const ACTIONS: Record<string, Action> = {
  approve_by_consumer: {
    to: { 'pending-consumer': 'pending-provider' },
    success: 200,
    refusal: 409,
    says: detail('pending-consumer'),
  },
  approve_by_provider: {
    to: { 'pending-provider': 'executing' },
    success: 200,
    refusal: 409,
    says: detail('pending-provider'),
  },
  reject_by_provider: {
    to: { 'pending-provider': 'rejected' },
    success: 200,
    refusal: 409,
    says: detail('pending-provider'),
  },
  reject_by_consumer: {
    to: { 'pending-consumer': 'rejected' },
    success: 200,
    refusal: 400,
    says: ['Review of order by consumer is not required.'],
  },
  set_state_executing: {
    to: to('executing', [...PENDING, 'erred']),
    success: 200,
    refusal: 409,
    says: detail('pending-consumer, pending-provider, pending-project, pending-start-date, erred'),
  },
  set_state_done: { to: { executing: 'done' }, success: 200, refusal: 409, says: detail('executing') },
  set_state_erred: {
    to: to('erred', [...PENDING, 'executing', 'erred']),
    success: 200,
    refusal: 409,
    says: detail('pending-consumer, pending-provider, pending-project, pending-start-date, executing, erred'),
  },
  cancel: {
    to: to('canceled', PENDING),
    success: 202,
    refusal: 409,
    says: detail('pending-consumer, pending-provider, pending-project, pending-start-date, executing'),
  },
}

const scene = await orderScene(app)

const makeOrder = async (type: Type, state: State, values: Record<string, unknown> = {}) => {
  const resource = await world.resource(scene.offering, scene.project, {
    state: RESOURCE_STATES[RESOURCE_AT[type][state]],
    plan_id: scene.plan.id,
    limits: { ram: 1 },
    backend_id: 'b-1',
    ...values,
  })
  const order = await world.insert('marketplace_order', {
    resource_id: resource.id,
    offering_id: scene.offering.id,
    project_id: scene.project.id,
    plan_id: scene.plan.id,
    created_by_id: scene.admin.id,
    type: TYPES[type],
    state: STATES[state],
    limits: { ram: 2 },
  })
  return { order: order.hex, resource: resource.hex, resourceId: resource.id }
}

describe.each(Object.keys(TYPES) as Type[])('an order of the type %s', (type) => {
  test.each(Object.keys(ACTIONS))('answers %s in every state as its table says', async (name) => {
    const action = ACTIONS[name]!
    for (const state of Object.keys(STATES) as State[]) {
      const { order, resource } = await makeOrder(type, state)
      const answer = await scene.act(order, name, scene.staff)
      const after = [await scene.stateOf(order), await scene.resourceStateOf(resource)]
      const target = action.to[state]
      if (target === undefined) {
        const isRunning = name === 'cancel' && state === 'executing'
        const says = isRunning
          ? { detail: "The order's offering with Marketplace.Slurm type does not support this action" }
          : action.says
        expect([state, answer.status, answer.body]).toEqual([state, isRunning ? 405 : action.refusal, says])
        expect([state, ...after]).toEqual([state, state, RESOURCE_AT[type][state]])
      } else {
        expect([state, answer.status, answer.text]).toEqual([state, action.success, expect.any(String)])
        // Nobody had begun to make it again, so nothing is broken.
        const isUntouched = type === 'Restore' && target === 'erred' && state.startsWith('pending')
        expect([state, ...after]).toEqual([state, target, isUntouched ? 'Terminated' : RESOURCE_AT[type][target]])
      }
    }
  })

  test.each([...PENDING, 'done', 'erred', 'canceled', 'rejected', 'executing'] as const)(
    'that is %s is deleted only while it waits for a review',
    async (state) => {
      const { order, resource } = await makeOrder(type, state)
      const answer = await app.request('DELETE', `/api/marketplace-orders/${order}/`, { as: scene.staff })
      const may = state === 'pending-consumer' || state === 'pending-provider'
      expect(answer.status).toBe(may ? 204 : 409)
      if (!may) expect(answer.body).toEqual(detail('pending-consumer, pending-provider'))
      expect((await get(`/api/marketplace-orders/${order}/`, { as: scene.staff })).status).toBe(may ? 404 : 200)
      const resourceStatus = (await get(`${RESOURCES}${resource}/`, { as: scene.staff })).status
      expect(resourceStatus).toBe(may && type === 'Create' ? 404 : 200)
    },
  )
})

test.each(['Create', 'Restore'] as const)(
  'a %s order that fails before anything was made ends its resource',
  async (type) => {
    const { order, resource } = await makeOrder(type, 'executing', { backend_id: '' })
    await scene.act(order, 'set_state_erred', scene.owner, { error_message: 'no space', error_traceback: 'line 1' })
    expect(await scene.resourceStateOf(resource)).toBe('Terminated')
    const shown = await get(`/api/marketplace-orders/${order}/`, { as: scene.owner })
    expect(shown.body).toMatchObject({
      state: 'erred',
      error_message: 'no space',
      error_traceback: 'line 1',
      completed_at: expect.any(String),
    })
  },
)

test('an order that has failed may get other words, and nothing else changes', async () => {
  const { order, resource } = await makeOrder('Create', 'executing')
  const words = async (error_message: string, error_traceback: string) => {
    const answer = await scene.act(order, 'set_state_erred', scene.owner, { error_message, error_traceback })
    expect(answer.status).toBe(200)
    const { body } = await get(`/api/marketplace-orders/${order}/`, { as: scene.owner })
    expect(body).toMatchObject({ state: 'erred', error_message, error_traceback })
    expect(await scene.resourceStateOf(resource)).toBe('Erred')
  }
  await words('no space', 'line 1')
  await words('no quota', 'line 2')
})

test('a failed order may be tried again until another one comes after it', async () => {
  const first = await makeOrder('Create', 'executing')
  await scene.act(first.order, 'set_state_erred', scene.owner)
  expect((await scene.act(first.order, 'set_state_executing', scene.owner)).status).toBe(200)
  expect(await scene.resourceStateOf(first.resource)).toBe('Creating')
  expect((await get(`/api/marketplace-orders/${first.order}/`, { as: scene.owner })).body).toMatchObject({
    completed_at: null,
    error_message: '',
  })
  await scene.act(first.order, 'set_state_erred', scene.owner)
  const end = await scene.actOn(first.resource, 'terminate', scene.consumerOwner)
  const refused = await scene.act(first.order, 'set_state_executing', scene.owner)
  expect([refused.status, refused.body]).toEqual([400, ['Pending order for resource already exists.']])
  await scene.act(end.body.order_uuid, 'reject_by_provider', scene.owner)
  const late = await scene.act(first.order, 'set_state_executing', scene.owner)
  expect([late.status, late.body]).toEqual([400, ['A later order for resource exists.']])
})

test.each([
  ['Marketplace.Basic', { set_state_executing: 405, set_state_erred: 405, set_state_done: 200, cancel: 202 }],
  ['Marketplace.Support', { set_state_executing: 405, set_state_erred: 405, set_state_done: 200, cancel: 202 }],
  ['Other.Plugin', { set_state_executing: 405, set_state_erred: 405, set_state_done: 405, cancel: 405 }],
])('orders of the type %s know these actions', async (type, statuses) => {
  const other = await orderScene(app, { type })
  for (const [action, status] of Object.entries(statuses)) {
    const { body } = await other.order(other.staff)
    if (body.state === 'pending-provider') await other.act(body.uuid, 'approve_by_provider', other.owner)
    expect(await other.stateOf(body.uuid)).toBe('executing')
    const answer = await other.act(body.uuid, action, other.staff)
    expect([action, answer.status]).toEqual([action, status])
    if (status === 405) {
      expect(answer.body).toEqual({ detail: `The order's offering with ${type} type does not support this action` })
    }
  }
})

describe('actions of a resource by its state', () => {
  const all = Object.keys(RESOURCE_STATES) as ResourceState[]
  const BODIES: Record<string, () => unknown> = {
    update_limits: () => ({ limits: { ram: 5 } }),
    switch_plan: () => ({ plan: `/api/marketplace-plans/${scene.otherPlan.hex}/` }),
  }
  test.each<[string, 'marketplace-resources' | 'marketplace-provider-resources', readonly ResourceState[], unknown]>([
    ['terminate', 'marketplace-resources', ['OK', 'Erred'], detail('OK, Erred')],
    ['update_limits', 'marketplace-resources', ['OK'], detail('OK')],
    ['switch_plan', 'marketplace-resources', ['OK'], detail('OK')],
    ['set_as_ok', 'marketplace-provider-resources', ['Erred'], detail('Erred')],
    ['set_state_ok', 'marketplace-provider-resources', ['Erred'], detail('Erred')],
    [
      'set_as_erred',
      'marketplace-provider-resources',
      ['Creating', 'OK', 'Erred', 'Updating', 'Terminating'],
      detail('Creating, OK, Erred, Updating, Terminating'),
    ],
  ])('%s', async (name, collection, from, says) => {
    for (const state of all) {
      const resource = await world.resource(scene.offering, scene.project, {
        state: RESOURCE_STATES[state],
        plan_id: scene.plan.id,
        limits: { ram: 1 },
      })
      const path = `/api/${collection}/${resource.hex}/${name}/`
      const answer = await post(path, { as: scene.staff, body: BODIES[name]?.() ?? {} })
      expect([state, answer.status]).toEqual([state, from.includes(state) ? 200 : 409])
      if (answer.status === 409) expect(answer.body).toEqual(says)
      const after = await scene.resourceStateOf(resource.hex)
      const moved = { set_as_ok: 'OK', set_state_ok: 'OK', set_as_erred: 'Erred' }[name]
      expect([state, after]).toEqual([state, answer.status === 200 ? (moved ?? state) : state])
    }
  })

  test.each(['PUT', 'PATCH'] as const)('%s, in every state but the last', async (method) => {
    for (const state of all) {
      const resource = await world.resource(scene.offering, scene.project, { state: RESOURCE_STATES[state] })
      const answer = await app.request(method, `${RESOURCES}${resource.hex}/`, {
        as: scene.staff,
        body: { name: 'renamed' },
      })
      expect([state, answer.status]).toEqual([state, state === 'Terminated' ? 409 : 200])
    }
  })

  test('restore, when it is over and the offering allows it', async () => {
    const offering = await world.offering(scene.provider.customer, { plugin_options: { can_restore_resource: true } })
    for (const state of all) {
      const resource = await world.resource(offering, scene.project, { state: RESOURCE_STATES[state] })
      const answer = await scene.actOn(resource.hex, 'restore', scene.staff)
      expect([state, answer.status]).toEqual([state, state === 'Terminated' ? 200 : 400])
      if (answer.status === 400) expect(answer.body).toEqual(['Resource must be in TERMINATED state to be restored.'])
    }
    const other = await world.resource(scene.offering, scene.project, { state: 6 })
    const refused = await scene.actOn(other.hex, 'restore', scene.staff)
    expect([refused.status, refused.body]).toEqual([
      400,
      ['Restoring resource is not supported for this offering type.'],
    ])
  })
})

test('roll-ups are exact after all of this', async () => {
  expect(await reconcile(database)).toEqual([])
  const { open } = await database.one<{ open: string }>(sql`
    select count(*) as open from (
      select resource_id from marketplace_order where state in (1, 2, 7, 8, 9) group by 1 having count(*) > 1
    ) as doubled
  `)
  expect(open).toBe('0')
})
