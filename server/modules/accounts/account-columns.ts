import { sql, type Sql } from '../../db/sql.ts'
import type { Column } from '../../list/selection.ts'

/** Labels of the states of service and course accounts. */
const ACCOUNT_STATES = ['OK', 'Closed', 'Erred'] as const

type AccountState = (typeof ACCOUNT_STATES)[number]

/** A later release of the original has a fourth state, Pending; this contract has no label for it: not usable, so Closed. */
export const accountState = (code: Sql): Column<AccountState> => ({
  sql: code,
  read: (value: number) => ACCOUNT_STATES[value - 1] ?? 'Closed',
})

const CODES: Record<AccountState, readonly number[]> = { OK: [1], Closed: [2, 4], Erred: [3] }

/** Every code that is shown as one of the labels. */
export const accountStateCodes = (labels: readonly AccountState[]): number[] => labels.flatMap((label) => CODES[label])

/** Project of an account and its organization; `account` is the table's name. */
export const accountJoins = (account: Sql): Sql => sql`
  join project on project.id = ${account}.project_id
  join customer on customer.id = project.customer_id`
