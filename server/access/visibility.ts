import type { Actor } from '../context.ts'
import { sql, type Sql } from '../db/sql.ts'
import type { Config } from '../config.ts'
import { effective, holdsPermission, onProviderOrCustomer } from './grants.ts'

export const isPrivileged = (actor: Actor): boolean => actor.is_staff || actor.is_support

/**
 * Whether the actor holds the permission on the provider that this organization is, or on the organization. Roll-ups
 * know providers by the id of their organization.
 */
export const holdsOnProviderOf = (actor: Actor, permission: string, providerCustomerId: Sql): Sql => sql`exists (
  select 1 from service_provider
  where service_provider.customer_id = ${providerCustomerId} and ${holdsPermission(
    sql`${actor.id}::bigint`,
    sql`${permission}`,
    onProviderOrCustomer(sql`service_provider.id`, sql`service_provider.customer_id`),
  )}
)`

/**
 * Whether the caller sees what the provider earns and how much it is used, C-029: he holds a permission of the provider,
 * on it or on its organization.
 */
export const seesFigures = (
  { actor, config }: { actor: Actor | undefined; config: Config },
  providerCustomerId: Sql,
): Sql => {
  if (config.OFFERINGS_SHOW_FIGURES_TO_ALL || actor?.is_staff === true) return sql`true`
  if (!actor) return sql`false`
  return sql`exists (
    select 1 from user_role as held join role_permission on role_permission.role_id = held.role_id
    left join service_provider on held.content_type = 'service_provider' and service_provider.id = held.object_id
    where held.user_id = ${actor.id} and ${effective(sql`held`)}
      and role_permission.permission like 'SERVICE\\_PROVIDER.%'
      and ((held.content_type = 'customer' and held.object_id = ${providerCustomerId})
        or service_provider.customer_id = ${providerCustomerId})
  )`
}
