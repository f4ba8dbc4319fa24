import type { QueryOf } from '../../../contract/index.ts'
import { canonicalUuid } from '../../../contract/values.ts'
import { invalidChoice } from '../../../contract/params.ts'
import { effective, holdsPermission, holdsRole } from '../../access/grants.ts'
import type { Authenticated, Context } from '../../context.ts'
import { allOf, anyOf, contains, containsExactly, sql, when, type Sql } from '../../db/sql.ts'
import { FieldError } from '../../errors.ts'
import { organizationTargets } from '../../access/targets/organizations.ts'

type Query = QueryOf<'marketplace_service_providers_customers_list'>

type Group = NonNullable<Query['organization_group_uuid']>[number]

type Filters = Omit<Query, 'field' | 'organization_group_uuid'> & { organization_group_uuid?: string[] }

/** The conditions that every list of organizations has; `customer` must be in scope. */
export const customerConditions = ({ actor }: Authenticated, query: Filters): (Sql | undefined)[] => {
  const isKnown = organizationTargets.customer.visible(actor)
  // C-093: what the provider is not shown, filters only the organizations that the caller knows from inside.
  const hidden = (condition: Sql | undefined) => condition && anyOf([sql`not ${isKnown}`, condition])
  return [
    when(query.name, (value) => contains(sql`customer.name`, value)),
    when(query.native_name, (value) => contains(sql`customer.native_name`, value)),
    when(query.abbreviation, (value) => contains(sql`customer.abbreviation`, value)),
    hidden(when(query.contact_details, (value) => contains(sql`customer.contact_details`, value))),
    when(query.name_exact, (value) => sql`customer.name = ${value}`),
    hidden(when(query.registration_code, (value) => sql`customer.registration_code = ${value}`)),
    hidden(when(query.agreement_number, (value) => sql`customer.agreement_number = ${value}`)),
    hidden(when(query.backend_id, (value) => sql`customer.backend_id = ${value}`)),
    when(query.slug, (value) => sql`customer.slug = ${value}`),
    when(query.archived, (value) => sql`customer.archived = ${value}`),
    when(query.query, (value) => anyDetail(value, isKnown)),
    when(query.organization_group_name, (value) => inGroup(contains(sql`organization_group.name`, value))),
    when(query.organization_group_uuid, (uuids) => inGroup(sql`organization_group.uuid = any(${uuids}::uuid[])`)),
    query.owned_by_current_user === true
      ? holdsRole(sql`${actor.id}::bigint`, sql`'CUSTOMER.OWNER'`, sql`'customer'`, sql`customer.id`)
      : undefined,
    query.current_user_has_project_create_permission === true && !actor.is_staff
      ? holdsPermission(
          sql`${actor.id}::bigint`,
          sql`'PROJECT.CREATE'`,
          sql`held.content_type = 'customer' and held.object_id = customer.id`,
        )
      : undefined,
    when(query.current_user_has_role, (names) => holdsAnyRole(actor.id, names, 'customer', sql`customer.id`)),
  ]
}

/** Whether the user holds an effective grant of a role with one of the names on the scope. */
export const holdsAnyRole = (
  userId: string,
  names: readonly string[],
  contentType: string,
  objectId: Sql,
): Sql => sql`exists (
  select 1 from user_role as held join role on role.id = held.role_id
  where held.user_id = ${userId} and ${effective(sql`held`)} and role.name = any(${names}::text[])
    and held.content_type = ${contentType} and held.object_id = ${objectId}
)`

const anyDetail = (value: string, isKnown: Sql): Sql => {
  const uuid = canonicalUuid(value)
  return anyOf([
    contains(sql`customer.name`, value),
    contains(sql`customer.native_name`, value),
    contains(sql`customer.abbreviation`, value),
    allOf([
      isKnown,
      anyOf([
        contains(sql`customer.domain`, value),
        contains(sql`customer.registration_code`, value),
        containsExactly(sql`customer.agreement_number`, value),
      ]),
    ]),
    ...(uuid === undefined ? [] : [sql`customer.uuid = ${uuid}`]),
  ])
}

const inGroup = (condition: Sql): Sql => sql`exists (
  select 1 from customer_organization_group
  join organization_group on organization_group.id = customer_organization_group.organization_group_id
  where customer_organization_group.customer_id = customer.id and ${condition}
)`

/** Every named group must exist; the first that does not is refused like a malformed one. */
export const existingGroups = async ({ db }: Context, groups: readonly Group[]): Promise<string[]> => {
  const uuids = groups.map(({ uuid }) => uuid)
  const found = await db.rows<{ uuid: string }>(sql`
    select uuid from organization_group where uuid = any(${uuids}::uuid[])
  `)
  const known = new Set(found.map(({ uuid }) => uuid))
  const unknown = groups.find(({ uuid }) => !known.has(uuid))
  if (unknown) throw new FieldError([invalidChoice(unknown.given)])
  return uuids
}
