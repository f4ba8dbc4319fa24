import { canonicalUuid } from '../../../../contract/values.ts'
import { holdsPermission } from '../../../access/grants.ts'
import type { Authenticated, OfProvider, WriteContext } from '../../../context.ts'
import { anyOf, sql } from '../../../db/sql.ts'
import { FieldError, Forbidden, NonFieldError, NotFound } from '../../../errors.ts'
import { granteeJson, type Grantee } from '../../grants/index.ts'

// What add_user, update_user and delete_user have in common: fields, then the organization, then permissions.

export type TeamContext = WriteContext & OfProvider & Authenticated

export interface TeamRole {
  id: string
  name: string
  content_type: string
  is_active: boolean
}

export interface TeamChange {
  grantee: Grantee
  role: TeamRole
  /** UTC text, or null for a permanent grant. */
  expirationTime: string | null
}

type TeamPermission = 'CUSTOMER.CREATE_PERMISSION' | 'CUSTOMER.UPDATE_PERMISSION' | 'CUSTOMER.DELETE_PERMISSION'

/** Who gets or loses the role, which role, and until when. */
export const teamFields = {
  role: async ({ db }: WriteContext, value: string): Promise<TeamRole> => {
    const roleUuid = canonicalUuid(value)
    const role = await db.maybeOne<TeamRole>(sql`
      select id, name, content_type, is_active from role
      where ${roleUuid === undefined ? sql`name = ${value}` : sql`uuid = ${roleUuid}`}
    `)
    if (!role) throw new FieldError('Role is not found.')
    return role
  },
  user: async ({ db }: WriteContext, uuid: string): Promise<Grantee> => {
    const user = await db.maybeOne<{ grantee: Grantee }>(sql`
      select ${granteeJson} as grantee from app_user where uuid = ${uuid} and is_active
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

interface TeamFields {
  role: TeamRole
  user: Grantee
  expiration_time?: string | null
}

/** Checks what comes after the fields, in the order in which the contract reports problems. */
export const checkTeamChange = async (
  context: TeamContext,
  fields: TeamFields,
  permission: TeamPermission,
): Promise<TeamChange> => {
  await lockProvider(context)
  await checkPermission(context, fields.user, permission)
  return { grantee: fields.user, role: fields.role, expirationTime: fields.expiration_time ?? null }
}

/** Keeps the provider from being deleted meanwhile and refuses a blocked or archived organization. */
const lockProvider = async ({ db, provider }: TeamContext): Promise<void> => {
  const row = await db.maybeOne<{ is_available: boolean }>(sql`
    select not customer.blocked and not customer.archived as is_available
    from service_provider join customer on customer.id = service_provider.customer_id
    where service_provider.id = ${provider.id}
    for share of service_provider
  `)
  if (!row) throw new NotFound('ServiceProvider')
  if (!row.is_available) throw new NonFieldError('Customer is not available.')
}

/** The right may come from the organization or from the provider; the latter does not reach to oneself. */
const checkPermission = async (
  { db, provider, actor }: TeamContext,
  grantee: Grantee,
  permission: TeamPermission,
): Promise<void> => {
  if (!actor.is_active) throw new Forbidden()
  if (actor.is_staff) return
  const holdsOn = (contentType: string, objectId: string) =>
    holdsPermission(
      sql`${actor.id}::bigint`,
      sql`${permission}`,
      anyOf([sql`held.content_type = ${contentType} and held.object_id = ${objectId}`]),
    )
  const held = await db.one<{ on_customer: boolean; on_provider: boolean }>(sql`
    select ${holdsOn('customer', provider.customer_id)} as on_customer,
           ${holdsOn('service_provider', provider.id)} as on_provider
  `)
  if (held.on_customer) return
  if (!held.on_provider) throw new Forbidden()
  if (grantee.id === actor.id) throw new NonFieldError('User can not manage own role.')
}
