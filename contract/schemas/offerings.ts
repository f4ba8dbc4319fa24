import { z } from 'zod'
import {
  anyJson,
  bool,
  double,
  fieldEnum,
  integer,
  text,
  timestamp,
  url,
  urlOrBlank,
  webAddress,
  uuid,
} from '../wire.ts'
import { BaseProviderPlan, MergedSecretOptions, OfferingComponent, OfferingState } from './catalogue.ts'
import { CountryEnum } from './countries.ts'
import { MergedPluginOptions, OfferingOptions } from './offering-options.ts'
import {
  CoreStates,
  IntegrationStatus,
  NestedCampaign,
  NestedEndpoint,
  NestedOfferingFile,
  NestedPartition,
  NestedRole,
  NestedScreenshot,
  NestedSoftwareCatalog,
  NestedTag,
  Quota,
} from './offering-parts.ts'
import { OrganizationGroup } from './organizations.ts'
import { BlankEnum } from './projects.ts'

/** An offering as its provider sees it; `scope` is left out where there is none. */
export const ProviderOfferingDetails = z
  .object({
    url: url(),
    uuid: uuid(),
    created: timestamp(),
    name: text(),
    slug: text(),
    description: text(),
    full_description: text(),
    privacy_policy_link: urlOrBlank(),
    // May lead to a shell as well as to a page.
    access_url: webAddress(),
    endpoints: z.array(NestedEndpoint),
    software_catalogs: z.array(NestedSoftwareCatalog),
    partitions: z.array(NestedPartition),
    roles: z.array(NestedRole),
    customer: url().nullable(),
    customer_uuid: uuid().nullable(),
    customer_name: text().nullable(),
    project: url().nullable(),
    project_uuid: uuid().nullable(),
    project_name: text().nullable(),
    category: url(),
    category_uuid: uuid(),
    category_title: text(),
    attributes: z.record(z.string(), anyJson()),
    options: OfferingOptions,
    resource_options: OfferingOptions,
    components: z.array(OfferingComponent),
    plugin_options: MergedPluginOptions,
    secret_options: MergedSecretOptions,
    service_attributes: z.record(z.string(), anyJson()),
    state: OfferingState,
    vendor_details: text(),
    getting_started: text(),
    integration_guide: text(),
    thumbnail: url().nullable(),
    order_count: integer(),
    plans: z.array(BaseProviderPlan),
    screenshots: z.array(NestedScreenshot),
    type: text(),
    shared: bool(),
    billable: bool(),
    scope: text(),
    scope_uuid: uuid().nullable(),
    scope_name: uuid().nullable(),
    scope_state: CoreStates.nullable(),
    scope_error_message: text().nullable(),
    files: z.array(NestedOfferingFile),
    quotas: z.array(Quota),
    paused_reason: text(),
    datacite_doi: text(),
    citation_count: integer(),
    latitude: double().nullable(),
    longitude: double().nullable(),
    country: z.union([CountryEnum, BlankEnum]),
    backend_id: text(),
    backend_id_rules: anyJson(),
    organization_groups: z.array(OrganizationGroup),
    tags: z.array(NestedTag),
    image: url().nullable(),
    total_customers: integer().nullable(),
    total_cost: integer().nullable(),
    total_cost_estimated: integer().nullable(),
    parent_description: text().nullable(),
    parent_uuid: uuid().nullable(),
    parent_name: text().nullable(),
    backend_metadata: anyJson(),
    has_compliance_requirements: bool(),
    billing_type_classification: text(),
    compliance_checklist: url().nullable(),
    integration_status: z.array(IntegrationStatus).nullable(),
    google_calendar_is_public: bool().nullable(),
    google_calendar_link: text().nullable(),
  })
  .partial()
  .meta({ id: 'ProviderOfferingDetails' })

export const BasePublicPlan = BaseProviderPlan.extend({}).meta({ id: 'BasePublicPlan' })

/** What an offering shows to everybody who may see it in the catalogue. */
export const PublicOfferingDetails = ProviderOfferingDetails.omit({
  secret_options: true,
  service_attributes: true,
  backend_id_rules: true,
  integration_status: true,
})
  .extend({
    plans: z.array(BasePublicPlan).optional(),
    user_has_consent: bool().optional(),
    is_accessible: bool().optional(),
    promotion_campaigns: z.array(NestedCampaign).optional(),
  })
  .meta({ id: 'PublicOfferingDetails' })

export const ProviderOfferingDetailsFieldEnum = fieldEnum(ProviderOfferingDetails, 'ProviderOfferingDetailsFieldEnum')

export const PublicOfferingDetailsFieldEnum = fieldEnum(PublicOfferingDetails, 'PublicOfferingDetailsFieldEnum', [
  'secret_options',
  'service_attributes',
])
