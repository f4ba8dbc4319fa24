import type { RoleDetails } from '../../../contract/schemas/identity.ts'
import type { Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { readObject } from '../../list/selection.ts'
import { pathUuid } from '../../path-uuid.ts'
import { roleColumns } from './view.ts'

export const readRole = async (
  context: Context,
  uuid: string,
  field?: readonly string[],
): Promise<Wire<typeof RoleDetails>> => {
  const role = await readObject(context, sql`from role where role.uuid = ${uuid}`, roleColumns(context), field)
  if (!role) throw new NotFound('Role')
  return role
}

export const retrieveRole: Handler<'roles_retrieve'> = async (context, { params, query }) =>
  readRole(context, pathUuid(params.uuid, 'Role'), query.field)
