import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp } from '../harness/index.ts'
import { orderScene, RESOURCES } from '../harness/order-scene.ts'

const app = await startTestApp()
const { database, get } = app
const show = async (resource: string, as: { id: string }) => (await get(`${RESOURCES}${resource}/`, { as })).body

describe('what the provider reports', () => {
  test('ids, metadata, addresses, a report, and when it looked last', async () => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    const { owner, provide } = scene
    expect((await provide(resource, 'set_backend_id', owner, { backend_id: 'b-1' })).body).toEqual({
      status: 'Resource backend_id has been changed.',
    })
    expect((await provide(resource, 'set_backend_id', owner, { backend_id: 'b-1' })).body).toEqual({
      status: 'Resource backend_id is not changed.',
    })
    expect((await provide(resource, 'set_backend_metadata', owner, { backend_metadata: { quota: 5 } })).body).toEqual({
      status: 'The backend metadata is updated',
    })
    expect((await provide(resource, 'set_backend_metadata', owner, {})).body).toEqual({
      backend_metadata: ['This field is required.'],
    })
    const endpoints = [
      { name: 'login', url: 'ssh://login.example.org' },
      { name: 'web', url: 'https://web.example.org' },
    ]
    expect((await provide(resource, 'set_endpoints', owner, { endpoints })).status).toBe(200)
    expect((await provide(resource, 'set_endpoints', owner, { endpoints })).status).toBe(200)
    const report = [{ header: 'Health', body: 'fine' }]
    expect((await provide(resource, 'submit_report', owner, { report })).status).toBe(200)
    expect((await provide(resource, 'submit_report', owner, { report: [{ header: 'Health' }] })).status).toBe(400)
    const before = await show(resource, owner)
    expect((await provide(resource, 'refresh_last_sync', owner)).text).toBe('')
    const after = await show(resource, owner)
    expect(after.last_sync > before.last_sync).toBe(true)
    expect(after).toMatchObject({
      backend_id: 'b-1',
      backend_metadata: { quota: 5 },
      report,
      endpoints: endpoints.map((endpoint) => ({ ...endpoint, uuid: expect.stringMatching(/^\w{32}$/) })),
    })
  })

  test('limits without an order, beyond the range of orders', async () => {
    const scene = await orderScene(app, { component: { max_value: 10 } })
    const { resource } = await scene.running()
    const answer = await scene.provide(resource, 'set_limits', scene.owner, { limits: { ram: 50 } })
    expect(answer.status, answer.text).toBe(200)
    expect(await show(resource, scene.owner)).toMatchObject({ limits: { ram: 50 }, order_in_progress: null })
    for (const [limits, messages] of [
      [{ ram: -1 }, ['The limit of ram cannot be negative.']],
      [{ disk: 1 }, ['Invalid types: disk.']],
    ] as const) {
      expect((await scene.provide(resource, 'set_limits', scene.owner, { limits })).body).toEqual({ limits: messages })
    }
  })

  test('limits before the delivery and after the end, which cost nothing', async () => {
    const scene = await orderScene(app)
    const invoiced = (resource: string) =>
      database.rows<{ quantity: string; end_time: string }>(sql`
        select quantity, end_time from invoice_item join resource on resource.id = invoice_item.resource_id
        where resource.uuid = ${resource}::uuid order by invoice_item.id
      `)
    const ordered = (await scene.order(scene.member)).body
    const pending = ordered.marketplace_resource_uuid
    const limits = { ram: 50 }
    expect((await scene.provide(pending, 'set_limits', scene.owner, { limits })).status).toBe(200)
    expect(await invoiced(pending)).toEqual([])

    const { resource } = await scene.running()
    const end = await scene.actOn(resource, 'terminate', scene.staff, {})
    for (const action of ['approve_by_provider', 'set_state_done']) {
      expect((await scene.act(end.body.order_uuid, action, scene.owner)).status).toBe(200)
    }
    expect(await scene.resourceStateOf(resource)).toBe('Terminated')
    const billed = await invoiced(resource)
    expect(billed.length).toBeGreaterThan(0)
    for (const wanted of [limits, {}]) {
      expect((await scene.provide(resource, 'set_limits', scene.owner, { limits: wanted })).status).toBe(200)
    }
    expect(await invoiced(resource)).toEqual(billed)
  })

  test('failures, and that it works again', async () => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    const erred = await scene.provide(resource, 'set_as_erred', scene.owner, {
      error_message: 'down',
      error_traceback: 'trace',
    })
    expect([erred.status, erred.text]).toEqual([200, ''])
    expect(await show(resource, scene.owner)).toMatchObject({
      state: 'Erred',
      error_message: 'down',
      error_traceback: 'trace',
    })
    expect((await scene.provide(resource, 'set_state_ok', scene.owner)).body).toEqual({
      status: 'Resource state has been set to OK.',
    })
    expect(await show(resource, scene.owner)).toMatchObject({ state: 'OK', error_message: '' })
    const events = (await eventsOf(database, 'offering', scene.offering)).map(({ event_type }) => event_type)
    expect(events).toContain('marketplace_resource_erred_on_backend')
    expect(await reconcile(database)).toEqual([])
  })

  test('a resource that never came into service does when its provider says that it works', async () => {
    const scene = await orderScene(app)
    const { body } = await scene.order(scene.staff)
    await scene.act(body.uuid, 'approve_by_provider', scene.owner)
    await scene.provide(body.marketplace_resource_uuid, 'set_backend_id', scene.owner, { backend_id: 'b' })
    await scene.act(body.uuid, 'set_state_erred', scene.owner)
    const periods = `${RESOURCES}${body.marketplace_resource_uuid}/plan_periods/`
    expect((await get(periods, { as: scene.owner })).body).toEqual([])
    await scene.provide(body.marketplace_resource_uuid, 'set_as_ok', scene.owner)
    expect((await get(periods, { as: scene.owner })).body).toMatchObject([{ plan_name: 'Small', end: null }])
    // Once is enough.
    await scene.provide(body.marketplace_resource_uuid, 'set_as_erred', scene.owner)
    await scene.provide(body.marketplace_resource_uuid, 'set_as_ok', scene.owner)
    expect((await get(periods, { as: scene.owner })).body).toHaveLength(1)
  })

  test('and is billed from then on', async () => {
    const scene = await orderScene(app)
    const { body } = await scene.order(scene.staff)
    const resource = body.marketplace_resource_uuid as string
    await scene.act(body.uuid, 'approve_by_provider', scene.owner)
    await scene.provide(resource, 'set_backend_id', scene.owner, { backend_id: 'b' })
    await scene.act(body.uuid, 'set_state_erred', scene.owner)
    const charged = () =>
      database.rows<{ type: string; is_new: boolean }>(sql`
        select details->>'offering_component_type' as type, start_time > now() - interval '1 minute' as is_new
        from invoice_item join resource on resource.id = invoice_item.resource_id
        where resource.uuid = ${resource}::uuid order by 1
      `)
    expect(await charged()).toEqual([])
    await scene.provide(resource, 'set_as_ok', scene.owner)
    expect(await charged()).toEqual([
      { type: 'node', is_new: true },
      { type: 'ram', is_new: true },
    ])
  })
})
