import type { Customer } from '../../../contract/schemas/customers.ts'
import { effective } from '../../access/grants.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { ViewContext } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import {
  count,
  flag,
  json,
  link,
  nullableLink,
  nullableNumber,
  nullableUuid,
  text,
  timestamp,
  uuid,
} from '../../list/columns.ts'
import { madeOnce } from '../../list/made-once.ts'
import type { Column, Columns } from '../../list/selection.ts'
import { mediaLink } from '../files/index.ts'
import { organizationGroupsJson } from '../organizations/index.ts'
import { visiblePaymentProfilesJson } from '../payment-profiles/index.ts'
import { customerEstimateJson } from '../price-estimates/index.ts'
import { countryName } from './countries.ts'

type CustomerWire = Wire<typeof Customer>

/** Joins of the customer columns; `customer` must be in scope. */
export const customerJoins: Sql = sql`
  left join service_provider on service_provider.customer_id = customer.id
  left join checklist on checklist.id = customer.project_metadata_checklist_id
  left join customer_credit on customer_credit.customer_id = customer.id`

const country = text as (sql: Sql) => Column<CustomerWire['country']>

const displayName = sql`case customer.native_name
  when '' then customer.name
  else customer.name || ' (' || customer.native_name || ')'
end`

const groups = sql`
  select customer_organization_group.organization_group_id from customer_organization_group
  where customer_organization_group.customer_id = customer.id`

/** Active users with a grant on the organization or one of its projects. */
const usersCount = sql`(
  select count(*) from app_user
  where app_user.is_active and app_user.id in (
    select held.user_id from user_role as held
    where held.content_type = 'customer' and held.object_id = customer.id and ${effective(sql`held`)}
    union
    select held.user_id from project
    join user_role as held on held.content_type = 'project' and held.object_id = project.id
    where project.customer_id = customer.id and not project.is_removed and ${effective(sql`held`)}
  )
)`

// JSON numbers by contract; jsonb hands them over as such.
const credit = sql`to_jsonb(customer_credit.value)`
const unallocatedCredit = sql`to_jsonb(customer_credit.value - coalesce((
  select sum(project_credit.value) from project_credit
  join project on project.id = project_credit.project_id
  where project.customer_id = customer.id
), 0))`

/** `actorId` is that of a caller who may not see everything. */
const columns = madeOnce((origin: string, actorId?: string): Columns<CustomerWire> => ({
  url: link(origin, 'customers', sql`customer.uuid`),
  uuid: uuid(sql`customer.uuid`),
  created: timestamp(sql`customer.created`),
  organization_groups: json(organizationGroupsJson(origin, groups)),
  display_name: text(displayName),
  backend_id: text(sql`customer.backend_id`),
  image: mediaLink(origin, sql`customer.image_id`),
  blocked: flag(sql`customer.blocked`),
  archived: flag(sql`customer.archived`),
  display_billing_info_in_projects: flag(sql`customer.display_billing_info_in_projects`),
  default_tax_percent: text(sql`customer.default_tax_percent`),
  accounting_start_date: timestamp(sql`customer.accounting_start_date`),
  projects_count: count(sql`(
    select count(*) from project where project.customer_id = customer.id and not project.is_removed
  )`),
  users_count: count(usersCount),
  sponsor_number: nullableNumber(sql`customer.sponsor_number`),
  country_name: { sql: sql`customer.country`, read: countryName },
  max_service_accounts: nullableNumber(sql`customer.max_service_accounts`),
  project_metadata_checklist: nullableUuid(sql`checklist.uuid`),
  grace_period_days: nullableNumber(sql`customer.grace_period_days`),
  user_email_patterns: json(sql`customer.user_email_patterns`),
  user_affiliations: json(sql`customer.user_affiliations`),
  user_identity_sources: json(sql`customer.user_identity_sources`),
  name: text(sql`customer.name`),
  slug: text(sql`customer.slug`),
  native_name: text(sql`customer.native_name`),
  abbreviation: text(sql`customer.abbreviation`),
  description: text(sql`customer.description`),
  contact_details: text(sql`customer.contact_details`),
  agreement_number: text(sql`customer.agreement_number`),
  email: text(sql`customer.email`),
  phone_number: text(sql`customer.phone_number`),
  access_subnets: text(sql`customer.access_subnets`),
  registration_code: text(sql`customer.registration_code`),
  homepage: text(sql`customer.homepage`),
  domain: text(sql`customer.domain`),
  vat_code: text(sql`customer.vat_code`),
  postal: text(sql`customer.postal`),
  address: text(sql`customer.address`),
  bank_name: text(sql`customer.bank_name`),
  latitude: nullableNumber(sql`customer.latitude`),
  longitude: nullableNumber(sql`customer.longitude`),
  bank_account: text(sql`customer.bank_account`),
  country: country(sql`customer.country`),
  notification_emails: text(sql`customer.notification_emails`),
  payment_profiles: json(visiblePaymentProfilesJson(origin, actorId)),
  customer_credit: nullableNumber(credit),
  customer_unallocated_credit: nullableNumber(unallocatedCredit),
  is_service_provider: flag(sql`service_provider.id is not null`),
  service_provider: nullableLink(origin, 'marketplace-service-providers', sql`service_provider.uuid`),
  service_provider_uuid: nullableUuid(sql`service_provider.uuid`),
  // Organizations that manage calls for proposals are not part of this server.
  call_managing_organization_uuid: nullableUuid(sql`null::uuid`),
  billing_price_estimate: json(customerEstimateJson(sql`customer.id`)),
}))

/** Columns of an organization; payment profiles are null for callers who may not see them. */
export const customerColumns = ({ origin, actor }: ViewContext): Columns<CustomerWire> =>
  columns(origin, isPrivileged(actor) ? undefined : actor.id)
