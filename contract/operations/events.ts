import { z } from 'zod'
import { operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import { anyUrlParam, looseParam, textParam, unixTimeParam, uuidParam } from '../params.ts'
import {
  Event,
  EVENT_ORDER,
  BackendResourceReqOEnum,
  EventCount,
  EventFieldEnum,
  EventGroups,
} from '../schemas/identity.ts'
import { listQuery, ok } from './shared.ts'

/** Collections whose detail URLs the filter `scope` takes, with the kinds of objects that they hold. */
export const EVENT_SCOPE_KINDS = {
  customers: 'customer',
  'marketplace-provider-offerings': 'offering',
  'marketplace-service-providers': 'service_provider',
  projects: 'project',
  users: 'user',
} as const

const scopeCollections = Object.keys(EVENT_SCOPE_KINDS) as (keyof typeof EVENT_SCOPE_KINDS)[]

const eventFields = () => fieldParam(EventFieldEnum.options, 'EventFieldEnum')

const filters = {
  created_from: unixTimeParam(),
  created_to: unixTimeParam(),
  customer_uuid: uuidParam(),
  event_type: looseParam(),
  feature: looseParam(),
  message: textParam(),
  project_uuid: uuidParam(),
  scope: anyUrlParam(scopeCollections),
  user_uuid: uuidParam(),
}

const tag = 'events'

export const eventOperations = {
  events_list: operation({
    method: 'get',
    path: '/api/events/',
    tag,
    summary: 'List events of visible objects, newest first',
    query: listQuery({
      ...filters,
      o: orderParam(EVENT_ORDER, BackendResourceReqOEnum),
      field: eventFields(),
    }),
    success: ok(z.array(Event)),
    count: { operationId: 'events_count' },
  }),
  events_retrieve: operation({
    method: 'get',
    path: '/api/events/{id}/',
    tag,
    summary: 'Get an event by its UUID',
    query: z.object({ field: eventFields() }),
    success: ok(Event),
  }),
  events_count_retrieve: operation({
    method: 'get',
    path: '/api/events/count/',
    tag,
    summary: 'Count events of visible objects',
    query: z.object(filters),
    success: ok(EventCount),
  }),
  events_event_groups_retrieve: operation({
    method: 'get',
    path: '/api/events/event_groups/',
    tag,
    summary: 'Get the types of events by group',
    success: ok(EventGroups),
  }),
  events_scope_types_retrieve: operation({
    method: 'get',
    path: '/api/events/scope_types/',
    tag,
    summary: 'List the kinds of objects that events are linked to',
    success: ok(z.array(z.string())),
    unpaged: true,
  }),
} as const
