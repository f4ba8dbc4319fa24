import { z } from 'zod'
import { bool, date, double, email, fieldEnum, integer, text, timestamp, uuid } from '../wire.ts'

export const DetailState = z
  .object({
    detail: text(),
    state: text(),
  })
  .meta({ id: 'DetailState' })

export const EndpointUUID = z
  .object({
    uuid: uuid(),
  })
  .meta({ id: 'EndpointUUID' })

export const CheckUniqueBackendIDResponse = z
  .object({
    is_unique: bool(),
    is_valid_format: bool().nullable().optional(),
    errors: z.array(text()).optional(),
  })
  .meta({ id: 'CheckUniqueBackendIDResponse' })

export const OfferingComponentStat = z
  .object({
    period: text(),
    billing_period: text(),
    date: text(),
    usage: integer(),
    description: text(),
    measured_unit: text(),
    type: text(),
    name: text(),
  })
  .meta({ id: 'OfferingComponentStat' })

export const ProviderOfferingCosts = z
  .object({
    period: text(),
    price: double(),
    tax: double(),
    total: double(),
  })
  .meta({ id: 'ProviderOfferingCosts' })

export const ProviderOfferingCustomer = z
  .object({
    uuid: uuid(),
    name: text(),
    slug: text(),
    abbreviation: text(),
    phone_number: text(),
    email: email(),
  })
  .partial()
  .meta({ id: 'ProviderOfferingCustomer' })

export const OfferingUserAttributeConfig = z
  .object({
    uuid: uuid(),
    created: timestamp(),
    modified: timestamp(),
    offering_uuid: uuid(),
    offering_name: text(),
    expose_username: bool().optional(),
    expose_full_name: bool().optional(),
    expose_email: bool().optional(),
    expose_phone_number: bool().optional(),
    expose_organization: bool().optional(),
    expose_job_title: bool().optional(),
    expose_affiliations: bool().optional(),
    expose_gender: bool().optional(),
    expose_personal_title: bool().optional(),
    expose_place_of_birth: bool().optional(),
    expose_country_of_residence: bool().optional(),
    expose_nationality: bool().optional(),
    expose_nationalities: bool().optional(),
    expose_organization_country: bool().optional(),
    expose_organization_type: bool().optional(),
    expose_organization_registry_code: bool().optional(),
    expose_eduperson_assurance: bool().optional(),
    expose_civil_number: bool().optional(),
    expose_birth_date: bool().optional(),
    expose_identity_source: bool().optional(),
    expose_active_isds: bool().optional(),
    exposed_fields: z.array(text()),
    is_default: bool(),
  })
  .meta({ id: 'OfferingUserAttributeConfig' })

export const TimeSeriesToSData = z
  .object({
    date: date(),
    count: integer(),
  })
  .meta({ id: 'TimeSeriesToSData' })

export const VersionAdoption = z
  .object({
    version: text(),
    users_count: integer(),
  })
  .meta({ id: 'VersionAdoption' })

export const ToSConsentDashboard = z
  .object({
    active_users_count: integer(),
    total_users_count: integer(),
    active_users_percentage: double(),
    accepted_consents_count: integer(),
    revoked_consents_count: integer(),
    total_consents_count: integer(),
    revoked_consents_over_time: z.array(TimeSeriesToSData),
    tos_version_adoption: z.array(VersionAdoption),
    active_users_over_time: z.array(TimeSeriesToSData),
    accepted_consents_over_time: z.array(TimeSeriesToSData),
  })
  .meta({ id: 'ToSConsentDashboard' })

export const OfferingReference = z
  .object({
    offering_name: text(),
    offering_uuid: uuid(),
  })
  .meta({ id: 'OfferingReference' })

export const OfferingGroups = z
  .object({
    customer_name: text(),
    customer_uuid: text(),
    offerings: z.array(OfferingReference),
  })
  .meta({ id: 'OfferingGroups' })

export const PlanUsageResponse = z
  .object({
    plan_uuid: uuid(),
    plan_name: text(),
    limit: integer().nullable(),
    usage: integer(),
    remaining: integer().nullable(),
    offering_uuid: uuid(),
    offering_name: text(),
    customer_provider_uuid: uuid(),
    customer_provider_name: text(),
  })
  .meta({ id: 'PlanUsageResponse' })

export const ResourceResponseStatus = z
  .object({
    status: text(),
  })
  .meta({ id: 'ResourceResponseStatus' })

/** Whether the user of a name holds a role where a resource of the offering is. */
export const UserResourceAccess = z.object({ has_access: bool() }).meta({ id: 'UserResourceAccess' })

export const OfferingStats = z.object({ resources_count: integer(), customers_count: integer() }).partial()

export const ProviderOfferingCustomerFieldEnum = fieldEnum(
  ProviderOfferingCustomer,
  'ProviderOfferingCustomerFieldEnum',
)

export const PLAN_USAGE_ORDER = ['limit', 'remaining', 'usage'] as const
