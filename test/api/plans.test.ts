import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

const { world, get } = await startTestApp()
const closed = await startTestApp({ ANONYMOUS_USER_CAN_VIEW_PLANS: '0' })

const planOf = (offering: { id: string }, values: Record<string, unknown> = {}) =>
  world.insert('plan', { offering_id: offering.id, name: 'Standard', unit: 'month', ...values })

test('plans of public offerings are open to everybody, others to the provider', async () => {
  const provider = await world.provider()
  const offeringManager = await world.user()
  const manager = await world.user()
  await world.grant(manager, 'CUSTOMER.MANAGER', 'service_provider', provider)
  const callers = {
    owner: await world.owner(provider.customer),
    manager,
    offeringManager,
    staff: await world.staff(),
    stranger: await world.user(),
    anonymous: undefined,
  }
  const visibleTo = async (values: Record<string, unknown>) => {
    const offering = await world.offering(provider.customer, values)
    await world.grant(offeringManager, 'OFFERING.MANAGER', 'offering', offering)
    const path = `/api/marketplace-plans/${(await planOf(offering)).hex}/`
    const visible: string[] = []
    for (const [name, as] of Object.entries(callers)) {
      const { status } = await get(path, { as })
      if (status === 200) visible.push(name)
      else expect(status).toBe(404)
    }
    return visible
  }
  const inside = ['owner', 'manager', 'offeringManager', 'staff']
  expect(await visibleTo({ state: 2 })).toEqual([...inside, 'stranger', 'anonymous'])
  expect(await visibleTo({ state: 3 })).toEqual([...inside, 'stranger', 'anonymous'])
  expect(await visibleTo({ state: 1 })).toEqual(inside)
  expect(await visibleTo({ state: 4 })).toEqual(inside)
  expect(await visibleTo({ state: 2, shared: false })).toEqual(inside)
})

test('anonymous callers are turned away where the site wants it, before anything is looked up', async () => {
  const { status } = await closed.get('/api/marketplace-plans/00000000000000000000000000000000/')
  expect(status).toBe(401)
})

test('prices of a plan', async () => {
  const { offering, project, owner } = await world.marketplace()
  const plan = await planOf(offering, { unit_price: '6', max_amount: 1 })
  const add = async (type: string, billing: string, values: Record<string, unknown>, name = type) => {
    const component = await world.insert('offering_component', {
      offering_id: offering.id,
      type,
      name,
      billing_type: billing,
      measured_unit: 'unit',
    })
    await world.link('plan_component', { plan_id: plan.id, component_id: component.id, ...values })
  }
  await add('node', 'fixed', { price: 2, amount: 3 })
  await add('idle', 'fixed', { price: '0.5', amount: 0 })
  await add('hours', 'usage', { price: '0.0000000001' })
  await add('setup', 'one', { price: 10, amount: 2 })
  await add('move', 'few', { price: 4, amount: 1 })
  await add('disk', 'limit', { price: '0.1', future_price: '0.2', discount_threshold: 5, discount_rate: 10 }, 'A disk')
  await world.resource(offering, project, { plan_id: plan.id })
  await world.resource(offering, project, { plan_id: plan.id, state: 6 })

  const { body } = await get(`/api/marketplace-plans/${plan.hex}/`, { as: owner })
  expect(body).toMatchObject({
    uuid: plan.hex,
    url: `http://api.test/api/marketplace-plans/${plan.hex}/`,
    offering: `http://api.test/api/marketplace-provider-offerings/${offering.hex}/`,
    unit_price: '6.0000000000',
    max_amount: 1,
    is_active: false,
    resources_count: 2,
    init_price: 20,
    switch_price: 4,
    minimal_price: 16.6,
    plan_type: 'mixed',
    prices: {
      node: '2.0000000000',
      idle: '0.5000000000',
      hours: '0.0000000001',
      setup: '10.0000000000',
      move: '4.0000000000',
      disk: '0.1000000000',
    },
    future_prices: { node: null, idle: null, hours: null, setup: null, move: null, disk: '0.2000000000' },
    quotas: { node: 3, idle: 0, hours: 0, setup: 2, move: 1, disk: 0 },
    organization_groups: [],
  })
  const components = body.components as { type: string }[]
  expect(components.map(({ type }) => type)).toEqual(['disk', 'hours', 'idle', 'move', 'node', 'setup'])
  expect(components[0]).toEqual({
    type: 'disk',
    name: 'A disk',
    measured_unit: 'unit',
    amount: 0,
    price: '0.1000000000',
    future_price: '0.2000000000',
    discount_threshold: 5,
    discount_rate: 10,
  })
})

test.each([
  ['usage', 'usage-based'],
  ['fixed', 'fixed'],
  ['one', 'one-time'],
  ['few', 'on-plan-switch'],
  ['limit', 'limit'],
])('a plan with prices of the billing type %s only is %s', async (billing, planType) => {
  const offering = await world.offering((await world.provider()).customer)
  const plan = await planOf(offering)
  const component = async (type: string, billingType: string, price: number) => {
    const { id } = await world.insert('offering_component', {
      offering_id: offering.id,
      type,
      name: type,
      billing_type: billingType,
    })
    await world.link('plan_component', { plan_id: plan.id, component_id: id, price })
  }
  await component('paid', billing, 1)
  await component('free', billing === 'fixed' ? 'usage' : 'fixed', 0)
  const { body } = await get(`/api/marketplace-plans/${plan.hex}/`)
  expect(body.plan_type).toBe(planType)
})

test('an empty plan has no type and costs nothing', async () => {
  const plan = await planOf(await world.offering((await world.provider()).customer))
  const { body } = await get(`/api/marketplace-plans/${plan.hex}/`)
  expect(body).toMatchObject({ plan_type: null, minimal_price: 0, init_price: 0, prices: {}, components: [] })
  expect(body).toMatchObject({ is_active: true, max_amount: null, unit_price: '0.0000000000' })
})
