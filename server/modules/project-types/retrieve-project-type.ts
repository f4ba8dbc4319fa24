import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { readObject } from '../../list/selection.ts'
import { pathUuid } from '../../path-uuid.ts'
import { projectTypeColumns } from './view.ts'

export const retrieveProjectType: Handler<'project_types_retrieve'> = async (context, { params }) => {
  const wanted = pathUuid(params.uuid, 'ProjectType')
  const type = await readObject(
    context,
    sql`from project_type where project_type.uuid = ${wanted}`,
    projectTypeColumns(context),
  )
  if (!type) throw new NotFound('ProjectType')
  return type
}
