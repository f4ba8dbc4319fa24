import type { ProviderOfferingDetails, PublicOfferingDetails } from '../../../contract/schemas/offerings.ts'
import { effective } from '../../access/grants.ts'
import { isPrivileged, seesFigures } from '../../access/visibility.ts'
import type { Caller } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import {
  constant,
  count,
  flag,
  json,
  link,
  nullableLink,
  nullableNumber,
  nullableText,
  nullableUuid,
  optional,
  text,
  timestamp,
  uuid,
} from '../../list/columns.ts'
import { perCaller } from '../../list/made-once.ts'
import type { Column, Columns } from '../../list/selection.ts'
import { mediaLink } from '../files/index.ts'
import { organizationGroupsJson } from '../organizations/index.ts'
import { offeringPlans } from '../plans/index.ts'
import { offeringComponents } from './component-columns.ts'
import { incomeOf, totalCustomers } from './order.ts'
import { campaignsJson, endpointsJson, isAccessible, partitionsJson, tagsJson } from './parts-json.ts'
import { offeringState } from './state.ts'

type ProviderWire = Wire<typeof ProviderOfferingDetails>
type PublicWire = Wire<typeof PublicOfferingDetails>

/** Joins of the columns; `offering` must be in scope. An offering may have no organization. */
export const offeringJoins: Sql = sql`
  left join customer on customer.id = offering.customer_id
  join category on category.id = offering.category_id
  left join project on project.id = offering.project_id
  left join offering as parent on parent.id = offering.parent_id
  left join checklist on checklist.id = offering.compliance_checklist_id`

/** Sums of money that the contract declares as whole numbers (C-162). */
const rounded = (amount: Sql) => count(sql`round(${amount})::bigint`)

const country = text as (sql: Sql) => Column<ProviderWire['country']>

const groups = sql`
  select offering_organization_group.organization_group_id from offering_organization_group
  where offering_organization_group.offering_id = offering.id`

/** What kinds of billing the components take: all limits, all usage, or both. */
const billingClassification = sql`(
  select case
    when count(*) > 0 and bool_and(offering_component.billing_type = 'limit') then 'limit_only'
    when count(*) > 0 and bool_and(offering_component.billing_type = 'usage') then 'usage_only'
    else 'mixed'
  end
  from offering_component where offering_component.offering_id = offering.id
)`

const orderCount = sql`(select count(*) from marketplace_order where marketplace_order.offering_id = offering.id)`

