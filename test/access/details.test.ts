import { describe, expect, test } from 'vitest'
import { definitionOf } from '../../contract/index.ts'
import { sql } from '../../server/db/sql.ts'
import { hashPassword } from '../../server/lib/password.ts'
import { issueToken } from '../../server/modules/auth/index.ts'
import { noteMatrixCell, startTestApp, TEST_SECRETS, type Caller, type Made } from '../harness/index.ts'
import { byCaller, CALLERS, makeCallers, type ByCaller, type CallerName } from './callers.ts'
import { DETAILS, type DetailOperationId } from './details.ts'
import { call } from './matrix-writes.ts'

const app = await startTestApp()
const { world, database, request } = app

const UNKNOWN = '0000000000004000800000000000abcd'
const PASSWORD = 'sample password'

const makeScene = async () => {
  const own = await world.marketplace()
  const other = await world.marketplace()
  const callers = await makeCallers(app, { own, other })
  const admin = callers['consumer admin'] as Made & { username: string }
  await database.run(sql`
    update app_user set password_hash = ${await hashPassword(PASSWORD)} where id = ${admin.id}
  `)
  const grant = await database.one<{ uuid: string }>(sql`select uuid from user_role where user_id = ${admin.id}`)
  const role = await database.one<{ uuid: string }>(sql`select uuid from role where name = 'CUSTOMER.OWNER'`)
  const event = await world.insert('event', { event_type: 'role_granted', message: 'sample' })
  for (const [kind, { id }] of [
    ['service_provider', own.provider],
    ['customer', own.provider.customer],
  ] as const) {
    await world.link('event_scope', { event_id: event.id, content_type: kind, object_id: id })
  }
  const file = await world.insert('stored_file', { name: 'logo', content: Buffer.from('x'), size: 1 })
  const key = await world.insert('ssh_key', { user_id: admin.id, public_key: 'ssh-ed25519 AAAA sample' })
  const profile = await world.insert('payment_profile', {
    organization_id: own.consumer.id,
    payment_type: 'invoices',
    is_active: true,
  })
  const objects: Partial<Record<DetailOperationId, string>> = {
    customers_retrieve: own.consumer.hex,
    projects_retrieve: own.project.hex,
    keys_retrieve: key.hex,
    users_retrieve: admin.hex,
    users_token_retrieve: admin.hex,
    users_refresh_token: admin.hex,
    payment_profiles_retrieve: profile.hex,
    user_permissions_retrieve: grant.uuid,
    events_retrieve: event.hex,
    marketplace_plans_retrieve: (await world.insert('plan', { offering_id: own.offering.id, name: 'Sample' })).hex,
    organization_groups_retrieve: (await world.insert('organization_group', { name: 'Sample' })).hex,
    project_types_retrieve: (await world.insert('project_type', { name: 'Sample' })).hex,
    roles_retrieve: role.uuid,
    media_retrieve: file.hex,
  }
  return { own, other, callers, admin, event, objects }
}
const scene = await makeScene()
const ids = Object.keys(DETAILS) as DetailOperationId[]
const hasObject = (id: DetailOperationId): boolean => definitionOf(id).path.includes('{')

test('every operation with an object has one in the scene', () => {
  expect(Object.keys(scene.objects).toSorted()).toEqual(ids.filter(hasObject).toSorted())
})

/** Operations that use up the token they come with get one of their own. */
const consumesToken = (id: DetailOperationId): boolean => id === 'api_auth_logout' || id === 'users_refresh_token'

const as = async (id: DetailOperationId, name: CallerName): Promise<Caller> => {
  const caller = scene.callers[name]
  if (!consumesToken(id) || caller === undefined || 'token' in caller) return caller
  return { token: await issueToken({ db: database, secrets: TEST_SECRETS }, caller.id, 'once', 3_600) }
}

const statusesOf = async (id: DetailOperationId, uuid: string): Promise<ByCaller<number>> => {
  const body = id === 'api_auth_password' ? { username: scene.admin.username, password: PASSWORD } : undefined
  const entries: [CallerName, number][] = []
  for (const name of CALLERS) {
    noteMatrixCell(id)
    const { status } = await call(app, id, uuid, { as: await as(id, name), body })
    entries.push([name, status])
    if (definitionOf(id).method !== 'get') continue
    const head = await request('HEAD', definitionOf(id).path.replace(/\{\w+\}/, uuid), { as: await as(id, name) })
    expect([name, head.status]).toEqual([name, status])
  }
  return Object.fromEntries(entries) as ByCaller<number>
}

test.each(ids)('%s', async (id) => {
  expect(await statusesOf(id, scene.objects[id] ?? '')).toEqual(byCaller(DETAILS[id].found))
})

test.each(ids.filter(hasObject))('%s of what does not exist', async (id) => {
  expect(await statusesOf(id, UNKNOWN)).toEqual(byCaller(DETAILS[id].none ?? ''))
})

