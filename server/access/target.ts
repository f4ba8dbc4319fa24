import type { Actor } from '../context.ts'
import type { Queryable } from '../db/database.ts'
import { anyOf, sql, type Sql } from '../db/sql.ts'
import { Forbidden, NotFound } from '../errors.ts'
import { holdsPermission } from './grants.ts'
import { targets, type Target, type TargetKind, type TargetSource } from './targets/index.ts'

// The object that a path names: found among what the caller may see (404), then the right to act on it (403), in one
// statement. What is visible to whom is said once per kind, in access/targets, and is the same for lists.

/** Where a permission may be held: the object's project, its consumer, the offering, the provider's organization, the provider. */
export type ScopeName = 'project' | 'customer' | 'offering' | 'provider-customer' | 'provider'

const onScope = (source: TargetSource, scope: ScopeName): Sql => {
  const held = (contentType: string, id: Sql | undefined): Sql =>
    id === undefined ? sql`false` : sql`(held.content_type = ${contentType} and held.object_id = ${id})`
  switch (scope) {
    case 'project':
      return held('project', source.project)
    case 'customer':
      return held('customer', source.customer)
    case 'offering':
      return held('offering', source.offering)
    case 'provider-customer':
      return held('customer', source.providerCustomer)
    case 'provider':
      return source.providerCustomer === undefined
        ? sql`false`
        : sql`(held.content_type = 'service_provider' and held.object_id = (
            select service_provider.id from service_provider
            where service_provider.customer_id = ${source.providerCustomer}
          ))`
  }
}

/** Whether the actor holds the permission on one of the scopes of a row of this kind; usable in any statement over it. */
export const mayOn = (
  actor: Actor,
  kind: TargetKind,
  permission: string | readonly string[],
  at: readonly ScopeName[],
): Sql =>
  actor.is_staff || !actor.is_active
    ? sql`${actor.is_active}::boolean`
    : holdsPermission(
        sql`${actor.id}::bigint`,
        typeof permission === 'string' ? sql`${permission}` : sql`any(${permission}::text[])`,
        anyOf(at.map((scope) => onScope(targets[kind], scope))),
      )

/** As the policy `holder`, for rights that are looked at later than it does. */
export const holdsOnTarget = async (
  { db, actor, target }: { db: Queryable; actor: Actor; target: Target },
  kind: TargetKind,
  permission: string,
  at: readonly ScopeName[],
): Promise<boolean> => {
  const { from, id }: TargetSource = targets[kind]
  const row = await db.maybeOne<{ allowed: boolean }>(sql`
    select ${mayOn(actor, kind, permission, at)} as allowed ${from} where ${id} = ${target.id}
  `)
  return row?.allowed === true
}

/** What of a policy concerns its target. */
export interface TargetPolicy {
  who: string
  target: TargetKind
  permission?: string | readonly string[]
  at?: readonly ScopeName[]
}

/** Finds the object for the caller: 404 when it is not there or not visible, 403 when the policy's right is missing. */
export const findTarget = async (
  db: Queryable,
  policy: TargetPolicy,
  actor: Actor | undefined,
  uuid: string | undefined,
): Promise<Target> => {
  const source: TargetSource = targets[policy.target]
  if (uuid === undefined) throw new NotFound(source.model)
  const { permission, at } = policy
  const row = await db.maybeOne<Target & { allowed: boolean }>(sql`
    select ${source.id}::text as id, ${source.uuid} as uuid,
           ${source.project ?? sql`null`}::text as project_id, ${source.customer ?? sql`null`}::text as customer_id,
           ${source.offering ?? sql`null`}::text as offering_id,
           ${source.providerCustomer ?? sql`null`}::text as provider_customer_id,
           ${
             actor && permission !== undefined && at !== undefined
               ? mayOn(actor, policy.target, permission, at)
               : sql`true`
           } as allowed
    ${source.from}
    where ${source.uuid} = ${uuid} and ${source.visible(actor)}
  `)
  if (!row) throw new NotFound(source.model)
  const { allowed, ...target } = row
  const isReader = policy.who === 'reader' && actor?.is_support === true
  if (!(allowed || isReader) || !isAmong(policy.who, actor, target)) throw new Forbidden()
  return target
}

/** Whether the caller is one of those whom the policy names by what they are. */
const isAmong = (who: string, actor: Actor | undefined, target: Target): boolean => {
  if (who !== 'staff' && who !== 'helpdesk' && who !== 'self') return true
  if (actor?.is_staff === true) return true
  return who === 'helpdesk' ? actor?.is_support === true : who === 'self' && actor?.id === target.id
}

type PermissionScope = { content_type: 'project' | 'customer' | 'offering' | 'service_provider'; object_id: string }

/** Where a right on an offering, or on the making of one, may be held: the offering, its organization, the provider. */
export const scopesOfOffering = ({
  id,
  customer_id,
  provider_id,
}: {
  id?: string
  customer_id: string | null
  provider_id: string | null
}): PermissionScope[] => [
  ...(id === undefined ? [] : [{ content_type: 'offering', object_id: id } as const]),
  ...(customer_id === null ? [] : [{ content_type: 'customer', object_id: customer_id } as const]),
  ...(provider_id === null ? [] : [{ content_type: 'service_provider', object_id: provider_id } as const]),
]

/** 403 unless the actor is staff or holds the permission on one of the scopes, given as kind and id. */
export const requirePermission = async (
  { db, actor }: { db: Queryable; actor: Actor },
  permission: string,
  scopes: readonly PermissionScope[],
): Promise<void> => {
  if (!actor.is_active) throw new Forbidden()
  if (actor.is_staff) return
  const { held } = await db.one<{ held: boolean }>(sql`
    select ${holdsPermission(
      sql`${actor.id}::bigint`,
      sql`${permission}`,
      anyOf(
        scopes.map((scope) => sql`(held.content_type = ${scope.content_type} and held.object_id = ${scope.object_id})`),
      ),
    )} as held
  `)
  if (!held) throw new Forbidden()
}
