import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp, type Caller, type Made } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp()

const OFFERINGS = '/api/marketplace-provider-offerings/'

const staff = await world.staff()

const read = async (offering: Made, name: string, as: Caller, query: Record<string, string> = {}) => {
  const { status, body } = await get(`${OFFERINGS}${offering.hex}/${name}/`, { as, query })
  expect(status).toBe(200)
  return body as unknown
}

const monthsAgo = async (count: number): Promise<{ year: number; month: number; text: string }> => {
  const row = await database.one<{ year: number; month: number; text: string }>(sql`
    select extract(year from day)::int as year, extract(month from day)::int as month, to_char(day, 'YYYY-MM') as text
    from (select date_trunc('month', now() at time zone 'utc') - make_interval(months => ${count}) as day) as past
  `)
  return row
}

test('live resources and their organizations are counted and listed', async () => {
  const { offering, consumer, owner, provider } = await world.marketplace()
  const { project } = await world.consumer(offering, { name: 'A first one', abbreviation: 'AFO' })
  await world.resource(offering, project)
  const gone = await world.consumer(offering)
  await database.transaction((transaction) =>
    transaction.writeRolledUp(sql`update resource set state = 6 where id = ${gone.resource.id}`, (rollup) => {
      rollup.pair(provider.customer.id, gone.project.id)
    }),
  )
  await world.consumer(await world.offering(provider.customer))
  expect(await read(offering, 'stats', owner)).toEqual({ resources_count: 3, customers_count: 2 })
  const customers = (await read(offering, 'customers', owner)) as { name: string }[]
  expect(customers[0]).toEqual({
    uuid: expect.any(String),
    name: 'A first one',
    slug: expect.any(String),
    abbreviation: 'AFO',
    phone_number: '',
    email: '',
  })
  expect(customers.map(({ name }) => name)).toEqual(['A first one', consumer.name])
  expect(await read(offering, 'customers', owner, { field: 'name', page_size: '1', page: '2' })).toEqual([
    { name: consumer.name },
  ])
  const head = await request('HEAD', `${OFFERINGS}${offering.hex}/customers/`, { as: owner })
  expect(head.headers['x-result-count']).toBe('2')
})

describe('income by month', () => {
  test('is exact, with tax, of the last twelve months or of a range', async () => {
    const { offering, resource, owner, consumer, project } = await world.marketplace()
    const bill = async (ago: number, unit_price: string, quantity: string, tax_percent: string) => {
      const { year, month } = await monthsAgo(ago)
      const invoice = await world.insert('invoice', { customer_id: consumer.id, year, month, tax_percent })
      for (const of of [resource, await world.resource(await world.offering(consumer), project)]) {
        await world.insert('invoice_item', { invoice_id: invoice.id, resource_id: of.id, unit_price, quantity })
      }
    }
    await bill(0, '0.1', '3', '20')
    await bill(2, '10', '1.5', '0')
    await bill(11, '7', '1', '0')
    await bill(12, '9', '1', '0')
    const [now, two, eleven, twelve] = await Promise.all([0, 2, 11, 12].map(monthsAgo))
    const costs = (query: Record<string, string> = {}) => read(offering, 'costs', owner, query)
    const rowNow = { period: now!.text, price: 0.3, tax: 0.06, total: 0.36 }
    const rowTwo = { period: two!.text, price: 15, tax: 0, total: 15 }
    expect(await costs()).toEqual([{ period: eleven!.text, price: 7, tax: 0, total: 7 }, rowTwo, rowNow])
    expect(await costs({ start: two!.text })).toEqual([rowTwo, rowNow])
    expect(await costs({ start: twelve!.text, end: eleven!.text })).toHaveLength(2)
    expect(await costs({ end: two!.text })).toHaveLength(3)
    expect(await costs({ start: now!.text, end: two!.text })).toEqual([])
    expect(await costs({ accounting_is_running: 'true' })).toHaveLength(3)
    expect(await costs({ accounting_is_running: 'false' })).toEqual([])
    const bad = await get(`${OFFERINGS}${offering.hex}/costs/`, { as: owner, query: { start: '2026-13' } })
    expect(bad).toMatchObject({ status: 400, body: { start: ['Enter a valid month in the format YYYY-MM.'] } })
    // The previous month has no item; the figures of the offering are of whole currency units.
    expect((await get(`${OFFERINGS}${offering.hex}/`, { as: owner })).body).toMatchObject({
      total_cost: 0,
      total_cost_estimated: 0,
      total_customers: 1,
    })
  })

  test('appears in the figures of the offering rounded, and orders the list', async () => {
    const { offering, resource, owner, consumer, provider } = await world.marketplace()
    const cheap = await world.offering(provider.customer)
    for (const [ago, price] of [
      [0, '2.5'],
      [1, '1.4'],
    ] as const) {
      const { year, month } = await monthsAgo(ago)
      const invoice = await world.insert('invoice', { customer_id: consumer.id, year, month })
      await world.insert('invoice_item', {
        invoice_id: invoice.id,
        resource_id: resource.id,
        unit_price: price,
        quantity: 1,
      })
    }
    expect((await get(`${OFFERINGS}${offering.hex}/`, { as: owner })).body).toMatchObject({
      total_cost: 1,
      total_cost_estimated: 3,
    })
    const ordered = async (o: string) =>
      (
        (await get(OFFERINGS, { as: owner, query: { o, customer_uuid: provider.customer.hex } })).body as {
          uuid: string
        }[]
      ).map(({ uuid }) => uuid)
    expect(await ordered('total_cost')).toEqual([cheap.hex, offering.hex])
    expect(await ordered('-total_cost_estimated')).toEqual([offering.hex, cheap.hex])
    expect(await ordered('-total_customers')).toEqual([offering.hex, cheap.hex])
  })
})

