import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type Caller } from '../harness/index.ts'
import { orderScene } from '../harness/order-scene.ts'
import { planScene, PLANS } from '../harness/plan-scene.ts'

const app = await startTestApp()
const { world, get, post, request, database } = app
const { provider, owner, makeOffering, linkOf, makePlan, act, useIt } = await planScene(app)

describe('a new plan', () => {
  test('has a row for every component and the values that were sent', async () => {
    const { offering } = await makeOffering()
    const { status, body, headers } = await makePlan(offering, {
      description: 'For all',
      unit: 'month',
      unit_price: '3.5',
      max_amount: 2,
      article_code: 'A1',
      backend_id: 'b',
    })
    expect(status).toBe(201)
    expect(headers.location).toBe(body.url)
    expect(body).toMatchObject({
      name: 'Standard',
      description: 'For all',
      unit: 'month',
      // The offering has a component of fixed billing, which costs nothing yet.
      unit_price: '0.0000000000',
      max_amount: 2,
      article_code: 'A1',
      backend_id: 'b',
      archived: false,
      is_active: true,
      offering: linkOf(offering),
      prices: { cpu: '0.0000000000', hours: '0.0000000000', disk: '0.0000000000' },
      quotas: { cpu: 0, hours: 0, disk: 0 },
      resources_count: 0,
    })
    expect((await eventsOf(database, 'offering', offering)).map(({ message }) => message)).toEqual([
      'Plan Standard has been created.',
    ])
  })

  test('keeps its price where nothing is billed by fixed amounts', async () => {
    const offering = await world.offering(provider.customer)
    expect((await makePlan(offering, { unit_price: 3.5 })).body.unit_price).toBe('3.5000000000')
  })

  test('needs an offering that the caller provides, and the right', async () => {
    const { offering } = await makeOffering()
    const stranger = await makePlan(offering, {}, await world.user())
    expect(stranger).toMatchObject({ status: 400, body: { offering: ['Invalid hyperlink - Object does not exist.'] } })
    const manager = await world.user()
    await world.grant(manager, 'OFFERING.MANAGER', 'offering', offering)
    expect((await makePlan(offering, {}, manager)).status).toBe(403)
    const fixed = await makePlan(await world.offering(provider.customer, { type: 'OpenStack.Instance' }))
    expect(fixed).toMatchObject({
      status: 400,
      body: ['It is not possible to update plan for this offering type.'],
    })
  })

  test.each([
    [{ name: '' }, { name: ['This field may not be blank.'] }],
    [{ unit: 'year' }, { unit: ['"year" is not a valid choice.'] }],
    [{ max_amount: 0 }, { max_amount: ['Ensure this value is greater than or equal to 1.'] }],
    [{ unit_price: -1 }, { unit_price: ['Ensure this value is greater than or equal to 0.'] }],
    [{ unit_price: 'cheap' }, { unit_price: ['A valid number is required.'] }],
    [{ offering: undefined }, { offering: ['This field is required.'] }],
  ])('is refused for %j', async (values, problem) => {
    const { offering } = await makeOffering()
    expect(await makePlan(offering, values)).toMatchObject({ status: 400, body: problem })
    expect(await database.rows(sql`select 1 from plan where offering_id = ${offering.id}`)).toEqual([])
  })
})

