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

describe('orders from the actions of a resource', () => {
  test('none beside another', async () => {
    const scene = await orderScene(app, { offering: { plugin_options: { can_restore_resource: true } } })
    const { resource } = await scene.running()
    expect((await scene.actOn(resource, 'update_limits', scene.admin, { limits: { ram: 5 } })).status).toBe(200)
    for (const [action, body] of [
      ['terminate', {}],
      ['update_limits', { limits: { ram: 6 } }],
      ['switch_plan', { plan: `/api/marketplace-plans/${scene.otherPlan.hex}/` }],
      ['restore', {}],
    ] as const) {
      const answer = await scene.actOn(resource, action, scene.staff, body)
      expect([action, answer.status, answer.body]).toEqual([action, 400, PENDING])
    }
    expect((await show(resource, scene.admin)).can_terminate).toBe(false)
  })

  test('not with the limits that there are', async () => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    const same = await scene.actOn(resource, 'update_limits', scene.admin, { limits: { ram: 4 } })
    expect([same.status, same.body]).toEqual([
      400,
      ['Impossible to create update orders with limits set to exactly the same.'],
    ])
    expect((await scene.actOn(resource, 'update_limits', scene.admin, { limits: {} })).status).toBe(400)
    const none = await scene.actOn(resource, 'update_limits', scene.admin, {})
    expect(none.body).toEqual({ limits: ['This field is required.'] })
    const unknown = await scene.actOn(resource, 'update_limits', scene.admin, { limits: { disk: 1 } })
    expect(unknown.body).toEqual({ limits: ['Invalid types: disk.'] })
  })

  test('not with the plan that it has, or one of another offering', async () => {
    const scene = await orderScene(app)
    const other = await orderScene(app)
    const { resource } = await scene.running()
    const plan = (uuid: string) => ({ plan: `/api/marketplace-plans/${uuid}/` })
    expect((await scene.actOn(resource, 'switch_plan', scene.admin, plan(scene.plan.hex))).body).toEqual({
      plan: ['The resource is on this plan already.'],
    })
    expect((await scene.actOn(resource, 'switch_plan', scene.admin, plan(other.plan.hex))).body).toEqual({
      plan: ['This plan is not available for selected offering.'],
    })
  })

  test('not with a comment that does not fit', async () => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    const answer = await scene.actOn(resource, 'terminate', scene.admin, {
      attributes: { termination_comment: 'x'.repeat(256) },
    })
    expect(answer.status).toBe(400)
    expect(await scene.resourceStateOf(resource)).toBe('OK')
  })
})

test('while the offering is unavailable, nothing unsafe is done', async () => {
  const scene = await orderScene(app)
  const { resource } = await scene.running()
  await database.transaction((transaction) =>
    transaction.writeRolledUp(sql`update offering set state = 5 where id = ${scene.offering.id}`, (rollup) => {
      rollup.offering(scene.offering.id)
    }),
  )
  const refused = [400, ['Offering is unavailable.']]
  for (const [action, body] of [
    ['terminate', {}],
    ['update_limits', { limits: { ram: 5 } }],
    ['set_paused', { paused: true }],
    ['update_options', { options: {} }],
    ['unlink', {}],
  ] as const) {
    const answer = await scene.actOn(resource, action, scene.staff, body)
    expect([action, answer.status, answer.body]).toEqual([action, ...refused])
  }
  for (const action of ['set_as_erred', 'refresh_last_sync', 'set_backend_id']) {
    const answer = await scene.provide(resource, action, scene.staff, { backend_id: 'x' })
    expect([action, answer.status, answer.body]).toEqual([action, ...refused])
  }
  expect((await get(`${RESOURCES}${resource}/`, { as: scene.admin })).body.offering_state).toBe('Unavailable')
})

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
    const target = await apart.world.project(await apart.world.customer())
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
    expect(await billed()).toEqual(before)
    await changeMonths(apart.database, sql`now()`)
    expect(await billed()).toEqual(before)
    await changeMonths(apart.database, sql`(date_trunc('month', now()) + interval '1 month')`)
    expect((await billed()).map(({ project_id }) => project_id)).toEqual([scene.project.id, target.id])
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

