import type {
  OfferingComponentStat,
  ProviderOfferingCosts,
  ProviderOfferingCustomer,
  ToSConsentDashboard,
} from '../../../contract/schemas/offering-answers.ts'
import { DEFAULT_PAGE_SIZE } from '../../../contract/list-params.ts'
import { effective } from '../../access/grants.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { ValidationError } from '../../errors.ts'
import type { Handler, OfTarget, Wire } from '../../handler.ts'
import { text, uuid } from '../../list/columns.ts'
import { listPage, pageOf } from '../../list/page.ts'

// What an offering is used for, counted.

/** Live resources of the offering with their project. */
const live = ({ target }: OfTarget): Sql => sql`
  resource join project on project.id = resource.project_id
  where resource.offering_id = ${target.id} and resource.state <> 6`

export const retrieveStats: Handler<'marketplace_provider_offerings_stats_retrieve'> = (context) =>
  context.db.one<{ resources_count: number; customers_count: number }>(sql`
    select count(*)::int as resources_count, count(distinct project.customer_id)::int as customers_count
    from ${live(context)}
  `)

const thisMonth = sql`date_trunc('month', now() at time zone 'utc')::date`

/** Months from `start` to `end`, both included; by default the last twelve, the current one among them. */
const months = (start: string | undefined, end: string | undefined) => {
  const last = end === undefined ? thisMonth : sql`${end}::date`
  const first = start === undefined ? sql`(${last} - interval '11 months')::date` : sql`${start}::date`
  return { first, last }
}

interface Range {
  start?: string
  end?: string
}

/** The month (a date) is in the range. */
const inRange = (month: Sql, { start, end }: Range): Sql => {
  const { first, last } = months(start, end)
  return sql`${month} between ${first} and ${last}`
}

/** Numbers by contract; jsonb hands them over as such. */
export const listCosts: Handler<'marketplace_provider_offerings_costs_list'> = async ({ db, target }, { query }) => {
  const month = sql`make_date(invoice.year, invoice.month, 1)`
  // Whether the accounting of the consumer has begun.
  const running =
    query.accounting_is_running === undefined
      ? sql`true`
      : sql`(customer.accounting_start_date <= now()) = ${query.accounting_is_running}`
  const rows = await db.rows<{ row: Wire<typeof ProviderOfferingCosts> }>(sql`
    select jsonb_build_object(
      'period', to_char(month, 'YYYY-MM'), 'price', price, 'tax', tax, 'total', price + tax
    ) as row
    from (
      select ${month} as month, sum(invoice_item.unit_price * invoice_item.quantity) as price,
        sum(invoice_item.unit_price * invoice_item.quantity * invoice.tax_percent / 100) as tax
      from resource
      join invoice_item on invoice_item.resource_id = resource.id
      join invoice on invoice.id = invoice_item.invoice_id
      join customer on customer.id = invoice.customer_id
      where resource.offering_id = ${target.id} and ${inRange(month, query)} and ${running}
      group by 1
    ) as costs
    order by month
  `)
  return pageOf(
    rows.map(({ row }) => row),
    query.page,
    query.page_size ?? DEFAULT_PAGE_SIZE,
  )
}

/** Usage is declared a whole number: the sum, rounded (C-162). */
export const listComponentStats: Handler<'marketplace_provider_offerings_component_stats_list'> = async (
  { db, target },
  { query },
) => {
  const rows = await db.rows<{ row: Wire<typeof OfferingComponentStat> }>(sql`
    select jsonb_build_object(
      'period', to_char(component_usage.billing_period, 'YYYY-MM'),
      'billing_period', to_char(component_usage.billing_period, 'YYYY-MM-DD'),
      'date', to_char(component_usage.billing_period + interval '1 month - 1 day', 'YYYY-MM-DD"T"00:00:00"Z"'),
      'usage', round(sum(component_usage.usage))::bigint,
      'description', offering_component.description,
      'measured_unit', offering_component.measured_unit,
      'type', offering_component.type,
      'name', offering_component.name
    ) as row
    from component_usage
    join offering_component on offering_component.id = component_usage.component_id
    where offering_component.offering_id = ${target.id}
      and ${inRange(sql`component_usage.billing_period`, query)}
    group by component_usage.billing_period, offering_component.id
    order by component_usage.billing_period, offering_component.name, offering_component.id
  `)
  return pageOf(
    rows.map(({ row }) => row),
    query.page,
    query.page_size ?? DEFAULT_PAGE_SIZE,
  )
}

