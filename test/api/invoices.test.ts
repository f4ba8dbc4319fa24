import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { billStart } from '../../server/modules/billing/index.ts'
import { eventsOf } from '../harness/events.ts'
import { multipart } from '../harness/form.ts'
import { startTestApp, type Made, type MadeUser } from '../harness/index.ts'
import { at, change, estimateOf, invoicesOf, itemsOf, makeShop, order, type Shop } from '../billing/shop.ts'

const app = await startTestApp()
const { database, world, get, post, request } = app

let staff: MadeUser
beforeAll(async () => {
  staff = await world.staff()
})

/** A consumer that was charged 100 × 1 and 2.5 × 10 since the first instant of the month, with a fifth of tax. */
const billed = async (): Promise<{ shop: Shop; resource: Made; owner: MadeUser; invoice: string }> => {
  const shop = await makeShop(world, [
    { type: 'base', billing_type: 'fixed', prices: ['100'], amount: 1 },
    { type: 'disk', billing_type: 'limit', limit_period: 'total', prices: ['2.5'] },
  ])
  const resource = await order(world, shop, { disk: 10 })
  const { start } = await database.one<{ start: string }>(sql`
    select date_trunc('month', now() at time zone 'utc') at time zone 'utc' as start
  `)
  await change(database, resource, sql`state = 2`, (db) => billStart(db, resource.id, at(start)))
  const owner = await world.owner(shop.consumer)
  const { body } = await get('/api/invoices/', { as: owner })
  return { shop, resource, owner, invoice: `/api/invoices/${String(body[0].uuid)}/` }
}

const uuidIn = (path: string): string => path.split('/')[3]!

test('an invoice is the sum of its items', async () => {
  const { shop, resource, owner, invoice } = await billed()
  const { body } = await get(invoice, { as: owner })
  const now = new Date()
  expect(body).toMatchObject({
    url: `http://api.test${invoice}`,
    customer: `http://api.test/api/customers/${shop.consumer.hex}/`,
    // 100 × 1 + 2.5 × 10
    price: '125.00',
    tax: '25.00',
    total: '150.00',
    state: 'pending',
    year: now.getUTCFullYear(),
    month: now.getUTCMonth() + 1,
    issuer_details: {},
    invoice_date: null,
    customer_details: { name: shop.consumer.name, country: '', country_name: '' },
    backend_id: '',
    payment_url: '',
    reference_number: '',
    compensations: 0,
    incurred_costs: 125,
  })
  expect(body).not.toHaveProperty('due_date')
  expect(body.items).toEqual([
    expect.objectContaining({
      name: 'Job (Cluster / Plan 1) / BASE',
      price: 100,
      tax: '20.0000000000',
      total: '120.0000000000',
      unit_price: '100.0000000000',
      unit: 'month',
      factor: 1,
      quantity: '1.0000000000',
      measured_unit: 'bases',
      article_code: 'art-base',
      project_name: 'Research',
      project_uuid: shop.project.hex,
      resource: `http://api.test/api/marketplace-resources/${resource.hex}/`,
      resource_uuid: resource.hex,
      resource_name: 'Job',
      billing_type: 'fixed',
      backend_uuid: null,
      credit: false,
      start: expect.stringMatching(/^\d{4}-\d{2}-01T00:00:00Z$/),
      end: expect.stringMatching(/T23:59:59\.999999Z$/),
    }),
    expect.objectContaining({ name: 'Job (Cluster / Plan 1) / DISK', price: 25, quantity: '10.0000000000' }),
  ])
  expect((await get(invoice, { as: owner, query: { field: ['total', 'state'] } })).body).toEqual({
    state: 'pending',
    total: '150.00',
  })
})

