import { describe, expect, test } from 'vitest'
import { startTestApp, type Made, type MadeUser, type Marketplace } from '../harness/index.ts'

// The setting ENFORCE_USER_CONSENT_FOR_OFFERINGS.

const enforcing = await startTestApp({ ENFORCE_USER_CONSENT_FOR_OFFERINGS: 'true' })
const lenient = await startTestApp()

const MANAGED = { plugin_options: { service_provider_can_create_offering_user: true } }
const NOW = new Date()

type App = typeof enforcing

interface Case {
  app: App
  market: Marketplace
  user: MadeUser
}

const offeringOf = (app: App, customer: { id: string }, values = {}): Promise<Made> =>
  app.world.offering(customer, { ...MANAGED, ...values })
const terms = (app: App, offering: Made, is_active: boolean) =>
  app.world.insert('offering_terms_of_service', { offering_id: offering.id, is_active })
const consent = (app: App, user: MadeUser, offering: Made, values = {}) =>
  app.world.insert('user_offering_consent', { ...values, user_id: user.id, offering_id: offering.id })
const account = (app: App, user: MadeUser, offering: Made, values = {}) =>
  app.world.insert('offering_user', { state: 5, ...values, user_id: user.id, offering_id: offering.id })

/** A user of the provider with what `prepare` gives him, and whether the list shows him. */
const isShown = async (
  app: App,
  prepare: (given: Case) => Promise<unknown>,
  callerOf: (market: Marketplace) => Promise<{ id: string }> | { id: string } = ({ owner }) => owner,
): Promise<boolean> => {
  const market = await app.world.marketplace()
  const user = await app.world.member(market.project)
  await prepare({ app, market, user })
  const answer = await app.get(`${market.base}users/`, { as: await callerOf(market) })
  expect(answer.status, answer.text).toBe(200)
  expect(answer.headers['x-result-count']).toBe(String(answer.body.length))
  return answer.body.length === 1 && answer.body[0].uuid === user.hex
}

const SHOWN: Record<string, (given: Case) => Promise<unknown>> = {
  'has agreed to the terms in force': async ({ app, market, user }) => {
    const offering = await offeringOf(app, market.provider.customer)
    await terms(app, offering, true)
    await consent(app, user, offering)
  },
  'has agreed to the terms of a draft that is not shared': async ({ app, market, user }) => {
    const offering = await offeringOf(app, market.provider.customer, { state: 1, shared: false })
    await terms(app, offering, true)
    await consent(app, user, offering)
  },
  'has an account in an offering without terms': async ({ app, market, user }) => {
    await account(app, user, await offeringOf(app, market.provider.customer))
  },
  'has a deleted account in an offering without terms': async ({ app, market, user }) => {
    await account(app, user, await offeringOf(app, market.provider.customer), { state: 8 })
  },
  'has an account in an offering whose terms are all out of force': async ({ app, market, user }) => {
    const offering = await offeringOf(app, market.provider.customer)
    await terms(app, offering, false)
    await terms(app, offering, false)
    await account(app, user, offering)
  },
  'has an account under old and new terms and agreed': async ({ app, market, user }) => {
    const offering = await offeringOf(app, market.provider.customer)
    await terms(app, offering, false)
    await terms(app, offering, true)
    await account(app, user, offering)
    await consent(app, user, offering)
  },
  'refused one offering but agreed to another': async ({ app, market, user }) => {
    const refused = await offeringOf(app, market.provider.customer)
    await terms(app, refused, true)
    await consent(app, user, refused, { revocation_date: NOW })
    const agreed = await offeringOf(app, market.provider.customer)
    await terms(app, agreed, true)
    await consent(app, user, agreed)
  },
}

const HIDDEN: Record<string, (given: Case) => Promise<unknown>> = {
  'has neither consent nor account': async ({ app, market }) => {
    await offeringOf(app, market.provider.customer)
  },
  'has an account under terms in force without consent': async ({ app, market, user }) => {
    const offering = await offeringOf(app, market.provider.customer)
    await terms(app, offering, true)
    await account(app, user, offering)
  },
  'has revoked the consent': async ({ app, market, user }) => {
    const offering = await offeringOf(app, market.provider.customer)
    await terms(app, offering, true)
    await account(app, user, offering)
    await consent(app, user, offering, { revocation_date: NOW })
  },
  'agreed to terms that are out of force, without an account': async ({ app, market, user }) => {
    const offering = await offeringOf(app, market.provider.customer)
    await terms(app, offering, false)
    await consent(app, user, offering)
  },
  'agreed to an offering without terms, without an account': async ({ app, market, user }) => {
    await consent(app, user, await offeringOf(app, market.provider.customer))
  },
  'agreed to an offering that manages no accounts': async ({ app, market, user }) => {
    await terms(app, market.offering, true)
    await consent(app, user, market.offering)
  },
  'has an account in an offering that manages no accounts': async ({ app, market, user }) => {
    await account(app, user, market.offering)
  },
  'agreed to an offering of another provider': async ({ app, user }) => {
    const offering = await offeringOf(app, (await app.world.provider()).customer)
    await terms(app, offering, true)
    await consent(app, user, offering)
  },
  'has an account in an offering of another provider': async ({ app, user }) => {
    await account(app, user, await offeringOf(app, (await app.world.provider()).customer))
  },
}

describe('while consent is enforced', () => {
  test.each(Object.entries(SHOWN))('a user who %s is shown', async (_, prepare) => {
    expect(await isShown(enforcing, prepare)).toBe(true)
  })

  test.each(Object.entries(HIDDEN))('a user who %s is hidden', async (_, prepare) => {
    expect(await isShown(enforcing, prepare)).toBe(false)
  })

  test('the rule holds for staff, too', async () => {
    const { world } = enforcing
    expect(await isShown(enforcing, HIDDEN['has neither consent nor account']!, () => world.staff())).toBe(false)
    expect(await isShown(enforcing, SHOWN['has agreed to the terms in force']!, () => world.staff())).toBe(true)
  })

  test('consent alone, without a role in a served project, shows nobody', async () => {
    const { world, get } = enforcing
    const { base, owner, provider } = await world.marketplace()
    await account(enforcing, await world.user(), await offeringOf(enforcing, provider.customer))
    expect((await get(`${base}users/`, { as: owner })).body).toEqual([])
  })

  test('several consents and accounts show a user once', async () => {
    const { world, get } = enforcing
    const { base, owner, provider, project } = await world.marketplace()
    const user = await world.member(project)
    for (let n = 0; n < 2; n++) {
      await account(enforcing, user, await offeringOf(enforcing, provider.customer))
      const offering = await offeringOf(enforcing, provider.customer)
      await terms(enforcing, offering, true)
      await consent(enforcing, user, offering)
    }
    const answer = await get(`${base}users/`, { as: owner })
    expect(answer.body).toHaveLength(1)
    expect(answer.headers['x-result-count']).toBe('1')
  })

  test('keys and project permissions are not cut down', async () => {
    const { world, get } = enforcing
    const { base, owner, project } = await world.marketplace()
    const user = await world.member(project)
    await world.insert('ssh_key', { user_id: user.id, name: 'laptop', public_key: 'ssh-ed25519 AAAA' })
    expect((await get(`${base}keys/`, { as: owner })).body).toHaveLength(1)
    expect((await get(`${base}project_permissions/`, { as: owner })).body).toHaveLength(1)
  })
})

test.each(Object.entries({ ...SHOWN, ...HIDDEN }))(
  'while consent is not enforced a user who %s is shown',
  async (_, prepare) => {
    expect(await isShown(lenient, prepare)).toBe(true)
  },
)
