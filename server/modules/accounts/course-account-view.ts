import type { CourseAccount } from '../../../contract/schemas/accounts.ts'
import { sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { link, nullableDate, text, timestamp, uuid } from '../../list/columns.ts'
import { perOrigin } from '../../list/made-once.ts'
import { accountJoins, accountState } from './account-columns.ts'

/** Project, organization and user of a course account. */
export const courseAccountJoins = sql`
  ${accountJoins(sql`course_account`)}
  join app_user on app_user.id = course_account.user_id`

export const courseAccountColumns = perOrigin<Wire<typeof CourseAccount>>(({ origin }) => ({
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
}))
