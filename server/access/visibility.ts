import type { Actor, Caller, ViewContext } from '../context.ts'
import { sql, type Sql } from '../db/sql.ts'
import { effective, holdsPermission, onProviderOrCustomer } from './grants.ts'

export const isPrivileged = (actor: Pick<Caller, 'is_staff' | 'is_support'>): boolean =>
  actor.is_staff || actor.is_support

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

/** Whether the actor holds any effective role on one of the scopes; the condition is over `held`. */
export const holdsAnyRole = (actor: Pick<Caller, 'id'>, scopes: Sql): Sql => sql`exists (
  select 1 from user_role as held
  where held.user_id = ${actor.id}::bigint and ${effective(sql`held`)} and (${scopes})
)`

/** Condition on `held`: the grant is on the consuming project or its organization. */
export const onConsumer = (projectId: Sql, customerId: Sql): Sql => sql`
  (held.content_type = 'project' and held.object_id = ${projectId})
  or (held.content_type = 'customer' and held.object_id = ${customerId})`

/** Condition on `held`: the grant is on the offering, on the organization that provides it or on its provider. */
export const onProvidingSide = (offeringId: Sql, providerCustomerId: Sql): Sql => sql`
  (held.content_type = 'offering' and held.object_id = ${offeringId})
  or (held.content_type = 'customer' and held.object_id = ${providerCustomerId})
  or (held.content_type = 'service_provider' and held.object_id in (
    select service_provider.id from service_provider where service_provider.customer_id = ${providerCustomerId}
  ))`

/**
 * Whether the caller sees what the provider earns and how much it is used, C-029: he holds a permission of the provider,
 * on it or on its organization.
 */
export const seesFigures = (
  { actor, config }: Pick<ViewContext<Caller | undefined>, 'actor' | 'config'>,
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
