import type { Queryable } from '../db/database.ts'
import { sql } from '../db/sql.ts'

// Roll-ups of a provider's projects and customers (tables sp_project, sp_customer, sp_total). A transaction notes what
// it touched; `fold`, the last thing before commit, locks the touched roll-up rows in key order and recomputes them
// from the base tables in later statements, which therefore see what concurrent transactions committed meanwhile.

interface ProjectKey {
  provider_customer_id: string
  project_id: string
}

interface CustomerKey {
  provider_customer_id: string
  customer_id: string
}

interface ProjectRow extends ProjectKey {
  customer_id: string
}

interface CustomerRow extends CustomerKey {
  live_project_count: number
  resource_count: number
  all_resource_count: number
  erred_count: number
}

export class Rollup {
  readonly #pairs = new Map<string, ProjectKey>()
  readonly #projects = new Set<string>()
  readonly #offerings = new Set<string>()
  readonly #customers = new Set<string>()

  /** Resources of this provider (the customer that owns the offerings) in this project changed. */
  pair(providerCustomerId: string, projectId: string): void {
    this.#pairs.set(`${providerCustomerId}/${projectId}`, {
      provider_customer_id: providerCustomerId,
      project_id: projectId,
    })
  }

  /** Name, owner or removal of a project changed. */
  project(projectId: string): void {
    this.#projects.add(projectId)
  }

  /** Visibility of an offering changed. When its owner changed, name the old owner's pairs with `pair`, too. */
  offering(offeringId: string): void {
    this.#offerings.add(offeringId)
  }

  /** The name of a customer changed. */
  customer(customerId: string): void {
    this.#customers.add(customerId)
  }

  get isEmpty(): boolean {
    return this.#pairs.size + this.#projects.size + this.#offerings.size + this.#customers.size === 0
  }

  /** Recomputes everything noted. Must be the last statements of the transaction. */
  async fold(transaction: Queryable): Promise<void> {
    if (this.isEmpty) return
    const pairs = await this.#affectedPairs(transaction)
    const customers = await foldProjects(transaction, pairs)
    const renamed = await transaction.rows<CustomerKey>(sql`
      select provider_customer_id, customer_id from sp_customer where customer_id = any(${[...this.#customers]}::bigint[])
    `)
    await foldCustomers(transaction, [...customers, ...renamed])
  }

  async #affectedPairs(transaction: Queryable): Promise<ProjectKey[]> {
    const pairs = [...this.#pairs.values()]
    return transaction.rows<ProjectKey>(sql`
      select * from unnest(
        ${pairs.map((pair) => pair.provider_customer_id)}::bigint[],
        ${pairs.map((pair) => pair.project_id)}::bigint[]
      ) as touched (provider_customer_id, project_id)
      union
      select provider_customer_id, project_id from sp_project where project_id = any(${[...this.#projects]}::bigint[])
      union
      select offering.customer_id, resource.project_id
      from resource join offering on offering.id = resource.offering_id
      where (resource.project_id = any(${[...this.#projects]}::bigint[])
          or resource.offering_id = any(${[...this.#offerings]}::bigint[]))
        and offering.customer_id is not null
    `)
  }
}

const columnOf = <T, K extends keyof T>(rows: readonly T[], key: K): T[K][] => rows.map((row) => row[key])

/** Recomputes rows of sp_project; returns the (provider, customer) keys that depend on them. */
const foldProjects = async (transaction: Queryable, pairs: readonly ProjectKey[]): Promise<CustomerKey[]> => {
  if (pairs.length === 0) return []
  const providers = columnOf(pairs, 'provider_customer_id')
  const projects = columnOf(pairs, 'project_id')
  // The insert locks existing rows, too, in key order: concurrent folds wait for each other and never deadlock.
  await transaction.run(sql`
    insert into sp_project (provider_customer_id, project_id, customer_id, name, is_removed)
    select touched.provider_customer_id, project.id, project.customer_id, project.name, project.is_removed
    from unnest(${providers}::bigint[], ${projects}::bigint[]) as touched (provider_customer_id, project_id)
    join project on project.id = touched.project_id
    order by touched.provider_customer_id, project.id
    on conflict (provider_customer_id, project_id) do update set resource_count = sp_project.resource_count
  `)
  const before = await transaction.rows<ProjectRow>(sql`
    select sp_project.provider_customer_id, sp_project.project_id, sp_project.customer_id
    from sp_project
    join unnest(${providers}::bigint[], ${projects}::bigint[]) as touched (provider_customer_id, project_id)
      using (provider_customer_id, project_id)
  `)
  const after = await transaction.rows<ProjectRow>(sql`
    update sp_project
    set customer_id = project.customer_id,
        name = project.name,
        is_removed = project.is_removed,
        resource_count = counted.resource_count,
        all_resource_count = counted.all_resource_count,
        erred_count = counted.erred_count
    from unnest(${providers}::bigint[], ${projects}::bigint[]) as touched (provider_customer_id, project_id)
    join project on project.id = touched.project_id
    cross join lateral (
      select count(*) filter (where offering.shared) as resource_count,
             count(*) as all_resource_count,
             count(*) filter (where resource.state = 3) as erred_count
      from resource join offering on offering.id = resource.offering_id
      where resource.project_id = touched.project_id
        and offering.customer_id = touched.provider_customer_id
        and resource.state <> 6
    ) as counted
    where sp_project.provider_customer_id = touched.provider_customer_id
      and sp_project.project_id = touched.project_id
    returning sp_project.provider_customer_id, sp_project.project_id, sp_project.customer_id
  `)
  await transaction.run(sql`
    delete from sp_project
    using unnest(${providers}::bigint[], ${projects}::bigint[]) as touched (provider_customer_id, project_id)
    where sp_project.provider_customer_id = touched.provider_customer_id
      and sp_project.project_id = touched.project_id
      and sp_project.all_resource_count = 0
  `)
  return [...before, ...after]
}

