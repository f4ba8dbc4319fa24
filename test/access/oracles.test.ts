import { describe, expect, test } from 'vitest'
import { startTestApp, type Caller, type Marketplace } from '../harness/index.ts'
import { holder } from './callers.ts'
import { furnish } from './furniture.ts'
import { entriesOf, ORDER_KEYS, PARAMETERS } from './parameters.ts'

// No filter and no order tells what the caller does not see: a right guess and a wrong one are answered alike.

const app = await startTestApp()
const { world, get, request } = app

type Query = Record<string, string>

/** Rows, count and headers of an answer: all that a guess could be read from. */
const answerTo = async (path: string, as: Caller, query: Query) => {
  const { status, headers, body } = await get(path, { as, query })
  const head = await request('HEAD', path, { as, query })
  expect([head.status, head.headers['x-result-count']]).toEqual([status, headers['x-result-count']])
  return { status, count: headers['x-result-count'], unknown: headers['x-unknown-params'], body: body as unknown }
}

/** Members whose attributes all differ, the first in every order by username and the last in every other. */
const PERSON = {
  username: (n: string) => `person-${n}`,
  full_name: (n: string) => `Name-${n}`,
  native_name: (n: string) => `Native-${n}`,
  email: (n: string) => `person-${n}@example.org`,
  civil_number: (n: string) => `civil-${n}`,
  description: (n: string) => `description-${n}`,
  job_title: (n: string) => `job-${n}`,
  organization: (n: string) => `organization-${n}`,
  phone_number: (n: string) => `phone-${n}`,
  registration_method: (n: string) => `method-${n}`,
}
type Attribute = keyof typeof PERSON

let made = 0

const makeMarket = async (flags?: Record<string, boolean>) => {
  const market = await world.marketplace()
  if (flags) {
    const managed = { plugin_options: { service_provider_can_create_offering_user: true } }
    const offering = await world.offering(market.provider.customer, managed)
    await world.insert('offering_user_attribute_config', { offering_id: offering.id, ...flags })
  }
  const tag = String(++made)
  for (const [first, rest] of [
    ['1', 'z'],
    ['2', 'a'],
  ] as const) {
    const { username, full_name, ...others } = PERSON
    const values = Object.fromEntries(Object.entries(others).map(([name, value]) => [name, value(`${rest}${tag}`)]))
    const names = {
      username: username(`${first}${rest}${tag}`),
      first_name: full_name(`${rest}${tag}`),
      last_name: 'Sample',
    }
    await world.member(market.project, { ...values, ...names, is_staff: rest === 'z', is_support: rest === 'z' })
  }
  const manager = await holder(app, 'CUSTOMER.MANAGER', 'service_provider', market.provider)
  return { ...market, tag, callers: [market.owner, manager] }
}

const usersOf = ({ base }: Marketplace): string => `${base}users/`

/** Values that are the whole, or a part, of what one of the two members has, and one that nobody has. */
const guesses = (attribute: Attribute, tag: string): string[] => {
  const n = attribute === 'username' ? `2a${tag}` : `a${tag}`
  const whole = PERSON[attribute](n)
  return [whole, whole.slice(0, -tag.length), 'nobody-has-this']
}

/** Which attributes each parameter or order key reads. */
const READS: Record<string, Attribute[]> = {
  ...Object.fromEntries(Object.keys(PERSON).map((name) => [name, [name as Attribute]])),
  query: ['full_name', 'username', 'email', 'civil_number'],
  user_keyword: ['full_name', 'username', 'email'],
  username_list: ['username'],
  native_name: ['native_name'],
}

const released = entriesOf(PARAMETERS.marketplace_service_providers_users_list?.released).map(({ name }) => name)
const releasedKeys = entriesOf(ORDER_KEYS.marketplace_service_providers_users_list?.released).map(({ name }) => name)

