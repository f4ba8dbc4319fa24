import { sql } from '../../db/sql.ts'
import { isVisibleUser } from '../users.ts'
import { holdsAnyRole, isPrivileged, onConsumer } from '../visibility.ts'
import type { TargetSource } from './source.ts'

/** Users, their keys, and issues that they report. */
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
    visible: (actor) => {
      if (!actor) return sql`false`
      if (isPrivileged(actor)) return sql`true`
      return sql`(issue.caller_id = ${actor.id}
        or ${holdsAnyRole(actor, onConsumer(sql`issue.project_id`, sql`issue.customer_id`))})`
    },
  },
  issue_status: {
    model: 'IssueStatus',
    from: sql`from issue_status`,
    id: sql`issue_status.id`,
    uuid: sql`issue_status.uuid`,
    visible: () => sql`true`,
  },
} as const satisfies Record<string, TargetSource>
