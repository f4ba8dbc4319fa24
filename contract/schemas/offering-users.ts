import { z } from 'zod'
import { anyJson, bool, date, email, fieldEnum, orderEnum, text, timestamp, url, urlOrBlank, uuid } from '../wire.ts'
import { GenderEnum } from './users.ts'

export const OfferingUserState = z
  .enum([
    'Requested',
    'Creating',
    'Pending account linking',
    'Pending additional validation',
    'OK',
    'Requested deletion',
    'Deleting',
    'Deleted',
    'Error creating',
    'Error deleting',
  ])
  .meta({ id: 'OfferingUserState' })

export const OfferingUser = z
  .object({
    url: url(),
    uuid: uuid(),
    user: url(),
    offering: url(),
    username: text().nullable(),
    offering_uuid: uuid(),
    offering_name: text(),
    user_uuid: uuid(),
    user_username: text(),
    user_full_name: text(),
    user_first_name: text(),
    user_last_name: text(),
    user_email: email(),
    user_phone_number: text(),
    user_organization: text(),
    user_job_title: text(),
    user_affiliations: anyJson(),
    user_gender: GenderEnum.nullable(),
    user_personal_title: text(),
    user_place_of_birth: text(),
    user_country_of_residence: text(),
    user_nationality: text(),
    user_nationalities: anyJson(),
    user_organization_country: text(),
    user_organization_type: text(),
    user_organization_registry_code: text(),
    user_eduperson_assurance: anyJson(),
    user_civil_number: text().nullable(),
    user_birth_date: date().nullable(),
    user_identity_source: text(),
    user_active_isds: anyJson(),
    created: timestamp(),
    modified: timestamp(),
    customer_uuid: uuid(),
    customer_name: text(),
    is_restricted: bool(),
    state: OfferingUserState,
    service_provider_comment: text(),
    service_provider_comment_url: urlOrBlank(),
    has_consent: bool(),
    requires_reconsent: bool(),
    has_compliance_checklist: bool(),
    consent_data: z.record(z.string(), text()).nullable(),
    is_profile_complete: bool(),
    missing_profile_attributes: z.array(text()),
  })
  .partial()
  .meta({ id: 'OfferingUser' })

export const OfferingUserFieldEnum = fieldEnum(OfferingUser, 'OfferingUserFieldEnum')

export const OFFERING_USER_ORDER = ['created', 'modified', 'username'] as const
export const OfferingUserOEnum = orderEnum(OFFERING_USER_ORDER, 'OfferingUserOEnum')

export const OfferingUserServiceProviderComment = z
  .object({
    service_provider_comment: text(),
    service_provider_comment_url: urlOrBlank(),
  })
  .partial()
  .meta({ id: 'OfferingUserServiceProviderComment' })
