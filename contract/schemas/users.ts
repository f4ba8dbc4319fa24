import { z } from 'zod'
import { anyJson, bool, date, email, fieldEnum, integer, orderEnum, text, url, uuid } from '../wire.ts'

export const GenderEnum = z.literal([0, 1, 2, 9]).meta({ id: 'GenderEnum' })

export const MarketplaceServiceProviderUser = z
  .object({
    uuid: uuid(),
    username: text(),
    full_name: text(),
    first_name: text(),
    last_name: text(),
    organization: text(),
    email: email(),
    phone_number: text(),
    projects_count: integer(),
    registration_method: text(),
    affiliations: anyJson(),
    is_active: bool(),
    job_title: text(),
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
    civil_number: text().nullable(),
    birth_date: date().nullable(),
    identity_source: text(),
    active_isds: anyJson(),
  })
  .partial()
  .meta({ id: 'MarketplaceServiceProviderUser' })

export const SshKey = z
  .object({
    url: url(),
    uuid: uuid(),
    name: text(),
    public_key: text(),
    fingerprint_md5: text(),
    fingerprint_sha256: text(),
    fingerprint_sha512: text(),
    user_uuid: uuid(),
    is_shared: bool(),
    type: text(),
  })
  .partial()
  .meta({ id: 'SshKey' })

export const MarketplaceServiceProviderUserFieldEnum = fieldEnum(
  MarketplaceServiceProviderUser,
  'MarketplaceServiceProviderUserFieldEnum',
)

export const SshKeyFieldEnum = fieldEnum(SshKey, 'SshKeyFieldEnum')

export const MARKETPLACE_SERVICE_PROVIDER_USER_ORDER = [
  'description',
  'email',
  'full_name',
  'is_active',
  'is_staff',
  'is_support',
  'job_title',
  'native_name',
  'organization',
  'phone_number',
  'registration_method',
  'username',
] as const
export const MarketplaceServiceProviderUserOEnum = orderEnum(
  MARKETPLACE_SERVICE_PROVIDER_USER_ORDER,
  'MarketplaceServiceProviderUserOEnum',
)

export const SSH_KEY_ORDER = ['name'] as const
export const SshKeyOEnum = orderEnum(SSH_KEY_ORDER, 'SshKeyOEnum')

export const UserActiveStatusCount = z
  .object({ status: text(), count: integer() })
  .meta({ id: 'UserActiveStatusCount' })

export const UserLanguageCount = z.object({ language: text(), count: integer() }).meta({ id: 'UserLanguageCount' })

export const UserRegistrationTrend = z.object({ month: text(), count: integer() }).meta({ id: 'UserRegistrationTrend' })
