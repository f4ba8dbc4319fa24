import { requireAvailable } from '../../access/available.ts'
import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { OfTarget } from '../../handler.ts'
import { ORDER_TYPES } from './machine.ts'

/** 400 while the organization that ordered is blocked or archived; what ends goes on (C-135). Comes before the locks. */
export const requireMayBegin = async (db: Transaction, target: OfTarget['target']): Promise<void> => {
  const order = await db.maybeOne<{ ends: boolean }>(sql`
    select type = ${ORDER_TYPES.Terminate} as ends from marketplace_order where id = ${target.id}
  `)
  // What has been deleted meanwhile is told of by the lock.
  if (order?.ends === false) await requireAvailable(db, target.customer_id)
}
