import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { loadPreset } from '../../importer/index.ts'
import { raw, sql } from '../../server/db/sql.ts'
import { rebuildRollups, reconcile } from '../../server/rollup/reconcile.ts'
import { foldTotals } from '../../server/rollup/totals.ts'
import { startTestApp } from '../harness/index.ts'
import { secrets } from '../importer/harness.ts'

// Two writes whose folds have lost an update or met in a deadlock. Naps in triggers hold the first one where it hurts.

const { world, request, database } = await startTestApp({}, { poolSize: 12 })
const staff = await world.staff()

await database.pool.query(`
  create function nap() returns trigger language plpgsql as
  $$ begin perform pg_sleep(tg_argv[0]::float); return coalesce(new, old); end $$`)

/** Lets every write of this kind take long. */
const napping = async <T>(write: string, work: () => Promise<T>): Promise<T> => {
  await database.pool.query(`create trigger nap ${write} execute function nap('0.5')`)
  const [, table = ''] = / on (\w+)/.exec(write) ?? []
  try {
    return await work()
  } finally {
    await database.run(sql`drop trigger nap on ${raw(table)}`)
  }
}

const deadlocks = async (): Promise<number> => {
  // Statistics are written at most once a second.
  await sleep(1_200)
  const { count } = await database.one<{ count: number }>(sql`
    select deadlocks::int as count from pg_stat_database where datname = current_database()
  `)
  return count
}

const scene = async () => {
  const provider = await world.provider()
  const offering = await world.offering(provider.customer)
  const consumer = await world.customer()
  const [project, other] = [await world.project(consumer), await world.project(consumer)]
  const resource = await world.resource(offering, project)
  return { provider, next: await world.provider(), offering, consumer, project, other, resource }
}
type Scene = Awaited<ReturnType<typeof scene>>

