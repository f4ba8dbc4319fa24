import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import {
  billEnd,
  billLimitChange,
  billPlanSwitch,
  billStart,
  changeMonths,
} from '../../server/modules/billing/index.ts'
import { createTestDatabase, World } from '../harness/index.ts'
import {
  at,
  change,
  chargesOf,
  estimateOf,
  invoicesOf,
  itemsOf,
  makeShop,
  order,
  type ComponentValues,
} from './shop.ts'

// Worked examples, the arithmetic written out. Every instant is UTC.

const { database } = await createTestDatabase()
const world = new World(database)

const OK = sql`state = 2`
const TERMINATED = sql`state = 6`

/** Starts a resource with one component and, when wanted, ends it; what it was charged. */
const charged = async (
  component: Omit<ComponentValues, 'type'>,
  {
    unit = 'month',
    limits = {},
    from,
    to,
  }: { unit?: string; limits?: Record<string, number>; from: string; to?: string },
): Promise<string[]> => {
  const shop = await makeShop(world, [{ type: 'cpu', ...component }], { units: [unit] })
  const resource = await order(world, shop, limits)
  await change(database, resource, OK, (db) => billStart(db, resource.id, at(from)))
  if (to !== undefined) await change(database, resource, TERMINATED, (db) => billEnd(db, resource.id, at(to)))
  return (await itemsOf(database, shop.consumer)).map(
    ({ quantity, unit_price, unit: of }) => `${quantity} ${of} × ${unit_price}`,
  )
}

const fixed = { billing_type: 'fixed', prices: ['5'], amount: 3 } as const

describe('a fixed component: price × amount, and by the unit of the plan', () => {
  test.each([
    // A whole month is 1, also when it is February of a leap year.
    ['month', '2024-02-01T00:00:00Z', undefined, '1 month × 15'],
    // 10 February 13:00 to the end: 19 days 11 hours, the 20th day begun. 20 / 29 = 0.6896…, counted up 0.69.
    ['month', '2024-02-10T13:00:00Z', undefined, '0.69 month × 15'],
    // The last day of a leap February: 1 / 29 = 0.0344…
    ['month', '2024-02-29T00:00:00Z', undefined, '0.04 month × 15'],
    ['month', '2023-02-28T23:59:59Z', undefined, '0.04 month × 15'],
    // 5 days and a microsecond: the sixth is begun. 6 / 31 = 0.1935…
    ['month', '2024-01-10T12:00:00Z', '2024-01-15T12:00:00.000001Z', '0.2 month × 15'],
    // Half open: an end on the hour begins no further day. 5 / 31 = 0.1612…
    ['month', '2024-01-10T12:00:00Z', '2024-01-15T12:00:00Z', '0.17 month × 15'],
    ['month', '2024-01-10T12:00:00Z', '2024-01-10T12:00:00Z', '0 month × 15'],
    ['day', '2024-02-10T13:00:00Z', undefined, '20 day × 15'],
    ['day', '2024-12-31T23:59:59Z', undefined, '1 day × 15'],
    ['day', '2024-02-01T00:00:00Z', '2024-02-02T00:00:01Z', '2 day × 15'],
    // 19 days 11 hours = 467 hours.
    ['hour', '2024-02-10T13:00:00Z', undefined, '467 hour × 15'],
    ['hour', '2024-02-10T13:00:00Z', '2024-02-10T14:00:00.000001Z', '2 hour × 15'],
    // Two halves a month; 20 days are 20 / 14.5 = 1.379… halves.
    ['half_month', '2024-02-01T00:00:00Z', undefined, '2 half_month × 15'],
    ['half_month', '2024-02-10T13:00:00Z', undefined, '1.38 half_month × 15'],
    // A third of the price of a quarter in every month; 0.69 / 3 for a part.
    ['quarter', '2024-02-01T00:00:00Z', undefined, '0.3333333333 quarter × 15'],
    ['quarter', '2024-02-10T13:00:00Z', undefined, '0.23 quarter × 15'],
    ['quantity', '2024-02-10T13:00:00Z', '2024-02-11T13:00:00Z', '1 quantity × 15'],
  ])('by %s from %s to %s: %s', async (unit, from, to, expected) => {
    expect(await charged(fixed, { unit, from, to })).toEqual([expected])
  })
})

