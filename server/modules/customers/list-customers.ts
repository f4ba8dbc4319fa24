import type { QueryOf } from '../../../contract/index.ts'
import { targets } from '../../access/targets/index.ts'
import { effective } from '../../access/grants.ts'
import { allOf, sql, when, type Sql } from '../../db/sql.ts'
import { resolving } from '../../handler.ts'
import { orderBy, type OrderExpressions } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { customerConditions, existingGroups } from './filters.ts'
import { customerColumns, customerJoins } from './view.ts'

type Query = QueryOf<'customers_list'>

/** The condition, or its opposite. */
const is = (condition: Sql) => (value: boolean) => (value ? condition : sql`not (${condition})`)

const hasResources = sql`exists (
  select 1 from project join resource on resource.project_id = project.id
  where project.customer_id = customer.id and resource.state <> 6
)`

const isProvider = sql`exists (select 1 from service_provider where service_provider.customer_id = customer.id)`

/** The user holds a role on the organization or on one of its projects. */
const hasMember = (uuid: string): Sql => sql`exists (
  select 1 from user_role as held
  join app_user on app_user.id = held.user_id
  left join project on held.content_type = 'project' and project.id = held.object_id
  where app_user.uuid = ${uuid} and ${effective(sql`held`)} and (
    (held.content_type = 'customer' and held.object_id = customer.id) or project.customer_id = customer.id
  )
)`

const order: OrderExpressions<NonNullable<Query['o']>[number]['key']> = {
  abbreviation: [sql`customer.abbreviation`],
  created: [sql`customer.created`],
  name: [sql`customer.name`],
  native_name: [sql`customer.native_name`],
  registration_code: [sql`customer.registration_code`],
}

const lookUps = { query: { organization_group_uuid: existingGroups } }

export const listCustomers = resolving('customers_list', lookUps, (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from customer
        where ${allOf([
          targets.customer.visible(context.actor),
          ...customerConditions(context, query),
          when(query.accounting_is_running, is(sql`customer.accounting_start_date <= now()`)),
          when(query.has_resources, is(hasResources)),
          when(query.is_service_provider, is(isProvider)),
          // Organizations that manage calls for proposals are not part of this server.
          when(query.is_call_managing_organization, is(sql`false`)),
          when(
            query.service_provider_uuid,
            (uuid) => sql`exists (
              select 1 from service_provider
              where service_provider.customer_id = customer.id and service_provider.uuid = ${uuid}
            )`,
          ),
          when(query.user_uuid, hasMember),
        ])}
      `,
      runs: query.accounting_is_running !== undefined,
      id: sql`customer.id`,
      order: orderBy(query.o, order, [sql`customer.name`], sql`customer.id`),
      source: sql`join customer on customer.id = page.id ${customerJoins}`,
      columns: customerColumns(context),
    },
    query,
  ),
)
