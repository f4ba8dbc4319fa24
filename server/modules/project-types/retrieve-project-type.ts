import type { ProjectType } from '../../../contract/schemas/projects.ts'
import type { Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { link, text, uuid } from '../../list/columns.ts'
import { readObject, type Columns } from '../../list/page.ts'

const columns = ({ origin }: Context): Columns<Wire<typeof ProjectType>> => ({
  uuid: uuid(sql`project_type.uuid`),
  url: link(origin, 'project-types', sql`project_type.uuid`),
  name: text(sql`project_type.name`),
  description: text(sql`project_type.description`),
})

export const retrieveProjectType: Handler<'project_types_retrieve'> = async (context, { params }) => {
  const wanted = pathUuid(params.uuid, 'ProjectType')
  const type = await readObject(context, sql`from project_type where project_type.uuid = ${wanted}`, columns(context))
  if (!type) throw new NotFound('ProjectType')
  return type
}
