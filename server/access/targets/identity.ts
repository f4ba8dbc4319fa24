import type { Actor } from '../../context.ts'
import { anyOf, sql, type Sql } from '../../db/sql.ts'
import { effective } from '../grants.ts'
import { isVisibleUser } from '../users.ts'
import { holdsAnyRole, holdsOnProviderOf, isPrivileged, onConsumer } from '../visibility.ts'
import type { TargetSource } from './source.ts'

/** The owner is active and works in a project with resources of a provider whose keys the actor may list. */
const ownerIsServed = (actor: Actor): Sql => sql`app_user.is_active and exists (
  select 1 from user_role as theirs
  join sp_project on sp_project.project_id = theirs.object_id and sp_project.resource_count > 0
  where theirs.user_id = app_user.id and theirs.content_type = 'project' and ${effective(sql`theirs`)}
    and ${holdsOnProviderOf(actor, 'SERVICE_PROVIDER.LIST_KEYS', sql`sp_project.provider_customer_id`)}
)`

const isVisibleIssue: TargetSource['visible'] = (actor) => {
  if (!actor) return sql`false`
  if (isPrivileged(actor)) return sql`true`
  return sql`(issue.caller_id = ${actor.id}
    or ${holdsAnyRole(actor, onConsumer(sql`issue.project_id`, sql`issue.customer_id`))})`
}

/** Users, their keys, and issues that they report; roles. */
export const identityTargets = {
  user: {
    model: 'User',
    from: sql`from app_user`,
    id: sql`app_user.id`,
    uuid: sql`app_user.uuid`,
    visible: (actor) => (actor ? isVisibleUser(actor) : sql`false`),
  },
  issue: {
    model: 'Issue',
    from: sql`from issue`,
    id: sql`issue.id`,
    uuid: sql`issue.uuid`,
    project: sql`issue.project_id`,
    customer: sql`issue.customer_id`,
    visible: isVisibleIssue,
  },
  issue_comment: {
    model: 'Comment',
    from: sql`from issue_comment join issue on issue.id = issue_comment.issue_id`,
    id: sql`issue_comment.id`,
    uuid: sql`issue_comment.uuid`,
    project: sql`issue.project_id`,
    customer: sql`issue.customer_id`,
    // Others than staff and support see what is public.
    visible: (actor) =>
      actor && isPrivileged(actor)
        ? isVisibleIssue(actor)
        : sql`(issue_comment.is_public and ${isVisibleIssue(actor)})`,
  },
  issue_status: {
    model: 'IssueStatus',
    from: sql`from issue_status`,
    id: sql`issue_status.id`,
    uuid: sql`issue_status.uuid`,
    visible: () => sql`true`,
  },
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
