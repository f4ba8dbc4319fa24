import { describe, expect, test } from 'vitest'
import { startTestApp, type Caller, type Marketplace } from '../harness/index.ts'

const { world, get, request } = await startTestApp()

const secondAgo = (): Date => new Date(Date.now() - 1_000)

describe('rows', () => {
  test('are the effective grants of active users on the provider itself', async () => {
    const { base, owner, provider, project, offering } = await world.marketplace()
    const other = await world.marketplace()
    const manager = await world.user()
    await world.grant(manager, 'CUSTOMER.MANAGER', 'service_provider', provider)
    const custom = await world.role('service_provider', [])
    await world.grant(manager, custom.name, 'service_provider', provider)
    const expiring = await world.user()
    await world.grant(expiring, 'CUSTOMER.MANAGER', 'service_provider', provider, {
      expiration_time: '2199-01-01T00:00:00Z',
    })
    const inactive = await world.user({ is_active: false })
    await world.grant(inactive, 'CUSTOMER.MANAGER', 'service_provider', provider)
    const former = await world.user()
    await world.grant(former, 'CUSTOMER.MANAGER', 'service_provider', provider, { is_active: false })
    await world.grant(former, custom.name, 'service_provider', provider, { expiration_time: secondAgo() })
    await world.grant(former, 'CUSTOMER.MANAGER', 'service_provider', other.provider)
    await world.grant(former, 'CUSTOMER.READER', 'customer', provider.customer)
    await world.grant(former, 'CUSTOMER.OWNER', 'customer', provider)
    await world.grant(former, 'OFFERING.MANAGER', 'offering', offering)
    await world.grant(former, 'PROJECT.ADMIN', 'project', project)
    for (const caller of [owner, await world.staff()]) {
      const answer = await get(`${base}list_users/`, { as: caller })
      expect(answer.body.map((row: Record<string, string>) => [row.user_username, row.role_name])).toEqual([
        [manager.username, 'CUSTOMER.MANAGER'],
        [manager.username, custom.name],
        [expiring.username, 'CUSTOMER.MANAGER'],
      ])
      expect(answer.headers['x-result-count']).toBe('3')
    }
  })

  test('carry total and links, HEAD the same without a body', async () => {
    const { base, owner, provider } = await world.marketplace()
    for (let n = 0; n < 2; n++) {
      await world.grant(await world.user(), 'CUSTOMER.MANAGER', 'service_provider', provider)
    }
    const query = { page_size: 1 }
    const answer = await get(`${base}list_users/`, { as: owner, query })
    const head = await request('HEAD', `${base}list_users/`, { as: owner, query })
    const url = `http://api.test${base}list_users/`
    for (const { headers } of [answer, head]) {
      expect(headers['x-result-count']).toBe('2')
      expect(headers.link).toBe(
        `<${url}?page_size=1>; rel="first", <${url}?page=2&page_size=1>; rel="next", ` +
          `<${url}?page=2&page_size=1>; rel="last"`,
      )
    }
    expect(head.text).toBe('')
    const beyond = await get(`${base}list_users/`, { as: owner, query: { page_size: 1, page: 3 } })
    expect(beyond).toMatchObject({ status: 404, body: { detail: 'Invalid page.' } })
  })
})

describe('fields', () => {
  test('of a grant with expiry, creator and image', async () => {
    const { base, owner, provider } = await world.marketplace()
    const image = await world.insert('stored_file', {
      name: 'sample-image.png',
      content: Buffer.from('sample'),
      size: 6,
      mime_type: 'image/png',
    })
    const creator = await world.user({ first_name: 'Carl', last_name: 'Creator' })
    const role = await world.role('service_provider', [], { name: 'Sample role' })
    const user = await world.user({ username: 'teammate', first_name: 'Tea', last_name: 'Mate', image_id: image.id })
    const grant = await world.grant(user, role.name, 'service_provider', provider, {
      created: '2025-03-01T09:15:30Z',
      expiration_time: '2199-03-01T00:00:00.500000Z',
      created_by_id: creator.id,
    })
    expect((await get(`${base}list_users/`, { as: owner })).body).toStrictEqual([
      {
        uuid: grant.hex,
        created: '2025-03-01T09:15:30Z',
        expiration_time: '2199-03-01T00:00:00.500000Z',
        role_name: 'Sample role',
        role_uuid: role.hex,
        user_email: 'teammate@example.org',
        user_full_name: 'Tea Mate',
        user_username: 'teammate',
        user_uuid: user.hex,
        user_image: `http://api.test/api/media/${image.hex}/`,
        created_by_full_name: 'Carl Creator',
        created_by_uuid: creator.hex,
      },
    ])
  })

  test('without expiry and image: null; without creator: both keys are left out', async () => {
    const { base, owner, provider } = await world.marketplace()
    await world.grant(await world.user(), 'CUSTOMER.MANAGER', 'service_provider', provider)
    const { body } = await get(`${base}list_users/`, { as: owner })
    expect(body[0]).toMatchObject({ expiration_time: null, user_image: null })
    expect(body[0]).not.toHaveProperty('created_by_full_name')
    expect(body[0]).not.toHaveProperty('created_by_uuid')
    expect(Object.keys(body[0])).toHaveLength(10)
  })

  test('are cut down to the named ones, in the order of the schema', async () => {
    const { base, owner, provider } = await world.marketplace()
    await world.grant(await world.user(), 'CUSTOMER.MANAGER', 'service_provider', provider)
    const keysOf = async (field: string[]) =>
      Object.keys((await get(`${base}list_users/`, { as: owner, query: { field } })).body[0])
    expect(await keysOf(['user_uuid', 'nothing', 'uuid'])).toEqual(['uuid', 'user_uuid'])
    expect(await keysOf(['nothing'])).toHaveLength(10)
  })
})

