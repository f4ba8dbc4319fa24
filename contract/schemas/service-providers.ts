import { z } from 'zod'
import { bool, fieldEnum, integer, orderEnum, text, timestamp, url, uuid } from '../wire.ts'
import { OrganizationGroup } from './organizations.ts'

export const ServiceProvider = z
  .object({
    url: url(),
    uuid: uuid(),
    created: timestamp(),
    description: text(),
    enable_notifications: bool(),
    customer: url(),
    customer_name: text(),
    customer_uuid: uuid(),
    customer_image: url().nullable(),
    customer_abbreviation: text(),
    customer_slug: text(),
    customer_native_name: text(),
    customer_country: text(),
    image: url().nullable(),
    organization_groups: z.array(OrganizationGroup),
    offering_count: integer(),
  })
  .partial()
  .meta({ id: 'ServiceProvider' })

export const ServiceProviderApiSecretCode = z
  .object({
    api_secret_code: text(),
    /** Only in the answer to a new code. */
    detail: text().optional(),
  })
  .meta({ id: 'ServiceProviderApiSecretCode' })

export const ServiceProviderStatistics = z
  .object({
    active_campaigns: integer(),
    current_customers: integer(),
    customers_number_change: integer(),
    active_resources: integer(),
    resources_number_change: integer(),
    active_and_paused_offerings: integer(),
    unresolved_tickets: integer(),
    pending_orders: integer(),
    erred_resources: integer(),
  })
  .meta({ id: 'ServiceProviderStatistics' })

export const ServiceProviderRevenues = z
  .object({
    total: integer(),
    year: integer(),
    month: integer(),
  })
  .meta({ id: 'ServiceProviderRevenues' })

export const ServiceProviderFieldEnum = fieldEnum(ServiceProvider, 'ServiceProviderFieldEnum')

export const CALL_MANAGING_ORGANISATION_ORDER = ['customer_name'] as const
export const CallManagingOrganisationOEnum = orderEnum(
  CALL_MANAGING_ORGANISATION_ORDER,
  'CallManagingOrganisationOEnum',
)
