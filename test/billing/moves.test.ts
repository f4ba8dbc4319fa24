import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import {
  billEnd,
  billLimitChange,
  billMove,
  billStart,
  billUsage,
  changeMonths,
} from '../../server/modules/billing/index.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { createTestDatabase, World, type Made } from '../harness/index.ts'
import { at, change, chargesOf, estimateOf, invoicesOf, itemsOf, makeShop, order } from './shop.ts'

const { database } = await createTestDatabase()
const world = new World(database)

/** A resource with limits of 10 that runs since the beginning of April 2024, and an organization that takes it over. */
const scene = async () => {
  const shop = await makeShop(world, [
    { type: 'base', billing_type: 'fixed', prices: ['100'], amount: 1 },
    { type: 'cpu', billing_type: 'limit', prices: ['2'] },
    { type: 'disk', billing_type: 'limit', limit_period: 'total', prices: ['1'] },
    { type: 'setup', billing_type: 'one', prices: ['5'] },
    { type: 'hours', billing_type: 'usage', prices: ['0.5'] },
  ])
  const resource = await order(world, shop, { cpu: 10, disk: 10 })
  await change(database, resource, sql`state = 2`, (db) => billStart(db, resource.id, at('2024-04-01T00:00:00Z')))
  const heir = await world.customer({ default_tax_percent: '0' })
  const home = await world.project(heir)
  const move = (project: Made, from: Made, to: Made, instant: string) =>
    database.transaction((db) =>
      billMove(
        db,
        { resources: sql`${resource.id}::bigint`, from: from.id, to: to.id },
        () =>
          db.writeRolledUp(sql`update resource set project_id = ${project.id} where id = ${resource.id}`, (rollup) => {
            rollup.project(shop.project.id)
            rollup.project(home.id)
          }),
        at(instant),
      ),
    )
  const report = async (usage: string, now: string, month = '2024-04-01') => {
    const { id } = await database.one<{ id: string }>(sql`
      insert into component_usage (resource_id, component_id, usage, billing_period)
      values (${resource.id}, ${shop.components.hours!.id}, ${usage}, ${month})
      on conflict (resource_id, component_id, plan_period_id, billing_period) do update set usage = excluded.usage
      returning id
    `)
    await database.transaction((db) => billUsage(db, id, at(now)))
  }
  return {
    ...{ shop, resource, heir, home, report },
    leave: (instant: string) => move(home, shop.consumer, heir, instant),
    comeBack: (instant: string) => move(shop.project, heir, shop.consumer, instant),
  }
}

test('the old payer is charged until the move, the new one from then on', async () => {
  const { shop, heir, home, resource, leave } = await scene()
  await leave('2024-04-10T00:00:00Z')
  expect(await chargesOf(database, shop.consumer)).toEqual([
    // 9 of 30 days, and 21 for the other.
    '2024-04 BASE 0.3 × 100',
    '2024-04 CPU 3 × 2',
    '2024-04 DISK 10 × 1',
    '2024-04 SETUP 1 × 5',
  ])
  expect(await chargesOf(database, heir)).toEqual(['2024-04 BASE 0.7 × 100', '2024-04 CPU 7 × 2'])
  // 30 + 6 + 10 + 5, with a fifth; 70 + 14 without tax.
  expect(await invoicesOf(database, shop.consumer)).toMatchObject([{ cost: '51.00', price: '61.20' }])
  expect(await invoicesOf(database, heir)).toMatchObject([{ cost: '84.00', price: '84.00' }])

  await change(database, resource, sql`limits = '{"cpu": 20, "disk": 15}'`, (db) =>
    billLimitChange(db, resource.id, { cpu: 10, disk: 10 }, at('2024-04-16T00:00:00Z')),
  )
  expect(await chargesOf(database, shop.consumer)).toHaveLength(4)
  // 6 days of 10 and 15 of 20, and 5 more in all.
  expect((await chargesOf(database, heir)).slice(1)).toEqual(['2024-04 CPU 12 × 2', '2024-04 DISK 5 × 1'])

  await changeMonths(database, at('2024-05-01T00:00:00Z'))
  expect((await chargesOf(database, heir)).slice(3)).toEqual(['2024-05 BASE 1 × 100', '2024-05 CPU 20 × 2'])
  expect(await chargesOf(database, shop.consumer)).toHaveLength(4)
  await change(database, resource, sql`state = 6`, (db) => billEnd(db, resource.id, at('2024-05-02T00:00:00Z')))
  expect((await chargesOf(database, heir)).slice(3)).toEqual(['2024-05 BASE 0.04 × 100', '2024-05 CPU 0.8 × 2'])
  expect(await estimateOf(database, 'customer', heir)).toBe('5.6')
  expect(await estimateOf(database, 'project', home)).toBe('5.6')
  expect(await reconcile(database)).toEqual([])
})

