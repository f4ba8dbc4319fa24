import type { QueryOf } from '../../../../contract/index.ts'
import type { CourseAccount } from '../../../../contract/schemas/accounts.ts'
import type { Context } from '../../../context.ts'
import { allOf, contains, sql, when } from '../../../db/sql.ts'
import type { Handler, Wire } from '../../../handler.ts'
import { link, nullableDate, text, timestamp, uuid } from '../../../list/columns.ts'
import { isWhole } from '../../../list/filters.ts'
import { orderBy, type OrderExpressions } from '../../../list/order.ts'
import { listPage, type Columns } from '../../../list/page.ts'
import { isServedProject, probeServedProject } from '../served.ts'
import { accountJoins, accountState, accountStateCodes } from './account-columns.ts'

const joins = sql`
  ${accountJoins(sql`course_account`)}
  join app_user on app_user.id = course_account.user_id`

const columns = ({ origin }: Context): Columns<Wire<typeof CourseAccount>> => ({
  url: link(origin, 'marketplace-course-accounts', sql`course_account.uuid`),
  uuid: uuid(sql`course_account.uuid`),
  created: timestamp(sql`course_account.created`),
  modified: timestamp(sql`course_account.modified`),
  project: uuid(sql`project.uuid`),
  project_uuid: uuid(sql`project.uuid`),
  project_name: text(sql`project.name`),
  project_slug: text(sql`project.slug`),
  project_start_date: nullableDate(sql`project.start_date`),
  project_end_date: nullableDate(sql`project.end_date`),
  user_uuid: uuid(sql`app_user.uuid`),
  username: text(sql`app_user.username`),
  customer_uuid: uuid(sql`customer.uuid`),
  customer_name: text(sql`customer.name`),
  state: accountState(sql`course_account.state`),
  email: text(sql`course_account.email`),
  description: text(sql`course_account.description`),
  error_message: text(sql`course_account.error_message`),
  error_traceback: text(sql`course_account.error_traceback`),
})

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
        from course_account ${joins}
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
      walk: isWhole(query, ['created'])
        ? {
            candidates: sql`
              from course_account
              where ${allOf([sql`course_account.user_id is not null`, probeServedProject(context, sql`course_account.project_id`)])}
            `,
            table: 'course_account',
          }
        : undefined,
      id: sql`course_account.id`,
      order: orderBy(query.o, order, [sql`course_account.created`], sql`course_account.id`),
      source: sql`join course_account on course_account.id = page.id ${joins}`,
      columns: columns(context),
    },
    query,
  )