describe('who may list', () => {
  const REFUSAL = { detail: 'You do not have permission to list team members of this scope.' }

  type MakeCaller = (market: Marketplace) => Promise<{ id: string }>

  const holder =
    (
      kind: 'customer' | 'project' | 'offering' | 'service_provider',
      scopeOf: (market: Marketplace) => { id: string } | Promise<{ id: string }>,
      values = {},
    ): MakeCaller =>
    async (market) => {
      const user = await world.user()
      const role = await world.role(kind, [])
      await world.grant(user, role.name, kind, await scopeOf(market), values)
      return user
    }

  const ALLOWED: Record<string, MakeCaller> = {
    staff: () => world.staff(),
    'global support': () => world.user({ is_support: true }),
    'the owner of the organization': async ({ owner }) => owner,
    'holders of any role on the provider': holder('service_provider', ({ provider }) => provider),
    'holders of any role on its organization': holder('customer', ({ provider }) => provider.customer),
    'holders of any role on a project of its organization': holder('project', ({ provider }) =>
      world.project(provider.customer),
    ),
    'holders of a role that has not expired yet': holder('service_provider', ({ provider }) => provider, {
      expiration_time: new Date(Date.now() + 3_600_000),
    }),
  }

  const REFUSED: Record<string, MakeCaller> = {
    'users without any role': () => world.user(),
    'holders of a revoked role on the provider': holder('service_provider', ({ provider }) => provider, {
      is_active: false,
    }),
    'holders of a role on the provider that expired a second ago': holder(
      'service_provider',
      ({ provider }) => provider,
      { expiration_time: secondAgo() },
    ),
    'holders of an expired role on its organization': holder('customer', ({ provider }) => provider.customer, {
      expiration_time: secondAgo(),
    }),
    'holders of a revoked role on a project of its organization': holder(
      'project',
      ({ provider }) => world.project(provider.customer),
      { is_active: false },
    ),
    'holders of a role on its offering': holder('offering', ({ offering }) => offering),
    'holders of a role on a consumer': holder('customer', ({ consumer }) => consumer),
    'holders of a role on a project with its resources': holder('project', ({ project }) => project),
    'owners of another provider': async () => (await world.marketplace()).owner,
    'holders of a role on another provider': holder('service_provider', () => world.provider()),
    'holders of a role on a project whose id is that of the provider': holder('project', ({ provider }) => provider),
  }

  test.each(Object.entries(ALLOWED))('%s', async (_, makeCaller) => {
    const market = await world.marketplace()
    const { status, body } = await get(`${market.base}list_users/`, { as: await makeCaller(market) })
    expect(status).toBe(200)
    expect(body).toBeInstanceOf(Array)
  })

  test.each(Object.entries(REFUSED))('not %s', async (_, makeCaller) => {
    const market = await world.marketplace()
    const caller = await makeCaller(market)
    const answer = await get(`${market.base}list_users/`, { as: caller })
    expect(answer).toMatchObject({ status: 403, body: REFUSAL })
    const head = await request('HEAD', `${market.base}list_users/`, { as: caller })
    expect(head.status).toBe(403)
    expect(head.headers['x-result-count']).toBeUndefined()
  })

  test('the refusal comes before bad filters, an unknown provider before the refusal, missing credentials first', async () => {
    const { base } = await world.marketplace()
    const stranger = await world.user()
    const unknown = '/api/marketplace-service-providers/00000000000000000000000000000000/list_users/'
    const statusOf = async (path: string, as: Caller) => (await get(path, { as, query: { user: 'zzz' } })).status
    expect(await statusOf(`${base}list_users/`, stranger)).toBe(403)
    expect(await statusOf(unknown, stranger)).toBe(404)
    expect(await statusOf(unknown, undefined)).toBe(401)
    expect(await statusOf(`${base}list_users/`, await world.staff())).toBe(400)
  })
})
