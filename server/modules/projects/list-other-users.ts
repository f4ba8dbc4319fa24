import type { BasicUser } from '../../../contract/schemas/members.ts'
import { effective } from '../../access/grants.ts'
import { isPrivileged } from '../../access/visibility.ts'
import { allOf, sql } from '../../db/sql.ts'
import type { Handler, Wire } from '../../handler.ts'
import { link, text, uuid } from '../../list/columns.ts'
import { listPage } from '../../list/page.ts'
import { perOrigin } from '../../list/made-once.ts'
import { memberConditions, memberOrder } from '../customers/index.ts'
import { mediaLink } from '../files/index.ts'
import { fullNameSql } from '../../access/users.ts'

const columns = perOrigin<Wire<typeof BasicUser>>(({ origin }) => ({
  url: link(origin, 'users', sql`app_user.uuid`),
  uuid: uuid(sql`app_user.uuid`),
  username: text(sql`app_user.username`),
  full_name: text(fullNameSql(sql`app_user`)),
  native_name: text(sql`app_user.native_name`),
  email: text(sql`app_user.email`),
  image: mediaLink(origin, sql`app_user.image_id`),
}))

/** Active users with a role on another project of the same organization and none on this one. */
export const listOtherUsers: Handler<'projects_other_users_list'> = (context, { query }) => {
  const { target } = context
  return listPage(
    context,
    {
      candidates: sql`
        from app_user
        where ${allOf([
          sql`app_user.is_active`,
          sql`exists (
            select 1 from user_role as held
            join project on held.content_type = 'project' and project.id = held.object_id
            where held.user_id = app_user.id and ${effective(sql`held`)}
              and project.customer_id = ${target.customer_id} and project.id <> ${target.id} and not project.is_removed
          )`,
          sql`not exists (
            select 1 from user_role as held
            where held.user_id = app_user.id and ${effective(sql`held`)}
              and held.content_type = 'project' and held.object_id = ${target.id}
          )`,
          ...memberConditions(query, isPrivileged(context.actor)),
        ])}
      `,
      id: sql`app_user.id`,
      order: memberOrder(query.o),
      source: sql`join app_user on app_user.id = page.id`,
      columns: columns(context),
    },
    query,
  )
}
