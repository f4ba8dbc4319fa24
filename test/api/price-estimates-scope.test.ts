import { expect, test } from 'vitest'
import { startTestApp, type Made, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp()

const HOUR = 3_600_000

/** Year and month so many months before the current one, UTC. */
const monthsAgo = (months: number) => {
  const date = new Date()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() - months)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 }
}

const invoiceOf = (customer: Made, months = 0) =>
  world.insert('invoice', { customer_id: customer.id, ...monthsAgo(months), tax_percent: 20 })

const itemOf = (invoice: Made, resource: Made | undefined, project: Made | undefined, price: number, values = {}) =>
  world.insert('invoice_item', {
    invoice_id: invoice.id,
    resource_id: resource?.id,
    project_id: project?.id,
    unit: 'month',
    quantity: 1,
    unit_price: price,
    ...values,
  })

const estimateOf = async ({ base, owner }: Marketplace, path: string) => {
  const { status, body } = await get(base + path, { as: owner })
  expect(status).toBe(200)
  expect(body).toHaveLength(1)
  const { total, current, tax, tax_current } = body[0].billing_price_estimate
  return { total: Number(total), current: Number(current), tax: Number(tax), tax_current: Number(tax_current) }
}

const ofCustomer = (market: Marketplace) => estimateOf(market, `customers/?query=${market.consumer.hex}`)
const inCustomer = (market: Marketplace, project = market.project) =>
  estimateOf(market, `customer_projects/?project_customer_uuid=${market.consumer.hex}&query=${project.hex}`)
const ofProject = (market: Marketplace, query = '') =>
  estimateOf(market, `projects/?query=${market.project.hex}${query}`)

/** A consumer with one item of 10 for the resource of the marketplace. */
const scene = async () => {
  const market = await world.marketplace()
  const invoice = await invoiceOf(market.consumer)
  await itemOf(invoice, market.resource, market.project, 10)
  return { market, invoice }
}

const TEN_OF_RESOURCES = { total: 12, current: 10, tax: 2, tax_current: 2 }
const TEN_OF_PROJECT = { total: 10, current: 10, tax: 2, tax_current: 2 }

test('items of a resource that is already terminated count for the project only', async () => {
  const { market, invoice } = await scene()
  const former = await world.resource(market.offering, market.project, { state: 6 })
  await itemOf(invoice, former, market.project, 100)
  expect(await ofCustomer(market)).toEqual(TEN_OF_RESOURCES)
  expect(await inCustomer(market)).toEqual(TEN_OF_RESOURCES)
  // 10 + 100 and 20 % of it.
  expect(await ofProject(market)).toEqual({ total: 110, current: 110, tax: 22, tax_current: 22 })
})

test('items of another provider count for the project only', async () => {
  const { market, invoice } = await scene()
  const other = await world.marketplace()
  const theirs = await world.resource(other.offering, market.project)
  await itemOf(invoice, theirs, market.project, 100)
  expect(await ofCustomer(market)).toEqual(TEN_OF_RESOURCES)
  expect(await inCustomer(market)).toEqual(TEN_OF_RESOURCES)
  expect(await ofProject(market)).toEqual({ total: 110, current: 110, tax: 22, tax_current: 22 })
  // 100 and 20 % of it, for the other provider.
  expect(await ofCustomer({ ...other, consumer: market.consumer })).toMatchObject({ total: 120, current: 100 })
  expect(await ofProject({ ...other, project: market.project })).toMatchObject({ total: 110 })
})

test('items of an offering that is not shared count for the project only', async () => {
  const { market, invoice } = await scene()
  const hidden = await world.offering(market.provider.customer, { shared: false })
  await itemOf(invoice, await world.resource(hidden, market.project), market.project, 100)
  expect(await ofCustomer(market)).toEqual(TEN_OF_RESOURCES)
  expect(await inCustomer(market)).toEqual(TEN_OF_RESOURCES)
  expect(await ofProject(market)).toMatchObject({ total: 110 })
})

test('items without a resource count for the project, items without a project for the resource', async () => {
  const { market, invoice } = await scene()
  await itemOf(invoice, undefined, market.project, 100)
  await itemOf(invoice, market.resource, undefined, 1000)
  // 10 + 1000 and 20 % of it.
  expect(await ofCustomer(market)).toEqual({ total: 1212, current: 1010, tax: 202, tax_current: 202 })
  expect(await inCustomer(market)).toEqual({ total: 1212, current: 1010, tax: 202, tax_current: 202 })
  expect(await ofProject(market)).toEqual({ total: 110, current: 110, tax: 22, tax_current: 22 })
})