/** What both views share; `figures` tells whether the caller sees how much of it is sold. */
const commonColumns = (origin: string, figures: boolean) =>
  ({
    uuid: uuid(sql`offering.uuid`),
    created: timestamp(sql`offering.created`),
    name: text(sql`offering.name`),
    slug: text(sql`offering.slug`),
    description: text(sql`offering.description`),
    full_description: text(sql`offering.full_description`),
    privacy_policy_link: text(sql`offering.privacy_policy_link`),
    access_url: text(sql`offering.access_url`),
    endpoints: json(endpointsJson),
    software_catalogs: constant<ProviderWire['software_catalogs']>([]),
    partitions: json(partitionsJson),
    roles: constant<ProviderWire['roles']>([]),
    customer: nullableLink(origin, 'customers', sql`customer.uuid`),
    customer_uuid: nullableUuid(sql`customer.uuid`),
    customer_name: nullableText(sql`customer.name`),
    project: nullableLink(origin, 'projects', sql`project.uuid`),
    project_uuid: nullableUuid(sql`project.uuid`),
    project_name: nullableText(sql`project.name`),
    category: link(origin, 'marketplace-categories', sql`category.uuid`),
    category_uuid: uuid(sql`category.uuid`),
    category_title: text(sql`category.title`),
    attributes: json(sql`offering.attributes`),
    options: json(sql`offering.options`),
    resource_options: json(sql`offering.resource_options`),
    components: offeringComponents,
    plugin_options: json(sql`offering.plugin_options`),
    state: offeringState(sql`offering.state`),
    vendor_details: text(sql`offering.vendor_details`),
    getting_started: text(sql`offering.getting_started`),
    integration_guide: text(sql`offering.integration_guide`),
    thumbnail: mediaLink(origin, sql`offering.thumbnail_id`),
    order_count: count(figures ? orderCount : sql`0`),
    screenshots: constant<ProviderWire['screenshots']>([]),
    type: text(sql`offering.type`),
    shared: flag(sql`offering.shared`),
    billable: flag(sql`offering.billable`),
    // Service settings of plugins do not exist here.
    scope: undefined,
    scope_uuid: nullableUuid(sql`null::uuid`),
    scope_name: nullableUuid(sql`null::uuid`),
    scope_state: constant(null),
    scope_error_message: nullableText(sql`null`),
    files: constant<ProviderWire['files']>([]),
    quotas: constant<ProviderWire['quotas']>([]),
    paused_reason: text(sql`offering.paused_reason`),
    datacite_doi: text(sql`offering.datacite_doi`),
    citation_count: constant(0),
    latitude: nullableNumber(sql`offering.latitude`),
    longitude: nullableNumber(sql`offering.longitude`),
    country: country(sql`offering.country`),
    backend_id: text(sql`offering.backend_id`),
    organization_groups: json(organizationGroupsJson(origin, groups)),
    tags: json(tagsJson),
    image: mediaLink(origin, sql`offering.image_id`),
    total_customers: figures ? count(totalCustomers) : constant(null),
    total_cost: figures ? rounded(incomeOf(1)) : constant(null),
    total_cost_estimated: figures ? rounded(incomeOf(0)) : constant(null),
    parent_description: nullableText(sql`parent.description`),
    parent_uuid: nullableUuid(sql`parent.uuid`),
    parent_name: nullableText(sql`parent.name`),
    backend_metadata: json(sql`offering.backend_metadata`),
    has_compliance_requirements: flag(sql`offering.compliance_checklist_id is not null`),
    billing_type_classification: text(billingClassification),
    compliance_checklist: nullableLink(origin, 'checklists-admin', sql`checklist.uuid`),
    google_calendar_is_public: constant(null),
    google_calendar_link: nullableText(sql`null`),
  }) satisfies Partial<Columns<ProviderWire>>

/** Whether the caller is owner or manager of the offering's provider. */
const seesSecrets = (actor: Caller): Sql =>
  actor.is_staff
    ? sql`true`
    : sql`exists (
        select 1 from user_role as held join role on role.id = held.role_id
        left join service_provider
          on held.content_type = 'service_provider' and service_provider.id = held.object_id
        where held.user_id = ${actor.id}::bigint and ${effective(sql`held`)} and (
          (held.content_type = 'customer' and held.object_id = offering.customer_id
            and role.name in ('CUSTOMER.OWNER', 'CUSTOMER.MANAGER'))
          or (service_provider.customer_id = offering.customer_id and role.name = 'CUSTOMER.MANAGER')
        )
      )`

/** An offering as its provider sees it; the secret options are for owners, managers and staff. */
export const providerOfferingColumns = perCaller<ProviderWire>((context) => ({
  url: link(context.origin, 'marketplace-provider-offerings', sql`offering.uuid`),
  ...commonColumns(context.origin, true),
  plans: offeringPlans(context, seesFigures(context, sql`offering.customer_id`)),
  secret_options: optional(json(sql`case when ${seesSecrets(context.actor)} then offering.secret_options end`)),
  service_attributes: constant<ProviderWire['service_attributes']>({}),
  backend_id_rules: json(sql`offering.backend_id_rules`),
  integration_status: constant<ProviderWire['integration_status']>([]),
}))

/** An offering as the catalogue shows it; archived plans are left out, and all of them where prices are not for all. */
export const publicOfferingColumns = perCaller<PublicWire, Caller | undefined>((context) => {
  const { origin, actor, config } = context
  return {
    url: link(origin, 'marketplace-public-offerings', sql`offering.uuid`),
    ...commonColumns(origin, actor !== undefined && isPrivileged(actor)),
    plans: offeringPlans(
      context,
      seesFigures(context, sql`offering.customer_id`),
      actor || config.ANONYMOUS_USER_CAN_VIEW_PLANS ? sql`not plan.archived` : sql`false`,
    ),
    user_has_consent: flag(sql`exists (
    select 1 from user_offering_consent
    where user_offering_consent.offering_id = offering.id and user_offering_consent.revocation_date is null
      and user_offering_consent.user_id = ${actor?.id ?? null}::bigint
  )`),
    is_accessible: flag(isAccessible(actor)),
    promotion_campaigns: json(campaignsJson(origin)),
  }
})
