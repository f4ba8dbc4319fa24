import { sql, type Sql } from '../db/sql.ts'

/** A grant counts while it is active and not past its expiry, by the clock of the database. */
export const effective = (grant: Sql): Sql =>
  sql`${grant}.is_active and (${grant}.expiration_time is null or ${grant}.expiration_time > now())`

/** Whether the user holds an effective grant, on any of the scopes, of a role that lists the permission. */
export const holdsPermission = (userId: Sql, permission: Sql, scopes: Sql): Sql => sql`exists (
  select 1 from user_role as held join role_permission on role_permission.role_id = held.role_id
  where held.user_id = ${userId} and ${effective(sql`held`)}
    and role_permission.permission = ${permission} and (${scopes})
)`

/** Whether the user holds an effective grant of a role of this name on the scope. */
export const holdsRole = (userId: Sql, roleName: Sql, contentType: Sql, objectId: Sql): Sql => sql`exists (
  select 1 from user_role as held join role on role.id = held.role_id
  where held.user_id = ${userId} and ${effective(sql`held`)}
    and role.name = ${roleName} and held.content_type = ${contentType} and held.object_id = ${objectId}
)`

/** Condition on `held`: the grant is on the organization, or on the provider itself. */
export const onProviderOrCustomer = (providerId: Sql, customerId: Sql): Sql => sql`
  (held.content_type = 'customer' and held.object_id = ${customerId})
  or (held.content_type = 'service_provider' and held.object_id = ${providerId})`
