import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { billLimitChange, billStart, billUsage, changeMonths } from '../../server/modules/billing/index.ts'
import { endCampaigns } from '../../server/modules/campaigns/index.ts'
import { createTestDatabase, World } from '../harness/index.ts'
import { at, change, chargesOf, makeShop, order, type Shop } from './shop.ts'

const { database } = await createTestDatabase({ poolSize: 12 })
const world = new World(database)

const priceList = [{ type: 'base', billing_type: 'fixed', prices: ['50'], amount: 2 }] as const

const campaignOf = async (shop: Shop, values: Record<string, unknown> = {}) => {
  const campaign = await world.insert('campaign', {
    ...{ service_provider_id: shop.provider.id, name: 'Winter', state: 2, discount_type: 'discount', discount: 25 },
    ...{ start_date: '2024-11-10', end_date: '2025-01-15' },
    ...values,
  })
  await world.link('campaign_offering', { campaign_id: campaign.id, offering_id: shop.offering.id })
  return campaign
}

const start = async (shop: Shop, instant: string, values: Record<string, unknown> = {}) => {
  const resource = await order(world, shop, {}, values)
  await change(database, resource, sql`state = 2`, (db) => billStart(db, resource.id, at(instant)))
  return resource
}

/** Prices of the resource that starts at an instant, in the months until another. */
const prices = async (values: Record<string, unknown>, from: string, until = from, attributes = {}) => {
  const shop = await makeShop(world, priceList)
  await campaignOf(shop, values)
  await start(shop, from, { attributes })
  await changeMonths(database, at(until))
  return (await chargesOf(database, shop.consumer)).map((charge) => charge.split(' × ')[1])
}

describe('the discount on 2 × 50', () => {
  test.each([
    ['per cent', { discount: 25 }, '75'],
    ['of everything', { discount: 100 }, '0'],
    ['a lower price', { discount_type: 'special_price', discount: 60 }, '60'],
    ['a higher price', { discount_type: 'special_price', discount: 600 }, '100'],
    ['of a draft', { state: 1 }, '100'],
    ['of a terminated campaign', { state: 3 }, '100'],
    ['before the first day', { start_date: '2024-11-12' }, '100'],
    ['on the only day', { start_date: '2024-11-11', end_date: '2024-11-11' }, '75'],
    ['after the last day', { start_date: '2024-11-01', end_date: '2024-11-10' }, '100'],
    ['for new resources only', { auto_apply: false }, '75'],
    ['with a coupon that was not named', { coupon: 'WINTER' }, '100'],
  ])('%s', async (_name, values, expected) => {
    expect(await prices(values, '2024-11-11T12:00:00Z')).toEqual([expected])
  })

  test('with a coupon that the resource names', async () => {
    expect(await prices({ coupon: 'WINTER' }, '2024-11-11T12:00:00Z', undefined, { coupon: 'WINTER' })).toEqual(['75'])
    expect(await prices({ coupon: 'WINTER' }, '2024-11-11T12:00:00Z', undefined, { coupon: 'SUMMER' })).toEqual(['100'])
  })

  test('the lowest of several', async () => {
    const shop = await makeShop(world, priceList)
    await campaignOf(shop, { discount: 10 })
    await campaignOf(shop, { discount: 40 })
    await start(shop, '2024-11-11T00:00:00Z')
    expect((await chargesOf(database, shop.consumer))[0]).toMatch(/ × 60$/)
  })

  test('of offerings of the campaign only', async () => {
    const shop = await makeShop(world, priceList)
    const other = await makeShop(world, priceList, { provider: shop.provider })
    await campaignOf(shop)
    await start(other, '2024-11-11T00:00:00Z')
    expect((await chargesOf(database, other.consumer))[0]).toMatch(/ × 100$/)
  })

  test('of usage', async () => {
    const shop = await makeShop(world, [{ type: 'hours', billing_type: 'usage', prices: ['2'] }])
    await campaignOf(shop, { start_date: '2020-01-01', end_date: '2999-12-31' })
    const resource = await order(world, shop, {}, { state: 2 })
    const usage = await world.insert('component_usage', {
      resource_id: resource.id,
      component_id: shop.components.hours!.id,
      usage: '3',
    })
    await database.transaction((db) => billUsage(db, usage.id))
    expect((await chargesOf(database, shop.consumer))[0]).toMatch(/ HOURS 3 × 1\.5$/)
  })
})

