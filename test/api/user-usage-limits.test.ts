import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get, post, request } = await startTestApp()

/** Resource, component and account of an own offering. */
const parts = async () => {
  const market = await world.marketplace()
  const values = { offering_id: market.offering.id, type: 'cpu', name: 'CPU', billing_type: 'usage' }
  const component = await world.insert('offering_component', values)
  const user = await world.member(market.project)
  const account = await world.insert('offering_user', { offering_id: market.offering.id, user_id: user.id })
  return {
    resource: `http://api.test/api/marketplace-resources/${market.resource.hex}/`,
    component: component.hex,
    user: `http://api.test/api/marketplace-offering-users/${account.hex}/`,
  }
}

test('of a limit only the limit changes, by PUT and PATCH; what it is on stays (C-142)', async () => {
  const staff = await world.staff()
  const [own, others] = [await parts(), await parts()]
  const made = await post('/api/component-user-usage-limits/', { as: staff, body: { ...own, limit: '5' } })
  expect([made.status, made.body]).toMatchObject([201, { ...own, component_type: 'cpu' }])
  const { pathname } = new URL(made.body.url)
  for (const [method, limit] of [
    ['PUT', '7.5'],
    ['PATCH', '2.25'],
  ] as const) {
    const changed = await request(method, pathname, { as: staff, body: { ...others, limit } })
    expect([changed.status, changed.body]).toMatchObject([200, own])
    expect(Number(changed.body.limit)).toBe(Number(limit))
    expect((await get(pathname, { as: staff })).body).toEqual(changed.body)
  }
})
