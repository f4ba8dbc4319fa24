import type { Database, Queryable } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'

// Recomputes the roll-ups from the base tables and compares. Everything is one statement per table, and all in one
// snapshot, so that concurrent writes do not look like differences.

const expectedProjects = sql`
  select offering.customer_id as provider_customer_id, project.id as project_id, project.customer_id, project.name,
    project.is_removed,
    count(*) filter (where offering.shared)::int as resource_count,
    count(*)::int as all_resource_count,
    count(*) filter (where resource.state = 3)::int as erred_count
  from resource
  join offering on offering.id = resource.offering_id
  join project on project.id = resource.project_id
  where resource.state <> 6 and offering.customer_id is not null
  group by offering.customer_id, project.id`

const expectedCustomers = sql`
  select expected.provider_customer_id, customer.id as customer_id, customer.name,
    count(*) filter (where resource_count > 0)::int as project_count,
    count(*) filter (where resource_count > 0 and not is_removed)::int as live_project_count,
    sum(resource_count)::int as resource_count,
    sum(all_resource_count)::int as all_resource_count,
    sum(erred_count)::int as erred_count
  from (${expectedProjects}) as expected
  join customer on customer.id = expected.customer_id
  group by expected.provider_customer_id, customer.id`

const expectedTotals = sql`
  select provider_customer_id,
    count(*) filter (where resource_count > 0)::int as customers,
    sum(live_project_count)::int as projects,
    sum(resource_count)::int as resources,
    count(*)::int as all_customers,
    sum(all_resource_count)::int as all_resources,
    sum(erred_count)::int as erred_resources
  from (${expectedCustomers}) as expected
  group by provider_customer_id`

const storedTotals = sql`
  select provider_customer_id, sum(customers)::int as customers, sum(projects)::int as projects,
    sum(resources)::int as resources, sum(all_customers)::int as all_customers,
    sum(all_resources)::int as all_resources, sum(erred_resources)::int as erred_resources
  from (
    select * from sp_total
    union all
    select provider_customer_id, customers, projects, resources, all_customers, all_resources, erred_resources
    from sp_total_delta
  ) as part
  group by provider_customer_id
  having (sum(customers), sum(projects), sum(resources), sum(all_customers), sum(all_resources), sum(erred_resources))
    is distinct from (0, 0, 0, 0, 0, 0)`

export interface Difference {
  table: 'sp_project' | 'sp_customer' | 'sp_total'
  expected: Record<string, unknown> | null
  stored: Record<string, unknown> | null
}

const compare = (db: Queryable, table: Difference['table'], expected: Sql, stored: Sql): Promise<Difference[]> =>
  db.rows<Difference>(sql`
    select ${table} as "table", to_jsonb(expected) as expected, to_jsonb(stored) as stored
    from (${expected}) as expected full join (${stored}) as stored on to_jsonb(expected) = to_jsonb(stored)
    where expected.provider_customer_id is null or stored.provider_customer_id is null
    limit 1000
  `)

const findDifferences = async (db: Queryable): Promise<Difference[]> => [
  ...(await compare(
    db,
    'sp_project',
    expectedProjects,
    sql`select provider_customer_id, project_id, customer_id, name, is_removed, resource_count, all_resource_count,
      erred_count from sp_project`,
  )),
  ...(await compare(
    db,
    'sp_customer',
    expectedCustomers,
    sql`select provider_customer_id, customer_id, name, project_count, live_project_count, resource_count,
      all_resource_count, erred_count from sp_customer`,
  )),
  ...(await compare(db, 'sp_total', expectedTotals, storedTotals)),
]

/** The rows of the roll-ups that are not what the base tables say; at most 1,000 per table. Changes nothing. */
export const reconcile = (database: Database): Promise<Difference[]> =>
  database.transaction(async (transaction) => {
    await transaction.run(sql`set transaction isolation level repeatable read, read only`)
    return findDifferences(transaction)
  })

/** Writes the roll-ups anew, while writes that touch them wait. */
export const rebuildRollups = (database: Database): Promise<void> =>
  database.transaction(async (transaction) => {
    await transaction.run(sql`lock table sp_project, sp_customer, sp_total, sp_total_delta in exclusive mode`)
    await transaction.run(sql`delete from sp_total_delta`)
    await transaction.run(sql`delete from sp_total`)
    await transaction.run(sql`delete from sp_customer`)
    await transaction.run(sql`delete from sp_project`)
    await transaction.run(sql`
      insert into sp_project (provider_customer_id, project_id, customer_id, name, is_removed, resource_count,
        all_resource_count, erred_count)
      ${expectedProjects}
    `)
    await transaction.run(sql`
      insert into sp_customer (provider_customer_id, customer_id, name, project_count, live_project_count,
        resource_count, all_resource_count, erred_count)
      ${expectedCustomers}
    `)
    await transaction.run(sql`
      insert into sp_total (provider_customer_id, customers, projects, resources, all_customers, all_resources,
        erred_resources)
      ${expectedTotals}
    `)
  })
