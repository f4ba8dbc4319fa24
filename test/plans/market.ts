import type { Database } from '../../server/db/database.ts'
import { sql, type Sql } from '../../server/db/sql.ts'
import { rebuildRollups } from '../../server/rollup/reconcile.ts'

/** Large enough that a plan which reads whole tables stands out, small enough to be made in seconds. */
export const MARKET = { customers: 2_000, projects: 10_000, users: 20_000, grants: 60_000, resources: 40_000 }

/** Organizations that offer, by their share: number 1 has half of all resources, number 2 one in fifty, number 3 few. */
export const SHARES = { large: 1, middle: 2, small: 3 } as const

const PROVIDERS = 50

/** A whole number in [0, below) that looks random and is the same for the same key. */
const hash = (key: Sql, salt: number, below: number): Sql =>
  sql`(abs(hashint8extended((${key})::bigint, ${salt})) % ${below})`

/** Fills an empty database with a market, in bulk. */
export const fillMarket = async (database: Database): Promise<void> => {
  const number = sql`number`
  await database.transaction(async (transaction) => {
    const write = (statement: Sql) => transaction.writeRolledUp(statement, () => undefined)
    await write(sql`
      insert into customer (name, slug)
      select 'Organization ' || md5(number::text), 'org-' || number from generate_series(1, ${MARKET.customers}) as number
    `)
    await write(sql`
      insert into project (customer_id, name, slug)
      select 1 + ${hash(number, 1, MARKET.customers)}, 'Project ' || md5(number::text), 'project-' || number
      from generate_series(1, ${MARKET.projects}) as number
    `)
    await transaction.run(sql`
      insert into app_user (username, slug, first_name, last_name, query_field)
      select 'user' || md5(number::text), 'user-' || number, 'First' || number % 1000, 'Last' || number % 500,
        'first' || number % 1000 || ' last' || number % 500
      from generate_series(1, ${MARKET.users}) as number
    `)
    await transaction.run(sql`
      insert into ssh_key (user_id, name, public_key)
      select number, 'key ' || number % 50, 'ssh-ed25519 ' || number from generate_series(1, ${MARKET.users}) as number
    `)
    await transaction.run(sql`
      insert into user_role (user_id, role_id, content_type, object_id, created)
      select 1 + ${hash(number, 2, MARKET.users)}, role.id, 'project', 1 + ${hash(number, 4, MARKET.projects)},
        '2024-01-01'::timestamptz + make_interval(mins => number::int)
      from generate_series(1, ${MARKET.grants}) as number join role on role.name = 'PROJECT.MEMBER'
      on conflict do nothing
    `)
    await transaction.run(sql`insert into category (title) values ('Measured')`)
    await transaction.run(sql`
      insert into service_provider (customer_id) select number from generate_series(1, ${PROVIDERS}) as number
    `)
    await write(sql`
      insert into offering (customer_id, category_id, name, type, state)
      select 1 + (number - 1) / 4, (select min(id) from category), 'Offering ' || number, 'Marketplace.Basic', 2
      from generate_series(1, ${PROVIDERS * 4}) as number
    `)
    const draw = hash(number, 7, 1_000)
    await write(sql`
      insert into resource (offering_id, project_id, name, state)
      select 4 * case when ${draw} < 500 then 0 when ${draw} < 520 then 1 when ${draw} < 522 then 2
          else 3 + ${hash(number, 8, PROVIDERS - 3)} end + 1 + ${hash(number, 9, 4)},
        1 + ${hash(number, 10, MARKET.projects)}, 'Resource ' || number,
        case when ${hash(number, 11, 100)} < 15 then 6 else 2 end
      from generate_series(1, ${MARKET.resources}) as number
    `)
    await transaction.run(sql`
      insert into marketplace_order (offering_id, resource_id, project_id, type, state, created_by_id)
      select offering_id, id, project_id, 2, 7, 1 from resource where state <> 6 and id % 20 = 0
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
    await transaction.run(sql`
      insert into project_service_account (project_id, username)
      select id, 'service' || id from project
    `)
  })
  await rebuildRollups(database)
  // Index-only scans need the visibility map, which a bulk load leaves empty.
  await database.pool.query('vacuum analyze')
}
