import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'

type Total = 'customers' | 'projects' | 'resources' | 'all_customers' | 'all_resources' | 'erred_resources'

const columns: Record<Total, Sql> = {
  customers: sql`customers`,
  projects: sql`projects`,
  resources: sql`resources`,
  all_customers: sql`all_customers`,
  all_resources: sql`all_resources`,
  erred_resources: sql`erred_resources`,
}

/** A total of a provider, changes that are not yet folded in included, as an SQL expression. */
export const providerTotal = (total: Total, providerCustomerId: string): Sql => sql`(
  coalesce((select ${columns[total]} from sp_total where provider_customer_id = ${providerCustomerId}), 0)
  + coalesce((select sum(${columns[total]}) from sp_total_delta where provider_customer_id = ${providerCustomerId}), 0)
)`

const BATCH = 5_000

/** Adds appended changes to the totals and removes them. Safe to run in several processes. */
export const foldTotals = (database: Database): Promise<number> =>
  database.run(sql`
    with taken as (
      delete from sp_total_delta
      where id in (select id from sp_total_delta order by id limit ${BATCH} for update skip locked)
      returning *
    ), summed as (
      select provider_customer_id, sum(customers) as customers, sum(projects) as projects,
        sum(resources) as resources, sum(all_customers) as all_customers, sum(all_resources) as all_resources,
        sum(erred_resources) as erred_resources
      from taken group by provider_customer_id order by provider_customer_id
    )
    insert into sp_total as total (provider_customer_id, customers, projects, resources, all_customers, all_resources,
      erred_resources)
    select * from summed
    on conflict (provider_customer_id) do update set
      customers = total.customers + excluded.customers,
      projects = total.projects + excluded.projects,
      resources = total.resources + excluded.resources,
      all_customers = total.all_customers + excluded.all_customers,
      all_resources = total.all_resources + excluded.all_resources,
      erred_resources = total.erred_resources + excluded.erred_resources
  `)
