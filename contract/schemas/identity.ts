import { z } from 'zod'
import { anyJson, bool, date, email, fieldEnum, integer, orderEnum, text, timestamp, url, uuid } from '../wire.ts'
import { GenderEnum } from './users.ts'

export const CoreAuthToken = z.object({ token: text() }).meta({ id: 'CoreAuthToken' })

export const UserAuthToken = z
  .object({
    created: timestamp(),
    user_first_name: text(),
    user_last_name: text(),
    user_username: text(),
    user_is_active: bool(),
    user_token_lifetime: integer().nullable(),
    token: text(),
  })
  .meta({ id: 'UserAuthToken' })

/** That a user is logged in; never the token itself. */
export const AuthToken = z
  .object({
    url: url(),
    created: timestamp(),
    user: url(),
    user_first_name: text(),
    user_last_name: text(),
    user_username: text(),
    user_is_active: bool(),
    user_token_lifetime: integer().nullable(),
  })
  .meta({ id: 'AuthToken' })

/** A role grant as its holder sees it. */
export const Permission = z
  .object({
    user_uuid: uuid(),
    user_name: text(),
    user_slug: text(),
    created: timestamp(),
    expiration_time: timestamp().nullable(),
    created_by_full_name: text(),
    created_by_username: text(),
    role_name: text(),
    role_description: text(),
    role_uuid: uuid(),
    scope_type: text().nullable(),
    scope_uuid: uuid(),
    scope_name: text(),
    customer_uuid: uuid(),
    customer_name: text(),
  })
  .partial()
  .meta({ id: 'Permission' })

export const User = z
  .object({
    url: url(),
    uuid: uuid(),
    username: text(),
    slug: text(),
    full_name: text(),
    native_name: text(),
    job_title: text(),
    email: email(),
    phone_number: text(),
    organization: text(),
    civil_number: text().nullable(),
    description: text(),
    is_staff: bool(),
    is_active: bool(),
    is_support: bool(),
    token: text(),
    token_lifetime: integer().nullable(),
    token_expires_at: timestamp().nullable(),
    registration_method: text(),
    date_joined: timestamp(),
    agreement_date: timestamp().nullable(),
    notifications_enabled: bool(),
    preferred_language: text(),
    permissions: z.array(Permission).optional(),
    requested_email: text().nullable(),
    affiliations: anyJson(),
    first_name: text(),
    last_name: text(),
    birth_date: date().nullable(),
    identity_provider_name: text(),
    identity_provider_label: text(),
    identity_provider_management_url: text(),
    identity_provider_fields: z.array(text()),
    image: url().nullable(),
    identity_source: text(),
    has_active_session: bool(),
    ip_address: text().nullable(),
    gender: GenderEnum.nullable(),
    personal_title: text(),
    place_of_birth: text(),
    country_of_residence: text(),
    nationality: text(),
    nationalities: anyJson(),
    organization_country: text(),
    organization_type: text(),
    organization_registry_code: text(),
    eduperson_assurance: anyJson(),
    is_identity_manager: bool(),
    attribute_sources: anyJson(),
    managed_isds: anyJson(),
    active_isds: anyJson(),
  })
  .partial()
  .meta({ id: 'User' })

export const UserFieldEnum = fieldEnum(User, 'UserFieldEnum', ['agree_with_policy'])

export const RoleType = z
  .enum(['customer', 'service_provider', 'call_organizer', 'project', 'offering', 'call', 'proposal'])
  .meta({ id: 'RoleType' })

/** Languages in which roles are described. */
const LANGUAGES = ['ar', 'cs', 'da', 'de', 'en', 'es', 'et', 'fr', 'it', 'lt', 'lv', 'nb', 'ru', 'sv'] as const

export type DescriptionKey = `description_${(typeof LANGUAGES)[number]}`

export const DESCRIPTION_KEYS: readonly DescriptionKey[] = LANGUAGES.map(
  (language) => `description_${language}` as const,
)

/** One value for the description in each language. */
export const byDescription = <T>(make: (key: DescriptionKey) => T): Record<DescriptionKey, T> =>
  Object.fromEntries(DESCRIPTION_KEYS.map((key) => [key, make(key)])) as Record<DescriptionKey, T>

export const RoleDescription = z
  .object({ description: text(), ...byDescription(() => text().nullable()) })
  .partial()
  .meta({ id: 'RoleDescription' })

export const RoleDetails = z
  .object({
    uuid: uuid(),
    name: text(),
    description: text(),
    ...byDescription(() => text().nullable()),
    permissions: z.array(text()),
    is_system_role: bool(),
    is_active: bool(),
    users_count: integer(),
    content_type: RoleType,
  })
  .partial()
  .meta({ id: 'RoleDetails' })

export const RoleDetailsFieldEnum = fieldEnum(RoleDetails, 'RoleDetailsFieldEnum')

export const Event = z
  .object({ uuid: uuid(), created: timestamp(), event_type: text(), message: text(), context: anyJson() })
  .partial()
  .meta({ id: 'Event' })

export const EventFieldEnum = fieldEnum(Event, 'EventFieldEnum')

export const EVENT_ORDER = ['created'] as const
export const BackendResourceReqOEnum = orderEnum(EVENT_ORDER, 'BackendResourceReqOEnum')

export const EventCount = z.object({ count: integer() }).meta({ id: 'EventCount' })

export const EventGroups = z.record(z.string(), z.array(text())).meta({ id: 'EventGroups' })

export const Version = z.object({ version: text(), latest_version: text().optional() }).meta({ id: 'Version' })
