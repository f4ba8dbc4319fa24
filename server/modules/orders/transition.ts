import type { Transaction } from '../../db/database.ts'
import { join, sql, type Sql } from '../../db/sql.ts'
import { Conflict } from '../../errors.ts'
import { sourceCodes, targetCode, validStates } from '../../lib/state-machine.ts'
import type { EventSource } from '../events/index.ts'
import { giveAccounts } from '../offering-users/index.ts'
import { applyOutcome, type Outcome } from './effects.ts'
import { emitOrderEvent, type OrderEvent } from './events.ts'
import type { LockedOrder } from './locked.ts'
import { orderMachine, ORDER_TYPES, type OrderAction } from './machine.ts'
import { offeringType } from './offering-types.ts'

/** What the resource hears of a move, and what is reported. */
const CONSEQUENCES: Readonly<Record<OrderAction, { outcome?: Outcome; event?: OrderEvent }>> = {
  await_project: {},
  await_start_date: {},
  await_provider: {},
  begin: { outcome: 'executing', event: 'approved' },
  reject_by_consumer: { outcome: 'withdrawn', event: 'rejected' },
  approve_by_provider: { outcome: 'executing', event: 'approved' },
  reject_by_provider: { outcome: 'withdrawn', event: 'rejected' },
  cancel: { outcome: 'withdrawn', event: 'terminated' },
  set_state_executing: { outcome: 'executing', event: 'approved' },
  set_state_done: { outcome: 'done', event: 'completed' },
  set_state_erred: { outcome: 'erred', event: 'failed' },
}

/** With these a provider begins to work, so the members of the project are to be known to him. */
const NEEDS_ACCOUNTS: ReadonlySet<OrderAction> = new Set([
  'await_provider',
  'begin',
  'approve_by_provider',
  'set_state_executing',
  'set_state_done',
])

const isCompletion = (action: OrderAction): boolean => action === 'set_state_done' || action === 'set_state_erred'

/**
 * Moves a locked order along an edge of its machine, with further columns, and its resource with it; 409 when the edge
 * does not exist. The only way in which orders change their state.
 */
export const moveOrder = async (
  db: Transaction,
  source: EventSource,
  order: LockedOrder,
  action: OrderAction,
  assignments: readonly Sql[] = [],
): Promise<void> => {
  const before = order.state
  const state = targetCode(orderMachine, action)
  const moved = await db.run(sql`
    update marketplace_order set ${join([
      sql`state = ${state}`,
      sql`modified = now()`,
      ...(isCompletion(action) ? [sql`completed_at = now()`] : []),
      ...assignments,
    ])}
    where id = ${order.id} and state = any(${sourceCodes(orderMachine, action)}::int[])
  `)
  if (moved === 0) throw new Conflict(validStates(orderMachine, action))
  order.state = state
  if (state === orderMachine.states.done) db.rollup.resource(order.resource.id)
  // An order that has failed already only gets other words.
  if (before === state) return
  const { outcome, event } = CONSEQUENCES[action]
  if (outcome) await applyOutcome(db, source, order, outcomeFrom(before, outcome))
  if (event) await emitOrderEvent(db, source, order, event)
  if (order.type === ORDER_TYPES.Create && NEEDS_ACCOUNTS.has(action)) {
    const { project, offering } = order.resource
    await giveAccounts(db, source, { projectId: project.id, offeringId: offering.id })
  }
}

/** Calling off an order that runs is another thing for its resource than calling off one that waits. */
const outcomeFrom = (before: number, outcome: Outcome): Outcome =>
  outcome === 'withdrawn' && before === orderMachine.states.executing ? 'abandoned' : outcome

/** The edge that an order takes when its consumer has nothing more to say: dates first, then the provider. */
export const nextStep = (order: LockedOrder): 'await_project' | 'await_start_date' | 'await_provider' | 'begin' => {
  if (!order.project_has_begun) return 'await_project'
  if (!order.start_date_has_come) return 'await_start_date'
  return offeringType(order.resource.offering.type).reviewed ? 'await_provider' : 'begin'
}
