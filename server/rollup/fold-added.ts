import type { Queryable } from '../db/database.ts'
import { isoUuid, join, raw, sql, type Sql } from '../db/sql.ts'
import { COUNTS, currentMonthCounts, MONTH_COUNTS, MONTH_START, THIS_MONTH } from './columns.ts'

const plusExcluded = (table: Sql, columns: readonly Sql[]): Sql =>
  join(columns.map((column) => sql`${column} = ${table}.${column} + excluded.${column}`))

/** Assignments that take the counts of a month over to this one. */
const monthCounts = (table: Sql): Sql => sql`
  month = excluded.month, (${join(MONTH_COUNTS)}) = (select ${currentMonthCounts(table)})`

const planCounts = sql`
  (
    select jsonb_agg(jsonb_build_object('offering', offering, 'plan', plan, 'live', live, 'all', resources)
      order by offering, plan)
    from (
      select (entry->>'offering')::bigint as offering, (entry->>'plan')::bigint as plan,
        sum((entry->>'live')::int) as live, sum((entry->>'all')::int) as resources
      from jsonb_array_elements(sp_project.plan_counts || excluded.plan_counts) as entry group by 1, 2
    ) as part
  )`

const NONE = join(MONTH_COUNTS.map(() => sql`0`))

/**
 * Adds one new resource to what its provider, its plan and its project have, instead of counting them anew: most
 * transactions that change the use of anything are orders of something new. It must have neither orders that are done
 * nor issues; its organization is locked. False, with nothing written, when it cannot be added: it no longer lives, or
 * its transaction began before this month.
 */
export const foldAdded = async (transaction: Queryable, resourceId: string): Promise<boolean> => {
  const counts = join(COUNTS)
  const added = await transaction.rows(
    sql`
      with added as materialized (
        select offering.customer_id as provider_customer_id, resource.project_id, project.customer_id,
          project.name as project_name, project.is_removed, customer.name as customer_name, resource.offering_id,
          coalesce(resource.plan_id, 0) as plan_id, ${isoUuid(sql`category.uuid`)} as category,
          offering.shared::int as resource_count, 1 as all_resource_count, (resource.state = 3)::int as erred_count,
          0 as unresolved_tickets, (resource.state in (2, 4))::int as working
        from resource
        join offering on offering.id = resource.offering_id
        join category on category.id = offering.category_id
        join project on project.id = resource.project_id
        join customer on customer.id = project.customer_id
        where resource.id = ${resourceId} and resource.state <> 6 and resource.created >= ${MONTH_START}
      ), provided as materialized (
        select added.*, (added.resource_count > 0 and coalesce(sp_project.resource_count, 0) = 0)::int as appeared,
          (added.resource_count > 0 and coalesce(sp_customer.resource_count, 0) = 0)::int as is_new,
          (coalesce(sp_customer.all_resource_count, 0) = 0)::int as is_new_to_all,
          sp_customer.all_resource_count = 0 and sp_customer.terminated_resources > 0
            and sp_customer.month = ${THIS_MONTH} as is_back
        from added
        left join sp_project using (provider_customer_id, project_id)
        left join sp_customer on sp_customer.provider_customer_id = added.provider_customer_id
          and sp_customer.customer_id = added.customer_id
        where added.provider_customer_id is not null
      ), project_written as (
        insert into sp_project (provider_customer_id, project_id, customer_id, name, is_removed, month, plan_counts,
          ${counts}, ${join(MONTH_COUNTS)})
        select provider_customer_id, project_id, customer_id, project_name, is_removed, ${THIS_MONTH},
          jsonb_build_array(jsonb_build_object('offering', offering_id, 'plan', plan_id, 'live', 1, 'all', 1)),
          ${counts}, ${NONE}
        from provided
        on conflict (provider_customer_id, project_id) do update set ${monthCounts(sql`sp_project`)},
          ${plusExcluded(sql`sp_project`, COUNTS)}, plan_counts = ${planCounts}
      ), customer_written as (
        insert into sp_customer (provider_customer_id, customer_id, name, month, project_count, live_project_count,
          ${counts}, ${join(MONTH_COUNTS)})
        select provider_customer_id, customer_id, customer_name, ${THIS_MONTH}, appeared,
          appeared * (not is_removed)::int, ${counts}, ${NONE}
        from provided
        on conflict (provider_customer_id, customer_id) do update set ${monthCounts(sql`sp_customer`)},
          ${plusExcluded(sql`sp_customer`, [...['project_count', 'live_project_count'].map(raw), ...COUNTS])}
      ), project_total_written as (
        insert into project_total (project_id, resources, resource_counts)
        select project_id, working, jsonb_build_object(category, 1) from added
        on conflict (project_id) do update set resources = project_total.resources + excluded.resources,
          resource_counts = project_total.resource_counts || (
            select jsonb_build_object(category, coalesce((project_total.resource_counts->>category)::int, 0) + 1)
            from added
          )
      ), plan_appended as (
        insert into plan_total_delta (offering_id, plan_id, live_resources, resources)
        select offering_id, plan_id, 1, 1 from provided
      ), total_appended as (
        insert into sp_total_delta (provider_customer_id, customers, projects, resources, all_customers, all_resources,
          erred_resources)
        select provider_customer_id, is_new, appeared * (not is_removed)::int, resource_count, is_new_to_all, 1, erred_count
        from provided
      ), month_appended as (
        insert into sp_month_delta (provider_customer_id, month, lost_customers)
        select provider_customer_id, ${THIS_MONTH}, -1 from provided where is_back
      )
      select project_id from added
    `,
    { prepare: true },
  )
  return added.length > 0
}
