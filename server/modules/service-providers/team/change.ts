import { canonicalUuid } from '../../../../contract/values.ts'
import { holdsPermission } from '../../../access/grants.ts'
import type { Authenticated, OfProvider, WriteContext } from '../../../context.ts'
import { anyOf, sql } from '../../../db/sql.ts'
import { Forbidden, NonFieldError, NotFound, ValidationError, type FieldMessages } from '../../../errors.ts'
import { granteeJson, type Grantee } from '../../grants/index.ts'

// What add_user, update_user and delete_user have in common: fields, then the organization, then permissions.

export type TeamContext = WriteContext & OfProvider & Authenticated

export interface TeamBody {
  role: string
  user: string
  expiration_time?: string | null
}

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

/** Resolves and checks the body, in the order in which the contract reports problems. */
export const checkTeamChange = async (
  context: TeamContext,
  body: TeamBody,
  permission: TeamPermission,
): Promise<TeamChange> => {
  const change = await resolveFields(context, body)
  await lockProvider(context)
  await checkPermission(context, change.grantee, permission)
  return change
}

const resolveFields = async ({ db }: TeamContext, body: TeamBody): Promise<TeamChange> => {
  const roleUuid = canonicalUuid(body.role)
  const role = await db.maybeOne<TeamRole>(sql`
    select id, name, content_type, is_active from role
    where ${roleUuid === undefined ? sql`name = ${body.role}` : sql`uuid = ${roleUuid}`}
  `)
  const user = await db.maybeOne<{ grantee: Grantee }>(sql`
    select ${granteeJson} as grantee from app_user where uuid = ${body.user} and is_active
  `)
  const expirationTime = body.expiration_time ?? null
  const { is_past } = await db.one<{ is_past: boolean }>(sql`
    select coalesce(${expirationTime}::timestamptz < now(), false) as is_past
  `)
  const problems: FieldMessages = {}
  if (!role) problems.role = ['Role is not found.']
  if (!user) problems.user = ['User is not found.']
  if (is_past) problems.expiration_time = ['Expiration time should be greater than current time.']
  if (!role || !user || is_past) throw new ValidationError(problems)
  return { grantee: user.grantee, role, expirationTime }
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
