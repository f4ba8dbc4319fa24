import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { orderBy } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { eventCandidates } from './filters.ts'
import { eventColumns } from './view.ts'

export const listEvents: Handler<'events_list'> = (context, { query }) => {
  const isOldestFirst = query.o?.[0]?.descending === false
  return listPage(
    context,
    {
      candidates: eventCandidates(context.actor, query),
      id: sql`event.id`,
      order: orderBy(
        query.o,
        { created: [sql`event.created`] },
        [sql`event.created desc`],
        isOldestFirst ? sql`event.id` : sql`event.id desc`,
      ),
      source: sql`join event on event.id = page.id`,
      columns: eventColumns,
    },
    query,
  )
}
