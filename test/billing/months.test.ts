import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { Database } from '../../server/db/database.ts'
import {
  billEnd,
  billLimitChange,
  billPlanSwitch,
  billStart,
  billUsage,
  changeMonths,
  takeAccount,
} from '../../server/modules/billing/index.ts'
import { createTestDatabase, World } from '../harness/index.ts'
import { at, change, chargesOf, estimateOf, invoicesOf, itemsOf, makeShop, order, type Shop } from './shop.ts'

const { database, url } = await createTestDatabase()
const world = new World(database)

const OK = sql`state = 2`

const priceList = [
  { type: 'base', billing_type: 'fixed', prices: ['100', '10'], amount: 1 },
  { type: 'cpu', billing_type: 'limit', prices: ['2', '3'] },
  { type: 'setup', billing_type: 'one', prices: ['5', '5'] },
  { type: 'hours', billing_type: 'usage', prices: ['0.5', '0.5'] },
] as const

/** A resource with a limit of 10 that was started at an instant. */
const started = async (instant: string, options: { offering?: Record<string, unknown> } = {}) => {
  const shop = await makeShop(world, priceList, { units: ['month', 'month'], ...options })
  const resource = await order(world, shop, { cpu: 10 })
  await change(database, resource, OK, (db) => billStart(db, resource.id, at(instant)))
  return { shop, resource }
}

const reportUsage = async (
  { shop, resource }: { shop: Shop; resource: { id: string } },
  values: { usage: string; billing_period: string; recurring?: boolean; plan_period_id?: string },
  now: string,
) => {
  const usage = await world.insert('component_usage', {
    ...{ resource_id: resource.id, component_id: shop.components.hours!.id, ...values },
  })
  await database.transaction((db) => billUsage(db, usage.id, at(now)))
  return usage
}

test('a new month closes the last invoice and charges what recurs, over the turn of a year', async () => {
  const { shop } = await started('2023-12-22T00:00:00Z')
  await changeMonths(database, at('2024-01-01T00:00:01Z'))
  expect(await chargesOf(database, shop.consumer)).toEqual([
    // 10 of 31 days: 0.3225…, counted up.
    '2023-12 BASE 0.33 × 100',
    '2023-12 CPU 3.3 × 2',
    '2023-12 SETUP 1 × 5',
    '2024-01 BASE 1 × 100',
    '2024-01 CPU 10 × 2',
  ])
  expect(await invoicesOf(database, shop.consumer)).toEqual([
    // 33 + 6.6 + 5 = 44.6, with a fifth 53.52.
    { month: '2023-12', state: 'created', cost: '44.60', price: '53.52', invoice_date: '2024-01-01' },
    { month: '2024-01', state: 'pending', cost: '120.00', price: '144.00', invoice_date: null },
  ])
  expect(await estimateOf(database, 'customer', shop.consumer)).toBe('120')
  expect(await estimateOf(database, 'project', shop.project)).toBe('120')
})

test('a fixed-price contract pays the invoice that is closed', async () => {
  const { shop } = await started('2024-01-01T00:00:00Z')
  await world.insert('payment_profile', {
    ...{ organization_id: shop.consumer.id, payment_type: 'fixed_price', is_active: true },
  })
  await changeMonths(database, at('2024-02-01T00:00:00Z'))
  expect((await invoicesOf(database, shop.consumer)).map(({ state }) => state)).toEqual(['paid', 'pending'])
})

