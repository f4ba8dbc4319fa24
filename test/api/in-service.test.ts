import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { takeAccount } from '../../server/modules/billing/index.ts'
import { startTestApp, type Made } from '../harness/index.ts'
import { ORDERS, orderScene, RESOURCES, type OrderScene } from '../harness/order-scene.ts'

// A resource is charged for as long as it is in service, whatever became of the orders that made it.

const app = await startTestApp()
const { world, database, request, get } = app

/** The types that are charged in the month after this one. */
const chargedNextMonth = async (customer: Made): Promise<string[]> => {
  const start = sql`((date_trunc('month', now() at time zone 'utc') + interval '1 month') at time zone 'utc')`
  for (const now of [sql`now()`, sql`(${start} + interval '1 second')`]) {
    await database.transaction((db) => takeAccount(db, { customerId: customer.id, now }))
  }
  const items = await database.rows<{ type: string }>(sql`
    select invoice_item.details->>'offering_component_type' as type
    from invoice_item join invoice on invoice.id = invoice_item.invoice_id
    where invoice.customer_id = ${customer.id} and invoice_item.start_time >= ${start} order by type
  `)
  return items.map(({ type }) => type)
}

/** The items that run beyond now. */
const runningItems = (customer: Made) =>
  database.rows(sql`
    select invoice_item.id from invoice_item join invoice on invoice.id = invoice_item.invoice_id
    where invoice.customer_id = ${customer.id} and invoice_item.end_time > now()
  `)

/** A resource whose provider failed to make it, but left something behind. */
const failed = async (scene: OrderScene): Promise<{ order: string; resource: string }> => {
  const { body } = await scene.order(scene.staff)
  const { uuid: order, marketplace_resource_uuid: resource } = body as Record<string, string>
  await scene.act(order!, 'approve_by_provider', scene.owner)
  await scene.provide(resource!, 'set_backend_id', scene.owner, { backend_id: 'b' })
  await scene.act(order!, 'set_state_erred', scene.owner)
  expect(await scene.resourceStateOf(resource!)).toBe('Erred')
  return { order: order!, resource: resource! }
}

/** A resource that works although nobody has approved its order. */
const early = async (scene: OrderScene): Promise<{ order: string; resource: string }> => {
  const { body } = await scene.order(scene.staff)
  const { uuid: order, marketplace_resource_uuid: resource } = body as Record<string, string>
  await scene.provide(resource!, 'set_as_erred', scene.owner)
  await scene.provide(resource!, 'set_as_ok', scene.owner)
  return { order: order!, resource: resource! }
}

const terminate = async (scene: OrderScene, resource: string, ...actions: string[]): Promise<void> => {
  const { body } = await scene.actOn(resource, 'terminate', scene.staff, {})
  for (const action of actions) {
    expect((await scene.act(body.order_uuid, action, scene.owner)).status).toBe(200)
  }
}

test('what works although its creation failed is charged for, also while it has errors', async () => {
  const scene = await orderScene(app)
  const { resource } = await failed(scene)
  await scene.provide(resource, 'set_as_ok', scene.owner)
  await scene.provide(resource, 'set_as_erred', scene.owner)
  expect(await chargedNextMonth(scene.consumer)).toEqual(['node', 'ram'])
})

test('what was not delivered is not, nor while it is being removed', async () => {
  const scene = await orderScene(app)
  await failed(scene)
  const { resource } = await failed(scene)
  await terminate(scene, resource, 'approve_by_provider')
  expect(await scene.resourceStateOf(resource)).toBe('Terminating')
  expect(await chargedNextMonth(scene.consumer)).toEqual([])
})

test('and when it cannot be removed it is as broken as before', async () => {
  const scene = await orderScene(app)
  const { resource } = await failed(scene)
  await terminate(scene, resource, 'approve_by_provider', 'set_state_erred')
  expect(await scene.resourceStateOf(resource)).toBe('Erred')
  expect(await chargedNextMonth(scene.consumer)).toEqual([])
  const working = await scene.running()
  await terminate(scene, working.resource, 'approve_by_provider', 'set_state_erred')
  expect(await scene.resourceStateOf(working.resource)).toBe('OK')
})

test('a resource that could not be restored is charged until its end and not again', async () => {
  const scene = await orderScene(app, { offering: { plugin_options: { can_restore_resource: true } } })
  const { resource } = await scene.running()
  await scene.provide(resource, 'set_backend_id', scene.owner, { backend_id: 'b' })
  await terminate(scene, resource, 'approve_by_provider', 'set_state_done')
  const { body } = await scene.actOn(resource, 'restore', scene.staff)
  await scene.act(body.order_uuid, 'approve_by_provider', scene.owner)
  await scene.act(body.order_uuid, 'set_state_erred', scene.owner)
  expect(await scene.resourceStateOf(resource)).toBe('Erred')
  expect((await scene.provide(resource, 'set_limits', scene.owner, { limits: { ram: 9 } })).status).toBe(200)
  expect(await runningItems(scene.consumer)).toEqual([])
  expect(await chargedNextMonth(scene.consumer)).toEqual([])
})

