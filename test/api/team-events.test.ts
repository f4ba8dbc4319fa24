import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type MadeProvider } from '../harness/index.ts'

// One connection, in a session far from UTC: neither may matter.
const { world, post, database } = await startTestApp({ TRUST_PROXY: '1' }, { poolSize: 1 })
await database.run(sql`set time zone 'Asia/Kolkata'`)

const MANAGER = 'CUSTOMER.MANAGER'

const staff = await world.staff({
  first_name: 'Sample',
  last_name: 'Administrator',
  username: 'sample-admin',
  native_name: 'Muster Verwaltung',
  token_lifetime: 3600,
})
const alice = await world.user({
  first_name: 'Sample',
  last_name: 'Member',
  username: 'sample-member',
  native_name: 'Muster Mitglied',
})

const sampleCentre = async (values: Record<string, unknown> = {}): Promise<MadeProvider> =>
  world.provider({
    customer: await world.customer({ name: 'Sample Centre', contact_details: 'Sample Street 1', ...values }),
  })

const call = (action: string, provider: MadeProvider, body: Record<string, unknown> = {}) =>
  post(`/api/marketplace-service-providers/${provider.hex}/${action}/`, {
    as: staff,
    headers: { 'x-forwarded-for': '192.0.2.7, 198.51.100.1' },
    body: { role: MANAGER, user: alice.hex, ...body },
  })

const messagesOf = async (provider: MadeProvider) =>
  (await eventsOf(database, 'service_provider', provider)).map((event) => event.message)

const updated = (from: string, to: string) =>
  `Permission expiration time for user Sample Member (sample-member) in Sample Centre is updated from ${from} to ${to}. ` +
  'Initiated by: Sample Administrator (sample-admin). Reason: Manual role update via API'

describe('a change of the team', () => {
  test('writes events with these messages', async () => {
    const provider = await sampleCentre()
    await call('add_user', provider)
    await call('update_user', provider, { expiration_time: '2999-06-30' })
    await call('delete_user', provider)
    expect(await messagesOf(provider)).toEqual([
      'User Sample Member (sample-member) has gained role of CUSTOMER.MANAGER in Sample Centre. ' +
        'Initiated by: Sample Administrator (sample-admin). Reason: Manual role assignment via API',
      updated('None', '2999-06-30 00:00:00+00:00'),
      'User Sample Member (sample-member) has lost role of CUSTOMER.MANAGER in Sample Centre. ' +
        'Initiated by: Sample Administrator (sample-admin). Reason: Manual user removal via delete_user API endpoint',
    ])
  })

  test('shows them on the provider and its organization, of these types', async () => {
    const provider = await sampleCentre()
    const { customer } = provider
    await call('add_user', provider)
    await call('update_user', provider)
    await call('delete_user', provider)
    const events = await eventsOf(database, 'service_provider', provider)
    expect(events.map((event) => event.event_type)).toEqual(['role_granted', 'role_updated', 'role_revoked'])
    for (const event of events) {
      expect(event.scopes).toEqual([`customer/${customer.id}`, `service_provider/${provider.id}`])
    }
    expect(await eventsOf(database, 'customer', customer)).toEqual(events)
  })

  test('puts exactly this into the context', async () => {
    const provider = await sampleCentre({ abbreviation: 'SC' })
    await call('add_user', provider)
    const [event] = await eventsOf(database, 'service_provider', provider)
    expect(event?.context).toEqual({
      scope_type: 'serviceprovider',
      scope_uuid: provider.hex,
      scope_name: 'Sample Centre (SC)',
      customer_uuid: provider.customer.hex,
      customer_name: 'Sample Centre',
      customer_abbreviation: 'SC',
      customer_contact_details: 'Sample Street 1',
      affected_user_uuid: alice.hex,
      affected_user_username: 'sample-member',
      affected_user_full_name: 'Sample Member',
      affected_user_native_name: 'Muster Mitglied',
      affected_user_is_staff: false,
      affected_user_is_support: false,
      affected_user_token_lifetime: null,
      user_uuid: staff.hex,
      user_username: 'sample-admin',
      user_full_name: 'Sample Administrator',
      user_native_name: 'Muster Verwaltung',
      user_is_staff: true,
      user_is_support: false,
      user_token_lifetime: 3600,
      role_name: MANAGER,
      initiated_by: 'Sample Administrator (sample-admin)',
      reason: 'Manual role assignment via API',
      ip_address: '192.0.2.7',
    })
  })

  test('calls the provider by the name of its organization alone when that has no abbreviation', async () => {
    const provider = await sampleCentre()
    await call('add_user', provider)
    const [event] = await eventsOf(database, 'service_provider', provider)
    expect(event?.context.scope_name).toBe('Sample Centre')
  })

  test.each<[string | null, string | null, string, string]>([
    [null, null, 'None', 'None'],
    ['2999-06-30T00:00:00Z', null, '2999-06-30 00:00:00+00:00', 'None'],
    [null, '2999-06-30T02:00:00+02:00', 'None', '2999-06-30 00:00:00+00:00'],
    [
      '2999-06-30T22:15:01.5Z',
      '2999-07-01T23:59:59.000001-01:00',
      '2999-06-30 22:15:01.500000+00:00',
      '2999-07-02 00:59:59.000001+00:00',
    ],
  ])('tells an expiry changed from %j to %j in UTC', async (existing, wanted, from, to) => {
    const provider = await sampleCentre()
    await world.grant(alice, MANAGER, 'service_provider', provider, { expiration_time: existing })
    expect((await call('update_user', provider, { expiration_time: wanted })).status).toBe(200)
    expect(await messagesOf(provider)).toEqual([updated(from, to)])
  })

  test('that extends a grant is told as a change of its expiry', async () => {
    const provider = await sampleCentre()
    await world.grant(alice, MANAGER, 'service_provider', provider, { expiration_time: '2999-01-01T00:00:00Z' })
    expect((await call('add_user', provider)).status).toBe(201)
    expect(await messagesOf(provider)).toEqual([updated('2999-01-01 00:00:00+00:00', 'None')])
  })

  test('that is refused, or has no effect, writes nothing', async () => {
    const provider = await sampleCentre()
    expect((await call('add_user', provider, { role: 'CUSTOMER.OWNER' })).status).toBe(400)
    expect((await call('update_user', provider)).status).toBe(400)
    expect((await call('delete_user', provider)).status).toBe(200)
    expect(await messagesOf(provider)).toEqual([])
  })
})