test('after months without a server every month is made, once, whoever comes first', async () => {
  const { shop, resource } = await started('2023-11-01T00:00:00Z')
  await reportUsage(
    { shop, resource },
    { usage: '8', billing_period: '2023-11-01', recurring: true },
    '2023-11-20T00:00:00Z',
  )
  const months = ['2023-12', '2024-01', '2024-02', '2024-03']
  for (let again = 0; again < 2; again++) {
    await changeMonths(database, at('2024-03-15T12:00:00Z'))
    expect((await chargesOf(database, shop.consumer)).slice(4)).toEqual(
      months.flatMap((month) => [`${month} HOURS 8 × 0.5`, `${month} BASE 1 × 100`, `${month} CPU 10 × 2`]),
    )
  }
  expect(
    (await invoicesOf(database, shop.consumer)).map(({ month, state, invoice_date }) => [month, state, invoice_date]),
  ).toEqual([
    ['2023-11', 'created', '2023-12-01'],
    ['2023-12', 'created', '2024-01-01'],
    ['2024-01', 'created', '2024-02-01'],
    ['2024-02', 'created', '2024-03-01'],
    ['2024-03', 'pending', null],
  ])
})

test('a usage that recurs gives way to what is reported, and ends with the resource', async () => {
  const made = await started('2024-01-01T00:00:00Z')
  const { shop, resource } = made
  await reportUsage(made, { usage: '8', billing_period: '2024-01-01', recurring: true }, '2024-01-20T00:00:00Z')
  await reportUsage(made, { usage: '3', billing_period: '2024-02-01' }, '2024-02-01T00:00:00Z')
  await changeMonths(database, at('2024-03-01T00:00:00Z'))
  const usages = (await chargesOf(database, shop.consumer)).filter((charge) => charge.includes('HOURS'))
  expect(usages).toEqual(['2024-01 HOURS 8 × 0.5', '2024-02 HOURS 3 × 0.5'])
  await reportUsage(made, { usage: '1', billing_period: '2024-03-01', recurring: true }, '2024-03-02T00:00:00Z')
  await change(database, resource, sql`state = 6`, (db) => billEnd(db, resource.id, at('2024-03-03T00:00:00Z')))
  await changeMonths(database, at('2024-05-01T00:00:00Z'))
  expect((await chargesOf(database, shop.consumer)).filter((charge) => /2024-0[45]/.test(charge))).toEqual([])
})

test('a usage that recurs goes on under a new plan, by its price', async () => {
  const { shop, resource } = await started('2024-01-01T00:00:00Z')
  await database.run(sql`
    update plan_component set price = 0.7
    where plan_id = ${shop.plans[1]!.id} and component_id = ${shop.components.hours!.id}
  `)
  const period = (index: number, start_time: string, end_time: string | null) =>
    world.insert('resource_plan_period', {
      ...{ resource_id: resource.id, plan_id: shop.plans[index]!.id, start_time, end_time },
    })
  const former = await period(0, '2024-01-01T00:00:00Z', '2024-01-10T00:00:00Z')
  const current = await period(1, '2024-01-10T00:00:00Z', null)
  await change(database, resource, sql`plan_id = ${shop.plans[1]!.id}`, (db) =>
    billPlanSwitch(db, resource.id, shop.plans[0]!.id, at('2024-01-10T00:00:00Z')),
  )
  const report = { billing_period: '2024-01-01', recurring: true }
  await reportUsage({ shop, resource }, { ...report, usage: '8', plan_period_id: former.id }, '2024-01-09T00:00:00Z')
  await changeMonths(database, at('2024-02-01T00:00:00Z'))
  const hours = async () => (await chargesOf(database, shop.consumer)).filter((charge) => charge.includes('HOURS'))
  expect(await hours()).toEqual(['2024-01 HOURS 8 × 0.5', '2024-02 HOURS 8 × 0.7'])
  // Where both plans have one, the later goes on.
  await database.run(sql`
    update component_usage set plan_period_id = ${former.id}
    where resource_id = ${resource.id} and billing_period = '2024-02-01'
  `)
  await reportUsage(
    { shop, resource },
    { ...report, billing_period: '2024-02-01', usage: '5', plan_period_id: current.id },
    '2024-02-09T00:00:00Z',
  )
  await changeMonths(database, at('2024-03-01T00:00:00Z'))
  expect((await hours()).filter((charge) => charge.startsWith('2024-03'))).toEqual(['2024-03 HOURS 5 × 0.7'])
})

