import { empty, join, raw, sql, type Sql } from '../db/sql.ts'
import { columnsOf, COUNTS, currentMonthCounts, MONTH_COUNTS, MONTH_START, THIS_MONTH } from './columns.ts'
import { itemPrice } from './item-price.ts'
import { TOTALS } from './totals.ts'

// What the roll-ups must hold, computed from the base tables alone and in another way than the folds do.

const live = sql`resource.state <> 6`

const projects = sql`
  select offering.customer_id as provider_customer_id, project.id as project_id, project.customer_id, project.name,
    project.is_removed, ${THIS_MONTH} as month,
    (count(*) filter (where ${live} and offering.shared))::int as resource_count,
    (count(*) filter (where ${live}))::int as all_resource_count,
    (count(*) filter (where resource.state = 3))::int as erred_count,
    coalesce(sum(ticket.unresolved) filter (where ${live}), 0)::int as unresolved_tickets,
    (count(*) filter (where ordered.creation))::int as created_resources,
    (count(*) filter (where ordered.termination))::int as terminated_resources,
    (count(*) filter (where ${live} and resource.created < ${MONTH_START}))::int as earlier_resources
  from resource
  join offering on offering.id = resource.offering_id
  join project on project.id = resource.project_id
  left join (
    select issue.resource_object_id as resource_id, count(*) as unresolved
    from issue left join issue_status on issue_status.name collate "C" = issue.status
    where issue.resource_content_type = 'resource' and issue_status.id is null
    group by issue.resource_object_id
  ) as ticket on ticket.resource_id = resource.id
  left join (
    select marketplace_order.resource_id, bool_or(type = 1) as creation, bool_or(type = 3) as termination
    from marketplace_order where created >= ${MONTH_START} and state = 3
    group by marketplace_order.resource_id
  ) as ordered on ordered.resource_id = resource.id
  where offering.customer_id is not null
  group by offering.customer_id, project.id`

const planCounts = sql`
  select provider_customer_id, project_id, jsonb_agg(jsonb_build_object(
    'offering', offering_id, 'plan', plan_id, 'live', live, 'all', resources
  ) order by offering_id, plan_id) as plan_counts
  from (
    select offering.customer_id as provider_customer_id, resource.project_id, offering.id as offering_id,
      coalesce(resource.plan_id, 0) as plan_id, count(*) as resources, count(*) filter (where ${live}) as live
    from resource join offering on offering.id = resource.offering_id
    where offering.customer_id is not null
    group by offering.customer_id, resource.project_id, offering.id, resource.plan_id
  ) as used
  group by provider_customer_id, project_id`

const customers = sql`
  select expected.provider_customer_id, customer.id as customer_id, customer.name, ${THIS_MONTH} as month,
    (count(*) filter (where resource_count > 0))::int as project_count,
    (count(*) filter (where resource_count > 0 and not is_removed))::int as live_project_count,
    sum(resource_count)::int as resource_count,
    sum(all_resource_count)::int as all_resource_count,
    sum(erred_count)::int as erred_count,
    sum(unresolved_tickets)::int as unresolved_tickets,
    sum(created_resources)::int as created_resources,
    sum(terminated_resources)::int as terminated_resources,
    sum(earlier_resources)::int as earlier_resources
  from (${projects}) as expected
  join customer on customer.id = expected.customer_id
  group by expected.provider_customer_id, customer.id`

const providerTotals = sql`
  select provider_customer_id,
    count(*) filter (where resource_count > 0) as customers,
    sum(live_project_count) as projects,
    sum(resource_count) as resources,
    count(*) filter (where all_resource_count > 0) as all_customers,
    sum(all_resource_count) as all_resources,
    sum(erred_count) as erred_resources,
    sum(unresolved_tickets) as unresolved_tickets
  from (${customers}) as expected
  group by provider_customer_id`

const monthTotals = sql`
  select provider_customer_id, ${THIS_MONTH} as month,
    sum(created_resources) as created_resources,
    sum(terminated_resources) as terminated_resources,
    count(*) filter (where created_resources > 0 and earlier_resources = 0) as gained_customers,
    count(*) filter (where terminated_resources > 0 and all_resource_count = 0) as lost_customers
  from (${customers}) as expected
  group by provider_customer_id`

