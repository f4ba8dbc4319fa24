import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type Made, type MadeUser } from '../harness/index.ts'
import { makeShop, order, type Shop } from '../billing/shop.ts'

const app = await startTestApp()
const { database, world, get, post } = app

const SET = '/api/marketplace-component-usages/set_usage/'

let shop: Shop
let resource: Made
let staff: MadeUser
let owner: MadeUser

beforeAll(async () => {
  shop = await makeShop(world, [
    { type: 'cpu', billing_type: 'usage', prices: ['0.25'] },
    { type: 'gpu', billing_type: 'usage', prices: ['2'] },
    { type: 'disk', billing_type: 'limit', prices: ['1'] },
    { type: 'base', billing_type: 'fixed', prices: ['1'], amount: 1 },
  ])
  staff = await world.staff()
  owner = await world.owner(shop.provider.customer)
})

/** A resource that runs, with an own project, so that tests do not see each other's. */
const running = async (state = 2): Promise<Made> => {
  resource = await order(world, { ...shop, project: await world.project(shop.consumer) }, {}, { state })
  return resource
}

const set = (as: MadeUser, body: Record<string, unknown>) => post(SET, { as, body })

const stored = (of: { id: string }) =>
  database.rows<Record<string, unknown>>(sql`
    select component.type, usage.usage::text as usage, usage.billing_period, usage.recurring, usage.description
    from component_usage as usage join offering_component as component on component.id = usage.component_id
    where usage.resource_id = ${of.id} order by usage.id
  `)

const items = (of: { id: string }) =>
  database.rows<Record<string, unknown>>(sql`
    select name, unit, trim_scale(quantity)::text as quantity, trim_scale(unit_price)::text as unit_price
    from invoice_item where resource_id = ${of.id} order by id
  `)

const thisMonth = async (offset = '0 months'): Promise<string> =>
  (
    await database.one<{ day: string }>(sql`
      select (date_trunc('month', now() at time zone 'utc') + ${offset}::interval)::date as day
    `)
  ).day

test('a report is stored, billed, shown on the resource and told in an event; the next one replaces it', async () => {
  await running()
  const month = await thisMonth()
  const first = await set(owner, {
    resource: resource.hex,
    usages: [
      { type: 'cpu', amount: '10.50', description: 'so far', recurring: true },
      { type: 'disk', amount: 3 },
    ],
  })
  expect([first.status, first.text]).toEqual([201, ''])
  expect(await stored(resource)).toEqual([
    { type: 'cpu', usage: '10.50', billing_period: month, recurring: true, description: 'so far' },
    { type: 'disk', usage: '3.00', billing_period: month, recurring: false, description: '' },
  ])
  // The limited component is charged by its limit, not by its usage.
  expect(await items(resource)).toEqual([{ name: 'Job / CPU', unit: 'quantity', quantity: '10.5', unit_price: '0.25' }])

  expect((await set(owner, { resource: resource.uuid, usages: [{ type: 'cpu', amount: '4' }] })).status).toBe(201)
  expect(await items(resource)).toEqual([{ name: 'Job / CPU', unit: 'quantity', quantity: '4', unit_price: '0.25' }])
  const { current_usages } = await database.one<{ current_usages: unknown }>(sql`
    select current_usages from resource where id = ${resource.id}
  `)
  expect(current_usages).toEqual({ cpu: 4, disk: 3 })
  const events = (await eventsOf(database, 'offering', shop.offering)).slice(-3)
  expect(events.map(({ event_type, message }) => `${event_type}: ${message}`)).toEqual([
    'marketplace_component_usage_created: Usage of component CPU of resource Job has been set to 10.50.',
    'marketplace_component_usage_created: Usage of component DISK of resource Job has been set to 3.',
    'marketplace_component_usage_updated: Usage of component CPU of resource Job has been set to 4.',
  ])
})

