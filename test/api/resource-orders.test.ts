import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'
import { orderScene, RESOURCES } from '../harness/order-scene.ts'

const app = await startTestApp()
const { database, get } = app
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
