import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { multipart } from '../harness/form.ts'
import { startTestApp } from '../harness/index.ts'
import { orderScene, ORDERS, type OrderScene } from '../harness/order-scene.ts'

const app = await startTestApp()
const { world, get, request, database } = app

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const reviewOf = async (scene: OrderScene, uuid: string) => {
  const { body } = await get(`${ORDERS}${uuid}/`, { as: scene.staff })
  return [body.state, body.consumer_reviewed_by]
}

describe('the review by the consumer is skipped', () => {
  test('for staff', async () => {
    const scene = await orderScene(app)
    const { body } = await scene.order(scene.staff)
    expect([body.state, body.consumer_reviewed_by]).toEqual(['pending-provider', scene.staff.username])
  })

  test.each(['project', 'customer'] as const)('for whoever holds ORDER.APPROVE on the %s', async (kind) => {
    const scene = await orderScene(app)
    const role = await world.role(kind, ['ORDER.APPROVE', 'ORDER.LIST'])
    const user = await world.user()
    await world.grant(user, role.name, kind, kind === 'project' ? scene.project : scene.consumer)
    const { body } = await scene.order(user)
    expect([body.state, body.consumer_reviewed_by]).toEqual(['pending-provider', user.username])
  })

  test('for holders of ORDER.APPROVE_PRIVATE only at private offerings', async () => {
    const scene = await orderScene(app)
    expect((await scene.order(scene.admin)).body.state).toBe('pending-consumer')
    const home = await world.project(scene.provider.customer)
    const offering = await world.offering(scene.provider.customer, { type: 'Marketplace.Basic', shared: false })
    for (const [role, state] of [
      ['PROJECT.ADMIN', 'pending-provider'],
      ['PROJECT.MEMBER', 'pending-consumer'],
    ] as const) {
      const made = await scene.order(await world.member(home, {}, role), {
        offering: `/api/marketplace-public-offerings/${offering.hex}/`,
        project: `/api/projects/${home.hex}/`,
        plan: undefined,
        limits: undefined,
      })
      expect([role, made.body.state]).toEqual([role, state])
    }
  })

  test.each([
    [true, true, 'pending-provider'],
    [false, true, 'pending-consumer'],
    [true, false, 'pending-consumer'],
  ])('in projects of the provider itself when the offering says so (%s, own: %s)', async (option, isOwn, state) => {
    const scene = await orderScene(app, {
      offering: { plugin_options: { auto_approve_in_service_provider_projects: option } },
    })
    const project = isOwn ? await world.project(scene.provider.customer) : scene.project
    const member = await world.member(project, {}, 'PROJECT.MEMBER')
    const made = await scene.order(member, { project: `/api/projects/${project.hex}/` })
    expect(made.body.state, made.text).toBe(state)
  })

  test('when an owner of the provider ends a resource, and not when a member of the project does', async () => {
    const scene = await orderScene(app)
    const first = await scene.running()
    const byOwner = await scene.actOn(first.resource, 'terminate', scene.owner)
    expect(await reviewOf(scene, byOwner.body.order_uuid)).toEqual(['pending-provider', scene.owner.username])
    const second = await scene.running()
    const byAdmin = await scene.actOn(second.resource, 'terminate', scene.admin)
    expect(await reviewOf(scene, byAdmin.body.order_uuid)).toEqual(['pending-consumer', null])
  })

  test('a grant that has expired skips nothing', async () => {
    const scene = await orderScene(app)
    const user = await world.member(scene.project, {}, 'PROJECT.MEMBER')
    await world.grant(user, 'CUSTOMER.OWNER', 'customer', scene.consumer, { expiration_time: '2020-01-01T00:00:00Z' })
    expect((await scene.order(user)).body.state).toBe('pending-consumer')
  })
})

