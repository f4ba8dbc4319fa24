import { effective } from '../../access/grants.ts'
import { holdsOnProviderOf, isPrivileged } from '../../access/visibility.ts'
import type { Actor } from '../../context.ts'
import { anyOf, sql, type Sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { readObject } from '../../list/page.ts'
import { keyColumns, keyJoins } from './view.ts'

/** The owner is active and works in a project with resources of a provider whose keys the actor may list. */
const isServed = (actor: Actor): Sql => sql`app_user.is_active and exists (
  select 1 from user_role as theirs
  join sp_project on sp_project.project_id = theirs.object_id and sp_project.resource_count > 0
  where theirs.user_id = app_user.id and theirs.content_type = 'project' and ${effective(sql`theirs`)}
    and ${holdsOnProviderOf(actor, 'SERVICE_PROVIDER.LIST_KEYS', sql`sp_project.provider_customer_id`)}
)`

export const retrieveKey: Handler<'keys_retrieve'> = async (context, { params, query }) => {
  const { actor } = context
  const uuid = pathUuid(params.uuid, 'SshPublicKey')
  const isVisible = isPrivileged(actor) ? sql`true` : anyOf([sql`ssh_key.user_id = ${actor.id}`, isServed(actor)])
  const key = await readObject(
    context,
    sql`from ssh_key ${keyJoins} where ssh_key.uuid = ${uuid} and ${isVisible}`,
    keyColumns(context),
    query.field,
  )
  if (!key) throw new NotFound('SshPublicKey')
  return key
}
