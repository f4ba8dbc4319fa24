import { sql } from '../../db/sql.ts'
import type { Transaction } from '../../db/database.ts'
import { RuleError } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { checkLimits } from './checks/limits.ts'
import { requirePlace } from './checks/plan.ts'
import { requireMayBegin } from './may-begin.ts'
import { lockOrder, type LockedOrder } from './locked.ts'
import { ORDER_TYPES, orderMachine } from './machine.ts'
import { requireTrait } from './offering-types.ts'
import { requireNoOpenOrder } from './place-order.ts'
import { moveOrder } from './transition.ts'

export const setOrderDone: Handler<'marketplace_orders_set_state_done'> = async (context) => {
  const { db, target } = context
  const order = await lockOrder(db, target.id)
  requireTrait(order.resource.offering.type, 'reported')
  await moveOrder(db, context, order, 'set_state_done')
  return undefined
}

export const setOrderErred: Handler<'marketplace_orders_set_state_erred'> = async (context, { body }) => {
  const { db, target } = context
  const order = await lockOrder(db, target.id)
  requireTrait(order.resource.offering.type, 'agent')
  await moveOrder(db, context, order, 'set_state_erred', [
    sql`error_message = ${body.error_message ?? ''}`,
    sql`error_traceback = ${body.error_traceback ?? ''}`,
  ])
  return undefined
}

/** Begins with an order, or again with one that failed, as long as no other order came after it. */
export const setOrderExecuting: Handler<'marketplace_orders_set_state_executing'> = async (context) => {
  const { db, target } = context
  await requireMayBegin(db, target)
  const order = await lockOrder(db, target.id)
  requireTrait(order.resource.offering.type, 'agent')
  if (order.state === orderMachine.states.erred) await requireStillWanted(db, order)
  await moveOrder(db, context, order, 'set_state_executing', [
    sql`error_message = ''`,
    sql`error_traceback = ''`,
    sql`completed_at = null`,
  ])
  return undefined
}

const requireStillWanted = async (db: Transaction, order: LockedOrder): Promise<void> => {
  const { resource } = order
  await requireNoOpenOrder(db, resource.id)
  const { is_last } = await db.one<{ is_last: boolean }>(sql`
    select not exists (
      select 1 from marketplace_order where resource_id = ${resource.id} and id > ${order.id}
    ) as is_last
  `)
  if (!is_last) throw new RuleError('A later order for resource exists.')
  if (order.type === ORDER_TYPES.Terminate) return
  // What the failed order had reserved may be taken by now.
  const planId = order.plan_id ?? resource.plan_id
  if (planId !== null) await requirePlace(db, planId, resource.id)
  const limits = order.type === ORDER_TYPES.Restore ? resource.limits : order.limits
  await checkLimits(db, resource.offering.id, limits, resource.id)
}