test('a resource that worked before its order was approved is charged through, and once', async () => {
  const scene = await orderScene(app)
  const { order, resource } = await early(scene)
  expect(await runningItems(scene.consumer)).toHaveLength(2)
  await scene.act(order, 'approve_by_provider', scene.owner)
  expect(await scene.resourceStateOf(resource)).toBe('Creating')
  expect(await chargedNextMonth(scene.consumer)).toEqual(['node', 'ram'])
  await scene.act(order, 'set_state_done', scene.owner)
  expect(await chargedNextMonth(scene.consumer)).toEqual(['node', 'ram'])
})

test('deleting the order of a resource that works leaves the resource', async () => {
  const scene = await orderScene(app)
  const { order, resource } = await early(scene)
  expect((await request('DELETE', `${ORDERS}${order}/`, { as: scene.staff })).status).toBe(204)
  expect((await get(`${ORDERS}${order}/`, { as: scene.staff })).status).toBe(404)
  expect(await scene.resourceStateOf(resource)).toBe('OK')
  expect(await runningItems(scene.consumer)).toHaveLength(2)
  await terminate(scene, resource, 'approve_by_provider', 'set_state_done')
  expect(await runningItems(scene.consumer)).toEqual([])
  expect(await chargedNextMonth(scene.consumer)).toEqual([])
})

// C-246
test.each([[{ limits: { ram: 40 } }], [{ attributes: { name: 'other' } }], [{ start_date: '2999-01-01' }]])(
  '%j is not written into the order of a resource that works',
  async (sent) => {
    const scene = await orderScene(app, { component: { limit_period: 'total' } })
    const { body } = await scene.order(scene.member)
    const { uuid: order, marketplace_resource_uuid: resource } = body as Record<string, string>
    expect(await scene.stateOf(order!)).toBe('pending-consumer')
    await scene.provide(resource!, 'set_as_erred', scene.owner)
    const path = `${ORDERS}${order!}/`
    // Nothing works so far.
    expect((await request('PATCH', path, { as: scene.consumerOwner, body: { limits: { ram: 5 } } })).status).toBe(200)
    await scene.provide(resource!, 'set_as_ok', scene.owner)
    await scene.provide(resource!, 'set_limits', scene.owner, { limits: { ram: 6 } })
    expect(await request('PATCH', path, { as: scene.consumerOwner, body: sent })).toMatchObject({
      status: 409,
      body: { detail: 'Cannot change the order of a resource that works already.' },
    })
    const shown = (await get(`${RESOURCES}${resource!}/`, { as: scene.staff })).body
    expect(shown).toMatchObject({ name: 'sample', limits: { ram: 6 } })
    const charged = await database.rows(sql`
    select trim_scale(sum(quantity))::text as ram from invoice_item where component_id = ${scene.ram.id}
  `)
    expect(charged).toEqual([{ ram: '6' }])
  },
)

test('what was loaded without plan periods is in service, unless its creation failed', async () => {
  const scene = await orderScene(app)
  const load = (name: string, state: number) =>
    world.resource(scene.offering, scene.project, { name, state, plan_id: scene.plan.id, limits: { ram: 1 } })
  await load('Working', 3)
  const broken = await load('Broken', 3)
  await world.insert('marketplace_order', {
    ...{ resource_id: broken.id, offering_id: scene.offering.id, project_id: scene.project.id, type: 1, state: 4 },
    created_by_id: scene.staff.id,
  })
  // It works again: that is no beginning, and nothing is charged for one.
  const [working] = await database.rows<{ uuid: string }>(sql`
    select uuid from resource where name = 'Working' and project_id = ${scene.project.id}
  `)
  expect((await scene.provide(working!.uuid.replaceAll('-', ''), 'set_as_ok', scene.owner)).status).toBe(200)
  expect(await runningItems(scene.consumer)).toEqual([])
  expect(await chargedNextMonth(scene.consumer)).toEqual(['node', 'ram'])
})

