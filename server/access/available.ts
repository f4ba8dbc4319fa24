import type { Queryable } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import { RuleError } from '../errors.ts'

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
