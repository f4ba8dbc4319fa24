import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp } from '../harness/index.ts'
import { orderScene, ORDERS, RESOURCES, type OrderScene } from '../harness/order-scene.ts'

const app = await startTestApp()
const { get, database } = app

const periodsOf = (resource: string) =>
  database.rows<{ plan: string; open: boolean }>(sql`
    select plan.name as plan, resource_plan_period.end_time is null as open
    from resource_plan_period
    join resource on resource.id = resource_plan_period.resource_id
    join plan on plan.id = resource_plan_period.plan_id
    where resource.uuid = ${resource}::uuid order by resource_plan_period.id
  `)

const eventTypes = async (scene: OrderScene) =>
  (await eventsOf(database, 'project', scene.project)).map(({ event_type }) => event_type)

describe('from the order to the resource', () => {
  test('member orders, owner approves, provider approves and finishes', async () => {
    const scene = await orderScene(app)
    const { member, consumerOwner, owner, act } = scene
    const made = await scene.order(member, { request_comment: 'please' })
    expect(made.status, made.text).toBe(201)
    const { uuid, marketplace_resource_uuid: resource } = made.body
    expect(made.headers.location).toBe(`http://api.test${ORDERS}${uuid}/`)
    expect(made.body).toMatchObject({
      state: 'pending-consumer',
      type: 'Create',
      resource_name: 'sample',
      limits: { ram: 4 },
      attributes: { name: 'sample' },
      plan_uuid: scene.plan.hex,
      plan_unit: 'month',
      project_uuid: scene.project.hex,
      customer_uuid: scene.consumer.hex,
      offering_uuid: scene.offering.hex,
      provider_uuid: scene.provider.customer.hex,
      created_by_username: member.username,
      consumer_reviewed_by: null,
      request_comment: 'please',
      can_terminate: true,
      // 4 × 1.5 + 2 × 10
      cost: '26.0000000000',
      fixed_price: 20,
    })
    expect(await scene.resourceStateOf(resource)).toBe('Creating')
    expect(await periodsOf(resource)).toEqual([])

    const approved = await act(uuid, 'approve_by_consumer', consumerOwner)
    expect([approved.status, approved.body]).toEqual([200, { detail: 'Order is pending provider approval.' }])
    expect((await get(`${ORDERS}${uuid}/`, { as: consumerOwner })).body).toMatchObject({
      state: 'pending-provider',
      consumer_reviewed_by_username: consumerOwner.username,
      consumer_reviewed_at: expect.any(String),
    })

    const provided = await act(uuid, 'approve_by_provider', owner, { attributes: { node: 'n1' } })
    expect([provided.status, provided.body]).toEqual([
      200,
      { detail: 'Order has been approved and is being processed.' },
    ])
    expect((await get(`${ORDERS}${uuid}/`, { as: owner })).body).toMatchObject({
      state: 'executing',
      attributes: { name: 'sample', node: 'n1' },
      provider_reviewed_by: owner.username,
      completed_at: null,
    })
    expect((await get(`${RESOURCES}${resource}/`, { as: owner })).body.order_in_progress).toMatchObject({ uuid })

    const done = await act(uuid, 'set_state_done', owner)
    expect([done.status, done.text]).toEqual([200, ''])
    const shown = (await get(`${RESOURCES}${resource}/`, { as: member })).body
    expect(shown).toMatchObject({
      uuid: resource,
      state: 'OK',
      name: 'sample',
      limits: { ram: 4 },
      attributes: { name: 'sample', node: 'n1' },
      plan_name: 'Small',
      order_in_progress: null,
      creation_order: { uuid, state: 'done', completed_at: expect.any(String), cost: '26.0000000000' },
      can_terminate: true,
      is_limit_based: true,
      is_usage_based: false,
      limit_usage: { ram: 0 },
    })
    expect(await periodsOf(resource)).toEqual([{ plan: 'Small', open: true }])
    expect(await eventTypes(scene)).toEqual([
      'marketplace_order_created',
      'marketplace_resource_create_requested',
      'marketplace_order_approved',
      'marketplace_resource_create_succeeded',
      'marketplace_order_completed',
    ])
    expect(await reconcile(database)).toEqual([])
  })

  test('other limits, another plan, the end and the way back', async () => {
    const scene = await orderScene(app, { offering: { plugin_options: { can_restore_resource: true } } })
    const { admin, consumerOwner, owner, act, actOn } = scene
    const { resource } = await scene.running()
    const run = async (made: { status: number; body: { order_uuid: string }; text: string }) => {
      expect(made.status, made.text).toBe(200)
      const { order_uuid } = made.body
      if ((await scene.stateOf(order_uuid)) === 'pending-consumer') {
        await act(order_uuid, 'approve_by_consumer', consumerOwner)
      }
      expect((await act(order_uuid, 'approve_by_provider', owner)).status).toBe(200)
      const while_ = await scene.resourceStateOf(resource)
      expect((await act(order_uuid, 'set_state_done', owner)).status).toBe(200)
      return while_
    }
    const limits = await actOn(resource, 'update_limits', admin, { limits: { ram: 9 }, request_comment: 'more' })
    expect((await get(`${ORDERS}${limits.body.order_uuid}/`, { as: owner })).body).toMatchObject({
      type: 'Update',
      state: 'pending-consumer',
      limits: { ram: 9 },
      request_comment: 'more',
      old_cost_estimate: 26,
      new_cost_estimate: '33.5000000000',
    })
    expect(await run(limits)).toBe('Updating')
    expect((await get(`${RESOURCES}${resource}/`, { as: admin })).body).toMatchObject({
      state: 'OK',
      limits: { ram: 9 },
    })

    const plan = await actOn(resource, 'switch_plan', admin, {
      plan: `/api/marketplace-plans/${scene.otherPlan.hex}/`,
    })
    expect((await get(`${ORDERS}${plan.body.order_uuid}/`, { as: owner })).body).toMatchObject({
      type: 'Update',
      old_plan_name: 'Small',
      new_plan_name: 'Large',
      new_plan_uuid: scene.otherPlan.hex,
    })
    expect(await run(plan)).toBe('Updating')
    expect(await periodsOf(resource)).toEqual([
      { plan: 'Small', open: false },
      { plan: 'Large', open: true },
    ])

    await scene.provide(resource, 'set_backend_id', owner, { backend_id: 'b-1' })
    const end = await actOn(resource, 'terminate', admin, { attributes: { termination_comment: 'over' } })
    expect((await get(`${ORDERS}${end.body.order_uuid}/`, { as: owner })).body).toMatchObject({
      type: 'Terminate',
      termination_comment: 'over',
    })
    expect(await run(end)).toBe('Terminating')
    expect((await get(`${RESOURCES}${resource}/`, { as: admin })).body).toMatchObject({
      state: 'Terminated',
      backend_id: 'b-1',
    })
    expect((await periodsOf(resource)).map(({ open }) => open)).toEqual([false, false])
    expect(await reconcile(database)).toEqual([])

    const back = await actOn(resource, 'restore', admin)
    expect(await run(back)).toBe('Creating')
    expect((await get(`${RESOURCES}${resource}/`, { as: admin })).body).toMatchObject({
      state: 'OK',
      limits: { ram: 9 },
      plan_name: 'Large',
    })
    expect((await periodsOf(resource)).map(({ open }) => open)).toEqual([false, false, true])
    expect(await eventTypes(scene)).toEqual(
      expect.arrayContaining([
        'marketplace_resource_update_limits_succeeded',
        'marketplace_resource_update_succeeded',
        'marketplace_resource_terminate_requested',
        'marketplace_resource_terminate_succeeded',
      ]),
    )
    expect(await reconcile(database)).toEqual([])
  })
})