const planTotals = sql`
  select offering_id, coalesce(plan_id, 0) as plan_id, count(*) filter (where ${live}) as live_resources,
    count(*) as resources
  from resource join offering on offering.id = resource.offering_id and offering.customer_id is not null
  group by offering_id, plan_id`

const projectTotals = sql`
  select project_id, sum(working)::int as resources,
    jsonb_object_agg(replace(uuid::text, '-', ''), live) as resource_counts
  from (
    select resource.project_id, category.uuid, count(*) as live,
      count(*) filter (where resource.state in (2, 4)) as working
    from resource
    join offering on offering.id = resource.offering_id
    join category on category.id = offering.category_id
    where ${live} group by resource.project_id, category.uuid
  ) as counted
  group by project_id`

const invoiceProjects = sql`
  select invoice_item.project_id, invoice.year, invoice.month, invoice.id as invoice_id, sum(${itemPrice}) as price,
    sum(${itemPrice} * invoice.tax_percent / 100) as tax,
    (count(*) filter (where invoice_item.unit in ('hour', 'day')))::int as metered
  from invoice_item join invoice on invoice.id = invoice_item.invoice_id
  where invoice_item.project_id is not null
  group by invoice_item.project_id, invoice.id`

/** In months that are over nobody asks whether a resource still lives. */
const ofRunningMonth = (table: Sql, sum: Sql): Sql =>
  sql`case when make_date(${table}.year, ${table}.month, 1) >= ${THIS_MONTH} then ${sum} else 0 end`

const invoiceOfferings = sql`
  select invoice.id as invoice_id, resource.offering_id, invoice.year, invoice.month, invoice.created,
    count(*)::int as items, sum(invoice_item.unit_price * invoice_item.quantity) as amount,
    ${ofRunningMonth(sql`invoice`, sql`coalesce(sum(${itemPrice}) filter (where ${live}), 0)`)} as live_price,
    ${ofRunningMonth(
      sql`invoice`,
      sql`coalesce(sum(${itemPrice} * invoice.tax_percent / 100) filter (where ${live}), 0)`,
    )} as live_tax,
    ${ofRunningMonth(
      sql`invoice`,
      sql`(count(*) filter (where ${live} and invoice_item.unit in ('hour', 'day')))`,
    )}::int as live_metered
  from invoice_item
  join invoice on invoice.id = invoice_item.invoice_id
  join resource on resource.id = invoice_item.resource_id
  group by invoice.id, resource.offering_id`

const offeringIncome = sql`
  select offering_id, year, month, created, sum(items) as items, sum(amount) as amount, sum(live_price) as live_price,
    sum(live_tax) as live_tax, sum(live_metered) as live_metered
  from (${invoiceOfferings}) as part group by offering_id, year, month, created`

const accountTotals = sql`
  select offering_id, 0 as checklist_id, count(*) as accounts, 0 as completions, 0 as completed
  from offering_user group by offering_id
  union all
  select offering_user.offering_id, completion.checklist_id, 0, count(*), count(*) filter (where completion.is_completed)
  from checklist_completion as completion
  join offering_user on completion.content_type = 'offering_user' and offering_user.id = completion.object_id
  group by offering_user.offering_id, completion.checklist_id`

export interface RollupTable {
  name: string
  columns: readonly Sql[]
  /** What the columns must hold. */
  expected: Sql
  /** What they hold, as far as it still counts, changes beside the table included. */
  stored: Sql
}

const storedCounts = (table: Sql, columns: readonly Sql[]): Sql => sql`
  select ${columnsOf(table, columns)}, ${THIS_MONTH} as month, ${columnsOf(table, COUNTS)}, ${currentMonthCounts(table)}
  from ${table}`