describe('a limit: price × limit by its period', () => {
  const limit = (limit_period: ComponentValues['limit_period']) =>
    ({ billing_type: 'limit', limit_period, prices: ['0.5'] }) as const

  test.each([
    [undefined, '2024-02-01T00:00:00Z', '8 month × 0.5'],
    ['month', '2024-02-01T00:00:00Z', '8 month × 0.5'],
    // 8 × 0.69
    ['month', '2024-02-10T13:00:00Z', '5.52 month × 0.5'],
    // 29 of the 91 days of the first quarter of a leap year: 8 × 0.3186813187
    ['quarterly', '2024-02-01T00:00:00Z', '2.5494505496 quarter × 0.5'],
    // 29 of 366 days: 8 × 0.0792349727
    ['annual', '2024-02-01T00:00:00Z', '0.6338797816 quantity × 0.5'],
    ['total', '2024-02-10T13:00:00Z', '8 quantity × 0.5'],
  ] as const)('of a %s from %s: %s', async (period, from, expected) => {
    expect(await charged(limit(period), { limits: { cpu: 8 }, from })).toEqual([expected])
  })

  test.each([[{}], [{ cpu: 0 }], [{ other: 4 }], [{ cpu: 'many' as never }]])('nothing for %j', async (limits) => {
    expect(await charged(limit('month'), { limits, from: '2024-02-01T00:00:00Z' })).toEqual([])
  })
})

test('a fee that has an amount is due that many times', async () => {
  const components = [{ type: 'setup', billing_type: 'one', prices: ['30'], amount: 2 }] as const
  const shop = await makeShop(world, components)
  const resource = await order(world, shop)
  await change(database, resource, OK, (db) => billStart(db, resource.id, at('2024-05-03T10:00:00Z')))
  expect(await chargesOf(database, shop.consumer)).toEqual(['2024-05 SETUP 1 × 60'])
})

test('fees are charged once, at the start and at a change of the plan', async () => {
  const shop = await makeShop(
    world,
    [
      { type: 'setup', billing_type: 'one', prices: ['30', '40'] },
      { type: 'swap', billing_type: 'few', prices: ['7', '9'] },
      { type: 'use', billing_type: 'usage', prices: ['1', '1'] },
    ],
    { units: ['month', 'month'] },
  )
  const resource = await order(world, shop)
  await change(database, resource, OK, (db) => billStart(db, resource.id, at('2024-05-03T10:00:00Z')))
  await change(database, resource, sql`plan_id = ${shop.plans[1]!.id}`, (db) =>
    billPlanSwitch(db, resource.id, shop.plans[0]!.id, at('2024-05-20T10:00:00Z')),
  )
  expect(await chargesOf(database, shop.consumer)).toEqual(['2024-05 SETUP 1 × 30', '2024-05 SWAP 1 × 9'])
  // A resource that comes back was set up before.
  await change(database, resource, TERMINATED, (db) => billEnd(db, resource.id, at('2024-05-21T10:00:00Z')))
  await change(database, resource, OK, (db) => billStart(db, resource.id, at('2024-05-22T10:00:00Z')))
  expect(await chargesOf(database, shop.consumer)).toEqual(['2024-05 SETUP 1 × 30', '2024-05 SWAP 1 × 9'])
})