/** Rows by caller, for those who are served. */
const rowsByUser = async (path: string, query: Record<string, string | string[]>, read: (row: never) => unknown) => {
  const rows: Record<string, unknown> = {}
  for (const name of CALLERS.slice(4)) {
    const { body } = await request('GET', path, { as: scene.callers[name], query })
    rows[name] = (body as never[]).map(read)
  }
  return rows
}

describe('lists of the caller', () => {
  const nothing = Object.fromEntries(CALLERS.slice(4).map((name) => [name, []]))

  test('events show those of the scopes of the own roles, and count them', async () => {
    const query = { event_type: 'role_granted' }
    const seen = [scene.event.hex]
    const expected = { 'provider owner': seen, 'provider manager': seen, support: seen, staff: seen }
    const rows = await rowsByUser('/api/events/', query, ({ uuid }: { uuid: string }) => uuid)
    expect(rows).toEqual({ ...nothing, ...expected })
    for (const name of CALLERS.slice(4)) {
      const { body } = await request('GET', '/api/events/count/', { as: scene.callers[name], query })
      expect([name, body]).toEqual([name, { count: (rows[name] as unknown[]).length }])
    }
  })

  test('no filter of events tells of those that are hidden', async () => {
    const { own } = scene
    const guesses: Record<string, string>[] = [
      ...[{ customer_uuid: own.provider.customer.hex }, { message: 'sample' }, { feature: 'permissions' }],
      { scope: `/api/marketplace-service-providers/${own.provider.hex}/`, event_type: 'role_granted' },
    ]
    for (const query of guesses) {
      for (const name of ['plain user', 'consumer owner', 'owner of another provider'] as const) {
        const options = { as: scene.callers[name], query }
        expect((await request('GET', '/api/events/', options)).body).toEqual([])
        expect((await request('GET', '/api/events/count/', options)).body).toEqual({ count: 0 })
      }
    }
  })

  test('roles of others are for staff and support, whatever one filters by', async () => {
    const query = { user: scene.admin.hex }
    const role = ['PROJECT.ADMIN']
    expect(
      await rowsByUser('/api/user-permissions/', query, ({ role_name }: { role_name: string }) => role_name),
    ).toEqual({ ...nothing, 'consumer admin': role, support: role, staff: role })
  })

  test('how many hold a role is for staff and support', async () => {
    const query = { name: 'CUSTOMER.OWNER', field: ['name', 'users_count'] }
    const plain = Object.fromEntries(CALLERS.slice(4).map((name) => [name, [['name']]]))
    const whole = [['name', 'users_count']]
    expect(await rowsByUser('/api/roles/', query, (row: object) => Object.keys(row))).toEqual({
      ...plain,
      support: whole,
      staff: whole,
    })
  })
})

describe('keys of an object by caller', () => {
  const keysSeen = async (path: string, names: readonly string[]) => {
    const seen: Record<string, string[]> = {}
    for (const name of CALLERS.slice(4)) {
      const { status, body } = await request('GET', path, { as: scene.callers[name] })
      if (status === 200) seen[name] = names.filter((key) => key in (body as object))
    }
    return seen
  }

  test('a user shows his own and his private keys to few', async () => {
    const own = ['token', 'token_lifetime', 'token_expires_at', 'ip_address']
    const personal = ['civil_number', 'birth_date', 'gender', 'place_of_birth', 'requested_email']
    const internal = ['is_staff', 'is_support', 'is_active', 'description']
    const shared = ['phone_number']
    const roles = ['permissions']
    expect(
      await keysSeen(`/api/users/${scene.admin.hex}/`, [...own, ...personal, ...internal, ...shared, ...roles]),
    ).toEqual({
      'consumer member': shared,
      'consumer admin': [...own, ...personal, ...shared, ...roles],
      'consumer owner': shared,
      'provider owner': [],
      'provider manager': [],
      support: [...personal, ...internal, ...shared, ...roles],
      staff: [...personal, ...internal, ...shared, ...roles],
    })
  })

  test('an organization shows its providers what their lists show', async () => {
    const inside = ['contact_details', 'agreement_number', 'vat_code', 'bank_account', 'billing_price_estimate']
    const outside = ['name', 'email', 'phone_number']
    expect(await keysSeen(`/api/customers/${scene.own.consumer.hex}/`, [...inside, ...outside])).toEqual({
      'consumer member': [...inside, ...outside],
      'consumer admin': [...inside, ...outside],
      'consumer owner': [...inside, ...outside],
      'provider owner': outside,
      'provider manager': outside,
      support: [...inside, ...outside],
      staff: [...inside, ...outside],
    })
  })

  test('a project shows its staff notes to staff and support', async () => {
    const none: string[] = []
    expect(await keysSeen(`/api/projects/${scene.own.project.hex}/`, ['staff_notes'])).toEqual({
      ...{ 'consumer member': none, 'consumer admin': none, 'consumer owner': none },
      ...{ 'provider owner': none, 'provider manager': none, support: ['staff_notes'], staff: ['staff_notes'] },
    })
  })
})
