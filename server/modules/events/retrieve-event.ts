import { allOf, sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { readObject } from '../../list/selection.ts'
import { isVisibleEvent } from './filters.ts'
import { eventColumns } from './view.ts'

export const retrieveEvent: Handler<'events_retrieve'> = async (context, { params, query }) => {
  const uuid = pathUuid(params.id, 'Event')
  const event = await readObject(
    context,
    sql`from event where ${allOf([sql`event.uuid = ${uuid}`, isVisibleEvent(context.actor)])}`,
    eventColumns,
    query.field,
  )
  if (!event) throw new NotFound('Event')
  return event
}
