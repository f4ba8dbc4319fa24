import type { Database } from '../db/database.ts'
import { join, raw, sql, type Sql } from '../db/sql.ts'
import { THIS_MONTH } from './columns.ts'

// Totals that everybody changes: requests only append their changes, so that they never wait for each other, and a job
// adds these to the rows. The truth is the row plus its changes.

interface Total {
  table: string
  /** Table that the first key refers to. */
  parent: string
  keys: readonly string[]
  sums: readonly string[]
}

export const TOTALS = {
  provider: {
    table: 'sp_total',
    parent: 'customer',
    keys: ['provider_customer_id'],
    sums: [
      'customers',
      'projects',
      'resources',
      'all_customers',
      'all_resources',
      'erred_resources',
      'unresolved_tickets',
    ],
  },
  month: {
    table: 'sp_month',
    parent: 'customer',
    keys: ['provider_customer_id', 'month'],
    sums: ['created_resources', 'terminated_resources', 'gained_customers', 'lost_customers'],
  },
  plan: {
    table: 'plan_total',
    parent: 'offering',
    keys: ['offering_id', 'plan_id'],
    sums: ['live_resources', 'resources'],
  },
  income: {
    table: 'offering_income',
    parent: 'offering',
    keys: ['offering_id', 'year', 'month', 'created'],
    sums: ['items', 'amount', 'live_price', 'live_tax', 'live_metered'],
  },
  /** Appended by triggers. */
  account: {
    table: 'account_total',
    parent: 'offering',
    keys: ['offering_id', 'checklist_id'],
    sums: ['accounts', 'completions', 'completed'],
  },
} as const satisfies Record<string, Total>

/** Rows of a total and its changes, of which there may be many for one key, as a from-item. */
const partsOf = ({ table, keys, sums }: Total, where: Sql): Sql => {
  const columns = join([...keys, ...sums].map(raw))
  return sql`(
    select ${columns} from ${raw(table)} where ${where}
    union all
    select ${columns} from ${raw(`${table}_delta`)} where ${where}
  ) as part`
}

type ProviderTotal = (typeof TOTALS.provider.sums)[number]

/** A total of a provider as an SQL expression. */
export const providerTotal = (total: ProviderTotal, providerCustomerId: string): Sql => sql`(
  select coalesce(sum(part.${raw(total)}), 0)
  from ${partsOf({ ...TOTALS.provider, sums: [total] }, sql`provider_customer_id = ${providerCustomerId}`)}
)`

const sumsOf = (total: Total, where: Sql): Sql => sql`(
  select ${join(total.sums.map((sum) => sql`coalesce(sum(part.${raw(sum)}), 0) as ${raw(sum)}`))} from ${partsOf(total, where)}
)`

const ANYWHERE = ['all_customers', 'all_resources', 'erred_resources', 'unresolved_tickets'] as const

/** Totals of a provider over all its offerings, shared or not, as a from-item of one row. */
export const providerTotals = (providerCustomerId: string): Sql =>
  sumsOf({ ...TOTALS.provider, sums: ANYWHERE }, sql`provider_customer_id = ${providerCustomerId}`)

/** All figures of a provider's current month as a from-item of one row. */
export const monthTotals = (providerCustomerId: string): Sql =>
  sumsOf(TOTALS.month, sql`provider_customer_id = ${providerCustomerId} and month = ${THIS_MONTH}`)

/** Resources of `offering` that are not terminated, with all its plans and without one. */
export const liveResources: Sql = sql`(
  select coalesce(sum(part.live_resources), 0)::bigint
  from ${partsOf({ ...TOTALS.plan, sums: ['live_resources'] }, sql`offering_id = offering.id`)}
)`

/**
 * Resources of `plan` as a from-item of one row; `plan` and its `offering` must be in scope. Nothing is rolled up for an
 * offering without a provider.
 */
export const planUse: Sql = sql`(
  select rolled.* from ${sumsOf(TOTALS.plan, sql`offering_id = plan.offering_id and plan_id = plan.id`)} as rolled
  where offering.customer_id is not null
  union all
  select count(*) filter (where resource.state <> 6), count(*) from resource
  where resource.plan_id = plan.id and offering.customer_id is null having offering.customer_id is null
)`

/** Accounts of `offering`, and completions of its checklist, as a from-item of one row; the table must be in scope. */
export const accountTotals = sumsOf(
  TOTALS.account,
  sql`offering_id = offering.id and checklist_id in (0, offering.compliance_checklist_id)`,
)

/** Number of the accounts in all offerings of a provider. */
export const accountsOf = (providerCustomerId: string): Sql => sql`(
  select coalesce(sum(part.accounts), 0)
  from offering cross join lateral ${partsOf(TOTALS.account, sql`offering_id = offering.id and checklist_id = 0`)}
  where offering.customer_id = ${providerCustomerId}
)`

/** Condition that year and month of a row are those of a date that is the same for all rows. */
export const isOfMonth = (day: Sql): Sql => sql`
  year = (select extract(year from ${day})::smallint) and month = (select extract(month from ${day})::smallint)`

/** What offerings earn by month, rows and changes, as the from-item `part`. */
export const incomeParts = (where: Sql): Sql => partsOf(TOTALS.income, where)

const BATCH = 5_000

const foldTotal = (database: Database, { table, parent, keys, sums }: Total): Promise<number> => {
  const [total, delta] = [raw(table), raw(`${table}_delta`)]
  const [keyColumns, sumColumns] = [join(keys.map(raw)), join(sums.map(raw))]
  return database.run(sql`
    with parent as materialized (
      -- The rows refer to them. Whoever deletes one takes its changes away, too, and is passed by.
      select id from ${raw(parent)} where id in (select ${raw(keys[0] ?? '')} from ${delta})
      order by id for key share skip locked
    ), taken as (
      delete from ${delta}
      where id in (
        select id from ${delta} where ${raw(keys[0] ?? '')} in (select id from parent)
        order by id limit ${BATCH} for update skip locked
      )
      returning *
    )
    insert into ${total} as total (${keyColumns}, ${sumColumns})
    select ${keyColumns}, ${join(sums.map((sum) => sql`sum(${raw(sum)})`))}
    from taken group by ${keyColumns} order by ${keyColumns}
    on conflict (${keyColumns}) do update set
      ${join(sums.map((sum) => sql`${raw(sum)} = total.${raw(sum)} + excluded.${raw(sum)}`))}
  `)
}

/** Adds appended changes to the totals and removes them. Safe to run in several processes. */
export const foldTotals = async (database: Database): Promise<number> => {
  let rows = 0
  for (const total of Object.values(TOTALS)) rows += await foldTotal(database, total)
  return rows
}
