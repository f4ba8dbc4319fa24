import { expect, test } from 'vitest'
import { startTestApp, type Made, type MadeUser, type Marketplace } from '../harness/index.ts'

const { world, get } = await startTestApp({ ENFORCE_USER_CONSENT_FOR_OFFERINGS: 'true' })
const relaxed = await startTestApp({ ENFORCE_USER_CONSENT_FOR_OFFERINGS: 'false' })

type Terms = 'active' | 'inactive' | 'none'

/** An offering of the organization with terms of service; by default one whose accounts the provider manages. */
const offeringWith = async (customer: Made, terms: Terms, managed: unknown = true) => {
  const offering = await world.offering(customer, {
    plugin_options: { service_provider_can_create_offering_user: managed },
  })
  if (terms !== 'none')
    await world.insert('offering_terms_of_service', { offering_id: offering.id, is_active: terms === 'active' })
  return offering
}

const consentTo = (user: MadeUser, offering: Made, values = {}) =>
  world.insert('user_offering_consent', { user_id: user.id, offering_id: offering.id, ...values })

const accountIn = (user: MadeUser, offering: Made) =>
  world.insert('offering_user', { user_id: user.id, offering_id: offering.id })

const member = async ({ project }: Marketplace): Promise<MadeUser> => {
  const user = await world.user()
  await world.grant(user, 'PROJECT.MEMBER', 'project', project)
  return user
}

const cases: [title: string, isShown: boolean, arrange: (market: Marketplace, user: MadeUser) => Promise<unknown>][] = [
  ['neither consent nor account', false, async () => undefined],
  [
    'a consent to active terms',
    true,
    async ({ provider }, user) => consentTo(user, await offeringWith(provider.customer, 'active')),
  ],
  [
    'a revoked consent',
    false,
    async ({ provider }, user) =>
      consentTo(user, await offeringWith(provider.customer, 'active'), { revocation_date: new Date() }),
  ],
  [
    'a consent to terms that are no longer active',
    false,
    async ({ provider }, user) => consentTo(user, await offeringWith(provider.customer, 'inactive')),
  ],
  [
    'a consent to an offering without managed accounts',
    false,
    async ({ provider }, user) => consentTo(user, await offeringWith(provider.customer, 'active', false)),
  ],
  [
    'a consent to an offering of another provider',
    false,
    async (_market, user) => consentTo(user, await offeringWith((await world.provider()).customer, 'active')),
  ],
  [
    'an account in an offering without terms',
    true,
    async ({ provider }, user) => accountIn(user, await offeringWith(provider.customer, 'none')),
  ],
  [
    'an account in an offering whose terms are all inactive',
    true,
    async ({ provider }, user) => accountIn(user, await offeringWith(provider.customer, 'inactive')),
  ],
  [
    'an account in an offering with active terms, without consent',
    false,
    async ({ provider }, user) => accountIn(user, await offeringWith(provider.customer, 'active')),
  ],
  [
    'an account in an offering without managed accounts',
    false,
    async ({ provider }, user) => accountIn(user, await offeringWith(provider.customer, 'none', 'true')),
  ],
  [
    'an account in an offering of another provider',
    false,
    async (_market, user) => accountIn(user, await offeringWith((await world.provider()).customer, 'none')),
  ],
]

test.each(cases)('a user with %s is counted and shown: %s', async (_title, isShown, arrange) => {
  const market = await world.marketplace()
  const user = await member(market)
  await member(market)
  await arrange(market, user)
  for (const caller of [market.owner, await world.staff()]) {
    const { body } = await get(`${market.base}customers/`, { as: caller })
    expect(body).toHaveLength(1)
    expect(body[0].users_count).toBe(isShown ? 1 : 0)
    expect(body[0].users.map((shown: { uuid: string }) => shown.uuid)).toEqual(isShown ? [user.hex] : [])
  }
})

test('consent does not matter to the users of a project, nor to the customers of a user', async () => {
  const market = await world.marketplace()
  const user = await member(market)
  const projects = await get(`${market.base}customer_projects/?project_customer_uuid=${market.consumer.hex}`, {
    as: market.owner,
  })
  expect(projects.body).toMatchObject([{ users_count: 1 }])
  const customers = await get(`${market.base}user_customers/?user_uuid=${user.hex}`, { as: market.owner })
  expect(customers.body).toHaveLength(1)
})

test('while consent is not enforced everybody is counted', async () => {
  const market = await relaxed.world.marketplace()
  const user = await relaxed.world.user()
  await relaxed.world.grant(user, 'PROJECT.MEMBER', 'project', market.project)
  const { body } = await relaxed.get(`${market.base}customers/`, { as: market.owner })
  expect(body).toMatchObject([{ users_count: 1, users: [{ uuid: user.hex }] }])
})
