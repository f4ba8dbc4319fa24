import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { resourceEstimateJson } from '../../server/modules/price-estimates/estimate-json.ts'
import { startTestApp, type Made } from '../harness/index.ts'

const { world, get, database } = await startTestApp()

const staff = await world.staff()
const HOUR = 3_600_000
const now = Date.now()
const ago = (hours: number) => new Date(now - hours * HOUR).toISOString()

const invoiceOf = (customer: { id: string }, monthsAgo = 0) => {
  const month = new Date(now)
  month.setUTCDate(1)
  month.setUTCMonth(month.getUTCMonth() - monthsAgo)
  return world.insert('invoice', {
    customer_id: customer.id,
    year: month.getUTCFullYear(),
    month: month.getUTCMonth() + 1,
    tax_percent: 20,
  })
}

/** An item of every kind: a fraction, started hours and days, a compensation; and one of the month before. */
const billed = async () => {
  const { provider, owner, consumer, project, resource, offering } = await world.marketplace()
  const item = (invoice: Made, values: Record<string, unknown>) =>
    world.insert('invoice_item', {
      invoice_id: invoice.id,
      project_id: project.id,
      resource_id: resource.id,
      ...values,
    })
  const invoice = await invoiceOf(consumer)
  await item(invoice, { unit: 'month', unit_price: 10, quantity: '0.5' })
  await item(invoice, { unit: 'hour', unit_price: '0.001', quantity: 744, start_time: ago(1.5), end_time: ago(-48) })
  await item(invoice, { unit: 'day', unit_price: 1, quantity: 30, start_time: ago(25), end_time: ago(1) })
  await item(invoice, { unit: 'month', unit_price: '-0.001', quantity: 1 })
  await item(await invoiceOf(consumer, 1), { unit: 'month', unit_price: 999, quantity: 1 })
  return { provider, owner, consumer, project, resource, offering, item, invoice }
}

test('a project is billed without tax, rounded away from zero per item, current until now', async () => {
  const { project } = await billed()
  const { body } = await get(`/api/projects/${project.hex}/`, { as: staff })
  expect(body.billing_price_estimate).toEqual({
    total: '35.7400000000',
    current: '6.0000000000',
    tax: '7.1480000000',
    tax_current: '1.2000000000',
  })
})

test('an organization is billed for all its projects and for items without one', async () => {
  const { consumer, item, invoice } = await billed()
  await item(invoice, { unit: 'month', unit_price: 1, quantity: 1, project_id: undefined })
  const { body } = await get(`/api/customers/${consumer.hex}/`, { as: staff })
  expect(body.billing_price_estimate).toMatchObject({ total: '36.7400000000', current: '7.0000000000' })
})

test('resources are estimated with tax in total, over whole months', async () => {
  const { project, resource, offering, item, invoice } = await billed()
  const other = await world.resource(offering, project)
  await item(invoice, { unit: 'month', unit_price: 50, quantity: 1, resource_id: other.id })
  const { estimate } = await database.one<{ estimate: unknown }>(
    sql`select ${resourceEstimateJson(sql`select ${resource.id}::bigint`)} as estimate`,
  )
  expect(estimate).toEqual({
    total: '42.8880000000',
    current: '35.7400000000',
    tax: '7.1480000000',
    tax_current: '1.2000000000',
  })
})

test('without items everything is zero, in the same form', async () => {
  const project = await world.project(await world.customer())
  const { body } = await get(`/api/projects/${project.hex}/`, { as: staff })
  const zero = '0.0000000000'
  expect(body.billing_price_estimate).toEqual({ total: zero, current: zero, tax: zero, tax_current: zero })
})

test('an item that starts later costs nothing yet', async () => {
  const { project, item, invoice } = await billed()
  await item(invoice, { unit: 'day', unit_price: 1, quantity: 3, start_time: ago(-48), end_time: ago(-72) })
  const { body } = await get(`/api/projects/${project.hex}/`, { as: staff })
  expect(body.billing_price_estimate).toMatchObject({ total: '38.7400000000', current: '6.0000000000' })
})

interface Listed {
  uuid: string
  billing_price_estimate: Record<'total' | 'current' | 'tax_current', string>
}

test('on one page, objects with items that are metered stand beside others, each with its own estimate', async () => {
  const [metered, again, plain] = [await billed(), await billed(), await world.marketplace()]
  const invoice = await invoiceOf(plain.consumer)
  const fixed = {
    unit: 'month',
    unit_price: 3,
    quantity: 1,
    project_id: plain.project.id,
    resource_id: plain.resource.id,
  }
  await world.insert('invoice_item', { invoice_id: invoice.id, ...fixed })
  const empty = await world.project(plain.consumer)
  const projects = [metered.project, plain.project, empty, again.project]
  const { body } = await get('/api/projects/', { as: staff, query: { page_size: 300 } })
  const rows = projects.flatMap(({ hex }) => (body as Listed[]).filter(({ uuid }) => uuid === hex))
  expect(
    rows.map(({ billing_price_estimate: estimate }) => [estimate.total, estimate.current, estimate.tax_current]),
  ).toEqual([
    ['35.7400000000', '6.0000000000', '1.2000000000'],
    ['3.0000000000', '3.0000000000', '0.6000000000'],
    ['0.0000000000', '0.0000000000', '0.0000000000'],
    ['35.7400000000', '6.0000000000', '1.2000000000'],
  ])
  // What is read later stands where it belongs.
  expect(new Set(rows.map((row) => Object.keys(row).join())).size).toBe(1)
  const query = { field: 'billing_price_estimate', o: '-name', page_size: 300 }
  const selection = await get('/api/projects/', { as: staff, query })
  expect(selection.body).toHaveLength(body.length)
  expect(selection.body).toContainEqual({ billing_price_estimate: rows[0]?.billing_price_estimate })
})

test('of the offerings of a provider each has its own estimate, metered or not', async () => {
  const { provider, owner, offering, project, item, invoice } = await billed()
  const sibling = await world.offering(provider.customer)
  const other = await world.resource(sibling, project)
  await item(invoice, { unit: 'month', unit_price: 50, quantity: 1, resource_id: other.id })
  const { body } = await get(`/api/marketplace-service-providers/${provider.hex}/offerings/`, {
    as: owner,
    query: { field: ['uuid', 'billing_price_estimate'] },
  })
  const estimates = Object.fromEntries(
    (body as Listed[]).map(({ uuid, billing_price_estimate: estimate }) => [
      uuid,
      [estimate.total, estimate.tax_current],
    ]),
  )
  expect(estimates).toEqual({
    [offering.hex]: ['42.8880000000', '1.2000000000'],
    [sibling.hex]: ['60.0000000000', '10.0000000000'],
  })
})
