import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type Caller, type Made } from '../harness/index.ts'

const { world, get, post, database } = await startTestApp()

const OFFERINGS = '/api/marketplace-provider-offerings/'
const CPU = { type: 'cpu', name: 'CPU', billing_type: 'fixed' }

const provider = await world.provider()
const owner = await world.owner(provider.customer)

const act = (offering: Made, action: string, body?: unknown, as: Caller = owner) =>
  post(`${OFFERINGS}${offering.hex}/${action}/`, { as, body })
const read = async (offering: Made) => (await get(`${OFFERINGS}${offering.hex}/`, { as: owner })).body
const uuidOf = async (offering: Made, type: string): Promise<string> => {
  const { components } = (await read(offering)) as { components: { type: string; uuid: string }[] }
  return components.find((component) => component.type === type)?.uuid ?? ''
}

describe('a new component', () => {
  test('is in every plan at no price, and the offering says so', async () => {
    const offering = await world.offering(provider.customer)
    await world.insert('plan', { offering_id: offering.id, name: 'Plan' })
    const answer = await act(offering, 'create_offering_component', {
      ...CPU,
      description: 'Cores',
      measured_unit: 'core',
      unit_factor: 60,
      limit_period: 'quarterly',
      limit_amount: 5,
      min_value: 1,
      max_value: 9,
      max_available_limit: 100,
      default_limit: 2,
      article_code: 'A',
      is_prepaid: true,
      min_prepaid_duration: 1,
      max_prepaid_duration: 12,
    })
    expect(answer).toMatchObject({ status: 201, text: '' })
    const { components, plans } = await read(offering)
    expect(components).toEqual([
      {
        ...CPU,
        uuid: expect.stringMatching(/^[0-9a-f]{32}$/),
        description: 'Cores',
        measured_unit: 'core',
        unit_factor: 60,
        limit_period: 'quarterly',
        limit_amount: 5,
        min_value: 1,
        max_value: 9,
        max_available_limit: 100,
        default_limit: 2,
        article_code: 'A',
        is_boolean: false,
        is_prepaid: true,
        min_prepaid_duration: 1,
        max_prepaid_duration: 12,
        factor: null,
        is_builtin: false,
        overage_component: null,
      },
    ])
    expect(plans[0].prices).toEqual({ cpu: '0.0000000000' })
    expect(
      (await eventsOf(database, 'offering', offering)).map(({ event_type, message }) => [event_type, message]),
    ).toEqual([
      [
        'marketplace_offering_component_created',
        expect.stringMatching(/^Offering component CPU \(cpu\) of offering .+ has been created\.$/),
      ],
      ['marketplace_offering_updated', expect.any(String)],
    ])
  })

  test.each([
    [
      {},
      {
        type: ['This field is required.'],
        name: ['This field is required.'],
        billing_type: ['This field is required.'],
      },
    ],
    [{ ...CPU, type: 'a b' }, { type: ['Enter a valid value.'] }],
    [{ ...CPU, type: 'x'.repeat(51) }, { type: ['Ensure this field has no more than 50 characters.'] }],
    [{ ...CPU, billing_type: 'free' }, { billing_type: ['"free" is not a valid choice.'] }],
    [{ ...CPU, limit_period: 'week' }, { limit_period: ['"week" is not a valid choice.'] }],
    [{ ...CPU, max_value: 2_147_483_648 }, { max_value: ['Ensure this value is less than or equal to 2147483647.'] }],
    [
      { ...CPU, min_value: 3, max_value: 2 },
      { max_value: ['Ensure this value is greater than or equal to min_value.'] },
    ],
    [
      { ...CPU, overage_component: '00000000000000000000000000000000' },
      { overage_component: ['The offering has no component with this uuid.'] },
    ],
  ])('is refused for %j', async (body, problem) => {
    const offering = await world.offering(provider.customer)
    expect(await act(offering, 'create_offering_component', body)).toMatchObject({ status: 400, body: problem })
    expect((await read(offering)).components).toEqual([])
  })

  test('has a type of its own in the offering', async () => {
    const offering = await world.offering(provider.customer)
    expect((await act(offering, 'create_offering_component', CPU)).status).toBe(201)
    expect(await act(offering, 'create_offering_component', CPU)).toMatchObject({
      status: 400,
      body: { type: ['Component with this type already exists.'] },
    })
    const other = await world.offering(provider.customer)
    expect((await act(other, 'create_offering_component', CPU)).status).toBe(201)
  })
})

