import type { Event } from '../../../contract/schemas/identity.ts'
import { sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { json, text, timestamp, uuid } from '../../list/columns.ts'
import type { Columns } from '../../list/selection.ts'

export const eventColumns: Columns<Wire<typeof Event>> = {
  uuid: uuid(sql`event.uuid`),
  created: timestamp(sql`event.created`),
  event_type: text(sql`event.event_type`),
  message: text(sql`event.message`),
  context: json(sql`event.context`),
}
