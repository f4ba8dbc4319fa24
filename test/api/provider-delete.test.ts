import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type MadeProvider, type MadeUser } from '../harness/index.ts'

const { world, get, request, post, database, tokenOf } = await startTestApp()

const PROVIDERS = '/api/marketplace-service-providers/'
const NOT_FOUND = { detail: 'No ServiceProvider matches the given query.' }
const ACTIVE_OFFERINGS = ['Service provider has active offerings. Please archive them first.']

const STATES = { draft: 1, active: 2, paused: 3, archived: 4, unavailable: 5 }

const pathOf = (provider: { hex: string }) => `${PROVIDERS}${provider.hex}/`

const remove = (provider: { hex: string }, as?: MadeUser) => request('DELETE', pathOf(provider), { as })

const exists = async (table: 'service_provider' | 'customer' | 'campaign', { id }: { id: string }) => {
  const tables = { service_provider: sql`service_provider`, customer: sql`customer`, campaign: sql`campaign` }
  const rows = await database.rows(sql`select 1 from ${tables[table]} where id = ${id}`)
  return rows.length === 1
}

const ownedProvider = async (): Promise<{ provider: MadeProvider; owner: MadeUser }> => {
  const provider = await world.provider()
  return { provider, owner: await world.owner(provider.customer) }
}

describe('a provider without offerings', () => {
  test('is removed by its owner, once', async () => {
    const { provider, owner } = await ownedProvider()
    const answer = await remove(provider, owner)
    expect([answer.status, answer.text]).toEqual([204, ''])
    for (const gone of [await remove(provider, owner), await get(pathOf(provider), { as: owner })]) {
      expect(gone.status).toBe(404)
      expect(gone.body).toEqual(NOT_FOUND)
    }
  })

  test('is removed by staff', async () => {
    const { provider } = await ownedProvider()
    expect((await remove(provider, await world.staff())).status).toBe(204)
    expect(await exists('service_provider', provider)).toBe(false)
  })

  test('leaves an organization that is no service provider', async () => {
    const { provider, owner } = await ownedProvider()
    await remove(provider, owner)
    expect(await exists('customer', provider.customer)).toBe(true)
    const { body } = await get(`/api/customers/${provider.customer.hex}/`, { as: owner })
    expect(body.is_service_provider).toBe(false)
  })

  test('is not found under a malformed or unknown UUID', async () => {
    const staff = await world.staff()
    for (const hex of ['nonsense', '00000000000040008000000000000000']) {
      const answer = await remove({ hex }, staff)
      expect([answer.status, answer.body]).toEqual([404, NOT_FOUND])
    }
  })
})

describe('offerings', () => {
  test.each([
    ['draft', {}],
    ['active', {}],
    ['paused', {}],
    ['unavailable', {}],
    ['active', { shared: false }],
    ['active', { billable: false }],
  ] as const)('in state %s (%j) keep a provider from being removed, by staff as well', async (state, values) => {
    const { provider, owner } = await ownedProvider()
    await world.offering(provider.customer, { ...values, state: STATES[state] })
    await world.offering(provider.customer, { state: STATES.archived })
    for (const caller of [owner, await world.staff()]) {
      const answer = await remove(provider, caller)
      expect(answer.status).toBe(400)
      expect(answer.body).toEqual(ACTIVE_OFFERINGS)
    }
    expect(await exists('service_provider', provider)).toBe(true)
  })

  test('that are archived, or belong to somebody else, do not', async () => {
    const { provider, owner } = await ownedProvider()
    await world.offering(provider.customer, { state: STATES.archived })
    await world.marketplace()
    expect((await remove(provider, owner)).status).toBe(204)
  })
})

describe('removal is refused', () => {
  test('to everybody but staff and owner, whatever the offerings', async () => {
    const { provider, owner, base, consumer, project } = await world.marketplace()
    const manager = await world.user()
    await world.grant(manager, 'CUSTOMER.MANAGER', 'service_provider', provider)
    const administrator = await world.user()
    await world.grant(administrator, 'PROJECT.ADMIN', 'project', project)
    const former = await world.user()
    await world.grant(former, 'CUSTOMER.OWNER', 'customer', provider.customer, {
      expiration_time: new Date(Date.now() - 1_000).toISOString(),
    })
    const callers = [
      manager,
      administrator,
      former,
      await world.owner(consumer),
      (await world.marketplace()).owner,
      await world.user({ is_support: true }),
      await world.user(),
    ]
    for (const caller of callers) {
      const answer = await remove(provider, caller)
      expect(answer.status).toBe(403)
      expect(answer.body).toEqual({ detail: 'You do not have permission to perform this action.' })
    }
    expect((await remove(provider)).status).toBe(401)
    expect((await get(base, { as: owner })).status).toBe(200)
  })
})

