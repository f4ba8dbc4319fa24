import { expect, test } from 'vitest'
import { startTestApp, type Made } from '../harness/index.ts'

const { world, get } = await startTestApp()

const now = new Date()
const HOUR = 3_600_000

/** An offering whose owner reads its estimate, and a consumer with an invoice of this month at 20 % tax. */
const setUp = async () => {
  const { provider, owner, offering, consumer, project, resource } = await world.marketplace()
  const invoice = await invoiceOf(consumer, { tax_percent: '20' })
  const estimate = async () => {
    const { body } = await get(`/api/marketplace-service-providers/${provider.hex}/offerings/`, {
      as: owner,
      query: { field: ['resources_count', 'billing_price_estimate'] },
    })
    return body[0]
  }
  return { provider, offering, consumer, project, resource, invoice, estimate }
}

const invoiceOf = (customer: Made, values: Record<string, unknown> = {}) =>
  world.insert('invoice', {
    customer_id: customer.id,
    year: now.getUTCFullYear(),
    month: now.getUTCMonth() + 1,
    ...values,
  })

const bill = (invoice: Made, resource: Made | undefined, values: Record<string, unknown>) =>
  world.insert('invoice_item', { invoice_id: invoice.id, resource_id: resource?.id, unit: 'month', ...values })

test('sums up the items of live resources over all consumers', async () => {
  const { offering, project, resource, invoice, estimate } = await setUp()
  // Rounded up to 10.01.
  await bill(invoice, resource, { unit_price: '10.001', quantity: '1' })
  // Away from zero: -0.01.
  await bill(invoice, resource, { unit_price: '-0.005', quantity: '1' })
  // Exactly 0.30, which binary fractions would round up to 0.31.
  await bill(invoice, resource, { unit_price: '0.1', quantity: '3' })
  const second = await world.resource(offering, project, { state: 3 })
  await bill(invoice, second, { unit_price: '4.9', quantity: '2' })
  const neighbour = await world.customer()
  const canceled = await invoiceOf(neighbour, { state: 'canceled', tax_percent: '7.5' })
  const third = await world.resource(offering, await world.project(neighbour, { is_removed: true }), { state: 1 })
  await bill(canceled, third, { unit_price: '5.5', quantity: '2' })
  // At 20 %: 10.01 - 0.01 + 0.30 + 9.80 = 20.10, tax 4.02. At 7.5 %: 11, tax 0.825.
  expect(await estimate()).toEqual({
    resources_count: 3,
    billing_price_estimate: {
      current: '31.1000000000',
      tax: '4.8450000000',
      tax_current: '4.8450000000',
      total: '35.9450000000',
    },
  })
})

test('leaves out what does not count', async () => {
  const { provider, offering, consumer, project, resource, invoice, estimate } = await setUp()
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1))
  const before = await invoiceOf(consumer, { year: first.getUTCFullYear(), month: first.getUTCMonth() + 1 })
  const yearBefore = await invoiceOf(consumer, { year: now.getUTCFullYear() - 1 })
  const ended = await world.resource(offering, project, { state: 6 })
  const sibling = await world.resource(await world.offering(provider.customer, { shared: false }), project)
  const elsewhere = await world.resource(await world.offering((await world.provider()).customer), project)
  const price = { unit_price: '100', quantity: '1' }
  for (const other of [ended, sibling, elsewhere, undefined]) await bill(invoice, other, price)
  for (const other of [before, yearBefore]) await bill(other, resource, price)
  expect(await estimate()).toEqual({
    resources_count: 1,
    billing_price_estimate: {
      current: '0.0000000000',
      tax: '0.0000000000',
      tax_current: '0.0000000000',
      total: '0.0000000000',
    },
  })
})

test('the tax until now goes by started hours and days', async () => {
  const { resource, invoice, estimate } = await setUp()
  const before = (hours: number) => new Date(now.getTime() - hours * HOUR).toISOString()
  // Three started hours of 100: 30 cents until now, 10 in all.
  await bill(invoice, resource, {
    unit: 'hour',
    unit_price: '0.1',
    quantity: '100',
    start_time: before(10),
    end_time: before(7.5),
  })
  // Two started days of 5: 3 until now, 7.5 in all.
  await bill(invoice, resource, {
    unit: 'day',
    unit_price: '1.5',
    quantity: '5',
    start_time: before(30),
    end_time: before(-90),
  })
  // Not begun yet: nothing until now, 4 in all.
  await bill(invoice, resource, {
    unit: 'hour',
    unit_price: '2',
    quantity: '2',
    start_time: before(-5),
    end_time: before(-7),
  })
  // Other units count in full.
  await bill(invoice, resource, { unit: 'quantity', unit_price: '1', quantity: '1' })
  // 10 + 7.5 + 4 + 1 = 22.5, and 0.3 + 3 + 0 + 1 = 4.3 until now.
  expect((await estimate()).billing_price_estimate).toEqual({
    current: '22.5000000000',
    tax: '4.5000000000',
    tax_current: '0.8600000000',
    total: '27.0000000000',
  })
})

test('large amounts keep their cents', async () => {
  const { resource, invoice, estimate } = await setUp()
  await bill(invoice, resource, { unit_price: '123456789012.35', quantity: '1' })
  expect((await estimate()).billing_price_estimate).toEqual({
    current: '123456789012.3500000000',
    tax: '24691357802.4700000000',
    tax_current: '24691357802.4700000000',
    total: '148148146814.8200000000',
  })
})
