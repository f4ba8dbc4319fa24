import { allOf, sql } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { orderBy } from '../../../list/order.ts'
import { listPage } from '../../../list/page.ts'
import { userConditions, userOrder, visibleOrder } from '../../users/index.ts'
import { consents, holdsGrantOnServedProject } from '../served.ts'
import { exposedAttributes } from './user-attributes.ts'
import { providerUserColumns } from './user-view.ts'

export const listUsers: Handler<'marketplace_service_providers_users_list'> = async (context, { query }) => {
  const exposed = await exposedAttributes(context)
  return listPage(
    context,
    {
      candidates: sql`
        from app_user
        where ${allOf([
          sql`app_user.is_active`,
          holdsGrantOnServedProject(context, sql`app_user`),
          consents(context, sql`app_user`),
          ...userConditions(context, query, exposed),
        ])}
      `,
      id: sql`app_user.id`,
      order: orderBy(visibleOrder(context, query.o, exposed), userOrder, [sql`app_user.username`], sql`app_user.id`),
      source: sql`join app_user on app_user.id = page.id`,
      columns: providerUserColumns(context, exposed),
    },
    query,
  )
}
