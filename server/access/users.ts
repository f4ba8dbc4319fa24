import type { Actor } from '../context.ts'
import { anyOf, sql, type Sql } from '../db/sql.ts'
import { effective } from './grants.ts'
import { isPrivileged } from './visibility.ts'

// Who sees which users; `app_user` is in scope.

/** First and last name as one text, over an alias of app_user. */
export const fullNameSql = (person: Sql): Sql => sql`trim(${person}.first_name || ' ' || ${person}.last_name)`

const mine = (actor: Actor): Sql => sql`mine.user_id = ${actor.id} and ${effective(sql`mine`)}`
const theirs = sql`theirs.user_id = app_user.id and ${effective(sql`theirs`)}`

/** Who is near: the caller himself and active users who share a customer or a project with him. */
export const isNear = (actor: Actor): Sql => {
  if (isPrivileged(actor)) return sql`true`
  return sql`(app_user.id = ${actor.id} or (app_user.is_active and (
    exists (
      select 1 from user_role as mine
      join user_role as theirs on theirs.content_type = mine.content_type and theirs.object_id = mine.object_id
      where ${mine(actor)} and ${theirs} and mine.content_type in ('customer', 'project')
    ) or exists (
      select 1 from user_role as mine
      join project on project.customer_id = mine.object_id
      join user_role as theirs on theirs.content_type = 'project' and theirs.object_id = project.id
      where ${mine(actor)} and ${theirs} and mine.content_type = 'customer'
    )
  )))`
}

/** Active users of projects with resources of a provider whose users the caller may list. */
const isServed = (actor: Actor): Sql => sql`(app_user.is_active and exists (
  select 1 from user_role as theirs
  join sp_project on sp_project.project_id = theirs.object_id and sp_project.resource_count > 0
  join service_provider on service_provider.customer_id = sp_project.provider_customer_id
  join user_role as mine on (mine.content_type = 'customer' and mine.object_id = service_provider.customer_id)
    or (mine.content_type = 'service_provider' and mine.object_id = service_provider.id)
  join role_permission on role_permission.role_id = mine.role_id
    and role_permission.permission = 'SERVICE_PROVIDER.LIST_USERS'
  where ${mine(actor)} and ${theirs} and theirs.content_type = 'project'
))`

export const isVisibleUser = (actor: Actor): Sql =>
  isPrivileged(actor) ? sql`true` : anyOf([isNear(actor), isServed(actor)])

/** Marks users that were deactivated because they hold no role: the next one brings them back, and nobody else. */
export const NO_ROLES = 'The user holds no role.'
