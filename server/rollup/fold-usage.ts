import type { Queryable } from '../db/database.ts'
import { isoUuid, join, raw, sql, type Sql } from '../db/sql.ts'
import {
  columnsOf,
  COUNTS,
  currentMonthCounts,
  CUSTOMER_COLUMNS,
  MONTH_COUNTS,
  MONTH_START,
  overwrite,
  PROJECT_COLUMNS,
  THIS_MONTH,
} from './columns.ts'
import type { Touched } from './rollup.ts'

/** The pairs of provider and project to recompute. */
const touchedPairs = ({ pairs, resources, projects, offerings }: Touched): Sql => {
  const pairsOf = (condition: Sql) => sql`
    select offering.customer_id, resource.project_id from resource join offering on offering.id = resource.offering_id
    where ${condition} and offering.customer_id is not null`
  return sql`
    select provider_customer_id, project_id from unnest(
      ${pairs.map((pair) => pair.provider_customer_id)}::bigint[], ${pairs.map((pair) => pair.project_id)}::bigint[]
    ) as pair (provider_customer_id, project_id)
    union
    ${pairsOf(sql`resource.id = any(${resources}::bigint[])`)}
    union
    ${pairsOf(sql`resource.offering_id = any(${offerings}::bigint[])`)}
    union
    ${pairsOf(sql`resource.project_id = any(${projects}::bigint[])`)}
    union
    select provider_customer_id, project_id from sp_project where project_id = any(${projects}::bigint[])`
}

/** What the touched pairs use, by offering and plan. */
const usedPlans = sql`
  select touched.provider_customer_id, touched.project_id, resource.offering_id, coalesce(resource.plan_id, 0) as plan_id,
    count(*) as resources,
    count(*) filter (where resource.state <> 6) as all_resource_count,
    count(*) filter (where resource.state <> 6 and offering.shared) as resource_count,
    count(*) filter (where resource.state = 3) as erred_count,
    sum(ticket.unresolved) filter (where resource.state <> 6) as unresolved_tickets,
    count(*) filter (where ordered.creation) as created_resources,
    count(*) filter (where ordered.termination) as terminated_resources,
    count(*) filter (where resource.state <> 6 and resource.created < ${MONTH_START}) as earlier_resources
  from touched
  join resource on resource.project_id = touched.project_id
  join offering on offering.id = resource.offering_id and offering.customer_id = touched.provider_customer_id
  cross join lateral (
    select bool_or(marketplace_order.type = 1) as creation, bool_or(marketplace_order.type = 3) as termination
    from marketplace_order
    where marketplace_order.resource_id = resource.id and marketplace_order.created >= ${MONTH_START}
      and marketplace_order.state = 3
  ) as ordered
  cross join lateral (
    select count(*) as unresolved from issue
    where issue.resource_content_type = 'resource' and issue.resource_object_id = resource.id
      and not exists (select 1 from issue_status where issue_status.name collate "C" = issue.status)
  ) as ticket
  group by touched.provider_customer_id, touched.project_id, resource.offering_id, resource.plan_id`

const sumsOf = (source: Sql): Sql =>
  join([...COUNTS, ...MONTH_COUNTS].map((count) => sql`coalesce(sum(${source}.${count}), 0)::int as ${count}`))

/** The touched rows of sp_project as they must be; without resources `plan_counts` is null, and the row must go. */
const freshProjects = sql`
  select touched.provider_customer_id, project.id as project_id, project.customer_id, project.name, project.is_removed,
    ${THIS_MONTH} as month, ${sumsOf(sql`used`)},
    jsonb_agg(jsonb_build_object(
      'offering', used.offering_id, 'plan', used.plan_id, 'live', used.all_resource_count, 'all', used.resources
    ) order by used.offering_id, used.plan_id) filter (where used.offering_id is not null) as plan_counts
  from touched
  join project on project.id = touched.project_id
  left join used using (provider_customer_id, project_id)
  group by touched.provider_customer_id, project.id`