describe('changes of a plan', () => {
  test('PATCH writes what is sent, PUT takes a whole plan; the offering stays', async () => {
    const { offering } = await makeOffering()
    const other = await makeOffering()
    const { path } = await makePlan(offering, { description: 'Old' })
    const patched = await request('PATCH', path, { as: owner, body: { name: 'New', offering: linkOf(other.offering) } })
    expect(patched).toMatchObject({
      status: 200,
      body: { name: 'New', description: 'Old', offering: linkOf(offering) },
    })
    const put = await request('PUT', path, {
      as: owner,
      body: { name: 'Put', offering: linkOf(offering), unit: 'hour' },
    })
    expect(put).toMatchObject({ status: 200, body: { name: 'Put', unit: 'hour', description: 'Old' } })
    expect((await request('PUT', path, { as: owner, body: {} })).body).toEqual({
      name: ['This field is required.'],
      offering: ['This field is required.'],
    })
  })

  test('a plan in use, even by a terminated resource, stays as it is', async () => {
    const { offering } = await makeOffering()
    const { path } = await makePlan(offering)
    await useIt(offering, path)
    await database.transaction((transaction) =>
      transaction.writeRolledUp(sql`update resource set state = 6 where offering_id = ${offering.id}`, (rollup) => {
        rollup.offering(offering.id)
      }),
    )
    expect(await request('PATCH', path, { as: owner, body: { name: 'New' } })).toMatchObject({
      status: 400,
      body: ['It is not possible to update plan because it is used by resources.'],
    })
    expect((await get(path, { as: owner })).body.name).toBe('Standard')
  })

  test('types with fixed plans take no change', async () => {
    const { offering } = await makeOffering({ type: 'Waldur.RemoteOffering' })
    const plan = await world.insert('plan', { offering_id: offering.id, name: 'Remote' })
    const refusal = { status: 400, body: ['It is not possible to update plan for this offering type.'] }
    const path = `${PLANS}${plan.hex}/`
    expect(await request('PATCH', path, { as: owner, body: { name: 'x' } })).toMatchObject(refusal)
    expect(await act(path, 'update_prices', { prices: {} })).toMatchObject(refusal)
    expect(await act(path, 'update_quotas', { quotas: {} })).toMatchObject(refusal)
    expect(await act(path, 'update_discounts', { discounts: {} })).toMatchObject(refusal)
  })

  test('is archived once', async () => {
    const { offering } = await makeOffering()
    const { path } = await makePlan(offering)
    expect(await act(path, 'archive')).toMatchObject({ status: 200, body: { detail: 'Plan has been archived.' } })
    expect(await act(path, 'archive')).toMatchObject({ status: 400, body: ['Plan is already archived.'] })
    expect((await get(path, { as: owner })).body.archived).toBe(true)
  })

  test('is never deleted', async () => {
    const { offering } = await makeOffering()
    const { path } = await makePlan(offering)
    expect((await request('DELETE', path, { as: owner })).status).toBe(501)
  })

  test.each([
    ['blocked', 'Blocked organization is not available.'],
    ['archived', 'Archived organization is not available.'],
  ])('nothing changes while the organization is %s', async (flag, message) => {
    const offering = await world.offering(await world.customer({ [flag]: true }))
    const plan = await world.insert('plan', { offering_id: offering.id, name: 'Plan' })
    const staff = await world.staff()
    expect(await act(`${PLANS}${plan.hex}/`, 'archive', undefined, staff)).toMatchObject({
      status: 400,
      body: [message],
    })
    expect(await makePlan(offering, {}, staff)).toMatchObject({ status: 400, body: [message] })
  })
})

test('organization groups are replaced, kept without a list, and removed', async () => {
  const { offering } = await makeOffering()
  const { path } = await makePlan(offering)
  const group = await world.insert('organization_group', { name: 'Universities' })
  const url = `/api/organization-groups/${group.hex}/`
  const names = async () =>
    (await get(path, { as: owner })).body.organization_groups.map(({ name }: { name: string }) => name) as string[]
  expect((await act(path, 'update_organization_groups', { organization_groups: [url, url] })).status).toBe(200)
  expect(await names()).toEqual(['Universities'])
  expect((await act(path, 'update_organization_groups', {})).status).toBe(200)
  expect(await names()).toEqual(['Universities'])
  const unknown = await act(path, 'update_organization_groups', {
    organization_groups: ['/api/organization-groups/00000000000000000000000000000000/'],
  })
  expect(unknown).toMatchObject({
    status: 400,
    body: { organization_groups: ['Invalid hyperlink - Object does not exist.'] },
  })
  expect((await act(path, 'delete_organization_groups')).status).toBe(204)
  expect(await names()).toEqual([])
})

