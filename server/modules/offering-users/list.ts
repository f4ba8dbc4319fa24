import type { QueryOf } from '../../../contract/index.ts'
import { accountTargets } from '../../access/targets/accounts.ts'
import type { Authenticated, Context } from '../../context.ts'
import { allOf, anyOf, contains, sql, when, type Sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { linkEquals } from '../../list/filters.ts'
import { orderBy, type OrderExpressions } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { readObject } from '../../list/selection.ts'
import { fullNameSql } from '../../access/users.ts'
import { offeringUserMachine } from './machine.ts'
import { accountColumns, accountJoins, hasConsent, isConsented, isProfileComplete, seesAttribute } from './view.ts'

type Query = QueryOf<'marketplace_offering_users_list'>
type AccountContext = Context & Authenticated

const { visible } = accountTargets.offering_user

/** Provided by the organization, given by its own uuid or by that of the service provider that it is. */
const isProvidedBy = (uuid: string): Sql => sql`(
  customer.uuid = ${uuid}
  or customer.id = (select service_provider.customer_id from service_provider where service_provider.uuid = ${uuid})
)`

/** Of the user only attributes that the caller sees are searched. */
const matches = (context: AccountContext, value: string): Sql =>
  anyOf([
    contains(sql`offering_user.username`, value),
    sql`${seesAttribute(context, 'username')} and ${contains(sql`app_user.username`, value)}`,
    sql`${seesAttribute(context, 'full_name')} and ${contains(fullNameSql(sql`app_user`), value)}`,
    sql`${seesAttribute(context, 'email')} and ${contains(sql`app_user.email`, value)}`,
  ])

const conditions = (context: AccountContext, query: Query): (Sql | undefined)[] => [
  when(query.created, (instant) => sql`offering_user.created >= ${instant}`),
  when(query.modified, (instant) => sql`offering_user.modified >= ${instant}`),
  when(query.has_complete_profile, (wanted) => sql`(${isProfileComplete(context)}) = ${wanted}`),
  when(query.has_consent, (wanted) => sql`${hasConsent} = ${wanted}`),
  when(query.is_restricted, (wanted) => sql`offering_user.is_restricted = ${wanted}`),
  linkEquals(sql`offering.uuid`, query.offering),
  when(query.offering_slug, (slugs) => sql`offering.slug = any(${slugs.flatMap((slug) => slug.split(','))}::text[])`),
  when(query.offering_uuid, (uuids) => sql`offering.uuid = any(${uuids}::uuid[])`),
  when(
    query.parent_offering_uuid,
    (uuid) => sql`offering.parent_id = (select parent.id from offering as parent where parent.uuid = ${uuid})`,
  ),
  when(query.provider_uuid, isProvidedBy),
  when(query.query, (value) => matches(context, value)),
  when(
    query.state,
    (labels) => sql`offering_user.state = any(${labels.map((label) => offeringUserMachine.states[label])}::int[])`,
  ),
  when(query.user_username, (name) => sql`${seesAttribute(context, 'username')} and app_user.username = ${name}`),
  when(query.user_uuid, (uuid) => sql`app_user.uuid = ${uuid}`),
]

type OrderKey = NonNullable<Query['o']>[number]['key']

const order: OrderExpressions<OrderKey> = {
  created: [sql`offering_user.created`],
  modified: [sql`offering_user.modified`],
  username: [sql`offering_user.username`],
}

export const listAccounts: Handler<'marketplace_offering_users_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from offering_user ${accountJoins}
        where ${allOf([visible(context.actor), isConsented(context), ...conditions(context, query)])}
      `,
      id: sql`offering_user.id`,
      order: orderBy(query.o, order, order.username, sql`offering_user.id`),
      source: sql`join offering_user on offering_user.id = page.id ${accountJoins}`,
      columns: accountColumns(context),
    },
    query,
  )

export const retrieveAccount: Handler<'marketplace_offering_users_retrieve'> = async (context, { query }) => {
  const account = await readObject(
    context,
    sql`from offering_user ${accountJoins}
      where offering_user.id = ${context.target.id} and ${isConsented(context)}`,
    accountColumns(context),
    query.field,
  )
  if (!account) throw new NotFound('OfferingUser')
  return account
}

/** An account as an answer to its change. */
export const readAccount = async (context: AccountContext, id: string) => {
  const account = await readObject(
    context,
    sql`from offering_user ${accountJoins} where offering_user.id = ${id}`,
    accountColumns(context),
  )
  if (!account) throw new NotFound('OfferingUser')
  return account
}
