import { allOf, sql } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { isWhole } from '../../../list/filters.ts'
import { orderBy } from '../../../list/order.ts'
import { listPage } from '../../../list/page.ts'
import { consents, holdsGrantOnServedProject, probeGrantOnServedProject } from '../served.ts'
import { areFew, searchPlan } from './search-plan.ts'
import { exposedAttributes } from './user-attributes.ts'
import { userConditions, userOrder, visibleOrder } from './user-filters.ts'
import { providerUserColumns } from './user-view.ts'

export const listUsers: Handler<'marketplace_service_providers_users_list'> = async (context, { query }) => {
  const exposed = await exposedAttributes(context)
  const wanted = visibleOrder(context, query.o, exposed)
  const conditions = allOf(userConditions(context, query, exposed))
  const plan = await searchPlan(context, [query.query, query.user_keyword, query.full_name, query.email])
  const search =
    plan === 'matches-first' && (await areFew(context, sql`from app_user where ${conditions}`)) ? plan : 'within'
  const own = allOf([sql`app_user.is_active`, consents(context, sql`app_user`)])
  return listPage(
    context,
    {
      candidates: sql`
        from app_user
        where ${allOf([
          own,
          search === 'within'
            ? holdsGrantOnServedProject(context, sql`app_user.id`)
            : probeGrantOnServedProject(context, sql`app_user.id`),
          conditions,
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
