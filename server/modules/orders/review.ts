import { jsonText } from '../../../contract/value-fields.ts'
import { requireAvailable } from '../../access/available.ts'
import { requirePermission } from '../../access/target.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { Conflict, RuleError, UnsupportedByType, ValidationError } from '../../errors.ts'
import { Reply, type Handler, type OfTarget } from '../../handler.ts'
import { validStates } from '../../lib/state-machine.ts'
import { changeResource } from '../resource-life/index.ts'
import { checkCommonAttributes, checkUpdateAttributes } from './checks/attributes.ts'
import { lacksPurchaseOrder, lockOrder, type LockedOrder } from './locked.ts'
import { requireMayBegin } from './may-begin.ts'
import { ORDER_TYPES, orderMachine } from './machine.ts'
import { offeringType } from './offering-types.ts'
import { consumerReview } from './place-order.ts'
import { moveOrder, nextStep } from './transition.ts'

const ANSWERS = {
  await_project: 'Order is pending project activation.',
  await_start_date: 'Order is pending start date.',
  await_provider: 'Order is pending provider approval.',
  begin: 'Order has been approved and is being processed.',
} as const

const isIn = (order: LockedOrder, state: keyof typeof orderMachine.states): boolean =>
  order.state === orderMachine.states[state]

export const approveByConsumer: Handler<'marketplace_orders_approve_by_consumer'> = async (context) => {
  const { db, actor, target } = context
  await requireAvailable(db, target.customer_id)
  const order = await lockOrder(db, target.id)
  // All edges out of the review begin there; where they lead is not the caller's choice.
  if (!isIn(order, 'pending-consumer')) throw new Conflict(validStates(orderMachine, 'reject_by_consumer'))
  if (lacksPurchaseOrder(order)) {
    throw new ValidationError({ attachment: ['The offering requires a purchase order.'] })
  }
  const step = nextStep(order)
  await moveOrder(db, context, order, step, consumerReview(actor))
  return { detail: ANSWERS[step] }
}

/** 403 unless the caller placed the order or holds the permission on its project or organization. */
export const requireCreatorOr = async (
  { db, actor, target }: WriteContext & Authenticated & OfTarget,
  permission: string,
  order: LockedOrder,
): Promise<void> => {
  if (order.created_by_id === actor.id) return
  await requirePermission({ db, actor }, permission, [
    { content_type: 'project', object_id: target.project_id ?? '0' },
    { content_type: 'customer', object_id: target.customer_id ?? '0' },
  ])
}

export const rejectByConsumer: Handler<'marketplace_orders_reject_by_consumer'> = async (context, { body }) => {
  const { db, actor, target } = context
  const order = await lockOrder(db, target.id)
  await requireCreatorOr(context, 'ORDER.REJECT', order)
  if (!isIn(order, 'pending-consumer')) {
    throw new RuleError(
      order.consumer_reviewed_at === null
        ? 'Review of order by consumer is not required.'
        : 'Order is already reviewed by consumer.',
    )
  }
  await moveOrder(db, context, order, 'reject_by_consumer', [
    ...consumerReview(actor),
    sql`consumer_rejection_comment = ${body.consumer_rejection_comment ?? ''}`,
  ])
  return undefined
}

const providerReview = ({ id }: { id: string }) => [
  sql`provider_reviewed_by_id = ${id}`,
  sql`provider_reviewed_at = now()`,
]

/** What the provider adds must be as if the consumer had ordered it. */
const checkAdded = ({ type, resource }: LockedOrder, added: Readonly<Record<string, unknown>>) => {
  if (type === ORDER_TYPES.Update) return checkUpdateAttributes(resource, added)
  if (type === ORDER_TYPES.Create) checkCommonAttributes({ name: 'as it was ordered', ...added })
  return added
}

/** What the provider adds to the attributes becomes part of the order, and of a resource that is to be made by it. */
export const approveByProvider: Handler<'marketplace_orders_approve_by_provider'> = async (context, { body }) => {
  const { db, actor, target } = context
  await requireMayBegin(db, target)
  const order = await lockOrder(db, target.id)
  const added = jsonText(checkAdded(order, body.attributes ?? {}))
  await moveOrder(db, context, order, 'approve_by_provider', [
    ...providerReview(actor),
    sql`attributes = attributes || ${added}::jsonb`,
  ])
  if (body.attributes !== undefined && order.type === ORDER_TYPES.Create) {
    const change = sql`attributes = attributes || ${added}::jsonb`
    await changeResource(db, context, order.resource, [change], 'attributes added by the provider')
  }
  return { detail: ANSWERS.begin }
}

export const rejectByProvider: Handler<'marketplace_orders_reject_by_provider'> = async (context, { body }) => {
  const { db, actor, target } = context
  const order = await lockOrder(db, target.id)
  await moveOrder(db, context, order, 'reject_by_provider', [
    ...providerReview(actor),
    sql`provider_rejection_comment = ${body.provider_rejection_comment ?? ''}`,
  ])
  return undefined
}

/** C-124: an order that runs can be called off only while people work on it. */
export const cancelOrder: Handler<'marketplace_orders_cancel'> = async (context) => {
  const { db, target } = context
  const order = await lockOrder(db, target.id)
  const { type } = order.resource.offering
  if (isIn(order, 'executing') && !offeringType(type).manual) throw new UnsupportedByType(type)
  await moveOrder(db, context, order, 'cancel')
  return new Reply(202, undefined)
}
