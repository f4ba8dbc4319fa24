import { targets } from '../../access/targets/index.ts'
import { effective } from '../../access/grants.ts'
import { allOf, sql, when } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { orderBy } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { projectConditions, projectOrder } from './filters.ts'
import { projectColumns, projectJoins } from './view.ts'

/**
 * Projects of the caller. Removed ones are shown when they are asked for, by `include_terminated` or by `is_removed`;
 * as removal ends the roles on a project, they are seen through a role on the organization (C-185).
 */
export const listProjects: Handler<'projects_list'> = (context, { query }) => {
  const withRemoved = query.include_terminated === true || query.is_removed === true
  return listPage(
    context,
    {
      candidates: sql`
        from project join customer on customer.id = project.customer_id
        where ${allOf([
          withRemoved ? undefined : sql`not project.is_removed`,
          when(query.is_removed, (value) => sql`project.is_removed = ${value}`),
          targets.any_project.visible(context.actor),
          ...projectConditions(context.actor, query, sql`true`),
          when(query.accounting_is_running, (value) => sql`(customer.accounting_start_date <= now()) = ${value}`),
          when(
            query.user_uuid,
            (uuid) => sql`exists (
              select 1 from user_role as held join app_user on app_user.id = held.user_id
              where app_user.uuid = ${uuid} and ${effective(sql`held`)} and (
                (held.content_type = 'project' and held.object_id = project.id)
                or (held.content_type = 'customer' and held.object_id = project.customer_id)
              )
            )`,
          ),
        ])}
      `,
      runs: query.accounting_is_running !== undefined,
      id: sql`project.id`,
      order: orderBy(query.o, projectOrder, [sql`project.name`], sql`project.id`, ['estimated_cost']),
      source: sql`join project on project.id = page.id ${projectJoins}`,
      columns: projectColumns(context),
    },
    query,
  )
}
