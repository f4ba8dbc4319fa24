import type { Project } from '../../../contract/schemas/projects.ts'
import type { Authenticated, Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Wire } from '../../handler.ts'
import { readObject } from '../../list/selection.ts'
import { projectColumns, projectJoins } from './view.ts'

/** The project with all its fields, for somebody who may see it. */
export const readProject = async (context: Context & Authenticated, id: string): Promise<Wire<typeof Project>> => {
  const project = await readObject(
    context,
    sql`from project ${projectJoins} where project.id = ${id}`,
    projectColumns(context),
  )
  if (!project) throw new NotFound('Project')
  return project
}
