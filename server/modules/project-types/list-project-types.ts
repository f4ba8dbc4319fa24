import { allOf, contains, sql, when } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { listPage } from '../../list/page.ts'
import { projectTypeColumns } from './view.ts'

export const listProjectTypes: Handler<'project_types_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from project_type
        where ${allOf([
          when(query.name, (value) => contains(sql`project_type.name`, value)),
          when(query.name_exact, (value) => sql`project_type.name = ${value}`),
        ])}
      `,
      id: sql`project_type.id`,
      order: sql`project_type.name, project_type.id`,
      source: sql`join project_type on project_type.id = page.id`,
      columns: projectTypeColumns(context),
    },
    query,
  )
