import { allOf, sql } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { listPage } from '../../../list/page.ts'
import { keyColumns, keyConditions, keyJoins, keyOrder } from '../../keys/index.ts'
import { holdsGrantOnServedProject } from '../served.ts'

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
          holdsGrantOnServedProject(context, sql`app_user`),
          seesInactive ? undefined : sql`app_user.is_active`,
          ...keyConditions(query),
        ])}
      `,
      id: sql`ssh_key.id`,
      order: keyOrder(query.o),
      source: sql`join ssh_key on ssh_key.id = page.id ${keyJoins}`,
      columns: keyColumns(context),
    },
    query,
  )
}
