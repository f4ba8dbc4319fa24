import { addDays, addHours, earlier, isoDate, isoInstant, later, monthStart } from './calendar.ts'
import type { Context } from './context.ts'
import type { Row } from './preset.ts'
import { cycle } from './random.ts'
import { recurringCost } from './resources.ts'
import type { Resource } from './resources.ts'
import type { Teams } from './teams.ts'

const types = { create: 1, update: 2, terminate: 3, restore: 4 } as const

const states = {
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

type OrderState = keyof typeof states

type Order = {
  type: keyof typeof types
  state: OrderState
  created: Date
  completedAt?: Date | null
  columns?: Row
}

const CREATING: OrderState[] = [
  'pending-provider',
  'executing',
  'pending-consumer',
  'pending-start-date',
  'pending-provider',
]
const FAILED: OrderState[] = ['rejected', 'canceled', 'erred']

/** What happens to living resources in between, by the number of the resource. */
const laterOrder = (context: Context, resource: Resource): Order | null => {
  const { number, activatedAt, limits } = resource
  const recently = later(addDays(context.today, -5), activatedAt ?? resource.created)
  const raised = Object.fromEntries(Object.entries(limits).map(([type, amount]) => [type, amount * 2]))
  const comment = { request_comment: 'Sample request' }
  switch (number % 24) {
    case 2:
      return { type: 'update', state: 'done', created: recently, completedAt: recently, columns: { limits } }
    case 5:
      return { type: 'update', state: 'pending-provider', created: recently, columns: { ...comment, limits: raised } }
    case 8:
      return {
        type: 'terminate',
        state: 'pending-consumer',
        created: recently,
        columns: { termination_comment: 'Sample' },
      }
    case 11:
      return { type: 'update', state: 'rejected', created: recently, columns: { ...comment, limits: raised } }
    case 14:
      return { type: 'terminate', state: 'canceled', created: recently }
    case 17:
      return { type: 'terminate', state: 'erred', created: recently, completedAt: recently }
    case 20:
      return { type: 'terminate', state: 'pending-provider', created: recently }
    case 23:
      return { type: 'update', state: 'pending-consumer', created: recently, columns: { ...comment, limits: raised } }
    default:
      return null
  }
}

/** Ended for a while and brought back: two final orders between the first one and now. */
const detour = (resource: Resource, context: Context): Order[] => {
  const activatedAt = resource.activatedAt ?? resource.created
  const isOldEnough = activatedAt < addDays(context.month, -40)
  const { can_restore_resource: isPossible } = (resource.offering.spec.columns?.plugin_options ?? {}) as Row
  if (resource.state !== 'ok' || resource.number % 8 !== 1 || !isOldEnough || !isPossible) return []
  const ended = addDays(activatedAt, 3)
  const back = addDays(activatedAt, 6)
  return [
    { type: 'terminate', state: 'done', created: ended, completedAt: ended },
    { type: 'restore', state: 'done', created: back, completedAt: addHours(back, 1) },
  ]
}

const followUps = (context: Context, resource: Resource): Order[] => {
  const { state, endedAt, switchedAt, formerPlan, plan, activatedAt, limits, created } = resource
  if (!activatedAt) return []
  const recently = later(addDays(context.today, -3), activatedAt)
  const orders = detour(resource, context)
  if (switchedAt && formerPlan) {
    const columns = { plan_uuid: plan.uuid, old_plan_uuid: formerPlan.uuid }
    orders.push({ type: 'update', state: 'done', created: addDays(switchedAt, -1), completedAt: switchedAt, columns })
  }
  if (state === 'terminated' && endedAt) {
    const ordered = later(addHours(endedAt, -6), later(monthStart(endedAt), created))
    const columns = { termination_comment: 'Sample work is finished', request_comment: 'Please end it' }
    orders.push({ type: 'terminate', state: 'done', created: ordered, completedAt: endedAt, columns })
  }
  if (state === 'updating') orders.push({ type: 'update', state: 'executing', created: recently, columns: { limits } })
  if (state === 'terminating') orders.push({ type: 'terminate', state: 'executing', created: recently })
  if (state === 'erred') orders.push({ type: 'update', state: 'erred', created: recently, completedAt: recently })
  const last = state === 'ok' ? laterOrder(context, resource) : null
  return last ? [...orders, last] : orders
}

const createOrder = (context: Context, resource: Resource, creatingCount: number): Order => {
  const { state, created, activatedAt, endedAt, project, limits } = resource
  const order = { type: 'create', created, columns: { limits, attributes: { name: resource.name } } } as const
  if (activatedAt) return { ...order, state: 'done', completedAt: activatedAt }
  if (state === 'terminated')
    return { ...order, state: cycle(FAILED, Math.floor(resource.number / 3)), completedAt: endedAt }
  if (state === 'erred') return { ...order, state: 'erred', completedAt: created }
  if (project.isUpcoming) return { ...order, state: 'pending-project' }
  const pending = cycle(CREATING, creatingCount)
  const startDate = pending === 'pending-start-date' ? { start_date: isoDate(addDays(context.today, 14)) } : {}
  return { ...order, state: pending, columns: { ...order.columns, ...startDate } }
}

const reviews = (order: Order, resource: Resource, teams: Teams, today: Date): Row => {
  if (order.state === 'pending-consumer') return {}
  const provider = teams.owners.get(resource.offering.provider.customer.uuid)
  const consumer = teams.owners.get(resource.project.customer.uuid)
  const isWithProvider = !order.state.startsWith('pending') && order.state !== 'canceled'
  const at = isoInstant(earlier(addHours(order.created, 1), later(order.created, today)))
  return {
    consumer_reviewed_by_uuid: consumer?.uuid ?? null,
    consumer_reviewed_at: at,
    ...(isWithProvider ? { provider_reviewed_by_uuid: provider?.uuid ?? null, provider_reviewed_at: at } : {}),
  }
}

/** Every resource has the order that made it; what happened to it since has orders of its own. */
export const orderRows = (context: Context, resources: readonly Resource[], teams: Teams): Row[] => {
  const creating = new Map<string, number>()
  return resources.flatMap((resource) => {
    const { offering, project } = resource
    const count = creating.get(offering.provider.uuid) ?? 0
    if (resource.state === 'creating' && !project.isUpcoming) creating.set(offering.provider.uuid, count + 1)
    const orders = [createOrder(context, resource, count), ...followUps(context, resource)]
    return orders.map((order, index) => ({
      uuid: context.uuid('order', `${resource.uuid}/${index}`),
      resource_uuid: resource.uuid,
      offering_uuid: offering.uuid,
      project_uuid: project.uuid,
      plan_uuid: (index === 0 && resource.formerPlan ? resource.formerPlan : resource.plan).uuid,
      created_by_uuid: teams.leads.get(project.uuid)?.uuid ?? null,
      type: types[order.type],
      state: states[order.state],
      cost: recurringCost(resource),
      created: isoInstant(order.created),
      completed_at: order.completedAt ? isoInstant(order.completedAt) : null,
      error_message: order.state === 'erred' ? 'Sample failure: the backend did not answer' : '',
      ...reviews(order, resource, teams, context.today),
      ...order.columns,
    }))
  })
}
