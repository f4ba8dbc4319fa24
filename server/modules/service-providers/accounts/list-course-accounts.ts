import type { QueryOf } from '../../../../contract/index.ts'
import { allOf, contains, sql, when } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { orderBy, type OrderExpressions } from '../../../list/order.ts'
import { listPage } from '../../../list/page.ts'
import { isServedProject } from '../served.ts'
import { accountStateCodes, courseAccountColumns, courseAccountJoins } from '../../accounts/index.ts'

type OrderKey = NonNullable<QueryOf<'marketplace_service_providers_course_accounts_list'>['o']>[number]['key']

const order: OrderExpressions<OrderKey> = {
  created: [sql`course_account.created`],
  modified: [sql`course_account.modified`],
  state: [sql`course_account.state`],
  email: [sql`course_account.email`],
  username: [sql`app_user.username`],
  project_name: [sql`project.name`],
  project_start_date: [sql`project.start_date`],
  project_end_date: [sql`project.end_date`],
}

/** Accounts without a user are left out. */
export const listCourseAccounts: Handler<'marketplace_service_providers_course_accounts_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from course_account ${courseAccountJoins}
        where ${allOf([
          isServedProject(context, sql`course_account.project_id`),
          when(query.username, (value) => sql`app_user.username = ${value}`),
          when(query.email, (value) => contains(sql`course_account.email`, value)),
          when(query.state, (labels) => sql`course_account.state = any(${accountStateCodes(labels)}::int[])`),
          when(query.project_uuid, (value) => sql`project.uuid = ${value}`),
          when(query.project_start_date_after, (day) => sql`project.start_date >= ${day}::date`),
          when(query.project_start_date_before, (day) => sql`project.start_date <= ${day}::date`),
          when(query.project_end_date_after, (day) => sql`project.end_date >= ${day}::date`),
          when(query.project_end_date_before, (day) => sql`project.end_date <= ${day}::date`),
        ])}
      `,
      id: sql`course_account.id`,
      order: orderBy(query.o, order, [sql`course_account.created`], sql`course_account.id`),
      source: sql`join course_account on course_account.id = page.id ${courseAccountJoins}`,
      columns: courseAccountColumns(context),
    },
    query,
  )
