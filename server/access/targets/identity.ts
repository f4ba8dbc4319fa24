import type { Actor } from '../../context.ts'
import { anyOf, sql, type Sql } from '../../db/sql.ts'
import { effective } from '../grants.ts'
import { holdsOnProviderOf, isPrivileged } from '../visibility.ts'
import type { TargetSource } from './source.ts'

/** The owner is active and works in a project with resources of a provider whose keys the actor may list. */
const ownerIsServed = (actor: Actor): Sql => sql`app_user.is_active and exists (
  select 1 from user_role as theirs
  join sp_project on sp_project.project_id = theirs.object_id and sp_project.resource_count > 0
  where theirs.user_id = app_user.id and theirs.content_type = 'project' and ${effective(sql`theirs`)}
    and ${holdsOnProviderOf(actor, 'SERVICE_PROVIDER.LIST_KEYS', sql`sp_project.provider_customer_id`)}
)`

/** Users and what belongs to them; roles. */
export const identityTargets = {
  ssh_key: {
    model: 'SshPublicKey',
    from: sql`from ssh_key join app_user on app_user.id = ssh_key.user_id`,
    id: sql`ssh_key.id`,
    uuid: sql`ssh_key.uuid`,
    visible: (actor) => {
      if (!actor) return sql`false`
      return isPrivileged(actor) ? sql`true` : anyOf([sql`ssh_key.user_id = ${actor.id}`, ownerIsServed(actor)])
    },
  },
  role: {
    model: 'Role',
    from: sql`from role`,
    id: sql`role.id`,
    uuid: sql`role.uuid`,
    visible: () => sql`true`,
  },
} as const satisfies Record<string, TargetSource>