test('usage of a plan period is kept and billed apart, clipped to the period', async () => {
  await running()
  const period = (from: string | null, to: string | null) =>
    database.one<{ uuid: string }>(sql`
      insert into resource_plan_period (resource_id, plan_id, start_time, end_time)
      values (${resource.id}, ${shop.plans[0]!.id}, ${from}, ${to}) returning uuid
    `)
  const month = await thisMonth()
  const first = await period(null, `${month.slice(0, 8)}01T06:00:00Z`)
  await period(`${month.slice(0, 8)}01T06:00:00Z`, null)
  expect((await set(owner, { plan_period: first.uuid, usages: [{ type: 'cpu', amount: 1 }] })).status).toBe(201)
  expect((await set(owner, { resource: resource.hex, usages: [{ type: 'cpu', amount: 2 }] })).status).toBe(201)
  const billed = await database.rows(sql`
    select trim_scale(quantity)::text as quantity, to_char(start_time at time zone 'utc', 'DD HH24') as start,
      to_char(end_time at time zone 'utc', 'HH24:MI') as end
    from invoice_item where resource_id = ${resource.id} order by id
  `)
  expect(billed).toEqual([
    { quantity: '1', start: '01 00', end: '06:00' },
    { quantity: '2', start: '01 06', end: '23:59' },
  ])
  const { current_usages } = await database.one<{ current_usages: unknown }>(sql`
    select current_usages from resource where id = ${resource.id}
  `)
  expect(current_usages).toEqual({ cpu: 3 })
  const closed = await period(null, '2024-01-31T00:00:00Z')
  expect((await set(staff, { plan_period: closed.uuid, usages: [{ type: 'cpu', amount: 1 }] })).body).toEqual({
    non_field_errors: ['Billing period is closed.'],
  })
})

