import { join, raw, sql, type Sql } from '../db/sql.ts'

// Columns of the roll-ups by what they are, for the statements that write and compare them.

/**
 * First day of the month that figures of a month are of, UTC. By the clock of the statement: folds of an organization
 * follow one another, though their transactions may have begun in another order.
 */
export const THIS_MONTH = sql`date_trunc('month', statement_timestamp() at time zone 'utc')::date`

export const MONTH_START = sql`(${THIS_MONTH}::timestamp at time zone 'utc')`

/** What sp_project and sp_customer count alike, at any time and in their month. */
export const COUNTS = ['resource_count', 'all_resource_count', 'erred_count', 'unresolved_tickets'].map(raw)
export const MONTH_COUNTS = ['created_resources', 'terminated_resources', 'earlier_resources'].map(raw)

export const PROJECT_COLUMNS = [
  ...['customer_id', 'name', 'is_removed', 'month', 'plan_counts'].map(raw),
  ...COUNTS,
  ...MONTH_COUNTS,
]
export const CUSTOMER_COLUMNS = [
  ...['name', 'project_count', 'live_project_count', 'month'].map(raw),
  ...COUNTS,
  ...MONTH_COUNTS,
]

export const columnsOf = (table: Sql, columns: readonly Sql[]): Sql =>
  join(columns.map((column) => sql`${table}.${column}`))

/** The counts of a month of a stored row, as of this month. */
export const currentMonthCounts = (table: Sql): Sql => {
  const isCurrent = sql`${table}.month = ${THIS_MONTH}`
  return sql`
    case when ${isCurrent} then ${table}.created_resources else 0 end as created_resources,
    case when ${isCurrent} then ${table}.terminated_resources else 0 end as terminated_resources,
    case when ${isCurrent} then ${table}.earlier_resources else ${table}.all_resource_count end as earlier_resources`
}

/** The assignments of `on conflict do update`, made only where something differs. */
export const overwrite = (table: Sql, columns: readonly Sql[]): Sql => sql`
  update set ${join(columns.map((column) => sql`${column} = excluded.${column}`))}
  where (${columnsOf(table, columns)}) is distinct from (${columnsOf(sql`excluded`, columns)})`
