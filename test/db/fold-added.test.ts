import { expect, test } from 'vitest'
import type { Transaction } from '../../server/db/database.ts'
import { sql } from '../../server/db/sql.ts'
import { rebuildRollups, reconcile } from '../../server/rollup/reconcile.ts'
import { startTestApp } from '../harness/index.ts'

// A new resource is added to the roll-ups, where everything else is counted anew: both must come to the same.

const { world, database } = await startTestApp({}, { poolSize: 16 })

const LONG_AGO = new Date(Date.now() - 40 * 86_400_000).toISOString()

interface Row {
  id: string
}

interface Wanted {
  state?: number
  plan?: Row
  created?: string
}

const insertInto = async (
  transaction: Transaction,
  offering: Row,
  project: Row,
  { state = 1, plan, created }: Wanted = {},
): Promise<string> => {
  const [row] = await transaction.writeRolledUp<Row>(
    sql`
      insert into resource (offering_id, project_id, plan_id, name, state, created)
      values (${offering.id}, ${project.id}, ${plan?.id ?? null}, 'added', ${state},
        coalesce(${created ?? null}::timestamptz, now()))
      returning id
    `,
    (rollup, rows) => {
      for (const { id } of rows) rollup.added(id)
    },
  )
  return row!.id
}

/** Inserts a resource in a transaction of its own, as an order does. */
const add = (offering: Row, project: Row, wanted?: Wanted): Promise<string> =>
  database.transaction((transaction) => insertInto(transaction, offering, project, wanted))

const change = (id: string, state: number): Promise<unknown> =>
  database.transaction((transaction) =>
    transaction.writeRolledUp(sql`update resource set state = ${state} where id = ${id}`, (rollup) => {
      rollup.turned(id)
    }),
  )

const scene = async () => {
  const provider = await world.provider()
  const consumer = await world.customer()
  const offering = await world.offering(provider.customer)
  const other = await world.offering(provider.customer)
  return { provider, consumer, offering, other, project: await world.project(consumer) }
}

test.each([1, 2, 3, 4])('resources in state %i are added to what there is', async (state) => {
  const { consumer, offering, other, project } = await scene()
  const plan = await database.one<Row>(
    sql`insert into plan (offering_id, name, unit) values (${offering.id}, 'S', 'month') returning id`,
  )
  await add(offering, project, { state })
  expect(await reconcile(database)).toEqual([])
  await add(offering, project, { state, plan })
  await add(offering, project, { state, plan })
  await add(other, project, { state })
  await add(offering, await world.project(consumer), { state })
  await add(other, await world.project(await world.customer()), { state })
  expect(await reconcile(database)).toEqual([])
  const { counts } = await database.one<{ counts: object[] }>(sql`
    select plan_counts as counts from sp_project where project_id = ${project.id}
  `)
  expect(counts).toHaveLength(3)
})

test('resources of offerings that are not shared, and of removed projects, count as they do otherwise', async () => {
  const { offering, project } = await scene()
  await database.transaction(async (transaction) => {
    await transaction.writeRolledUp(sql`update offering set shared = false where id = ${offering.id}`, (rollup) => {
      rollup.offering(offering.id)
    })
    await transaction.writeRolledUp(sql`update project set is_removed = true where id = ${project.id}`, (rollup) => {
      rollup.project(project.id)
    })
  })
  await add(offering, project)
  await add(offering, project)
  expect(await reconcile(database)).toEqual([])
})

test('a customer who was lost in this month is back, and counts of a month before are taken over', async () => {
  const { provider, consumer, offering, project } = await scene()
  const first = await add(offering, project, { state: 2 })
  await database.run(sql`
    insert into marketplace_order (offering_id, resource_id, project_id, type, state, created_by_id)
    values (${offering.id}, ${first}, ${project.id}, 3, 3, ${(await world.user()).id})
  `)
  await change(first, 6)
  const lost = () =>
    database.one<{ lost: number }>(sql`
      select coalesce(sum(lost_customers), 0)::int as lost from (
        select lost_customers from sp_month where provider_customer_id = ${provider.customer.id}
        union all
        select lost_customers from sp_month_delta where provider_customer_id = ${provider.customer.id}
      ) as month
    `)
  expect(await lost()).toEqual({ lost: 1 })
  expect(await reconcile(database)).toEqual([])
  await add(offering, project)
  expect(await lost()).toEqual({ lost: 0 })
  expect(await reconcile(database)).toEqual([])

  // As if all of it had been a month ago.
  await database.pool.query('update resource set created = $1 where project_id = $2', [LONG_AGO, project.id])
  await database.pool.query('update marketplace_order set created = $1 where project_id = $2', [LONG_AGO, project.id])
  for (const table of [sql`sp_project`, sql`sp_customer`]) {
    await database.run(sql`update ${table} set month = month - interval '1 month' where customer_id = ${consumer.id}`)
  }
  await add(offering, project)
  expect(
    await database.one(sql`
      select created_resources as created, terminated_resources as terminated, earlier_resources as earlier
      from sp_customer where customer_id = ${consumer.id}
    `),
  ).toEqual({ created: 0, terminated: 0, earlier: 1 })
  // The totals of this month keep what has been moved out of it, which no clock ever does.
  await rebuildRollups(database)
})

test('what was begun before this month is counted as such', async () => {
  const { offering, project } = await scene()
  await add(offering, project)
  await add(offering, project, { created: LONG_AGO })
  expect(await reconcile(database)).toEqual([])
})

test('resources of an offering without an organization count for their project', async () => {
  const { offering, project } = await scene()
  await database.transaction((transaction) =>
    transaction.writeRolledUp(sql`update offering set customer_id = null where id = ${offering.id}`, (rollup) => {
      rollup.offering(offering.id)
    }),
  )
  await add(offering, project)
  await add(offering, project, { state: 2 })
  expect(await reconcile(database)).toEqual([])
})

test('what else happens in the same transaction is counted, too', async () => {
  const { provider, offering, project } = await scene()
  const insert = (transaction: Transaction) => insertInto(transaction, offering, project)
  await database.transaction(async (transaction) => {
    const id = await insert(transaction)
    await transaction.writeRolledUp(sql`update resource set state = 6 where id = ${id}`, (rollup) => {
      rollup.turned(id)
    })
  })
  await database.transaction(async (transaction) => {
    const id = await insert(transaction)
    await transaction.writeRolledUp(sql`delete from resource where id = ${id}`, (rollup) => {
      rollup.pair(provider.customer.id, project.id)
    })
  })
  await database.transaction(async (transaction) => {
    await insert(transaction)
    await insert(transaction)
  })
  expect(await reconcile(database)).toEqual([])
})

test('many add at once, while others count anew', async () => {
  const { consumer, offering, other, project } = await scene()
  const second = await world.project(consumer)
  const added = await Promise.all(
    Array.from({ length: 40 }, (_, at) => add(at % 3 === 0 ? other : offering, at % 2 === 0 ? project : second)),
  )
  expect(await reconcile(database)).toEqual([])
  await Promise.all([
    ...added.map((id, at) => change(id, at % 4 === 0 ? 6 : 2)),
    ...Array.from({ length: 40 }, (_, at) => add(offering, at % 2 === 0 ? project : second)),
  ])
  expect(await reconcile(database)).toEqual([])
})