test('a change of the plan ends the items of the old one and begins those of the new one', async () => {
  const shop = await makeShop(
    world,
    [
      { type: 'base', billing_type: 'fixed', prices: ['100', '200'], amount: 1 },
      { type: 'cpu', billing_type: 'limit', prices: ['2', '3'] },
    ],
    { units: ['month', 'day'] },
  )
  const resource = await order(world, shop, { cpu: 10 })
  await change(database, resource, OK, (db) => billStart(db, resource.id, at('2024-04-01T00:00:00Z')))
  await change(database, resource, sql`plan_id = ${shop.plans[1]!.id}`, (db) =>
    billPlanSwitch(db, resource.id, shop.plans[0]!.id, at('2024-04-16T00:00:00Z')),
  )
  expect(await itemsOf(database, shop.consumer)).toEqual([
    // 15 of 30 days.
    {
      name: 'Job (Cluster / Plan 1) / BASE',
      unit: 'month',
      unit_price: '100',
      quantity: '0.5',
      start: '04-01 00:00',
      end: '04-16 00:00',
      month: '2024-04',
    },
    {
      name: 'Job (Cluster / Plan 1) / CPU',
      unit: 'month',
      unit_price: '2',
      quantity: '5',
      start: '04-01 00:00',
      end: '04-16 00:00',
      month: '2024-04',
    },
    {
      name: 'Job (Cluster / Plan 2) / BASE',
      unit: 'day',
      unit_price: '200',
      quantity: '15',
      start: '04-16 00:00',
      end: '04-30 23:59',
      month: '2024-04',
    },
    {
      name: 'Job (Cluster / Plan 2) / CPU',
      unit: 'month',
      unit_price: '3',
      quantity: '5',
      start: '04-16 00:00',
      end: '04-30 23:59',
      month: '2024-04',
    },
  ])
  // 50 + 10 + 3000 + 15, and a fifth of it tax.
  expect(await invoicesOf(database, shop.consumer)).toEqual([
    { month: '2024-04', state: 'pending', cost: '3075.00', price: '3690.00', invoice_date: null },
  ])
})

test('changed limits extend the item of the month; of a total the difference is charged, or given back', async () => {
  const shop = await makeShop(world, [
    { type: 'cpu', billing_type: 'limit', limit_period: 'month', prices: ['1'] },
    { type: 'disk', billing_type: 'limit', limit_period: 'total', prices: ['10'] },
    { type: 'ram', billing_type: 'limit', limit_period: 'month', prices: ['1'] },
  ])
  const resource = await order(world, shop, { cpu: 10, disk: 4 })
  await change(database, resource, OK, (db) => billStart(db, resource.id, at('2024-06-01T00:00:00Z')))
  const limits = (next: Record<string, number>, previous: Record<string, number>, instant: string) =>
    change(database, resource, sql`limits = ${JSON.stringify(next)}::jsonb`, (db) =>
      billLimitChange(db, resource.id, previous, at(instant)),
    )
  await limits({ cpu: 20, disk: 6, ram: 3 }, { cpu: 10, disk: 4 }, '2024-06-10T12:00:00Z')
  await limits({ cpu: 0, disk: 1, ram: 3 }, { cpu: 20, disk: 6, ram: 3 }, '2024-06-20T12:00:00Z')
  expect(await chargesOf(database, shop.consumer)).toEqual([
    // 10 days begun of 30 are 0.34; 20 days are 0.67, that is 0.33 more; the last 10 at nothing. 10 × 0.34 + 20 × 0.33.
    '2024-06 CPU 10 × 1',
    '2024-06 DISK 4 × 10',
    '2024-06 DISK 2 × 10',
    // 10 June 12:00 to the end: 21 days begun of 30. 3 × 0.7
    '2024-06 RAM 2.1 × 1',
    '2024-06 DISK -5 × 10',
  ])
  const { periods } = await database.one<{ periods: unknown }>(sql`
    select details->'resource_limit_periods' as periods from invoice_item
    where resource_id = ${resource.id} and details->>'offering_component_type' = 'cpu'
  `)
  expect(periods).toEqual([
    {
      start: '2024-06-01T00:00:00.000000Z',
      end: '2024-06-10T12:00:00.000000Z',
      quantity: 10,
      billing_periods: 10,
      total: '3.4',
    },
    {
      start: '2024-06-10T12:00:00.000000Z',
      end: '2024-06-20T12:00:00.000000Z',
      quantity: 20,
      billing_periods: 10,
      total: '6.6',
    },
    {
      start: '2024-06-20T12:00:00.000000Z',
      end: '2024-06-30T23:59:59.999999Z',
      quantity: 0,
      billing_periods: 10,
      total: '0',
    },
  ])
  // The next month knows the last limits only; the total is paid.
  await changeMonths(database, at('2024-07-01T00:00:05Z'))
  expect((await chargesOf(database, shop.consumer)).slice(5)).toEqual(['2024-07 RAM 3 × 1'])
  // Back below what was ever paid: 1 × 10 are left of 4 + 2 − 5.
  await limits({ disk: 0 }, { cpu: 0, disk: 1, ram: 3 }, '2024-07-02T00:00:00Z')
  expect((await chargesOf(database, shop.consumer)).slice(6)).toEqual(['2024-07 DISK -1 × 10'])
})

