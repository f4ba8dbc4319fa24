import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { changeMonths } from '../../server/modules/billing/index.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp } from '../harness/index.ts'
import { orderScene, ORDERS, PROVIDER_RESOURCES, RESOURCES } from '../harness/order-scene.ts'

const app = await startTestApp()
const { world, database, get, request } = app

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const show = async (resource: string, as: { id: string }) => (await get(`${RESOURCES}${resource}/`, { as })).body
const PENDING = ['Pending order for resource already exists.']

describe('changes by hand', () => {
  test.each(['PUT', 'PATCH'] as const)('%s: name, description and end; the rest is ignored', async (method) => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    const sent = { name: ' renamed ', description: 'new', end_date: day(5), paused: true, state: 'Erred', limits: {} }
    const answer = await request(method, `${PROVIDER_RESOURCES}${resource}/`, { as: scene.staff, body: sent })
    expect([answer.status, answer.body]).toEqual([200, { name: 'renamed', description: 'new', end_date: day(5) }])
    expect(await show(resource, scene.admin)).toMatchObject({
      name: 'renamed',
      description: 'new',
      end_date: day(5),
      paused: false,
      state: 'OK',
      limits: { ram: 4 },
    })
    const past = await request(method, `${RESOURCES}${resource}/`, {
      as: scene.staff,
      body: { name: 'x', end_date: day(-1) },
    })
    expect([past.status, past.body]).toEqual([400, { end_date: ['Cannot be earlier than the current date.'] }])
    const blank = await request(method, `${RESOURCES}${resource}/`, { as: scene.staff, body: { name: ' ' } })
    expect(blank.body).toEqual({ name: ['This field may not be blank.'] })
    expect((await show(resource, scene.admin)).name).toBe('renamed')
  })

  test('PUT needs a name, PATCH does not', async () => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    const path = `${RESOURCES}${resource}/`
    expect((await request('PUT', path, { as: scene.staff, body: {} })).body).toEqual({
      name: ['This field is required.'],
    })
    expect((await request('PATCH', path, { as: scene.staff, body: {} })).status).toBe(200)
  })

  test.each(['set_end_date_by_provider', 'set_end_date_by_staff'])('%s', async (action) => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    const as = action.endsWith('staff') ? scene.staff : scene.owner
    expect((await scene.provide(resource, action, as, { end_date: day(9) })).status).toBe(200)
    expect((await show(resource, scene.admin)).end_date).toBe(day(9))
    expect((await scene.provide(resource, action, as, { end_date: day(-9) })).status).toBe(400)
    expect((await scene.provide(resource, action, as, {})).status).toBe(200)
    expect((await show(resource, scene.admin)).end_date).toBe(day(9))
    expect((await scene.provide(resource, action, as, { end_date: null })).status).toBe(200)
    expect(await show(resource, scene.admin)).toMatchObject({ end_date: null, end_date_requested_by: null })
    const events = (await eventsOf(database, 'project', scene.project)).map(({ event_type }) => event_type)
    expect(events.filter((type) => type === 'marketplace_resource_update_end_date_succeeded')).toHaveLength(2)
  })

  test.each([
    ['set_paused', { paused: true }, 'paused flag'],
    ['set_downscaled', { downscaled: true }, 'downscaled flag'],
    ['set_restrict_member_access', { restrict_member_access: true }, 'restrict_member_access flag'],
    ['set_slug', { slug: 'my-slug' }, 'slug'],
  ])('%s', async (action, body, what) => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    expect((await scene.actOn(resource, action, scene.staff, body)).body).toEqual({
      status: `Resource ${what} has been changed.`,
    })
    expect((await scene.actOn(resource, action, scene.staff, body)).body).toEqual({
      status: `Resource ${what} not changed.`,
    })
    expect(await show(resource, scene.admin)).toMatchObject(body)
  })

  test('a slug with blanks is refused', async () => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    for (const slug of ['a b', 'ä', '', 'x'.repeat(51)]) {
      expect((await scene.actOn(resource, 'set_slug', scene.staff, { slug })).status).toBe(400)
    }
  })
})

describe('options', () => {
  const form = { order: ['size'], options: { size: { type: 'integer', label: 'Size', min: 1 } } }

  test('are written at once', async () => {
    const scene = await orderScene(app, { offering: { resource_options: form } })
    const { resource } = await scene.running()
    const answer = await scene.actOn(resource, 'update_options', scene.owner, { options: { size: '3', other: 1 } })
    expect([answer.status, answer.body]).toEqual([200, { status: 'Resource options are submitted' }])
    expect((await show(resource, scene.admin)).options).toEqual({ size: 3, other: 1 })
    const wrong = await scene.actOn(resource, 'update_options', scene.owner, { options: { size: 0 } })
    expect([wrong.status, wrong.body]).toEqual([
      400,
      { options: { size: ['Ensure this value is greater than or equal to 1.'] } },
    ])
  })

  test('or by an order, and by the provider without one', async () => {
    const scene = await orderScene(app, {
      offering: { resource_options: form, plugin_options: { create_orders_on_resource_option_change: true } },
    })
    const { resource } = await scene.running()
    const made = await scene.actOn(resource, 'update_options', scene.consumerOwner, { options: { size: 3 } })
    expect(made.status, made.text).toBe(201)
    expect((await show(resource, scene.admin)).options).toBeNull()
    const second = await scene.actOn(resource, 'update_options', scene.consumerOwner, { options: { size: 4 } })
    expect([second.status, second.body]).toEqual([409, { detail: PENDING[0] }])
    await scene.act(made.body.order_uuid, 'approve_by_provider', scene.owner)
    await scene.act(made.body.order_uuid, 'set_state_done', scene.owner)
    expect((await show(resource, scene.admin)).options).toEqual({ size: 3 })
    await scene.provide(resource, 'update_options_direct', scene.owner, { options: { size: 9 } })
    expect((await show(resource, scene.admin)).options).toEqual({ size: 9 })
  })
})

