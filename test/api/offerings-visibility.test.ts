import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { startTestApp, type TestApp, type World } from '../harness/index.ts'

const standard = await startTestApp()
const open = await startTestApp({ OFFERINGS_SHOW_FIGURES_TO_ALL: '1' })

const PAST = '2024-01-01T00:00:00Z'
const SECRETS = { api_url: 'https://backend.example/', token: 'sample-token', dns_nameservers: ['192.0.2.1'] }
const NOTHING = { total: '0.0000000000', current: '0.0000000000', tax: '0.0000000000', tax_current: '0.0000000000' }

const now = new Date()

/** An offering with secrets whose one live resource is billed 10 at 20 % tax this month. */
const setUp = async (world: World) => {
  const provider = await world.provider()
  const offering = await world.offering(provider.customer, { secret_options: SECRETS })
  const consumer = await world.customer()
  const project = await world.project(consumer)
  const plan = await world.insert('plan', { offering_id: offering.id, name: 'Standard', unit: 'month', max_amount: 1 })
  const resource = await world.resource(offering, project, { plan_id: plan.id })
  await world.resource(offering, project, { state: 6 })
  const invoice = await world.insert('invoice', {
    customer_id: consumer.id,
    year: now.getUTCFullYear(),
    month: now.getUTCMonth() + 1,
    tax_percent: 20,
  })
  await world.insert('invoice_item', {
    invoice_id: invoice.id,
    resource_id: resource.id,
    unit: 'month',
    unit_price: '5',
    quantity: '2',
  })
  return { provider, offering, consumer, project, plan }
}

const SEEN = { total: '12.0000000000', current: '10.0000000000', tax: '2.0000000000', tax_current: '2.0000000000' }

const look = async (
  { get }: TestApp,
  provider: { hex: string },
  caller: { id: string },
  field: readonly string[] = [],
) => {
  const { status, body } = await get(`/api/marketplace-service-providers/${provider.hex}/offerings/`, {
    as: caller,
    query: { field },
  })
  expect(status).toBe(200)
  expect(body).toHaveLength(1)
  return body[0] as Record<string, unknown>
}

type Setting = Awaited<ReturnType<typeof setUp>>
type Kind = 'customer' | 'project' | 'offering' | 'service_provider'

const holder =
  (role: string, kind: Kind, scope: (setting: Setting) => { id: string }, values = {}) =>
  async (world: World, setting: Setting) => {
    const user = await world.user()
    await world.grant(user, role, kind, scope(setting), values)
    return user
  }

const ofCustomer = ({ provider }: Setting) => provider.customer
const ofProvider = ({ provider }: Setting) => provider

/** Somebody with a role of these permissions on the provider's organization. */
const holderOf = (permissions: readonly string[]) => async (world: World, setting: Setting) =>
  holder((await world.role('customer', permissions)).name, 'customer', ofCustomer)(world, setting)

const callers: [string, boolean, boolean, (world: World, setting: Setting) => Promise<{ id: string }>][] = [
  ['staff', true, true, (world) => world.staff()],
  ['support', false, false, (world) => world.user({ is_support: true })],
  ['the owner', true, true, holder('CUSTOMER.OWNER', 'customer', ofCustomer)],
  ['the manager of the provider', true, true, holder('CUSTOMER.MANAGER', 'service_provider', ofProvider)],
  ['the manager of the organization', true, true, holder('CUSTOMER.MANAGER', 'customer', ofCustomer)],
  ['a holder of one permission', false, true, holderOf(['SERVICE_PROVIDER.LIST_KEYS'])],
  ['a holder of other permissions', false, false, holderOf(['OFFERING.UPDATE', 'SERVICE_PROVIDERX.LIST_KEYS'])],
  ['a reader of the organization', false, false, holder('CUSTOMER.READER', 'customer', ofCustomer)],
  ['an owner by name on the provider', false, true, holder('CUSTOMER.OWNER', 'service_provider', ofProvider)],
  ['a manager of the offering', false, false, holder('OFFERING.MANAGER', 'offering', ({ offering }) => offering)],
  ['the owner of the consumer', false, false, holder('CUSTOMER.OWNER', 'customer', ({ consumer }) => consumer)],
  ['a member of the project', false, false, holder('PROJECT.ADMIN', 'project', ({ project }) => project)],
  [
    'an owner whose role has expired',
    false,
    false,
    holder('CUSTOMER.OWNER', 'customer', ofCustomer, { expiration_time: PAST }),
  ],
  [
    'an owner whose role was revoked',
    false,
    false,
    holder('CUSTOMER.OWNER', 'customer', ofCustomer, { is_active: false }),
  ],
  ['the owner of another provider', false, false, async (world) => world.owner((await world.provider()).customer)],
  ['a stranger', false, false, (world) => world.user()],
]

