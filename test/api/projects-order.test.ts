import { describe, expect, test } from 'vitest'
import { startTestApp, type Made } from '../harness/index.ts'

const { world, get } = await startTestApp()

const provider = await world.provider()
const owner = await world.owner(provider.customer)
const offering = await world.offering(provider.customer)
const base = `/api/marketplace-service-providers/${provider.hex}/`

const one = await world.customer({ name: 'Customer 1', native_name: 'Zeta', abbreviation: 'same' })
const two = await world.customer({ name: 'Customer 2', native_name: 'Eta', abbreviation: 'same' })

const monthsAgo = (months: number) => {
  const date = new Date()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() - months)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 }
}

const invoices = new Map<string, Made>()
const invoiceOf = async (customer: Made, months: number): Promise<Made> => {
  const key = `${customer.id}/${String(months)}`
  const invoice =
    invoices.get(key) ?? (await world.insert('invoice', { customer_id: customer.id, ...monthsAgo(months) }))
  invoices.set(key, invoice)
  return invoice
}

const labels = new Map<string, string>()

/** A project, labelled by its place in the order of creation, with items of these prices on this month's bill. */
const add = async (label: string, customer: Made, values: Record<string, unknown>, prices: string[]) => {
  const project = await world.project(customer, values)
  await world.resource(offering, project)
  labels.set(project.hex, label)
  for (const unitPrice of prices)
    await world.insert('invoice_item', {
      invoice_id: (await invoiceOf(customer, 0)).id,
      project_id: project.id,
      unit: 'month',
      unit_price: unitPrice,
      quantity: 1,
    })
  return project
}

await add('1', two, { name: 'beta', created: '2024-01-03', end_date: '2030-01-01' }, ['10', '0.5'])
const unbilled = await add('2', one, { name: 'Alpha', created: '2024-01-01', start_date: '2024-02-01' }, [])
await add('3', one, { name: 'beta', created: '2024-01-02', start_date: '2024-01-01', end_date: '2029-01-01' }, ['0'])
await add('4', two, { name: 'gamma', created: '2024-01-03' }, ['5', '-12'])
await add('5', one, { name: 'Delta', created: '2024-01-05', start_date: '2024-01-01' }, ['9.999'])

// A bill of another month does not make an estimate of this one.
await world.insert('invoice_item', {
  invoice_id: (await invoiceOf(one, 1)).id,
  project_id: unbilled.id,
  unit: 'month',
  unit_price: 999,
  quantity: 1,
})

const BY_NAME = '21354'

const orderOf = async (query: string, list = 'projects/?'): Promise<string> => {
  const { status, body } = await get(`${base}${list}${query}`, { as: owner })
  expect(status).toBe(200)
  return body.map((row: { uuid: string }) => labels.get(row.uuid)).join('')
}

/** Orders of the five projects, by their labels: ties by creation, and NULLs where PostgreSQL puts them. */
const orders: [o: string, expected: string][] = [
  ['name', BY_NAME],
  ['-name', '45132'],
  ['created', '23145'],
  ['-created', '51432'],
  ['start_date', '35214'],
  ['-start_date', '14235'],
  ['end_date', '31245'],
  ['-end_date', '24513'],
  ['customer_name', '23514'],
  ['-customer_name', '14235'],
  ['customer_native_name', '14235'],
  ['-customer_native_name', '23514'],
  ['customer_abbreviation', '12345'],
  ['-customer_abbreviation', '12345'],
  // No estimate, 5 - 12, 0, 10.00, 10.50: an estimate is rounded up, and none comes first.
  ['estimated_cost', '24351'],
  ['-estimated_cost', '15342'],
  ['customer_name,-name', '53241'],
  ['-created,name', '51432'],
  ['name,-created', '21354'],
  ['name,created', '23154'],
  ['customer_abbreviation,-estimated_cost', '15342'],
]

describe('projects', () => {
  test.each(orders)('o=%s', async (o, expected) => {
    expect(await orderOf(`o=${o}`)).toBe(expected)
  })

  test('without an order, or with an empty one, rows are ordered by name', async () => {
    for (const query of ['', 'o=', 'o=,', 'o=,,', 'o=&o=']) expect(await orderOf(query), query).toBe(BY_NAME)
  })

  test('empty members are ignored', async () => {
    for (const query of ['o=-created,', 'o=,-created', 'o=,,-created,', 'o=&o=-created'])
      expect(await orderOf(query), query).toBe('51432')
  })

  test('repeated orders are joined', async () => {
    expect(await orderOf('o=customer_name&o=-name')).toBe('53241')
    expect(await orderOf('o=name&o=created')).toBe('23154')
  })

  test('a key that is given twice counts where it comes first', async () => {
    expect(await orderOf('o=name,-name')).toBe(BY_NAME)
  })

  test('the billing month of the estimates does not change the order', async () => {
    const { year, month } = monthsAgo(1)
    expect(await orderOf(`o=-estimated_cost&year=${String(year)}&month=${String(month)}`)).toBe('15342')
  })

  test('pages follow the order', async () => {
    const pages = [1, 2, 3].map((page) => orderOf(`o=customer_abbreviation&page_size=2&page=${String(page)}`))
    expect(await Promise.all(pages)).toEqual(['12', '34', '5'])
  })
})

describe('customer_projects', () => {
  test.each(orders)('o=%s', async (o, expected) => {
    const ofOne = [...expected].filter((label) => '235'.includes(label)).join('')
    expect(await orderOf(`o=${o}`, `customer_projects/?project_customer_uuid=${one.hex}&`)).toBe(ofOne)
  })
})

test.each([
  ['foo', 'foo'],
  ['-foo', '-foo'],
  ['created,foo', 'foo'],
  ['foo,created,bar', 'foo'],
  ['Name', 'Name'],
  ['--name', '--name'],
  ['-', '-'],
  ['+name', ' name'],
  ['name,%20-created', ' -created'],
  ['name%20', 'name '],
  ['resources_count', 'resources_count'],
  ['uuid', 'uuid'],
  ['name&o=foo', 'foo'],
  ['foo&o=name', 'foo'],
])('o=%s is refused', async (o, bad) => {
  for (const list of ['projects/?', `customer_projects/?project_customer_uuid=${one.hex}&`]) {
    const { status, body } = await get(`${base}${list}o=${o}`, { as: owner })
    expect({ status, body }).toEqual({
      status: 400,
      body: { o: [`Select a valid choice. ${bad} is not one of the available choices.`] },
    })
  }
})
