import { listScopeTypes, retrieveEventGroups } from './catalogue.ts'
import { countEvents } from './count-events.ts'
import { listEvents } from './list-events.ts'
import { retrieveEvent } from './retrieve-event.ts'

export { audit, type AuditSource } from './audit.ts'
export { eventGroups } from './catalogue.ts'
export {
  customerContext,
  describeActor,
  describeUser,
  emitEvent,
  SYSTEM,
  userContext,
  type EventScope,
  type EventSource,
} from './emit.ts'

export const eventHandlers = {
  events_list: listEvents,
  events_retrieve: retrieveEvent,
  events_count_retrieve: countEvents,
  events_event_groups_retrieve: retrieveEventGroups,
  events_scope_types_retrieve: listScopeTypes,
}