const send = async (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<number> =>
  (await request(method, path, { as: staff, body })).status

const moveOffering = ({ offering, next }: Scene) =>
  send('POST', `/api/marketplace-provider-offerings/${offering.hex}/move_offering/`, {
    customer: `http://api.test/api/customers/${next.customer.hex}/`,
    preserve_permissions: true,
  })
const destroyOffering = ({ offering }: Scene) => send('DELETE', `/api/marketplace-provider-offerings/${offering.hex}/`)
const moveResource = ({ resource, other }: Scene) =>
  send('POST', `/api/marketplace-resources/${resource.hex}/move_resource/`, {
    project: { url: `http://api.test/api/projects/${other.hex}/` },
  })
const unlink = ({ resource }: Scene) => send('POST', `/api/marketplace-resources/${resource.hex}/unlink/`)

/** Starts the second write while the first one is held up; nothing may differ then, and nobody deadlock. */
const overlap = async <A, B>(first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> => {
  const before = await deadlocks()
  const running = first()
  await sleep(150)
  const results = await Promise.all([running, second()])
  const differences = await reconcile(database)
  // What one pair leaves behind must not be found after the next.
  await rebuildRollups(database)
  expect(differences).toEqual([])
  expect(await deadlocks()).toBe(before)
  return results
}

/** Orders the end of the resource and returns what completes it. */
const terminating = async ({ resource, offering, project }: Scene) => {
  const order = await world.insert('marketplace_order', {
    ...{ resource_id: resource.id, offering_id: offering.id, project_id: project.id, type: 3, state: 2 },
    created_by_id: staff.id,
  })
  await database.transaction((transaction) =>
    transaction.writeRolledUp(sql`update resource set state = 5 where id = ${resource.id}`, (rollup) => {
      rollup.resource(resource.id)
    }),
  )
  return () => send('POST', `/api/marketplace-orders/${order.hex}/set_state_done/`)
}

const OFFERING_MOVES = 'after update of customer_id on offering for each row'
const RESOURCE_MOVES = 'after update of project_id on resource for each row'
const RESOURCE_GOES = 'before delete on resource for each row'
const OFFERING_GOES = `before insert on event for each row when (new.event_type = 'marketplace_offering_deleted')`

test.each([
  ['a resource moves while its offering moves', OFFERING_MOVES, moveOffering, moveResource, [200, 200]],
  ['an offering moves while its resource moves', RESOURCE_MOVES, moveResource, moveOffering, [200, 200]],
  ['an offering moves while its resource is unlinked', RESOURCE_GOES, unlink, moveOffering, [204, 200]],
  ['a resource moves while its offering is destroyed', OFFERING_GOES, destroyOffering, moveResource, [204, 404]],
] as const)('%s', async (_, write, first, second, statuses) => {
  const made = await scene()
  const run = () =>
    overlap(
      () => first(made),
      () => second(made),
    )
  expect(await napping(write, run)).toEqual(statuses)
})

test.each([
  ['moves', OFFERING_MOVES, moveOffering, [200, 200]],
  ['is destroyed', OFFERING_GOES, destroyOffering, [204, 404]],
] as const)('a resource ends while its offering %s', async (_, write, change, statuses) => {
  const made = await scene()
  const end = await terminating(made)
  expect(await napping(write, () => overlap(() => change(made), end))).toEqual(statuses)
})

/** Loads other values of a row that is there. */
const load = async (section: string, values: Record<string, unknown>) => {
  const { problems, sections } = await loadPreset(database, secrets, { [section]: [values] }, { update: true })
  return [problems, sections[0]?.updated]
}

test('a resource that moves is loaded into another project', async () => {
  const made = await scene()
  const third = await world.project(made.consumer)
  const statuses = await napping(RESOURCE_MOVES, () =>
    overlap(
      () => moveResource(made),
      () =>
        load('resources', {
          uuid: made.resource.hex,
          name: 'Moved',
          offering_uuid: made.offering.hex,
          project_uuid: third.hex,
        }),
    ),
  )
  expect(statuses).toEqual([200, [[], 1]])
})

test('totals are folded while an offering is destroyed', async () => {
  const made = await scene()
  const [status] = await napping('before delete on offering for each row', () =>
    overlap(
      () => destroyOffering(made),
      () => foldTotals(database),
    ),
  )
  expect(status).toBe(204)
})

test('an issue gets a status while that status is made', async () => {
  const [made, other] = [await scene(), await scene()]
  const issueOf = ({ resource }: Scene, status: string) =>
    world.insert('issue', {
      ...{ summary: 'Sample', type: 'Incident', status, caller_id: staff.id, reporter_id: staff.id },
      ...{ resource_content_type: 'resource', resource_object_id: resource.id },
    })
  await issueOf(made, 'Over')
  const issue = await issueOf(other, 'New')
  // The status has looked for its issues when its fold waits for a resource that somebody else holds.
  const held = database.transaction((transaction) =>
    transaction.run(sql`
      with held as materialized (select id from resource where id = ${made.resource.id} for no key update)
      select pg_sleep(2) from held
    `),
  )
  const statuses = await overlap(
    () => send('POST', '/api/support-issue-statuses/', { name: 'Over', type: 0 }),
    () => send('PATCH', `/api/support-issues/${issue.hex}/`, { status: 'Over' }),
  )
  await held
  expect(statuses).toEqual([201, 200])
})

test('an item is changed while the offering of its resource moves', async () => {
  const made = await scene()
  const invoice = await world.insert('invoice', {
    customer_id: made.consumer.id,
    year: 2030,
    month: 1,
    state: 'pending',
  })
  const item = await world.insert('invoice_item', {
    ...{ invoice_id: invoice.id, resource_id: made.resource.id, project_id: made.project.id },
    ...{ name: 'Sample', unit: 'month', unit_price: 3, quantity: 2 },
  })
  const statuses = await napping(OFFERING_MOVES, () =>
    overlap(
      () => moveOffering(made),
      () => send('PATCH', `/api/invoice-items/${item.hex}/`, { unit_price: '7' }),
    ),
  )
  expect(statuses).toEqual([200, 200])
})
