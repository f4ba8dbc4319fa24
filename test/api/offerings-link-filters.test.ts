import { describe, expect, test } from 'vitest'
import { startTestApp, type Made } from '../harness/index.ts'

const { world, get } = await startTestApp()

type Query = Record<string, string | readonly string[]>

const caller = await world.user()
const otherUser = await world.user()
const elsewhere = await world.provider()

/** A provider of its own, how to add offerings to it, and what a query finds among them. */
const catalogue = async () => {
  const { customer, hex } = await world.provider()
  const url = `/api/marketplace-service-providers/${hex}/offerings/`
  const make = (name: string, values: Record<string, unknown> = {}): Promise<Made> =>
    world.offering(customer, { name, ...values })
  const find = async (query: Query): Promise<string[]> => {
    const { status, body, headers } = await get(url, { as: caller, query: { ...query, field: 'name' } })
    expect(status).toBe(200)
    const names = (body as { name: string }[]).map(({ name }) => name)
    expect(headers['x-result-count']).toBe(String(names.length))
    return names
  }
  return { customer, url, make, find }
}

describe('organization groups', async () => {
  const { customer: owner, url, make, find } = await catalogue()
  const north = await world.insert('organization_group', { name: 'North' })
  const coast = await world.insert('organization_group', { name: 'Coast', parent_id: north.id })
  const south = await world.insert('organization_group', { name: 'South' })
  const limit = (offering: Made, group: Made) =>
    world.link('offering_organization_group', { offering_id: offering.id, organization_group_id: group.id })
  const join = (customer: Made, group: Made) =>
    world.link('customer_organization_group', { customer_id: customer.id, organization_group_id: group.id })

  await make('open')
  const ofNorth = await make('north')
  await limit(ofNorth, north)
  const ofBoth = await make('both')
  await limit(ofBoth, north)
  await limit(ofBoth, south)
  const ofCoast = await make('coast')
  await limit(ofCoast, coast)
  const foreign = await world.offering(elsewhere.customer, { name: 'foreign' })
  await limit(foreign, north)

  const northern = await world.customer()
  await join(northern, north)
  const everywhere = await world.customer()
  await join(everywhere, north)
  await join(everywhere, south)
  const groupless = await world.customer()
  await join(owner, coast)

  test.each<[string, () => readonly string[], readonly string[]]>([
    ['one', () => [north.hex], ['both', 'north']],
    ['one with hyphens', () => [south.uuid], ['both']],
    ['several are alternatives', () => [south.hex, coast.hex], ['both', 'coast']],
    ['an empty one among others', () => ['', coast.hex], ['coast']],
  ])('of the offering: %s', async (_title, uuids, names) => {
    expect(await find({ organization_group_uuid: uuids() })).toEqual(names)
  })

  test('of the offering: one malformed value refuses the request', async () => {
    const query = { organization_group_uuid: [north.hex, 'zzz'] }
    const { status, body } = await get(url, { as: caller, query })
    expect(status).toBe(400)
    expect(body).toEqual({ organization_group_uuid: ['Enter a valid UUID.'] })
  })

  test.each<[string, () => Made, readonly string[]]>([
    ['without a group may order what is open', () => groupless, ['open']],
    ['may order what its group may', () => northern, ['both', 'north', 'open']],
    ['finds an offering of two of its groups once', () => everywhere, ['both', 'north', 'open']],
    ['may order all its own offerings', () => owner, ['both', 'coast', 'north', 'open']],
  ])('a customer %s', async (_title, customer, names) => {
    expect(await find({ allowed_customer_uuid: customer().hex })).toEqual(names)
  })

  test('every well-formed project may order everything that is shared', async () => {
    const project = await world.project(groupless)
    expect(await find({ project_uuid: project.hex })).toHaveLength(4)
  })
})

