import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { advanceWaitingOrders } from '../../server/modules/orders/index.ts'
import { closeEndedAccounts } from '../../server/modules/accounts/index.ts'
import { endExpiredResources } from '../../server/modules/resources/index.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { startTestApp } from '../harness/index.ts'
import { orderScene, ORDERS, type OrderScene } from '../harness/order-scene.ts'

const app = await startTestApp()
const { database, get } = app

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const setProject = ({ project }: OrderScene, assignment: ReturnType<typeof sql>) =>
  database.transaction((transaction) =>
    transaction.writeRolledUp(sql`update project set ${assignment} where id = ${project.id}`, (rollup) => {
      rollup.project(project.id)
    }),
  )
const setResource = (resource: string, assignment: ReturnType<typeof sql>) =>
  database.transaction((transaction) =>
    transaction.writeRolledUp(sql`update resource set ${assignment} where uuid = ${resource}::uuid`, () => undefined),
  )
const openOrder = async (scene: OrderScene, resource: string) => {
  const { body } = await get(ORDERS, {
    as: scene.staff,
    query: { resource_uuid: resource, o: '-created', page_size: 1 },
  })
  const [{ type, state, created_by_username, termination_comment }] = body
  return { type, state, created_by_username, termination_comment }
}

describe('orders that wait for a date', () => {
  test('move on when the project begins, then when their own date comes', async () => {
    const scene = await orderScene(app, { project: { start_date: day(3) } })
    const { uuid } = (await scene.order(scene.staff, { start_date: day(5) })).body
    expect(await scene.stateOf(uuid)).toBe('pending-project')
    expect(await advanceWaitingOrders(database)).toBe(0)
    await setProject(scene, sql`start_date = ${day(0)}::date`)
    expect(await advanceWaitingOrders(database)).toBe(1)
    expect(await scene.stateOf(uuid)).toBe('pending-start-date')
    expect(await advanceWaitingOrders(database)).toBe(0)
    await database.run(sql`update marketplace_order set start_date = ${day(0)}::date where uuid = ${uuid}::uuid`)
    expect(await advanceWaitingOrders(database)).toBe(1)
    expect(await scene.stateOf(uuid)).toBe('pending-provider')
    expect(await advanceWaitingOrders(database)).toBe(0)
  })

  test('begin at once where no provider reviews; two processes move them once', async () => {
    const scene = await orderScene(app, { type: 'Marketplace.Support', project: { start_date: day(3) } })
    const orders = []
    for (let count = 0; count < 4; count++) orders.push((await scene.order(scene.staff)).body.uuid as string)
    await setProject(scene, sql`start_date = null`)
    const moved = await Promise.all([1, 2, 3].map(() => advanceWaitingOrders(database)))
    expect(moved.reduce((sum, count) => sum + count)).toBe(4)
    for (const uuid of orders) expect(await scene.stateOf(uuid)).toBe('executing')
    const { approvals } = await database.one<{ approvals: string }>(sql`
      select count(*) as approvals from event join event_scope on event_scope.event_id = event.id
      where event.event_type = 'marketplace_order_approved' and event_scope.content_type = 'project'
        and event_scope.object_id = ${scene.project.id}
    `)
    expect(approvals).toBe('4')
  })
})

