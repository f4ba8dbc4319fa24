import { allOf, sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { linkEquals } from '../../list/filters.ts'
import { orderBy } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { grantFilterConditions, grantOrder } from '../grants/index.ts'
import { grantScopeName, grantScopeUuid } from '../users/index.ts'
import { isVisibleGrant, permissionColumns, permissionJoins } from './view.ts'

export const listPermissions: Handler<'user_permissions_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from user_role ${permissionJoins}
        where ${allOf([
          isVisibleGrant(context.actor),
          ...grantFilterConditions(query, { uuid: grantScopeUuid, name: grantScopeName }),
          linkEquals(sql`app_user.uuid`, query.user_url),
        ])}
      `,
      id: sql`user_role.id`,
      order: orderBy(query.o, grantOrder, [sql`user_role.created`], sql`user_role.id`),
      source: sql`join user_role on user_role.id = page.id ${permissionJoins}`,
      columns: permissionColumns,
    },
    query,
  )
