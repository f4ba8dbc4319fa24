import { EVENT_SCOPE_KINDS } from '../../../contract/operations/events.ts'
import type { Handler } from '../../handler.ts'
import { EVENT_GROUPS } from './types.ts'

/** The types of events by group. */
export const eventGroups = (): Record<string, string[]> =>
  Object.fromEntries(Object.entries(EVENT_GROUPS).map(([group, types]) => [group, [...types]]))

export const retrieveEventGroups: Handler<'events_event_groups_retrieve'> = () => Promise.resolve(eventGroups())

export const listScopeTypes: Handler<'events_scope_types_retrieve'> = () =>
  Promise.resolve(Object.values(EVENT_SCOPE_KINDS))
