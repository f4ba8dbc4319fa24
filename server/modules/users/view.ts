import type { Permission, User } from '../../../contract/schemas/identity.ts'
import type { Actor, Context } from '../../context.ts'
import { isoUuid, sql, type Sql } from '../../db/sql.ts'
import { effective } from '../../access/grants.ts'
import type { Wire } from '../../handler.ts'
import {
  constant,
  flag,
  json,
  link,
  nullableDate,
  nullableNumber,
  nullableText,
  nullableTimestamp,
  text,
  timestamp,
  uuid,
} from '../../list/columns.ts'
import type { Column, Columns } from '../../list/selection.ts'
import { wireTimestamp } from '../../lib/wire.ts'
import { mediaLink } from '../files/index.ts'
import { fullNameSql } from '../../access/users.ts'

type UserWire = Wire<typeof User>

const GENDER = nullableNumber as (sql: Sql) => Column<0 | 1 | 2 | 9 | null>

/**
 * Columns of a user, `app_user` in scope. What only the user himself sees (`isSelf`), and what only staff and support
 * see, is hidden from everybody else.
 */
export const userColumns = (context: Context & { actor: Actor }, isSelf: boolean): Columns<UserWire> => {
  const { actor, origin } = context
  const isPrivileged = actor.is_staff || actor.is_support
  return {
    url: link(origin, 'users', sql`app_user.uuid`),
    uuid: uuid(sql`app_user.uuid`),
    username: text(sql`app_user.username`),
    slug: text(sql`app_user.slug`),
    full_name: text(fullNameSql(sql`app_user`)),
    native_name: text(sql`app_user.native_name`),
    job_title: text(sql`app_user.job_title`),
    email: text(sql`app_user.email`),
    phone_number: text(sql`app_user.phone_number`),
    organization: text(sql`app_user.organization`),
    civil_number: isSelf || isPrivileged ? nullableText(sql`app_user.civil_number`) : undefined,
    description: isPrivileged ? text(sql`app_user.description`) : undefined,
    is_staff: isPrivileged ? flag(sql`app_user.is_staff`) : undefined,
    is_active: isPrivileged ? flag(sql`app_user.is_active`) : undefined,
    is_support: isPrivileged ? flag(sql`app_user.is_support`) : undefined,
    token: isSelf && actor.token ? constant(actor.token.key) : undefined,
    token_lifetime: isSelf ? nullableNumber(sql`app_user.token_lifetime`) : undefined,
    token_expires_at: isSelf ? nullableTimestamp(tokenExpiry(actor)) : undefined,
    registration_method: text(sql`app_user.registration_method`),
    date_joined: timestamp(sql`app_user.date_joined`),
    agreement_date: nullableTimestamp(sql`app_user.agreement_date`),
    notifications_enabled: flag(sql`app_user.notifications_enabled`),
    preferred_language: text(sql`app_user.preferred_language`),
    permissions: isSelf || isPrivileged ? permissionsColumn : undefined,
    requested_email: isSelf || isPrivileged ? nullableText(sql`app_user.requested_email`) : undefined,
    affiliations: json(sql`app_user.affiliations`),
    first_name: text(sql`app_user.first_name`),
    last_name: text(sql`app_user.last_name`),
    birth_date: isSelf || isPrivileged ? nullableDate(sql`app_user.birth_date`) : undefined,
    identity_provider_name: constant(''),
    identity_provider_label: constant(''),
    identity_provider_management_url: constant(''),
    identity_provider_fields: constant<string[]>([]),
    image: mediaLink(origin, sql`app_user.image_id`),
    identity_source: text(sql`app_user.identity_source`),
    has_active_session: flag(sql`exists (select 1 from auth_token where auth_token.user_id = app_user.id)`),
    ip_address: isSelf ? constant<string | null>(context.ipAddress) : undefined,
    gender: isSelf || isPrivileged ? GENDER(sql`app_user.gender`) : undefined,
    personal_title: text(sql`app_user.personal_title`),
    place_of_birth: isSelf || isPrivileged ? text(sql`app_user.place_of_birth`) : undefined,
    country_of_residence: text(sql`app_user.country_of_residence`),
    nationality: text(sql`app_user.nationality`),
    nationalities: json(sql`app_user.nationalities`),
    organization_country: text(sql`app_user.organization_country`),
    organization_type: text(sql`app_user.organization_type`),
    organization_registry_code: text(sql`app_user.organization_registry_code`),
    eduperson_assurance: json(sql`app_user.eduperson_assurance`),
    is_identity_manager: flag(sql`app_user.is_identity_manager`),
    attribute_sources: json(sql`app_user.attribute_sources`),
    managed_isds: json(sql`app_user.managed_isds`),
    active_isds: json(sql`app_user.active_isds`),
  }
}

const tokenExpiry = (actor: Actor): Sql => sql`(
  select least(
    auth_token.expires_at,
    auth_token.created + make_interval(secs => coalesce(auth_token.lifetime_seconds, app_user.token_lifetime))
  )
  from auth_token where auth_token.id = ${actor.token?.id ?? null}::bigint
)`

/** Scopes of grants by kind; a grant whose scope is gone is not shown. */
export const grantScopes = sql`
  left join customer as own_customer on user_role.content_type = 'customer' and own_customer.id = user_role.object_id
  left join project on user_role.content_type = 'project' and project.id = user_role.object_id
  left join offering on user_role.content_type = 'offering' and offering.id = user_role.object_id
  left join service_provider
    on user_role.content_type = 'service_provider' and service_provider.id = user_role.object_id
  left join customer
    on customer.id = coalesce(project.customer_id, offering.customer_id, service_provider.customer_id)`

/** Condition that the scope of a grant exists. */
export const scopeExists = sql`coalesce(own_customer.id, project.id, offering.id, service_provider.id) is not null`

/** A provider has no name of its own; its organization's stands in. */
export const grantScopeName = sql`coalesce(own_customer.name, project.name, offering.name, customer.name)`
export const grantScopeUuid = sql`coalesce(own_customer.uuid, project.uuid, offering.uuid, service_provider.uuid)`

type PermissionWire = Wire<typeof Permission>

const permissionsColumn: Column<PermissionWire[]> = {
  sql: sql`(
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'user_uuid', ${isoUuid(sql`app_user.uuid`)},
      'user_name', ${fullNameSql(sql`app_user`)},
      'user_slug', app_user.slug,
      'created', user_role.created::text,
      'expiration_time', coalesce(user_role.expiration_time::text, ''),
      'created_by_full_name', ${fullNameSql(sql`creator`)},
      'created_by_username', creator.username,
      'role_name', role.name,
      'role_description', role.description,
      'role_uuid', ${isoUuid(sql`role.uuid`)},
      'scope_type', user_role.content_type,
      'scope_uuid', ${isoUuid(grantScopeUuid)},
      'scope_name', ${grantScopeName},
      'customer_uuid', ${isoUuid(sql`customer.uuid`)},
      'customer_name', customer.name
    )) order by user_role.created, user_role.id), '[]')
    from user_role
    join role on role.id = user_role.role_id
    left join app_user as creator on creator.id = user_role.created_by_id
    ${grantScopes}
    where user_role.user_id = app_user.id and ${effective(sql`user_role`)} and ${scopeExists}
  )`,
  read: (rows: (PermissionWire & { created: string; expiration_time: string })[]) =>
    rows.map((row) => ({
      ...row,
      created: wireTimestamp(row.created),
      expiration_time: row.expiration_time === '' ? null : wireTimestamp(row.expiration_time),
    })),
}
