import { describe, expect, test } from 'vitest'
import { raw, sql, type Sql } from '../../server/db/sql.ts'
import { advanceWaitingOrders } from '../../server/modules/orders/index.ts'
import { endExpiredResources, withdrawTerminations } from '../../server/modules/resources/index.ts'
import { startTestApp, type Made } from '../harness/index.ts'
import { multipart } from '../harness/form.ts'
import { ORDERS, orderScene, type OrderScene } from '../harness/order-scene.ts'

// What an order must not get around: plans, prices, dates and rules of its offering.

const app = await startTestApp()
const { world, database, get, post, request } = app

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const path = (uuid: string): string => `${ORDERS}${uuid}/`

const change = (table: 'resource' | 'offering' | 'project' | 'customer', where: Sql, assignment: Sql) =>
  database.transaction((transaction) =>
    transaction.writeRolledUp(
      sql`update ${raw(table)} set ${assignment} where ${where} returning id`,
      (rollup, rows: { id: string }[]) => {
        for (const { id } of rows) rollup[table](id)
      },
    ),
  )

const setOffering = ({ id }: Made, assignment: Sql) => change('offering', sql`id = ${id}`, assignment)
const block = ({ id }: Made) => change('customer', sql`id = ${id}`, sql`blocked = true`)

const options = (values: Record<string, unknown>) => ({ offering: { plugin_options: values } })

const end = async (scene: OrderScene, resource: string): Promise<void> => {
  const { body } = await scene.actOn(resource, 'terminate', scene.staff, {})
  for (const action of ['approve_by_provider', 'set_state_done']) await scene.act(body.order_uuid, action, scene.owner)
}

test('an offering whose plans are all archived is not to be had without one', async () => {
  const scene = await orderScene(app)
  for (const plan of [scene.plan, scene.otherPlan]) {
    expect((await post(`/api/marketplace-plans/${plan.hex}/archive/`, { as: scene.owner })).status).toBe(200)
  }
  const refused = await scene.order(scene.admin, { plan: undefined })
  expect([refused.status, refused.body]).toEqual([400, { plan: ['This field is required.'] }])
  const offering = `/api/marketplace-provider-offerings/${scene.offering.hex}/`
  expect((await post(`${offering}make_unavailable/`, { as: scene.owner })).status).toBe(200)
  const back = await post(`${offering}make_available/`, { as: scene.owner })
  expect([back.status, back.body]).toEqual([400, ['Offering without plans cannot be activated.']])
})

test('a file goes with its order', async () => {
  const scene = await orderScene(app)
  const { uuid } = (await scene.order(scene.staff)).body as { uuid: string }
  const file = multipart([{ name: 'attachment', value: 'sample', filename: 'order.pdf', type: 'application/pdf' }])
  const { body } = await request('POST', `${path(uuid)}update_attachment/`, { as: scene.staff, ...file })
  const media = new URL(body.attachment as string).pathname
  expect((await get(media, { as: scene.owner })).status).toBe(200)
  expect((await request('DELETE', path(uuid), { as: scene.staff })).status).toBe(204)
  const [, , , stored] = media.split('/')
  expect(await database.rows(sql`select id from stored_file where uuid = ${stored!}`)).toEqual([])
})

test('where a purchase order is required, an order waits for it', async () => {
  const scene = await orderScene(app, options({ require_purchase_order_upload: true }))
  const { uuid, state } = (await scene.order(scene.consumerOwner)).body as Record<string, string>
  expect(state).toBe('pending-consumer')
  const early = await scene.act(uuid!, 'approve_by_consumer', scene.consumerOwner)
  expect([early.status, early.body]).toEqual([400, { attachment: ['The offering requires a purchase order.'] }])
  const file = multipart([{ name: 'attachment', value: 'sample', filename: 'order.pdf', type: 'application/pdf' }])
  await request('POST', `${path(uuid!)}update_attachment/`, { as: scene.consumerOwner, ...file })
  expect((await scene.act(uuid!, 'approve_by_consumer', scene.consumerOwner)).status).toBe(200)
  expect(await scene.stateOf(uuid!)).toBe('pending-provider')
})

