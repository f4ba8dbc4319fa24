import type { ProjectType } from '../../../contract/schemas/projects.ts'
import { sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { link, text, uuid } from '../../list/columns.ts'
import { perOrigin } from '../../list/made-once.ts'

export const projectTypeColumns = perOrigin<Wire<typeof ProjectType>>(({ origin }) => ({
  uuid: uuid(sql`project_type.uuid`),
  url: link(origin, 'project-types', sql`project_type.uuid`),
  name: text(sql`project_type.name`),
  description: text(sql`project_type.description`),
}))
