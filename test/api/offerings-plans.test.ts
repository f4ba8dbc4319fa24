import { describe, expect, test } from 'vitest'
import { startTestApp, type Made } from '../harness/index.ts'

const { world, get } = await startTestApp()

/** An offering and what its owner sees of its plans. */
const catalogue = async () => {
  const provider = await world.provider()
  const owner = await world.owner(provider.customer)
  const offering = await world.offering(provider.customer)
  const url = `/api/marketplace-service-providers/${provider.hex}/offerings/`
  const plans = async (caller: { id: string } = owner) => {
    const { status, body } = await get(url, { as: caller, query: { field: 'plans' } })
    expect(status).toBe(200)
    return body[0].plans
  }
  const addPlan = (values: Record<string, unknown> = {}) =>
    world.insert('plan', { offering_id: offering.id, name: 'Sample plan', ...values })
  /** A component of the offering and its price in the plan. */
  const price = async (plan: Made, type: string, billingType: string, values: Record<string, unknown>) => {
    const component = await world.insert('offering_component', {
      offering_id: offering.id,
      type,
      name: type,
      billing_type: billingType,
    })
    await world.link('plan_component', { plan_id: plan.id, component_id: component.id, ...values })
    return component
  }
  return { offering, plans, addPlan, price }
}

test('a plan without prices', async () => {
  const { plans, addPlan } = await catalogue()
  const plan = await addPlan()
  expect(await plans()).toEqual([
    {
      url: `http://api.test/api/marketplace-plans/${plan.hex}/`,
      uuid: plan.hex,
      name: 'Sample plan',
      description: '',
      article_code: '',
      max_amount: null,
      archived: false,
      is_active: true,
      unit_price: '0.0000000000',
      unit: 'day',
      init_price: 0,
      switch_price: 0,
      backend_id: '',
      organization_groups: [],
      components: [],
      prices: {},
      future_prices: {},
      quotas: {},
      resources_count: 0,
      plan_type: null,
      minimal_price: 0,
    },
  ])
})

test('a plan with prices of every kind', async () => {
  const { plans, addPlan, price } = await catalogue()
  const plan = await addPlan({
    name: 'Full',
    description: 'Sample description',
    article_code: 'P-1',
    max_amount: 3,
    archived: true,
    unit: 'half_month',
    unit_price: '12.5',
    backend_id: 'plan-1',
  })
  await price(plan, 'fee', 'one', { amount: 2, price: '12.5', future_price: '0' })
  await price(plan, 'deposit', 'one', { amount: 0, price: '3' })
  await price(plan, 'change', 'few', { amount: 3, price: '4.0000000001', future_price: '5.25' })
  await price(plan, 'cpu', 'fixed', { amount: 4, price: '1.25', discount_threshold: 10, discount_rate: 15 })
  await price(plan, 'gpu', 'fixed', { amount: 0, price: '7' })
  await price(plan, 'ram', 'limit', { amount: 10, price: '2.5' })
  await price(plan, 'traffic', 'usage', { amount: 5, price: '0.0000000001' })
  await price(plan, 'free', 'fixed', { amount: 9, price: '0' })
  const [shown] = await plans()
  expect(shown).toMatchObject({
    name: 'Full',
    description: 'Sample description',
    article_code: 'P-1',
    max_amount: 3,
    archived: true,
    unit: 'half_month',
    // Stored, not computed.
    unit_price: '12.5000000000',
    backend_id: 'plan-1',
    // 2 × 12.5 + 0 × 3
    init_price: 25,
    // 3 × 4.0000000001
    switch_price: 12.0000000003,
    // fee 12.5, deposit 3, cpu 4 × 1.25, gpu once, ram 2.5; nothing for change and traffic.
    minimal_price: 30,
    plan_type: 'mixed',
    quotas: { fee: 2, deposit: 0, change: 3, cpu: 4, gpu: 0, ram: 10, traffic: 5, free: 9 },
  })
  expect(shown.prices).toEqual({
    fee: '12.5000000000',
    deposit: '3.0000000000',
    change: '4.0000000001',
    cpu: '1.2500000000',
    gpu: '7.0000000000',
    ram: '2.5000000000',
    traffic: '0.0000000001',
    free: '0.0000000000',
  })
  expect(shown.future_prices).toEqual({
    fee: '0.0000000000',
    deposit: null,
    change: '5.2500000000',
    cpu: null,
    gpu: null,
    ram: null,
    traffic: null,
    free: null,
  })
})

