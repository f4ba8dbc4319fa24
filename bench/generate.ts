import { randomUUID } from 'node:crypto'
import type { Database } from '../server/db/database.ts'
import { sql, type Sql } from '../server/db/sql.ts'
import { rebuildRollups } from '../server/rollup/reconcile.ts'

// Rows for measuring, made inside the database: the shape of a large marketplace, the same for the same size.

export interface Shape {
  customers: number
  projects: number
  users: number
  grants: number
  providers: number
  offeringsPerProvider: number
  resources: number
}

/** The marketplace of the performance targets: 200 providers, one of them holding a fifth of all resources. */
export const marketplaceShape = (resources: number): Shape => ({
  customers: 20_000,
  projects: 100_000,
  users: 200_000,
  grants: 1_000_000,
  providers: 200,
  offeringsPerProvider: 10,
  resources,
})

/** A whole number in [0, below) that looks random and is the same every time for the same key. */
const hash = (key: Sql, salt: number, below: number): Sql =>
  sql`(abs(hashint8extended((${key})::bigint, ${salt})) % ${below})`

/** Position of the provider (from 1) that a resource belongs to. */
const providerOf = (providers: number): Sql => {
  const draw = hash(sql`number`, 7, 10_000)
  return sql`case
    when ${draw} < 2000 then 1
    when ${draw} < 2100 then 2
    when ${draw} < 2140 then 3
    when ${draw} < 2145 then 4
    else 5 + ${hash(sql`number`, 8, providers - 4)}
  end`
}

/** Fills an empty, migrated database. */
export const fill = async (database: Database, shape: Shape): Promise<void> => {
  await database.transaction(async (transaction) => {
    const write = (statement: Sql) => transaction.writeRolledUp(statement, () => undefined)
    await write(sql`
      insert into customer (name, slug, abbreviation, email)
      select 'Organization ' || md5(number::text), 'org-' || number, 'O' || number, 'office' || number || '@example.org'
      from generate_series(1, ${shape.customers}) as number
    `)
    await write(sql`
      insert into project (customer_id, name, slug, description)
      select 1 + ${hash(sql`number`, 1, shape.customers)}, 'Project ' || md5(number::text), 'project-' || number, ''
      from generate_series(1, ${shape.projects}) as number
    `)
    await transaction.run(sql`
      insert into app_user (username, slug, first_name, last_name, email, query_field)
      select 'user' || md5(number::text), 'user-' || number, 'First' || number % 1000, 'Last' || number % 5000,
        'user' || number || '@example.org', 'First' || number % 1000 || ' Last' || number % 5000
      from generate_series(1, ${shape.users}) as number
    `)
    await transaction.run(sql`
      insert into ssh_key (user_id, name, public_key)
      select number, 'key ' || number % 50, 'ssh-ed25519 ' || md5(number::text)
      from generate_series(1, ${Math.floor(shape.users / 4)}) as number
    `)
    // 85 % of the grants are on projects, 90 % are active.
    await transaction.run(sql`
      insert into user_role (user_id, role_id, content_type, object_id, is_active)
      select 1 + ${hash(sql`number`, 2, shape.users)}, role.id,
        case when ${hash(sql`number`, 3, 100)} < 85 then 'project' else 'customer' end,
        case when ${hash(sql`number`, 3, 100)} < 85 then 1 + ${hash(sql`number`, 4, shape.projects)}
          else 1 + ${hash(sql`number`, 4, shape.customers)} end,
        ${hash(sql`number`, 5, 10)} < 9
      from generate_series(1, ${shape.grants}) as number
      join role on role.name = case when ${hash(sql`number`, 3, 100)} < 85 then 'PROJECT.MEMBER' else 'CUSTOMER.OWNER' end
      on conflict do nothing
    `)
    await transaction.run(sql`insert into category (title) values ('Measured') on conflict do nothing`)
    await transaction.run(sql`
      insert into service_provider (customer_id) select number from generate_series(1, ${shape.providers}) as number
    `)
    await write(sql`
      insert into offering (customer_id, category_id, name, type, state)
      select 1 + (number - 1) / ${shape.offeringsPerProvider}, (select min(id) from category),
        'Offering ' || number, 'Marketplace.Slurm', 2
      from generate_series(1, ${shape.providers * shape.offeringsPerProvider}) as number
    `)
    // 15 % of the resources are terminated.
    await write(sql`
      insert into resource (offering_id, project_id, name, state)
      select (${providerOf(shape.providers)} - 1) * ${shape.offeringsPerProvider} + 1
          + ${hash(sql`number`, 9, shape.offeringsPerProvider)},
        1 + ${hash(sql`number`, 10, shape.projects)}, 'Resource ' || number,
        case when ${hash(sql`number`, 11, 100)} < 15 then 6 when ${hash(sql`number`, 11, 100)} < 17 then 3 else 2 end
      from generate_series(1, ${shape.resources}) as number
    `)
    await transaction.run(sql`
      insert into invoice (customer_id, year, month, tax_percent)
      select id, extract(year from now() at time zone 'utc'), extract(month from now() at time zone 'utc'), 20
      from customer
    `)
    await transaction.run(sql`
      insert into invoice_item (invoice_id, resource_id, project_id, name, unit, unit_price, quantity)
      select invoice.id, resource.id, project.id, resource.name, 'month', 10 + resource.id % 90, 1
      from resource
      join project on project.id = resource.project_id
      join invoice on invoice.customer_id = project.customer_id
      where resource.state <> 6
    `)
  })
  await rebuildRollups(database)
  // Index-only scans need the visibility map, which a bulk load leaves empty.
  await database.pool.query('vacuum analyze')
}

/** A user who owns the organization of a provider, by the position of the provider. */
export const ownerOf = async (
  database: Database,
  position: number,
): Promise<{ userId: string; providerUuid: string }> => {
  const username = `measured-owner-${position}-${randomUUID().slice(0, 8)}`
  const { id } = await database.one<{ id: string }>(sql`
    insert into app_user (username, slug) values (${username}, 'owner') returning id
  `)
  await database.run(sql`
    insert into user_role (user_id, role_id, content_type, object_id)
    select ${id}, role.id, 'customer', ${position} from role where role.name = 'CUSTOMER.OWNER'
  `)
  const { uuid } = await database.one<{ uuid: string }>(sql`
    select uuid from service_provider where customer_id = ${position}
  `)
  return { userId: id, providerUuid: uuid }
}