test('what began before a month that others have made since happens at its beginning', async () => {
  const { shop, resource } = await started('2024-01-01T00:00:00Z')
  await changeMonths(database, at('2024-02-01T00:00:01Z'))
  const late = at('2024-01-31T23:59:59Z')
  await change(database, resource, sql`state = 6`, (db) => billEnd(db, resource.id, late))
  const next = await order(world, shop, {}, { name: 'Next' })
  await change(database, next, OK, (db) => billStart(db, next.id, late))
  const february = (await itemsOf(database, shop.consumer)).filter(({ month }) => month === '2024-02')
  expect(february.map(({ name, quantity, start, end }) => [name.split(' (')[0], quantity, start, end])).toEqual([
    ['Job', '0', '02-01 00:00', '02-01 00:00'],
    ['Job', '0', '02-01 00:00', '02-01 00:00'],
    ['Next', '1', '02-01 00:00', '02-29 23:59'],
    ['Next', '1', '02-01 00:00', '02-29 23:59'],
  ])
  expect((await invoicesOf(database, shop.consumer)).at(-1)).toMatchObject({ cost: '105.00' })
})

test('an invoice that is made late, for a month that is over, is sent at once', async () => {
  const made = await started('2024-03-05T00:00:00Z')
  await reportUsage(made, { usage: '8', billing_period: '2024-01-01' }, '2024-03-20T00:00:00Z')
  const states = (await invoicesOf(database, made.shop.consumer)).map(({ month, state, invoice_date }) => [
    month,
    state,
    invoice_date,
  ])
  expect(states).toEqual([
    ['2024-01', 'created', '2024-02-01'],
    ['2024-03', 'pending', null],
  ])
})

test('prices, limits and usages out of all proportion keep nobody from the new month', async () => {
  const components = [
    { type: 'base', billing_type: 'fixed', prices: ['900000000000'], amount: 1_000_000 },
    { type: 'cpu', billing_type: 'limit', prices: ['900000000000'] },
    { type: 'hours', billing_type: 'usage', prices: ['2'] },
  ] as const
  const shop = await makeShop(world, components)
  const resource = await order(world, shop, { cpu: 999_999_999_999_999 })
  await change(database, resource, OK, (db) => billStart(db, resource.id, at('2024-01-01T00:00:00Z')))
  const huge = { usage: '5000000000000', billing_period: '2024-01-01', recurring: true }
  await reportUsage({ shop, resource }, huge, '2024-01-20T00:00:00Z')
  await changeMonths(database, at('2024-02-01T00:00:00Z'))
  expect((await chargesOf(database, shop.consumer)).sort()).toEqual(
    ['2024-01', '2024-02'].flatMap((month) => [
      `${month} BASE 1 × 999999999999`,
      `${month} CPU 999999999999 × 900000000000`,
      `${month} HOURS 999999999999 × 2`,
    ]),
  )
  expect(Number(await estimateOf(database, 'customer', shop.consumer))).toBeGreaterThan(8e23)
})

test('only live resources are charged, and nothing that was never delivered', async () => {
  const { shop, resource } = await started('2024-01-01T00:00:00Z')
  const states = [1, 2, 3, 4, 5, 6]
  for (const state of states) await order(world, shop, {}, { name: `State ${String(state)}`, state })
  const failed = await order(world, shop, {}, { name: 'Failed', state: 3 })
  const user = await world.user()
  await world.insert('marketplace_order', {
    ...{ resource_id: failed.id, offering_id: shop.offering.id, project_id: shop.project.id, type: 1, state: 4 },
    created_by_id: user.id,
  })
  await change(database, resource, sql`state = 6`, (db) => billEnd(db, resource.id, at('2024-01-10T00:00:00Z')))
  await changeMonths(database, at('2024-02-01T00:00:00Z'))
  const charged = (await itemsOf(database, shop.consumer)).filter(({ month }) => month === '2024-02')
  expect(charged.map(({ name }) => name.split(' (')[0])).toEqual(['State 2', 'State 3', 'State 4', 'State 5'])
})

