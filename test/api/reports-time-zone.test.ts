import { describe, expect, test } from 'vitest'
import { addDays, isoDate, monthStart } from '../../demo/calendar.ts'
import { startTestApp } from '../harness/index.ts'

// Days and months are those of UTC, wherever the database believes to be.

const START = monthStart(new Date())

describe.each(['Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kathmandu'])('in a session of %s', async (zone) => {
  const { world, get, database } = await startTestApp({}, { poolSize: 1 })
  await database.pool.query(`set timezone to '${zone}'`)

  test('the session is where it is meant to be', async () => {
    const { rows } = await database.pool.query<{ TimeZone: string }>('show timezone')
    expect(rows).toEqual([{ TimeZone: zone }])
  })

  test('orders belong to the UTC month', async () => {
    const market = await world.marketplace()
    for (const created of [START, new Date(START.getTime() - 1)]) {
      const { project, resource } = await world.consumer(market.offering)
      await world.insert('marketplace_order', {
        offering_id: market.offering.id,
        project_id: project.id,
        resource_id: resource.id,
        created_by_id: market.owner.id,
        type: 1,
        state: 3,
        created,
      })
    }
    const { body } = await get(`${market.base}stat/`, { as: market.owner })
    expect(body).toMatchObject({ customers_number_change: 1, resources_number_change: 1 })
  })

  test('a campaign of one day is active on the UTC day', async () => {
    const market = await world.marketplace()
    const today = isoDate(new Date())
    await world.insert('campaign', {
      service_provider_id: market.provider.id,
      name: 'Sample campaign',
      start_date: today,
      end_date: today,
      discount_type: 'discount',
      discount: 5,
      state: 2,
    })
    expect((await get(`${market.base}stat/`, { as: market.owner })).body.active_campaigns).toBe(1)
  })

  test('the year of revenue begins with the UTC month', async () => {
    const market = await world.marketplace()
    const first = monthStart(new Date(), -12)
    for (const [index, created] of [first, addDays(first, -1)].entries()) {
      const invoice = await world.insert('invoice', {
        customer_id: market.consumer.id,
        year: created.getUTCFullYear(),
        month: created.getUTCMonth() + 1,
        created: isoDate(created),
      })
      await world.insert('invoice_item', {
        invoice_id: invoice.id,
        resource_id: market.resource.id,
        unit_price: '10',
        quantity: String(index + 1),
      })
    }
    const { body } = await get(`${market.base}revenue/`, { as: market.owner })
    expect(body).toEqual([{ total: 10, year: first.getUTCFullYear(), month: first.getUTCMonth() + 1 }])
  })

  test('instants are written in UTC', async () => {
    const market = await world.marketplace()
    await world.insert('course_account', {
      project_id: market.project.id,
      user_id: market.owner.id,
      created: '2024-02-29T23:59:59.000001Z',
      modified: '2023-12-31T12:00:00Z',
    })
    const { body } = await get(`${market.base}course_accounts/`, { as: market.owner })
    expect(body).toMatchObject([{ created: '2024-02-29T23:59:59.000001Z', modified: '2023-12-31T12:00:00Z' }])
  })
})