/** What changes in the use of plans: what is used less what is stored. */
const planChanges = sql`
  select offering_id, plan_id, sum(live) as live_resources, sum(resources) as resources
  from (
    select offering_id, plan_id, all_resource_count as live, resources from used
    union all
    select (entry->>'offering')::bigint, (entry->>'plan')::bigint, -(entry->>'live')::int, -(entry->>'all')::int
    from stored, jsonb_array_elements(stored.plan_counts) as entry
  ) as part
  where exists (select 1 from offering where offering.id = part.offering_id)
  group by offering_id, plan_id
  having sum(live) <> 0 or sum(resources) <> 0`

/** The projects whose resources are counted anew; offerings without a provider are in no pair. */
const touchedProjects = ({ resources, projects, offerings }: Touched): Sql => sql`
  select project_id from touched
  union
  select unnest(${projects}::bigint[])
  union
  select project_id from resource where id = any(${resources}::bigint[])
  union
  select project_id from resource where offering_id = any(${offerings}::bigint[])`

/** Resources of these projects, of all offerings: those that work, and by category all that live. */
const resourcesOfProjects = (touched: Touched): Sql => sql`
  select project.id as project_id, coalesce(sum(counted.working), 0) as resources,
    coalesce(jsonb_object_agg(${isoUuid(sql`counted.uuid`)}, counted.live) filter (where counted.uuid is not null), '{}')
      as resource_counts
  from (${touchedProjects(touched)}) as home
  join project on project.id = home.project_id
  left join lateral (
    select category.uuid, count(*) as live, count(*) filter (where resource.state in (2, 4)) as working
    from resource
    join offering on offering.id = resource.offering_id
    join category on category.id = offering.category_id
    where resource.project_id = project.id and resource.state <> 6
    group by category.uuid
  ) as counted on true
  group by project.id`

/** The touched rows of sp_customer as they must be; without `homes` the row must go. */
const freshCustomers = sql`
  select concerned.provider_customer_id, customer.id as customer_id, customer.name, ${THIS_MONTH} as month,
    count(home.project_id) as homes,
    (count(*) filter (where home.resource_count > 0))::int as project_count,
    (count(*) filter (where home.resource_count > 0 and not home.is_removed))::int as live_project_count,
    ${sumsOf(sql`home`)}
  from concerned
  join customer on customer.id = concerned.customer_id
  left join (
    select sp_project.provider_customer_id, sp_project.customer_id, sp_project.project_id, sp_project.is_removed,
      ${columnsOf(sql`sp_project`, COUNTS)}, ${currentMonthCounts(sql`sp_project`)}
    from concerned join sp_project using (provider_customer_id, customer_id)
    where (sp_project.provider_customer_id, sp_project.project_id) not in (
      select provider_customer_id, project_id from touched
    )
    union all
    select provider_customer_id, customer_id, project_id, is_removed, ${join([...COUNTS, ...MONTH_COUNTS])}
    from fresh where plan_counts is not null
  ) as home on home.provider_customer_id = concerned.provider_customer_id and home.customer_id = customer.id
  group by concerned.provider_customer_id, customer.id`

const TOTALS = [
  ...['customers', 'projects', 'resources', 'all_customers', 'all_resources', 'erred_resources'],
  'unresolved_tickets',
].map(raw)
const MONTH_TOTALS = ['created_resources', 'terminated_resources', 'gained_customers', 'lost_customers'].map(raw)

/** What rows of sp_customer add to the totals of their provider, in the order of the totals. */
const contributions = (sign: Sql, rows: Sql): Sql => sql`
  select provider_customer_id,
    ${sign} (resource_count > 0)::int as customers, ${sign} live_project_count as projects,
    ${sign} resource_count as resources, ${sign} (all_resource_count > 0)::int as all_customers,
    ${sign} all_resource_count as all_resources, ${sign} erred_count as erred_resources,
    ${sign} unresolved_tickets as unresolved_tickets, ${sign} created_resources as created_resources,
    ${sign} terminated_resources as terminated_resources,
    ${sign} (created_resources > 0 and earlier_resources = 0)::int as gained_customers,
    ${sign} (terminated_resources > 0 and all_resource_count = 0)::int as lost_customers
  from ${rows}`

