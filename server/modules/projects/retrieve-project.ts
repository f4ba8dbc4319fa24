import { effective } from '../../access/grants.ts'
import { holdsOnProviderOf, isPrivileged } from '../../access/visibility.ts'
import type { Actor } from '../../context.ts'
import { anyOf, sql, type Sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { readObject } from '../../list/selection.ts'
import { projectColumns, projectJoins } from './view.ts'

const isMember = (actor: Actor): Sql => sql`exists (
  select 1 from user_role as held
  where held.user_id = ${actor.id} and ${effective(sql`held`)} and (
    (held.content_type = 'project' and held.object_id = project.id)
    or (held.content_type = 'customer' and held.object_id = project.customer_id)
  )
)`

const isServed = (actor: Actor): Sql => sql`exists (
  select 1 from sp_project
  where sp_project.project_id = project.id and sp_project.resource_count > 0
    and ${holdsOnProviderOf(actor, 'SERVICE_PROVIDER.LIST_PROJECTS', sql`sp_project.provider_customer_id`)}
)`

/** For members of the project or its organization, and for its providers, whose project lists show it anyway. */
export const retrieveProject: Handler<'projects_retrieve'> = async (context, { params, query }) => {
  const { actor } = context
  const uuid = pathUuid(params.uuid, 'Project')
  const isVisible = isPrivileged(actor) ? sql`true` : anyOf([isMember(actor), isServed(actor)])
  const project = await readObject(
    context,
    sql`from project ${projectJoins} where project.uuid = ${uuid} and not project.is_removed and ${isVisible}`,
    projectColumns(context),
    query.field,
  )
  if (!project) throw new NotFound('Project')
  return project
}