test('usage is summed by month and component', async () => {
  const { offering, resource, project, owner } = await world.marketplace()
  const component = (type: string) =>
    world.insert('offering_component', {
      offering_id: offering.id,
      type,
      name: type,
      measured_unit: 'h',
      description: 'd',
    })
  const [cpu, gpu] = [await component('cpu'), await component('gpu')]
  const second = await world.resource(offering, project)
  const use = (resource_id: string, component_id: string, usage: string, billing_period: string) =>
    world.insert('component_usage', { resource_id, component_id, usage, billing_period })
  const [now, last] = [await monthsAgo(0), await monthsAgo(1)]
  await use(resource.id, cpu.id, '1.25', `${now.text}-01`)
  await use(second.id, cpu.id, '1.25', `${now.text}-01`)
  await use(resource.id, gpu.id, '4', `${now.text}-01`)
  await use(resource.id, cpu.id, '9', `${last.text}-01`)
  const lastDay = new Date(Date.UTC(now.year, now.month, 0)).toISOString().slice(0, 10)
  const rows = (await read(offering, 'component_stats', owner)) as { period: string; type: string; usage: number }[]
  expect(rows.map(({ period, type, usage }) => [period, type, usage])).toEqual([
    [last.text, 'cpu', 9],
    [now.text, 'cpu', 3],
    [now.text, 'gpu', 4],
  ])
  expect(rows[2]).toEqual({
    period: now.text,
    billing_period: `${now.text}-01`,
    date: `${lastDay}T00:00:00Z`,
    usage: 4,
    description: 'd',
    measured_unit: 'h',
    type: 'gpu',
    name: 'gpu',
  })
  expect(await read(offering, 'component_stats', owner, { start: now.text })).toHaveLength(2)
})