describe('a change that comes before the job has made its month finds it made', () => {
  const month = (charges: string[]) => charges.filter((charge) => charge.startsWith('2024-02'))

  test('the end of a resource', async () => {
    const { shop, resource } = await started('2024-01-01T00:00:00Z')
    await change(database, resource, sql`state = 6`, (db) => billEnd(db, resource.id, at('2024-02-02T12:00:00Z')))
    // Two days begun of 29: 0.0689…
    expect(month(await chargesOf(database, shop.consumer))).toEqual(['2024-02 BASE 0.07 × 100', '2024-02 CPU 0.7 × 2'])
    await changeMonths(database, at('2024-02-03T00:00:00Z'))
    expect(month(await chargesOf(database, shop.consumer))).toHaveLength(2)
  })

  test('another plan', async () => {
    const { shop, resource } = await started('2024-01-01T00:00:00Z')
    await change(database, resource, sql`plan_id = ${shop.plans[1]!.id}`, (db) =>
      billPlanSwitch(db, resource.id, shop.plans[0]!.id, at('2024-02-02T00:00:00Z')),
    )
    await changeMonths(database, at('2024-02-03T00:00:00Z'))
    // One day of 29 of the old plan, 28 days of the new one.
    expect(month(await chargesOf(database, shop.consumer))).toEqual([
      '2024-02 BASE 0.04 × 100',
      '2024-02 CPU 0.4 × 2',
      '2024-02 BASE 0.97 × 10',
      '2024-02 CPU 9.7 × 3',
    ])
  })

  test('other limits', async () => {
    const { shop, resource } = await started('2024-01-01T00:00:00Z')
    await change(database, resource, sql`limits = '{"cpu": 20}'`, (db) =>
      billLimitChange(db, resource.id, { cpu: 10 }, at('2024-02-02T00:00:00Z')),
    )
    await changeMonths(database, at('2024-02-03T00:00:00Z'))
    // 0.04 × 10 + (1 − 0.04) × 20
    expect(month(await chargesOf(database, shop.consumer))).toEqual(['2024-02 BASE 1 × 100', '2024-02 CPU 19.6 × 2'])
  })

  test('another resource', async () => {
    const { shop } = await started('2024-01-01T00:00:00Z')
    const second = await order(world, shop, {}, { name: 'Second' })
    await change(database, second, OK, (db) => billStart(db, second.id, at('2024-02-15T00:00:00Z')))
    await changeMonths(database, at('2024-02-16T00:00:00Z'))
    expect(month(await chargesOf(database, shop.consumer))).toEqual([
      '2024-02 BASE 1 × 100',
      '2024-02 CPU 10 × 2',
      // 15 of 29 days: 0.5172…
      '2024-02 BASE 0.52 × 100',
      '2024-02 SETUP 1 × 5',
    ])
  })
})

test('prices announced for later are charged from the next month on', async () => {
  const { shop } = await started('2024-05-01T00:00:00Z')
  await changeMonths(database, at('2024-05-01T00:00:00Z'))
  await database.run(sql`
    update plan_component set future_price = 150
    where plan_id = ${shop.plans[0]!.id} and component_id = ${shop.components.base!.id}
  `)
  await changeMonths(database, at('2024-05-31T23:59:59Z'))
  await changeMonths(database, at('2024-06-01T00:00:00Z'))
  await changeMonths(database, at('2024-07-01T00:00:00Z'))
  expect((await chargesOf(database, shop.consumer)).filter((charge) => charge.includes('BASE'))).toEqual([
    '2024-05 BASE 1 × 100',
    '2024-06 BASE 1 × 150',
    '2024-07 BASE 1 × 150',
  ])
  const plan = await database.one(sql`
    select trim_scale(unit_price)::text as unit_price, (
      select count(*)::int from plan_component where plan_id = plan.id and future_price is not null
    ) as waiting from plan where id = ${shop.plans[0]!.id}
  `)
  expect(plan).toEqual({ unit_price: '150', waiting: 0 })
})