describe('end dates', () => {
  const dated = (end_date: string | undefined) => ({ attributes: { name: 'sample', end_date } })

  test('are given, wanted and bounded by the offering', async () => {
    const given = await orderScene(app, options({ default_resource_termination_offset_in_days: 10 }))
    const made = await given.order(given.staff)
    expect(made.body.attributes).toMatchObject({ end_date: day(10) })
    const both = await orderScene(
      app,
      options({ default_resource_termination_offset_in_days: 10, max_resource_termination_offset_in_days: 5 }),
    )
    expect((await both.order(both.staff)).body.attributes).toMatchObject({ end_date: day(5) })
    const wanted = await orderScene(app, options({ is_resource_termination_date_required: true }))
    expect((await wanted.order(wanted.staff)).body).toEqual({ attributes: { end_date: ['This field is required.'] } })
    const bounded = await orderScene(
      app,
      options({ max_resource_termination_offset_in_days: 30, latest_date_for_resource_termination: day(20) }),
    )
    expect((await bounded.order(bounded.staff, dated(day(21)))).body).toEqual({
      attributes: { end_date: [`Cannot be later than ${day(20)}.`] },
    })
    const ordered = await bounded.order(bounded.member, dated(day(20)))
    expect(ordered.status).toBe(201)
    const later = await request('PATCH', path(ordered.body.uuid), { as: bounded.staff, body: dated(day(21)) })
    expect(later.status).toBe(400)
  })

  test('that are over do not end what is restored', async () => {
    const scene = await orderScene(app, options({ can_restore_resource: true }))
    const { resource } = await scene.running()
    await change('resource', sql`uuid = ${resource}`, sql`end_date = ${day(-1)}::date`)
    await end(scene, resource)
    const { body } = await scene.actOn(resource, 'restore', scene.staff)
    await scene.act(body.order_uuid, 'approve_by_provider', scene.owner)
    await scene.act(body.order_uuid, 'set_state_done', scene.owner)
    expect(await scene.resourceStateOf(resource)).toBe('OK')
    expect(await endExpiredResources(database)).toBe(0)
  })

  test('that are put off call off what was ordered for them, unless it has begun', async () => {
    const scene = await orderScene(app)
    const [waits, runs] = [await scene.running(), await scene.running()]
    const date = (days: number) => change('project', sql`id = ${scene.project.id}`, sql`end_date = ${day(days)}::date`)
    await date(-1)
    expect(await endExpiredResources(database)).toBe(2)
    const orders = await database.rows<{ uuid: string; resource: string }>(sql`
      select replace(marketplace_order.uuid::text, '-', '') as uuid, replace(resource.uuid::text, '-', '') as resource
      from marketplace_order join resource on resource.id = marketplace_order.resource_id
      where marketplace_order.type = 3 and resource.project_id = ${scene.project.id}
    `)
    const orderOf = ({ resource }: { resource: string }) => orders.find((order) => order.resource === resource)!.uuid
    await scene.act(orderOf(runs), 'approve_by_provider', scene.owner)
    expect(await withdrawTerminations(database)).toBe(0)
    await date(100)
    expect(await withdrawTerminations(database)).toBe(1)
    expect([await scene.stateOf(orderOf(waits)), await scene.stateOf(orderOf(runs))]).toEqual(['canceled', 'executing'])
    expect(await scene.resourceStateOf(waits.resource)).toBe('OK')
  })

  test('are not insisted on before the next day when the provider says no', async () => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    await change('resource', sql`uuid = ${resource}`, sql`end_date = ${day(-1)}::date`)
    const last = async () =>
      (await get(ORDERS, { as: scene.staff, query: { resource_uuid: resource, o: '-created' } })).body[0] as {
        uuid: string
        state: string
      }
    expect(await endExpiredResources(database)).toBe(1)
    const { uuid } = await last()
    expect((await scene.act(uuid, 'reject_by_provider', scene.owner)).status).toBe(200)
    expect(await endExpiredResources(database)).toBe(0)
    await database.run(sql`
      update marketplace_order set created = created - interval '1 day' where uuid = ${uuid}
    `)
    expect(await endExpiredResources(database)).toBe(1)
    expect(await last()).toMatchObject({ state: 'pending-provider' })
  })
})

test('a project gets as many resources as the offering admits, also at once', async () => {
  const scene = await orderScene(app, options({ maximal_resource_count_per_project: 2 }))
  const answers = await Promise.all([1, 2, 3, 4].map(() => scene.order(scene.staff)))
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 400, 400])
  expect(answers.find(({ status }) => status === 400)?.body).toEqual([
    'The project has as many resources of this offering as it may have.',
  ])
})

test('a project that has ended orders nothing, its grace period included', async () => {
  const scene = await orderScene(app)
  const end = (days: number) =>
    change('project', sql`id = ${scene.project.id}`, sql`end_date = ${day(-2)}::date, grace_period_days = ${days}`)
  await end(1)
  expect((await scene.order(scene.staff)).body).toEqual({ project: ['Project has ended.'] })
  await end(2)
  const waiting = await scene.order(scene.staff)
  expect(waiting.status).toBe(201)
  // Nor does what waited begin.
  await database.run(sql`update marketplace_order set state = 8 where uuid = ${waiting.body.uuid as string}`)
  await end(1)
  expect(await advanceWaitingOrders(database)).toBe(0)
  await end(2)
  expect(await advanceWaitingOrders(database)).toBe(1)
})

