import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'

// Columns are made once for equal circumstances: whoever asks next must not see what the one before saw.

const { world, get, database } = await startTestApp()

const market = await world.marketplace()
const { owner, offering, project, consumer, resource } = market
const staff = await world.staff()
const member = await world.user()
await world.grant(member, 'CUSTOMER.SUPPORT', 'customer', market.provider.customer)
const plan = await world.insert('plan', { offering_id: offering.id, name: 'Sample plan' })

const rowOf = async (list: string, as: { id: string }, { host = 'api.test', query = {} } = {}) => {
  const { status, body } = await get(`${market.base}${list}/`, { as, query, headers: { host } })
  expect(status).toBe(200)
  return body[0]
}

test('hosts take turns', async () => {
  for (const host of ['one.test', 'two.test', 'one.test']) {
    expect((await rowOf('projects', owner, { host })).url).toBe(`http://${host}/api/projects/${project.hex}/`)
    const { plans } = await rowOf('offerings', owner, { host })
    expect(plans[0].url).toBe(`http://${host}/api/marketplace-plans/${plan.hex}/`)
  }
})

test('callers take turns', async () => {
  await database.transaction((transaction) =>
    transaction.writeRolledUp(
      sql`update offering set secret_options = '{"token": "sample"}' where id = ${offering.id}`,
      () => undefined,
    ),
  )
  for (let turn = 0; turn < 2; turn++) {
    expect(await rowOf('projects', staff)).toHaveProperty('staff_notes')
    expect(await rowOf('projects', owner)).not.toHaveProperty('staff_notes')
    expect(await rowOf('offerings', owner)).toMatchObject({ secret_options: { token: 'sample' } })
    expect(await rowOf('offerings', member)).not.toHaveProperty('secret_options')
  }
})

test('months take turns', async () => {
  for (const [year, price] of [
    [2024, '10'],
    [2025, '20'],
  ] as const) {
    const invoice = await world.insert('invoice', { customer_id: consumer.id, year, month: 3, tax_percent: 0 })
    await world.insert('invoice_item', {
      ...{ invoice_id: invoice.id, project_id: project.id, resource_id: resource.id },
      ...{ unit: 'month', unit_price: price, quantity: 1 },
    })
  }
  const estimate = async (query: Record<string, string>) =>
    (await rowOf('projects', owner, { query })).billing_price_estimate.total
  for (let turn = 0; turn < 2; turn++) {
    expect(await estimate({ year: '2024', month: '3' })).toBe('10.0000000000')
    expect(await estimate({ year: '2025', month: '3' })).toBe('20.0000000000')
    expect(await estimate({})).toBe('0.0000000000')
  }
})

test('components and plans are what they have become', async () => {
  const component = await world.insert('offering_component', {
    ...{ offering_id: offering.id, type: 'cores', name: 'Cores', billing_type: 'limit' },
  })
  await world.link('plan_component', { plan_id: plan.id, component_id: component.id, price: 1 })
  for (const price of ['2', '3', '2']) {
    await database.run(sql`update plan_component set price = ${price} where component_id = ${component.id}`)
    await database.run(sql`update offering_component set description = ${price} where id = ${component.id}`)
    // Twice: the second time from what was made the first.
    for (let turn = 0; turn < 2; turn++) {
      const { components, plans } = await rowOf('offerings', owner)
      expect(components).toMatchObject([{ type: 'cores', description: price }])
      expect(plans).toMatchObject([{ minimal_price: Number(price), prices: { cores: `${price}.0000000000` } }])
    }
  }
})