describe('a change of a component', () => {
  test('writes what is sent; the price of plans follows the kind of billing', async () => {
    const offering = await world.offering(provider.customer)
    await act(offering, 'create_offering_component', { ...CPU, description: 'Kept', limit_period: 'month' })
    await act(offering, 'create_offering_component', { ...CPU, type: 'extra', name: 'Extra', billing_type: 'usage' })
    const plan = await world.insert('plan', { offering_id: offering.id, name: 'Plan' })
    const path = `/api/marketplace-plans/${plan.hex}/`
    await post(`${path}update_quotas/`, { as: owner, body: { quotas: { cpu: 2 } } })
    await post(`${path}update_prices/`, { as: owner, body: { prices: { cpu: 5, extra: 7 } } })
    const [cpu, extra] = [await uuidOf(offering, 'cpu'), await uuidOf(offering, 'extra')]
    const change = (uuid: string, body: Record<string, unknown>) =>
      act(offering, 'update_offering_component', { uuid, ...body })
    expect(await change(cpu, { ...CPU, name: 'Cores', overage_component: extra, limit_period: '' })).toMatchObject({
      status: 200,
      text: '',
    })
    expect((await read(offering)).components[0]).toMatchObject({
      type: 'cpu',
      name: 'Cores',
      description: 'Kept',
      limit_period: null,
      overage_component: extra,
    })
    expect((await get(path, { as: owner })).body.unit_price).toBe('10.0000000000')
    await database.run(sql`update plan_component set amount = 1 where plan_id = ${plan.id}`)
    await change(extra, { ...CPU, type: 'extra', name: 'Extra' })
    expect((await get(path, { as: owner })).body.unit_price).toBe('12.0000000000')
  })

  test('of another offering or to a type that is taken is refused', async () => {
    const [offering, other] = [await world.offering(provider.customer), await world.offering(provider.customer)]
    await act(offering, 'create_offering_component', CPU)
    await act(offering, 'create_offering_component', { ...CPU, type: 'ram' })
    const uuid = await uuidOf(offering, 'cpu')
    expect((await act(other, 'update_offering_component', { uuid, ...CPU })).status).toBe(404)
    expect(await act(offering, 'update_offering_component', { uuid, ...CPU, type: 'ram' })).toMatchObject({
      status: 400,
      body: { type: ['Component with this type already exists.'] },
    })
    expect((await act(offering, 'update_offering_component', { uuid, ...CPU, type: 'gpu' })).status).toBe(200)
  })
})

describe('a component in use', () => {
  type Use = (offering: Made, component: Made, resource: Made) => Promise<unknown>
  const uses: [string, Use][] = [
    [
      'by a usage',
      (_offering, component, resource) =>
        world.insert('component_usage', { resource_id: resource.id, component_id: component.id, usage: 1 }),
    ],
    [
      'by a limit',
      (_offering, _component, resource) =>
        database.transaction((transaction) =>
          transaction.writeRolledUp(
            sql`update resource set limits = '{"cpu": 3}' where id = ${resource.id}`,
            () => undefined,
          ),
        ),
    ],
    [
      'by the plan of a resource',
      async (offering, component, resource) => {
        const plan = await world.insert('plan', { offering_id: offering.id, name: 'Plan' })
        await world.link('plan_component', { plan_id: plan.id, component_id: component.id, price: 1 })
        await database.transaction((transaction) =>
          transaction.writeRolledUp(
            sql`update resource set plan_id = ${plan.id} where id = ${resource.id}`,
            () => undefined,
          ),
        )
      },
    ],
  ]

  test.each(uses)('%s is neither removed nor gets another type', async (_name, use) => {
    const offering = await world.offering(provider.customer)
    const component = await world.insert('offering_component', { offering_id: offering.id, ...CPU })
    const { resource } = await world.consumer(offering)
    await use(offering, component, resource)
    expect(await act(offering, 'remove_offering_component', { uuid: component.hex })).toMatchObject({
      status: 400,
      body: ['Component is used by resources and cannot be removed.'],
    })
    const renamed = await act(offering, 'update_offering_component', { uuid: component.hex, ...CPU, type: 'gpu' })
    expect(renamed).toMatchObject({ status: 400, body: { type: ['Type of a component in use cannot be changed.'] } })
    const redefined = { uuid: component.hex, ...CPU, billing_type: 'limit' }
    expect(await act(offering, 'update_offering_component', redefined)).toMatchObject({
      status: 400,
      body: { billing_type: ['Billing type of a component in use cannot be changed.'] },
    })
    expect(
      (await act(offering, 'update_offering_component', { uuid: component.hex, ...CPU, name: 'New' })).status,
    ).toBe(200)
  })

  test('keeps the period of its limit, and one that was billed is in use', async () => {
    const offering = await world.offering(provider.customer)
    const values = { ...CPU, billing_type: 'limit', limit_period: 'annual' }
    const component = await world.insert('offering_component', { offering_id: offering.id, ...values })
    const { resource } = await world.consumer(offering)
    const customer = await world.customer()
    const invoice = await world.insert('invoice', { customer_id: customer.id, year: 2024, month: 1 })
    await world.insert('invoice_item', {
      ...{ invoice_id: invoice.id, resource_id: resource.id, component_id: component.id },
    })
    const change = (changes: Record<string, unknown>) =>
      act(offering, 'update_offering_component', { uuid: component.hex, ...values, ...changes })
    expect(await change({ limit_period: 'total', type: 'gpu', billing_type: 'one' })).toMatchObject({
      status: 400,
      body: {
        type: ['Type of a component in use cannot be changed.'],
        billing_type: ['Billing type of a component in use cannot be changed.'],
        limit_period: ['Limit period of a component in use cannot be changed.'],
      },
    })
    expect((await change({ limit_period: null })).status).toBe(400)
    expect((await change({ limit_period: undefined, name: 'New' })).status).toBe(200)
    expect((await read(offering)).components).toMatchObject([{ ...values, name: 'New' }])
  })

  test('only beside a resource of the offering is free to go', async () => {
    const offering = await world.offering(provider.customer)
    const component = await world.insert('offering_component', { offering_id: offering.id, ...CPU })
    await world.consumer(offering)
    expect(await act(offering, 'remove_offering_component', { uuid: component.hex })).toMatchObject({
      status: 200,
      text: '',
    })
    expect((await act(offering, 'remove_offering_component', { uuid: component.hex })).status).toBe(404)
    expect((await read(offering)).components).toEqual([])
  })

  test('that the plugin brings along stays', async () => {
    const offering = await world.offering(provider.customer, { type: 'OpenStack.Tenant' })
    const component = await world.insert('offering_component', { offering_id: offering.id, ...CPU, type: 'cores' })
    expect(await act(offering, 'remove_offering_component', { uuid: component.hex })).toMatchObject({
      status: 400,
      body: ['Builtin component cannot be removed.'],
    })
  })
})
