import { expect, test } from 'vitest'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp()

const HOUR = 3_600_000
const DAY = 24 * HOUR
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR)

/** The invoice of a customer, by default of the current month and with a tax of 20 %. */
const invoiceOf = (customer: Made, values: Record<string, unknown> = {}) => {
  const now = new Date()
  return world.insert('invoice', {
    customer_id: customer.id,
    year: now.getUTCFullYear(),
    month: now.getUTCMonth() + 1,
    tax_percent: 20,
    ...values,
  })
}

/** An item for one whole month at the price, unless the values say otherwise. */
const itemOf = (invoice: Made, values: Record<string, unknown>) =>
  world.insert('invoice_item', { invoice_id: invoice.id, unit: 'month', quantity: 1, ...values })

/** A marketplace with an invoice, and with the items on the bill of its only resource. */
const billed = async (items: Record<string, unknown>[], invoiceValues = {}) => {
  const market = await world.marketplace()
  const invoice = await invoiceOf(market.consumer, invoiceValues)
  for (const values of items)
    await itemOf(invoice, { resource_id: market.resource.id, project_id: market.project.id, ...values })
  return { ...market, invoice }
}

/** The estimates of the consumer as customer, of its project among those of the customer, and of the project. */
const estimatesOf = async ({ base, owner, consumer, project }: Marketplace, query = '') => {
  const one = async (path: string) => {
    const { status, body } = await get(base + path, { as: owner })
    expect(status).toBe(200)
    expect(body).toHaveLength(1)
    for (const money of Object.values<string>(body[0].billing_price_estimate))
      expect(money).toMatch(/^-?\d{1,12}\.\d{10}$/)
    return Object.fromEntries(
      Object.entries<string>(body[0].billing_price_estimate).map(([key, money]) => [key, Number(money)]),
    )
  }
  return {
    customer: await one(`customers/?query=${consumer.hex}`),
    ofCustomer: await one(`customer_projects/?project_customer_uuid=${consumer.hex}`),
    project: await one(`projects/?query=${project.hex}${query}`),
  }
}

const ZERO = { total: 0, current: 0, tax: 0, tax_current: 0 }

test('without items all four are zero', async () => {
  const market = await world.marketplace()
  await invoiceOf(market.consumer)
  expect(await estimatesOf(market)).toEqual({ customer: ZERO, ofCustomer: ZERO, project: ZERO })
})

test('the total of resources is with tax, the total of a project without', async () => {
  // 2.5 × 6 = 15.00; tax 20 % = 3; total 18. For a project the total is 15.
  const market = await billed([{ unit_price: '2.5', quantity: 6 }])
  const resources = { total: 18, current: 15, tax: 3, tax_current: 3 }
  expect(await estimatesOf(market)).toEqual({
    customer: resources,
    ofCustomer: resources,
    project: { total: 15, current: 15, tax: 3, tax_current: 3 },
  })
})

test.each(['month', 'quarter', 'half_month', 'quantity'])(
  'for the unit %s the quantity counts, whatever the period of the item',
  async (unit) => {
    // 3 × 4 = 12; tax 2.40.
    const market = await billed([{ unit, unit_price: 3, quantity: 4, start_time: inHours(-1), end_time: inHours(99) }])
    expect(await estimatesOf(market)).toMatchObject({
      customer: { total: 14.4, current: 12, tax: 2.4, tax_current: 2.4 },
      project: { total: 12, current: 12, tax: 2.4, tax_current: 2.4 },
    })
  },
)

const PERIODS: [unit: string, what: string, start: number, end: number, started: number][] = [
  ['hour', 'the started hours until now', -2.5, 100, 3],
  ['hour', 'the hours until its end', -50, -48, 2],
  ['hour', 'a started hour until its end', -50, -47.999, 3],
  ['hour', 'nothing before its start', 2, 4, 0],
  ['hour', 'the first started hour', -0.001, 4, 1],
  ['day', 'the started days until now', -25, 100, 2],
  ['day', 'the days until its end', -96, -24, 3],
  ['day', 'a started day until its end', -96, -23.999, 4],
  ['day', 'nothing before its start', 24, 96, 0],
  ['day', 'the first started day', -1, 48, 1],
]

test.each(PERIODS)('an item by the %s counts %s', async (unit, _what, start, end, started) => {
  // The quantity of the item is 30: price 0.5 × 30 = 15, tax 3. Until now it is 0.5 × the started units.
  const now = Date.now()
  const market = await billed([
    {
      unit,
      unit_price: '0.5',
      quantity: 30,
      start_time: new Date(now + start * HOUR),
      end_time: new Date(now + end * HOUR),
    },
  ])
  const { customer, project } = await estimatesOf(market)
  expect(customer).toEqual({ total: 18, current: 15, tax: 3, tax_current: started / 10 })
  expect(project).toEqual({ total: 15, current: started * 0.5, tax: 3, tax_current: started / 10 })
})

