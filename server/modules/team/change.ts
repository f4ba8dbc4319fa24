import { NO_ROLES } from '../../access/users.ts'
import { canonicalUuid } from '../../../contract/values.ts'
import { holdsPermission } from '../../access/grants.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { FieldError, Forbidden, NonFieldError, NotFound } from '../../errors.ts'
import { granteeJson, lockScope, type Grantee, type OwnedScope, type ScopeKind } from '../grants/index.ts'

// What add_user, update_user and delete_user have in common, on every kind of scope: fields, then the organization, then
// permissions.

export type TeamContext = WriteContext & Authenticated

/** What a path names. */
export interface ScopeReference {
  kind: ScopeKind
  id: string
}

export interface TeamRole {
  id: string
  name: string
  content_type: string
  is_active: boolean
}

export interface TeamChange {
  scope: OwnedScope
  grantee: Grantee
  role: TeamRole
  /** UTC text, or null for a permanent grant. */
  expirationTime: string | null
}

type Change = 'CREATE_PERMISSION' | 'UPDATE_PERMISSION' | 'DELETE_PERMISSION'

/** Prefix of the permissions for changes of a team, and what a 404 calls the scope. */
const KINDS: Record<ScopeKind, { prefix: 'CUSTOMER' | 'OFFERING' | 'PROJECT'; model: string }> = {
  customer: { prefix: 'CUSTOMER', model: 'Customer' },
  project: { prefix: 'PROJECT', model: 'Project' },
  offering: { prefix: 'OFFERING', model: 'Offering' },
  // C-024
  service_provider: { prefix: 'CUSTOMER', model: 'ServiceProvider' },
}

/** Who gets or loses the role, which role, and until when; user and role are kept from being deleted meanwhile. */
export const teamFields = {
  role: async ({ db }: WriteContext, value: string): Promise<TeamRole> => {
    const roleUuid = canonicalUuid(value)
    const role = await db.maybeOne<TeamRole>(sql`
      select id, name, content_type, is_active from role
      where ${roleUuid === undefined ? sql`name = ${value}` : sql`uuid = ${roleUuid}`}
      for key share
    `)
    if (!role) throw new FieldError('Role is not found.')
    return role
  },
  user: async ({ db }: WriteContext, uuid: string): Promise<Grantee> => {
    const user = await db.maybeOne<{ grantee: Grantee }>(sql`
      select ${granteeJson} as grantee from app_user where uuid = ${uuid} and (is_active or deactivation_reason = ${NO_ROLES}) for key share
    `)
    if (!user) throw new FieldError('User is not found.')
    return user.grantee
  },
  expiration_time: async ({ db }: WriteContext, instant: string): Promise<string> => {
    const { is_past } = await db.one<{ is_past: boolean }>(sql`select ${instant}::timestamptz < now() as is_past`)
    if (is_past) throw new FieldError('Expiration time should be greater than current time.')
    return instant
  },
}

export interface TeamFields {
  role: TeamRole
  user: Grantee
  expiration_time?: string | null
}

/** Checks what comes after the fields, in the order in which the contract reports problems. */
export const checkTeamChange = async (
  context: TeamContext,
  { kind, id }: ScopeReference,
  fields: TeamFields,
  change: Change,
): Promise<TeamChange> => {
  const { prefix, model } = KINDS[kind]
  const scope = await lockScope(context.db, kind, id)
  if (!scope || scope.is_removed) throw new NotFound(model)
  if (scope.customer.blocked || scope.customer.archived) throw new NonFieldError('Customer is not available.')
  await checkPermission(context, scope, fields.user, `${prefix}.${change}`)
  return { scope, grantee: fields.user, role: fields.role, expirationTime: fields.expiration_time ?? null }
}

/** Condition on `held`: the grant is above the scope, on its organization or, for an offering, on the provider. */
const isAbove = ({ content_type, customer }: OwnedScope): Sql => {
  const onCustomer = sql`held.content_type = 'customer' and held.object_id = ${customer.id}`
  return content_type === 'offering'
    ? sql`(${onCustomer}) or (held.content_type = 'service_provider' and held.object_id = (
        select service_provider.id from service_provider where service_provider.customer_id = ${customer.id}
      ))`
    : onCustomer
}

/** The right may come from above or from the scope itself; the latter does not reach to oneself. */
const checkPermission = async (
  { db, actor }: TeamContext,
  scope: OwnedScope,
  grantee: Grantee,
  permission: string,
): Promise<void> => {
  if (!actor.is_active) throw new Forbidden()
  if (actor.is_staff) return
  const holds = (on: Sql) => holdsPermission(sql`${actor.id}::bigint`, sql`${permission}`, on)
  const held = await db.one<{ above: boolean; on_scope: boolean }>(sql`
    select ${holds(isAbove(scope))} as above,
      ${holds(sql`held.content_type = ${scope.content_type} and held.object_id = ${scope.object_id}`)} as on_scope
  `)
  if (held.above) return
  if (!held.on_scope) throw new Forbidden()
  if (grantee.id === actor.id) throw new NonFieldError('User can not manage own role.')
}
