import type { Transaction } from '../../db/database.ts'
import { join, sql, type Sql } from '../../db/sql.ts'
import { sourceCodes, targetCode } from '../../lib/state-machine.ts'
import type { EventSource } from '../events/index.ts'
import { emitAccountEvent, type Account } from './account.ts'
import { offeringUserMachine, type OfferingUserAction, type OfferingUserStateLabel } from './machine.ts'

const PENDING: ReadonlySet<OfferingUserStateLabel> = new Set([
  'Pending account linking',
  'Pending additional validation',
])

/** Moves a locked account along an edge of its machine, with further columns; false when the edge does not exist. */
export const moveAccount = async (
  db: Transaction,
  source: EventSource,
  account: Account,
  action: OfferingUserAction,
  assignments: readonly Sql[] = [],
): Promise<boolean> => {
  const moved = await db.run(sql`
    update offering_user set ${join([
      sql`state = ${targetCode(offeringUserMachine, action)}`,
      sql`modified = now()`,
      ...assignments,
    ])}
    where id = ${account.id} and state = any(${sourceCodes(offeringUserMachine, action)}::int[])
  `)
  if (moved === 0) return false
  const { to } = offeringUserMachine.actions[action]
  await emitAccountEvent(db, source, account, {
    // As the original has it: what the user has to do is told like a restriction.
    event_type: PENDING.has(to) ? 'marketplace_offering_user_restriction_updated' : 'marketplace_offering_user_updated',
    message: `Account for user ${account.person.username} in offering ${account.offering.name} is in state ${to}.`,
  })
  return true
}
