import type { QueryOf } from '../../../contract/index.ts'
import { targets } from '../../access/targets/index.ts'
import { allOf, anyOf, contains, equalsIgnoringCase, sql, when, type Sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { linkEquals, nameContains } from '../../list/filters.ts'
import { orderBy, type OrderExpressions } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { issueColumns, issueJoins } from './view.ts'

type Query = QueryOf<'support_issues_list'>

const conditions = (query: Query): (Sql | undefined)[] => [
  linkEquals(sql`assignee.uuid`, query.assignee),
  linkEquals(sql`caller.uuid`, query.caller),
  linkEquals(sql`reporter.uuid`, query.reporter),
  linkEquals(sql`customer.uuid`, query.customer),
  linkEquals(sql`project.uuid`, query.project),
  linkEquals(sql`resource.uuid`, query.resource),
  when(query.assignee_name, (value) => nameContains(sql`assignee`, value)),
  when(query.caller_full_name, (value) => nameContains(sql`caller`, value)),
  when(query.reporter_name, (value) => nameContains(sql`reporter`, value)),
  when(query.customer_uuid, (uuid) => sql`customer.uuid = ${uuid}`),
  when(query.project_uuid, (uuid) => sql`project.uuid = ${uuid}`),
  when(query.resource_uuid, (uuid) => sql`resource.uuid = ${uuid}`),
  when(query.resource_external_ip, (value) => hasAddress('external_ips', value)),
  when(query.resource_internal_ip, (value) => hasAddress('internal_ips', value)),
  when(query.key, (value) => equalsIgnoringCase(sql`issue.key`, value)),
  when(query.remote_id, (value) => sql`issue.remote_id = ${value}`),
  when(query.status, (value) => sql`issue.status = ${value}`),
  when(query.type, (value) => sql`issue.type = ${value}`),
  when(query.summary, (value) => contains(sql`issue.summary`, value)),
  when(query.query, (value) => anyOf([contains(sql`issue.summary`, value), contains(sql`issue.key`, value)])),
  when(
    query.resolution_year_month,
    (month) => sql`to_char(issue.resolution_date at time zone 'UTC', 'YYYY-MM') = ${month}`,
  ),
]

/** Addresses are what the backend says of the resource. */
const hasAddress = (key: string, address: string): Sql =>
  sql`resource.backend_metadata -> ${key}::text @> to_jsonb(${address}::text)`

const name = (person: Sql): Sql[] => [sql`${person}.first_name`, sql`${person}.last_name`]

const order: OrderExpressions<NonNullable<Query['o']>[number]['key']> = {
  assignee_name: name(sql`assignee`),
  caller_first_name: [sql`caller.first_name`],
  caller_last_name: [sql`caller.last_name`],
  created: [sql`issue.created`],
  customer_name: [sql`customer.name`],
  key: [sql`issue.key`],
  modified: [sql`issue.modified`],
  priority: [sql`issue.priority`],
  project_name: [sql`project.name`],
  remote_id: [sql`issue.remote_id`],
  reporter_name: name(sql`reporter`),
  status: [sql`issue.status`],
  summary: [sql`issue.summary`],
  type: [sql`issue.type`],
}

export const listIssues: Handler<'support_issues_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from issue ${issueJoins}
        where ${allOf([targets.issue.visible(context.actor), ...conditions(query)])}`,
      id: sql`issue.id`,
      order: orderBy(query.o, order, [sql`issue.created desc`], sql`issue.id`),
      source: sql`join issue on issue.id = page.id ${issueJoins}`,
      columns: issueColumns(context),
    },
    query,
  )
