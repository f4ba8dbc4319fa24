import { canonicalUuid } from '../../../../contract/values.ts'
import { effective } from '../../../access/grants.ts'
import { resolving } from '../../../handler.ts'
import { allOf, sql } from '../../../db/sql.ts'
import { listPage } from '../../../list/page.ts'
import { providerTotal } from '../../../rollup/totals.ts'
import { hasFilters } from '../../../list/filters.ts'
import { customerConditions, existingGroups } from '../../customers/index.ts'
import { customerColumns, seenUsers } from './customer-view.ts'

const customerLookUps = { organization_group_uuid: existingGroups }

export const listCustomers = resolving(
  'marketplace_service_providers_customers_list',
  { query: customerLookUps },
  (context, { query }) => {
    const { provider } = context
    const fixed = !hasFilters(query)
    const served = sql`sp_customer.provider_customer_id = ${provider.customer_id} and sp_customer.resource_count > 0`
    return listPage(
      context,
      {
        candidates: fixed
          ? sql`from sp_customer where ${served}`
          : sql`
              from sp_customer join customer on customer.id = sp_customer.customer_id
              where ${served} and ${allOf(customerConditions(context, query))}
            `,
        fixed,
        id: sql`sp_customer.customer_id`,
        order: sql`sp_customer.name, sp_customer.customer_id`,
        total: fixed ? providerTotal('customers', provider.customer_id) : undefined,
        source: sql`join customer on customer.id = page.id ${seenUsers(context)}`,
        columns: customerColumns(context),
      },
      query,
    )
  },
)

/** Customers of served projects on which the user holds a grant, and served customers on which he does. */
export const listUserCustomers = resolving(
  'marketplace_service_providers_user_customers_list',
  { query: customerLookUps },
  async (context, { query }) => {
    const { provider, db } = context
    const userUuid = canonicalUuid(query.user_uuid ?? '')
    const user =
      userUuid === undefined || query.user_uuid?.trim() !== query.user_uuid
        ? undefined
        : await db.maybeOne<{ id: string }>(sql`select id from app_user where uuid = ${userUuid} and is_active`)
    const conditions = customerConditions(context, query)
    const ofUser = sql`held.user_id = ${user?.id ?? null}::bigint and ${effective(sql`held`)}`
    return listPage(
      context,
      {
        candidates: sql`
        from sp_customer join customer on customer.id = sp_customer.customer_id
        where sp_customer.provider_customer_id = ${provider.customer_id} and sp_customer.resource_count > 0
          and customer.id in (
            select held.object_id from user_role as held where ${ofUser} and held.content_type = 'customer'
            union all
            select sp_project.customer_id from user_role as held
            join sp_project on sp_project.project_id = held.object_id
              and sp_project.provider_customer_id = ${provider.customer_id} and sp_project.resource_count > 0
            where ${ofUser} and held.content_type = 'project'
          )
          and ${allOf(conditions)}
      `,
        id: sql`sp_customer.customer_id`,
        order: sql`sp_customer.name, sp_customer.customer_id`,
        source: sql`join customer on customer.id = page.id ${seenUsers(context)}`,
        columns: customerColumns(context),
      },
      query,
    )
  },
)