describe('by staff', () => {
  test('a resource moves with its orders to another project', async () => {
    const scene = await orderScene(app)
    const { order, resource } = await scene.running()
    const target = await world.project(await world.customer())
    const move = (url: string) => scene.actOn(resource, 'move_resource', scene.staff, { project: { url } })
    const moved = await move(`/api/projects/${target.hex}/`)
    expect([moved.status, moved.body.project_uuid]).toEqual([200, target.hex])
    expect((await get(`${ORDERS}${order}/`, { as: scene.staff })).body.project_uuid).toBe(target.hex)
    expect(await reconcile(database)).toEqual([])
    expect((await move(`/api/projects/${target.hex}/`)).status).toBe(400)
    expect((await move('/api/projects/00000000000040008000000000000000/')).body).toEqual({
      project: ['Invalid hyperlink - Object does not exist.'],
    })
    expect((await scene.actOn(resource, 'move_resource', scene.staff, { project: {} })).body).toEqual({
      project: { url: ['This field is required.'] },
    })
  })

  test('what has been billed stays with the project that the resource leaves, what follows goes to the new one', async () => {
    // The next month is made below, for everybody of the database.
    const apart = await startTestApp()
    const scene = await orderScene(apart)
    const { resource } = await scene.running()
    const heir = await apart.world.customer()
    const target = await apart.world.project(heir)
    const billed = () =>
      apart.database.rows<{ month: string; project_id: string; customer_id: string }>(sql`
        select distinct make_date(invoice.year, invoice.month, 1)::text as month, invoice_item.project_id,
          invoice.customer_id
        from invoice_item
        join invoice on invoice.id = invoice_item.invoice_id
        join resource on resource.id = invoice_item.resource_id
        where resource.uuid = ${resource}::uuid order by 1, 2
      `)
    const before = await billed()
    expect(before).toMatchObject([{ project_id: scene.project.id, customer_id: scene.consumer.id }])
    const project = { url: `/api/projects/${target.hex}/` }
    expect((await scene.actOn(resource, 'move_resource', scene.staff, { project })).status).toBe(200)
    const after = await billed()
    expect(after).toEqual([...before, { month: before[0]!.month, project_id: target.id, customer_id: heir.id }])
    await changeMonths(apart.database, sql`now()`)
    expect(await billed()).toEqual(after)
    await changeMonths(apart.database, sql`(date_trunc('month', now()) + interval '1 month')`)
    expect((await billed()).map(({ project_id }) => project_id)).toEqual([scene.project.id, target.id, target.id])
  })

  test('a resource is forgotten', async () => {
    const scene = await orderScene(app)
    const { order, resource } = await scene.running()
    expect((await scene.actOn(resource, 'unlink', scene.staff)).status).toBe(204)
    expect((await get(`${RESOURCES}${resource}/`, { as: scene.staff })).status).toBe(404)
    expect((await get(`${ORDERS}${order}/`, { as: scene.staff })).status).toBe(404)
    const events = (await eventsOf(database, 'project', scene.project)).map(({ event_type }) => event_type)
    expect(events.at(-1)).toBe('marketplace_resource_unlinked')
    expect(await reconcile(database)).toEqual([])
  })

  test('the history of a resource', async () => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    const path = `${RESOURCES}${resource}/history/`
    const first = (await get(path, { as: scene.staff })).body
    expect(first.map((version: { revision_comment: string }) => version.revision_comment)).toEqual([
      'provide',
      'create',
      'ordered',
    ])
    expect(first[0]).toMatchObject({
      revision_user: { username: scene.owner.username },
      serialized_data: { name: 'sample', state: 2, limits: { ram: 4 } },
    })
    await request('PATCH', `${RESOURCES}${resource}/`, { as: scene.staff, body: { name: 'renamed' } })
    const [latest] = (await get(path, { as: scene.staff, query: { page_size: 1 } })).body
    expect(latest.serialized_data.name).toBe('renamed')
    const at = (timestamp: string) => get(`${path}at/`, { as: scene.staff, query: { timestamp } })
    expect((await at(latest.revision_date)).body.serialized_data.name).toBe('renamed')
    expect((await at(first[0].revision_date)).body.serialized_data.name).toBe('sample')
    expect((await at('2000-01-01')).status).toBe(404)
    expect((await at('soon')).body).toEqual({ timestamp: ['Enter a valid date/time.'] })
    expect((await get(`${path}at/`, { as: scene.staff })).status).toBe(400)
    const between = await get(path, { as: scene.staff, query: { created_before: first[0].revision_date } })
    expect(between.body).toHaveLength(3)
    expect((await request('HEAD', path, { as: scene.staff })).headers['x-result-count']).toBe('4')
  })
})
