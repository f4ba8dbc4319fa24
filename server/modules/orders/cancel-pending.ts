import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { EventSource } from '../events/index.ts'
import { lockOrder } from './locked.ts'
import { OPEN_STATES, ORDER_TYPES, orderMachine, PENDING_STATES } from './machine.ts'
import { moveOrder } from './transition.ts'

/**
 * Cancels the order of a resource that nobody has begun with. `busy`: one is running, or ends the resource anyway.
 * The resource is locked by the caller.
 */
export const cancelPendingOrder = async (
  db: Transaction,
  source: EventSource,
  resourceId: string,
): Promise<'none' | 'canceled' | 'busy'> => {
  const open = await db.maybeOne<{ id: string }>(sql`
    select id from marketplace_order where resource_id = ${resourceId} and state = any(${OPEN_STATES}::int[])
  `)
  if (!open) return 'none'
  const order = await lockOrder(db, open.id)
  if (order.state === orderMachine.states.executing || order.type === ORDER_TYPES.Terminate) return 'busy'
  await moveOrder(db, source, order, 'cancel')
  return 'canceled'
}

/** Cancels an order unless somebody has begun with it meanwhile; returns the number of orders that were canceled. */
export const cancelWaiting = async (db: Transaction, source: EventSource, orderId: string): Promise<number> => {
  const order = await lockOrder(db, orderId)
  if (!PENDING_STATES.includes(order.state)) return 0
  await moveOrder(db, source, order, 'cancel')
  return 1
}
