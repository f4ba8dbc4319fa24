import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp } from '../harness/index.ts'
import { orderScene } from '../harness/order-scene.ts'
import { planScene, PLANS } from '../harness/plan-scene.ts'

const app = await startTestApp()
const { world, get, post, database } = app
const { owner, makeOffering, makePlan, act, useIt } = await planScene(app)

describe('prices', () => {
  test('of a plan that nobody uses are in force at once; those not named become zero', async () => {
    const { offering } = await makeOffering()
    const { path } = await makePlan(offering)
    await act(path, 'update_quotas', { quotas: { cpu: 4 } })
    expect(await act(path, 'update_prices', { prices: { cpu: '0.1', hours: 0.2 } })).toMatchObject({
      status: 200,
      text: '',
    })
    expect((await get(path, { as: owner })).body).toMatchObject({
      prices: { cpu: '0.1000000000', hours: '0.2000000000', disk: '0.0000000000' },
      future_prices: { cpu: null, hours: null, disk: null },
      // 4 × 0.1, exactly.
      unit_price: '0.4000000000',
      quotas: { cpu: 4, hours: 0, disk: 0 },
    })
    await act(path, 'update_prices', { prices: { disk: 7 } })
    expect((await get(path, { as: owner })).body).toMatchObject({
      prices: { cpu: '0.0000000000', hours: '0.0000000000', disk: '7.0000000000' },
      unit_price: '0.0000000000',
    })
    const events = await eventsOf(database, 'offering', offering)
    expect(
      events.filter(({ event_type: type }) => type.startsWith('marketplace_plan_component_current')),
    ).toMatchObject([
      { message: 'Current price of component cpu in plan Standard has been updated: 0.0000000000 -> 0.1000000000.' },
      { message: 'Current price of component hours in plan Standard has been updated: 0.0000000000 -> 0.2000000000.' },
      { context: { component_type: 'cpu', plan_name: 'Standard', offering_uuid: offering.hex } },
      { context: { component_type: 'disk' } },
      { context: { component_type: 'hours' } },
    ])
  })

  test('of a plan in use are announced, and the price that is in force stays', async () => {
    const { offering } = await makeOffering()
    const { path } = await makePlan(offering)
    await act(path, 'update_quotas', { quotas: { cpu: 2 } })
    await act(path, 'update_prices', { prices: { cpu: 1, disk: 3 } })
    await useIt(offering, path)
    expect((await act(path, 'update_prices', { prices: { cpu: 2 } })).status).toBe(200)
    expect((await get(path, { as: owner })).body).toMatchObject({
      prices: { cpu: '1.0000000000', disk: '3.0000000000', hours: '0.0000000000' },
      future_prices: { cpu: '2.0000000000', disk: '0.0000000000', hours: '0.0000000000' },
      unit_price: '2.0000000000',
    })
    const types = (await eventsOf(database, 'offering', offering)).map(({ event_type }) => event_type)
    expect(types.filter((type) => type === 'marketplace_plan_component_future_price_updated')).toHaveLength(2)
  })

  // C-244
  test('of a plan that was in use are announced, too: its months may still be billed', async () => {
    const scene = await orderScene(app)
    const hours = await world.insert('offering_component', {
      ...{ offering_id: scene.offering.id, type: 'hours', name: 'Hours', billing_type: 'usage' },
    })
    for (const { id } of [scene.plan, scene.otherPlan]) {
      await world.link('plan_component', { plan_id: id, component_id: hours.id, price: '1' })
    }
    const { resource } = await scene.running()
    const { uuid: period } = await database.one<{ uuid: string }>(sql`
      select period.uuid from resource_plan_period as period join resource on resource.id = period.resource_id
      where resource.uuid = ${resource}::uuid
    `)
    const { body } = await scene.actOn(resource, 'switch_plan', scene.staff, {
      plan: `http://api.test${PLANS}${scene.otherPlan.hex}/`,
    })
    for (const action of ['approve_by_provider', 'set_state_done']) {
      expect((await scene.act(body.order_uuid, action, scene.owner)).status).toBe(200)
    }
    const path = `${PLANS}${scene.plan.hex}/`
    const prices = { ram: '1.5', node: '10', hours: '9' }
    expect((await act(path, 'update_prices', { prices }, scene.owner)).status).toBe(200)
    const usages = [{ type: 'hours', amount: '10' }]
    const report = await post('/api/marketplace-component-usages/set_usage/', {
      ...{ as: scene.owner, body: { plan_period: period, usages } },
    })
    expect(report.status).toBe(201)
    expect((await get(path, { as: scene.owner })).body.future_prices).toMatchObject({ hours: '9.0000000000' })
    const billed = await database.rows(sql`
      select trim_scale(quantity)::text as quantity, trim_scale(unit_price)::text as price
      from invoice_item where component_id = ${hours.id}
    `)
    expect(billed).toEqual([{ quantity: '10', price: '1' }])
  })

  test('of components that the plan had no row for are added', async () => {
    const { offering } = await makeOffering()
    const plan = await world.insert('plan', { offering_id: offering.id, name: 'Bare' })
    const path = `${PLANS}${plan.hex}/`
    expect((await get(path, { as: owner })).body.prices).toEqual({})
    await act(path, 'update_prices', { prices: { cpu: 5 } })
    expect((await get(path, { as: owner })).body.prices).toEqual({
      cpu: '5.0000000000',
      hours: '0.0000000000',
      disk: '0.0000000000',
    })
  })

  test.each([
    [{ prices: { gpu: 1, ram: 2, cpu: 3 } }, ['Invalid components gpu, ram.']],
    [{}, { prices: ['This field is required.'] }],
    [{ prices: [1] }, { prices: ['Expected a dictionary of items but got type "list".'] }],
    [{ prices: { cpu: -1 } }, { prices: { cpu: ['Ensure this value is greater than or equal to 0.'] } }],
    [{ prices: { cpu: 'x' } }, { prices: { cpu: ['A valid number is required.'] } }],
    [
      { prices: { cpu: '1234567890123' } },
      { prices: { cpu: ['Ensure that there are no more than 12 digits before the decimal point.'] } },
    ],
  ])('%j is refused and changes nothing', async (sent, problem) => {
    const { offering } = await makeOffering()
    const { path } = await makePlan(offering)
    await act(path, 'update_prices', { prices: { cpu: 9 } })
    expect(await act(path, 'update_prices', sent)).toMatchObject({ status: 400, body: problem })
    expect((await get(path, { as: owner })).body.prices.cpu).toBe('9.0000000000')
  })

  test('a sum that cannot be stored is refused', async () => {
    const { offering } = await makeOffering()
    const { path } = await makePlan(offering)
    await act(path, 'update_quotas', { quotas: { cpu: 2_000_000_000 } })
    expect(await act(path, 'update_prices', { prices: { cpu: '99999999999' } })).toMatchObject({
      status: 400,
      body: { prices: ['Ensure that there are no more than 12 digits before the decimal point.'] },
    })
  })
})