describe.each<[string, Record<string, boolean> | undefined, readonly Attribute[]]>([
  ['by default', undefined, ['username', 'full_name', 'native_name', 'email']],
  [
    'when a phone number is all that is released',
    { expose_username: false, expose_full_name: false, expose_email: false, expose_phone_number: true },
    ['phone_number'],
  ],
])('users, %s', async (_title, flags, seen) => {
  const market = await makeMarket(flags)
  const { callers, tag } = market
  const isHidden = (name: string) => READS[name]?.every((attribute) => !seen.includes(attribute)) === true

  test.each(released.filter(isHidden))('%s is ignored, whatever is guessed', async (name) => {
    for (const as of callers) {
      const plain = await answerTo(usersOf(market), as, {})
      for (const attribute of READS[name] ?? []) {
        for (const value of guesses(attribute, tag)) {
          expect(await answerTo(usersOf(market), as, { [name]: value })).toEqual(plain)
        }
      }
    }
  })

  test.each(released.filter((name) => !isHidden(name)))('%s does not tell hidden attributes', async (name) => {
    const hidden = (READS[name] ?? []).filter((attribute) => !seen.includes(attribute))
    for (const as of callers) {
      const nobody = await answerTo(usersOf(market), as, { [name]: 'nobody-has-this' })
      expect(nobody.body).toEqual([])
      for (const value of hidden.flatMap((attribute) => guesses(attribute, tag))) {
        expect(await answerTo(usersOf(market), as, { [name]: value })).toEqual(nobody)
      }
      const shown = (READS[name] ?? []).find((attribute) => seen.includes(attribute)) ?? 'username'
      const found = await answerTo(usersOf(market), as, { [name]: guesses(shown, tag)[0] ?? '' })
      expect(found.count).toBe('1')
    }
  })

  test.each(releasedKeys.filter(isHidden))('o=%s is ignored', async (name) => {
    for (const as of callers) {
      const plain = await answerTo(usersOf(market), as, {})
      for (const o of [name, `-${name}`]) expect(await answerTo(usersOf(market), as, { o })).toEqual(plain)
    }
  })

  test.each(releasedKeys.filter((name) => !isHidden(name)))('o=%s works', async (name) => {
    const uuids = async (o: string) =>
      ((await answerTo(usersOf(market), market.owner, { o })).body as { uuid: string }[]).map(({ uuid }) => uuid)
    expect(await uuids(`-${name}`)).toEqual((await uuids(name)).toReversed())
  })

  test.each(['is_staff', 'is_support'])('%s empties the list and orders nothing', async (name) => {
    for (const as of callers) {
      const plain = await answerTo(usersOf(market), as, {})
      for (const value of ['true', 'false']) {
        expect((await answerTo(usersOf(market), as, { [name]: value })).body).toEqual([])
      }
      for (const o of [name, `-${name}`]) expect(await answerTo(usersOf(market), as, { o })).toEqual(plain)
    }
    expect((await answerTo(usersOf(market), await world.staff(), { [name]: 'true' })).count).toBe('1')
  })
})

// C-093
describe.each(['customers', 'user_customers'])('%s, for the provider', async (list) => {
  const market = await world.marketplace()
  const secrets = {
    contact_details: 'Sample Street 1',
    agreement_number: 'agreement-1',
    registration_code: 'registration-1',
    backend_id: 'backend-1',
    domain: 'secret.example.org',
  }
  const { customer, project } = await world.consumer(market.offering, { name: 'AA first of all', ...secrets })
  const visitor = await world.member(project)
  await world.grant(visitor, 'CUSTOMER.READER', 'customer', market.consumer)
  const manager = await holder(app, 'CUSTOMER.MANAGER', 'service_provider', market.provider)
  const path = `${market.base}${list}/`
  const ask = (as: Caller, query: Query) => answerTo(path, as, { user_uuid: visitor.hex, ...query })
  const names = entriesOf(PARAMETERS.marketplace_service_providers_customers_list?.details).map(({ name }) => name)
  const guesses = [...Object.values(secrets), 'nobody-has-this']

  test.each(names.filter((name) => name !== 'query'))('%s is ignored, whatever is guessed', async (name) => {
    expect(Object.keys(secrets)).toContain(name)
    for (const as of [market.owner, manager]) {
      const plain = await ask(as, {})
      expect(plain.count).toBe('2')
      for (const value of guesses) expect(await ask(as, { [name]: value })).toEqual(plain)
    }
  })

  test('query does not search what is hidden', async () => {
    for (const as of [market.owner, manager]) {
      for (const query of guesses) expect((await ask(as, { query })).body).toEqual([])
      expect((await ask(as, { query: 'AA first' })).count).toBe('1')
    }
  })

  test('both work for staff, and for whoever knows the organization from inside', async () => {
    const insider = await holder(app, 'CUSTOMER.MANAGER', 'service_provider', market.provider)
    await world.grant(insider, 'CUSTOMER.READER', 'customer', customer)
    const staff = await world.staff()
    for (const name of names.filter((name) => name !== 'query')) {
      const right = { [name]: secrets[name as keyof typeof secrets] }
      expect([name, (await ask(staff, right)).count]).toEqual([name, '1'])
      expect([name, (await ask(staff, { [name]: 'nobody-has-this' })).count]).toEqual([name, '0'])
      // The other organization, which he does not know, stays whatever is asked for.
      expect([name, (await ask(insider, right)).count]).toEqual([name, '2'])
      expect([name, (await ask(insider, { [name]: 'nobody-has-this' })).count]).toEqual([name, '1'])
    }
    for (const as of [staff, insider]) expect((await ask(as, { query: secrets.domain })).count).toBe('1')
  })
})