/** A total with its changes; rows of nothing but zeros say nothing. */
const storedTotal = ({ table, keys, sums }: (typeof TOTALS)[keyof typeof TOTALS]): Sql => {
  const columns = join([...keys, ...sums].map(raw))
  const sumsOfParts = sums.map((sum) => sql`sum(part.${raw(sum)})`)
  return sql`
    select ${join(keys.map(raw))}, ${join(sums.map((sum, at) => sql`${sumsOfParts[at] ?? empty} as ${raw(sum)}`))}
    from (select ${columns} from ${raw(table)} union all select ${columns} from ${raw(`${table}_delta`)}) as part
    group by ${join(keys.map(raw))}
    having ${join(
      sumsOfParts.map((sum) => sql`${sum} <> 0`),
      ' or ',
    )}`
}

const LIVE_INCOME = ['live_price', 'live_tax', 'live_metered'].map(raw)

const withoutPastLife = (source: Sql, columns: readonly Sql[]): Sql => sql`
  select ${columnsOf(sql`income`, columns)},
    ${join(LIVE_INCOME.map((sum) => sql`${ofRunningMonth(sql`income`, sql`income.${sum}`)} as ${sum}`))}
  from ${source} as income`

const columnsOfTotal = ({ keys, sums }: (typeof TOTALS)[keyof typeof TOTALS]): Sql[] => [...keys, ...sums].map(raw)

const totalTable = (total: (typeof TOTALS)[keyof typeof TOTALS], expected: Sql): RollupTable => ({
  name: total.table,
  columns: columnsOfTotal(total),
  expected: sql`select * from (${expected}) as part where ${join(
    total.sums.map((sum) => sql`part.${raw(sum)} <> 0`),
    ' or ',
  )}`,
  stored: storedTotal(total),
})

const projectKeys = ['provider_customer_id', 'project_id', 'customer_id', 'name', 'is_removed', 'plan_counts'].map(raw)
const customerKeys = ['provider_customer_id', 'customer_id', 'name', 'project_count', 'live_project_count'].map(raw)
const invoiceKeys = ['invoice_id', 'offering_id', 'year', 'month', 'created', 'items', 'amount'].map(raw)
const invoiceProjectColumns = ['project_id', 'year', 'month', 'invoice_id', 'price', 'tax', 'metered'].map(raw)
const { income } = TOTALS

/** Each in the order of its columns. */
export const ROLLUP_TABLES: readonly RollupTable[] = [
  {
    name: 'sp_project',
    columns: [...projectKeys, sql`month`, ...COUNTS, ...MONTH_COUNTS],
    expected: sql`select ${columnsOf(sql`part`, [...projectKeys, sql`month`, ...COUNTS, ...MONTH_COUNTS])}
      from ((${projects}) as expected join (${planCounts}) as used using (provider_customer_id, project_id)) as part`,
    stored: storedCounts(sql`sp_project`, projectKeys),
  },
  {
    name: 'sp_customer',
    columns: [...customerKeys, sql`month`, ...COUNTS, ...MONTH_COUNTS],
    expected: sql`select ${columnsOf(sql`part`, [...customerKeys, sql`month`, ...COUNTS, ...MONTH_COUNTS])}
      from (${customers}) as part`,
    stored: storedCounts(sql`sp_customer`, customerKeys),
  },
  totalTable(TOTALS.provider, providerTotals),
  {
    ...totalTable(TOTALS.month, monthTotals),
    stored: sql`select * from (${storedTotal(TOTALS.month)}) as part where part.month = ${THIS_MONTH}`,
  },
  totalTable(TOTALS.plan, planTotals),
  totalTable(TOTALS.account, accountTotals),
  {
    name: 'project_total',
    columns: [sql`project_id`, sql`resources`, sql`resource_counts`],
    expected: projectTotals,
    stored: sql`select project_id, resources, resource_counts from project_total
      where resources <> 0 or resource_counts <> '{}'`,
  },
  {
    name: 'invoice_project',
    columns: invoiceProjectColumns,
    expected: invoiceProjects,
    stored: sql`select ${join(invoiceProjectColumns)} from invoice_project`,
  },
  {
    name: 'invoice_offering',
    columns: [...invoiceKeys, ...LIVE_INCOME],
    expected: invoiceOfferings,
    stored: withoutPastLife(sql`invoice_offering`, invoiceKeys),
  },
  {
    ...totalTable(income, offeringIncome),
    stored: withoutPastLife(sql`(${storedTotal(income)})`, [...income.keys, 'items', 'amount'].map(raw)),
  },
]
