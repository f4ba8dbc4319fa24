import { describe, expect, test } from 'vitest'
import { startTestApp, type Made } from '../harness/index.ts'

const { world, get } = await startTestApp()

const PAST = '2024-01-01T00:00:00Z'
const FUTURE = '2099-01-01T00:00:00Z'

const listing = (provider: { hex: string }) => `/api/marketplace-service-providers/${provider.hex}/offerings/`

const namesOf = (body: { name: string }[]): string[] => body.map(({ name }) => name)

describe('service_manager_uuid', async () => {
  const provider = await world.provider()
  const make = (name: string, values = {}) => world.offering(provider.customer, { name, ...values })
  const managed = await make('managed')
  const twice = await make('twice')
  const expired = await make('expired')
  const revoked = await make('revoked')
  await make('not managed')
  const hidden = await make('not shared', { shared: false })
  const elsewhere = await world.offering((await world.provider()).customer, { name: 'elsewhere' })

  const manager = await world.user()
  const custom = await world.role('offering', [])
  const manage = (offering: Made, role = 'OFFERING.MANAGER', values = {}, user: { id: string } = manager) =>
    world.grant(user, role, 'offering', offering, values)
  await manage(managed)
  await manage(twice, custom.name)
  await manage(twice, 'OFFERING.MANAGER', { expiration_time: FUTURE })
  await manage(expired, 'OFFERING.MANAGER', { expiration_time: PAST })
  await manage(revoked, 'OFFERING.MANAGER', { is_active: false, expiration_time: PAST })
  await manage(hidden)
  await manage(elsewhere)
  const gone = await world.user({ is_active: false })
  await manage(managed, 'OFFERING.MANAGER', {}, gone)
  const owner = await world.owner(provider.customer)
  // The id of an offering as that of a project: grants on other kinds of objects do not count.
  const confused = await world.user()
  await world.grant(confused, 'PROJECT.ADMIN', 'project', managed)

  test.each<[string, { hex: string }, readonly string[]]>([
    ['finds offerings with a grant of any role, each once', manager, ['managed', 'twice']],
    ['does not know inactive users', gone, []],
    ['does not count roles on the organization', owner, []],
    ['does not count roles on other objects', confused, []],
  ])('%s', async (_title, user, names) => {
    const { body } = await get(listing(provider), { as: owner, query: { service_manager_uuid: user.hex } })
    expect(namesOf(body)).toEqual(names)
  })
})

describe('resource_customer_uuid and resource_project_uuid', async () => {
  const provider = await world.provider()
  const owner = await world.owner(provider.customer)
  const consumer = await world.customer({ name: 'Consumer' })
  const project = await world.project(consumer)
  const removed = await world.project(consumer, { is_removed: true })
  const neighbour = await world.customer({ name: 'Consumer' })
  const neighbourProject = await world.project(neighbour)

  const make = (name: string, values = {}) => world.offering(provider.customer, { name, ...values })
  const used = await make('used')
  await world.resource(used, project)
  await world.resource(used, project, { state: 3 })
  await world.resource(used, neighbourProject)
  const starting = await make('starting')
  await world.resource(starting, removed, { state: 1 })
  const ended = await make('ended')
  await world.resource(ended, project, { state: 6 })
  const usedNextDoor = await make('used next door', { state: 4 })
  await world.resource(usedNextDoor, neighbourProject, { state: 5 })
  await make('unused')
  const elsewhere = await world.offering((await world.provider()).customer, { name: 'elsewhere' })
  await world.resource(elsewhere, project)

  const find = async (caller: { id: string }, query: Record<string, string>): Promise<string[]> =>
    namesOf((await get(listing(provider), { as: caller, query })).body)

  test.each<[string, Record<string, string>, readonly string[]]>([
    ['a customer', { resource_customer_uuid: consumer.hex }, ['starting', 'used']],
    ['another customer', { resource_customer_uuid: neighbour.uuid }, ['used', 'used next door']],
    ['a project', { resource_project_uuid: project.hex }, ['used']],
    ['a removed project', { resource_project_uuid: removed.hex }, ['starting']],
    ['no customer at all, but a project', { resource_customer_uuid: project.hex }, []],
    ['both', { resource_customer_uuid: consumer.hex, resource_project_uuid: neighbourProject.hex }, ['used']],
  ])('tell what has live resources of %s', async (_title, query, names) => {
    expect(await find(owner, query)).toEqual(names)
  })

  const someone = async (
    role: string,
    kind: 'customer' | 'project' | 'offering' | 'service_provider',
    scope: { id: string },
    values = {},
  ) => {
    const user = await world.user()
    await world.grant(user, role, kind, scope, values)
    return user
  }

  test.each<[string, () => Promise<{ id: string }>, readonly string[], readonly string[]]>([
    ['staff', () => world.staff(), ['starting', 'used'], ['used', 'used next door']],
    ['support', () => world.user({ is_support: true }), ['starting', 'used'], ['used', 'used next door']],
    [
      "the provider's manager",
      () => someone('CUSTOMER.MANAGER', 'service_provider', provider),
      ['starting', 'used'],
      ['used', 'used next door'],
    ],
    ['a manager of one offering', () => someone('OFFERING.MANAGER', 'offering', used), ['used'], ['used']],
    ['the owner of the consumer', () => someone('CUSTOMER.OWNER', 'customer', consumer), ['starting', 'used'], []],
    ['a member of one project', () => someone('PROJECT.MEMBER', 'project', project), ['used'], []],
    [
      'somebody whose role has expired',
      () => someone('CUSTOMER.OWNER', 'customer', consumer, { expiration_time: PAST }),
      [],
      [],
    ],
    ['a stranger', () => world.user(), [], []],
  ])('are no oracle: what %s finds', async (_title, make, ofConsumer, ofNeighbour) => {
    const caller = await make()
    expect(await find(caller, { resource_customer_uuid: consumer.hex })).toEqual(ofConsumer)
    expect(await find(caller, { resource_customer_uuid: neighbour.hex })).toEqual(ofNeighbour)
  })
})
