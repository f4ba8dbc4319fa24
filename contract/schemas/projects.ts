import { z } from 'zod'
import {
  anyJson,
  bool,
  date,
  double,
  email,
  fieldEnum,
  integer,
  orderEnum,
  text,
  timestamp,
  url,
  uuid,
} from '../wire.ts'
import { NestedPriceEstimate } from './estimates.ts'

export const BlankEnum = z.enum(['']).meta({ id: 'BlankEnum' })

export const KindEnum = z.enum(['default', 'course', 'public']).meta({ id: 'KindEnum' })

export const OecdFos2007CodeEnum = z
  .enum([
    '1.1',
    '1.2',
    '1.3',
    '1.4',
    '1.5',
    '1.6',
    '1.7',
    '2.1',
    '2.2',
    '2.3',
    '2.4',
    '2.5',
    '2.6',
    '2.7',
    '2.8',
    '2.9',
    '2.10',
    '2.11',
    '2.12',
    '3.1',
    '3.2',
    '3.3',
    '3.4',
    '3.5',
    '4.1',
    '4.2',
    '4.3',
    '4.4',
    '4.5',
    '5.1',
    '5.2',
    '5.3',
    '5.4',
    '5.5',
    '5.6',
    '5.7',
    '5.8',
    '5.9',
    '6.1',
    '6.2',
    '6.3',
    '6.4',
    '6.5',
  ])
  .meta({ id: 'OecdFos2007CodeEnum' })

export const Project = z
  .object({
    url: url(),
    uuid: uuid(),
    name: text(),
    slug: text(),
    customer: url(),
    customer_uuid: uuid(),
    customer_name: text(),
    customer_slug: text(),
    customer_native_name: text(),
    customer_abbreviation: text(),
    description: text(),
    customer_display_billing_info_in_projects: bool(),
    created: timestamp(),
    type: url().nullable(),
    type_name: text().nullable(),
    type_uuid: uuid().nullable(),
    backend_id: text(),
    start_date: date().nullable(),
    end_date: date().nullable(),
    end_date_requested_by: url().nullable(),
    oecd_fos_2007_code: z.union([OecdFos2007CodeEnum, BlankEnum]).nullable(),
    oecd_fos_2007_label: text().nullable(),
    is_industry: bool(),
    image: url().nullable(),
    resources_count: integer(),
    max_service_accounts: integer().nullable(),
    kind: KindEnum,
    is_removed: bool(),
    termination_metadata: anyJson().nullable(),
    staff_notes: text(),
    grace_period_days: integer().nullable(),
    user_email_patterns: anyJson(),
    user_affiliations: anyJson(),
    user_identity_sources: anyJson(),
    project_credit: double().nullable(),
    marketplace_resource_count: z.record(z.string(), integer()),
    billing_price_estimate: NestedPriceEstimate,
  })
  .partial()
  .meta({ id: 'Project' })

export const ProjectType = z
  .object({
    uuid: uuid(),
    url: url(),
    name: text(),
    description: text().optional(),
  })
  .meta({ id: 'ProjectType' })

export const MarketplaceProviderCustomerProject = z
  .object({
    uuid: uuid(),
    name: text(),
    description: text(),
    end_date: date().nullable(),
    resources_count: integer(),
    users_count: integer(),
    billing_price_estimate: NestedPriceEstimate,
  })
  .partial()
  .meta({ id: 'MarketplaceProviderCustomerProject' })

export const ProjectPermissionLog = z
  .object({
    created: timestamp(),
    expiration_time: timestamp().nullable(),
    created_by: url().nullable(),
    created_by_full_name: text().nullable(),
    created_by_username: text().nullable(),
    project: url(),
    project_uuid: uuid(),
    project_name: text(),
    project_created: timestamp(),
    project_end_date: date(),
    customer_uuid: uuid(),
    customer_name: text(),
    role: text(),
    role_name: text(),
    user: url(),
    user_full_name: text(),
    user_native_name: text(),
    user_username: text(),
    user_uuid: uuid(),
    user_email: email(),
  })
  .partial()
  .meta({ id: 'ProjectPermissionLog' })

export const ProjectFieldEnum = fieldEnum(Project, 'ProjectFieldEnum')

export const MarketplaceProviderCustomerProjectFieldEnum = fieldEnum(
  MarketplaceProviderCustomerProject,
  'MarketplaceProviderCustomerProjectFieldEnum',
)

export const ProjectPermissionLogFieldEnum = fieldEnum(ProjectPermissionLog, 'ProjectPermissionLogFieldEnum')

export const MARKETPLACE_PROVIDER_CUSTOMER_PROJECT_ORDER = [
  'created',
  'customer_abbreviation',
  'customer_name',
  'customer_native_name',
  'end_date',
  'estimated_cost',
  'name',
  'start_date',
] as const
export const MarketplaceProviderCustomerProjectOEnum = orderEnum(
  MARKETPLACE_PROVIDER_CUSTOMER_PROJECT_ORDER,
  'MarketplaceProviderCustomerProjectOEnum',
)

export const OFFERING_PERMISSION_ORDER = [
  'created',
  'email',
  'expiration_time',
  'full_name',
  'native_name',
  'role',
  'username',
] as const
export const OfferingPermissionOEnum = orderEnum(OFFERING_PERMISSION_ORDER, 'OfferingPermissionOEnum')
