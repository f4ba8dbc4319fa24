import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { readObject } from '../../list/page.ts'
import { roleColumns } from './view.ts'

export const retrieveRole: Handler<'roles_retrieve'> = async (context, { params, query }) => {
  const uuid = pathUuid(params.uuid, 'Role')
  const role = await readObject(context, sql`from role where role.uuid = ${uuid}`, roleColumns(context), query.field)
  if (!role) throw new NotFound('Role')
  return role
}
