import { allOf, contains, sql, when } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { orderBy } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { roleColumns } from './view.ts'

export const listRoles: Handler<'roles_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from role
        where ${allOf([
          when(query.name, (value) => contains(sql`role.name`, value)),
          when(query.description, (value) => contains(sql`role.description`, value)),
          when(query.is_active, (value) => sql`role.is_active = ${value}`),
        ])}
      `,
      id: sql`role.id`,
      order: orderBy(undefined, {}, [sql`role.name`], sql`role.id`),
      source: sql`join role on role.id = page.id`,
      columns: roleColumns(context),
    },
    query,
  )