describe('what follows the approval by the consumer', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, string, string]>([
    ['Marketplace.Slurm', {}, {}, 'pending-provider', 'Order is pending provider approval.'],
    ['Marketplace.Basic', {}, {}, 'pending-provider', 'Order is pending provider approval.'],
    ['Marketplace.Support', {}, {}, 'executing', 'Order has been approved and is being processed.'],
    ['Marketplace.Slurm', { start_date: day(3) }, {}, 'pending-project', 'Order is pending project activation.'],
    ['Marketplace.Slurm', {}, { start_date: day(2) }, 'pending-start-date', 'Order is pending start date.'],
    [
      'Marketplace.Slurm',
      { start_date: day(0) },
      { start_date: day(0) },
      'pending-provider',
      'Order is pending provider approval.',
    ],
  ])('%s, project %j, order %j', async (type, project, changes, state, detail) => {
    const scene = await orderScene(app, { type, project })
    const { body } = await scene.order(scene.member, changes)
    const answer = await scene.act(body.uuid, 'approve_by_consumer', scene.consumerOwner)
    expect([answer.status, answer.body]).toEqual([200, { detail }])
    expect(await scene.stateOf(body.uuid)).toBe(state)
    // Staff, who need no approval, get as far at once.
    expect((await scene.order(scene.staff, changes)).body.state).toBe(state)
  })
})

test('below a blocked organization nothing is approved, but things can be called off', async () => {
  const scene = await orderScene(app)
  const first = (await scene.order(scene.member)).body.uuid
  const second = (await scene.order(scene.member)).body.uuid
  const third = (await scene.order(scene.staff)).body.uuid
  const { resource } = await scene.running()
  const leaving = (await scene.actOn((await scene.running()).resource, 'terminate', scene.staff)).body.order_uuid
  await database.transaction((transaction) =>
    transaction.writeRolledUp(sql`update customer set blocked = true where id = ${scene.consumer.id}`, (rollup) => {
      rollup.customer(scene.consumer.id)
    }),
  )
  const refused = [400, ['Blocked organization is not available.']]
  const answers = [
    await scene.act(first, 'approve_by_consumer', scene.consumerOwner),
    await scene.act(third, 'approve_by_provider', scene.owner),
    await scene.act(third, 'set_state_executing', scene.owner),
    await request('PATCH', `${ORDERS}${first}/`, { as: scene.consumerOwner, body: {} }),
    await scene.actOn(resource, 'update_limits', scene.admin, { limits: { ram: 5 } }),
    await scene.actOn(resource, 'terminate', scene.admin),
  ]
  for (const { status, body } of answers) expect([status, body]).toEqual(refused)
  expect((await scene.act(leaving, 'approve_by_provider', scene.owner)).status).toBe(200)
  expect((await scene.act(first, 'reject_by_consumer', scene.consumerOwner)).status).toBe(200)
  expect((await scene.act(second, 'cancel', scene.admin)).status).toBe(202)
  expect((await scene.provide(resource, 'set_as_erred', scene.owner)).status).toBe(200)
})

describe('rejections', () => {
  test('by the consumer: by who placed the order, too, with a comment', async () => {
    const scene = await orderScene(app)
    const { body } = await scene.order(scene.admin)
    const other = await world.member(scene.project, {}, 'PROJECT.ADMIN')
    expect((await scene.act(body.uuid, 'reject_by_consumer', other)).status).toBe(403)
    const answer = await scene.act(body.uuid, 'reject_by_consumer', scene.admin, { consumer_rejection_comment: 'no' })
    expect([answer.status, answer.text]).toEqual([200, ''])
    expect((await get(`${ORDERS}${body.uuid}/`, { as: scene.admin })).body).toMatchObject({
      state: 'rejected',
      consumer_rejection_comment: 'no',
    })
    expect(await scene.resourceStateOf(body.marketplace_resource_uuid)).toBe('Terminated')
    const again = await scene.act(body.uuid, 'reject_by_consumer', scene.admin)
    expect([again.status, again.body]).toEqual([400, ['Order is already reviewed by consumer.']])
  })

  test('by the provider, with a comment', async () => {
    const scene = await orderScene(app)
    const { body } = await scene.order(scene.staff)
    await scene.act(body.uuid, 'reject_by_provider', scene.owner, { provider_rejection_comment: 'full' })
    expect((await get(`${ORDERS}${body.uuid}/`, { as: scene.owner })).body).toMatchObject({
      state: 'rejected',
      provider_rejection_comment: 'full',
      provider_reviewed_by_username: scene.owner.username,
    })
  })
})