describe('lists', () => {
  test('of invoices by every filter, newest month first', async () => {
    const customer = await world.customer({ accounting_start_date: '2020-01-01T00:00:00Z' })
    const other = await world.customer({ accounting_start_date: '2999-01-01T00:00:00Z' })
    const owner = await world.owner(customer)
    await world.grant(owner, 'CUSTOMER.SUPPORT', 'customer', other)
    const make = (of: { id: string }, year: number, month: number, state: string) =>
      world.insert('invoice', {
        ...{ customer_id: of.id, year, month, state, created: `${String(year)}-0${String(month)}-01` },
      })
    await make(customer, 2023, 2, 'paid')
    await make(customer, 2024, 1, 'created')
    await make(customer, 2024, 3, 'pending')
    await make(other, 2022, 5, 'canceled')
    const list = async (query: Record<string, string | string[]>) => {
      const { status, body, headers } = await get('/api/invoices/', { as: owner, query })
      expect([status, headers['x-result-count']]).toEqual([200, String(body.length)])
      return (body as { year: number; month: number }[]).map(({ year, month }) => `${String(year)}-${String(month)}`)
    }
    const all = ['2024-3', '2024-1', '2023-2', '2022-5']
    expect(await list({})).toEqual(all)
    expect(await list({ o: 'created' })).toEqual(all.toReversed())
    expect(await list({ o: '-month' })).toEqual(['2022-5', '2024-3', '2023-2', '2024-1'])
    expect(await list({ o: 'year,month' })).toEqual(all.toReversed())
    expect(await list({ state: ['paid', 'pending'] })).toEqual(['2024-3', '2023-2'])
    expect(await list({ state: 'pending_finalization' })).toEqual([])
    expect(await list({ year: '2024' })).toEqual(['2024-3', '2024-1'])
    expect(await list({ month: '1' })).toEqual(['2024-1'])
    expect(await list({ created: '2024-01-01' })).toEqual(['2024-1'])
    expect(await list({ start_date: '2023-02-01', end_date: '2024-01-01' })).toEqual(['2024-1', '2023-2'])
    expect(await list({ customer_uuid: other.hex })).toEqual(['2022-5'])
    expect(await list({ customer: `https://api.test/api/customers/${other.hex}/` })).toEqual(['2022-5'])
    expect(await list({ customer: `https://api.test/api/projects/${other.hex}/` })).toEqual([])
    expect(await list({ accounting_is_running: 'false' })).toEqual(['2022-5'])
    expect(await list({ accounting_is_running: 'true' })).toEqual(all.slice(0, 3))
    const wrong = await get('/api/invoices/', { as: owner, query: { state: 'open', created: 'x' } })
    expect([wrong.status, Object.keys(wrong.body as object).sort()]).toEqual([400, ['created', 'state']])
    const head = await request('HEAD', '/api/invoices/', { as: owner })
    expect(head.headers['x-result-count']).toBe('4')
  })

  test('of the items of an invoice', async () => {
    const { shop, owner, invoice } = await billed()
    await post(
      `/api/invoice-items/${String((await get(`${invoice}items/`, { as: owner })).body[0].uuid)}/create_compensation/`,
      {
        as: staff,
        body: { offering_component_name: 'BASE' },
      },
    )
    const names = async (query: Record<string, string>) =>
      ((await get(`${invoice}items/`, { as: owner, query })).body as { name: string }[]).map(
        ({ name }) => name.split(' ')[0]! + (name.split('/').at(-1) ?? ''),
      )
    const all = ['Compensation. BASE', 'Job BASE', 'Job DISK']
    expect(await names({})).toEqual(all)
    expect(await names({ o: '-name' })).toEqual(all.toReversed())
    for (const o of ['project_name', 'resource_name', '-provider_name']) expect(await names({ o })).toHaveLength(3)
    expect(await names({ conceal_compensation_items: 'true' })).toEqual(all.slice(1))
    expect(await names({ query: 'disk' })).toEqual(['Job DISK'])
    expect(await names({ query: 'research' })).toEqual(all)
    expect(await names({ offering_uuid: shop.offering.hex, project_uuid: shop.project.hex })).toEqual(all)
    expect(await names({ provider_uuid: shop.provider.customer.hex })).toEqual(all)
    expect(await names({ provider_uuid: shop.provider.hex })).toEqual(all)
    expect(await names({ provider_uuid: shop.consumer.hex })).toEqual([])
    expect(await names({ project_uuid: shop.offering.hex })).toEqual([])
    expect((await get(`${invoice}items/`, { as: owner, query: { o: 'price' } })).status).toBe(400)
  })

  test('of items over all invoices, and their sum', async () => {
    const { shop, resource, owner, invoice } = await billed()
    const { body: whole } = await get(invoice, { as: owner })
    const { year, month } = whole as { year: number; month: number }
    const list = async (query: Record<string, string>) => {
      const { body } = await get('/api/invoice-items/', { as: owner, query })
      const sum = await get('/api/invoice-items/total_price/', { as: owner, query })
      const prices = (body as { price: number }[]).map(({ price }) => price)
      return [...prices, sum.body.total_price as string]
    }
    const all = [100, 25, '125.00']
    const none = ['0.00']
    expect(await list({})).toEqual(all)
    expect(await list({ resource_uuid: resource.uuid })).toEqual(all)
    expect(await list({ resource_uuid: shop.project.hex })).toEqual(none)
    expect(await list({ customer_uuid: shop.consumer.hex, project_uuid: shop.project.hex })).toEqual(all)
    expect(await list({ offering_uuid: shop.offering.hex })).toEqual(all)
    expect(await list({ customer_uuid: shop.provider.customer.hex })).toEqual(none)
    expect(await list({ year: String(year), month: String(month) })).toEqual(all)
    expect(await list({ year: String(year - 1) })).toEqual(none)
    expect(await list({ start_year: String(year), start_month: String(month) })).toEqual(all)
    expect(await list({ start_year: String(year - 1), start_month: '12' })).toEqual(all)
    expect(await list({ start_year: String(year + 1) })).toEqual(none)
    expect(await list({ credit_uuid: shop.offering.hex })).toEqual(none)
    const { body } = await get('/api/invoice-items/', { as: owner })
    expect((await get(`/api/invoice-items/${String(body[0].uuid)}/`, { as: owner })).body).toEqual(body[0])
    expect(body[0]).toMatchObject({
      invoice: `http://api.test${invoice}`,
      offering_uuid: shop.offering.hex,
      offering_name: 'Cluster',
      offering_component_type: 'base',
      project_name: 'Research',
      customer_uuid: shop.consumer.hex,
      customer_name: shop.consumer.name,
      price: 100,
    })
  })

  test('of sums by offering, and the growth over a year', async () => {
    const { shop, owner, invoice } = await billed()
    const stats = await get(`${invoice}stats/`, { as: owner })
    expect(stats.headers['x-result-count']).toBe('1')
    expect(stats.body).toEqual([
      {
        offering_name: 'Cluster',
        aggregated_price: 125,
        aggregated_tax: 25,
        aggregated_total: 150,
        service_category_title: 'Sample category',
        service_provider_name: shop.provider.customer.name,
        service_provider_uuid: shop.provider.hex,
      },
    ])
    expect((await get(`${invoice}stats/`, { as: owner, query: { provider_uuid: shop.consumer.hex } })).body).toEqual([])
    const { body } = await get('/api/invoices/growth/', { as: owner })
    const months = Array.from({ length: 11 }, () => 0)
    expect(body).toEqual({
      periods: expect.any(Array),
      total_periods: [...months, 150],
      other_periods: [...months, 0],
      customer_periods: [{ name: shop.consumer.name, periods: [...months, 150] }],
    })
    expect(body.periods).toHaveLength(12)
    const others = await get('/api/invoices/growth/', {
      as: owner,
      query: { customers_count: 0, accounting_mode: 'accounting' },
    })
    expect(others.body).toMatchObject({ other_periods: [...months, 125], customer_periods: [] })
  })
})

