import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { billLimitChange, billPlanSwitch, billStart, changeMonths } from '../../server/modules/billing/index.ts'
import { createTestDatabase, World } from '../harness/index.ts'
import { at, change, chargesOf, makeShop, order } from './shop.ts'

// Changes that are billed in another order than that of their instants: an instant is when the transaction began.

const { database } = await createTestDatabase()
const world = new World(database)

const scene = async (instant: string) => {
  const shop = await makeShop(world, [{ type: 'cpu', billing_type: 'limit', prices: ['1'] }])
  const resource = await order(world, shop, { cpu: 10 })
  await change(database, resource, sql`state = 2`, (db) => billStart(db, resource.id, at(instant)))
  let former = 10
  const limit = async (cpu: number, when: string) => {
    await change(database, resource, sql`limits = ${JSON.stringify({ cpu })}::jsonb`, (db) =>
      billLimitChange(db, resource.id, { cpu: former }, at(when)),
    )
    former = cpu
  }
  return { limit, charges: () => chargesOf(database, shop.consumer) }
}

test('a limit that was to change just before the start counts from the start', async () => {
  const { limit, charges } = await scene('2025-06-01T10:00:00.500Z')
  await limit(20, '2025-06-01T10:00:00.400Z')
  expect(await charges()).toEqual(['2025-06 CPU 20 × 1'])
})

test('a limit that was to change just before it had changed already takes its place', async () => {
  const { limit, charges } = await scene('2025-06-01T10:00:00.000Z')
  await limit(15, '2025-06-02T10:00:00.100Z')
  await limit(20, '2025-06-02T09:59:59.900Z')
  // Two days of 10, counted up to 0.07 of the month.
  expect(await charges()).toEqual(['2025-06 CPU 19.3 × 1'])
})

test('a usage that recurs without a plan period costs what the plan cost before a switch that comes first', async () => {
  const components = [
    { type: 'hours', billing_type: 'usage', prices: ['2', '3'] },
    { type: 'base', billing_type: 'fixed', prices: ['100', '100'], amount: 1 },
  ] as const
  const shop = await makeShop(world, components, { units: ['month', 'month'] })
  // As it is loaded from a file.
  const resource = await order(world, shop, {}, { state: 2 })
  await changeMonths(database, at('2025-05-10T00:00:00Z'))
  await world.insert('component_usage', {
    ...{ resource_id: resource.id, component_id: shop.components.hours!.id, usage: '10', recurring: true },
    billing_period: '2025-05-01',
  })
  const instant = '2025-06-01T00:00:20Z'
  const plan_id = shop.plans[1]!.id
  await world.insert('resource_plan_period', { resource_id: resource.id, plan_id, start_time: instant })
  await change(database, resource, sql`plan_id = ${plan_id}`, (db) =>
    billPlanSwitch(db, resource.id, shop.plans[0]!.id, at(instant)),
  )
  expect(await chargesOf(database, shop.consumer)).toContain('2025-06 HOURS 10 × 2')
  await changeMonths(database, at('2025-07-01T00:00:00Z'))
  expect(await chargesOf(database, shop.consumer)).toContain('2025-07 HOURS 10 × 3')
})
