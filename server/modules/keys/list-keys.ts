import { isPrivileged } from '../../access/visibility.ts'
import { allOf, sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { listPage } from '../../list/page.ts'
import { keyConditions, keyOrder } from './filters.ts'
import { keyColumns, keyJoins } from './view.ts'

/** Own keys; everybody's for staff and support. */
export const listKeys: Handler<'keys_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from ssh_key ${keyJoins}
        where ${allOf([
          isPrivileged(context.actor) ? undefined : sql`ssh_key.user_id = ${context.actor.id}`,
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
