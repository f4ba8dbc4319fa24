import type { Queryable } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { RuleError } from '../errors.ts'

/**
 * Whether `project` of `customer` is over: its last day is included, and its grace period, or else that of its
 * organization, comes after it (C-129). Days are counted, because no date may be as late as a grace period ends.
 */
export const hasEnded = sql`coalesce(
  (now() at time zone 'utc')::date - project.end_date > coalesce(project.grace_period_days, customer.grace_period_days, 0),
  false
)`

/** 400: nothing is changed below an organization that is blocked or archived. */
export const refuseUnavailable = (customer: { blocked: boolean; archived: boolean }): void => {
  if (customer.blocked) throw new RuleError('Blocked organization is not available.')
  if (customer.archived) throw new RuleError('Archived organization is not available.')
}

/** The same, locked: keeps the organization, and serialises the change with the removal of its service provider. */
export const requireAvailable = async (db: Queryable, customerId: string | null): Promise<void> => {
  if (customerId === null) return
  const customer = await db.maybeOne<{ blocked: boolean; archived: boolean }>(sql`
    select blocked, archived from customer where id = ${customerId} for key share
  `)
  if (customer) refuseUnavailable(customer)
}