describe('quotas', () => {
  test('are for components of fixed billing; those not named become zero', async () => {
    const { offering } = await makeOffering()
    await world.insert('offering_component', { offering_id: offering.id, type: 'ram', name: 'ram' })
    const { path } = await makePlan(offering)
    expect(await act(path, 'update_quotas', { quotas: { cpu: 3, ram: 1 } })).toMatchObject({ status: 200, text: '' })
    expect((await get(path, { as: owner })).body.quotas).toEqual({ cpu: 3, ram: 1, hours: 0, disk: 0 })
    await act(path, 'update_quotas', { quotas: { ram: '2' } })
    expect((await get(path, { as: owner })).body.quotas).toEqual({ cpu: 0, ram: 2, hours: 0, disk: 0 })
  })

  test.each([
    [{ quotas: { hours: 1 } }, ['Invalid components hours.']],
    [{ quotas: { gpu: 1, disk: 1 } }, ['Invalid components gpu, disk.']],
    [{ quotas: { cpu: -1 } }, { quotas: { cpu: ['Ensure this value is greater than or equal to 0.'] } }],
    [{ quotas: { cpu: 1.5 } }, { quotas: { cpu: ['A valid integer is required.'] } }],
    [
      { quotas: { cpu: 2_147_483_648 } },
      { quotas: { cpu: ['Ensure this value is less than or equal to 2147483647.'] } },
    ],
  ])('%j is refused', async (sent, problem) => {
    const { offering } = await makeOffering()
    const { path } = await makePlan(offering)
    expect(await act(path, 'update_quotas', sent)).toMatchObject({ status: 400, body: problem })
  })
})

describe('discounts', () => {
  test('are given from a threshold on; components that are not named keep theirs', async () => {
    const { offering } = await makeOffering()
    const { path } = await makePlan(offering)
    const set = (discounts: unknown) => act(path, 'update_discounts', { discounts })
    expect(await set({ cpu: { discount_threshold: 10, discount_rate: 20 } })).toMatchObject({ status: 200, text: '' })
    await set({ disk: { discount_threshold: 1, discount_rate: 5 } })
    const discountsOf = async () =>
      (await get(path, { as: owner })).body.components.map(
        (row: { type: string; discount_threshold: number; discount_rate: number }) => [
          row.type,
          row.discount_threshold,
          row.discount_rate,
        ],
      ) as unknown
    expect(await discountsOf()).toEqual([
      ['cpu', 10, 20],
      ['disk', 1, 5],
      ['hours', null, null],
    ])
    await set({ cpu: { discount_threshold: null, discount_rate: null } })
    expect(await discountsOf()).toContainEqual(['cpu', null, null])
  })

  test.each([
    [{ gpu: {} }, ['Invalid components gpu.']],
    [
      { cpu: { discount_rate: 101 } },
      { discounts: { cpu: { discount_rate: ['Ensure this value is less than or equal to 100.'] } } },
    ],
    [
      { cpu: { discount_threshold: 0 } },
      { discounts: { cpu: { discount_threshold: ['Ensure this value is greater than or equal to 1.'] } } },
    ],
  ])('%j is refused', async (discounts, problem) => {
    const { offering } = await makeOffering()
    const { path } = await makePlan(offering)
    expect(await act(path, 'update_discounts', { discounts })).toMatchObject({ status: 400, body: problem })
  })
})
