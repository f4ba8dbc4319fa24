import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sql, type Sql } from '../../server/db/sql.ts'
import {
  billEnd,
  billLimitChange,
  billPlanSwitch,
  billStart,
  billUsage,
  changeMonths,
} from '../../server/modules/billing/index.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { change, makeShop, order, type Shop } from '../billing/shop.ts'
import { startTestApp, type Made } from '../harness/index.ts'
import { runs, seed } from './runs.ts'

// Whatever happens to the resources of an organization, and in whatever order: the items are what the invoices, the
// estimates and the income of the provider are summed from, every instant of a component is charged once, and so is
// every usage, also when it is reported again or at the same time.

const { database, world, get } = await startTestApp({}, { poolSize: 6 })

const priceList = [
  { type: 'base', billing_type: 'fixed', prices: ['33.333', '7.77'], amount: 3 },
  { type: 'cpu', billing_type: 'limit', limit_period: 'month', prices: ['0.01', '1.234567'] },
  { type: 'ram', billing_type: 'limit', limit_period: 'quarterly', prices: ['9.99', '5'] },
  { type: 'disk', billing_type: 'limit', limit_period: 'total', prices: ['2.5', '0.1'] },
  { type: 'setup', billing_type: 'one', prices: ['12', '13'] },
  { type: 'swap', billing_type: 'few', prices: ['1.005', '0'] },
  { type: 'hours', billing_type: 'usage', prices: ['0.0333', '0.07'] },
] as const

const UNITS = ['month', 'day', 'hour', 'half_month', 'quarter', 'quantity'] as const

/** How long after the event before, in minutes: often the same day, sometimes months of silence. */
const gap = fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 90_000 }))
const limits = fc.record({
  cpu: fc.integer({ min: 0, max: 20 }),
  ram: fc.integer({ min: 0, max: 3 }),
  disk: fc.integer({ min: 0, max: 9 }),
})
const resourceIndex = fc.integer({ min: 0, max: 1 })

const event = fc.oneof(
  fc.record({ kind: fc.constant('start' as const), resource: resourceIndex, gap }),
  fc.record({ kind: fc.constant('end' as const), resource: resourceIndex, gap }),
  fc.record({ kind: fc.constant('switch' as const), resource: resourceIndex, gap }),
  fc.record({ kind: fc.constant('limits' as const), resource: resourceIndex, gap, limits }),
  fc.record({
    kind: fc.constant('usage' as const),
    resource: resourceIndex,
    gap,
    amount: fc.integer({ min: 0, max: 99_999 }),
    recurring: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('month' as const), resource: resourceIndex, gap }),
)

type Happening = typeof event extends fc.Arbitrary<infer T> ? T : never

interface Life {
  resource: Made
  isLive: boolean
  plan: number
  limits: Record<string, number>
}

/** Instants count back from now, so that the last events lie in the month that estimates are about. */
const instantOf = (minutesBeforeNow: number): Sql => sql`(now() - make_interval(mins => ${minutesBeforeNow}))`

const play = async (shop: Shop, lives: readonly Life[], happening: Happening, now: Sql) => {
  const life = lives[happening.resource]!
  const { resource } = life
  switch (happening.kind) {
    case 'start':
      if (life.isLive) return
      life.isLive = true
      return change(database, resource, sql`state = 2`, (db) => billStart(db, resource.id, now))
    case 'end':
      if (!life.isLive) return
      life.isLive = false
      return change(database, resource, sql`state = 6`, (db) => billEnd(db, resource.id, now))
    case 'switch': {
      if (!life.isLive) return
      const old = shop.plans[life.plan]!
      life.plan = 1 - life.plan
      return change(database, resource, sql`plan_id = ${shop.plans[life.plan]!.id}`, (db) =>
        billPlanSwitch(db, resource.id, old.id, now),
      )
    }
    case 'limits': {
      if (!life.isLive) return
      const old = life.limits
      life.limits = happening.limits
      return change(database, resource, sql`limits = ${JSON.stringify(life.limits)}::jsonb`, (db) =>
        billLimitChange(db, resource.id, old, now),
      )
    }
    case 'usage': {
      if (!life.isLive) return
      const { id } = await database.one<{ id: string }>(sql`
        insert into component_usage (resource_id, component_id, billing_period, usage, recurring)
        values (${resource.id}, ${shop.components.hours!.id}, date_trunc('month', ${now} at time zone 'utc')::date,
          ${happening.amount}::numeric / 100, ${happening.recurring})
        on conflict (resource_id, component_id, plan_period_id, billing_period)
          do update set usage = excluded.usage, recurring = excluded.recurring
        returning id
      `)
      // Reported twice at once.
      await Promise.all([1, 2].map(() => database.transaction((db) => billUsage(db, id, now))))
      return
    }
    case 'month':
      await Promise.all([changeMonths(database, now), changeMonths(database, now)])
  }
}

