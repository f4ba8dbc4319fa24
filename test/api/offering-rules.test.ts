import { describe, expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'
import { orderScene } from '../harness/order-scene.ts'

// What an offering must not become, and what of it is not for everybody.

const app = await startTestApp()
const { post, get, world } = app
const closed = await startTestApp({ ANONYMOUS_USER_CAN_VIEW_PLANS: 'false' })

const offeringScene = async () => {
  const scene = await orderScene(app)
  const base = `/api/marketplace-provider-offerings/${scene.offering.hex}/`
  const act = (action: string, body: unknown) => post(`${base}${action}/`, { as: scene.owner, body })
  const read = async () => (await get(base, { as: scene.owner })).body
  return { scene, act, read }
}

type Component = { uuid: string; type: string }

describe('components', () => {
  test('the price of a plan goes with the last component of fixed billing', async () => {
    const { act, read } = await offeringScene()
    const { components } = (await read()) as { components: Component[] }
    const { uuid } = components.find(({ type }) => type === 'node')!
    const component = { uuid, type: 'node', name: 'Node' }
    expect((await act('update_offering_component', { ...component, billing_type: 'fixed' })).status).toBe(200)
    const prices = async () => (await read()).plans.map(({ unit_price }: { unit_price: string }) => unit_price)
    expect(await prices()).toEqual(['100.0000000000', '20.0000000000'])
    expect((await act('update_offering_component', { ...component, billing_type: 'usage' })).status).toBe(200)
    expect(await prices()).toEqual(['0.0000000000', '0.0000000000'])
  })

  test('have a least value below their greatest, whenever they were set', async () => {
    const { act, read } = await offeringScene()
    const { components } = (await read()) as { components: Component[] }
    const { uuid } = components.find(({ type }) => type === 'ram')!
    const ram = { uuid, type: 'ram', name: 'Memory', billing_type: 'limit' }
    expect((await act('update_offering_component', { ...ram, max_value: 10 })).status).toBe(200)
    const refused = await act('update_offering_component', { ...ram, min_value: 20 })
    expect([refused.status, refused.body]).toEqual([
      400,
      { max_value: ['Ensure this value is greater than or equal to min_value.'] },
    ])
    expect((await act('update_offering_component', { ...ram, min_value: 20, max_value: null })).status).toBe(200)
  })

  test('stay while an order that waits names them', async () => {
    const { scene, act, read } = await offeringScene()
    expect((await act('create_offering_component', { type: 'gpu', name: 'GPU', billing_type: 'limit' })).status).toBe(
      201,
    )
    const { resource } = await scene.running()
    const ordered = await scene.actOn(resource, 'update_limits', scene.staff, { limits: { gpu: 2 } })
    expect(ordered.status).toBe(200)
    const { components } = (await read()) as { components: Component[] }
    const { uuid } = components.find(({ type }) => type === 'gpu')!
    const remove = () => act('remove_offering_component', { uuid })
    expect((await remove()).body).toEqual(['Component is used by resources and cannot be removed.'])
    const rejected = await scene.act(ordered.body.order_uuid, 'reject_by_provider', scene.owner)
    expect(rejected.status, rejected.text).toBe(200)
    const removed = await remove()
    expect(removed.status, removed.text).toBe(200)
  })
})

test.each([
  ['add_endpoint', { name: 'web', url: 'javascript:alert(1)' }, { url: ['Enter a valid URL.'] }],
  ['add_endpoint', { name: 'web', url: ' java\tscript:alert(1)' }, { url: ['Enter a valid URL.'] }],
  [
    'update_options',
    { options: { order: [], options: { size: 5 } } },
    { options: { options: { size: ['Invalid data. Expected a dictionary, but got int.'] } } },
  ],
])('%s refuses %j', async (action, body, problem) => {
  const { act } = await offeringScene()
  const refused = await act(action, body)
  expect([refused.status, refused.body]).toEqual([400, problem])
})

test('members that are no objects are refused in words, at their place', async () => {
  const { scene, act } = await offeringScene()
  const wrong = 'Invalid data. Expected a dictionary, but got int.'
  const discounts = await post(`/api/marketplace-plans/${scene.plan.hex}/update_discounts/`, {
    as: scene.owner,
    body: { discounts: { ram: 5 } },
  })
  expect(discounts.body).toEqual({ discounts: { ram: [wrong] } })
  const { resource } = await scene.running()
  const endpoints = await scene.provide(resource, 'set_endpoints', scene.owner, {
    endpoints: [{ name: 'web', url: 'https://example.org' }, 5],
  })
  expect(endpoints.body).toEqual({ endpoints: [{}, { non_field_errors: [wrong] }] })
  expect((await act('add_endpoint', { name: 'login', url: 'ssh://login.example.org' })).status).toBe(201)
})

test('prices are told to nobody who is not signed in, where the site wants it', async () => {
  const provider = await closed.world.provider()
  const offering = await closed.world.offering(provider.customer, { state: 2 })
  const plan = await closed.world.insert('plan', { offering_id: offering.id, name: 'Small' })
  const base = `/api/marketplace-public-offerings/${offering.hex}/`
  const user = await closed.world.user()
  expect((await closed.get(base)).body.plans).toEqual([])
  expect((await closed.get(base, { as: user })).body.plans).toHaveLength(1)
  for (const path of [`${base}plans/`, `${base}plans/${plan.hex}/`]) {
    expect((await closed.get(path)).status).toBe(401)
    expect((await closed.get(path, { as: user })).status).toBe(200)
  }
  // Elsewhere they are.
  const open = await world.offering((await world.provider()).customer, { state: 2 })
  expect((await get(`/api/marketplace-public-offerings/${open.hex}/plans/`)).status).toBe(200)
})
