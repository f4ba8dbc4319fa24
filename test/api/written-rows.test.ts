import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp } from '../harness/index.ts'

// What a row was made into is sent again as long as the same row arrives; nobody may notice.

const { world, get, request, database } = await startTestApp()

const market = await world.marketplace()
const { owner, project, consumer, offering, resource } = market
const staff = await world.staff()
const second = await world.project(consumer, { name: 'Sample project two' })
await world.resource(offering, second)

let size = 10

/** Each time another page size, so that the answer itself is not sent again. */
const rowsOf = async (list: string, query: Record<string, string> = {}, as: { id: string } = owner) => {
  const answer = await get(`${market.base}${list}/`, { as, query: { page_size: String(size++), ...query } })
  expect(answer.status).toBe(200)
  return answer.body
}

const change = async (body: Record<string, unknown>) => {
  const { status } = await request('PATCH', `/api/projects/${project.hex}/`, { as: staff, body })
  expect(status).toBe(200)
}
await change({ name: 'Sample project one' })

/** Asked five times: made, made and seen, made and kept, and then sent again. */
const often = async <T>(ask: () => Promise<T>): Promise<T> => {
  const answers = [await ask(), await ask(), await ask(), await ask(), await ask()]
  for (const answer of answers) expect(answer).toEqual(answers[0])
  return answers[0] as T
}

test.each(['Ünïcode "quoted"\n\u2028 😀', 'A', 'B', 'A', 'x'.repeat(400)])(
  'a row is what it has become: %j',
  async (name) => {
    await change({ name: `Sample ${name}` })
    const rows = await often(() => rowsOf('projects', { o: '-created' }))
    expect(rows.find(({ uuid }: { uuid: string }) => uuid === project.hex)).toMatchObject({ name: `Sample ${name}` })
    expect(rows).toHaveLength(2)
    await change({ name: 'Sample project one' })
  },
)

test('rows that were kept come in the order and the page that is asked for', async () => {
  const names = (query: Record<string, string>) =>
    often(async () => (await rowsOf('projects', query)).map(({ name }: { name: string }) => name))
  expect(await names({ o: 'name' })).toEqual(['Sample project one', 'Sample project two'])
  expect(await names({ o: '-name' })).toEqual(['Sample project two', 'Sample project one'])
  expect(await names({ query: 'two' })).toEqual(['Sample project two'])
  expect(await names({ page_size: '1', page: '2', o: 'name' })).toEqual(['Sample project two'])
  expect(await names({ page_size: '300' })).toHaveLength(2)
})

test('chosen fields are those that were chosen', async () => {
  await often(() => rowsOf('projects'))
  expect(await often(() => rowsOf('projects', { field: 'name', o: 'name' }))).toEqual([
    { name: 'Sample project one' },
    { name: 'Sample project two' },
  ])
})

test('what the clock moves is computed each time, next to rows that stay as they are', async () => {
  const now = new Date()
  const invoice = await world.insert('invoice', {
    ...{ customer_id: consumer.id, year: now.getUTCFullYear(), month: now.getUTCMonth() + 1, tax_percent: 0 },
  })
  const item = (values: Record<string, unknown>) =>
    world.insert('invoice_item', {
      ...{ invoice_id: invoice.id, project_id: project.id, resource_id: resource.id, ...values },
    })
  await item({ unit: 'month', unit_price: 10, quantity: 1 })
  const currents = async () =>
    (await rowsOf('projects', { o: 'name' })).map(
      ({ billing_price_estimate }: { billing_price_estimate: { current: string } }) => billing_price_estimate.current,
    )
  expect(await often(currents)).toEqual(['10.0000000000', '0.0000000000'])
  const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)
  const metered = await item({
    ...{ unit: 'hour', unit_price: 1, quantity: 744, start_time: hours(-0.5), end_time: hours(48) },
  })
  expect(await often(currents)).toEqual(['11.0000000000', '0.0000000000'])
  // As if three hours had passed.
  await database.run(sql`update invoice_item set start_time = ${hours(-3.5)} where id = ${metered.id}`)
  expect(await often(currents)).toEqual(['14.0000000000', '0.0000000000'])
})

test('keys that come and go with their value do so', async () => {
  const member = await world.user()
  await world.grant(member, 'PROJECT.MEMBER', 'project', project)
  const grants = () => often(() => rowsOf('project_permissions'))
  expect((await grants())[0]).not.toHaveProperty('project_end_date')
  await change({ end_date: '2099-01-02' })
  expect((await grants())[0]).toMatchObject({ project_end_date: '2099-01-02' })
  await change({ end_date: null })
  expect((await grants())[0]).not.toHaveProperty('project_end_date')
})

test('attributes that an offering exposes no more are gone, for staff, too', async () => {
  const managing = await world.offering(market.provider.customer, {
    plugin_options: { service_provider_can_create_offering_user: true },
  })
  const expose = async (flags: Record<string, boolean>) => {
    await database.run(sql`delete from offering_user_attribute_config where offering_id = ${managing.id}`)
    await world.link('offering_user_attribute_config', { offering_id: managing.id, ...flags })
  }
  for (const email of [true, false, true]) {
    await expose({ expose_username: true, expose_email: email })
    for (const as of [owner, staff, owner]) {
      const [user] = await often(() => rowsOf('users', {}, as))
      if (email) expect(user).toHaveProperty('email')
      else expect(user).not.toHaveProperty('email')
      if (as === staff) expect(user).toHaveProperty('is_active')
      else expect(user).not.toHaveProperty('is_active')
    }
  }
})