const check = async (shop: Shop, owner: { id: string }, staff: { id: string }): Promise<void> => {
  // Exact sums over the items, by nothing but the rules of prices: rounded up by the item, the tax not rounded.
  const sums = await database.rows<{
    month: string
    is_current: boolean
    cost: string
    total: string
    gross: string
  }>(sql`
    select invoice.year || '-' || invoice.month as month,
      invoice.year || '-' || invoice.month = to_char(now() at time zone 'utc', 'YYYY-FMMM') as is_current,
      sum(item.price)::numeric(22, 2)::text as cost,
      round(sum(item.price * (1 + invoice.tax_percent / 100)), 2)::text as total,
      trunc(sum(item.unit_price * item.quantity))::text as gross
    from invoice
    join (
      select *, case when unit_price * quantity >= 0 then ceil(unit_price * quantity * 100)
        else floor(unit_price * quantity * 100) end / 100 as price
      from invoice_item
    ) as item on item.invoice_id = invoice.id
    where invoice.customer_id = ${shop.consumer.id} group by invoice.id order by invoice.year, invoice.month
  `)
  const { body: invoices } = await get('/api/invoices/', { as: owner, query: { page_size: 300, o: 'year,month' } })
  expect(
    (invoices as Record<string, unknown>[]).map(({ year, month, price, total }) => [
      `${String(year)}-${String(month)}`,
      price,
      total,
    ]),
  ).toEqual(sums.map(({ month, cost, total }) => [month, cost, total]))
  const stored = await database.rows(sql`
    select year || '-' || month as month, total_cost::text as cost, total_price::text as total
    from invoice where customer_id = ${shop.consumer.id} order by invoice.year, invoice.month
  `)
  expect(stored).toEqual(sums.map(({ month, cost, total }) => ({ month, cost, total })))

  const current = sums.find(({ is_current }) => is_current)?.cost ?? '0.00'
  const estimates = await database.rows<{ total: string }>(sql`
    select total::numeric(22, 2)::text as total from price_estimate
    where (content_type, object_id) in (('customer', ${shop.consumer.id}::bigint), ('project', ${shop.project.id}::bigint))
  `)
  for (const { total } of estimates) expect(total).toBe(current)
  const base = `/api/marketplace-service-providers/${shop.provider.hex}/`
  const project = await get(`/api/projects/${shop.project.hex}/`, { as: staff })
  expect(Number(project.body.billing_price_estimate.total)).toBe(Number(current))

  const revenue = await get(`${base}revenue/`, { as: staff })
  expect(
    (revenue.body as { year: number; month: number; total: number }[]).map(({ year, month, total }) => [
      `${String(year)}-${String(month)}`,
      total,
    ]),
  ).toEqual(sums.map(({ month, gross }) => [month, Number(gross)]))
  const stat = await get(`${base}stat/`, { as: staff })
  const { live } = await database.one<{ live: number }>(sql`
    select count(*)::int as live from resource where offering_id = ${shop.offering.id} and state <> 6
  `)
  expect(stat.body.active_resources).toBe(live)

  const [twice] = await database.rows(sql`
    select usage.id from component_usage as usage
    left join invoice_item on invoice_item.component_usage_id = usage.id
    join resource on resource.id = usage.resource_id
    where resource.offering_id = ${shop.offering.id}
    group by usage.id having count(invoice_item.id) <> 1 or min(invoice_item.quantity) <> min(usage.usage)
  `)
  expect(twice).toBeUndefined()
  // No instant of a component is charged by two items that charge for time.
  const overlapping = await database.rows(sql`
    select first.name, second.name as other from invoice_item as first
    join invoice_item as second on second.resource_id = first.resource_id and second.component_id = first.component_id
      and second.id > first.id and first.start_time < second.end_time and second.start_time < first.end_time
    join offering_component as component on component.id = first.component_id
    join resource on resource.id = first.resource_id
    where resource.offering_id = ${shop.offering.id} and first.quantity <> 0 and second.quantity <> 0
      and (component.billing_type = 'fixed' or component.billing_type = 'limit' and component.limit_period <> 'total')
  `)
  expect(overlapping).toEqual([])
  // One-time fees are charged once, and limits on the total add up to the limit of the resource.
  const totals = await database.rows(sql`
    select resource.id from resource
    where resource.offering_id = ${shop.offering.id} and (
      (select coalesce(sum(quantity), 0) from invoice_item
        where resource_id = resource.id and component_id = ${shop.components.setup!.id}) > 1
      or resource.state = 2 and (select coalesce(sum(quantity), 0) from invoice_item
        where resource_id = resource.id and component_id = ${shop.components.disk!.id})
          <> coalesce((resource.limits->>'disk')::numeric, 0)
    )
  `)
  expect(totals).toEqual([])
}

test('items, invoices, estimates and income agree after any sequence of events', async () => {
  const staff = await world.staff()
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 14 }),
      fc.tuple(limits, limits),
      fc.tuple(fc.constantFrom(...UNITS), fc.constantFrom(...UNITS)),
      async (events, initial, units) => {
        const shop = await makeShop(world, priceList, { units, tax: '17.5' })
        const owner = await world.owner(shop.consumer)
        const lives: Life[] = []
        for (const own of initial)
          lives.push({ resource: await order(world, shop, own), isLive: false, plan: 0, limits: own })
        const length = events.reduce((sum, happening) => sum + happening.gap, 0)
        let passed = 0
        for (const happening of [{ kind: 'start', resource: 0, gap: 0 } as const, ...events]) {
          passed += happening.gap
          await play(shop, lives, happening, instantOf(length - passed))
        }
        await changeMonths(database)
        await check(shop, owner, staff)
      },
    ),
    { numRuns: runs(8, 40), seed: seed('billing') },
  )
  expect(await reconcile(database)).toEqual([])
}, 600_000)
