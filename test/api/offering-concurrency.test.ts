import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { multipart } from '../harness/form.ts'
import { gif, png } from '../harness/images.ts'
import { startTestApp, type Answer, type Made } from '../harness/index.ts'

const { world, get, post, request, database } = await startTestApp({}, { poolSize: 16 })

const OFFERINGS = '/api/marketplace-provider-offerings/'
const PLANS = '/api/marketplace-plans/'
const AT_ONCE = 16
const ROUNDS = 12

const staff = await world.staff()

const times = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)))
const statuses = (answers: readonly Answer[]): number[] => answers.map(({ status }) => status).sort((a, b) => a - b)
const act = (offering: Made, action: string, body?: unknown) =>
  post(`${OFFERINGS}${offering.hex}/${action}/`, { as: staff, body })
const removeProvider = (provider: Made) =>
  request('DELETE', `/api/marketplace-service-providers/${provider.hex}/`, { as: staff })
const exists = async (table: 'service_provider' | 'offering', { id }: Made) =>
  (
    await database.rows(
      table === 'offering'
        ? sql`select 1 from offering where id = ${id}`
        : sql`select 1 from service_provider where id = ${id}`,
    )
  ).length === 1

test.each([
  ['draft', 4],
  ['archive', 2],
])('the removal of a provider and %s of its offering are put in some order', async (action, state) => {
  for (let round = 0; round < ROUNDS; round++) {
    const provider = await world.provider()
    const offering = await world.offering(provider.customer, { state })
    const [removal, change] = await Promise.all([removeProvider(provider), act(offering, action)])
    expect(change.status).toBe(200)
    expect([204, 400]).toContain(removal.status)
    expect(await exists('service_provider', provider)).toBe(removal.status === 400)
    // A provider that stayed still has an offering that is not archived, or had one when it was asked.
    if (removal.status === 400) {
      expect(removal.body).toEqual(['Service provider has active offerings. Please archive them first.'])
    }
  }
})

test('a removal waits for an offering that is being taken out of the archive, and then sees it', async () => {
  const provider = await world.provider()
  const offering = await world.offering(provider.customer, { state: 4 })
  let removal: Promise<Answer> | undefined
  await database.transaction(async (transaction) => {
    await transaction.run(sql`select 1 from customer where id = ${provider.customer.id} for key share`)
    await transaction.writeRolledUp(sql`update offering set state = 1 where id = ${offering.id}`, () => undefined)
    removal = removeProvider(provider)
    await expect
      .poll(() =>
        database.rows(sql`
          select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
        `),
      )
      .toHaveLength(1)
  })
  expect((await removal)?.status).toBe(400)
  expect(await exists('service_provider', provider)).toBe(true)
})

test('the request takes the same lock: it waits for a removal that has begun', async () => {
  const provider = await world.provider()
  const offering = await world.offering(provider.customer, { state: 4 })
  let change: Promise<Answer> | undefined
  await database.transaction(async (transaction) => {
    await transaction.run(sql`select 1 from customer where id = ${provider.customer.id} for update`)
    change = act(offering, 'draft')
    await expect
      .poll(() =>
        database.rows(sql`
          select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
        `),
      )
      .toHaveLength(1)
  })
  expect((await change)?.status).toBe(200)
})

test('the removal of a provider and a new offering are put in some order', async () => {
  const category = await world.category()
  for (let round = 0; round < ROUNDS; round++) {
    const provider = await world.provider()
    const [removal, creation] = await Promise.all([
      removeProvider(provider),
      post(OFFERINGS, {
        as: staff,
        body: {
          name: 'New',
          type: 'Marketplace.Basic',
          category: `/api/marketplace-categories/${category.hex}/`,
          customer: `/api/customers/${provider.customer.hex}/`,
        },
      }),
    ])
    expect(creation.status).toBe(201)
    expect([204, 400]).toContain(removal.status)
  }
})

test('of activations at once one succeeds, the others find it active', async () => {
  const provider = await world.provider()
  for (const state of [1, 3, 5]) {
    const offering = await world.offering(provider.customer, { state })
    await world.insert('plan', { offering_id: offering.id, name: 'Plan' })
    const answers = await times(AT_ONCE, () => act(offering, 'activate'))
    expect(statuses(answers)).toEqual([200, ...Array.from({ length: AT_ONCE - 1 }, () => 400)])
    const events = await database.rows(sql`
      select 1 from event_scope join event on event.id = event_id
      where content_type = 'offering' and object_id = ${offering.id} and event_type = 'marketplace_offering_updated'
    `)
    expect(events).toHaveLength(1)
  }
})