test('a customer is estimated over all its projects, removed ones included', async () => {
  const { market, invoice } = await scene()
  const { consumer, offering } = market
  const second = await world.project(consumer)
  await itemOf(invoice, await world.resource(offering, second), second, 100)
  const removed = await world.project(consumer, { is_removed: true })
  await itemOf(invoice, await world.resource(offering, removed), removed, 1000)
  // 10 + 100 + 1000 and 20 % of it.
  expect(await ofCustomer(market)).toEqual({ total: 1332, current: 1110, tax: 222, tax_current: 222 })
  expect(await inCustomer(market)).toEqual(TEN_OF_RESOURCES)
  expect(await inCustomer(market, second)).toMatchObject({ total: 120 })
  expect(await ofProject(market)).toEqual(TEN_OF_PROJECT)
})

test('another customer of the provider has its own estimate', async () => {
  const { market } = await scene()
  const other = await world.consumer(market.offering)
  await itemOf(await invoiceOf(other.customer), other.resource, other.project, 7)
  expect(await ofCustomer(market)).toEqual(TEN_OF_RESOURCES)
  expect(await ofCustomer({ ...market, consumer: other.customer })).toMatchObject({ total: 8.4, current: 7 })
})

test('bills of other months do not count', async () => {
  const { market } = await scene()
  for (const months of [1, 12, -1])
    await itemOf(await invoiceOf(market.consumer, months), market.resource, market.project, 1000)
  expect(await ofCustomer(market)).toEqual(TEN_OF_RESOURCES)
  expect(await inCustomer(market)).toEqual(TEN_OF_RESOURCES)
  expect(await ofProject(market)).toEqual(TEN_OF_PROJECT)
})

test('both lists of customers say the same', async () => {
  const { market } = await scene()
  const user = await world.user()
  await world.grant(user, 'PROJECT.MEMBER', 'project', market.project)
  expect(await estimateOf(market, `user_customers/?user_uuid=${user.hex}`)).toEqual(TEN_OF_RESOURCES)
})

const query = ({ year, month }: { year: number; month: number }) => `&year=${String(year)}&month=${String(month)}`

test('year and month choose the bill of a project; in the past all of it is current', async () => {
  const { market } = await scene()
  // By the hour: 720 × 0.5 = 360, whatever the clock says. Tax 72.
  const item = { unit: 'hour', quantity: 720, start_time: new Date(Date.now() - 1.5 * HOUR) }
  await itemOf(await invoiceOf(market.consumer, 1), market.resource, market.project, 0.5, item)
  expect(await ofProject(market, query(monthsAgo(1)))).toEqual({ total: 360, current: 360, tax: 72, tax_current: 72 })
  expect(await ofProject(market, query(monthsAgo(0)))).toEqual(TEN_OF_PROJECT)
  const zero = { total: 0, current: 0, tax: 0, tax_current: 0 }
  expect(await ofProject(market, query(monthsAgo(2)))).toEqual(zero)
  expect(await ofProject(market, '&year=1&month=1')).toEqual(zero)
})

test('the current month by name is estimated until now', async () => {
  const { market, invoice } = await scene()
  // 10, and by the hour 720 × 0.5 = 360, of which two started hours are 1.
  const start_time = new Date(Date.now() - 1.5 * HOUR)
  const end_time = new Date(Date.now() + 100 * HOUR)
  const item = { unit: 'hour', quantity: 720, start_time, end_time }
  await itemOf(invoice, market.resource, market.project, 0.5, item)
  const expected = { total: 370, current: 11, tax: 74, tax_current: 2.2 }
  expect(await ofProject(market, query(monthsAgo(0)))).toEqual(expected)
  expect(await ofProject(market)).toEqual(expected)
})

test('a month in the future, half a month and anything that is no number stand for the current month', async () => {
  const { market } = await scene()
  await itemOf(await invoiceOf(market.consumer, -1), market.resource, market.project, 1000)
  const { year, month } = monthsAgo(1)
  await itemOf(await invoiceOf(market.consumer, 1), market.resource, market.project, 1000)
  for (const parameters of [
    query(monthsAgo(-1)),
    `&year=${String(year)}`,
    `&month=${String(month)}`,
    `&year=${String(year)}&month=x`,
    `&year=x&month=${String(month)}`,
    `&year=${String(year)}&month=13`,
    `&year=${String(year)}&month=0`,
    `&year=0&month=${String(month)}`,
    '&year=99999999&month=1',
    '&year=&month=',
  ])
    expect(await ofProject(market, parameters), parameters).toEqual(TEN_OF_PROJECT)
})

test('year and month are for projects: the estimates of resources are those of the current month', async () => {
  const { market } = await scene()
  const parameters = query(monthsAgo(1))
  expect(await estimateOf(market, `customers/?query=${market.consumer.hex}${parameters}`)).toEqual(TEN_OF_RESOURCES)
  const path = `customer_projects/?project_customer_uuid=${market.consumer.hex}${parameters}`
  expect(await estimateOf(market, path)).toEqual(TEN_OF_RESOURCES)
  const { headers } = await get(`${market.base}projects/?year=2024&month=1`, { as: market.owner })
  expect(headers).not.toHaveProperty('x-unknown-params')
  expect(headers['x-result-count']).toBe('1')
})
