import { canonicalUuid } from '../../../contract/values.ts'
import { effective } from '../../access/grants.ts'
import type { Actor, Authenticated, Context } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { only, readObject } from '../../list/page.ts'
import { userColumns } from './view.ts'

export const retrieveMe: Handler<'users_me_retrieve'> = async (context, { query }) => {
  const me = await readObject(
    context,
    sql`from app_user where app_user.id = ${context.actor.id}`,
    userColumns(context, true),
    query.field,
  )
  if (!me) throw new NotFound('User')
  return me
}

/** Who is near: the caller himself and active users who share a customer or a project with him. */
const isNear = ({ actor }: Context & Authenticated): Sql => {
  if (actor.is_staff || actor.is_support) return sql`true`
  return sql`app_user.id = ${actor.id} or (app_user.is_active and (
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
  ))`
}

/** Active users of projects with resources of a provider whose users the caller may list. */
const isServed = ({ actor }: Context & Authenticated): Sql => sql`app_user.is_active and exists (
  select 1 from user_role as theirs
  join sp_project on sp_project.project_id = theirs.object_id and sp_project.resource_count > 0
  join service_provider on service_provider.customer_id = sp_project.provider_customer_id
  join user_role as mine on (mine.content_type = 'customer' and mine.object_id = service_provider.customer_id)
    or (mine.content_type = 'service_provider' and mine.object_id = service_provider.id)
  join role_permission on role_permission.role_id = mine.role_id
    and role_permission.permission = 'SERVICE_PROVIDER.LIST_USERS'
  where ${mine(actor)} and ${theirs} and theirs.content_type = 'project'
)`

const mine = (actor: Actor): Sql => sql`mine.user_id = ${actor.id} and ${effective(sql`mine`)}`
const theirs = sql`theirs.user_id = app_user.id and ${effective(sql`theirs`)}`

interface VisibleUser {
  id: string
  uuid: string
  is_near: boolean
}

/** The user if the caller may see him; 404 otherwise. */
export const requireVisibleUser = async (context: Context & Authenticated, uuidText: string): Promise<VisibleUser> => {
  const uuid = canonicalUuid(uuidText)
  const user =
    uuid === undefined
      ? undefined
      : await context.db.maybeOne<VisibleUser & { is_served: boolean }>(sql`
          select app_user.id, app_user.uuid, ${isNear(context)} as is_near, ${isServed(context)} as is_served
          from app_user where app_user.uuid = ${uuid}
        `)
  if (!user || !(user.is_near || user.is_served)) throw new NotFound('User')
  return user
}

/** What a provider sees of a user anyway, in its lists of grants. */
const SERVED_FIELDS = [
  'url',
  'uuid',
  'username',
  'full_name',
  'native_name',
  'email',
  'first_name',
  'last_name',
  'image',
] as const

export const retrieveUser: Handler<'users_retrieve'> = async (context, { params, query }) => {
  const user = await requireVisibleUser(context, params.uuid ?? '')
  const all = userColumns(context, user.id === context.actor.id)
  const columns = user.is_near ? all : only(all, SERVED_FIELDS)
  const object = await readObject(context, sql`from app_user where app_user.id = ${user.id}`, columns, query.field)
  if (!object) throw new NotFound('User')
  return object
}
