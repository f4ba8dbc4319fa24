import { expect, test } from 'vitest'
import { addDays, isoDate, monthStart } from '../../demo/calendar.ts'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

interface Item {
  price: string
  quantity?: string
  /** The resource of the marketplace unless given; null for an item of no resource. */
  resource?: Made | null
}

const monthOf = (offset: number) => {
  const start = monthStart(new Date(), offset)
  return { year: start.getUTCFullYear(), month: start.getUTCMonth() + 1, created: isoDate(start) }
}

/** An invoice of the month that is `offset` months away from the current one. */
const invoice = async (market: Marketplace, offset: number, items: readonly Item[], values = {}): Promise<Made> => {
  const made = await world.insert('invoice', { customer_id: market.consumer.id, ...monthOf(offset), ...values })
  for (const { price, quantity = '1', resource = market.resource } of items) {
    await world.insert('invoice_item', {
      invoice_id: made.id,
      resource_id: resource?.id,
      project_id: market.project.id,
      unit_price: price,
      quantity,
    })
  }
  return made
}

interface Row {
  total: number
  year: number
  month: number
}

const revenueOf = async ({ base, owner }: Marketplace): Promise<Row[]> => {
  const { status, headers, body } = await get(`${base}revenue/`, { as: owner })
  expect(status).toBe(200)
  expect(headers['x-result-count']).toBe(String(body.length))
  return body
}

const row = (offset: number, total: number): Row => {
  const { year, month } = monthOf(offset)
  return { total, year, month }
}

test('without invoices there are no rows', async () => {
  const market = await world.marketplace()
  expect(await revenueOf(market)).toEqual([])
})

test('thirteen months, oldest first, across the turn of the year; months without items are left out', async () => {
  const market = await world.marketplace()
  for (const offset of [0, -5, -14, -12, -1, -13, -11, -2]) {
    await invoice(market, offset, [{ price: String(100 - offset) }])
  }
  expect(await revenueOf(market)).toEqual([
    row(-12, 112),
    row(-11, 111),
    row(-5, 105),
    row(-2, 102),
    row(-1, 101),
    row(0, 100),
  ])
})

test('every one of the thirteen months has its own row', async () => {
  const market = await world.marketplace()
  const offsets = Array.from({ length: 13 }, (_, index) => index - 12)
  for (const offset of offsets) await invoice(market, offset, [{ price: '7.5', quantity: String(-offset) }])
  const rows = await revenueOf(market)
  const totals = [90, 82, 75, 67, 60, 52, 45, 37, 30, 22, 15, 7, 0]
  expect(rows).toEqual(totals.map((total, index) => row(index - 12, total)))
  expect(new Set(rows.map(({ year }) => year)).size).toBe(2)
})

test('the date of the invoice decides about the window, its year and month about the row', async () => {
  const market = await world.marketplace()
  const first = monthStart(new Date(), -12)
  await invoice(market, -20, [{ price: '20' }], { created: isoDate(new Date()) })
  await invoice(market, -19, [{ price: '19' }], { created: isoDate(first) })
  await invoice(market, -3, [{ price: '3' }], { created: isoDate(addDays(first, -1)) })
  expect(await revenueOf(market)).toEqual([row(-20, 20), row(-19, 19)])
})

test.each<[string, Item[], number]>([
  ['0.99 is nothing', [{ price: '0.99' }], 0],
  ['1.9999999999 is one', [{ price: '1.9999999999' }], 1],
  ['-0.99 is nothing', [{ price: '-0.99' }], 0],
  ['-1.5 is minus one', [{ price: '-1.5' }], -1],
  ['-2.9999999999 is minus two', [{ price: '-2.9999999999' }], -2],
  ['parts of several items add up before they are cut', [{ price: '0.6' }, { price: '0.6' }], 1],
  ['a product is not rounded', [{ price: '0.3333333333', quantity: '3' }], 0],
  ['a fraction of a unit', [{ price: '10', quantity: '0.1999999999' }], 1],
  ['a compensation reduces the sum', [{ price: '100' }, { price: '-30.5' }], 69],
  ['compensations may exceed the income', [{ price: '10' }, { price: '-12.7' }], -2],
  ['a compensation of everything', [{ price: '25' }, { price: '-25' }], 0],
  ['an item without quantity', [{ price: '99', quantity: '0' }], 0],
  ['what floating point numbers cannot add', [{ price: '0.1' }, { price: '0.2' }, { price: '0.7' }], 1],
  ['a large sum', [{ price: '999999999999.25', quantity: '9' }], 8999999999993],
])('%s', async (_title, items, total) => {
  const market = await world.marketplace()
  await invoice(market, -1, items)
  const { text } = await get(`${market.base}revenue/`, { as: market.owner })
  const { year, month } = monthOf(-1)
  expect(text).toBe(`[{"total":${total},"year":${year},"month":${month}}]`)
})

test.each(['pending', 'created', 'paid', 'canceled'])(
  'an invoice that is %s counts, its tax does not',
  async (state) => {
    const market = await world.marketplace()
    await invoice(market, 0, [{ price: '50' }], { state, tax_percent: '20', total_cost: '60', total_price: '50' })
    expect(await revenueOf(market)).toEqual([row(0, 50)])
  },
)

test('items of no resource do not count, and alone make no row', async () => {
  const market = await world.marketplace()
  await invoice(market, -1, [{ price: '40' }, { price: '2', resource: null }])
  await invoice(market, 0, [{ price: '7', resource: null }])
  expect(await revenueOf(market)).toEqual([row(-1, 40)])
})

test('invoices of all customers add up, whatever became of resource, project and offering', async () => {
  const market = await world.marketplace()
  const hidden = await world.offering(market.provider.customer, { shared: false, billable: false, state: 4 })
  const removed = await world.consumer(market.offering, {}, { is_removed: true })
  const terminated = await world.resource(hidden, market.project, { state: 6 })
  await invoice(market, -2, [{ price: '1' }, { price: '20', resource: terminated }])
  await invoice({ ...market, ...removed, consumer: removed.customer }, -2, [{ price: '300' }])
  expect(await revenueOf(market)).toEqual([row(-2, 321)])
})

test("another provider's items on the same invoice belong to his revenue", async () => {
  const market = await world.marketplace()
  const other = await world.marketplace()
  const foreign = await world.resource(other.offering, market.project)
  await invoice(market, -1, [{ price: '10' }, { price: '5', resource: foreign }])
  await invoice(market, -2, [{ price: '3', resource: foreign }])
  expect(await revenueOf(market)).toEqual([row(-1, 10)])
  expect(await revenueOf(other)).toEqual([row(-2, 3), row(-1, 5)])
})

test('there are no pages', async () => {
  const market = await world.marketplace()
  for (const offset of [-2, -1, 0]) await invoice(market, offset, [{ price: '1' }])
  for (const query of ['page=99', 'page=abc', 'page_size=1', 'page=2&page_size=1']) {
    const { status, headers, body } = await get(`${market.base}revenue/?${query}`, { as: market.owner })
    expect(status).toBe(200)
    expect(body).toHaveLength(3)
    expect(headers['x-result-count']).toBe('3')
    expect(headers).not.toHaveProperty('link')
    expect(headers).not.toHaveProperty('x-unknown-params')
  }
})

test('HEAD has the headers of GET and no body', async () => {
  const market = await world.marketplace()
  await invoice(market, 0, [{ price: '1' }])
  const { status, headers, text } = await request('HEAD', `${market.base}revenue/`, { as: market.owner })
  expect({ status, text, count: headers['x-result-count'] }).toEqual({ status: 200, text: '', count: '1' })
})
