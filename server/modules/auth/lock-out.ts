import type { Queryable } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

// Failed log-ins by user name and source address. The name need not exist.

const MAX_FAILURES = 4
const COOL_OFF = '10 minutes'

/** Whom failures are counted for. */
export interface Attempt {
  username: string
  address: string
}

const isRecent = sql`last_failure > now() - ${COOL_OFF}::interval`

/** Whether the next attempt is refused; of attempts that run at once, `settleAttempt` decides. */
export const isLockedOut = async (db: Queryable, { username, address }: Attempt): Promise<boolean> => {
  const row = await db.maybeOne(sql`
    select from login_failure
    where username = ${username} and address = ${address} and failures >= ${MAX_FAILURES} and ${isRecent}
  `)
  return row !== undefined
}

/**
 * Decides an attempt whose password has been looked at, and counts it. Attempts made at once are decided one after the
 * other, as the counter is locked until the transaction ends: whoever comes after the last failure is locked out,
 * whatever the password was.
 */
export const settleAttempt = async (
  transaction: Queryable,
  { username, address }: Attempt,
  isRight: boolean,
): Promise<'right' | 'wrong' | 'locked out'> => {
  const { failures, counts } = await transaction.one<{ failures: number; counts: boolean }>(sql`
    insert into login_failure as counted (username, address, failures)
    values (${username}, ${address}, 0)
    on conflict (username, address) do update set failures = counted.failures
    returning failures, ${isRecent} as counts
  `)
  if (counts && failures >= MAX_FAILURES) return 'locked out'
  if (isRight) {
    await transaction.run(sql`delete from login_failure where username = ${username} and address = ${address}`)
    return 'right'
  }
  await transaction.run(sql`
    update login_failure set failures = ${counts ? failures + 1 : 1}, last_failure = now()
    where username = ${username} and address = ${address}
  `)
  return 'wrong'
}

/** Removes counters that no longer count. */
export const forgetOldFailures = (db: Queryable): Promise<number> =>
  db.run(sql`delete from login_failure where not ${isRecent}`)
