import { z } from 'zod'
import {
  anyJson,
  bool,
  decimal,
  double,
  email,
  fieldEnum,
  integer,
  text,
  timestamp,
  url,
  uuid,
  webAddress,
} from '../wire.ts'
import { CountryEnum } from './countries.ts'
import { NestedPriceEstimate } from './estimates.ts'
import { OrganizationGroup, PaymentProfile } from './organizations.ts'
import { BlankEnum } from './projects.ts'

export const ProviderProject = z
  .object({
    uuid: uuid(),
    name: text(),
    image: url().nullable(),
  })
  .partial()
  .meta({ id: 'ProviderProject' })

export const ProviderUser = z
  .object({
    uuid: uuid(),
    full_name: text(),
    email: email(),
    image: url().nullable(),
  })
  .partial()
  .meta({ id: 'ProviderUser' })

export const MarketplaceProviderCustomer = z
  .object({
    uuid: uuid(),
    name: text(),
    slug: text(),
    abbreviation: text(),
    phone_number: text(),
    email: email(),
    payment_profiles: z.array(PaymentProfile).nullable(),
    billing_price_estimate: NestedPriceEstimate,
    projects_count: integer(),
    users_count: integer(),
    projects: z.array(ProviderProject),
    users: z.array(ProviderUser),
  })
  .partial()
  .meta({ id: 'MarketplaceProviderCustomer' })

export const MarketplaceProviderCustomerFieldEnum = fieldEnum(
  MarketplaceProviderCustomer,
  'MarketplaceProviderCustomerFieldEnum',
)

export const Customer = z
  .object({
    url: url(),
    uuid: uuid(),
    created: timestamp(),
    organization_groups: z.array(OrganizationGroup),
    display_name: text(),
    backend_id: text(),
    image: url().nullable(),
    blocked: bool(),
    archived: bool(),
    display_billing_info_in_projects: bool(),
    default_tax_percent: decimal(),
    accounting_start_date: timestamp(),
    projects_count: integer(),
    users_count: integer(),
    sponsor_number: integer().nullable(),
    country_name: text(),
    max_service_accounts: integer().nullable(),
    project_metadata_checklist: uuid().nullable(),
    grace_period_days: integer().nullable(),
    user_email_patterns: anyJson(),
    user_affiliations: anyJson(),
    user_identity_sources: anyJson(),
    name: text(),
    slug: text(),
    native_name: text(),
    abbreviation: text(),
    description: text(),
    contact_details: text(),
    agreement_number: text(),
    email: email(),
    phone_number: text(),
    access_subnets: text(),
    registration_code: text(),
    homepage: webAddress(),
    domain: text(),
    vat_code: text(),
    postal: text(),
    address: text(),
    bank_name: text(),
    latitude: double().nullable(),
    longitude: double().nullable(),
    bank_account: text(),
    country: z.union([CountryEnum, BlankEnum]),
    notification_emails: text(),
    payment_profiles: z.array(PaymentProfile).nullable(),
    customer_credit: double().nullable(),
    customer_unallocated_credit: double().nullable(),
    is_service_provider: bool(),
    service_provider: url().nullable(),
    service_provider_uuid: uuid().nullable(),
    call_managing_organization_uuid: text().nullable(),
    billing_price_estimate: NestedPriceEstimate,
  })
  .partial()
  .meta({ id: 'Customer' })

export const CustomerFieldEnum = fieldEnum(Customer, 'CustomerFieldEnum')

export const CustomerContactUpdate = z
  .object({
    contact_details: text(),
    email: email(),
    phone_number: text(),
    homepage: webAddress(),
    notification_emails: text(),
  })
  .partial()
  .meta({ id: 'CustomerContactUpdate' })

export const Country = z.object({ label: text(), value: text() }).meta({ id: 'Country' })