describe('tags', async () => {
  const { make, find } = await catalogue()
  const tag = async (name: string, offerings: readonly Made[]) => {
    const made = await world.insert('tag', { name })
    for (const offering of offerings) await world.link('offering_tag', { offering_id: offering.id, tag_id: made.id })
    return made
  }
  const gpu = await make('gpu')
  const both = await make('both')
  const fast = await make('fast')
  await make('none')
  const foreign = await world.offering(elsewhere.customer, { name: 'foreign' })
  const gpuTag = await tag('Sample-GPU', [gpu, both, foreign])
  const fastTag = await tag('fast, really', [fast])
  const bothTag = await tag('Fast', [both, fast])
  const unused = await tag('unused', [])

  // C-045
  test.each<[string, () => Query, readonly string[]]>([
    ['tag is any of them', () => ({ tag: [gpuTag.hex, fastTag.uuid] }), ['both', 'fast', 'gpu']],
    [
      'tag: an offering with two of them comes once',
      () => ({ tag: [gpuTag.hex, bothTag.hex] }),
      ['both', 'fast', 'gpu'],
    ],
    ['tag: an unused one', () => ({ tag: unused.hex }), []],
    ['tag: malformed matches nothing', () => ({ tag: 'zzz' }), []],
    ['tag: malformed beside a good one', () => ({ tag: ['zzz', gpuTag.hex] }), ['both', 'gpu']],
    ['tag: not comma separated', () => ({ tag: `${gpuTag.hex},${fastTag.hex}` }), []],
    ['tags_and: all of them', () => ({ tags_and: `${gpuTag.hex}, ${bothTag.uuid}` }), ['both']],
    ['tags_and: one', () => ({ tags_and: bothTag.hex }), ['both', 'fast']],
    ['tags_and: malformed matches nothing', () => ({ tags_and: `${gpuTag.hex},zzz` }), []],
    ['tags_and: commas only match nothing', () => ({ tags_and: ',' }), []],
    ['tag_name: exact', () => ({ tag_name: 'Sample-GPU' }), ['both', 'gpu']],
    ['tag_name: in its own case', () => ({ tag_name: 'sample-gpu' }), []],
    ['tag_name: any of them', () => ({ tag_name: ['fast, really', 'Nope'] }), ['fast']],
    ['tag_names_and: all, in any case', () => ({ tag_names_and: 'sample-gpu, FAST' }), ['both']],
    ['tag_names_and: no part of a name', () => ({ tag_names_and: 'sample' }), []],
    ['tag_names_and: an unknown one', () => ({ tag_names_and: 'fast,nope' }), []],
  ])('%s', async (_title, query, names) => {
    expect(await find(query())).toEqual(names)
  })

  test.each(['tag', 'tags_and', 'tag_name', 'tag_names_and'])('an empty %s is ignored', async (name) => {
    expect(await find({ [name]: '' })).toEqual(['both', 'fast', 'gpu', 'none'])
  })
})

describe('terms of service', async () => {
  const { make, find } = await catalogue()
  const versions: Record<string, readonly boolean[]> = {
    none: [],
    old: [false, false],
    'in force': [false, true],
  }
  for (const [name, active] of Object.entries(versions)) {
    const offering = await make(name)
    for (const is_active of active) {
      await world.insert('offering_terms_of_service', { offering_id: offering.id, is_active })
    }
  }

  test.each<[Query, readonly string[]]>([
    [{ has_terms_of_service: 'true' }, ['in force', 'old']],
    [{ has_terms_of_service: '0' }, ['none']],
    [{ has_active_terms_of_service: '1' }, ['in force']],
    [{ has_active_terms_of_service: 'False' }, ['none', 'old']],
    [{ has_active_terms_of_service: 'perhaps' }, ['in force', 'none', 'old']],
    [{ has_terms_of_service: 'true', has_active_terms_of_service: 'false' }, ['old']],
  ])('%j finds %j', async (query, names) => {
    expect(await find(query)).toEqual(names)
  })
})

describe('what the caller has', async () => {
  const { make, find } = await catalogue()
  const agreed = await make('agreed')
  const revoked = await make('revoked')
  const nothing = await make('nothing')
  const consent = (offering: Made, user: { id: string }, revocation_date?: string) =>
    world.insert('user_offering_consent', { offering_id: offering.id, user_id: user.id, revocation_date })
  await consent(agreed, caller)
  await consent(revoked, caller, '2024-01-01T00:00:00Z')
  await consent(nothing, otherUser)
  await world.insert('offering_user', { offering_id: revoked.id, user_id: caller.id, state: 10 })
  await world.insert('offering_user', { offering_id: nothing.id, user_id: otherUser.id })

  test.each<[Query, readonly string[]]>([
    [{ user_has_consent: 'true' }, ['agreed']],
    [{ user_has_consent: 'false' }, ['nothing', 'revoked']],
    [{ user_has_offering_user: 'true' }, ['revoked']],
    [{ user_has_offering_user: 'false' }, ['agreed', 'nothing']],
    [{ user_has_consent: '' }, ['agreed', 'nothing', 'revoked']],
  ])('%j finds %j', async (query, names) => {
    expect(await find(query)).toEqual(names)
  })
})

describe('can_create_offering_user', async () => {
  const { make, find } = await catalogue()
  const OPTION = 'service_provider_can_create_offering_user'
  await make('yes', { plugin_options: { [OPTION]: true } })
  await make('no', { plugin_options: { [OPTION]: false } })
  await make('unset', { plugin_options: { other: true } })
  await make('text', { plugin_options: { [OPTION]: 'true' } })

  test.each<[string, readonly string[]]>([
    ['true', ['yes']],
    ['1', ['yes']],
    ['false', ['no']],
    ['0', ['no']],
    ['2', ['no', 'text', 'unset', 'yes']],
  ])('%s finds %j', async (value, names) => {
    expect(await find({ can_create_offering_user: value })).toEqual(names)
  })
})