describe('an order that waits for its consumer', () => {
  test.each(['PUT', 'PATCH'] as const)('is changed by %s, and its resource with it', async (method) => {
    const scene = await orderScene(app, { component: { max_value: 20 } })
    const { body } = await scene.order(scene.member)
    const path = `${ORDERS}${body.uuid}/`
    const until = day(9)
    const answer = await request(method, path, {
      as: scene.consumerOwner,
      body: { limits: { ram: 10 }, attributes: { name: 'renamed', end_date: until }, start_date: day(5) },
    })
    expect([answer.status, answer.body]).toEqual([
      200,
      { limits: { ram: 10 }, attributes: { name: 'renamed', end_date: until }, start_date: day(5) },
    ])
    const order = (await get(path, { as: scene.consumerOwner })).body
    expect(order).toMatchObject({ cost: '35.0000000000', resource_name: 'renamed', start_date: day(5) })
    const resource = await get(`${path}resource/`, { as: scene.consumerOwner })
    expect(resource.body).toMatchObject({ name: 'renamed', limits: { ram: 10 }, end_date: until })
    // Nothing sent, nothing changed.
    const nothing = await request(method, path, { as: scene.consumerOwner, body: {} })
    expect(nothing.body).toEqual(answer.body)
  })

  test.each([
    [{ limits: { ram: 21 } }, { limits: ['The limit 21 value of ram cannot be more than 20.'] }],
    [{ limits: { other: 1 } }, { limits: ['Invalid types: other.'] }],
    [{ attributes: { name: '' } }, { attributes: { name: ['This field may not be blank.'] } }],
    [{ start_date: day(-2) }, { start_date: ['Cannot be earlier than the current date.'] }],
  ])('refuses %j', async (sent, messages) => {
    const scene = await orderScene(app, { component: { max_value: 20 } })
    const { body } = await scene.order(scene.member)
    const before = (await get(`${ORDERS}${body.uuid}/`, { as: scene.staff })).body
    const answer = await request('PATCH', `${ORDERS}${body.uuid}/`, { as: scene.consumerOwner, body: sent })
    expect([answer.status, answer.body]).toEqual([400, messages])
    expect((await get(`${ORDERS}${body.uuid}/`, { as: scene.staff })).body).toEqual(before)
  })

  test('may ask for other options of its resource, if they are as the offering wants them', async () => {
    const form = { order: ['size'], options: { size: { type: 'integer', label: 'Size', min: 1 } } }
    const scene = await orderScene(app, {
      offering: { resource_options: form, plugin_options: { create_orders_on_resource_option_change: true } },
    })
    const { resource } = await scene.running()
    const made = await scene.actOn(resource, 'update_options', scene.owner, { options: { size: 3 } })
    const path = `${ORDERS}${made.body.order_uuid}/`
    const change = (new_options: unknown) =>
      request('PATCH', path, { as: scene.consumerOwner, body: { attributes: { new_options } } })
    const refused: [unknown, unknown][] = [
      [[1], ['Expected a dictionary of items but got type "list".']],
      [null, ['This field may not be null.']],
      [{ size: 0 }, { size: ['Ensure this value is greater than or equal to 1.'] }],
    ]
    for (const [options, new_options] of refused) {
      expect(await change(options)).toMatchObject({ status: 400, body: { attributes: { new_options } } })
    }
    expect((await change({ size: '4', other: 1 })).body.attributes).toEqual({ new_options: { size: 4, other: 1 } })
    await scene.act(made.body.order_uuid, 'approve_by_consumer', scene.consumerOwner)
    const wrong = await scene.act(made.body.order_uuid, 'approve_by_provider', scene.owner, {
      attributes: { new_options: [] },
    })
    expect(wrong).toMatchObject({ status: 400, body: { attributes: { new_options: refused[0]![1] } } })
    await scene.act(made.body.order_uuid, 'approve_by_provider', scene.owner)
    await scene.act(made.body.order_uuid, 'set_state_done', scene.owner)
    const shown = await get(`/api/marketplace-resources/${resource}/`, { as: scene.staff })
    expect(shown.body.options).toEqual({ size: 4, other: 1 })
  })

  test('cannot be changed later', async () => {
    const scene = await orderScene(app)
    const { body } = await scene.order(scene.staff)
    const answer = await request('PATCH', `${ORDERS}${body.uuid}/`, { as: scene.consumerOwner, body: {} })
    expect([answer.status, answer.body]).toEqual([409, { detail: 'Valid states for operation: pending-consumer.' }])
  })
})

