import type { Person } from '../../context.ts'
import type { Queryable, Transaction } from '../../db/database.ts'
import type { RoleRow, UserRoleRow } from '../../db/schema.gen.ts'
import { sql } from '../../db/sql.ts'
import { wireTimestamp, wireUuid } from '../../lib/wire.ts'
import {
  customerContext,
  describeActor,
  describeUser,
  emitEvent,
  userContext,
  type EventScope,
  type EventSource,
} from '../events/index.ts'
import { giveAccounts, takeAccounts } from '../offering-users/index.ts'

// Role grants on any scope. One grant of a role is active per user and scope; the partial unique index holds it.

/** The scope of a grant as events describe it. */
export interface GrantScope {
  content_type: string
  object_id: string
  uuid: string
  /** What a reader calls it; for a provider the name of its organization. */
  name: string
  customer: { id: string; uuid: string; name: string; abbreviation: string; contact_details: string }
}

export type GrantedRole = Pick<RoleRow, 'id' | 'name'>

/** The user that a grant is for. */
export type Grantee = Person

export interface ActiveGrant extends Pick<UserRoleRow, 'id' | 'expiration_time'> {
  is_expired: boolean
}

/** The active row of a grant, locked, whether past its expiry or not. */
export const lockActiveGrant = (
  db: Queryable,
  userId: string,
  roleId: string,
  scope: GrantScope,
): Promise<ActiveGrant | undefined> =>
  db.maybeOne<ActiveGrant>(sql`
    select id, expiration_time, coalesce(expiration_time <= now(), false) as is_expired
    from user_role
    where user_id = ${userId} and role_id = ${roleId} and content_type = ${scope.content_type}
      and object_id = ${scope.object_id} and is_active
    for update
  `)

/** Inserts a grant, and what follows from it. False when somebody else has made an active one since it was looked for. */
export const insertGrant = async (
  db: Transaction,
  source: EventSource,
  change: { grantee: Grantee; role: GrantedRole; scope: GrantScope; expirationTime: string | null },
): Promise<boolean> => {
  const { grantee, role, scope, expirationTime } = change
  const inserted = await db.run(sql`
    insert into user_role (user_id, role_id, content_type, object_id, created_by_id, expiration_time)
    values (${grantee.id}, ${role.id}, ${scope.content_type}, ${scope.object_id}, ${source.actor?.id ?? null},
      ${expirationTime}::timestamptz)
    on conflict (user_id, role_id, content_type, object_id) where is_active do nothing
  `)
  if (inserted === 0) return false
  await emitRoleEvent(db, source, change, {
    event_type: 'role_granted',
    reason: source.actor ? 'Manual role assignment via API' : 'System-initiated role assignment',
    sentence: `User ${describeUser(grantee)} has gained role of ${role.name} in ${scope.name}.`,
  })
  if (scope.content_type === 'project') {
    await giveAccounts(db, source, { projectId: scope.object_id, userId: grantee.id })
  }
  return true
}

/** Sets the expiry of an active grant; null makes it permanent. */
export const setExpiration = async (
  db: Queryable,
  source: EventSource,
  grant: ActiveGrant,
  change: { grantee: Grantee; role: GrantedRole; scope: GrantScope; expirationTime: string | null },
): Promise<void> => {
  const { grantee, scope, expirationTime } = change
  const before = grant.expiration_time && wireTimestamp(grant.expiration_time)
  await db.run(sql`
    update user_role set expiration_time = ${expirationTime}::timestamptz, modified = now() where id = ${grant.id}
  `)
  await emitRoleEvent(db, source, change, {
    event_type: 'role_updated',
    reason: source.actor ? 'Manual role update via API' : 'System-initiated role update',
    sentence:
      `Permission expiration time for user ${describeUser(grantee)} in ${scope.name} is updated ` +
      `from ${describeInstant(before)} to ${describeInstant(expirationTime)}.`,
  })
}