describe('the months of a discount', () => {
  test('go over the turn of the year, also when the campaign is over by then', async () => {
    const values = { months: 3, end_date: '2024-11-30' }
    expect(await prices(values, '2024-11-11T00:00:00Z', '2025-03-01T00:00:00Z')).toEqual([
      '75',
      '75',
      '75',
      '100',
      '100',
    ])
  })

  test('are those of the campaign when there is no number', async () => {
    expect(await prices({ months: 0 }, '2024-11-11T00:00:00Z', '2025-03-01T00:00:00Z')).toEqual([
      ...['75', '75', '75', '100', '100'],
    ])
  })

  test('begin later for resources that were there before', async () => {
    expect(await prices({ months: 1 }, '2024-10-01T00:00:00Z', '2025-01-01T00:00:00Z')).toEqual([
      '100',
      '100',
      '75',
      '100',
    ])
    expect(await prices({ months: 1, auto_apply: false }, '2024-10-01T00:00:00Z', '2025-01-01T00:00:00Z')).toEqual([
      ...['100', '100', '100', '100'],
    ])
  })

  test('last, whatever becomes of the campaign', async () => {
    const shop = await makeShop(world, priceList)
    const endless = await makeShop(world, priceList)
    await campaignOf(shop, { months: 2 })
    await campaignOf(endless, { months: 0 })
    const stopped = await makeShop(world, priceList)
    const { id } = await campaignOf(stopped, { months: 0 })
    await start(stopped, '2024-11-11T00:00:00Z')
    await database.run(sql`update campaign set state = 3 where id = ${id}`)
    await start(shop, '2024-11-11T00:00:00Z')
    await start(endless, '2024-11-11T00:00:00Z')
    expect(await endCampaigns(database, at('2025-02-01T00:00:00Z'))).toBeGreaterThanOrEqual(2)
    await changeMonths(database, at('2024-12-01T00:00:00Z'))
    expect((await chargesOf(database, shop.consumer))[1]).toMatch(/ × 75$/)
    // It was in force then, whichever job came first after a downtime; unless it was ended by hand.
    expect((await chargesOf(database, endless.consumer))[1]).toMatch(/ × 75$/)
    expect((await chargesOf(database, stopped.consumer))[1]).toMatch(/ × 100$/)
  })
})

