import { jsonText } from '../../../contract/value-fields.ts'
import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { EventSource } from '../events/index.ts'
import {
  beginService,
  changeLimits,
  changeResource,
  emitResourceEvent,
  endService,
  isDelivered,
  moveResource,
  planCost,
  resourceMachine,
  switchPlan,
  type ResourceAction,
} from '../resource-life/index.ts'
import type { LockedOrder } from './locked.ts'
import { orderTypeOf, type OrderType } from './machine.ts'

/** What becomes of an order, as its resource sees it. `abandoned`: called off while it ran; `withdrawn`: before. */
export type Outcome = 'executing' | 'done' | 'erred' | 'abandoned' | 'withdrawn'

/** The move of the resource, for each type and outcome; null: it stays as it is. */
export const EFFECTS: Readonly<Record<OrderType, Readonly<Record<Outcome, ResourceAction | null>>>> = {
  Create: {
    executing: 'create',
    done: 'provide',
    erred: 'fail_creation',
    abandoned: 'discard',
    withdrawn: 'discard',
  },
  Update: { executing: 'update', done: 'finish_update', erred: 'fail_update', abandoned: 'keep', withdrawn: null },
  Terminate: { executing: 'terminate', done: 'finish_termination', erred: 'keep', abandoned: 'keep', withdrawn: null },
  Restore: {
    executing: 'create',
    done: 'provide',
    erred: 'fail_creation',
    abandoned: 'discard',
    withdrawn: null,
  },
}

type EventName = 'requested' | 'succeeded' | 'failed' | 'canceled'

const EVENT_NAMES: Readonly<Record<Outcome, EventName | undefined>> = {
  executing: undefined,
  done: 'succeeded',
  erred: 'failed',
  abandoned: 'canceled',
  withdrawn: 'canceled',
}

const VERBS: Readonly<Record<OrderType, 'create' | 'update' | 'terminate'>> = {
  Create: 'create',
  Update: 'update',
  Terminate: 'terminate',
  Restore: 'create',
}

const NOUNS = { create: 'Creation', update: 'Update', terminate: 'Termination' } as const
const WORDS: Readonly<Record<EventName, string>> = {
  requested: 'has been requested',
  succeeded: 'has succeeded',
  failed: 'has failed',
  canceled: 'has been canceled',
}

export const emitOutcome = async (
  db: Transaction,
  source: EventSource,
  { type, resource, limits }: Pick<LockedOrder, 'type' | 'resource' | 'limits'>,
  name: EventName,
): Promise<void> => {
  const verb = VERBS[orderTypeOf(type)]
  const ofLimits = verb === 'update' && Object.keys(limits).length > 0 && (name === 'succeeded' || name === 'failed')
  const message = `${NOUNS[verb]} of resource ${resource.name} ${WORDS[name]}.`
  await emitResourceEvent(
    db,
    source,
    resource,
    `marketplace_resource_${verb}${ofLimits ? '_limits' : ''}_${name}`,
    message,
  )
}

/** A date that is over would end at once what is restored. */
const openEnded = sql`end_date = case when end_date >= (now() at time zone 'utc')::date then end_date end`

/** Does to the resource what the outcome of its order means: state, plan, limits, options, periods, billing, events. */
export const applyOutcome = async (
  db: Transaction,
  source: EventSource,
  order: LockedOrder,
  outcome: Outcome,
): Promise<void> => {
  const type = orderTypeOf(order.type)
  const { resource } = order
  const usual = effectOf(order, outcome)
  // What never worked does not begin to because it could not be ended.
  const action = usual === 'keep' && !(await isDelivered(db, resource.id)) ? 'set_as_erred' : usual
  if (type === 'Update' && outcome === 'done') await applyUpdate(db, source, order)
  else if (action !== null)
    await moveResource(db, source, resource, action, type === 'Restore' && action === 'provide' ? [openEnded] : [])
  if (action === 'provide') await beginService(db, resource.id)
  // A failed creation may have been in service, when its provider had said that it works.
  if (action === 'finish_termination' || action === 'discard') await endService(db, resource.id)
  const name = EVENT_NAMES[outcome]
  if (name !== undefined) await emitOutcome(db, source, order, name)
}

const effectOf = ({ type, resource }: LockedOrder, outcome: Outcome): ResourceAction | null => {
  const action = EFFECTS[orderTypeOf(type)][outcome]
  // Nothing was made, or nobody has begun to make it again: there is nothing that could be broken.
  const isMade = resource.backend_id !== '' && resource.state !== resourceMachine.states.Terminated
  return action === 'fail_creation' && !isMade ? 'discard' : action
}

/** Plan, limits and options of an Update order, then what follows from them. */
const applyUpdate = async (db: Transaction, source: EventSource, order: LockedOrder): Promise<void> => {
  const { resource } = order
  const { plan_id: oldPlan, limits: oldLimits } = resource
  const plan = order.plan_id ?? oldPlan
  const hasLimits = Object.keys(order.limits).length > 0
  const limits = jsonText(hasLimits ? { ...oldLimits, ...order.limits } : oldLimits)
  const options = order.attributes.new_options as Record<string, unknown> | undefined
  await moveResource(db, source, resource, 'finish_update', [
    sql`plan_id = ${plan}::bigint`,
    sql`limits = ${limits}::jsonb`,
    sql`cost = ${planCost(sql`${plan}::bigint`, sql`${limits}::jsonb`)}`,
    ...(options ? [sql`options = coalesce(options, '{}') || ${jsonText(options)}::jsonb`] : []),
  ])
  if (plan !== oldPlan) await switchPlan(db, resource.id, oldPlan)
  if (hasLimits) await changeLimits(db, resource.id, oldLimits)
}

/** Writes what a Create order asks for into its resource, which nobody has begun to make. */
export const rewriteResource = (
  db: Transaction,
  source: EventSource,
  { resource, limits, attributes }: LockedOrder,
): Promise<void> => {
  const text = jsonText(limits)
  return changeResource(
    db,
    source,
    resource,
    [
      sql`limits = ${text}::jsonb`,
      sql`cost = ${planCost(sql`resource.plan_id`, sql`${text}::jsonb`)}`,
      sql`attributes = ${jsonText(attributes)}::jsonb`,
      // Orders from a file may have no name in them.
      ...(typeof attributes.name === 'string' ? [sql`name = ${attributes.name}`] : []),
      ...(typeof attributes.description === 'string' ? [sql`description = ${attributes.description}`] : []),
      sql`end_date = ${attributes.end_date ?? null}::date`,
      sql`end_date_requested_by_id = case
        when ${attributes.end_date ?? null}::date is not distinct from end_date then end_date_requested_by_id
        when ${attributes.end_date ?? null}::date is not null then ${source.actor?.id ?? null}::bigint
      end`,
    ],
    'order changed',
  )
}
