import { hasEnded } from '../../access/available.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { eachApart } from '../../db/each-apart.ts'
import { SYSTEM } from '../events/index.ts'
import { lockOrder } from './locked.ts'
import { ORDER_TYPES, orderMachine } from './machine.ts'
import { moveOrder, nextStep } from './transition.ts'

const { 'pending-project': PENDING_PROJECT, 'pending-start-date': PENDING_START_DATE } = orderMachine.states
const today = sql`(now() at time zone 'utc')::date`

/**
 * Moves on the orders whose project or whose own start date has come, unless their organization is blocked or their
 * project is over; each in a transaction of its own. Safe to run in
 * several processes. Returns how many moved.
 */
export const advanceWaitingOrders = async (database: Database): Promise<number> => {
  const due = await database.rows<{ id: string }>(sql`
    select marketplace_order.id
    from marketplace_order
    join project on project.id = marketplace_order.project_id
    join customer on customer.id = project.customer_id
    where (marketplace_order.type = ${ORDER_TYPES.Terminate} or not (customer.blocked or customer.archived or ${hasEnded})) and (
      (marketplace_order.state = ${PENDING_PROJECT} and coalesce(project.start_date <= ${today}, true))
      or (marketplace_order.state = ${PENDING_START_DATE} and coalesce(marketplace_order.start_date <= ${today}, true)))
    order by marketplace_order.id
  `)
  return eachApart(database, due, advance)
}

const advance = async (db: Transaction, id: string): Promise<number> => {
  const exists = await db.maybeOne(sql`select 1 as one from marketplace_order where id = ${id}`)
  if (!exists) return 0
  const order = await lockOrder(db, id)
  // Somebody else may have moved it since.
  if (order.state !== PENDING_PROJECT && order.state !== PENDING_START_DATE) return 0
  const step = nextStep(order)
  const waits = step === 'await_project' || (step === 'await_start_date' && order.state === PENDING_START_DATE)
  if (waits) return 0
  await moveOrder(db, SYSTEM, order, step)
  return 1
}