test('messages, ids and files of an order', async () => {
  const scene = await orderScene(app)
  const { body } = await scene.order(scene.member)
  const path = `${ORDERS}${body.uuid}/`
  const first = await scene.act(body.uuid, 'set_backend_id', scene.owner, { backend_id: 'o-1' })
  expect(first.body).toEqual({ status: 'Order backend_id has been changed.' })
  const second = await scene.act(body.uuid, 'set_backend_id', scene.owner, { backend_id: 'o-1' })
  expect([second.status, second.body]).toEqual([200, { status: 'Order backend_id is not changed.' }])
  expect((await scene.act(body.uuid, 'set_backend_id', scene.owner, {})).body).toEqual({
    backend_id: ['This field is required.'],
  })

  const info = await scene.act(body.uuid, 'set_provider_info', scene.owner, {
    provider_message: 'sign here',
    provider_message_url: 'https://example.org/form',
  })
  expect([info.status, info.body]).toEqual([200, { detail: 'Order information has been updated.' }])
  const wrong = await scene.act(body.uuid, 'set_provider_info', scene.owner, { provider_message_url: 'here' })
  expect([wrong.status, wrong.body]).toEqual([400, { provider_message_url: ['Enter a valid URL.'] }])
  const file = (name: string) =>
    multipart([{ name, value: 'sample content', filename: 'paper.pdf', type: 'application/pdf' }])
  expect(
    (
      await request('POST', `${path}set_consumer_info/`, {
        as: scene.consumerOwner,
        ...file('consumer_message_attachment'),
      })
    ).status,
  ).toBe(200)
  const attached = await request('POST', `${path}update_attachment/`, { as: scene.member, ...file('attachment') })
  // The member placed the order; he does not see it, because his role does not list orders.
  expect(attached.status).toBe(404)
  const byOwner = await request('POST', `${path}update_attachment/`, { as: scene.consumerOwner, ...file('attachment') })
  expect([byOwner.status, byOwner.body]).toEqual([
    200,
    { attachment: expect.stringMatching(/\/api\/media\/\w{32}\/$/) },
  ])
  const order = (await get(path, { as: scene.owner })).body
  expect(order).toMatchObject({
    backend_id: 'o-1',
    provider_message: 'sign here',
    provider_message_url: 'https://example.org/form',
    attachment: byOwner.body.attachment,
    consumer_message_attachment: expect.any(String),
  })
  const media = new URL(order.attachment).pathname
  expect((await get(media, { as: scene.owner })).text).toBe('sample content')
  expect((await get(media)).status).toBe(404)
  // Nor for anybody who does not see the order, and no cache keeps it.
  expect((await get(media, { as: await world.user() })).status).toBe(404)
  expect((await get(media, { as: scene.owner })).headers['cache-control']).toBe('no-store')
  expect((await scene.act(body.uuid, 'delete_attachment', scene.consumerOwner)).status).toBe(204)
  expect((await get(path, { as: scene.owner })).body.attachment).toBeNull()
  expect((await get(media, { as: scene.owner })).status).toBe(404)
  await scene.act(body.uuid, 'cancel', scene.admin)
  expect((await scene.act(body.uuid, 'delete_attachment', scene.consumerOwner)).status).toBe(409)
})

test('an order that is unlinked is forgotten, its resource stays', async () => {
  const scene = await orderScene(app)
  const { order, resource } = await scene.running()
  expect((await scene.act(order, 'unlink', scene.staff)).status).toBe(204)
  expect((await get(`${ORDERS}${order}/`, { as: scene.staff })).status).toBe(404)
  expect(await scene.resourceStateOf(resource)).toBe('OK')
})