// C-245
describe('unlinking an order that was not done delivers nothing', () => {
  const unlink = async (scene: OrderScene, order: string): Promise<void> => {
    expect((await scene.act(order, 'unlink', scene.staff)).status).toBe(204)
  }

  test('when it has failed', async () => {
    const scene = await orderScene(app)
    const { order, resource } = await failed(scene)
    await unlink(scene, order)
    expect(await scene.resourceStateOf(resource)).toBe('Erred')
    expect(await chargedNextMonth(scene.consumer)).toEqual([])
  })

  test('nor when it runs, and its resource fails after that', async () => {
    const scene = await orderScene(app)
    const { body } = await scene.order(scene.staff)
    await scene.act(body.uuid, 'approve_by_provider', scene.owner)
    await unlink(scene, body.uuid)
    await scene.provide(body.marketplace_resource_uuid, 'set_as_erred', scene.owner)
    expect(await scene.resourceStateOf(body.marketplace_resource_uuid)).toBe('Erred')
    expect(await chargedNextMonth(scene.consumer)).toEqual([])
  })

  test('nor when it was to restore what was loaded', async () => {
    const scene = await orderScene(app, { offering: { plugin_options: { can_restore_resource: true } } })
    const values = { name: 'Gone', state: 6, plan_id: scene.plan.id, limits: { ram: 1 }, backend_id: 'b' }
    const { id, hex } = await world.resource(scene.offering, scene.project, values)
    // The order that made it.
    await world.insert('marketplace_order', {
      ...{ resource_id: id, offering_id: scene.offering.id, project_id: scene.project.id, type: 1, state: 3 },
      created_by_id: scene.staff.id,
    })
    const { body } = await scene.actOn(hex, 'restore', scene.staff)
    await scene.act(body.order_uuid, 'approve_by_provider', scene.owner)
    await scene.act(body.order_uuid, 'set_state_erred', scene.owner)
    expect(await scene.resourceStateOf(hex)).toBe('Erred')
    await unlink(scene, body.order_uuid)
    expect(await chargedNextMonth(scene.consumer)).toEqual([])
  })

  // C-132
  test('and what works nevertheless is charged for from then on, with its fee', async () => {
    const scene = await orderScene(app)
    const setup = await world.insert('offering_component', {
      ...{ offering_id: scene.offering.id, type: 'setup', name: 'Setup', billing_type: 'one' },
    })
    await world.link('plan_component', { plan_id: scene.plan.id, component_id: setup.id, price: '5' })
    const { order, resource } = await failed(scene)
    await unlink(scene, order)
    await scene.provide(resource, 'set_as_ok', scene.owner)
    expect(await runningItems(scene.consumer)).toHaveLength(3)
    await scene.provide(resource, 'set_as_erred', scene.owner)
    expect(await chargedNextMonth(scene.consumer)).toEqual(['node', 'ram'])
  })

  test('what works by then stays in service', async () => {
    const scene = await orderScene(app)
    const { order, resource } = await early(scene)
    await unlink(scene, order)
    await scene.provide(resource, 'set_as_erred', scene.owner)
    expect(await chargedNextMonth(scene.consumer)).toEqual(['node', 'ram'])
  })
})

test('unlinking what is terminated charges nothing, also when it was loaded without plan periods', async () => {
  const scene = await orderScene(app)
  const { hex } = await world.resource(scene.offering, scene.project, {
    ...{ name: 'Gone', state: 6, plan_id: scene.plan.id, limits: { ram: 1 } },
  })
  // The month has begun since the account was last looked at.
  await database.run(sql`
    insert into customer_billing (customer_id, month)
    values (${scene.consumer.id}, (date_trunc('month', now() at time zone 'utc') - interval '1 month')::date)
  `)
  expect((await scene.actOn(hex, 'unlink', scene.staff)).status).toBe(204)
  const items = await database.rows(sql`
    select invoice_item.id from invoice_item join invoice on invoice.id = invoice_item.invoice_id
    where invoice.customer_id = ${scene.consumer.id}
  `)
  expect(items).toEqual([])
})

test('an order costs what is billed: its fee, too', async () => {
  const scene = await orderScene(app)
  const [setup, move] = await Promise.all(
    (['one', 'few'] as const).map((billing_type) =>
      world.insert('offering_component', {
        ...{ offering_id: scene.offering.id, type: billing_type, name: billing_type, billing_type },
      }),
    ),
  )
  const fees = [
    { plan: scene.plan, component: setup!, amount: 0, price: '5' },
    { plan: scene.otherPlan, component: move!, amount: 3, price: '7' },
  ]
  for (const { plan, component, amount, price } of fees) {
    await world.link('plan_component', { plan_id: plan.id, component_id: component.id, amount, price })
  }
  // 4 × 1.5 + 2 × 10 a month, and 5 once.
  const running = await scene.running()
  const created = (await get(`${ORDERS}${running.order}/`, { as: scene.staff })).body
  expect([created.cost, created.activation_price]).toEqual(['31.0000000000', 5])
  const { body } = await scene.actOn(running.resource, 'switch_plan', scene.admin, {
    plan: `http://api.test/api/marketplace-plans/${scene.otherPlan.hex}/`,
  })
  const path = `${ORDERS}${body.order_uuid as string}/`
  // 4 × 1 + 2 × 50 a month, and 3 × 7 for the change; also after the order was written again.
  const switching = async () => {
    const { cost, activation_price } = (await get(path, { as: scene.staff })).body
    return [cost, activation_price]
  }
  expect(await switching()).toEqual(['125.0000000000', 21])
  await database.run(sql`update marketplace_order set state = 1 where uuid = ${body.order_uuid as string}`)
  expect((await request('PATCH', path, { as: scene.staff, body: { attributes: {} } })).status).toBe(200)
  expect(await switching()).toEqual(['125.0000000000', 21])
})
