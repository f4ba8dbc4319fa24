import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { lockOrder } from '../../server/modules/orders/locked.ts'
import { requireMayBegin } from '../../server/modules/orders/may-begin.ts'
import { startTestApp, type Answer } from '../harness/index.ts'
import { orderScene, ORDERS } from '../harness/order-scene.ts'

const app = await startTestApp({}, { poolSize: 16 })
const { database, request } = app

const tally = (answers: readonly Answer[]): Record<number, number> => {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

const events = async (scene: { project: { id: string } }, type: string) =>
  (
    await database.one<{ count: string }>(sql`
      select count(*) from event join event_scope on event_scope.event_id = event.id
      where event.event_type = ${type} and event_scope.content_type = 'project'
        and event_scope.object_id = ${scene.project.id}
    `)
  ).count

test('two reviewers approve at once: one of them does', async () => {
  const scene = await orderScene(app)
  const { uuid } = (await scene.order(scene.member)).body
  const byConsumer = await Promise.all(
    [1, 2, 3, 4].map(() => scene.act(uuid, 'approve_by_consumer', scene.consumerOwner)),
  )
  expect(tally(byConsumer)).toEqual({ 200: 1, 409: 3 })
  const byProvider = await Promise.all([
    scene.act(uuid, 'approve_by_provider', scene.owner),
    scene.act(uuid, 'approve_by_provider', scene.staff),
    scene.act(uuid, 'reject_by_provider', scene.owner),
    scene.act(uuid, 'cancel', scene.consumerOwner),
  ])
  expect(byProvider.filter(({ status }) => status < 300)).toHaveLength(1)
  const states = { executing: 'Creating', rejected: 'Terminated', canceled: 'Terminated' }
  const state = (await scene.stateOf(uuid)) as keyof typeof states
  const resource = await app.get(`${ORDERS}${uuid}/resource/`, { as: scene.staff })
  expect(resource.body.state).toBe(states[state])
})

test('done twice at once: one period, one event', async () => {
  const scene = await orderScene(app)
  const { uuid, marketplace_resource_uuid: resource } = (await scene.order(scene.staff)).body
  await scene.act(uuid, 'approve_by_provider', scene.owner)
  const answers = await Promise.all(Array.from({ length: 8 }, () => scene.act(uuid, 'set_state_done', scene.owner)))
  expect(tally(answers)).toEqual({ 200: 1, 409: 7 })
  const { periods } = await database.one<{ periods: string }>(sql`
    select count(*) as periods from resource_plan_period join resource on resource.id = resource_id
    where resource.uuid = ${resource}::uuid
  `)
  expect(periods).toBe('1')
  expect(await events(scene, 'marketplace_resource_create_succeeded')).toBe('1')
})

test('terminate against update: one order', async () => {
  const scene = await orderScene(app)
  for (let round = 0; round < 5; round++) {
    const { resource } = await scene.running()
    const answers = await Promise.all([
      scene.actOn(resource, 'terminate', scene.admin),
      scene.actOn(resource, 'update_limits', scene.admin, { limits: { ram: 9 } }),
      scene.actOn(resource, 'terminate', scene.owner),
      scene.actOn(resource, 'switch_plan', scene.admin, { plan: `/api/marketplace-plans/${scene.otherPlan.hex}/` }),
    ])
    expect(tally(answers)).toEqual({ 200: 1, 400: 3 })
    for (const { status, body } of answers) {
      if (status === 400) expect(body).toEqual(['Pending order for resource already exists.'])
    }
  }
})

test('16 parallel orders of what is scarce: as many as there is', async () => {
  const limited = await orderScene(app, { component: { max_available_limit: 10 } })
  const ordered = await Promise.all(
    Array.from({ length: 16 }, () => limited.order(limited.member, { limits: { ram: 3 } })),
  )
  expect(tally(ordered)).toEqual({ 201: 3, 400: 13 })
  const few = await orderScene(app, { plan: { max_amount: 2 } })
  const planned = await Promise.all(Array.from({ length: 16 }, () => few.order(few.member)))
  expect(tally(planned)).toEqual({ 201: 2, 400: 14 })
  expect(await reconcile(database)).toEqual([])
})

test('raises of many resources at once stay within what there is', async () => {
  const scene = await orderScene(app, { component: { max_available_limit: 20 } })
  const resources = []
  for (let count = 0; count < 4; count++) resources.push((await scene.running({ limits: { ram: 1 } })).resource)
  const answers = await Promise.all(
    resources.map((resource) => scene.actOn(resource, 'update_limits', scene.admin, { limits: { ram: 9 } })),
  )
  // 9 + 9 + 1 + 1
  expect(tally(answers)).toEqual({ 200: 2, 400: 2 })
})

test('everything at once leaves orders and resources that agree, and exact roll-ups', async () => {
  const scene = await orderScene(app)
  const resources: string[] = []
  for (let count = 0; count < 3; count++) resources.push((await scene.running()).resource)
  const pick = <T>(values: readonly T[]): T => values[Math.floor(Math.random() * values.length)]!
  const open = () =>
    database.rows<{ uuid: string }>(sql`
    select replace(uuid::text, '-', '') as uuid from marketplace_order
    where project_id = ${scene.project.id} and state in (1, 2, 7)
  `)
  for (let round = 0; round < 6; round++) {
    const orders = await open()
    const calls = Array.from({ length: 12 }, () => {
      const resource = pick(resources)
      const order = orders.length === 0 ? undefined : pick(orders).uuid
      const action = pick(['approve_by_provider', 'set_state_done', 'set_state_erred', 'cancel', 'reject_by_provider'])
      return pick([
        () => scene.actOn(resource, 'terminate', scene.staff),
        () => scene.actOn(resource, 'update_limits', scene.staff, { limits: { ram: 5 + round } }),
        () => scene.provide(resource, 'set_as_erred', scene.staff),
        () => scene.provide(resource, 'set_as_ok', scene.staff),
        () => (order === undefined ? scene.order(scene.staff) : scene.act(order, action, scene.staff)),
        () => (order === undefined ? scene.order(scene.staff) : scene.act(order, action, scene.staff)),
        () =>
          order === undefined ? scene.order(scene.staff) : request('DELETE', `${ORDERS}${order}/`, { as: scene.staff }),
      ])()
    })
    for (const { status, text } of await Promise.all(calls))
      expect([200, 201, 202, 204, 400, 404, 405, 409], text).toContain(status)
  }
  const wrong = await database.rows(sql`
    select resource.id, resource.state, count(open.id) as open from resource
    left join resource_plan_period as open on open.resource_id = resource.id and open.end_time is null
    where resource.project_id = ${scene.project.id}
    group by resource.id
    having count(open.id) > 1 or (resource.state = 6 and count(open.id) > 0) or (resource.state in (2, 4) and count(open.id) = 0)
  `)
  expect(wrong).toEqual([])
  expect(await reconcile(database)).toEqual([])
})

test('an order that is deleted right after it was found is not found any more', async () => {
  const target = { id: '0', customer_id: '0' } as Parameters<typeof requireMayBegin>[1]
  const review = database.transaction(async (transaction) => {
    await requireMayBegin(transaction, target)
    await lockOrder(transaction, target.id)
  })
  await expect(review).rejects.toMatchObject({ status: 404 })
})
