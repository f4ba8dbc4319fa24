import type { Database } from '../../server/db/database.ts'
import { sql } from '../../server/db/sql.ts'

export interface StoredEvent {
  event_type: string
  message: string
  context: Record<string, unknown>
  /** `kind/id` of the objects that the event is shown on. */
  scopes: string[]
}

/** The events shown on an object, oldest first. */
export const eventsOf = (database: Database, contentType: string, object: { id: string }): Promise<StoredEvent[]> =>
  database.rows<StoredEvent>(sql`
    select event.event_type, event.message, event.context,
      array(
        select event_scope.content_type || '/' || event_scope.object_id
        from event_scope where event_scope.event_id = event.id order by 1
      ) as scopes
    from event join event_scope as shown on shown.event_id = event.id
    where shown.content_type = ${contentType} and shown.object_id = ${object.id}
    order by event.id
  `)
