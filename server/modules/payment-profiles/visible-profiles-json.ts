import { holdsRole } from '../../access/grants.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { paymentProfileJson } from './payment-profile-json.ts'

/** Condition that the user owns the organization in scope as `customer`. */
export const ownsCustomer = (actorId: string): Sql =>
  holdsRole(sql`${actorId}::bigint`, sql`'CUSTOMER.OWNER'`, sql`'customer'`, sql`customer.id`)

const profiles = (origin: string, condition: Sql): Sql => sql`(
  select coalesce(jsonb_agg(${paymentProfileJson(origin)} order by payment_profile.name, payment_profile.id), '[]')
  from payment_profile where payment_profile.organization_id = customer.id and ${condition}
)`

/**
 * The payment profiles of `customer` as JSON: the active one for its owners, null for everybody else; all of them where
 * no actor is given, for staff and support.
 */
export const visiblePaymentProfilesJson = (origin: string, actorId?: string): Sql =>
  actorId === undefined
    ? profiles(origin, sql`true`)
    : sql`case when ${ownsCustomer(actorId)} then ${profiles(origin, sql`payment_profile.is_active`)} end`
