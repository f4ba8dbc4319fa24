import type { QueryOf } from '../../../contract/index.ts'
import { canonicalUuid } from '../../../contract/values.ts'
import { effective } from '../../access/grants.ts'
import { managesAccounts } from '../../access/manages-accounts.ts'
import { holdsAnyRole, isPrivileged, onProvidingSide } from '../../access/visibility.ts'
import type { Actor, Context } from '../../context.ts'
import { anyOf, contains, sql, when, type Sql } from '../../db/sql.ts'
import { linkEquals } from '../../list/filters.ts'
import { attributesMatch } from './attributes-match.ts'
import { stateCode } from './state.ts'

/** The filters that all lists of offerings share. */
export type OfferingFilters = Omit<
  QueryOf<'marketplace_service_providers_offerings_list'>,
  'o' | 'field' | 'page' | 'page_size'
>

/** The conditions of an offering list but `query`; `offering`, `customer` and `category` must be in scope. */
export const offeringConditions = ({ actor }: Context, query: OfferingFilters): (Sql | undefined)[] => [
  when(query.name, (value) => contains(sql`offering.name`, value)),
  when(query.name_exact, (value) => sql`offering.name = ${value}`),
  when(query.description, (value) => contains(sql`offering.description`, value)),
  when(query.slug, (value) => sql`offering.slug = ${value}`),
  when(query.keyword, (value) =>
    anyOf([
      contains(sql`offering.name`, value),
      contains(sql`offering.description`, value),
      contains(sql`customer.name`, value),
      contains(sql`customer.abbreviation`, value),
      contains(sql`customer.native_name`, value),
    ]),
  ),
  linkEquals(sql`customer.uuid`, query.customer),
  when(query.customer_uuid, (uuid) => sql`customer.uuid = ${uuid}`),
  when(query.category_uuid, (uuid) => sql`category.uuid = ${uuid}`),
  when(
    query.category_group_uuid,
    (uuid) => sql`category.group_id = (select id from category_group where uuid = ${uuid})`,
  ),
  when(query.parent_uuid, (uuid) => sql`offering.parent_id = (select id from offering as parent where uuid = ${uuid})`),
  when(query.state, (labels) => sql`offering.state = any(${labels.map((label) => stateCode(label))}::int[])`),
  when(query.type, (types) => sql`offering.type = any(${types}::text[])`),
  when(query.billable, (value) => sql`offering.billable = ${value}`),
  when(query.shared, (value) => sql`offering.shared = ${value}`),
  when(query.organization_group_uuid, (uuids) => inGroup(sql`organization_group.uuid = any(${uuids}::uuid[])`)),
  when(query.created, (instant) => sql`offering.created >= ${instant}`),
  when(query.modified, (instant) => sql`offering.modified >= ${instant}`),
  when(query.created_before, (instant) => sql`offering.created <= ${instant}`),
  when(query.modified_before, (instant) => sql`offering.modified <= ${instant}`),
  when(query.uuid_list, (values) => sql`offering.uuid = any(${usableUuids(values)}::uuid[])`),
  when(query.attributes, attributesMatch),
  when(query.allowed_customer_uuid, isAllowedFor),
  when(
    query.project_uuid,
    (uuid) => sql`offering.shared or offering.project_id = (select id from project where uuid = ${uuid})`,
  ),
  when(query.service_manager_uuid, (uuid) => isManagedBy(actor, uuid)),
  when(query.resource_customer_uuid, (uuid) =>
    hasResource(actor, sql`project.customer_id = (select id from customer where uuid = ${uuid})`),
  ),
  when(query.resource_project_uuid, (uuid) => hasResource(actor, sql`project.uuid = ${uuid}`)),
  // No service settings and no calls here: nothing has such a link.
  when(query.scope_uuid, () => sql`false`),
  query.accessible_via_calls === true ? sql`false` : undefined,
  when(query.can_create_offering_user, (wanted) =>
    wanted ? managesAccounts : sql`offering.plugin_options @> '{"service_provider_can_create_offering_user": false}'`,
  ),
  when(query.has_terms_of_service, (wanted) => exists(wanted, sql`offering_terms_of_service`, sql`true`)),
  when(query.has_active_terms_of_service, (wanted) =>
    exists(wanted, sql`offering_terms_of_service`, sql`offering_terms_of_service.is_active`),
  ),
  when(query.user_has_consent, (wanted) =>
    exists(
      wanted,
      sql`user_offering_consent`,
      sql`user_offering_consent.user_id = ${actor?.id ?? null} and user_offering_consent.revocation_date is null`,
    ),
  ),
  when(query.user_has_offering_user, (wanted) =>
    exists(wanted, sql`offering_user`, sql`offering_user.user_id = ${actor?.id ?? null}`),
  ),
  when(query.tag, (values) => hasTag(sql`tag.uuid = any(${usableUuids(values)}::uuid[])`)),
  when(query.tag_name, (names) => hasTag(sql`tag.name = any(${names}::text[])`)),
  when(query.tags_and, (values) => {
    const uuids = usableUuids(values)
    return uuids.length < values.length ? sql`false` : hasAllTags(uuids, sql`tag.uuid = wanted.value::uuid`)
  }),
  when(query.tag_names_and, (names) => hasAllTags(names, sql`upper(tag.name) = upper(wanted.value)`)),
]