test('prices are rounded up by the item, the tax of an invoice to the hundredth', async () => {
  const shop = await makeShop(world, [{ type: 'cpu', billing_type: 'fixed', prices: ['0.0000000001'], amount: 1 }], {
    tax: '7.5',
  })
  const resource = await order(world, shop)
  await change(database, resource, OK, (db) => billStart(db, resource.id, at('2024-01-31T00:00:00Z')))
  // 0.0000000001 × 0.04, rounded up to 0.01, and 0.00075 of tax.
  expect(await invoicesOf(database, shop.consumer)).toMatchObject([{ cost: '0.01', price: '0.01' }])
  expect(await estimateOf(database, 'project', shop.project)).toBe('0.01')
})

test('an item says what it is for', async () => {
  const shop = await makeShop(world, [{ type: 'cpu', billing_type: 'fixed', prices: ['1'], amount: 1 }])
  const resource = await order(world, shop)
  await change(database, resource, OK, (db) => billStart(db, resource.id, at('2024-01-31T00:00:00Z')))
  const item = await database.one<Record<string, unknown>>(sql`
    select details, measured_unit, article_code, project_name, project_uuid from invoice_item where resource_id = ${resource.id}
  `)
  const { plan_component_id } = await database.one<{ plan_component_id: string }>(sql`
    select id as plan_component_id from plan_component where plan_id = ${shop.plans[0]!.id}
  `)
  expect(item).toEqual({
    measured_unit: 'cpus',
    article_code: 'art-cpu',
    project_name: 'Research',
    project_uuid: shop.project.hex,
    details: {
      resource_name: 'Job',
      resource_uuid: resource.hex,
      plan_name: 'Plan 1',
      plan_uuid: shop.plans[0]!.hex,
      offering_type: 'Marketplace.Basic',
      offering_name: 'Cluster',
      offering_uuid: shop.offering.hex,
      service_provider_name: shop.provider.customer.name,
      service_provider_uuid: shop.provider.hex,
      plan_component_id: Number(plan_component_id),
      offering_component_type: 'cpu',
      offering_component_name: 'CPU',
    },
  })
})

test('nothing is charged for offerings that are not billable, or without a plan', async () => {
  const components = [{ type: 'cpu', billing_type: 'fixed', prices: ['1'], amount: 1 }] as const
  const free = await makeShop(world, components, { offering: { billable: false } })
  const resource = await order(world, free)
  await change(database, resource, OK, (db) => billStart(db, resource.id, at('2024-01-01T00:00:00Z')))
  const shop = await makeShop(world, components)
  const planless = await order(world, shop, {}, { plan_id: null })
  await change(database, planless, OK, (db) => billStart(db, planless.id, at('2024-01-01T00:00:00Z')))
  expect(await invoicesOf(database, free.consumer)).toEqual([])
  expect(await invoicesOf(database, shop.consumer)).toEqual([])
})

test('a start that is billed twice is charged once', async () => {
  const shop = await makeShop(world, [
    { type: 'cpu', billing_type: 'limit', prices: ['1'] },
    { type: 'disk', billing_type: 'limit', limit_period: 'total', prices: ['1'] },
    { type: 'base', billing_type: 'fixed', prices: ['1'], amount: 1 },
    { type: 'setup', billing_type: 'one', prices: ['1'] },
  ])
  const resource = await order(world, shop, { cpu: 2, disk: 3 })
  for (const instant of ['2024-03-01T00:00:00Z', '2024-03-02T00:00:00Z']) {
    await change(database, resource, OK, (db) => billStart(db, resource.id, at(instant)))
  }
  expect(await chargesOf(database, shop.consumer)).toEqual([
    '2024-03 BASE 1 × 1',
    '2024-03 CPU 2 × 1',
    '2024-03 DISK 3 × 1',
    '2024-03 SETUP 1 × 1',
  ])
})