export const listOfferingCustomers: Handler<'marketplace_provider_offerings_customers_list'> = (context, { query }) =>
  listPage<Wire<typeof ProviderOfferingCustomer>>(
    context,
    {
      candidates: sql`from customer where customer.id in (select project.customer_id from ${live(context)})`,
      id: sql`customer.id`,
      order: sql`customer.name, customer.id`,
      source: sql`join customer on customer.id = page.id`,
      columns: {
        uuid: uuid(sql`customer.uuid`),
        name: text(sql`customer.name`),
        slug: text(sql`customer.slug`),
        abbreviation: text(sql`customer.abbreviation`),
        phone_number: text(sql`customer.phone_number`),
        email: text(sql`customer.email`),
      },
    },
    query,
  )

/** C-167: whether the user of this name holds a role on a project with a live resource, or on its organization. */
export const retrieveUserAccess: Handler<'marketplace_provider_offerings_user_has_resource_access_retrieve'> = async (
  context,
  { query },
) => {
  if (query.username === undefined) throw new ValidationError({ username: ['This field is required.'] })
  return context.db.one<{ has_access: boolean }>(sql`
    select exists (
      select 1 from ${live(context)} and exists (
        select 1 from user_role as held join app_user on app_user.id = held.user_id
        where app_user.username = ${query.username} and app_user.is_active and ${effective(sql`held`)} and (
          (held.content_type = 'project' and held.object_id = project.id)
          or (held.content_type = 'customer' and held.object_id = project.customer_id)
        )
      )
    ) as has_access
  `)
}

/** Consents to the terms, and how many of the users with an account have given one. */
export const retrieveConsentStats: Handler<'marketplace_provider_offerings_tos_stats_retrieve'> = async ({
  db,
  target,
}) => {
  const byDay = (column: Sql) => sql`(
    select coalesce(jsonb_agg(jsonb_build_object('date', day, 'count', number) order by day), '[]')
    from (
      select (${column} at time zone 'utc')::date as day, count(*) as number from consent
      where ${column} is not null group by 1
    ) as counted
  )`
  const { row } = await db.one<{ row: Wire<typeof ToSConsentDashboard> }>(sql`
    with consent as (
      select * from user_offering_consent where offering_id = ${target.id}
    ), account as (
      select offering_user.user_id, offering_user.created, exists (
        select 1 from consent where consent.user_id = offering_user.user_id and consent.revocation_date is null
      ) as consents
      from offering_user where offering_user.offering_id = ${target.id} and offering_user.state <> 8
    ), counted as (
      select count(*) as total, count(*) filter (where consents) as consenting from account
    )
    select jsonb_build_object(
      'active_users_count', counted.consenting,
      'total_users_count', counted.total,
      'active_users_percentage', case counted.total when 0 then 0 else
        round(counted.consenting * 100.0 / counted.total, 2) end,
      'accepted_consents_count', (select count(*) from consent where revocation_date is null),
      'revoked_consents_count', (select count(*) from consent where revocation_date is not null),
      'total_consents_count', (select count(*) from consent),
      'revoked_consents_over_time', ${byDay(sql`revocation_date`)},
      'tos_version_adoption', (
        select coalesce(jsonb_agg(jsonb_build_object('version', version, 'users_count', number) order by version), '[]')
        from (
          select version, count(*) as number from consent where revocation_date is null group by version
        ) as adopted
      ),
      'active_users_over_time', (
        select coalesce(jsonb_agg(jsonb_build_object('date', day, 'count', number) order by day), '[]')
        from (
          select (created at time zone 'utc')::date as day, count(*) as number from account where consents group by 1
        ) as joined
      ),
      'accepted_consents_over_time', ${byDay(sql`agreement_date`)}
    ) as row from counted
  `)
  return row
}
