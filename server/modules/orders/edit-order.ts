import type { BodyOf } from '../../../contract/index.ts'
import { jsonText } from '../../../contract/value-fields.ts'
import { requireAvailable } from '../../access/available.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { join, sql } from '../../db/sql.ts'
import { Conflict, ValidationError } from '../../errors.ts'
import type { Handler, OfTarget } from '../../handler.ts'
import { audit } from '../events/index.ts'
import { feeOf, isInService, planCost } from '../resource-life/index.ts'
import { checkAttributes, checkUpdateAttributes } from './checks/attributes.ts'
import { requireFutureDate } from './checks/dates.ts'
import { datedAttributes } from './checks/plugin-options.ts'
import { checkLimits } from './checks/limits.ts'
import { rewriteResource } from './effects.ts'
import { emitOrderEvent } from './events.ts'
import { lockOrder, type LockedOrder } from './locked.ts'
import { ORDER_TYPES, orderMachine, orderTypeOf } from './machine.ts'

type Changes = BodyOf<'marketplace_orders_update'>

const requireState = (order: LockedOrder, states: readonly (keyof typeof orderMachine.states)[]): void => {
  if (states.some((state) => orderMachine.states[state] === order.state)) return
  throw new Conflict(`Valid states for operation: ${states.join(', ')}.`)
}

/** Changes what is sent of an order that its consumer has not approved, and the resource that it is to make. */
const change = async (context: WriteContext & Authenticated & OfTarget, body: Changes) => {
  const { db, target } = context
  await requireAvailable(db, target.customer_id)
  const order = await lockOrder(db, target.id)
  requireState(order, ['pending-consumer'])
  const creates = order.type === ORDER_TYPES.Create
  // C-246: it is charged for, and changes by orders of its own.
  if (creates && (await isInService(db, order.resource_id))) {
    throw new Conflict('Cannot change the order of a resource that works already.')
  }
  requireFutureDate('start_date', body.start_date)
  if (body.limits !== undefined) {
    if (order.type !== ORDER_TYPES.Create && order.type !== ORDER_TYPES.Update) {
      throw new ValidationError({ limits: ['An order of this type has no limits of its own.'] })
    }
    await checkLimits(db, order.resource.offering.id, body.limits, order.resource.id)
    order.limits = body.limits
  }
  if (body.attributes !== undefined) {
    const { options } = await db.one<{ options: unknown }>(sql`
      select options from offering where id = ${order.resource.offering.id}
    `)
    order.attributes = creates
      ? datedAttributes(checkAttributes(body.attributes, options), order.resource.offering.plugin_options)
      : checkUpdateAttributes(order.resource, body.attributes)
  }
  const limits = jsonText(order.limits)
  const cost = planCost(
    sql`marketplace_order.plan_id`,
    sql`(${creates ? '{}' : jsonText(order.resource.limits)}::jsonb || ${limits}::jsonb)`,
    feeOf(orderTypeOf(order.type), order.plan_id !== order.resource.plan_id),
  )
  const assignments = [
    sql`limits = ${limits}::jsonb`,
    sql`attributes = ${jsonText(order.attributes)}::jsonb`,
    sql`cost = ${cost}`,
    sql`modified = now()`,
    ...(body.start_date === undefined ? [] : [sql`start_date = ${body.start_date}::date`]),
  ]
  const { start_date } = await db.one<{ start_date: string | null }>(sql`
    update marketplace_order set ${join(assignments)} where id = ${order.id} returning start_date
  `)
  if (creates) await rewriteResource(db, context, order)
  return { limits: order.limits, attributes: order.attributes, start_date }
}

export const updateOrder: Handler<'marketplace_orders_update'> = (context, { body }) => change(context, body)
export const patchOrder: Handler<'marketplace_orders_partial_update'> = (context, { body }) => change(context, body)

/** Deletes an order that waits for a review; the resource that it was to make goes with it, unless it works already. */
export const destroyOrder: Handler<'marketplace_orders_destroy'> = async (context) => {
  const { db, target } = context
  const order = await lockOrder(db, target.id)
  requireState(order, ['pending-consumer', 'pending-provider'])
  const { offering, project } = order.resource
  if (order.type === ORDER_TYPES.Create && !(await isInService(db, order.resource_id))) {
    await db.writeRolledUp(sql`delete from resource where id = ${order.resource_id}`, (rollup) => {
      rollup.pair(offering.customer_id, project.id)
    })
  } else {
    await db.run(sql`delete from marketplace_order where id = ${order.id}`)
  }
  await audit(context, {
    action: 'order.delete',
    content_type: 'marketplace_order',
    object_id: order.id,
    object_uuid: order.uuid,
  })
  return undefined
}

/** Forgets an order and leaves its resource as it is: what was not delivered by then is not delivered by this (C-245). */
export const unlinkOrder: Handler<'marketplace_orders_unlink'> = async (context) => {
  const { db, target } = context
  const order = await lockOrder(db, target.id)
  await emitOrderEvent(db, context, order, 'unlinked')
  await db.run(sql`delete from marketplace_order where id = ${order.id}`)
  const delivers = order.type === ORDER_TYPES.Create || order.type === ORDER_TYPES.Restore
  const undelivered = delivers && order.state !== orderMachine.states.done ? order.id : null
  await db.writeRolledUp(
    sql`
      update resource set undelivered_order_id = greatest(undelivered_order_id, ${undelivered}::bigint)
      where id = ${order.resource_id}
    `,
    (rollup) => {
      rollup.resource(order.resource_id)
    },
  )
  return undefined
}