test('each price is rounded up to cents, before it is summed', async () => {
  // 0.001 -> 0.01, 0.0001 × 3 = 0.0003 -> 0.01, 1.005 -> 1.01, 2.00 stays: 3.03; tax 20 % = 0.606, not rounded.
  const market = await billed([
    { unit_price: '0.001' },
    { unit_price: '0.0001', quantity: 3 },
    { unit_price: '1.005' },
    { unit_price: '2.00' },
  ])
  const { customer, project } = await estimatesOf(market)
  expect(customer).toEqual({ total: 3.636, current: 3.03, tax: 0.606, tax_current: 0.606 })
  expect(project).toEqual({ total: 3.03, current: 3.03, tax: 0.606, tax_current: 0.606 })
})

test('a compensation is rounded away from zero', async () => {
  // 10 - 0.001 -> 10.00 - 0.01 = 9.99; tax 1.998.
  const market = await billed([{ unit_price: 10 }, { unit_price: '-0.001' }])
  const { customer, project } = await estimatesOf(market)
  expect(customer).toEqual({ total: 11.988, current: 9.99, tax: 1.998, tax_current: 1.998 })
  expect(project).toEqual({ total: 9.99, current: 9.99, tax: 1.998, tax_current: 1.998 })
})

test('a compensation may leave a negative estimate', async () => {
  // -3 × 2 = -6; tax -1.20; total -7.20.
  const market = await billed([{ unit_price: -3, quantity: 2 }])
  expect(await estimatesOf(market)).toMatchObject({
    customer: { total: -7.2, current: -6, tax: -1.2, tax_current: -1.2 },
    project: { total: -6, current: -6, tax: -1.2, tax_current: -1.2 },
  })
})

test('a tax is not rounded', async () => {
  // 0.01 × 7.25 % = 0.000725.
  const market = await billed([{ unit_price: '0.01' }], { tax_percent: '7.25' })
  const { body } = await get(`${market.base}customers/`, { as: market.owner })
  expect(body[0].billing_price_estimate).toEqual({
    total: '0.0107250000',
    current: '0.0100000000',
    tax: '0.0007250000',
    tax_current: '0.0007250000',
  })
})

test('large amounts stay exact', async () => {
  // 99999999999.99 + 0.01 = 100000000000.00; without tax.
  const market = await billed([{ unit_price: '99999999999.99' }, { unit_price: '0.01' }], { tax_percent: 0 })
  const { body } = await get(`${market.base}projects/`, { as: market.owner })
  expect(body[0].billing_price_estimate).toEqual({
    total: '100000000000.0000000000',
    current: '100000000000.0000000000',
    tax: '0.0000000000',
    tax_current: '0.0000000000',
  })
})

test.each(['pending', 'created', 'paid', 'canceled'])('an invoice that is %s counts', async (state) => {
  const market = await billed([{ unit_price: 5 }], { state })
  const { customer, project } = await estimatesOf(market)
  expect([customer.total, project.total]).toEqual([6, 5])
})

test('each item is taxed by its own invoice', async () => {
  const market = await billed([{ unit_price: 10 }])
  // The project moved here: its items are on the bill of two customers. 10 + 20 % and 10 + 5 %.
  const former = await invoiceOf(await world.customer(), { tax_percent: 5 })
  await itemOf(former, { unit_price: 10, resource_id: market.resource.id, project_id: market.project.id })
  const { customer, project } = await estimatesOf(market)
  expect(customer).toEqual({ total: 22.5, current: 20, tax: 2.5, tax_current: 2.5 })
  expect(project).toEqual({ total: 20, current: 20, tax: 2.5, tax_current: 2.5 })
})

test('an hour by the clock is what was billed so far, for items of both kinds', async () => {
  // Hours: 720 × 0.1 = 72, started 2 -> 0.20. Months: 8. Tax 20 %: 16 in all, 1.64 until now.
  const now = Date.now()
  const market = await billed([
    { unit: 'hour', unit_price: '0.1', quantity: 720, start_time: inHours(-1.5), end_time: new Date(now + 30 * DAY) },
    { unit: 'month', unit_price: 8 },
  ])
  const { customer, ofCustomer, project } = await estimatesOf(market)
  expect(customer).toEqual({ total: 96, current: 80, tax: 16, tax_current: 1.64 })
  expect(ofCustomer).toEqual(customer)
  expect(project).toEqual({ total: 80, current: 8.2, tax: 16, tax_current: 1.64 })
})
