import type { Permission } from '../../../contract/schemas/identity.ts'
import { effective } from '../../access/grants.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Actor } from '../../context.ts'
import { allOf, sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { nullableText, nullableTimestamp, optional, text, timestamp, uuid } from '../../list/columns.ts'
import type { Columns } from '../../list/selection.ts'
import { fullNameSql } from '../../access/users.ts'
import { grantScopeName, grantScopes, grantScopeUuid, scopeExists } from '../users/index.ts'

/** Joins of the grant columns and filters; `user_role` must be in scope. */
export const permissionJoins: Sql = sql`
  join app_user on app_user.id = user_role.user_id
  join role on role.id = user_role.role_id
  left join app_user as creator on creator.id = user_role.created_by_id
  ${grantScopes}`

/** Condition on the grants that the actor sees: effective ones, of others for staff and support only. */
export const isVisibleGrant = (actor: Actor): Sql =>
  allOf([
    isPrivileged(actor) ? undefined : sql`user_role.user_id = ${actor.id}`,
    effective(sql`user_role`),
    scopeExists,
  ])

/** Columns of a grant as its holder sees it. */
export const permissionColumns: Columns<Wire<typeof Permission>> = {
  user_uuid: uuid(sql`app_user.uuid`),
  user_name: text(fullNameSql(sql`app_user`)),
  user_slug: text(sql`app_user.slug`),
  created: timestamp(sql`user_role.created`),
  expiration_time: nullableTimestamp(sql`user_role.expiration_time`),
  created_by_full_name: optional(text(fullNameSql(sql`creator`))),
  created_by_username: optional(text(sql`creator.username`)),
  role_name: text(sql`role.name`),
  role_description: text(sql`role.description`),
  role_uuid: uuid(sql`role.uuid`),
  scope_type: nullableText(sql`user_role.content_type`),
  scope_uuid: uuid(grantScopeUuid),
  scope_name: text(grantScopeName),
  customer_uuid: optional(uuid(sql`customer.uuid`)),
  customer_name: optional(text(sql`customer.name`)),
}
