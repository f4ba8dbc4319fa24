import { contains, sql, when, type Sql } from '../../db/sql.ts'
import { nameContains } from '../../list/filters.ts'
import type { OrderExpressions } from '../../list/order.ts'

// Filters and order of every list of role grants. Statements have user_role, app_user and role in scope.

interface GrantFilters {
  created?: string
  expiration_time?: string
  full_name?: string
  modified?: string
  native_name?: string
  role_name?: string
  role_uuid?: string
  scope_name?: string
  scope_type?: string
  scope_uuid?: string
  user?: string
  user_slug?: string
  username?: string
}

/** What the grants of a list are granted on. */
interface ListedScope {
  uuid: Sql
  name: Sql
}

export const grantFilterConditions = (query: GrantFilters, scope: ListedScope): (Sql | undefined)[] => [
  when(query.created, (instant) => sql`user_role.created >= ${instant}`),
  when(query.modified, (instant) => sql`user_role.modified >= ${instant}`),
  when(query.expiration_time, (instant) => sql`user_role.expiration_time = ${instant}`),
  when(query.full_name, (name) => nameContains(sql`app_user`, name)),
  when(query.native_name, (name) => contains(sql`app_user.native_name`, name)),
  when(query.user_slug, (slug) => contains(sql`app_user.slug`, slug)),
  when(query.username, (username) => sql`app_user.username = ${username}`),
  when(query.user, (uuid) => sql`app_user.uuid = ${uuid}`),
  when(query.role_name, (name) => contains(sql`role.name`, name)),
  when(query.role_uuid, (uuid) => sql`role.uuid = ${uuid}`),
  // Clients name kinds with and without underscores.
  when(query.scope_type, (type) => sql`replace(user_role.content_type, '_', '') = ${type.replaceAll('_', '')}`),
  when(query.scope_uuid, (uuid) => sql`${scope.uuid} = ${uuid}`),
  when(query.scope_name, (name) => contains(scope.name, name)),
]

type GrantOrderKey = 'created' | 'email' | 'expiration_time' | 'full_name' | 'native_name' | 'role' | 'username'

export const grantOrder: OrderExpressions<GrantOrderKey> = {
  created: [sql`user_role.created`],
  email: [sql`app_user.email`],
  expiration_time: [sql`user_role.expiration_time`],
  full_name: [sql`app_user.first_name`, sql`app_user.last_name`],
  native_name: [sql`app_user.native_name`],
  role: [sql`role.name`],
  username: [sql`app_user.username`],
}
