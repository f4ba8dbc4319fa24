import { expect, test } from 'vitest'
import { startTestApp, type Made, type MadeUser, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp()

const PAST = new Date(Date.now() - 3_600_000)

/** A marketplace whose consumer has an active and two inactive profiles; another customer has one, too. */
const billed = async () => {
  const market = await world.marketplace()
  const profile = (customer: Made, values: Record<string, unknown>) =>
    world.insert('payment_profile', { organization_id: customer.id, payment_type: 'invoices', ...values })
  const active = await profile(market.consumer, {
    name: 'B contract',
    payment_type: 'fixed_price',
    is_active: true,
    attributes: { end_date: '2030-01-31', agreement_number: 'A-1', contract_sum: 12 },
  })
  const later = await profile(market.consumer, { name: 'C card', payment_type: 'payment_gw_monthly' })
  const former = await profile(market.consumer, { name: 'A monthly' })
  const { customer } = await world.consumer(market.offering)
  await profile(customer, { name: 'Another customer', is_active: true })
  return { market, active, later, former }
}

const profilesOf = async ({ base, consumer }: Marketplace, as: MadeUser) => {
  const { status, body } = await get(`${base}customers/`, { as, query: { query: consumer.hex } })
  expect(status).toBe(200)
  return body[0].payment_profiles
}

const names = (profiles: { name: string }[]) => profiles.map(({ name }) => name)

/** Somebody who may list the customers of the provider, and nothing more. */
const manager = async (market: Marketplace, values = {}): Promise<MadeUser> => {
  const user = await world.user(values)
  await world.grant(user, 'CUSTOMER.MANAGER', 'service_provider', market.provider)
  return user
}

test('the provider sees no payment profiles of its customers', async () => {
  const { market } = await billed()
  expect(await profilesOf(market, market.owner)).toBeNull()
  expect(await profilesOf(market, await manager(market))).toBeNull()
})

test('staff and support see all profiles, by name', async () => {
  const { market } = await billed()
  const support = await manager(market, { is_support: true })
  for (const caller of [await world.staff(), support])
    expect(names(await profilesOf(market, caller))).toEqual(['A monthly', 'B contract', 'C card'])
})

test('an owner of the customer sees its active profile only', async () => {
  const { market } = await billed()
  const caller = await manager(market)
  await world.grant(caller, 'CUSTOMER.OWNER', 'customer', market.consumer)
  expect(names(await profilesOf(market, caller))).toEqual(['B contract'])
  const { body } = await get(`${market.base}customers/?field=payment_profiles&field=name`, { as: caller })
  const others = body.filter((row: { name: string }) => row.name !== market.consumer.name)
  expect(others).toMatchObject([{ payment_profiles: null }])
})

test.each([
  ['reader', 'CUSTOMER.READER', {}],
  ['owner past the expiry', 'CUSTOMER.OWNER', { expiration_time: PAST }],
  ['former owner', 'CUSTOMER.OWNER', { is_active: false, expiration_time: PAST }],
])('a %s of the customer sees none', async (_title, role, values) => {
  const { market } = await billed()
  const caller = await manager(market)
  await world.grant(caller, role, 'customer', market.consumer, values)
  expect(await profilesOf(market, caller)).toBeNull()
})

test('without profiles staff get an empty list, and so does an owner without an active one', async () => {
  const market = await world.marketplace()
  expect(await profilesOf(market, await world.staff())).toEqual([])
  const caller = await manager(market)
  await world.grant(caller, 'CUSTOMER.OWNER', 'customer', market.consumer)
  await world.insert('payment_profile', { organization_id: market.consumer.id, payment_type: 'invoices' })
  expect(await profilesOf(market, caller)).toEqual([])
})

test('a profile names its organization, its attributes and the kind of payment', async () => {
  const { market, active, later, former } = await billed()
  const common = {
    organization_uuid: market.consumer.hex,
    organization: `http://api.test/api/customers/${market.consumer.hex}/`,
  }
  expect(await profilesOf(market, await world.staff())).toEqual([
    {
      ...common,
      uuid: former.hex,
      url: `http://api.test/api/payment-profiles/${former.hex}/`,
      name: 'A monthly',
      attributes: {},
      payment_type: 'invoices',
      payment_type_display: 'Monthly invoices',
      is_active: null,
    },
    {
      ...common,
      uuid: active.hex,
      url: `http://api.test/api/payment-profiles/${active.hex}/`,
      name: 'B contract',
      attributes: { end_date: '2030-01-31', agreement_number: 'A-1', contract_sum: 12 },
      payment_type: 'fixed_price',
      payment_type_display: 'Fixed-price contract',
      is_active: true,
    },
    {
      ...common,
      uuid: later.hex,
      url: `http://api.test/api/payment-profiles/${later.hex}/`,
      name: 'C card',
      attributes: {},
      payment_type: 'payment_gw_monthly',
      payment_type_display: 'Payment gateways (monthly)',
      is_active: null,
    },
  ])
})
