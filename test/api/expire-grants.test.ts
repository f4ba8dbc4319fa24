import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { expireGrants } from '../../server/jobs/expire-grants.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type MadeUser } from '../harness/index.ts'

const { world, get, request, database } = await startTestApp()

const MANAGER = 'CUSTOMER.MANAGER'

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString()

const grantsOf = (user: MadeUser) =>
  database.rows(sql`
    select is_active, expiration_time <= now() as has_ended, revoked_by_id, revoke_reason
    from user_role where user_id = ${user.id} order by id
  `)

const CLOSED = { is_active: false, has_ended: true, revoked_by_id: null, revoke_reason: 'Automatic expiration' }

describe('a grant that expired a second ago, before the job ran,', () => {
  const justExpired = () => ({ expiration_time: ago(1) })

  test('opens nothing on the provider and is not in its team', async () => {
    const { provider, base, owner } = await world.marketplace()
    const user = await world.user()
    await world.grant(user, MANAGER, 'service_provider', provider, justExpired())
    const refused = await Promise.all(
      ['customers/', 'users/', 'keys/', 'projects/', 'api_secret_code/', 'list_users/', 'stat/'].map((path) =>
        get(base + path, { as: user }),
      ),
    )
    expect(refused.map((answer) => answer.status)).toEqual(Array.from({ length: 7 }, () => 403))
    expect((await get(`${base}list_users/`, { as: owner })).body).toEqual([])
    expect((await get('/api/users/me/', { as: user })).body.permissions).toEqual([])
  })

  test('does not make an owner', async () => {
    const { provider, base } = await world.marketplace()
    const user = await world.user()
    await world.grant(user, 'CUSTOMER.OWNER', 'customer', provider.customer, justExpired())
    expect((await request('PATCH', base, { as: user, body: { description: 'changed' } })).status).toBe(403)
    expect((await get(`${base}customers/`, { as: user })).status).toBe(403)
  })

  test('makes no user of a project: neither the user, nor his keys, nor the grant are listed', async () => {
    const { project, base, owner } = await world.marketplace()
    const [former, current] = [await world.user(), await world.user()]
    await world.grant(former, 'PROJECT.ADMIN', 'project', project, justExpired())
    await world.grant(current, 'PROJECT.ADMIN', 'project', project, { expiration_time: '2999-12-31T00:00:00Z' })
    for (const user of [former, current]) {
      await world.insert('ssh_key', { user_id: user.id, name: 'sample', public_key: `ssh-ed25519 ${user.hex}` })
    }
    const lists = ['users/', 'keys/', 'project_permissions/']
    for (const list of lists) {
      const { body } = await get(base + list, { as: owner, query: { page_size: 100 } })
      expect(body.map((row: { uuid: string; user_uuid?: string }) => row.user_uuid ?? row.uuid)).toEqual([current.hex])
    }
  })
})

