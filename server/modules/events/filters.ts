import { EVENT_SCOPE_KINDS } from '../../../contract/operations/events.ts'
import { effective } from '../../access/grants.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Actor } from '../../context.ts'
import { allOf, contains, sql, when, type Sql } from '../../db/sql.ts'
import { EVENT_GROUPS } from './types.ts'

type ScopeCollection = keyof typeof EVENT_SCOPE_KINDS
type ScopeKind = (typeof EVENT_SCOPE_KINDS)[ScopeCollection]

const TABLES: Record<ScopeKind, Sql> = {
  customer: sql`customer`,
  offering: sql`offering`,
  project: sql`project`,
  service_provider: sql`service_provider`,
  user: sql`app_user`,
}

/** The actor himself, the scopes of his grants and, of organizations among them, the projects. */
const ownScopes = (actor: Actor): Sql => sql`
  select 'user' as content_type, ${actor.id}::bigint as object_id
  union
  select user_role.content_type, user_role.object_id
  from user_role where user_role.user_id = ${actor.id} and ${effective(sql`user_role`)}
  union
  select 'project', project.id
  from user_role join project on project.customer_id = user_role.object_id
  where user_role.user_id = ${actor.id} and user_role.content_type = 'customer' and ${effective(sql`user_role`)}
  union
  select 'offering', offering.id
  from user_role
  join service_provider on service_provider.id = user_role.object_id
  join offering on offering.customer_id = service_provider.customer_id
  where user_role.user_id = ${actor.id} and user_role.content_type = 'service_provider'
    and ${effective(sql`user_role`)}`

/** Condition on `event`; undefined when the actor sees every event. */
export const isVisibleEvent = (actor: Actor): Sql | undefined =>
  isPrivileged(actor)
    ? undefined
    : sql`event.id in (
        select event_scope.event_id
        from (${ownScopes(actor)}) as own
        join event_scope on event_scope.content_type = own.content_type and event_scope.object_id = own.object_id
      )`

const isLinkedTo = (kind: ScopeKind, uuid: string): Sql => sql`event.id in (
  select event_scope.event_id from event_scope
  where event_scope.content_type = ${kind}
    and event_scope.object_id = (select scope.id from ${TABLES[kind]} as scope where scope.uuid = ${uuid})
)`

interface EventFilters {
  created_from?: string
  created_to?: string
  customer_uuid?: string
  event_type?: readonly string[]
  feature?: readonly string[]
  message?: string
  project_uuid?: string
  scope?: { target: { collection: ScopeCollection; uuid: string } | null }
  user_uuid?: string
}

/** `from event where …`: the events that the actor sees and asks for. */
export const eventCandidates = (actor: Actor, query: EventFilters): Sql => sql`
  from event
  where ${allOf([
    isVisibleEvent(actor),
    when(query.created_from, (seconds) => sql`event.created >= to_timestamp(${seconds}::double precision)`),
    when(query.created_to, (seconds) => sql`event.created < to_timestamp(${seconds}::double precision)`),
    when(query.event_type, (types) => sql`event.event_type = any(${types}::text[])`),
    when(query.feature, (groups) => sql`event.event_type = any(${typesOf(groups)}::text[])`),
    when(query.message, (text) => contains(sql`event.message`, text)),
    when(query.customer_uuid, (uuid) => isLinkedTo('customer', uuid)),
    when(query.project_uuid, (uuid) => isLinkedTo('project', uuid)),
    when(query.user_uuid, (uuid) => isLinkedTo('user', uuid)),
    when(query.scope, ({ target }) =>
      target === null ? sql`false` : isLinkedTo(EVENT_SCOPE_KINDS[target.collection], target.uuid),
    ),
  ])}`

const typesOf = (groups: readonly string[]): string[] => groups.flatMap((group) => EVENT_GROUPS[group] ?? [])