describe('resources whose end has come', () => {
  test('are ended on the day after their last one', async () => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    await setResource(resource, sql`end_date = ${day(0)}::date`)
    expect(await endExpiredResources(database)).toBe(0)
    await setResource(resource, sql`end_date = ${day(-1)}::date`)
    expect(await endExpiredResources(database)).toBe(1)
    expect(await openOrder(scene, resource)).toEqual({
      type: 'Terminate',
      state: 'pending-provider',
      created_by_username: 'system_robot',
      termination_comment: 'The end date has been reached.',
    })
    // Once is enough.
    expect(await endExpiredResources(database)).toBe(0)
  })

  test('are ended with their project, after its grace period', async () => {
    const scene = await orderScene(app, { type: 'Marketplace.Support' })
    const { resource } = await scene.running()
    const erred = await scene.running()
    await scene.provide(erred.resource, 'set_as_erred', scene.owner)
    await setProject(scene, sql`end_date = ${day(-3)}::date, grace_period_days = 5`)
    expect(await endExpiredResources(database)).toBe(0)
    // No date is as late, and nobody else is kept from his end.
    await setProject(scene, sql`grace_period_days = 2147483647`)
    expect([await endExpiredResources(database), await closeEndedAccounts(database)]).toEqual([0, 0])
    await setProject(scene, sql`grace_period_days = 2`)
    expect(await endExpiredResources(database)).toBe(2)
    for (const uuid of [resource, erred.resource]) expect(await scene.resourceStateOf(uuid)).toBe('Terminating')
  })

  test('the grace period is that of the organization where the project has none', async () => {
    const scene = await orderScene(app, { type: 'Marketplace.Support' })
    const { resource } = await scene.running()
    await setProject(scene, sql`end_date = ${day(-3)}::date`)
    const setGrace = (days: number) =>
      database.transaction((transaction) =>
        transaction.writeRolledUp(
          sql`update customer set grace_period_days = ${days} where id = ${scene.consumer.id}`,
          () => undefined,
        ),
      )
    await setGrace(5)
    expect(await endExpiredResources(database)).toBe(0)
    await setGrace(2)
    expect(await endExpiredResources(database)).toBe(1)
    expect(await scene.resourceStateOf(resource)).toBe('Terminating')
  })

  test('orders that nobody has begun with are canceled; what runs is waited for', async () => {
    const scene = await orderScene(app)
    const fresh = (await scene.order(scene.staff)).body
    const changed = await scene.running()
    const update = await scene.actOn(changed.resource, 'update_limits', scene.admin, { limits: { ram: 5 } })
    const busy = await scene.running()
    const running = await scene.actOn(busy.resource, 'update_limits', scene.consumerOwner, { limits: { ram: 5 } })
    await scene.act(running.body.order_uuid, 'approve_by_provider', scene.owner)
    await setProject(scene, sql`end_date = ${day(-1)}::date`)
    expect(await endExpiredResources(database)).toBe(2)
    expect(await scene.stateOf(fresh.uuid)).toBe('canceled')
    expect(await scene.resourceStateOf(fresh.marketplace_resource_uuid)).toBe('Terminated')
    expect(await scene.stateOf(update.body.order_uuid)).toBe('canceled')
    expect(await openOrder(scene, changed.resource)).toMatchObject({ type: 'Terminate', state: 'pending-provider' })
    expect(await openOrder(scene, busy.resource)).toMatchObject({ type: 'Update', state: 'executing' })
    await scene.act(running.body.order_uuid, 'set_state_done', scene.owner)
    expect(await endExpiredResources(database)).toBe(1)
    expect(await openOrder(scene, busy.resource)).toMatchObject({ type: 'Terminate' })
    expect(await reconcile(database)).toEqual([])
  })

  test('by two processes, once', async () => {
    const scene = await orderScene(app)
    const resources = []
    for (let count = 0; count < 4; count++) resources.push((await scene.running()).resource)
    await setProject(scene, sql`end_date = ${day(-1)}::date`)
    const ended = await Promise.all([1, 2, 3].map(() => endExpiredResources(database)))
    expect(ended.reduce((sum, count) => sum + count)).toBe(4)
    const { body } = await get(ORDERS, {
      as: scene.staff,
      query: { project_uuid: scene.project.hex, type: 'Terminate' },
    })
    expect(body).toHaveLength(4)
  })

  test('the account of the system cannot sign in', async () => {
    const rows = await database.rows(sql`
      select is_active, is_staff, password_hash from app_user where username = 'system_robot'
    `)
    expect(rows).toEqual([{ is_active: false, is_staff: false, password_hash: '' }])
  })
})