test('nothing is restored that could not be ordered', async () => {
  const scene = await orderScene(app, options({ can_restore_resource: true }))
  const { resource } = await scene.running()
  await end(scene, resource)
  const restore = async () => {
    const { status, body } = await scene.actOn(resource, 'restore', scene.consumerOwner)
    return [status, body]
  }
  await change('project', sql`id = ${scene.project.id}`, sql`end_date = ${day(-1)}::date`)
  expect(await restore()).toEqual([400, { project: ['Project has ended.'] }])
  await change('project', sql`id = ${scene.project.id}`, sql`end_date = null`)
  await setOffering(scene.offering, sql`state = 4`)
  expect(await restore()).toEqual([400, ['Offering is not available.']])
  await setOffering(scene.offering, sql`state = 2`)
  await database.run(sql`update plan set archived = true where id = ${scene.plan.id}`)
  expect(await restore()).toEqual([400, { plan: ['Plan is not available.'] }])
  await database.run(sql`update plan set archived = false where id = ${scene.plan.id}`)
  expect((await restore())[0]).toBe(200)
})

test('orders that wait do not begin below a blocked organization, and a blocked provider gets none', async () => {
  const scene = await orderScene(app, { type: 'Marketplace.Support' })
  await change('project', sql`id = ${scene.project.id}`, sql`start_date = ${day(3)}::date`)
  const { uuid } = (await scene.order(scene.staff)).body as { uuid: string }
  expect(await scene.stateOf(uuid)).toBe('pending-project')
  await change('project', sql`id = ${scene.project.id}`, sql`start_date = null`)
  await block(scene.consumer)
  expect(await advanceWaitingOrders(database)).toBe(0)
  const other = await orderScene(app)
  await block(other.provider.customer)
  expect((await other.order(other.staff)).body).toEqual({ offering: ['Offering is not available.'] })
})

test('whoever may order a private offering sees it and its plans', async () => {
  const scene = await orderScene(app, { offering: { shared: false } })
  const home = await world.project(scene.provider.customer)
  const insider = await world.member(home, {}, 'PROJECT.MANAGER')
  const { body } = await scene.order(insider, { project: `/api/projects/${home.hex}/` })
  for (const link of [body.offering, body.plan] as string[]) {
    expect((await get(new URL(link).pathname, { as: insider })).status).toBe(200)
    expect((await get(new URL(link).pathname, { as: scene.member })).status).toBe(404)
  }
  const { body: listed } = await get('/api/marketplace-public-offerings/', {
    as: insider,
    query: { customer_uuid: scene.provider.customer.hex },
  })
  expect(listed).toHaveLength(1)
})

test('what the provider adds to an order must make sense', async () => {
  const scene = await orderScene(app)
  const { uuid } = (await scene.order(scene.staff)).body as { uuid: string }
  const refused = await scene.act(uuid, 'approve_by_provider', scene.owner, {
    attributes: { name: null, end_date: 'soon', description: 7 },
  })
  expect([refused.status, Object.keys(refused.body.attributes)]).toEqual([400, ['name', 'end_date']])
  const attributes = { partition: 'gpu' }
  expect((await scene.act(uuid, 'approve_by_provider', scene.owner, { attributes })).status).toBe(200)
})

test('a changed order changes all of its resource, and only what its type has', async () => {
  const scene = await orderScene(app)
  const { uuid, marketplace_resource_uuid: made } = (await scene.order(scene.member)).body as Record<string, string>
  const attributes = { name: 'new', description: 'new words', end_date: day(9) }
  expect((await request('PATCH', path(uuid!), { as: scene.consumerOwner, body: { attributes } })).status).toBe(200)
  expect((await get(`/api/marketplace-resources/${made!}/`, { as: scene.staff })).body).toMatchObject({
    ...attributes,
    end_date_requested_by: expect.stringContaining(scene.consumerOwner.hex),
  })
  const { resource } = await scene.running()
  const { body } = await scene.actOn(resource, 'terminate', scene.admin)
  await database.run(sql`update marketplace_order set state = 1 where uuid = ${body.order_uuid as string}`)
  const refused = await request('PATCH', path(body.order_uuid), { as: scene.staff, body: { limits: { ram: 9 } } })
  expect(refused.body).toEqual({ limits: ['An order of this type has no limits of its own.'] })
})