describe('refusals', () => {
  const usages = [{ type: 'cpu', amount: '1' }]

  test.each([
    [{ usages }, { non_field_errors: ['Either plan_period or resource should be provided.'] }],
    [{ resource: 'x', usages }, { resource: ['Must be a valid UUID.'] }],
    [{ resource: '0'.repeat(32) }, { usages: ['This field is required.'] }],
  ])('%j', async (body, expected) => {
    const { status, body: answer } = await set(staff, body)
    expect([status, answer]).toEqual([400, expected])
  })

  test('of amounts', async () => {
    await running()
    for (const [amount, message] of [
      ['-1', 'Ensure this value is greater than or equal to 0.'],
      ['1.001', 'Ensure that there are no more than 2 decimal places.'],
      ['many', 'A valid number is required.'],
    ]) {
      const { status, text } = await set(owner, { resource: resource.hex, usages: [{ type: 'cpu', amount }] })
      expect([status, text]).toEqual([400, expect.stringContaining(message!)])
    }
    expect(await stored(resource)).toEqual([])
  })

  test('of components that have no usage, all or nothing', async () => {
    await running()
    const mixed = [{ type: 'none', amount: 1 }, ...usages, { type: 'base', amount: 1 }]
    expect((await set(owner, { resource: resource.hex, usages: mixed })).body).toEqual({
      non_field_errors: ['These components are invalid: base, none.'],
    })
    expect(await stored(resource)).toEqual([])
  })

  test.each([
    ['Creating', 1, 400],
    ['OK', 2, 201],
    ['Erred', 3, 400],
    ['Updating', 4, 201],
    ['Terminating', 5, 201],
    ['Terminated', 6, 400],
  ])('a resource in state %s', async (_label, state, status) => {
    await running(state)
    const answer = await set(owner, { resource: resource.hex, usages })
    expect(answer.status).toBe(status)
    if (status === 400) expect(answer.body).toEqual({ resource: ['Resource is not in valid state.'] })
  })

  test('of resources that the caller does not see, and without the right', async () => {
    await running()
    const message = { resource: [`Object with uuid=${resource.uuid} does not exist.`] }
    expect((await set(await world.user(), { resource: resource.hex, usages })).body).toEqual(message)
    const member = await world.owner(shop.consumer)
    expect((await set(member, { resource: resource.hex, usages })).status).toBe(403)
    const manager = await world.user()
    await world.grant(manager, 'OFFERING.MANAGER', 'offering', shop.offering)
    expect((await set(manager, { resource: resource.hex, usages })).status).toBe(201)
  })

  test('past months are for staff where usage is billed, the future for nobody', async () => {
    await running()
    const date = `${await thisMonth('-1 month')}T10:00:00Z`
    const refused = await set(owner, { resource: resource.hex, usages, date })
    expect(refused.body).toEqual({
      date: [
        'Service providers can only specify date for limit-based or prepaid billing components when backfilling past billing periods.',
      ],
    })
    const prepaid = sql`update offering_component set is_prepaid = true where offering_id = ${shop.offering.id}`
    await database.run(prepaid)
    expect((await set(owner, { resource: resource.hex, usages, date })).status).toBe(201)
    await database.run(sql`update offering_component set is_prepaid = false where offering_id = ${shop.offering.id}`)
    const limits = [{ type: 'disk', amount: 5 }]
    expect((await set(owner, { resource: resource.hex, usages: limits, date })).status).toBe(201)
    expect((await set(staff, { resource: resource.hex, usages, date })).status).toBe(201)
    const { month } = await database.one<{ month: string }>(sql`
      select make_date(invoice.year, invoice.month, 1)::text as month
      from invoice_item join invoice on invoice.id = invoice_item.invoice_id where resource_id = ${resource.id}
    `)
    expect(month).toBe(await thisMonth('-1 month'))
    // A later month is what the resource shows.
    await set(owner, { resource: resource.hex, usages: [{ type: 'cpu', amount: 9 }] })
    await set(staff, { resource: resource.hex, usages: [{ type: 'cpu', amount: 7 }], date })
    const { current_usages } = await database.one<{ current_usages: unknown }>(sql`
      select current_usages from resource where id = ${resource.id}
    `)
    expect(current_usages).toEqual({ cpu: 9, disk: 5 })
    const next = await set(staff, { resource: resource.hex, usages, date: `${await thisMonth('1 month')}T00:00:00Z` })
    expect(next.body).toEqual({ date: ['Cannot be later than the current month.'] })
  })

  test.each([
    [null, 2],
    ['month', 2],
    ['annual', 2],
    ['quarterly', 2],
    ['total', 4],
  ])('more than the limit amount of a period %s', async (limit_period, already) => {
    await running()
    const type = `capped-${String(limit_period)}`
    const component = await world.insert('offering_component', {
      ...{ offering_id: shop.offering.id, type, name: type, billing_type: 'usage' },
      ...{ limit_period, limit_amount: 10 },
    })
    for (const period of ['2020-01-01', await thisMonth()]) {
      await world.insert('component_usage', {
        ...{ resource_id: resource.id, component_id: component.id, usage: '2', billing_period: period },
        plan_period_id: await database
          .one<{ id: string }>(
            sql`
            insert into resource_plan_period (resource_id, plan_id, start_time, end_time)
            values (${resource.id}, ${shop.plans[0]!.id}, '2019-01-01T00:00:00Z', '2019-02-01T00:00:00Z') returning id
          `,
          )
          .then(({ id }) => id),
      })
    }
    const amount = (10 - already + 0.01).toFixed(2)
    expect((await set(owner, { resource: resource.hex, usages: [{ type, amount }] })).body).toEqual({
      non_field_errors: ['Total amount exceeds limit. Total amount: 10.01, limit: 10.'],
    })
    const fits = { resource: resource.hex, usages: [{ type, amount: String(10 - already) }] }
    expect((await set(owner, fits)).status).toBe(201)
    expect((await set(owner, fits)).status).toBe(201)
  })
})

test('reports at the same time bill once', async () => {
  await running()
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      set(owner, {
        resource: resource.hex,
        usages: [
          { type: 'cpu', amount: index + 1 },
          { type: 'gpu', amount: 1 },
        ],
      }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201))
  const [cpu, gpu] = await items(resource)
  const [usage] = await stored(resource)
  expect(gpu).toEqual({ name: 'Job / GPU', unit: 'quantity', quantity: '1', unit_price: '2' })
  expect(`${cpu!.quantity as string}.00`).toBe(usage!.usage)
  expect(await items(resource)).toHaveLength(2)
})