describe('secret options', () => {
  test.each(callers)('to %s: %j', async (_who, seesSecrets, _seesFigures, make) => {
    const setting = await setUp(standard.world)
    const caller = await make(standard.world, setting)
    const offering = await look(standard, setting.provider, caller)
    if (seesSecrets) expect(offering.secret_options).toEqual(SECRETS)
    else expect(offering).not.toHaveProperty('secret_options')
    expect(JSON.stringify(offering).includes('sample-token')).toBe(seesSecrets)
  })

  // The answers differ, so that none is sent again: it is what the caller may see that could be remembered too long.
  const around = async (expiry: string | null, end: (owner: { id: string }) => Promise<unknown>) => {
    const { provider } = await setUp(standard.world)
    const owner = await standard.world.user()
    await standard.world.grant(owner, 'CUSTOMER.OWNER', 'customer', provider.customer, { expiration_time: expiry })
    const seen: boolean[] = []
    const ask = async (field: string) =>
      seen.push('secret_options' in (await look(standard, provider, owner, ['secret_options', field])))
    for (const field of ['uuid', 'name', 'slug']) await ask(field)
    await end(owner)
    await ask('state')
    return seen
  }

  test('are hidden with the next request after the role is revoked', async () => {
    const revoke = ({ id }: { id: string }) =>
      standard.database.run(sql`update user_role set is_active = false where user_id = ${id}`)
    expect(await around(null, revoke)).toEqual([true, true, true, false])
  })

  test('are hidden when the role expires by the clock alone', async () => {
    const expiry = new Date(Date.now() + 2_500).toISOString()
    expect(await around(expiry, () => sleep(3_000))).toEqual([true, true, true, false])
  })

  test('field=secret_options does not widen what a stranger sees', async () => {
    const { provider } = await setUp(standard.world)
    const stranger = await standard.world.user()
    // The only wanted name is hidden, so it counts as unknown: the whole visible object.
    const alone = await look(standard, provider, stranger, ['secret_options'])
    expect(Object.keys(alone)).toHaveLength(14)
    expect(alone).not.toHaveProperty('secret_options')
    expect(Object.keys(await look(standard, provider, stranger, ['secret_options', 'uuid']))).toEqual(['uuid'])
  })

  test('field=secret_options gives an owner just that', async () => {
    const { provider } = await setUp(standard.world)
    const owner = await standard.world.owner(provider.customer)
    expect(await look(standard, provider, owner, ['secret_options'])).toEqual({ secret_options: SECRETS })
  })

  test('an owner of two providers sees those of both', async () => {
    const one = await setUp(standard.world)
    const two = await setUp(standard.world)
    const owner = await standard.world.owner(one.provider.customer)
    await standard.world.grant(owner, 'CUSTOMER.OWNER', 'customer', two.provider.customer)
    for (const { provider } of [one, two]) {
      expect(await look(standard, provider, owner)).toMatchObject({ secret_options: SECRETS })
    }
  })
})

describe('figures', () => {
  test.each(callers)('to %s (secrets %j): %j', async (_who, _seesSecrets, seesFigures, make) => {
    const setting = await setUp(standard.world)
    const caller = await make(standard.world, setting)
    expect(await look(standard, setting.provider, caller, ['resources_count', 'billing_price_estimate'])).toEqual(
      seesFigures
        ? { resources_count: 1, billing_price_estimate: SEEN }
        : { resources_count: 0, billing_price_estimate: NOTHING },
    )
  })

  // C-092: that a plan is used up is no figure; whoever wants to order has to know.
  test.each(callers)('of plans to %s (secrets %j): %j', async (_who, _seesSecrets, seesFigures, make) => {
    const setting = await setUp(standard.world)
    const caller = await make(standard.world, setting)
    const [nested] = (await look(standard, setting.provider, caller, ['plans'])).plans as Record<string, unknown>[]
    const { body: alone } = await standard.get(`/api/marketplace-plans/${setting.plan.hex}/`, { as: caller })
    const expected = { uuid: setting.plan.hex, resources_count: seesFigures ? 1 : 0, is_active: false }
    expect([nested, alone]).toMatchObject([expected, expected])
  })

  test('of plans are not for callers without an account', async () => {
    const { plan } = await setUp(standard.world)
    const { body } = await standard.get(`/api/marketplace-plans/${plan.hex}/`)
    expect(body).toMatchObject({ uuid: plan.hex, resources_count: 0, is_active: false })
  })

  test('are for everybody with OFFERINGS_SHOW_FIGURES_TO_ALL, secrets are not', async () => {
    const { provider, plan } = await setUp(open.world)
    const offering = await look(open, provider, await open.world.user())
    expect(offering).toMatchObject({ resources_count: 1, billing_price_estimate: SEEN })
    expect(offering.plans).toMatchObject([{ resources_count: 1 }])
    expect((await open.get(`/api/marketplace-plans/${plan.hex}/`)).body.resources_count).toBe(1)
    expect(offering).not.toHaveProperty('secret_options')
  })

  test('can then be ordered by, too', async () => {
    const { provider } = await setUp(open.world)
    await open.world.offering(provider.customer, { name: 'A: before all others by name' })
    const stranger = await open.world.user()
    for (const [o, counts] of [
      ['-total_customers', [1, 0]],
      ['-total_cost_estimated', [1, 0]],
      ['name', [0, 1]],
    ] as const) {
      const { body } = await open.get(`/api/marketplace-service-providers/${provider.hex}/offerings/`, {
        as: stranger,
        query: { o },
      })
      expect((body as { resources_count: number }[]).map((row) => row.resources_count)).toEqual(counts)
    }
  })
})
