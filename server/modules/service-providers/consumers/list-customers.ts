import { canonicalUuid } from '../../../../contract/values.ts'
import { effective } from '../../../access/grants.ts'
import type { Handler } from '../../../handler.ts'
import { allOf, sql } from '../../../db/sql.ts'
import { listPage } from '../../../list/page.ts'
import { providerTotal } from '../../../rollup/totals.ts'
import { hasFilters } from '../../../list/filters.ts'
import { customerConditions } from './customer-filters.ts'
import { customerColumns } from './customer-view.ts'

const source = sql`join customer on customer.id = page.id`

export const listCustomers: Handler<'marketplace_service_providers_customers_list'> = async (context, { query }) => {
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
            where ${served} and ${allOf(await customerConditions(context, query))}
          `,
      fixed,
      id: sql`sp_customer.customer_id`,
      order: sql`sp_customer.name, sp_customer.customer_id`,
      total: fixed ? providerTotal('customers', provider.customer_id) : undefined,
      source,
      columns: customerColumns(context),
    },
    query,
  )
}

/** Customers of served projects on which the user holds a grant, and served customers on which he does. */
export const listUserCustomers: Handler<'marketplace_service_providers_user_customers_list'> = async (
  context,
  { query },
) => {
  const { provider, db } = context
  const userUuid = canonicalUuid(query.user_uuid ?? '')
  const user =
    userUuid === undefined || query.user_uuid?.trim() !== query.user_uuid
      ? undefined
      : await db.maybeOne<{ id: string }>(sql`select id from app_user where uuid = ${userUuid} and is_active`)
  const conditions = await customerConditions(context, query)
  const ofUser = sql`held.user_id = ${user?.id ?? null}::bigint and ${effective(sql`held`)}`
  return listPage(
    context,
    {
      candidates: sql`
        from sp_customer join customer on customer.id = sp_customer.customer_id
        where sp_customer.provider_customer_id = ${provider.customer_id} and sp_customer.resource_count > 0
          and (exists (
            select 1 from user_role as held
            where ${ofUser} and held.content_type = 'customer' and held.object_id = customer.id
          ) or exists (
            select 1 from user_role as held
            join sp_project on sp_project.project_id = held.object_id
              and sp_project.provider_customer_id = ${provider.customer_id} and sp_project.resource_count > 0
              and sp_project.customer_id = customer.id
            where ${ofUser} and held.content_type = 'project'
          ))
          and ${allOf(conditions)}
      `,
      id: sql`sp_customer.customer_id`,
      order: sql`sp_customer.name, sp_customer.customer_id`,
      source,
      columns: customerColumns(context),
    },
    query,
  )
}
