import { allOf, sql } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { isWhole } from '../../../list/filters.ts'
import { orderBy } from '../../../list/order.ts'
import { listPage } from '../../../list/page.ts'
import {
  courseAccountColumns,
  courseAccountConditions,
  courseAccountJoins,
  courseAccountOrder,
} from '../../accounts/index.ts'
import { isServedProject, probeServedProject } from '../served.ts'

/** Accounts without a user are left out. */
export const listCourseAccounts: Handler<'marketplace_service_providers_course_accounts_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from course_account ${courseAccountJoins}
        where ${allOf([isServedProject(context, sql`course_account.project_id`), ...courseAccountConditions(query)])}
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
      order: orderBy(query.o, courseAccountOrder, courseAccountOrder.created, sql`course_account.id`),
      source: sql`join course_account on course_account.id = page.id ${courseAccountJoins}`,
      columns: courseAccountColumns(context),
    },
    query,
  )