describe('lists', () => {
  test('show plans of public offerings to everybody and all to the provider, by name', async () => {
    const market = await world.provider()
    const marketOwner = await world.owner(market.customer)
    const open = await world.offering(market.customer, { slug: 'open-plans' })
    const draft = await world.offering(market.customer, { state: 1, slug: 'draft-plans', parent_id: open.id })
    for (const [offering, name] of [
      [open, 'b'],
      [open, 'a'],
      [draft, 'a'],
    ] as const) {
      await world.insert('plan', { offering_id: offering.id, name })
    }
    const list = async (as: Caller, query: Record<string, string | string[]>) => {
      const { status, body, headers } = await get(PLANS, { as, query: { ...query, page_size: '300' } })
      expect(status).toBe(200)
      expect(headers['x-result-count']).toBe(String((body as unknown[]).length))
      return (body as { name: string; offering: string }[]).map(({ name, offering }) => [
        name,
        offering === linkOf(open) ? 'open' : 'draft',
      ])
    }
    const both = { offering_slug: 'open-plans,draft-plans' }
    const openOnes = [
      ['a', 'open'],
      ['b', 'open'],
    ]
    expect(await list(undefined, both)).toEqual(openOnes)
    expect(await list(await world.user(), both)).toEqual(openOnes)
    expect(await list(marketOwner, both)).toEqual([
      ['a', 'open'],
      ['a', 'draft'],
      ['b', 'open'],
    ])
    expect(await list(marketOwner, { offering_uuid: draft.hex })).toEqual([['a', 'draft']])
    expect(await list(marketOwner, { offering: linkOf(draft) })).toEqual([['a', 'draft']])
    expect(await list(marketOwner, { parent_offering_uuid: open.hex })).toEqual([['a', 'draft']])
    const head = await request('HEAD', PLANS, { as: marketOwner, query: both })
    expect(head.headers['x-result-count']).toBe('3')
  })

  test('count the resources of each plan for its provider', async () => {
    const market = await world.provider()
    const marketOwner = await world.owner(market.customer)
    const offering = await world.offering(market.customer)
    const plan = (name: string, values = {}) => world.insert('plan', { offering_id: offering.id, name, ...values })
    const [small, large] = [await plan('small', { max_amount: 2 }), await plan('large')]
    const project = await world.project(await world.customer())
    await world.resource(offering, project, { plan_id: small.id })
    await world.resource(offering, project, { plan_id: small.id, state: 6 })
    for (let count = 0; count < 2; count++) await world.resource(offering, project, { plan_id: large.id })
    const stats = (query: Record<string, string>, as: Caller = marketOwner) =>
      get(`${PLANS}usage_stats/`, { as, query: { offering_uuid: offering.hex, ...query } })
    const rows = (await stats({})).body as { plan_name: string }[]
    expect(rows).toEqual([
      {
        plan_uuid: large.hex,
        plan_name: 'large',
        limit: null,
        usage: 2,
        remaining: null,
        offering_uuid: offering.hex,
        offering_name: expect.any(String),
        customer_provider_uuid: market.customer.hex,
        customer_provider_name: market.customer.name,
      },
      expect.objectContaining({ plan_name: 'small', limit: 2, usage: 1, remaining: 1 }),
    ])
    const names = async (query: Record<string, string>) =>
      ((await stats(query)).body as { plan_name: string }[]).map((row) => row.plan_name)
    expect(await names({ o: 'usage' })).toEqual(['small', 'large'])
    expect(await names({ o: '-usage' })).toEqual(['large', 'small'])
    expect(await names({ customer_provider_uuid: market.customer.hex })).toHaveLength(2)
    expect(await names({ customer_provider_uuid: provider.customer.hex })).toEqual([])
    expect((await stats({ o: 'name' })).status).toBe(400)
    expect((await stats({}, await world.user())).body).toEqual([])
  })
})

test('what was announced for a month that has begun is in force before the next is announced', async () => {
  const scene = await orderScene(app)
  await scene.running()
  const path = `/api/marketplace-plans/${scene.plan.hex}/`
  const announce = async (node: number) =>
    (await post(`${path}update_prices/`, { as: scene.owner, body: { prices: { node, ram: 1 } } })).status
  expect(await announce(20)).toBe(200)
  await database.run(sql`update price_month set month = (month - interval '1 month')::date`)
  expect(await announce(30)).toBe(200)
  const { prices, future_prices } = (await get(path, { as: scene.owner })).body
  expect([prices.node, future_prices.node]).toEqual(['20.0000000000', '30.0000000000'])
})