describe('the job', () => {
  test('closes expired grants with an event by the system and leaves all others', async () => {
    const provider = await world.provider({
      customer: await world.customer({ name: 'Sample Centre', abbreviation: 'SC', contact_details: 'Sample Street 1' }),
    })
    const user = await world.user({ first_name: 'Sample', last_name: 'Member', username: 'sample-expired' })
    const [later, permanent, revoked] = [await world.user(), await world.user(), await world.user()]
    const on = ['service_provider', provider] as const
    await world.grant(user, MANAGER, ...on, { expiration_time: ago(1), created_by_id: permanent.id })
    await world.grant(later, MANAGER, ...on, { expiration_time: '2999-12-31T00:00:00Z' })
    await world.grant(permanent, MANAGER, ...on)
    await world.grant(revoked, MANAGER, ...on, { expiration_time: ago(100), is_active: false })
    const untouched = await Promise.all([later, permanent, revoked].map(grantsOf))

    await expireGrants(database)
    expect(await grantsOf(user)).toEqual([CLOSED])
    expect(await Promise.all([later, permanent, revoked].map(grantsOf))).toEqual(untouched)
    expect(await eventsOf(database, 'service_provider', provider)).toEqual([
      {
        event_type: 'role_revoked',
        message:
          'User Sample Member (sample-expired) has lost role of CUSTOMER.MANAGER in Sample Centre. ' +
          'Initiated by: System. Reason: Automatic expiration',
        context: {
          scope_type: 'serviceprovider',
          scope_uuid: provider.hex,
          scope_name: 'Sample Centre (SC)',
          customer_uuid: provider.customer.hex,
          customer_name: 'Sample Centre',
          customer_abbreviation: 'SC',
          customer_contact_details: 'Sample Street 1',
          affected_user_uuid: user.hex,
          affected_user_username: 'sample-expired',
          affected_user_full_name: 'Sample Member',
          affected_user_native_name: '',
          affected_user_is_staff: false,
          affected_user_is_support: false,
          affected_user_token_lifetime: null,
          role_name: MANAGER,
          initiated_by: 'System',
          reason: 'Automatic expiration',
        },
        scopes: [`customer/${provider.customer.id}`, `service_provider/${provider.id}`],
      },
    ])
  })

  test('keeps the instant at which the grant ended, however late it runs', async () => {
    const provider = await world.provider()
    const user = await world.user()
    await world.grant(user, MANAGER, 'service_provider', provider, { expiration_time: '2020-02-29T12:00:00Z' })
    await expireGrants(database)
    const rows = await database.rows(sql`
      select expiration_time = '2020-02-29T12:00:00Z' as is_kept from user_role where user_id = ${user.id}
    `)
    expect(rows).toEqual([{ is_kept: true }])
  })

  test('closes grants on every kind of scope and shows the event there and on the organization', async () => {
    const { provider, project, offering, consumer } = await world.marketplace()
    const cases = [
      ['CUSTOMER.OWNER', 'customer', consumer, consumer, 'customer'],
      ['PROJECT.ADMIN', 'project', project, consumer, 'project'],
      ['OFFERING.MANAGER', 'offering', offering, provider.customer, 'offering'],
      [MANAGER, 'service_provider', provider, provider.customer, 'serviceprovider'],
    ] as const
    const users = await Promise.all(
      cases.map(async ([role, kind, scope]) => {
        const user = await world.user()
        await world.grant(user, role, kind, scope, { expiration_time: ago(1) })
        return user
      }),
    )
    await expireGrants(database)
    for (const [index, [role, kind, scope, customer, scopeType]] of cases.entries()) {
      const user = users[index]!
      expect(await grantsOf(user)).toEqual([CLOSED])
      const events = await eventsOf(database, kind, scope)
      const [event] = events.filter((candidate) => candidate.context.affected_user_uuid === user.hex)
      expect(event).toMatchObject({
        event_type: 'role_revoked',
        context: { scope_type: scopeType, scope_uuid: scope.hex, customer_uuid: customer.hex, role_name: role },
      })
      expect(event?.scopes).toEqual([...new Set([`customer/${customer.id}`, `${kind}/${scope.id}`])].sort())
    }
  })

  test('closes grants of inactive users and on scopes that are gone', async () => {
    const provider = await world.provider()
    const inactive = await world.user({ is_active: false })
    const orphan = await world.user()
    await world.grant(inactive, MANAGER, 'service_provider', provider, { expiration_time: ago(1) })
    await world.grant(orphan, MANAGER, 'service_provider', { id: '999999999' }, { expiration_time: ago(1) })
    await expireGrants(database)
    expect(await grantsOf(inactive)).toEqual([CLOSED])
    expect(await grantsOf(orphan)).toEqual([CLOSED])
  })

  test('does nothing when it runs again', async () => {
    const provider = await world.provider()
    const user = await world.user()
    await world.grant(user, MANAGER, 'service_provider', provider, { expiration_time: ago(1) })
    await expireGrants(database)
    const after = await grantsOf(user)
    expect(await expireGrants(database)).toBe(0)
    expect(await grantsOf(user)).toEqual(after)
    expect(await eventsOf(database, 'service_provider', provider)).toHaveLength(1)
  })

  test('closes a thousand grants, each once, when it runs in three processes at once', async () => {
    const provider = await world.provider()
    await expireGrants(database)
    await database.run(sql`
      with made as (
        insert into app_user (username, slug)
        select 'expiring-' || number, 'expiring-' || number from generate_series(1, 1000) as number
        returning id
      )
      insert into user_role (user_id, role_id, content_type, object_id, expiration_time)
      select made.id, role.id, 'service_provider', ${provider.id}, now() - make_interval(secs => made.id % 86400 + 1)
      from made, role where role.name = ${MANAGER}
    `)
    const closed = await Promise.all([expireGrants(database), expireGrants(database), expireGrants(database)])
    // A run ends when it finds no full batch that nobody else works on; a later one takes what is left.
    const rest = await expireGrants(database)
    expect(closed.reduce((sum, count) => sum + count, rest)).toBe(1_000)
    const open = await database.rows(sql`
      select 1 from user_role where object_id = ${provider.id} and content_type = 'service_provider' and is_active
    `)
    expect(open).toEqual([])
    const events = await eventsOf(database, 'service_provider', provider)
    expect(new Set(events.map((event) => event.context.affected_user_username)).size).toBe(1_000)
    expect(events).toHaveLength(1_000)
    expect(await reconcile(database)).toEqual([])
  })
})
