import { allOf, sql } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { isWhole } from '../../../list/filters.ts'
import { orderBy } from '../../../list/order.ts'
import { listPage } from '../../../list/page.ts'
import { consents, holdsGrantOnServedProject, probeGrantOnServedProject } from '../served.ts'
import { exposedAttributes } from './user-attributes.ts'
import { userConditions, userOrder, visibleOrder } from './user-filters.ts'
import { providerUserColumns } from './user-view.ts'

export const listUsers: Handler<'marketplace_service_providers_users_list'> = async (context, { query }) => {
  const exposed = await exposedAttributes(context)
  const wanted = visibleOrder(context, query.o, exposed)
  const own = allOf([sql`app_user.is_active`, consents(context, sql`app_user`)])
  return listPage(
    context,
    {
      candidates: sql`
        from app_user
        where ${allOf([
          own,
          holdsGrantOnServedProject(context, sql`app_user.id`),
          ...userConditions(context, query, exposed),
        ])}
      `,
      walk: isWhole({ ...query, o: wanted }, ['username', 'full_name'])
        ? {
            candidates: sql`from app_user where ${own} and ${probeGrantOnServedProject(context, sql`app_user.id`)}`,
            table: 'app_user',
          }
        : undefined,
      id: sql`app_user.id`,
      order: orderBy(wanted, userOrder, [sql`app_user.username`], sql`app_user.id`),
      source: sql`join app_user on app_user.id = page.id`,
      columns: providerUserColumns(context, exposed),
    },
    query,
  )
}