describe('shares of accounts', () => {
  const usageOf = async () => {
    await running()
    await set(owner, { resource: resource.hex, usages: [{ type: 'cpu', amount: 10 }] })
    const { body } = await get('/api/marketplace-component-usages/', {
      as: owner,
      query: { resource_uuid: resource.hex },
    })
    return `/api/marketplace-component-usages/${String(body[0].uuid)}/`
  }

  const shares = async () => {
    const { body } = await get('/api/marketplace-component-user-usages/', {
      as: owner,
      query: { resource_uuid: resource.hex, o: 'username' },
    })
    return body as Record<string, unknown>[]
  }

  test('are set one by one and together, by name', async () => {
    const base = await usageOf()
    const person = await world.user()
    const account = await world.insert('offering_user', {
      offering_id: shop.offering.id,
      user_id: person.id,
      username: 'ann',
    })
    const user = `http://api.test/api/marketplace-offering-users/${account.hex}/`
    const one = await post(`${base}set_user_usage/`, { as: owner, body: { username: 'ann', usage: '2.50', user } })
    expect([one.status, one.text]).toEqual([201, ''])
    const many = {
      usages: [
        { username: 'bob', usage: 1 },
        { username: 'ann', usage: 3 },
      ],
    }
    expect((await post(`${base}set_user_usages/`, { as: owner, body: many })).status).toBe(201)
    expect(await shares()).toMatchObject([
      { username: 'ann', usage: 3, user, component_usage: `http://api.test${base}`, component_type: 'cpu' },
      { username: 'bob', usage: 1 },
    ])
    expect((await shares())[1]).not.toHaveProperty('user')
  })

  test('are refused together, with an account of another offering, and without the right', async () => {
    const base = await usageOf()
    const other = await world.offering(shop.provider.customer)
    const account = await world.insert('offering_user', { offering_id: other.id, user_id: (await world.user()).id })
    const user = `http://api.test/api/marketplace-offering-users/${account.hex}/`
    const usages = [
      { username: 'ann', usage: 1 },
      { username: 'bob', usage: 1, user },
    ]
    const refused = await post(`${base}set_user_usages/`, { as: owner, body: { usages } })
    expect([refused.status, refused.body]).toEqual([400, { user: ['Invalid hyperlink - Object does not exist.'] }])
    expect(await shares()).toEqual([])
    const blank = await post(`${base}set_user_usage/`, { as: owner, body: { username: '' } })
    expect(blank.body).toEqual({ username: ['This field may not be blank.'] })
    const member = await world.owner(shop.consumer)
    expect((await post(`${base}set_user_usage/`, { as: member, body: { username: 'ann' } })).status).toBe(403)
    expect((await post(`${base}set_user_usage/`, { as: await world.user(), body: { username: 'ann' } })).status).toBe(
      404,
    )
  })
})