test('the components of a plan are ordered by name and complete', async () => {
  const { offering, plans, addPlan } = await catalogue()
  const plan = await addPlan()
  const add = async (values: Record<string, unknown>, inPlan: Record<string, unknown>) => {
    const component = await world.insert('offering_component', { offering_id: offering.id, ...values })
    await world.link('plan_component', { plan_id: plan.id, component_id: component.id, ...inPlan })
  }
  await add({ type: 'a', name: 'Zeta', measured_unit: 'h' }, { amount: 1, price: '999999999999.9999999999' })
  await add(
    { type: 'z', name: 'alpha', measured_unit: 'GB' },
    { amount: 7, price: '1', future_price: '2', discount_threshold: 5, discount_rate: 0 },
  )
  await world.insert('offering_component', { offering_id: offering.id, type: 'unpriced', name: 'beta' })
  const [shown] = await plans()
  expect(shown.components).toEqual([
    {
      type: 'z',
      name: 'alpha',
      measured_unit: 'GB',
      amount: 7,
      price: '1.0000000000',
      future_price: '2.0000000000',
      discount_threshold: 5,
      discount_rate: 0,
    },
    {
      type: 'a',
      name: 'Zeta',
      measured_unit: 'h',
      amount: 1,
      price: '999999999999.9999999999',
      future_price: null,
      discount_threshold: null,
      discount_rate: null,
    },
  ])
})

test('very large sums stay exact enough for a number', async () => {
  const { plans, addPlan, price } = await catalogue()
  const plan = await addPlan({ unit_price: '999999999999.9999999999' })
  await price(plan, 'fee', 'one', { amount: 2, price: '400000000000.25' })
  expect(await plans()).toMatchObject([{ unit_price: '999999999999.9999999999', init_price: 800_000_000_000.5 }])
})

test.each<[string | null, [string, string][]]>([
  ['usage-based', [['usage', '1']]],
  ['fixed', [['fixed', '1']]],
  ['one-time', [['one', '1']]],
  ['on-plan-switch', [['few', '1']]],
  ['limit', [['limit', '0.0000000001']]],
  [
    'usage-based',
    [
      ['usage', '1'],
      ['usage', '2'],
      ['fixed', '0'],
    ],
  ],
  [
    'mixed',
    [
      ['usage', '1'],
      ['fixed', '2'],
    ],
  ],
  [
    'mixed',
    [
      ['one', '1'],
      ['few', '1'],
      ['limit', '1'],
    ],
  ],
  [null, [['fixed', '0']]],
  [null, []],
])('the type is %s for components %j', async (planType, components) => {
  const { plans, addPlan, price } = await catalogue()
  const plan = await addPlan()
  for (const [index, [billingType, amount]] of components.entries()) {
    await price(plan, `c${String(index)}`, billingType, { amount: 1, price: amount })
  }
  expect(await plans()).toMatchObject([{ plan_type: planType }])
})

describe('resources', () => {
  test('of any state are counted, live ones use up the plan', async () => {
    const { offering, plans, addPlan } = await catalogue()
    const project = await world.project(await world.customer())
    const use = async (plan: Made, ...states: number[]) => {
      for (const state of states) await world.resource(offering, project, { plan_id: plan.id, state })
    }
    await use(await addPlan({ name: 'a: unlimited' }), 1, 2, 3, 4, 5, 6)
    await use(await addPlan({ name: 'b: one of two left', max_amount: 2 }), 2, 6, 6)
    await use(await addPlan({ name: 'c: used up', max_amount: 2 }), 1, 5)
    await use(await addPlan({ name: 'd: overused', max_amount: 1 }), 3, 4)
    await addPlan({ name: 'e: unused', max_amount: 1 })
    await use(await addPlan({ name: 'f: archived', archived: true }), 2)
    await world.resource(offering, project)
    expect(await plans()).toMatchObject([
      { name: 'a: unlimited', resources_count: 6, is_active: true },
      { name: 'b: one of two left', resources_count: 3, is_active: true },
      { name: 'c: used up', resources_count: 2, is_active: false },
      { name: 'd: overused', resources_count: 2, is_active: false },
      { name: 'e: unused', resources_count: 0, is_active: true },
      { name: 'f: archived', resources_count: 1, is_active: true },
    ])
  })
})

describe('organization groups', () => {
  test('restrict a plan, which stays visible to everybody', async () => {
    const { plans, addPlan } = await catalogue()
    const restricted = await addPlan({ name: 'restricted' })
    await addPlan({ name: 'archived', archived: true })
    const root = await world.insert('organization_group', { name: 'root' })
    const leaf = await world.insert('organization_group', { name: 'leaf', parent_id: root.id })
    for (const group of [root, leaf]) {
      await world.link('plan_organization_group', { plan_id: restricted.id, organization_group_id: group.id })
    }
    const member = await world.customer()
    await world.link('customer_organization_group', { customer_id: member.id, organization_group_id: leaf.id })
    const expected = [
      { name: 'archived', organization_groups: [] },
      {
        name: 'restricted',
        organization_groups: [
          {
            uuid: leaf.hex,
            url: `http://api.test/api/organization-groups/${leaf.hex}/`,
            name: 'leaf',
            parent_uuid: root.hex,
            parent_name: 'root',
            parent: `http://api.test/api/organization-groups/${root.hex}/`,
            customers_count: 1,
          },
          {
            uuid: root.hex,
            url: `http://api.test/api/organization-groups/${root.hex}/`,
            name: 'root',
            parent: null,
            customers_count: 0,
          },
        ],
      },
    ]
    for (const caller of [undefined, await world.user()]) {
      const seen = (await plans(caller)) as { name: string; organization_groups: unknown }[]
      expect(seen.map(({ name, organization_groups }) => ({ name, organization_groups }))).toEqual(expected)
    }
  })
})
