import { requireAvailable } from '../../access/available.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { Conflict, RuleError, ValidationError } from '../../errors.ts'
import type { Handler, OfTarget } from '../../handler.ts'
import { wireUuid } from '../../lib/wire.ts'
import {
  checkLimits,
  findPlan,
  placeOrder,
  requireNoOpenOrder,
  requireRestorable,
  type NewOrder,
} from '../orders/index.ts'
import { lockResource, requireAvailableOffering, resourceMachine, type LockedResource } from '../resource-life/index.ts'

type ActionContext = WriteContext & Authenticated & OfTarget
type State = keyof typeof resourceMachine.states

/** Locks the resource for an order: nothing above it is closed, it is in one of the states, and no other order is open. */
const lockForOrder = async (
  { db, target }: ActionContext,
  states: readonly State[],
  wrongState: Error,
): Promise<LockedResource> => {
  await requireAvailable(db, target.customer_id)
  const resource = await lockResource(db, target.id)
  requireAvailableOffering(resource)
  await requireNoOpenOrder(db, resource.id)
  if (!states.some((state) => resourceMachine.states[state] === resource.state)) throw wrongState
  return resource
}

const notIn = (...states: readonly State[]) => new Conflict(`Valid states for operation: ${states.join(', ')}.`)

const place = async (context: ActionContext, order: Omit<NewOrder, 'resourceId'>) => {
  const { uuid } = await placeOrder(context.db, context, context.actor, { ...order, resourceId: context.target.id })
  return { order_uuid: wireUuid(uuid) }
}

export const terminateResource: Handler<'marketplace_resources_terminate'> = async (context, { body }) => {
  await lockForOrder(context, ['OK', 'Erred'], notIn('OK', 'Erred'))
  const attributes = body.attributes ?? {}
  const comment = attributes.termination_comment
  if (comment !== undefined && (typeof comment !== 'string' || comment.length > 255)) {
    throw new ValidationError({ attributes: ['The termination comment must be a text of at most 255 characters.'] })
  }
  return place(context, { type: 'Terminate', attributes, terminationComment: comment })
}

export const updateLimits: Handler<'marketplace_resources_update_limits'> = async (context, { body }) => {
  const { db } = context
  const resource = await lockForOrder(context, ['OK'], notIn('OK'))
  await checkLimits(db, resource.offering.id, body.limits, resource.id)
  if (Object.entries(body.limits).every(([type, value]) => resource.limits[type] === value)) {
    throw new RuleError('Impossible to create update orders with limits set to exactly the same.')
  }
  return place(context, { type: 'Update', limits: body.limits, requestComment: body.request_comment })
}

export const orderPlanSwitch: Handler<'marketplace_resources_switch_plan'> = async (context, { body }) => {
  const { db, target } = context
  const resource = await lockForOrder(context, ['OK'], notIn('OK'))
  const planId = await findPlan(db, body.plan, {
    offeringId: resource.offering.id,
    customerId: target.customer_id ?? '0',
    resourceId: resource.id,
  })
  if (planId === resource.plan_id) {
    throw new ValidationError({ plan: ['The resource is on this plan already.'] })
  }
  return place(context, { type: 'Update', planId })
}

export const restoreResource: Handler<'marketplace_resources_restore'> = async (context) => {
  const { db } = context
  const notTerminated = new RuleError('Resource must be in TERMINATED state to be restored.')
  const resource = await lockForOrder(context, ['Terminated'], notTerminated)
  if (resource.offering.plugin_options.can_restore_resource !== true) {
    throw new RuleError('Restoring resource is not supported for this offering type.')
  }
  await requireRestorable(db, resource)
  return place(context, { type: 'Restore', limits: resource.limits })
}