describe('lists', () => {
  test('usages by every filter, in order, page by page', async () => {
    await running()
    const previous = await thisMonth('-1 month')
    await set(staff, { resource: resource.hex, usages: [{ type: 'cpu', amount: 5 }], date: `${previous}T12:00:00Z` })
    await set(owner, {
      resource: resource.hex,
      usages: [
        { type: 'cpu', amount: 7.25 },
        { type: 'disk', amount: 1 },
      ],
    })
    const month = await thisMonth()
    const list = async (query: Record<string, string>) => {
      const { status, body, headers } = await get('/api/marketplace-component-usages/', {
        as: owner,
        query: { resource_uuid: resource.hex, ...query },
      })
      expect(status).toBe(200)
      expect(headers['x-result-count']).toBe(String(body.length))
      return (body as { type: string; usage: number }[]).map(({ type, usage }) => `${type} ${String(usage)}`)
    }
    const all = ['cpu 5', 'cpu 7.25', 'disk 1']
    expect(await list({})).toEqual(all)
    expect(await list({ o: '-usage' })).toEqual(['cpu 7.25', 'cpu 5', 'disk 1'])
    expect(await list({ o: '-billing_period' })).toEqual(['cpu 7.25', 'disk 1', 'cpu 5'])
    expect(await list({ billing_period: previous })).toEqual(['cpu 5'])
    expect(await list({ billing_period_month: String(Number(month.slice(5, 7))) })).toEqual(['cpu 7.25', 'disk 1'])
    expect(await list({ billing_period_year: '1999' })).toEqual([])
    expect(await list({ type: 'disk' })).toEqual(['disk 1'])
    expect(await list({ date_after: month })).toEqual(['cpu 7.25', 'disk 1'])
    expect(await list({ date_before: previous })).toEqual(['cpu 5'])
    expect(await list({ date_before: '2020-01-01' })).toEqual([])
    expect(await list({ offering_uuid: shop.offering.hex, customer_uuid: shop.consumer.hex })).toEqual(all)
    expect(await list({ customer_uuid: shop.provider.customer.hex })).toEqual([])
    expect(await list({ offering_uuid: shop.consumer.hex })).toEqual([])
    expect(await list({ project_uuid: shop.project.hex })).toEqual([])
    for (const collection of ['marketplace-resources', 'marketplace-provider-resources']) {
      expect(await list({ resource: `https://api.test/api/${collection}/${resource.hex}/` })).toEqual(all)
    }
    const malformed = await get('/api/marketplace-component-usages/', {
      as: owner,
      query: { billing_period: 'x', date_after: 'y', billing_period_year: 'z', customer_uuid: 'u' },
    })
    expect([malformed.status, Object.keys(malformed.body as object).sort()]).toEqual([
      400,
      ['billing_period', 'billing_period_year', 'customer_uuid', 'date'],
    ])
    const paged = await get('/api/marketplace-component-usages/', {
      as: owner,
      query: { resource_uuid: resource.hex, page: 2, page_size: 2, field: ['uuid', 'type'] },
    })
    expect(Object.keys(paged.body[0] as object)).toEqual(['uuid', 'type'])
    const one = await get(`/api/marketplace-component-usages/${String(paged.body[0].uuid)}/`, { as: owner })
    expect(one.body).toEqual({
      uuid: paged.body[0].uuid,
      created: expect.any(String),
      description: '',
      type: 'disk',
      name: 'DISK',
      measured_unit: 'disks',
      usage: 1,
      date: expect.any(String),
      recurring: false,
      resource_name: 'Job',
      resource_uuid: resource.hex,
      offering_name: 'Cluster',
      offering_uuid: shop.offering.hex,
      project_name: expect.any(String),
      project_uuid: expect.any(String),
      customer_name: shop.consumer.name,
      customer_uuid: shop.consumer.hex,
      billing_period: month,
      modified_by: Number(owner.id),
    })
    const head = await app.request('HEAD', '/api/marketplace-component-usages/', { as: await world.user() })
    expect([head.status, head.headers['x-result-count']]).toEqual([200, '0'])
  })

  test('shares by the name of the filter that the site agent uses, too', async () => {
    await running()
    const month = await thisMonth()
    await set(owner, { resource: resource.hex, usages: [{ type: 'cpu', amount: 5 }] })
    const { body } = await get('/api/marketplace-component-usages/', {
      as: owner,
      query: { resource_uuid: resource.hex },
    })
    const base = `/api/marketplace-component-usages/${String(body[0].uuid)}/`
    await post(`${base}set_user_usages/`, {
      as: owner,
      body: {
        usages: [
          { username: 'b', usage: 1 },
          { username: 'a', usage: 2 },
        ],
      },
    })
    for (const [query, names] of [
      [{ component_usage_billing_period: month }, ['a', 'b']],
      [{ component_usage__billing_period: month }, ['a', 'b']],
      [{ component_usage__billing_period: '2020-01-01' }, []],
      [{ component_usage_billing_period: '2020-01-01' }, []],
      [{ username: 'b' }, ['b']],
      [{ o: 'usage' }, ['b', 'a']],
      [{ o: '-username' }, ['b', 'a']],
      [{ type: 'gpu' }, []],
    ] as const) {
      const listed = await get('/api/marketplace-component-user-usages/', {
        as: owner,
        query: { resource_uuid: resource.hex, ...query },
      })
      const found = (listed.body as { username: string }[]).map(({ username }) => username)
      expect('o' in query ? found : found.toSorted(), JSON.stringify(query)).toEqual(names)
    }
    const listed = await get('/api/marketplace-component-user-usages/', {
      as: owner,
      query: { resource_uuid: resource.hex },
    })
    const one = await get(`/api/marketplace-component-user-usages/${String(listed.body[0].uuid)}/`, { as: owner })
    expect(one.body).toEqual(listed.body[0])
  })
})
