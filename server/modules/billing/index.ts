import type { Transaction } from '../../db/database.ts'

// What the life of a resource does to the bills of its customer. Each function is called in the transaction of the
// change that it bills, after the change is written.

/** A resource became OK from Creating: its recurring and one-time items begin now. */
export const billStart = (_db: Transaction, _resourceId: string): Promise<void> => Promise.resolve()

/** A resource got another plan (already written): items of the old plan end now, those of the new one begin. */
export const billPlanSwitch = (_db: Transaction, _resourceId: string, _oldPlanId: string | null): Promise<void> =>
  Promise.resolve()

/** The limits of a resource changed (already written). */
export const billLimitChange = (
  _db: Transaction,
  _resourceId: string,
  _oldLimits: Readonly<Record<string, unknown>>,
): Promise<void> => Promise.resolve()

/** A resource was terminated: open items end now. */
export const billEnd = (_db: Transaction, _resourceId: string): Promise<void> => Promise.resolve()