test('organizations that were loaded are charged from the next month on', async () => {
  const shop = await makeShop(world, priceList, { units: ['month', 'month'] })
  await order(world, shop, { cpu: 1 }, { state: 2 })
  await changeMonths(database, at('2024-07-10T00:00:00Z'))
  expect(await chargesOf(database, shop.consumer)).toEqual([])
  await changeMonths(database, at('2024-08-10T00:00:00Z'))
  expect(await chargesOf(database, shop.consumer)).toEqual(['2024-08 BASE 1 × 100', '2024-08 CPU 1 × 2'])
})

test('or from their next change on', async () => {
  const shop = await makeShop(world, priceList, { units: ['month', 'month'] })
  const resource = await order(world, shop, { cpu: 1 }, { state: 2 })
  await change(database, resource, sql`plan_id = ${shop.plans[1]!.id}`, (db) =>
    billPlanSwitch(db, resource.id, shop.plans[0]!.id, at('2024-06-16T00:00:00Z')),
  )
  // 15 of 30 days.
  expect(await chargesOf(database, shop.consumer)).toEqual(['2024-06 BASE 0.5 × 10', '2024-06 CPU 0.5 × 3'])
})

describe('two processes at once', () => {
  const many = async (): Promise<Shop[]> => {
    const shops: Shop[] = []
    for (let index = 0; index < 6; index++) shops.push((await started('2024-09-01T00:00:00Z')).shop)
    return shops
  }

  const expectOnce = async (shops: readonly Shop[], months: readonly string[]) => {
    for (const shop of shops) {
      const charges = await chargesOf(database, shop.consumer)
      expect(charges.filter((charge) => charge.includes('BASE'))).toEqual(
        months.map((month) => `${month} BASE 1 × 100`),
      )
      expect(await invoicesOf(database, shop.consumer)).toHaveLength(months.length)
    }
  }

  test('the job of both makes every month once', async () => {
    const shops = await many()
    const own = new Database({
      ...{ url, poolSize: 3, statementTimeoutMilliseconds: 60_000, preparedStatements: true },
    })
    const now = at('2024-11-01T00:00:00Z')
    await Promise.all([changeMonths(database, now), changeMonths(own, now), changeMonths(database, now)])
    await own.close()
    // What one has passed by, because another had it, is done by that other.
    await expectOnce(shops, ['2024-09', '2024-10', '2024-11'])
  })

  test('a job that dies half way is taken up by another', async () => {
    const shops = await many()
    const now = at('2024-11-01T00:00:00Z')
    // The process is killed while it has the account of one organization: nothing of that is left.
    await expect(
      database.transaction(async (db) => {
        await takeAccount(db, { customerId: shops[2]!.consumer.id, now })
        throw new Error('killed')
      }),
    ).rejects.toThrow('killed')
    await changeMonths(database, now)
    await expectOnce(shops, ['2024-09', '2024-10', '2024-11'])
  })

  test('an organization that fails holds up nobody else', async () => {
    const shops = await many()
    const poison = shops[2]!
    await database.pool.query(
      `alter table invoice add constraint poison check (customer_id <> ${poison.consumer.id}) not valid`,
    )
    const now = at('2024-11-01T00:00:00Z')
    await expect(changeMonths(database, now)).rejects.toThrow(/poison/)
    await expectOnce(
      shops.filter((shop) => shop !== poison),
      ['2024-09', '2024-10', '2024-11'],
    )
    await database.pool.query('alter table invoice drop constraint poison')
    await changeMonths(database, now)
    expect((await invoicesOf(database, poison.consumer)).at(-1)?.month).toBe('2024-11')
  })
})
