import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { readObject } from '../../list/selection.ts'
import { isVisibleGrant, permissionColumns, permissionJoins } from './view.ts'

export const retrievePermission: Handler<'user_permissions_retrieve'> = async (context, { params }) => {
  const uuid = pathUuid(params.uuid, 'UserRole')
  const permission = await readObject(
    context,
    sql`from user_role ${permissionJoins} where user_role.uuid = ${uuid} and ${isVisibleGrant(context.actor)}`,
    permissionColumns,
  )
  if (!permission) throw new NotFound('UserRole')
  return permission
}