describe('the team', () => {
  test('is the members of the project, with their accounts', async () => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    await world.insert('offering_user', {
      offering_id: scene.offering.id,
      user_id: scene.member.id,
      username: 'account',
      state: 5,
    })
    await world.grant(scene.member, 'PROJECT.MANAGER', 'project', scene.project)
    await world.member(scene.project, { is_active: false })
    await world.grant(await world.user(), 'PROJECT.MEMBER', 'project', scene.project, {
      expiration_time: '2020-01-01T00:00:00Z',
    })
    const { status, body, headers } = await get(`${PROVIDER_RESOURCES}${resource}/team/`, { as: scene.owner })
    expect(status).toBe(200)
    expect(headers['x-result-count']).toBe('2')
    // Neither the owner of the organization, nor who is inactive or whose role has expired.
    const [ofMember, ofAdmin] = [scene.member, scene.admin].map(({ hex }) =>
      (body as { uuid: string }[]).find(({ uuid }) => uuid === hex),
    )
    expect(ofMember).toEqual({
      url: `http://api.test/api/users/${scene.member.hex}/`,
      uuid: scene.member.hex,
      username: scene.member.username,
      full_name: `Sample ${scene.member.username}`,
      email: `${scene.member.username}@example.org`,
      role: 'PROJECT.MEMBER',
      expiration_time: null,
      offering_user_username: 'account',
      offering_user_state: 'OK',
    })
    expect(ofAdmin).toMatchObject({ role: 'PROJECT.ADMIN', offering_user_username: null, offering_user_state: null })
  })

  test('can be narrowed to those who consent', async () => {
    const scene = await orderScene(app)
    const { resource } = await scene.running()
    await world.insert('user_offering_consent', { offering_id: scene.offering.id, user_id: scene.member.id })
    await world.insert('user_offering_consent', {
      offering_id: scene.offering.id,
      user_id: scene.admin.id,
      revocation_date: '2024-01-01T00:00:00Z',
    })
    const team = async (query: Record<string, string>) =>
      (await get(`${RESOURCES}${resource}/team/`, { as: scene.owner, query })).body.map(
        ({ uuid }: { uuid: string }) => uuid,
      )
    expect(await team({ has_consent: 'true' })).toEqual([scene.member.hex])
    expect(await team({ has_consent: 'false' })).toEqual([scene.admin.hex])
    expect(await team({})).toHaveLength(2)
  })
})

test('a provider sees only who consents, where that is enforced', async () => {
  const strict = await startTestApp({ ENFORCE_USER_CONSENT_FOR_OFFERINGS: '1' })
  const scene = await orderScene(strict)
  const { resource } = await scene.running()
  const team = async (as: { id: string }) => (await strict.get(`${RESOURCES}${resource}/team/`, { as })).body.length
  // No terms in force.
  expect(await team(scene.owner)).toBe(2)
  await strict.world.insert('offering_terms_of_service', { offering_id: scene.offering.id, is_active: true })
  await strict.world.insert('user_offering_consent', { offering_id: scene.offering.id, user_id: scene.member.id })
  expect(await team(scene.owner)).toBe(1)
  expect(await team(scene.admin)).toBe(2)
  expect(await team(scene.staff)).toBe(2)
})

test('plan periods hold the usage of this month', async () => {
  const scene = await orderScene(app)
  const { resource } = await scene.running()
  await database.run(sql`
    insert into component_usage (resource_id, component_id, plan_period_id, usage, billing_period)
    select resource.id, ${scene.ram.id}, resource_plan_period.id, 3.5, month
    from resource join resource_plan_period on resource_plan_period.resource_id = resource.id,
      (values (date_trunc('month', now() at time zone 'utc')), (date '2020-01-01')) as wanted (month)
    where resource.uuid = ${resource}::uuid
  `)
  const { body } = await get(`${RESOURCES}${resource}/plan_periods/`, { as: scene.member })
  expect(body).toMatchObject([
    { plan_name: 'Small', plan_uuid: scene.plan.hex, end: null, components: [{ type: 'ram', usage: '3.50' }] },
  ])
  expect(body[0].components).toHaveLength(1)
})

test('limit_usage is of the period of the limit', async () => {
  for (const [period, expected] of [
    [undefined, 2],
    ['month', 2],
    ['total', 7],
    ['annual', 3],
  ] as const) {
    const scene = await orderScene(app, { component: { limit_period: period } })
    const { resource } = await scene.running()
    await database.transaction((transaction) =>
      transaction.writeRolledUp(
        sql`update resource set current_usages = '{"ram": "2"}' where uuid = ${resource}::uuid`,
        () => undefined,
      ),
    )
    await database.run(sql`
      insert into component_usage (resource_id, component_id, usage, billing_period)
      select resource.id, ${scene.ram.id}, amount, month
      from resource, (values (3, date_trunc('month', now() at time zone 'utc')), (4, timestamp '2020-01-01')) as wanted (amount, month)
      where resource.uuid = ${resource}::uuid
    `)
    const shown = await show(resource, scene.member)
    expect([period, shown.limit_usage, shown.current_usages]).toEqual([period, { ram: expected }, { ram: 2 }])
  }
})

test('a name is suggested by the pattern of the offering', async () => {
  const scene = await orderScene(app, {
    project: { slug: 'proj', name: 'Sample project' },
    offering: {
      slug: 'off',
      plugin_options: { resource_name_pattern: '{project_slug}/{counter}/{plan_name}/{attributes[os]}/{other}' },
    },
  })
  const suggest = (body: Record<string, unknown>) =>
    app.post(`${RESOURCES}suggest_name/`, {
      as: scene.member,
      body: { project: scene.project.uuid, offering: scene.offering.hex, ...body },
    })
  expect((await suggest({ plan: scene.plan.hex, attributes: { os: 'linux' } })).body).toEqual({
    name: 'proj/1/Small/linux/',
  })
  await scene.running()
  expect((await suggest({})).body).toEqual({ name: 'proj/2///' })
  expect((await suggest({ offering: scene.project.hex })).body).toEqual({ offering: ['Offering is not available.'] })
  const plain = await orderScene(app, { project: { slug: 'p' }, offering: { slug: 'o' } })
  const { body } = await app.post(`${RESOURCES}suggest_name/`, {
    as: plain.member,
    body: { project: plain.project.uuid, offering: plain.offering.hex },
  })
  expect(body.name).toMatch(/^org-\d+-p-o-1$/)
})
