import type { Actor } from '../../context.ts'
import { anyOf, sql, type Sql } from '../../db/sql.ts'
import { effective } from '../grants.ts'
import { isVisibleUser } from '../users.ts'
import { holdsAnyRole, holdsOnProviderOf, isPrivileged, onConsumer } from '../visibility.ts'
import { rowsOf, toEverybody, visibleTo, type TargetSource } from './source.ts'

/** The owner is active and works in a project with resources of a provider whose keys the actor may list. */
const ownerIsServed = (actor: Actor): Sql => sql`app_user.is_active and exists (
  select 1 from user_role as theirs
  join sp_project on sp_project.project_id = theirs.object_id and sp_project.resource_count > 0
  where theirs.user_id = app_user.id and theirs.content_type = 'project' and ${effective(sql`theirs`)}
    and ${holdsOnProviderOf(actor, 'SERVICE_PROVIDER.LIST_KEYS', sql`sp_project.provider_customer_id`)}
)`

const isVisibleIssue = visibleTo(
  (actor) => sql`(issue.caller_id = ${actor.id}
    or ${holdsAnyRole(actor, onConsumer(sql`issue.project_id`, sql`issue.customer_id`))})`,
)

/** Users, their keys, and issues that they report; roles. */
export const identityTargets = {
  user: {
    model: 'User',
    ...rowsOf('app_user'),
    visible: (actor) => (actor ? isVisibleUser(actor) : sql`false`),
  },
  issue: {
    model: 'Issue',
    ...rowsOf('issue'),
    project: sql`issue.project_id`,
    customer: sql`issue.customer_id`,
    visible: isVisibleIssue,
  },
  issue_comment: {
    model: 'Comment',
    ...rowsOf('issue_comment', sql`join issue on issue.id = issue_comment.issue_id`),
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
    ...rowsOf('issue_status'),
    visible: toEverybody,
  },
  ssh_key: {
    model: 'SshPublicKey',
    ...rowsOf('ssh_key', sql`join app_user on app_user.id = ssh_key.user_id`),
    visible: visibleTo((actor) => anyOf([sql`ssh_key.user_id = ${actor.id}`, ownerIsServed(actor)])),
  },
  role: {
    model: 'Role',
    ...rowsOf('role'),
    visible: toEverybody,
  },
} as const satisfies Record<string, TargetSource>