test('months that are due at the move are those of the old payer', async () => {
  const { shop, heir, leave } = await scene()
  await leave('2024-06-04T00:00:00Z')
  expect((await chargesOf(database, shop.consumer)).slice(4)).toEqual([
    '2024-05 BASE 1 × 100',
    '2024-05 CPU 10 × 2',
    '2024-06 BASE 0.1 × 100',
    '2024-06 CPU 1 × 2',
  ])
  expect(await chargesOf(database, heir)).toEqual(['2024-06 BASE 0.9 × 100', '2024-06 CPU 9 × 2'])
})

test('who gets a resource back on the same day is charged for what he had and has', async () => {
  const { shop, heir, leave, comeBack } = await scene()
  await leave('2024-04-10T00:00:00Z')
  await comeBack('2024-04-10T06:00:00Z')
  const own = (await chargesOf(database, shop.consumer)).filter((charge) => charge.includes('BASE'))
  expect(own).toEqual(['2024-04 BASE 0.3 × 100', '2024-04 BASE 0.7 × 100'])
  // One day was begun.
  expect(await chargesOf(database, heir)).toEqual(['2024-04 BASE 0.04 × 100', '2024-04 CPU 0.4 × 2'])
})

test('usage on top of what was reported before the move is charged to the new payer, each unit once', async () => {
  const { shop, heir, report, leave, comeBack } = await scene()
  const hours = async (customer: Made) =>
    (await chargesOf(database, customer)).filter((charge) => charge.includes('HOURS'))
  await report('8', '2024-04-09T00:00:00Z')
  await leave('2024-04-10T00:00:00Z')
  expect([await hours(shop.consumer), await hours(heir)]).toEqual([['2024-04 HOURS 8 × 0.5'], []])
  for (let again = 0; again < 2; again++) await report('20', '2024-04-12T00:00:00Z')
  expect([await hours(shop.consumer), await hours(heir)]).toEqual([
    ['2024-04 HOURS 8 × 0.5'],
    ['2024-04 HOURS 12 × 0.5'],
  ])
  await report('5', '2024-04-13T00:00:00Z')
  expect([await hours(shop.consumer), await hours(heir)]).toEqual([
    ['2024-04 HOURS 8 × 0.5'],
    ['2024-04 HOURS 0 × 0.5'],
  ])
  await report('18', '2024-04-14T00:00:00Z')
  await comeBack('2024-04-15T00:00:00Z')
  await report('19', '2024-04-16T00:00:00Z')
  expect(await hours(shop.consumer)).toEqual(['2024-04 HOURS 8 × 0.5', '2024-04 HOURS 1 × 0.5'])
  expect(await hours(heir)).toEqual(['2024-04 HOURS 10 × 0.5'])

  // A month that is over is corrected where it was charged.
  await report('30', '2024-05-03T00:00:00Z', '2024-05-01')
  await leave('2024-06-02T00:00:00Z')
  await report('31', '2024-06-03T00:00:00Z', '2024-05-01')
  expect((await hours(shop.consumer)).at(-1)).toBe('2024-05 HOURS 31 × 0.5')
  expect(await hours(heir)).toHaveLength(1)
  const may = (await invoicesOf(database, shop.consumer)).find(({ month }) => month === '2024-05')
  // 100 + 10 × 2 + 31 × 0.5
  expect(may?.cost).toBe('135.50')
  expect(await reconcile(database)).toEqual([])
})