describe('with a provider', () => {
  test('its team goes: every active grant ends with an event', async () => {
    const provider = await world.provider({
      customer: await world.customer({ name: 'Sample Centre', abbreviation: 'SC' }),
    })
    const staff = await world.staff({ first_name: 'Sample', last_name: 'Administrator' })
    const member = await world.user({ first_name: 'Sample', last_name: 'Member' })
    const former = await world.user()
    const role = await world.role('service_provider', [])
    const active = await world.grant(member, 'CUSTOMER.MANAGER', 'service_provider', provider)
    const second = await world.grant(member, role.name, 'service_provider', provider)
    await world.grant(former, 'CUSTOMER.MANAGER', 'service_provider', provider, { is_active: false })
    const elsewhere = await world.grant(member, 'CUSTOMER.MANAGER', 'service_provider', await world.provider())
    const onCustomer = await world.grant(member, 'CUSTOMER.OWNER', 'customer', provider.customer)

    expect((await remove(provider, staff)).status).toBe(204)
    const grants = await database.rows(sql`
      select id, is_active, expiration_time <= now() as ended, revoked_by_id from user_role
      where user_id = ${member.id} order by id
    `)
    expect(grants).toEqual([
      { id: active.id, is_active: false, ended: true, revoked_by_id: staff.id },
      { id: second.id, is_active: false, ended: true, revoked_by_id: staff.id },
      { id: elsewhere.id, is_active: true, ended: null, revoked_by_id: null },
      { id: onCustomer.id, is_active: true, ended: null, revoked_by_id: null },
    ])
    const events = await eventsOf(database, 'service_provider', provider)
    expect(events.map((event) => event.message)).toEqual(
      ['CUSTOMER.MANAGER', role.name].map(
        (name) =>
          `User Sample Member (${member.username}) has lost role of ${name} in Sample Centre. ` +
          `Initiated by: Sample Administrator (${staff.username}). Reason: System-initiated removal`,
      ),
    )
    for (const event of events) {
      expect(event.event_type).toBe('role_revoked')
      expect(event.scopes).toEqual([`customer/${provider.customer.id}`, `service_provider/${provider.id}`])
      expect(event.context).toMatchObject({ scope_uuid: provider.hex, scope_name: 'Sample Centre (SC)' })
    }
  })

  test('its campaigns go, those of others stay', async () => {
    const { provider, owner } = await ownedProvider()
    const other = await world.provider()
    const offering = await world.offering(provider.customer, { state: STATES.archived })
    const campaign = (of: MadeProvider) =>
      world.insert('campaign', {
        service_provider_id: of.id,
        name: 'Sample campaign',
        start_date: '2024-01-01',
        end_date: '2024-12-31',
        discount_type: 'discount',
        discount: 10,
      })
    const [own, foreign] = [await campaign(provider), await campaign(other)]
    await world.link('campaign_offering', { campaign_id: own.id, offering_id: offering.id })
    expect((await remove(provider, owner)).status).toBe(204)
    expect([await exists('campaign', own), await exists('campaign', foreign)]).toEqual([false, true])
  })

  test('archived offerings, resources and roll-ups stay, and reappear when it is registered again', async () => {
    const { provider, owner } = await ownedProvider()
    const staff = await world.staff()
    const offering = await world.offering(provider.customer, { state: STATES.archived })
    const project = await world.project(await world.customer())
    const resource = await world.resource(offering, project)
    await world.grant(await world.user(), 'CUSTOMER.MANAGER', 'service_provider', provider)
    const codeBefore: string = (await get(`${pathOf(provider)}api_secret_code/`, { as: owner })).body.api_secret_code

    expect((await remove(provider, owner)).status).toBe(204)
    expect(await database.rows(sql`select id from resource where id = ${resource.id}`)).toHaveLength(1)
    expect(await reconcile(database)).toEqual([])

    const body = { customer: `/api/customers/${provider.customer.hex}/` }
    const again = await post(PROVIDERS, { as: staff, body })
    expect(again.status).toBe(201)
    expect(again.body.uuid).not.toBe(provider.hex)
    const path = pathOf({ hex: again.body.uuid })
    const [code, team, offerings, projects] = await Promise.all([
      get(`${path}api_secret_code/`, { as: owner }),
      get(`${path}list_users/`, { as: owner }),
      get(`${path}offerings/`, { as: owner }),
      get(`${path}projects/`, { as: owner }),
    ])
    expect(code.body.api_secret_code).not.toBe(codeBefore)
    expect(team.body).toEqual([])
    expect(offerings.body.map((row: { uuid: string }) => row.uuid)).toEqual([offering.hex])
    expect(projects.body.map((row: { uuid: string }) => row.uuid)).toEqual([project.hex])
  })

  test('a line goes into the audit log, which keeps no event type of its own', async () => {
    const { provider, owner } = await ownedProvider()
    await tokenOf(owner)
    await remove(provider, owner)
    const rows = await database.rows(sql`
      select action, actor_username, content_type, object_id from audit_log where object_uuid = ${provider.uuid}
    `)
    expect(rows).toEqual([
      {
        action: 'service_provider.delete',
        actor_username: owner.username,
        content_type: 'service_provider',
        object_id: provider.id,
      },
    ])
    expect(await eventsOf(database, 'customer', provider.customer)).toEqual([])
  })
})