describe('offerings, for those outside', async () => {
  const market = await world.marketplace()
  const { base, offering, provider, consumer, project, owner } = market
  const late = await world.offering(provider.customer, { name: 'AA used most' })
  for (const name of ['first', 'second']) {
    const { resource, customer } = await world.consumer(late, { name })
    const invoices = [0, 1].map((monthsAgo) => {
      const month = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - monthsAgo, 1))
      return { customer_id: customer.id, year: month.getUTCFullYear(), month: month.getUTCMonth() + 1 }
    })
    for (const values of invoices) {
      const invoice = await world.insert('invoice', values)
      await world.insert('invoice_item', {
        invoice_id: invoice.id,
        resource_id: resource.id,
        unit_price: 7,
        quantity: 1,
      })
    }
  }
  const offeringManager = await holder(app, 'OFFERING.MANAGER', 'offering', late)
  const path = `${base}offerings/`
  const outsiders: [string, Caller][] = [
    ['a stranger', await world.user()],
    [
      'a member of another consumer',
      await holder(app, 'PROJECT.ADMIN', 'project', (await world.marketplace()).project),
    ],
    ['the owner of another provider', (await world.marketplace()).owner],
  ]

  test.each(outsiders)('%s cannot order by figures', async (_who, as) => {
    const plain = await answerTo(path, as, {})
    for (const { name } of entriesOf(ORDER_KEYS.marketplace_service_providers_offerings_list?.guarded)) {
      for (const o of [name, `-${name}`]) expect(await answerTo(path, as, { o })).toEqual(plain)
      const seen = (await answerTo(path, owner, { o: `-${name}` })).body as { uuid: string }[]
      expect([name, seen[0]?.uuid]).toEqual([name, late.hex])
      const reversed = (await answerTo(path, owner, { o: name })).body as { uuid: string }[]
      expect([name, reversed[0]?.uuid]).toEqual([name, offering.hex])
    }
  })

  const guarded: [string, string][] = [
    ['resource_customer_uuid', consumer.hex],
    ['resource_project_uuid', project.hex],
    ['service_manager_uuid', offeringManager.hex],
  ]
  test('every guarded filter is tried', () => {
    const names = entriesOf(PARAMETERS.marketplace_service_providers_offerings_list?.guarded).map(({ name }) => name)
    expect(guarded.map(([name]) => name).toSorted()).toEqual(names.toSorted())
  })

  test.each(guarded)('%s finds nothing, right or wrong', async (name, value) => {
    const types = `${path}types/`
    for (const [, as] of outsiders) {
      for (const list of [path, types]) {
        const wrong = await answerTo(list, as, { [name]: provider.hex })
        expect(wrong.body).toEqual([])
        expect(await answerTo(list, as, { [name]: value })).toEqual(wrong)
      }
    }
    expect((await answerTo(path, owner, { [name]: value })).count).toBe('1')
    expect((await answerTo(path, await world.staff(), { [name]: value })).count).toBe('1')
  })

  test('a manager finds the offerings that he manages himself', async () => {
    expect((await answerTo(path, offeringManager, { service_manager_uuid: offeringManager.hex })).count).toBe('1')
  })
})

describe.each(['projects', 'customer_projects'])('%s', (list) => {
  test('query does not search the resources of another provider in a shared project', async () => {
    const { base, owner, project, consumer, offering } = await world.marketplace()
    const foreign = await world.marketplace()
    const named = (whose: string) => ({
      ...{ name: `${whose} machine`, backend_id: `${whose}-backend`, effective_id: `${whose}-effective` },
    })
    const [theirs, ours] = [named('their'), named('our')]
    await world.resource(foreign.offering, project, theirs)
    await world.resource(offering, project, ours)
    const search = (query: string) => answerTo(`${base}${list}/`, owner, { query, project_customer_uuid: consumer.hex })
    const nothing = await search('nobody-has-this')
    expect(nothing.body).toEqual([])
    for (const value of Object.values(theirs)) expect(await search(value)).toEqual(nothing)
    for (const value of Object.values(ours)) expect((await search(value)).count).toBe('1')
  })
})

test('filters by an inactive user answer as for a user that does not exist', async () => {
  const market = await world.marketplace()
  const { base, owner, offering, project, resource } = market
  const gone = await world.member(project, { is_active: false })
  await furnish(world, { offering, project, resource, user: gone })
  const nobody = market.consumer.hex
  const filters: [string, string][] = [
    ['keys', 'user_uuid'],
    ['project_permissions', 'user'],
    ['user_customers', 'user_uuid'],
    ['list_users', 'user'],
  ]
  await world.grant(gone, 'CUSTOMER.MANAGER', 'service_provider', market.provider)
  for (const [list, name] of filters) {
    const unknown = await answerTo(`${base}${list}/`, owner, { [name]: nobody })
    expect([list, unknown.body]).toEqual([list, []])
    expect(await answerTo(`${base}${list}/`, owner, { [name]: gone.hex })).toEqual(unknown)
  }
})