// C-150
describe('a discount is given with an item that it lowers', () => {
  const everything = [
    { type: 'hours', billing_type: 'usage', prices: ['2'] },
    { type: 'base', billing_type: 'fixed', prices: ['100'], amount: 1 },
    { type: 'cpu', billing_type: 'limit', prices: ['1'] },
  ] as const
  const half = { discount: 50, months: 1, end_date: '2024-12-31' }

  const running = async (instant: string) => {
    const shop = await makeShop(world, everything)
    const resource = await start(shop, instant, { limits: { cpu: 10 } })
    const report = async (usage: string, month: string, now: string) => {
      const { id } = await database.one<{ id: string }>(sql`
        insert into component_usage (resource_id, component_id, usage, billing_period)
        values (${resource.id}, ${shop.components.hours!.id}, ${usage}, ${month})
        on conflict (resource_id, component_id, plan_period_id, billing_period) do update set usage = excluded.usage
        returning id
      `)
      await database.transaction((db) => billUsage(db, id, at(now)))
    }
    const chargesIn = async (month: string) =>
      (await chargesOf(database, shop.consumer)).filter((charge) => charge.startsWith(month))
    return { shop, resource, report, chargesIn }
  }

  test('and not with a usage that is reported again', async () => {
    const { shop, report, chargesIn } = await running('2024-11-01T00:00:00Z')
    await report('10', '2024-11-01', '2024-11-05T00:00:00Z')
    await campaignOf(shop, half)
    await report('20', '2024-11-01', '2024-11-20T00:00:00Z')
    await changeMonths(database, at('2024-12-01T00:00:01Z'))
    expect(await chargesIn('2024-11')).toContain('2024-11 HOURS 20 × 2')
    expect(await chargesIn('2024-12')).toEqual(['2024-12 BASE 1 × 50', '2024-12 CPU 10 × 0.5'])
  })

  test('and not with one that is corrected after the end of the campaign', async () => {
    const { shop, report, chargesIn } = await running('2025-01-01T00:00:00Z')
    await report('10', '2025-01-01', '2025-01-05T00:00:00Z')
    await campaignOf(shop, { ...half, months: 12, start_date: '2025-01-10', end_date: '2025-01-31' })
    await changeMonths(database, at('2025-02-01T00:00:01Z'))
    await endCampaigns(database, at('2025-02-01T00:00:02Z'))
    await changeMonths(database, at('2025-03-01T00:00:01Z'))
    await report('11', '2025-01-01', '2025-03-05T00:00:00Z')
    await changeMonths(database, at('2025-04-01T00:00:01Z'))
    expect(await chargesIn('2025-04')).toEqual(['2025-04 BASE 1 × 100', '2025-04 CPU 10 × 1'])
  })

  test('and not with a usage that costs nothing', async () => {
    const { shop, resource, chargesIn } = await running('2024-11-01T00:00:00Z')
    await campaignOf(shop, half)
    const { id } = await world.insert('component_usage', {
      ...{ resource_id: resource.id, component_id: shop.components.cpu!.id, usage: '1', billing_period: '2024-11-01' },
    })
    await database.transaction((db) => billUsage(db, id, at('2024-11-20T00:00:00Z')))
    await changeMonths(database, at('2024-12-01T00:00:01Z'))
    expect(await chargesIn('2024-12')).toEqual(['2024-12 BASE 1 × 50', '2024-12 CPU 10 × 0.5'])
  })

  test('and not with a limit that changes what runs', async () => {
    const { shop, resource, chargesIn } = await running('2024-11-01T00:00:00Z')
    await campaignOf(shop, half)
    await change(database, resource, sql`limits = '{"cpu": 20}'`, (db) =>
      billLimitChange(db, resource.id, { cpu: 10 }, at('2024-11-21T00:00:00Z')),
    )
    await changeMonths(database, at('2024-12-01T00:00:01Z'))
    // 20 days of 10 and 10 of 20; the lower price begins with the month.
    expect(await chargesIn('2024-11')).toEqual(['2024-11 BASE 1 × 100', '2024-11 CPU 13.3 × 1'])
    expect(await chargesIn('2024-12')).toEqual(['2024-12 BASE 1 × 50', '2024-12 CPU 20 × 0.5'])
  })

  test('and lowers nothing before the month in which it is given', async () => {
    const { shop, report, chargesIn } = await running('2024-10-01T00:00:00Z')
    await campaignOf(shop, { discount: 50, months: 3 })
    await changeMonths(database, at('2024-12-01T00:00:00Z'))
    await report('10', '2024-10-01', '2024-12-05T00:00:00Z')
    expect(await chargesIn('2024-10')).toContain('2024-10 HOURS 10 × 2')
    expect(await chargesIn('2024-12')).toEqual(['2024-12 BASE 1 × 50', '2024-12 CPU 10 × 0.5'])
  })
})

test('the stock is not given away twice, also at once', async () => {
  const shop = await makeShop(world, priceList)
  await campaignOf(shop, { stock: 3, auto_apply: false })
  const consumers = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const consumer = await world.customer()
      return { ...shop, consumer, project: await world.project(consumer) }
    }),
  )
  await Promise.all(consumers.map((consumer) => start(consumer, '2024-11-11T00:00:00Z')))
  const charges = await Promise.all(consumers.map(async ({ consumer }) => (await chargesOf(database, consumer))[0]!))
  expect(charges.filter((charge) => charge.endsWith(' × 75'))).toHaveLength(3)
  expect(charges.filter((charge) => charge.endsWith(' × 100'))).toHaveLength(7)
})

test('every required offering must be in use by the organization', async () => {
  const shop = await makeShop(world, priceList)
  const [first, second] = [await world.offering(shop.provider.customer), await world.offering(shop.provider.customer)]
  const campaign = await campaignOf(shop)
  for (const required of [first, second]) {
    await world.link('campaign_required_offering', { campaign_id: campaign.id, offering_id: required.id })
  }
  await world.resource(first, shop.project)
  await world.resource(second, shop.project, { state: 6 })
  await world.resource(second, await world.project(await world.customer()))
  await start(shop, '2024-11-11T00:00:00Z')
  await world.resource(second, await world.project(shop.consumer))
  await start(shop, '2024-11-11T00:00:00Z')
  expect((await chargesOf(database, shop.consumer)).map((charge) => charge.split(' × ')[1])).toEqual(['100', '75'])
})

test('discounts of a plan are not billed (C-231)', async () => {
  const shop = await makeShop(world, priceList)
  await database.run(sql`
    update plan_component set discount_threshold = 1, discount_rate = 50 where plan_id = ${shop.plans[0]!.id}
  `)
  await start(shop, '2024-11-11T00:00:00Z')
  expect((await chargesOf(database, shop.consumer)).map((charge) => charge.split(' × ')[1])).toEqual(['100'])
})