/** Malformed members match nothing. */
const usableUuids = (values: readonly string[]): string[] =>
  values.map(canonicalUuid).filter((uuid) => uuid !== undefined)

/** A UUID of an offering that is in the list already narrows to it; otherwise the text is searched. */
export const queryCondition = async (
  { db }: Context,
  value: string | undefined,
  candidates: Sql,
): Promise<Sql | undefined> => {
  if (value === undefined) return undefined
  const uuid = canonicalUuid(value)
  if (uuid !== undefined) {
    const hit = await db.maybeOne(sql`select 1 as found ${candidates} and offering.uuid = ${uuid}`)
    if (hit) return sql`offering.uuid = ${uuid}`
  }
  return anyOf([
    contains(sql`offering.name`, value),
    contains(sql`offering.slug`, value),
    contains(sql`offering.description`, value),
  ])
}

const exists = (wanted: boolean, table: Sql, condition: Sql): Sql => {
  const found = sql`exists (select 1 from ${table} where ${table}.offering_id = offering.id and ${condition})`
  return wanted ? found : sql`not ${found}`
}

const inGroup = (condition: Sql): Sql => sql`exists (
  select 1 from offering_organization_group
  join organization_group on organization_group.id = offering_organization_group.organization_group_id
  where offering_organization_group.offering_id = offering.id and ${condition}
)`

const hasTag = (condition: Sql): Sql => sql`exists (
  select 1 from offering_tag join tag on tag.id = offering_tag.tag_id
  where offering_tag.offering_id = offering.id and ${condition}
)`

/** One condition whatever the number of values: a join for each of thousands would exhaust the database. */
const hasAllTags = (values: readonly string[], matches: Sql): Sql =>
  values.length === 0
    ? sql`false`
    : sql`not exists (
        select 1 from unnest(${values}::text[]) as wanted (value) where not ${hasTag(matches)}
      )`

const hasResource = (actor: Actor | undefined, condition: Sql): Sql => {
  // Who uses an offering is known to the users themselves, too.
  const isConsumer = sql`
    (held.content_type = 'customer' and held.object_id = project.customer_id)
    or (held.content_type = 'project' and held.object_id = project.id)`
  return sql`exists (
    select 1 from resource join project on project.id = resource.project_id
    where resource.offering_id = offering.id and resource.state <> 6 and ${condition}
      and ${isInsider(actor, isConsumer)}
  )`
}

/** C-029: what the catalogue does not show is known to the provider's side; others find nothing. */
const isInsider = (actor: Actor | undefined, orHolds: Sql): Sql => {
  if (!actor) return sql`false`
  if (isPrivileged(actor)) return sql`true`
  return holdsAnyRole(actor, sql`${onProvidingSide(sql`offering.id`, sql`offering.customer_id`)} or ${orHolds}`)
}

/** What the organization may order: open to all, open to one of its groups, or its own. */
const isAllowedFor = (uuid: string): Sql => sql`exists (
  select 1 from customer as consumer where consumer.uuid = ${uuid} and (
    consumer.id = offering.customer_id
    or (offering.shared and not ${inGroup(sql`true`)})
    or (offering.shared and ${inGroup(sql`organization_group.id in (
      select organization_group_id from customer_organization_group where customer_id = consumer.id
    )`)})
  )
)`

/** Roles of others are known to the provider's side only; everybody finds what he manages himself. */
const isManagedBy = (actor: Actor | undefined, uuid: string): Sql => sql`offering.shared and exists (
  select 1 from user_role as managing join app_user on app_user.id = managing.user_id
  where app_user.uuid = ${uuid} and app_user.is_active and ${effective(sql`managing`)}
    and managing.content_type = 'offering' and managing.object_id = offering.id
) and ${isInsider(actor, sql`false`)}`