describe('who uses an offering', () => {
  test('projects with a live resource are listed by name', async () => {
    const { offering, project, owner, provider } = await world.marketplace()
    const { project: first } = await world.consumer(offering, {}, { name: 'A first project' })
    await world.consumer(offering, {}, { is_removed: true })
    await world.consumer(await world.offering(provider.customer))
    const rows = (await read(offering, 'list_customer_projects', owner)) as { uuid: string }[]
    expect(rows.map(({ uuid }) => uuid)).toEqual([first.hex, project.hex])
    expect(await read(offering, 'list_customer_projects', owner, { field: 'name' })).toContainEqual({
      name: 'A first project',
    })
  })

  test('their users are shown with the attributes that the offering exposes', async () => {
    const { offering, project, owner } = await world.marketplace()
    const member = await world.member(project, { phone_number: '123', civil_number: 'C-1', organization: 'Sample' })
    await world.member(project, { is_active: false })
    await world.grant(await world.user(), 'PROJECT.ADMIN', 'project', project, { is_active: false })
    const users = (as: Caller) => read(offering, 'list_customer_users', as) as Promise<Record<string, unknown>[]>
    expect(await users(owner)).toEqual([
      {
        url: `http://api.test/api/users/${member.hex}/`,
        uuid: member.hex,
        username: member.username,
        full_name: `Sample ${member.username}`,
        email: `${member.username}@example.org`,
        first_name: 'Sample',
        last_name: member.username,
      },
    ])
    await post(`${OFFERINGS}${offering.hex}/update-user-attribute-config/`, {
      as: owner,
      body: { expose_email: false, expose_full_name: false, expose_phone_number: true },
    })
    expect(await users(owner)).toEqual([
      { url: expect.any(String), uuid: member.hex, username: member.username, phone_number: '123' },
    ])
    const all = await users(staff)
    expect(all).toHaveLength(2)
    expect(all).toContainEqual(
      expect.objectContaining({ uuid: member.hex, civil_number: 'C-1', organization: 'Sample' }),
    )
  })

  test('accounts of courses and services come with them', async () => {
    const { offering, project, owner, consumer, provider } = await world.marketplace()
    const elsewhere = await world.consumer(await world.offering(provider.customer))
    const user = await world.user()
    for (const [of, name] of [
      [project, 'here'],
      [elsewhere.project, 'elsewhere'],
    ] as const) {
      await world.insert('course_account', { project_id: of.id, user_id: user.id, email: `${name}@example.org` })
      await world.insert('project_service_account', { project_id: of.id, username: name })
      await world.insert('project_service_account', { project_id: of.id, username: '' })
    }
    await world.insert('course_account', { project_id: project.id, email: 'nobody@example.org' })
    await world.insert('customer_service_account', {
      customer_id: consumer.id,
      username: 'here',
      email: 'a@example.org',
    })
    await world.insert('customer_service_account', { customer_id: elsewhere.customer.id, username: 'elsewhere' })
    const courses = (await read(offering, 'list_course_accounts', owner)) as { email: string }[]
    expect(courses.map(({ email }) => email)).toEqual(['here@example.org'])
    const accounts = (await read(offering, 'list_project_service_accounts', owner)) as { username: string }[]
    expect(accounts.map(({ username }) => username)).toEqual(['here'])
    expect(await read(offering, 'list_customer_service_accounts', owner)).toEqual([
      {
        url: expect.stringContaining('/api/marketplace-customer-service-accounts/'),
        uuid: expect.any(String),
        created: expect.any(String),
        modified: expect.any(String),
        username: 'here',
        description: '',
        error_message: '',
        error_traceback: '',
        state: 'OK',
        token: null,
        email: 'a@example.org',
        expires_at: null,
        preferred_identifier: '',
        customer: consumer.hex,
        customer_uuid: consumer.hex,
        customer_name: consumer.name,
      },
    ])
  })

  test('a user has access through a role where a live resource is', async () => {
    const { offering, project, owner, consumer, resource } = await world.marketplace()
    const member = await world.member(project)
    const consumerOwner = await world.owner(consumer)
    const former = await world.user()
    await world.grant(former, 'PROJECT.ADMIN', 'project', project, { expiration_time: '2020-01-01T00:00:00Z' })
    const hasAccess = async (username: string) =>
      (await read(offering, 'user_has_resource_access', owner, { username })) as unknown
    expect(await hasAccess(member.username)).toEqual({ has_access: true })
    expect(await hasAccess(consumerOwner.username)).toEqual({ has_access: true })
    expect(await hasAccess(former.username)).toEqual({ has_access: false })
    expect(await hasAccess('nobody')).toEqual({ has_access: false })
    expect(await get(`${OFFERINGS}${offering.hex}/user_has_resource_access/`, { as: owner })).toMatchObject({
      status: 400,
      body: { username: ['This field is required.'] },
    })
    await database.transaction((transaction) =>
      transaction.writeRolledUp(sql`update resource set state = 6 where id = ${resource.id}`, (rollup) => {
        rollup.project(project.id)
      }),
    )
    expect(await hasAccess(member.username)).toEqual({ has_access: false })
  })
})

describe('the attribute configuration', () => {
  test('is the default one until it is stored, changed and deleted', async () => {
    const { offering, owner } = await world.marketplace()
    const base = `${OFFERINGS}${offering.hex}/`
    const config = () => read(offering, 'user-attribute-config', owner)
    expect(await config()).toMatchObject({
      uuid: offering.hex,
      offering_uuid: offering.hex,
      is_default: true,
      exposed_fields: ['username', 'full_name', 'email'],
      expose_username: true,
      expose_gender: false,
    })
    const change = (method: 'POST' | 'PUT' | 'PATCH', body: unknown) =>
      request(method, `${base}update-user-attribute-config/`, { as: owner, body })
    const posted = await change('POST', { expose_gender: true, expose_email: false })
    expect(posted).toMatchObject({
      status: 200,
      body: {
        is_default: false,
        exposed_fields: ['username', 'full_name', 'gender'],
        offering_name: expect.any(String),
      },
    })
    expect(posted.body.uuid).not.toBe(offering.hex)
    const patched = await change('PATCH', { expose_civil_number: 'true' })
    expect(patched.body).toMatchObject({
      uuid: posted.body.uuid,
      exposed_fields: ['username', 'full_name', 'gender', 'civil_number'],
    })
    expect((await change('PUT', { expose_gender: false })).body.exposed_fields).toEqual([
      'username',
      'full_name',
      'civil_number',
    ])
    expect(await config()).toMatchObject({ is_default: false })
    expect(await change('PATCH', { expose_gender: 'perhaps' })).toMatchObject({
      status: 400,
      body: { expose_gender: ['Must be a valid boolean.'] },
    })
    const remove = () => request('DELETE', `${base}delete-user-attribute-config/`, { as: owner })
    expect((await remove()).status).toBe(204)
    expect((await remove()).status).toBe(404)
    expect(await config()).toMatchObject({ is_default: true })
  })

  test('follows the setting of the site while none is stored', async () => {
    const configured = await startTestApp({ DEFAULT_OFFERING_USER_ATTRIBUTES: 'username,gender' })
    const { offering, owner } = await configured.world.marketplace()
    const { body } = await configured.get(`${OFFERINGS}${offering.hex}/user-attribute-config/`, { as: owner })
    expect(body).toMatchObject({ exposed_fields: ['username', 'gender'], expose_email: false })
  })
})
