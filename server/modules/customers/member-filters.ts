import type { QueryOf } from '../../../contract/index.ts'
import { anyOf, contains, sql, when, type Sql } from '../../db/sql.ts'
import { nameContains } from '../../list/filters.ts'
import { orderBy } from '../../list/order.ts'

type Query = QueryOf<'projects_other_users_list'>

/** The conditions of lists of members; `app_user` must be in scope. Civil numbers are for `mayIdentify` only (D13). */
export const memberConditions = (query: Query, mayIdentify: boolean): (Sql | undefined)[] => [
  when(query.agreement_date, (instant) => sql`app_user.agreement_date >= ${instant}`),
  when(query.date_joined, (instant) => sql`app_user.date_joined >= ${instant}`),
  when(query.modified, (instant) => sql`app_user.modified >= ${instant}`),
  mayIdentify ? when(query.civil_number, (value) => sql`app_user.civil_number = ${value}`) : undefined,
  mayIdentify ? when(query.description, (value) => contains(sql`app_user.description`, value)) : undefined,
  when(query.email, (value) => contains(sql`app_user.email`, value)),
  when(query.full_name, (value) => nameContains(sql`app_user`, value)),
  when(query.is_active, (value) => sql`app_user.is_active = ${value}`),
  when(query.job_title, (value) => contains(sql`app_user.job_title`, value)),
  when(query.native_name, (value) => contains(sql`app_user.native_name`, value)),
  when(query.organization, (value) => contains(sql`app_user.organization`, value)),
  when(query.phone_number, (value) => sql`app_user.phone_number = ${value}`),
  when(query.registration_method, (value) => sql`app_user.registration_method = ${value}`),
  when(query.username, (value) => sql`app_user.username = ${value}`),
  when(query.user_keyword, (value) =>
    anyOf([
      nameContains(sql`app_user`, value),
      contains(sql`app_user.email`, value),
      contains(sql`app_user.username`, value),
    ]),
  ),
]

/** By first name, last name and user name. */
export const memberOrder = (o: Query['o']): Sql =>
  orderBy(
    o,
    { concatenated_name: [sql`app_user.first_name`, sql`app_user.last_name`, sql`app_user.username`] },
    [sql`app_user.username`],
    sql`app_user.id`,
  )
