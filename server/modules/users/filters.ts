import type { QueryOf } from '../../../contract/index.ts'
import { effective } from '../../access/grants.ts'
import type { Authenticated, Context } from '../../context.ts'
import { anyOf, contains, sql, when, type Sql } from '../../db/sql.ts'
import { nameContains } from '../../list/filters.ts'
import type { OrderExpressions } from '../../list/order.ts'

type Query = Omit<QueryOf<'marketplace_service_providers_users_list'>, 'field' | 'page' | 'page_size'>

/**
 * The conditions of a user list; `app_user` must be in scope. A filter on an attribute that is not released to the
 * caller is ignored, so that nobody can guess it digit by digit. Staff and support may filter by everything. The
 * native name goes with the full name; a description is never released.
 */
export const userConditions = (
  { actor }: Context & Authenticated,
  query: Query,
  exposed: ReadonlySet<string>,
): (Sql | undefined)[] => {
  const isPrivileged = actor.is_staff || actor.is_support
  const sees = (attribute: string) => isPrivileged || exposed.has(attribute)
  /** Only when the attribute is released to the caller. */
  const released = <T>(attribute: string, value: T | undefined, build: (value: T) => Sql) =>
    sees(attribute) ? when(value, build) : undefined
  /** Any of the alternatives that the caller may search; without one the search is ignored. */
  const anyReleased = (value: string | undefined, alternatives: readonly [string, (value: string) => Sql][]) => {
    const open = alternatives.filter(([attribute]) => sees(attribute))
    return open.length === 0 ? undefined : when(value, (text) => anyOf(open.map(([, build]) => build(text))))
  }
  /** C-028: these flags are for staff and support; for others any value empties the list. */
  const guarded = (value: boolean | undefined, column: Sql) =>
    when(value, (wanted) => (isPrivileged ? sql`${column} = ${wanted}` : sql`false`))
  return [
    released('full_name', query.full_name, (value) => nameContains(sql`app_user`, value)),
    anyReleased(query.user_keyword, [
      ['full_name', (value) => nameContains(sql`app_user`, value)],
      ['email', (value) => contains(sql`app_user.email`, value)],
      ['username', (value) => contains(sql`app_user.username`, value)],
    ]),
    anyReleased(query.query, [
      ['full_name', nameOrWords],
      ['username', (value) => contains(sql`app_user.username`, value)],
      ['email', (value) => contains(sql`app_user.email`, value)],
      ['civil_number', (value) => contains(sql`app_user.civil_number`, value)],
    ]),
    released('username', query.username, (value) => sql`app_user.username = ${value}`),
    released('username', query.username_list, (values) => sql`app_user.username = any(${values}::text[])`),
    released('full_name', query.native_name, (value) => contains(sql`app_user.native_name`, value)),
    released('organization', query.organization, (value) => contains(sql`app_user.organization`, value)),
    released('job_title', query.job_title, (value) => contains(sql`app_user.job_title`, value)),
    released('email', query.email, (value) => contains(sql`app_user.email`, value)),
    released('phone_number', query.phone_number, (value) => sql`app_user.phone_number = ${value}`),
    released('civil_number', query.civil_number, (value) => sql`app_user.civil_number = ${value}`),
    released('registration_method', query.registration_method, (value) => sql`app_user.registration_method = ${value}`),
    released('description', query.description, (value) => sql`app_user.description = ${value}`),
    when(query.is_active, (value) => sql`app_user.is_active = ${value}`),
    guarded(query.is_staff, sql`app_user.is_staff`),
    guarded(query.is_support, sql`app_user.is_support`),
    when(query.modified, (instant) => sql`app_user.modified >= ${instant}`),
    when(query.date_joined, (instant) => sql`app_user.date_joined >= ${instant}`),
    when(query.agreement_date, (instant) => sql`app_user.agreement_date >= ${instant}`),
    when(query.customer_uuid, inCustomer),
    when(query.project_uuid, inProject),
    when(query.organization_roles, holdsRoleNamed),
    when(query.project_roles, holdsRoleNamed),
  ]
}

/** C-015: alternatives over words, so `John Smith` also finds every other John. */
const nameOrWords = (value: string): Sql => {
  const [first, second] = value.split(/\s+/)
  const words =
    first !== undefined && second !== undefined
      ? [contains(sql`app_user.first_name`, first), contains(sql`app_user.last_name`, second)]
      : []
  return anyOf([contains(sql`app_user.first_name`, value), contains(sql`app_user.last_name`, value), ...words])
}

const holds = (condition: Sql): Sql => sql`exists (
  select 1 from user_role as held where held.user_id = app_user.id and ${effective(sql`held`)} and (${condition})
)`

const inCustomer = (uuid: string): Sql =>
  holds(sql`
    (held.content_type = 'customer' and held.object_id = (select id from customer where uuid = ${uuid}))
    or (held.content_type = 'project' and held.object_id in (
      select project.id from project join customer on customer.id = project.customer_id
      where customer.uuid = ${uuid} and not project.is_removed
    ))`)

const inProject = (uuid: string): Sql =>
  holds(sql`held.content_type = 'project' and held.object_id = (select id from project where uuid = ${uuid})`)

/** C-013: a role of this name in any scope of any kind. */
const holdsRoleNamed = (names: readonly string[]): Sql =>
  holds(sql`held.role_id in (select id from role where name = any(${names}::text[]))`)

type OrderKey = NonNullable<Query['o']>[number]['key']

/** Which attribute a caller must see to order by a key; keys that are not named here are open to everybody. */
const ORDER_ATTRIBUTES: Partial<Record<OrderKey, string>> = {
  description: 'description',
  email: 'email',
  full_name: 'full_name',
  job_title: 'job_title',
  native_name: 'full_name',
  organization: 'organization',
  phone_number: 'phone_number',
  registration_method: 'registration_method',
  username: 'username',
}

/** The wanted keys without those whose order would tell what the caller may not see. */
export const visibleOrder = (
  { actor }: Authenticated,
  wanted: Query['o'],
  exposed: ReadonlySet<string>,
): Query['o'] => {
  if (actor.is_staff || actor.is_support) return wanted
  const visible = wanted?.filter(({ key }) => {
    const attribute = ORDER_ATTRIBUTES[key]
    return key !== 'is_staff' && key !== 'is_support' && (attribute === undefined || exposed.has(attribute))
  })
  return visible?.length === 0 ? undefined : visible
}

export const userOrder: OrderExpressions<OrderKey> = {
  full_name: [sql`app_user.first_name`, sql`app_user.last_name`],
  native_name: [sql`app_user.native_name`],
  email: [sql`app_user.email`],
  phone_number: [sql`app_user.phone_number`],
  description: [sql`app_user.description`],
  organization: [sql`app_user.organization`],
  job_title: [sql`app_user.job_title`],
  username: [sql`app_user.username`],
  is_active: [sql`app_user.is_active`],
  registration_method: [sql`app_user.registration_method`],
  is_staff: [sql`app_user.is_staff`],
  is_support: [sql`app_user.is_support`],
}
