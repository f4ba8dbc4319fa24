import { fullName } from '../../access/authorize.ts'
import type { Actor, Context, Person } from '../../context.ts'
import type { Queryable } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { wireUuid } from '../../lib/wire.ts'

export interface EventScope {
  content_type: string
  object_id: string
}

/** Who caused an event; without an actor it was the system. */
export type EventSource = Pick<Context, 'ipAddress'> & { actor: Actor | undefined }

export const SYSTEM: EventSource = { actor: undefined, ipAddress: '' }

/** Writes a public event in the transaction of the change that it reports, shown on the pages of the scopes. */
export const emitEvent = async (
  db: Queryable,
  source: EventSource,
  event: { event_type: string; message: string; context: Record<string, unknown>; scopes: readonly EventScope[] },
): Promise<void> => {
  const context = { ...event.context, ...actorContext(source) }
  await db.run(sql`
    with written as (
      insert into event (event_type, message, context)
      values (${event.event_type}, ${event.message}, ${JSON.stringify(context)}::jsonb)
      returning id
    )
    insert into event_scope (event_id, content_type, object_id)
    select distinct written.id, scope.content_type, scope.object_id
    from written, unnest(
      ${event.scopes.map((scope) => scope.content_type)}::text[],
      ${event.scopes.map((scope) => scope.object_id)}::bigint[]
    ) as scope (content_type, object_id)
  `)
}

const actorContext = ({ actor, ipAddress }: EventSource): Record<string, unknown> => {
  if (!actor) return {}
  const impersonator = actor.impersonator && {
    user_impersonator_uuid: wireUuid(actor.impersonator.uuid),
    user_impersonator_full_name: actor.impersonator.full_name,
    user_impersonator_username: actor.impersonator.username,
  }
  return { ip_address: ipAddress, ...userContext('user', actor), ...impersonator }
}

/** The usual description of a user in a context, its keys prefixed. */
export const userContext = (prefix: 'user' | 'affected_user', user: Person): Record<string, unknown> => ({
  [`${prefix}_uuid`]: wireUuid(user.uuid),
  [`${prefix}_username`]: user.username,
  [`${prefix}_full_name`]: fullName(user),
  [`${prefix}_native_name`]: user.native_name,
  [`${prefix}_is_staff`]: user.is_staff,
  [`${prefix}_is_support`]: user.is_support,
  [`${prefix}_token_lifetime`]: user.token_lifetime,
})

/** `Full Name (username)`, or `System`. */
export const describeActor = (actor: Actor | undefined): string => (actor ? describeUser(actor) : 'System')

export const describeUser = (user: Pick<Actor, 'username' | 'first_name' | 'last_name'>): string =>
  `${fullName(user)} (${user.username})`.trim()

/** The usual description of an organization in a context. */
export const customerContext = (customer: {
  uuid: string
  name: string
  abbreviation: string
  contact_details: string
}): Record<string, unknown> => ({
  customer_uuid: wireUuid(customer.uuid),
  customer_name: customer.name,
  customer_abbreviation: customer.abbreviation,
  customer_contact_details: customer.contact_details,
})