test('different actions at once leave a state that some order of them leads to', async () => {
  const provider = await world.provider()
  const offering = await world.offering(provider.customer)
  await world.insert('plan', { offering_id: offering.id, name: 'Plan' })
  const actions = ['pause', 'make_unavailable', 'archive', 'draft'] as const
  const answers = await times(AT_ONCE, (index) => act(offering, actions[index % actions.length]!))
  const last = answers.filter(({ status }) => status === 200).map(({ body }) => body.state as string)
  const { body } = await get(`${OFFERINGS}${offering.hex}/`, { as: staff })
  expect(last).toContain(body.state)
})

test('changes of different texts at once all stay', async () => {
  const provider = await world.provider()
  for (let round = 0; round < ROUNDS; round++) {
    const offering = await world.offering(provider.customer)
    const answers = await Promise.all([
      act(offering, 'update_overview', { name: 'New', description: 'Described' }),
      act(offering, 'update_attributes', { a: 1 }),
      act(offering, 'update_location', { latitude: 1, longitude: 2 }),
      act(offering, 'update_integration', { backend_id: 'b' }),
      act(offering, 'add_endpoint', { name: 'e', url: 'u' }),
      act(offering, 'create_offering_component', { type: 'cpu', name: 'CPU', billing_type: 'fixed' }),
    ])
    expect(statuses(answers)).toEqual([200, 200, 200, 200, 201, 201])
    expect((await get(`${OFFERINGS}${offering.hex}/`, { as: staff })).body).toMatchObject({
      name: 'New',
      description: 'Described',
      attributes: { a: 1 },
      latitude: 1,
      backend_id: 'b',
      endpoints: [{ name: 'e' }],
      components: [{ type: 'cpu' }],
    })
  }
})

test('one component, partition and attribute configuration comes of many at once', async () => {
  const provider = await world.provider()
  const offering = await world.offering(provider.customer)
  const components = await times(AT_ONCE, () =>
    act(offering, 'create_offering_component', { type: 'cpu', name: 'CPU', billing_type: 'fixed' }),
  )
  expect(statuses(components)).toEqual([201, ...Array.from({ length: AT_ONCE - 1 }, () => 400)])
  const partitions = await times(AT_ONCE, () =>
    act(offering, 'add_partition', { offering: offering.hex, partition_name: 'p' }),
  )
  expect(statuses(partitions)).toEqual([201, ...Array.from({ length: AT_ONCE - 1 }, () => 400)])
  const configs = await times(AT_ONCE, () => act(offering, 'update-user-attribute-config', { expose_gender: true }))
  expect(new Set(statuses(configs))).toEqual(new Set([200]))
  expect(new Set(configs.map(({ body }) => body.uuid as string)).size).toBe(1)
})

test('images that replace each other at once leave one file, the one that is shown', async () => {
  const offering = await world.offering((await world.provider()).customer)
  const answers = await times(AT_ONCE, (index) => {
    const [value, filename] = index % 2 === 0 ? [png(), 'a.png'] : [gif, 'a.gif']
    return request('POST', `${OFFERINGS}${offering.hex}/update_image/`, {
      as: staff,
      ...multipart([{ name: 'image', value, filename }]),
    })
  })
  expect(new Set(statuses(answers))).toEqual(new Set([200]))
  const files = await database.rows<{ uuid: string }>(sql`
    select uuid from stored_file where name like ${`%${offering.hex}%`}
  `)
  expect(files).toHaveLength(1)
  const { body } = await get(`${OFFERINGS}${offering.hex}/`, { as: staff })
  expect(body.image).toContain(files[0]?.uuid.replaceAll('-', ''))
})

