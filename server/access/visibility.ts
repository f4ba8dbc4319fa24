import type { Actor } from '../context.ts'
import { sql, type Sql } from '../db/sql.ts'
import { holdsPermission, onProviderOrCustomer } from './grants.ts'

export const isPrivileged = (actor: Actor): boolean => actor.is_staff || actor.is_support

/**
 * Whether the actor holds the permission on the provider that this organization is, or on the organization. Roll-ups
 * know providers by the id of their organization.
 */
export const holdsOnProviderOf = (
  actor: Actor,
  permission: string,
  providerCustomerId: Sql,
): Sql => sql`(${actor.is_active} and exists (
  select 1 from service_provider
  where service_provider.customer_id = ${providerCustomerId} and ${holdsPermission(
    sql`${actor.id}::bigint`,
    sql`${permission}`,
    onProviderOrCustomer(sql`service_provider.id`, sql`service_provider.customer_id`),
  )}
))`
