import { describe, expect, test } from 'vitest'
import { startTestApp, type Made } from '../harness/index.ts'

const { world, get } = await startTestApp()

const stranger = await world.user()

const listing = (provider: { hex: string }) => `/api/marketplace-service-providers/${provider.hex}/offerings/`

const order = async (provider: { hex: string }, caller: { id: string }, o: string | readonly string[]) => {
  const { status, body } = await get(listing(provider), { as: caller, query: { o, field: 'name' } })
  expect(status).toBe(200)
  return (body as { name: string }[]).map(({ name }) => name).join(' ')
}

describe('own columns', async () => {
  const provider = await world.provider()
  const make = (name: string, type: string, state: number, created: string) =>
    world.offering(provider.customer, { name, type, state, created })
  await make('b', 'Type.B', 5, '2024-01-01T00:00:00Z')
  await make('a', 'Type.A', 4, '2024-01-03T00:00:00Z')
  await make('c', 'Type.B', 1, '2024-01-02T00:00:00.000001Z')
  await make('d', 'Type.A', 2, '2024-01-02T00:00:00Z')
  await make('B', 'Type.B', 1, '2024-01-04T00:00:00Z')

  test.each<[string | readonly string[], string]>([
    ['name', 'a b B c d'],
    ['-name', 'd c B b a'],
    ['created', 'b d c a B'],
    ['-created', 'B a c d b'],
    ['type', 'a d b c B'],
    ['-type', 'b c B a d'],
    // By code: Draft, Active, Paused, Archived, Unavailable; by label Active would come first.
    ['state', 'c B d a b'],
    ['-state', 'b a d c B'],
    ['type,-name', 'd a c B b'],
    ['-type,state,-created', 'B c b d a'],
    [['type', '-name'], 'd a c B b'],
    ['name,', 'a b B c d'],
    ['', 'a b B c d'],
    [',', 'a b B c d'],
    ['name,-name', 'a b B c d'],
  ])('o=%j gives %s', async (o, names) => {
    expect(await order(provider, stranger, o)).toBe(names)
  })

  test.each([
    ['foo', 'foo'],
    ['Name', 'Name'],
    ['--name', '--name'],
    ['name, -created', ' -created'],
    ['name,foo,bar', 'foo'],
    ['uuid', 'uuid'],
    ['-', '-'],
  ])('o=%s is refused', async (o, named) => {
    const { status, body } = await get(listing(provider), { as: stranger, query: { o } })
    expect(status).toBe(400)
    expect(body).toEqual({ o: [`Select a valid choice. ${named} is not one of the available choices.`] })
  })
})

const now = new Date()

/** Year and month, so many months before the current one. */
const monthsAgo = (count: number) => {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count, 1))
  return { year: first.getUTCFullYear(), month: first.getUTCMonth() + 1 }
}

describe('figures', async () => {
  const provider = await world.provider()
  const owner = await world.owner(provider.customer)
  const make = (name: string) => world.offering(provider.customer, { name })
  const [q, r, s, t] = [await make('q'), await make('r'), await make('s'), await make('t')]
  const consumer = () => world.customer({ name: 'Consumer' })
  const [one, two, three, four, five] = [
    await consumer(),
    await consumer(),
    await consumer(),
    await consumer(),
    await consumer(),
  ]
  const use = async (offering: Made, customer: Made, state: number) =>
    world.resource(offering, await world.project(customer), { state })

  // q: two customers, although three live resources count and three further customers do not.
  const resource = await use(q, one, 2)
  await use(q, one, 4)
  await use(q, two, 5)
  await use(q, three, 1)
  await use(q, four, 3)
  const ended = await use(q, five, 6)
  // r: three customers, one of them through a removed project.
  const other = await use(r, one, 2)
  await use(r, two, 2)
  await world.resource(r, await world.project(three, { is_removed: true }), { state: 2 })
  // s: one customer with four resources.
  const many = [await use(s, four, 2), await use(s, four, 2), await use(s, four, 2), await use(s, four, 4)]
  // t: none that counts.
  const erred = await use(t, one, 3)

  const invoices = new Map<string, string>()
  const invoiceOf = async (customer: Made, age: number): Promise<string> => {
    const key = `${customer.id}/${String(age)}`
    const known = invoices.get(key)
    if (known !== undefined) return known
    const { id } = await world.insert('invoice', { customer_id: customer.id, ...monthsAgo(age) })
    invoices.set(key, id)
    return id
  }
  const bill = async (customer: Made, age: number, resource: Made, unit_price: string, quantity: string) =>
    world.insert('invoice_item', {
      invoice_id: await invoiceOf(customer, age),
      resource_id: resource.id,
      unit_price,
      quantity,
    })

  // The month before: q 10 × 2 + 5 × 1 = 25, r 8 × 3 + 0.5 × 1 = 24.5, s 0, t 100 − 90 = 10.
  await bill(one, 1, resource, '10', '2')
  await bill(five, 1, ended, '5', '1')
  await bill(one, 1, other, '8', '3')
  await bill(one, 1, other, '0.5', '1')
  await bill(one, 1, erred, '100', '1')
  await bill(one, 1, erred, '-90', '1')
  // This month: q 1 × 1 = 1, r 0, s 0.4 × 2 + 0.4 × 2 = 1.6, t −3 × 1 = −3.
  await bill(one, 0, resource, '1', '1')
  await bill(four, 0, many[0]!, '0.4', '2')
  await bill(four, 0, many[3]!, '0.4', '2')
  await bill(one, 0, erred, '-3', '1')
  // Other months and items of no resource do not count.
  await bill(one, 2, other, '1000', '1')
  await bill(four, 12, many[1]!, '1000', '1')
  await bill(four, 13, many[1]!, '1000', '1')
  await world.insert('invoice_item', { invoice_id: await invoiceOf(four, 1), unit_price: '1000', quantity: '1' })

  test.each<[string, string]>([
    ['total_customers', 't s q r'],
    ['-total_customers', 'r q s t'],
    ['total_cost', 's t r q'],
    ['-total_cost', 'q r t s'],
    ['total_cost_estimated', 't r q s'],
    ['-total_cost_estimated', 's q r t'],
    ['state,-total_cost', 'q r t s'],
  ])('o=%s gives %s', async (o, names) => {
    expect(await order(provider, owner, o)).toBe(names)
  })

  test('equal figures are in the order of creation, ascending and descending', async () => {
    const quiet = await world.provider()
    for (const name of ['z', 'y', 'x']) await world.offering(quiet.customer, { name })
    const caller = await world.staff()
    for (const o of ['total_cost', '-total_cost', '-total_customers', 'total_cost_estimated']) {
      expect(await order(quiet, caller, o)).toBe('z y x')
    }
  })

  test.each<[string, string]>([
    ['-total_customers', 'q r s t'],
    ['total_cost', 'q r s t'],
    ['-total_cost_estimated', 'q r s t'],
    ['total_cost,-name', 't s r q'],
  ])('tell nothing to a caller who does not see them: o=%s gives %s', async (o, names) => {
    expect(await order(provider, stranger, o)).toBe(names)
  })
})
