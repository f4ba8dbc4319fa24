import { allOf, sql } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { isWhole } from '../../../list/filters.ts'
import { listPage } from '../../../list/page.ts'
import { keyColumns, keyConditions, keyJoins, keyOrder } from '../../keys/index.ts'
import { holdsGrantOnServedProject, probeGrantOnServedProject } from '../served.ts'

/** Keys of inactive users are shown to staff and support only. */
export const listKeys: Handler<'marketplace_service_providers_keys_list'> = (context, { query }) => {
  const { actor } = context
  const seesInactive = actor.is_staff || actor.is_support
  return listPage(
    context,
    {
      candidates: sql`
        from ssh_key ${keyJoins}
        where ${allOf([
          holdsGrantOnServedProject(context, sql`app_user.id`),
          seesInactive ? undefined : sql`app_user.is_active`,
          ...keyConditions(query),
        ])}
      `,
      walk: isWhole(query, ['name'])
        ? {
            candidates: sql`
              from ssh_key
              where ${allOf([
                probeGrantOnServedProject(context, sql`ssh_key.user_id`),
                seesInactive ? undefined : sql`(select is_active from app_user where app_user.id = ssh_key.user_id)`,
              ])}
            `,
            table: 'ssh_key',
          }
        : undefined,
      id: sql`ssh_key.id`,
      order: keyOrder(query.o),
      source: sql`join ssh_key on ssh_key.id = page.id ${keyJoins}`,
      columns: keyColumns(context),
    },
    query,
  )
}