test('prices and amounts of two plans of one offering at once: each plan costs what its own say', async () => {
  const offering = await world.offering((await world.provider()).customer)
  for (const type of ['cpu', 'ram', 'disk']) {
    await world.insert('offering_component', { offering_id: offering.id, type, name: type })
  }
  const plans = [
    await world.insert('plan', { offering_id: offering.id, name: 'a' }),
    await world.insert('plan', { offering_id: offering.id, name: 'b' }),
  ]
  for (let round = 0; round < ROUNDS; round++) {
    const prices = ['0.1', '0.2', '0.3'].map((price) => ({ cpu: price, ram: price, disk: price }))
    const answers = await Promise.all(
      plans.flatMap((plan) => [
        ...prices.map((sent) => post(`${PLANS}${plan.hex}/update_prices/`, { as: staff, body: { prices: sent } })),
        post(`${PLANS}${plan.hex}/update_quotas/`, { as: staff, body: { quotas: { cpu: round + 1, ram: 1 } } }),
      ]),
    )
    expect(new Set(statuses(answers))).toEqual(new Set([200]))
    for (const plan of plans) {
      const { body } = await get(`${PLANS}${plan.hex}/`, { as: staff })
      const { cpu, ram, disk } = body.prices as Record<string, string>
      // One of the sent sets of prices, never a mix.
      expect(new Set([cpu, ram, disk]).size).toBe(1)
      const tenths = Number(cpu?.slice(2, 3)) * (round + 2)
      expect(body.unit_price).toBe(`${String(Math.floor(tenths / 10))}.${String(tenths % 10)}000000000`)
    }
  }
})

test('a price and the first resource of the plan at once: in force before it, announced after it', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { offering, project } = await world.marketplace()
    await world.insert('offering_component', { offering_id: offering.id, type: 'cpu', name: 'cpu' })
    const plan = await world.insert('plan', { offering_id: offering.id, name: 'Plan' })
    const [answer] = await Promise.all([
      post(`${PLANS}${plan.hex}/update_prices/`, { as: staff, body: { prices: { cpu: 5 } } }),
      world.resource(offering, project, { plan_id: plan.id }),
    ])
    expect(answer.status).toBe(200)
    const { body } = await get(`${PLANS}${plan.hex}/`, { as: staff })
    const [component] = body.components as { price: string; future_price: string | null }[]
    expect([
      { price: '5.0000000000', future_price: null },
      { price: '0.0000000000', future_price: '5.0000000000' },
    ]).toContainEqual({ price: component?.price, future_price: component?.future_price })
  }
})

test('a plan is archived once, and only one text of terms is in force', async () => {
  const offering = await world.offering((await world.provider()).customer)
  const plan = await world.insert('plan', { offering_id: offering.id, name: 'Plan' })
  const archived = await times(AT_ONCE, () => post(`${PLANS}${plan.hex}/archive/`, { as: staff }))
  expect(statuses(archived)).toEqual([200, ...Array.from({ length: AT_ONCE - 1 }, () => 400)])
  const terms = await times(AT_ONCE, (index) =>
    post('/api/marketplace-offering-terms-of-service/', {
      as: staff,
      body: { offering: `${OFFERINGS}${offering.hex}/`, version: String(index), is_active: true },
    }),
  )
  expect(statuses(terms)).toEqual([201, ...Array.from({ length: AT_ONCE - 1 }, () => 400)])
  const consents = await times(AT_ONCE, () =>
    post('/api/marketplace-user-offering-consents/', {
      as: staff,
      body: { offering: `${OFFERINGS}${offering.hex}/` },
    }),
  )
  expect(new Set(statuses(consents))).toEqual(new Set([201]))
  expect(new Set(consents.map(({ body }) => body.uuid as string)).size).toBe(1)
})

test('a deletion and a new resource, or a change, at once: nothing is left over', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { offering, project } = await world.marketplace()
    const [removal, change] = await Promise.all([
      request('DELETE', `${OFFERINGS}${offering.hex}/`, { as: staff }),
      act(offering, 'update_attributes', { a: 1 }),
      world.resource(offering, project).catch(() => undefined),
    ])
    expect(removal.status).toBe(204)
    expect([200, 404]).toContain(change.status)
    expect(await exists('offering', offering)).toBe(false)
    expect(await database.rows(sql`select 1 from resource where project_id = ${project.id}`)).toEqual([])
  }
  expect(await reconcile(database)).toEqual([])
})

test('a category is not deleted under an offering that is put into it', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const offering = await world.offering((await world.provider()).customer)
    const category = await world.insert('category', { title: 'Going' })
    const [removal, change] = await Promise.all([
      request('DELETE', `/api/marketplace-categories/${category.hex}/`, { as: staff }),
      act(offering, 'update_description', { category: `/api/marketplace-categories/${category.hex}/` }),
    ])
    expect([
      [204, 400],
      [409, 200],
    ]).toContainEqual([removal.status, change.status])
    expect(await exists('offering', offering)).toBe(true)
  }
})
