import type { Issue } from '../../../contract/schemas/support.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { ViewContext } from '../../context.ts'
import { isoUuid, sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { nullableLink, nullableText, nullableUuid, text, timestamp, uuid, link } from '../../list/columns.ts'
import { madeOnce } from '../../list/made-once.ts'
import type { Column, Columns } from '../../list/selection.ts'
import { fullNameSql } from '../../access/users.ts'

/** Joins of the columns, filters and orders of issues; `issue` must be in scope. */
export const issueJoins = sql`
  left join app_user as caller on caller.id = issue.caller_id
  left join app_user as reporter on reporter.id = issue.reporter_id
  left join app_user as assignee on assignee.id = issue.assignee_id
  left join customer on customer.id = issue.customer_id
  left join project on project.id = issue.project_id
  left join resource on issue.resource_content_type = 'resource' and resource.id = issue.resource_object_id`

/** 0 resolved, 1 canceled, null: still open. */
export const statusType = (status: Sql): Sql => sql`(
  select issue_status.type from issue_status where issue_status.name collate "C" = ${status}
)`

const resolved: Column<boolean | null> = {
  sql: statusType(sql`issue.status`),
  read: (type: number | null) => (type === null ? null : type === 0),
}

const always = <T>(value: T): Column<T> => ({ sql: sql`null`, read: () => value })

/** Null and not a blank when there is nobody. */
const nameOf = (person: Sql): Column<string | null> =>
  nullableText(sql`case when ${person}.id is not null then ${fullNameSql(person)} end`)

const columns = madeOnce((origin: string, mayUpdate: boolean, mayDestroy: boolean): Columns<Wire<typeof Issue>> => ({
  url: link(origin, 'support-issues', sql`issue.uuid`),
  uuid: uuid(sql`issue.uuid`),
  type: text(sql`issue.type`),
  key: text(sql`issue.key`),
  backend_id: nullableText(sql`issue.backend_id`),
  backend_name: nullableText(sql`issue.backend_name`),
  remote_id: nullableText(sql`issue.remote_id`),
  link: text(sql`issue.link`),
  summary: text(sql`issue.summary`),
  description: text(sql`issue.description`),
  status: text(sql`issue.status`),
  resolution: text(sql`issue.resolution`),
  priority: text(sql`issue.priority`),
  caller: nullableLink(origin, 'users', sql`caller.uuid`),
  caller_uuid: nullableUuid(sql`caller.uuid`),
  caller_full_name: nameOf(sql`caller`),
  reporter: nullableLink(origin, 'users', sql`reporter.uuid`),
  reporter_uuid: nullableUuid(sql`reporter.uuid`),
  reporter_name: nameOf(sql`reporter`),
  assignee: nullableLink(origin, 'users', sql`assignee.uuid`),
  assignee_uuid: nullableUuid(sql`assignee.uuid`),
  assignee_name: nameOf(sql`assignee`),
  customer: nullableLink(origin, 'customers', sql`customer.uuid`),
  customer_uuid: nullableUuid(sql`customer.uuid`),
  customer_name: nullableText(sql`customer.name`),
  project: nullableLink(origin, 'projects', sql`project.uuid`),
  project_uuid: nullableUuid(sql`project.uuid`),
  project_name: nullableText(sql`project.name`),
  resource: nullableText(sql`${origin} || '/api/marketplace-resources/' || ${isoUuid(sql`resource.uuid`)} || '/'`),
  resource_type: nullableText(sql`case when resource.id is not null then 'Marketplace.Resource' end`),
  resource_name: nullableText(sql`resource.name`),
  created: timestamp(sql`issue.created`),
  modified: timestamp(sql`issue.modified`),
  template: always<string | null>(null),
  feedback: always(null),
  resolved,
  update_is_available: always(mayUpdate),
  destroy_is_available: always(mayDestroy),
  add_comment_is_available: always(true),
  add_attachment_is_available: always(false),
  processing_log: always<unknown>([]),
  order_uuid: always<string | null>(null),
  order_project_uuid: always<string | null>(null),
  order_customer_uuid: always<string | null>(null),
  order_resource_name: always<string | null>(null),
}))

export const issueColumns = ({ origin, actor }: ViewContext): Columns<Wire<typeof Issue>> =>
  columns(origin, isPrivileged(actor), actor.is_staff)