// C-126, C-148
test('usage of a month before the move is charged to who had the resource then, whenever it is reported', async () => {
  const { shop, resource, heir, home, report, leave, comeBack } = await scene()
  await changeMonths(database, at('2024-05-01T00:00:00Z'))
  await leave('2024-05-05T00:00:00Z')
  const hours = (customer: Made) =>
    database.rows(sql`
      select invoice.month, trim_scale(invoice_item.quantity)::text as quantity, invoice_item.project_id,
        invoice_item.project_name
      from invoice_item join invoice on invoice.id = invoice_item.invoice_id
      where invoice.customer_id = ${customer.id} and invoice_item.name like '%HOURS' order by invoice_item.id
    `)
  await report('10', '2024-05-06T00:00:00Z')
  const april = { month: 4, quantity: '10', project_id: shop.project.id, project_name: 'Research' }
  expect([await hours(shop.consumer), await hours(heir)]).toEqual([[april], []])
  // 100 + 10 × 2 + 10 + 5 + 10 × 0.5, with a fifth.
  expect(await invoicesOf(database, shop.consumer)).toMatchObject([
    { month: '2024-04', state: 'created', cost: '140.00', price: '168.00' },
    { month: '2024-05' },
  ])
  // Of the month of the move it is charged to the new payer, also when it is over.
  await report('7', '2024-06-02T00:00:00Z', '2024-05-01')
  expect(await hours(heir)).toMatchObject([{ month: 5, quantity: '7', project_id: home.id }])
  // Nobody was charged for the resource before it was there.
  await comeBack('2024-06-03T00:00:00Z')
  await report('3', '2024-06-04T00:00:00Z', '2024-03-01')
  expect(await hours(shop.consumer)).toMatchObject([april, { month: 3, quantity: '3', project_id: shop.project.id }])

  // Within an organization its project stays, too.
  const other = await world.project(shop.consumer, { name: 'Teaching' })
  await change(database, resource, sql`project_id = ${other.id}`, (db) => {
    db.rollup.project(shop.project.id)
    return Promise.resolve()
  })
  await changeMonths(database, at('2024-07-01T00:00:00Z'))
  await report('6', '2024-07-02T00:00:00Z', '2024-06-01')
  expect((await hours(shop.consumer)).at(-1)).toMatchObject({ month: 6, quantity: '6', project_id: shop.project.id })
  await report('8', '2024-07-03T00:00:00Z', '2024-07-01')
  expect((await hours(shop.consumer)).at(-1)).toMatchObject({ month: 7, quantity: '8', project_id: other.id })
  expect(await reconcile(database)).toEqual([])
})

test('nothing is charged for what does not run', async () => {
  const { shop, heir, resource, leave } = await scene()
  await change(database, resource, sql`state = 6`, (db) => billEnd(db, resource.id, at('2024-04-05T00:00:00Z')))
  const before = await itemsOf(database, shop.consumer)
  await leave('2024-04-10T00:00:00Z')
  expect(await itemsOf(database, shop.consumer)).toEqual(before)
  expect(await invoicesOf(database, heir)).toEqual([])
})

test('a usage whose item was put on another invoice is corrected there', async () => {
  const { shop, report } = await scene()
  await report('8', '2024-04-09T00:00:00Z')
  await changeMonths(database, at('2024-05-01T00:00:00Z'))
  await database.run(sql`
    update invoice_item set invoice_id = (
      select id from invoice where customer_id = ${shop.consumer.id} and month = 5
    ) where name like '%HOURS' and invoice_id in (select id from invoice where customer_id = ${shop.consumer.id})
  `)
  await report('10', '2024-05-02T00:00:00Z')
  // 100 + 20 and 10 × 0.5.
  expect((await invoicesOf(database, shop.consumer)).at(-1)).toMatchObject({ month: '2024-05', cost: '125.00' })
})