/** Appends the sums of `change` to a table of changes, for the providers where they are not all 0. */
const append = (table: Sql, sums: readonly Sql[], month?: Sql): Sql => sql`
  insert into ${table} (provider_customer_id, ${month ? sql`month, ` : sql``}${join(sums)})
  select provider_customer_id, ${month ? sql`${month}, ` : sql``}${join(sums.map((sum) => sql`sum(${sum})`))}
  from change group by provider_customer_id
  having ${join(
    sums.map((sum) => sql`sum(${sum}) <> 0`),
    ' or ',
  )}`

/** Recomputes what providers, plans and projects have, in one statement; the organizations concerned are locked. */
export const foldUsage = async (transaction: Queryable, touched: Touched): Promise<void> => {
  await transaction.rows(
    sql`
      with touched as materialized (${touchedPairs(touched)}
      ), stored as materialized (
        select sp_project.provider_customer_id, sp_project.customer_id, sp_project.plan_counts
        from touched join sp_project using (provider_customer_id, project_id)
      ), used as materialized (${usedPlans}
      ), fresh as materialized (${freshProjects}
      ), concerned as materialized (
        select provider_customer_id, customer_id from fresh
        union
        select provider_customer_id, customer_id from stored
        union
        select provider_customer_id, customer_id from sp_customer
        where customer_id = any(${touched.customers}::bigint[])
      ), fresh_customer as materialized (${freshCustomers}
      ), change as materialized (
        ${contributions(sql`+`, sql`fresh_customer`)}
        union all
        ${contributions(
          sql`-`,
          sql`(
            select sp_customer.provider_customer_id, sp_customer.live_project_count,
              ${columnsOf(sql`sp_customer`, COUNTS)}, ${currentMonthCounts(sql`sp_customer`)}
            from concerned join sp_customer using (provider_customer_id, customer_id)
          ) as before`,
        )}
      ), project_written as (
        insert into sp_project (provider_customer_id, project_id, ${join(PROJECT_COLUMNS)})
        select provider_customer_id, project_id, ${join(PROJECT_COLUMNS)} from fresh where plan_counts is not null
        order by provider_customer_id, project_id
        on conflict (provider_customer_id, project_id) do ${overwrite(sql`sp_project`, PROJECT_COLUMNS)}
      ), project_deleted as (
        delete from sp_project using fresh
        where fresh.plan_counts is null and sp_project.provider_customer_id = fresh.provider_customer_id
          and sp_project.project_id = fresh.project_id
      ), customer_written as (
        insert into sp_customer (provider_customer_id, customer_id, ${join(CUSTOMER_COLUMNS)})
        select provider_customer_id, customer_id, ${join(CUSTOMER_COLUMNS)} from fresh_customer where homes > 0
        order by provider_customer_id, customer_id
        on conflict (provider_customer_id, customer_id) do ${overwrite(sql`sp_customer`, CUSTOMER_COLUMNS)}
      ), customer_deleted as (
        delete from sp_customer using fresh_customer
        where fresh_customer.homes = 0
          and sp_customer.provider_customer_id = fresh_customer.provider_customer_id
          and sp_customer.customer_id = fresh_customer.customer_id
      ), project_total_written as (
        insert into project_total (project_id, resources, resource_counts) ${resourcesOfProjects(touched)}
        on conflict (project_id) do ${overwrite(sql`project_total`, [sql`resources`, sql`resource_counts`])}
      ), plan_appended as (
        insert into plan_total_delta (offering_id, plan_id, live_resources, resources) ${planChanges}
      ), total_appended as (${append(sql`sp_total_delta`, TOTALS)}
      )
      ${append(sql`sp_month_delta`, MONTH_TOTALS, THIS_MONTH)}
    `,
    { prepare: true },
  )
}
