import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { billStart, billUsage, changeMonths, turnPrices } from '../../server/modules/billing/index.ts'
import { createTestDatabase, World } from '../harness/index.ts'
import { at, change, chargesOf, makeShop, order } from './shop.ts'

const { database } = await createTestDatabase()
const world = new World(database)

test('usage of a month that is over costs what it cost then', async () => {
  const prices = [{ type: 'hours', billing_type: 'usage', prices: ['0.5'] }] as const
  const shop = await makeShop(world, prices)
  const resource = await order(world, shop)
  await change(database, resource, sql`state = 2`, (db) => billStart(db, resource.id, at('2024-04-01T00:00:00Z')))
  const announce = (price: number) =>
    database.run(sql`
      update plan_component set future_price = ${price}
      where plan_id = ${shop.plans[0]!.id} and component_id = ${shop.components.hours!.id}
    `)
  await changeMonths(database, at('2024-04-01T00:00:00Z'))
  await announce(9)
  // May passes without a server.
  await changeMonths(database, at('2024-06-02T00:00:00Z'))
  await announce(10)
  await changeMonths(database, at('2024-07-02T00:00:00Z'))
  for (const month of ['04', '05', '06', '07']) {
    const usage = await world.insert('component_usage', {
      ...{ resource_id: resource.id, component_id: shop.components.hours!.id, usage: '1' },
      billing_period: `2024-${month}-01`,
    })
    await database.transaction((db) => billUsage(db, usage.id, at('2024-07-03T00:00:00Z')))
  }
  expect(await chargesOf(database, shop.consumer)).toEqual([
    '2024-04 HOURS 1 × 0.5',
    '2024-05 HOURS 1 × 9',
    '2024-06 HOURS 1 × 9',
    '2024-07 HOURS 1 × 10',
  ])
})

test('a month that is made late is charged at the prices of that month', async () => {
  const shop = await makeShop(world, [
    { type: 'base', billing_type: 'fixed', prices: ['100'], amount: 2 },
    { type: 'hours', billing_type: 'usage', prices: ['1'] },
  ])
  const resource = await order(world, shop)
  await change(database, resource, sql`state = 2`, (db) => billStart(db, resource.id, at('2025-01-01T00:00:00Z')))
  const usage = await world.insert('component_usage', {
    ...{ resource_id: resource.id, component_id: shop.components.hours!.id, usage: '1', recurring: true },
    billing_period: '2025-01-01',
  })
  await database.transaction((db) => billUsage(db, usage.id, at('2025-01-03T00:00:00Z')))
  // February begins for everybody else, and a price is announced for March.
  await database.transaction((db) => turnPrices(db, at('2025-02-01T00:00:00Z')))
  await database.run(sql`update plan_component set future_price = price * 3 where plan_id = ${shop.plans[0]!.id}`)
  await changeMonths(database, at('2025-03-02T00:00:00Z'))
  expect(await chargesOf(database, shop.consumer)).toEqual([
    '2025-01 BASE 1 × 200',
    '2025-01 HOURS 1 × 1',
    '2025-02 HOURS 1 × 1',
    '2025-02 BASE 1 × 200',
    '2025-03 HOURS 1 × 3',
    '2025-03 BASE 1 × 600',
  ])
})
