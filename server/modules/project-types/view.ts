import type { ProjectType } from '../../../contract/schemas/projects.ts'
import type { Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { link, text, uuid } from '../../list/columns.ts'
import type { Columns } from '../../list/selection.ts'

export const projectTypeColumns = ({ origin }: Context): Columns<Wire<typeof ProjectType>> => ({
  uuid: uuid(sql`project_type.uuid`),
  url: link(origin, 'project-types', sql`project_type.uuid`),
  name: text(sql`project_type.name`),
  description: text(sql`project_type.description`),
})