/** Recomputes rows of sp_customer from sp_project and appends the change of the provider's totals. */
const foldCustomers = async (transaction: Queryable, keys: readonly CustomerKey[]): Promise<void> => {
  const unique = [...new Map(keys.map((key) => [`${key.provider_customer_id}/${key.customer_id}`, key])).values()]
  if (unique.length === 0) return
  const providers = columnOf(unique, 'provider_customer_id')
  const customers = columnOf(unique, 'customer_id')
  await transaction.run(sql`
    insert into sp_customer (provider_customer_id, customer_id, name)
    select touched.provider_customer_id, customer.id, customer.name
    from unnest(${providers}::bigint[], ${customers}::bigint[]) as touched (provider_customer_id, customer_id)
    join customer on customer.id = touched.customer_id
    order by touched.provider_customer_id, customer.id
    on conflict (provider_customer_id, customer_id) do update set resource_count = sp_customer.resource_count
  `)
  const before = await transaction.rows<CustomerRow>(sql`
    select provider_customer_id, customer_id, live_project_count, resource_count, all_resource_count, erred_count
    from sp_customer
    join unnest(${providers}::bigint[], ${customers}::bigint[]) as touched (provider_customer_id, customer_id)
      using (provider_customer_id, customer_id)
  `)
  const after = await transaction.rows<CustomerRow>(sql`
    update sp_customer
    set name = customer.name,
        project_count = counted.project_count,
        live_project_count = counted.live_project_count,
        resource_count = counted.resource_count,
        all_resource_count = counted.all_resource_count,
        erred_count = counted.erred_count
    from unnest(${providers}::bigint[], ${customers}::bigint[]) as touched (provider_customer_id, customer_id)
    join customer on customer.id = touched.customer_id
    cross join lateral (
      select count(*) filter (where resource_count > 0) as project_count,
             count(*) filter (where resource_count > 0 and not is_removed) as live_project_count,
             coalesce(sum(resource_count), 0) as resource_count,
             coalesce(sum(all_resource_count), 0) as all_resource_count,
             coalesce(sum(erred_count), 0) as erred_count
      from sp_project
      where sp_project.provider_customer_id = touched.provider_customer_id
        and sp_project.customer_id = touched.customer_id
    ) as counted
    where sp_customer.provider_customer_id = touched.provider_customer_id
      and sp_customer.customer_id = touched.customer_id
    returning sp_customer.provider_customer_id, sp_customer.customer_id, sp_customer.live_project_count,
      sp_customer.resource_count, sp_customer.all_resource_count, sp_customer.erred_count
  `)
  await transaction.run(sql`
    delete from sp_customer
    using unnest(${providers}::bigint[], ${customers}::bigint[]) as touched (provider_customer_id, customer_id)
    where sp_customer.provider_customer_id = touched.provider_customer_id
      and sp_customer.customer_id = touched.customer_id
      and sp_customer.all_resource_count = 0
  `)
  await appendTotals(transaction, before, after)
}

/** What a customer's row adds to the totals of its provider. */
const contribution = (row: CustomerRow) => ({
  customers: row.resource_count > 0 ? 1 : 0,
  projects: row.live_project_count,
  resources: row.resource_count,
  all_customers: row.all_resource_count > 0 ? 1 : 0,
  all_resources: row.all_resource_count,
  erred_resources: row.erred_count,
})

type Totals = ReturnType<typeof contribution>

const appendTotals = async (
  transaction: Queryable,
  before: readonly CustomerRow[],
  after: readonly CustomerRow[],
): Promise<void> => {
  const changes = new Map<string, Totals>()
  const add = (row: CustomerRow, sign: 1 | -1) => {
    const change = contribution(row)
    const sum = changes.get(row.provider_customer_id)
    for (const key of Object.keys(change) as (keyof Totals)[]) change[key] = (sum?.[key] ?? 0) + sign * change[key]
    changes.set(row.provider_customer_id, change)
  }
  for (const row of before) add(row, -1)
  for (const row of after) add(row, 1)
  const changed = [...changes].filter(([, change]) => Object.values(change).some((value) => value !== 0))
  if (changed.length === 0) return
  await transaction.run(sql`
    insert into sp_total_delta
      (provider_customer_id, customers, projects, resources, all_customers, all_resources, erred_resources)
    select (change->>'provider')::bigint, (change->>'customers')::int, (change->>'projects')::int,
           (change->>'resources')::int, (change->>'all_customers')::int, (change->>'all_resources')::int,
           (change->>'erred_resources')::int
    from jsonb_array_elements(${JSON.stringify(
      changed.map(([provider, change]) => ({ provider, ...change })),
    )}::jsonb) as change
  `)
}
