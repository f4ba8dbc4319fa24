import { beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type Marketplace } from '../harness/index.ts'

// A filter or an order must not tell what the list does not show.

const { world, get } = await startTestApp()

type Query = Record<string, string>

const MANAGED = { plugin_options: { service_provider_can_create_offering_user: true } }

/** A market of two users whose attributes all differ and sort against their usernames. */
const makeMarket = async (exposed: Record<string, boolean> | undefined): Promise<Marketplace> => {
  const market = await world.marketplace()
  if (exposed) {
    const offering = await world.offering(market.provider.customer, MANAGED)
    await world.insert('offering_user_attribute_config', { ...exposed, offering_id: offering.id })
  }
  for (const [username, letter] of [
    ['1', 'z'],
    ['2', 'a'],
  ] as const) {
    await world.member(market.project, {
      username: `${username}-${market.provider.hex}`,
      first_name: `First-${letter}`,
      last_name: `Last-${letter}`,
      native_name: `Native-${letter}`,
      email: `mail-${letter}@example.org`,
      phone_number: `phone-${letter}`,
      description: `description-${letter}`,
      organization: `Organization-${letter}`,
      job_title: `Job-${letter}`,
      civil_number: `civil-${letter}-${market.provider.hex}`,
      registration_method: `method-${letter}`,
      is_staff: letter === 'z',
      is_support: letter === 'z',
    })
  }
  return market
}

/** Positions in the order of creation, so that the test needs no attribute to be shown. */
const found = async (market: Marketplace, query: Query, caller: { id: string } = market.owner): Promise<number[]> => {
  const all = await get(`${market.base}users/`, { as: caller })
  const answer = await get(`${market.base}users/`, { as: caller, query })
  expect(answer.status, answer.text).toBe(200)
  expect(answer.headers['x-result-count']).toBe(String(answer.body.length))
  const uuids: string[] = all.body.map((row: { uuid: string }) => row.uuid)
  return answer.body.map((row: { uuid: string }) => 1 + uuids.indexOf(row.uuid))
}

const ORDERS = ['phone_number', 'organization', 'job_title', 'registration_method', 'description']

describe('with the default attributes', () => {
  let market: Marketplace

  beforeAll(async () => {
    market = await makeMarket(undefined)
  })

  test.each<[Query]>([
    [{ phone_number: 'phone-a' }],
    [{ phone_number: 'nonsense' }],
    [{ organization: 'Organization-a' }],
    [{ organization: 'nonsense' }],
    [{ job_title: 'Job-a' }],
    [{ civil_number: 'civil-a' }],
    [{ registration_method: 'method-a' }],
    [{ description: 'description-a' }],
  ])('%j is ignored for the provider, right or wrong', async (query) => {
    expect(await found(market, query)).toEqual([1, 2])
  })

  test.each(ORDERS.concat('is_staff', 'is_support').flatMap((key) => [key, `-${key}`]))(
    'o=%s is ignored for the provider',
    async (o) => {
      expect(await found(market, { o })).toEqual([1, 2])
    },
  )

  test('keys beside an ignored one keep their effect', async () => {
    expect(await found(market, { o: '-phone_number,email,organization' })).toEqual([2, 1])
    expect(await found(market, { o: 'job_title,-username' })).toEqual([2, 1])
  })

  test('an unknown key is refused even beside an ignored one', async () => {
    const answer = await get(`${market.base}users/`, { as: market.owner, query: { o: 'phone_number,nonsense' } })
    expect(answer.status).toBe(400)
  })

  test('query does not search civil numbers for the provider, but does for staff', async () => {
    const query = { query: 'civil-a' }
    expect(await found(market, query)).toEqual([])
    expect(await found(market, query, await world.staff())).toEqual([2])
  })

  test('support filters and orders by everything, as staff does', async () => {
    const support = await world.user({ is_support: true })
    await world.grant(support, 'CUSTOMER.MANAGER', 'service_provider', market.provider)
    for (const caller of [support, await world.staff()]) {
      expect(await found(market, { phone_number: 'phone-a' }, caller)).toEqual([2])
      expect(await found(market, { o: 'organization' }, caller)).toEqual([2, 1])
    }
  })

  test.each<[Query, number[]]>([
    [{ full_name: 'first-a' }, [2]],
    [{ native_name: 'native-a' }, [2]],
    [{ email: 'mail-a' }, [2]],
    [{ user_keyword: 'last-a' }, [2]],
    [{ query: 'last-z' }, [1]],
    [{ o: 'full_name' }, [2, 1]],
    [{ o: '-native_name' }, [1, 2]],
    [{ o: 'email' }, [2, 1]],
    [{ o: '-username' }, [2, 1]],
  ])('%j works, since it is about what is shown', async (query, expected) => {
    expect(await found(market, query)).toEqual(expected)
  })
})

describe('with an offering that releases phone, organization, job title and civil number, but no name or e-mail', () => {
  let market: Marketplace

  beforeAll(async () => {
    market = await makeMarket({
      expose_username: false,
      expose_full_name: false,
      expose_email: false,
      expose_phone_number: true,
      expose_organization: true,
      expose_job_title: true,
      expose_civil_number: true,
    })
  })

  test.each<[Query, number[]]>([
    [{ phone_number: 'phone-a' }, [2]],
    [{ organization: 'organization-a' }, [2]],
    [{ job_title: 'job-a' }, [2]],
    [{ query: 'civil-a' }, [2]],
    [{ query: 'civil' }, [1, 2]],
    [{ o: 'phone_number' }, [2, 1]],
    [{ o: 'organization' }, [2, 1]],
    [{ o: 'job_title' }, [2, 1]],
  ])('%j works', async (query, expected) => {
    expect(await found(market, query)).toEqual(expected)
  })

  test('the civil number filters by its whole', async () => {
    expect(await found(market, { civil_number: `civil-a-${market.provider.hex}` })).toEqual([2])
    expect(await found(market, { civil_number: 'civil-a' })).toEqual([])
  })

  test.each<[Query]>([
    [{ full_name: 'first-a' }],
    [{ full_name: 'nonsense' }],
    [{ native_name: 'native-a' }],
    [{ email: 'mail-a' }],
    [{ username: 'nobody' }],
    [{ username_list: 'nobody,nowhere' }],
    [{ user_keyword: 'mail-a' }],
    [{ user_keyword: 'nonsense' }],
    [{ o: 'full_name' }],
    [{ o: 'native_name' }],
    [{ o: 'email' }],
    [{ o: '-username' }],
    [{ registration_method: 'method-a' }],
  ])('%j is ignored', async (query) => {
    expect(await found(market, query)).toEqual([1, 2])
  })

  test('query leaves names, usernames and e-mails out of its search', async () => {
    for (const query of ['first-a', 'mail-a', `2-${market.provider.hex}`, 'First-a Last-a']) {
      expect(await found(market, { query })).toEqual([])
    }
  })
})

test('query is ignored when nothing that it searches is released', async () => {
  const market = await makeMarket({ expose_username: false, expose_full_name: false, expose_email: false })
  expect(await found(market, { query: 'first-a' })).toEqual([1, 2])
  expect(await found(market, { query: 'nonsense' })).toEqual([1, 2])
})
