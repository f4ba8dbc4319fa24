import type { User } from '../../../contract/schemas/identity.ts'
import { canonicalUuid } from '../../../contract/values.ts'
import { isNear, isVisibleUser } from '../../access/users.ts'
import type { Authenticated, Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { only, readObject } from '../../list/selection.ts'
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
      : await context.db.maybeOne<VisibleUser>(sql`
          select app_user.id, app_user.uuid, ${isNear(context.actor)} as is_near
          from app_user where app_user.uuid = ${uuid} and ${isVisibleUser(context.actor)}
        `)
  if (!user) throw new NotFound('User')
  return user
}

/** What a provider sees of a user anyway, in its lists of grants. */
export const SERVED_FIELDS = [
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

/** The user as whoever has just changed him sees him. */
export const readUser = async (context: Context & Authenticated, id: string): Promise<Wire<typeof User>> => {
  const columns = userColumns(context, id === context.actor.id)
  const user = await readObject(context, sql`from app_user where app_user.id = ${id}`, columns)
  if (!user) throw new NotFound('User')
  return user
}