/** Ends an active grant now, and what followed from it; the row stays. An expiry that has passed already is kept. */
export const revokeGrant = async (
  db: Transaction,
  source: EventSource,
  grant: ActiveGrant,
  change: { grantee: Grantee; role: GrantedRole; scope: GrantScope; reason: string },
): Promise<void> => {
  const { grantee, role, scope, reason } = change
  await db.run(sql`
    update user_role
    set is_active = false, modified = now(), revoked_by_id = ${source.actor?.id ?? null}, revoke_reason = ${reason},
        expiration_time = least(expiration_time, now())
    where id = ${grant.id}
  `)
  await emitRoleEvent(db, source, change, {
    event_type: 'role_revoked',
    reason,
    sentence: `User ${describeUser(grantee)} has lost role of ${role.name} in ${scope.name}.`,
  })
  if (scope.content_type === 'project') {
    await takeAccounts(db, source, { projectId: scope.object_id, person: grantee })
  }
}

/** `None`, or an instant of the wire in the form of the event messages. */
const describeInstant = (instant: string | null): string =>
  instant?.replace('T', ' ').replace('.000000Z', 'Z').replace('Z', '+00:00') ?? 'None'

/** Events call the kinds of scopes by their bare names. */
const eventScopeType = (contentType: string): string => contentType.replaceAll('_', '')

const emitRoleEvent = async (
  db: Queryable,
  source: EventSource,
  { grantee, role, scope }: { grantee: Grantee; role: GrantedRole; scope: GrantScope },
  event: { event_type: string; reason: string; sentence: string },
): Promise<void> => {
  const initiator = describeActor(source.actor)
  const { customer } = scope
  const abbreviation = customer.abbreviation === '' ? '' : ` (${customer.abbreviation})`
  const scopes: EventScope[] = [
    { content_type: scope.content_type, object_id: scope.object_id },
    { content_type: 'customer', object_id: customer.id },
  ]
  await emitEvent(db, source, {
    event_type: event.event_type,
    message: `${event.sentence} Initiated by: ${initiator}. Reason: ${event.reason}`,
    context: {
      scope_type: eventScopeType(scope.content_type),
      scope_uuid: wireUuid(scope.uuid),
      scope_name: scope.content_type === 'service_provider' ? scope.name + abbreviation : scope.name,
      ...customerContext(customer),
      ...userContext('affected_user', grantee),
      role_name: role.name,
      initiated_by: initiator,
      reason: event.reason,
    },
    scopes,
  })
}

/** Revokes every active grant on a scope that goes away. */
export const revokeAllGrants = async (db: Transaction, source: EventSource, scope: GrantScope): Promise<void> => {
  const grants = await db.rows<{ grant: ActiveGrant; role: GrantedRole; grantee: Grantee }>(sql`
    select json_build_object('id', user_role.id::text, 'expiration_time', user_role.expiration_time) as grant,
      json_build_object('id', role.id::text, 'name', role.name) as role,
      ${granteeJson} as grantee
    from user_role
    join role on role.id = user_role.role_id
    join app_user on app_user.id = user_role.user_id
    where user_role.content_type = ${scope.content_type} and user_role.object_id = ${scope.object_id}
      and user_role.is_active
    order by user_role.id
    for update of user_role
  `)
  for (const { grant, role, grantee } of grants) {
    await revokeGrant(db, source, grant, { grantee, role, scope, reason: 'System-initiated removal' })
  }
}

/** A `Grantee` as JSON; `app_user` must be in scope. */
export const granteeJson = sql`json_build_object(
  'id', app_user.id::text, 'uuid', app_user.uuid, 'username', app_user.username,
  'first_name', app_user.first_name, 'last_name', app_user.last_name, 'native_name', app_user.native_name,
  'is_staff', app_user.is_staff, 'is_support', app_user.is_support, 'token_lifetime', app_user.token_lifetime
)`