describe('writes of staff', () => {
  test('only a sent invoice is paid, once', async () => {
    const { shop, invoice } = await billed()
    const pay = () => post(`${invoice}paid/`, { as: staff, body: { date: '2024-02-29' } })
    const refused = await pay()
    expect([refused.status, refused.body]).toEqual([409, { detail: 'Valid states for operation: created.' }])
    await database.run(
      sql`update invoice set state = 'created', invoice_date = '2024-01-31' where uuid = ${uuidIn(invoice)}`,
    )
    const [first, second] = await Promise.all([pay(), pay()])
    expect([first.status, second.status].toSorted()).toEqual([200, 409])
    expect((await get(invoice, { as: staff })).body).toMatchObject({ state: 'paid', due_date: '2024-03-01' })
    const events = await eventsOf(database, 'customer', shop.consumer)
    expect(events.filter(({ event_type }) => event_type === 'invoice_paid')).toHaveLength(1)
    const blank = await post(`${invoice}paid/`, { as: staff, body: {} })
    expect(blank.body).toEqual({ date: ['This field is required.'] })
  })

  test('a proof of payment is refused, the date of the payment told in the event', async () => {
    const { shop, invoice } = await billed()
    await database.run(
      sql`update invoice set state = 'created', invoice_date = '2024-01-31' where uuid = ${uuidIn(invoice)}`,
    )
    const parts = [
      { name: 'date', value: '2024-02-29' },
      { name: 'proof', value: 'sample content', filename: 'proof.pdf', type: 'application/pdf' },
    ]
    const refused = await post(`${invoice}paid/`, { as: staff, ...multipart(parts) })
    expect([refused.status, refused.body]).toEqual([400, { proof: ['Proofs of payment are not stored.'] }])
    expect((await get(invoice, { as: staff })).body.state).toBe('created')
    expect((await post(`${invoice}paid/`, { as: staff, body: { date: '2024-02-29' } })).status).toBe(200)
    const events = await eventsOf(database, 'customer', shop.consumer)
    expect(events.filter(({ event_type }) => event_type === 'invoice_paid')).toMatchObject([
      { context: { payment_date: '2024-02-29' } },
    ])
  })

  test('numbers of other systems', async () => {
    const { invoice } = await billed()
    for (const [action, body] of [
      ['set_backend_id', { backend_id: 'b-1' }],
      ['set_payment_url', { payment_url: 'https://pay.example.org/1' }],
      ['set_reference_number', { reference_number: 'r-1' }],
    ] as const) {
      const answer = await post(`${invoice}${action}/`, { as: staff, body })
      expect([answer.status, answer.text]).toEqual([200, ''])
      expect((await get(invoice, { as: staff })).body).toMatchObject(body)
    }
    expect((await post(`${invoice}set_payment_url/`, { as: staff, body: { payment_url: 'pay' } })).body).toEqual({
      payment_url: ['Enter a valid URL.'],
    })
    const long = `https://pay.example.org/${'x'.repeat(200)}`
    expect((await post(`${invoice}set_payment_url/`, { as: staff, body: { payment_url: long } })).status).toBe(400)
  })

  test('a changed item changes invoice and estimates', async () => {
    const { shop, owner, invoice } = await billed()
    const item = `/api/invoice-items/${String((await get(invoice, { as: owner })).body.items[0].uuid)}/`
    const changed = await request('PATCH', item, {
      as: staff,
      body: { quantity: '0.5', unit_price: '10.01', end: '2999-01-01T00:00:00Z', article_code: 'x' },
    })
    expect(changed.body).toEqual({
      article_code: 'x',
      quantity: '0.5000000000',
      unit_price: '10.0100000000',
      start: expect.any(String),
      end: '2999-01-01T00:00:00Z',
    })
    // 5.005 is rounded up to 5.01; 25 more; a fifth of tax on 30.01 is 6.002.
    expect(await invoicesOf(database, shop.consumer)).toMatchObject([{ cost: '30.01', price: '36.01' }])
    for (const [kind, scope] of [
      ['customer', shop.consumer],
      ['project', shop.project],
    ] as const) {
      expect(await estimateOf(database, kind, scope)).toBe('30.01')
    }
    const reversed = await request('PUT', item, { as: staff, body: { end: '2000-01-01T00:00:00Z' } })
    expect([reversed.status, reversed.body]).toEqual([400, { end: ['Cannot be earlier than the start.'] }])
    expect((await request('DELETE', item, { as: staff })).status).toBe(204)
    expect(await estimateOf(database, 'project', shop.project)).toBe('25')
    expect((await get(invoice, { as: owner })).body.price).toBe('25.00')
  })

  test('a compensation gives back what an item cost, but not twice over', async () => {
    const { shop, owner, invoice } = await billed()
    const item = `/api/invoice-items/${String((await get(invoice, { as: owner })).body.items[0].uuid)}/`
    const made = await post(`${item}create_compensation/`, { as: staff, body: { offering_component_name: 'Outage' } })
    expect([made.status, made.body]).toEqual([200, { offering_component_name: 'Outage' }])
    expect((await get(invoice, { as: owner })).body).toMatchObject({
      price: '25.00',
      compensations: -100,
      incurred_costs: 125,
    })
    expect(await estimateOf(database, 'customer', shop.consumer)).toBe('25')
    const { items } = (await get(invoice, { as: owner })).body as {
      items: { uuid: string; name: string; details: object }[]
    }
    const compensation = items.find(({ name }) => name.startsWith('Compensation. '))!
    expect(compensation.details).toMatchObject({ offering_component_name: 'Outage', offering_name: 'Cluster' })
    const again = await post(`/api/invoice-items/${compensation.uuid}/create_compensation/`, {
      as: staff,
      body: { offering_component_name: 'Outage' },
    })
    expect([again.status, again.body]).toEqual([400, ['Can not compensate invoice item with negative unit price.']])
  })

  test('an item moves to another invoice of the same organization only', async () => {
    const { shop, owner, invoice } = await billed()
    const { uuid } = (await get(invoice, { as: owner })).body.items[0] as { uuid: string }
    const earlier = await world.insert('invoice', { customer_id: shop.consumer.id, year: 2020, month: 1 })
    const foreign = await world.insert('invoice', { customer_id: shop.provider.customer.id, year: 2020, month: 1 })
    const move = (to: Made) =>
      post(`/api/invoice-items/${uuid}/migrate_to/`, { as: staff, body: { invoice: `/api/invoices/${to.hex}/` } })
    expect((await move(foreign)).body).toEqual({ invoice: ['Invalid hyperlink - Object does not exist.'] })
    expect((await move(earlier)).body).toEqual({ invoice: `http://api.test/api/invoices/${earlier.hex}/` })
    expect(await invoicesOf(database, shop.consumer)).toMatchObject([
      { month: '2020-01', cost: '100.00' },
      { cost: '25.00' },
    ])
    expect((await itemsOf(database, shop.consumer)).map(({ month }) => month)[0]).toBe('2020-01')
    expect(await estimateOf(database, 'project', shop.project)).toBe('25')
  })
})
