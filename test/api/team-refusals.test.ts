import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { eventsOf } from '../harness/events.ts'
import { startTestApp, type MadeProvider, type MadeUser } from '../harness/index.ts'

const { world, post, database } = await startTestApp()

const MANAGER = 'CUSTOMER.MANAGER'
const ACTIONS = ['add_user', 'update_user', 'delete_user'] as const
type Action = (typeof ACTIONS)[number]

const PERMISSIONS: Record<Action, string> = {
  add_user: 'CUSTOMER.CREATE_PERMISSION',
  update_user: 'CUSTOMER.UPDATE_PERMISSION',
  delete_user: 'CUSTOMER.DELETE_PERMISSION',
}
const SUCCESS: Record<Action, number> = { add_user: 201, update_user: 200, delete_user: 200 }

const REQUIRED = ['This field is required.']
const NOT_BLANK = ['This field may not be blank.']
const NOT_NULL = ['This field may not be null.']
const NO_UUID = ['Must be a valid UUID.']
const NO_USER = ['User is not found.']
const NO_ROLE = ['Role is not found.']
const PAST = ['Expiration time should be greater than current time.']
const NO_TIME = [
  'Datetime has wrong format. Use one of these formats instead: YYYY-MM-DD, ' +
    'YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].',
]
const FORBIDDEN = { detail: 'You do not have permission to perform this action.' }
const NOT_AVAILABLE = { non_field_errors: ['Customer is not available.'] }
const OWN_ROLE = { non_field_errors: ['User can not manage own role.'] }

const pathOf = (provider: { hex: string }, action: Action) =>
  `/api/marketplace-service-providers/${provider.hex}/${action}/`

const staff = await world.staff()
const member = await world.user()
const inactive = await world.user({ is_active: false })

/** A user who holds the right for the action on the organization or on the provider. */
const entitled = async (
  provider: MadeProvider,
  kind: 'customer' | 'service_provider',
  permissions: readonly string[],
  values: Record<string, unknown> = {},
): Promise<MadeUser> => {
  const user = await world.user()
  const role = await world.role(kind, permissions)
  await world.grant(user, role.name, kind, kind === 'customer' ? provider.customer : provider, values)
  return user
}

describe.each(ACTIONS)('%s checks the fields:', (action) => {
  const valid = { role: MANAGER, user: member.hex }

  test.each<[unknown, Record<string, string[]>]>([
    [{}, { role: REQUIRED, user: REQUIRED }],
    [{ user: valid.user }, { role: REQUIRED }],
    [{ role: valid.role }, { user: REQUIRED }],
    [{ ...valid, role: '' }, { role: NOT_BLANK }],
    [{ ...valid, role: ' ' }, { role: NOT_BLANK }],
    [{ ...valid, role: null }, { role: NOT_NULL }],
    [{ ...valid, role: [MANAGER] }, { role: ['Not a valid string.'] }],
    [{ ...valid, role: 'customer.manager' }, { role: NO_ROLE }],
    [{ ...valid, role: 'SERVICE_PROVIDER.MANAGER' }, { role: NO_ROLE }],
    [{ ...valid, role: '00000000000040008000000000000fff' }, { role: NO_ROLE }],
    [{ ...valid, role: 12 }, { role: NO_ROLE }],
    [{ ...valid, user: null }, { user: NOT_NULL }],
    [{ ...valid, user: '' }, { user: NO_UUID }],
    [{ ...valid, user: member.username }, { user: NO_UUID }],
    [{ ...valid, user: `${member.username}@example.org` }, { user: NO_UUID }],
    [{ ...valid, user: `/api/users/${member.hex}/` }, { user: NO_UUID }],
    [{ ...valid, user: [member.hex] }, { user: NO_UUID }],
    [{ ...valid, user: 7 }, { user: NO_UUID }],
    [{ ...valid, user: '00000000000040008000000000000fff' }, { user: NO_USER }],
    [{ ...valid, user: inactive.hex }, { user: NO_USER }],
    [{ ...valid, expiration_time: '2001-01-01' }, { expiration_time: PAST }],
    [{ ...valid, expiration_time: '2001-01-01T00:00:00+05:00' }, { expiration_time: PAST }],
    [{ ...valid, expiration_time: 'tomorrow' }, { expiration_time: NO_TIME }],
    [{ ...valid, expiration_time: '31.12.2999' }, { expiration_time: NO_TIME }],
    [{ ...valid, expiration_time: '2999-02-30' }, { expiration_time: NO_TIME }],
    [{ ...valid, expiration_time: '2999-12-31T25:00:00Z' }, { expiration_time: NO_TIME }],
    [{ ...valid, expiration_time: '' }, { expiration_time: NO_TIME }],
    [{ ...valid, expiration_time: 4_102_444_800 }, { expiration_time: NO_TIME }],
    [
      { role: 'NOBODY', user: inactive.hex, expiration_time: '2001-01-01' },
      { role: NO_ROLE, user: NO_USER, expiration_time: PAST },
    ],
    [
      { role: '', user: 'x', expiration_time: 'x' },
      { role: NOT_BLANK, user: NO_UUID, expiration_time: NO_TIME },
    ],
  ])('%j', async (body, messages) => {
    const provider = await world.provider()
    const answer = await post(pathOf(provider, action), { as: staff, body })
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(messages)
  })

  test('a malformed field is reported together with an unknown role', async () => {
    const provider = await world.provider()
    const body = { role: 'NOBODY', user: 'nonsense' }
    const answer = await post(pathOf(provider, action), { as: staff, body })
    expect(answer.body).toEqual({ role: NO_ROLE, user: NO_UUID })
  })

  test('a role whose name looks like a UUID is not found by it', async () => {
    const provider = await world.provider()
    const role = await world.role('service_provider', [], { name: randomUUID() })
    const answer = await post(pathOf(provider, action), { as: staff, body: { ...valid, role: role.name } })
    expect(answer.body).toEqual({ role: NO_ROLE })
  })
})

describe.each(ACTIONS)('the order of refusals of %s:', (action) => {
  test('credentials, provider, fields, organization, permission', async () => {
    const customer = await world.customer({ blocked: true })
    const provider = await world.provider({ customer })
    const stranger = await world.user()
    const good = { role: MANAGER, user: member.hex }
    const anonymous = await post(pathOf(provider, action), { body: {} })
    const unknown = await post(pathOf({ hex: 'nonsense' }, action), { as: stranger, body: {} })
    const bad = await post(pathOf(provider, action), { as: stranger, body: { ...good, role: 'NOBODY' } })
    const blocked = await post(pathOf(provider, action), { as: stranger, body: good })
    const forbidden = await post(pathOf(await world.provider(), action), { as: stranger, body: good })
    expect([anonymous.status, unknown.status]).toEqual([401, 404])
    expect(unknown.body).toEqual({ detail: 'No ServiceProvider matches the given query.' })
    expect([bad.status, bad.body]).toEqual([400, { role: NO_ROLE }])
    expect([blocked.status, blocked.body]).toEqual([400, NOT_AVAILABLE])
    expect([forbidden.status, forbidden.body]).toEqual([403, FORBIDDEN])
  })

  test.each([{ blocked: true }, { archived: true }])('an organization that is %j, for staff as well', async (state) => {
    const provider = await world.provider({ customer: await world.customer(state) })
    await world.grant(member, MANAGER, 'service_provider', provider)
    const answer = await post(pathOf(provider, action), { as: staff, body: { role: MANAGER, user: member.hex } })
    expect([answer.status, answer.body]).toEqual([400, NOT_AVAILABLE])
    expect(await eventsOf(database, 'service_provider', provider)).toEqual([])
  })

  test('one’s own role before what is wrong with the grant', async () => {
    const provider = await world.provider()
    const caller = await entitled(provider, 'service_provider', [PERMISSIONS[action]])
    const body = { role: 'CUSTOMER.OWNER', user: caller.hex }
    const answer = await post(pathOf(provider, action), { as: caller, body })
    expect([answer.status, answer.body]).toEqual([400, OWN_ROLE])
  })
})

describe.each(ACTIONS)('the right to call %s', (action) => {
  /** The answer's status for a target who has the role already, unless it is to be added. */
  const attempt = async (provider: MadeProvider, caller: MadeUser, target?: MadeUser): Promise<number> => {
    const user = target ?? (await world.user())
    if (action !== 'add_user') await world.grant(user, MANAGER, 'service_provider', provider)
    const answer = await post(pathOf(provider, action), { as: caller, body: { role: MANAGER, user: user.hex } })
    if (answer.status === 403) expect(answer.body).toEqual(FORBIDDEN)
    return answer.status
  }

  test.each(['customer', 'service_provider'] as const)('comes from its own permission on the %s', async (kind) => {
    const provider = await world.provider()
    for (const [name, permission] of Object.entries(PERMISSIONS)) {
      const caller = await entitled(provider, kind, [permission])
      expect(await attempt(provider, caller), name).toBe(name === action ? SUCCESS[action] : 403)
    }
  })

  test('does not come from the same scope of another provider, nor from a role that is expired or revoked', async () => {
    const [provider, other] = [await world.provider(), await world.provider()]
    const permissions = Object.values(PERMISSIONS)
    const expired = { expiration_time: new Date(Date.now() - 1_000).toISOString() }
    const callers = [
      await entitled(other, 'customer', permissions),
      await entitled(other, 'service_provider', permissions),
      await entitled(provider, 'customer', permissions, expired),
      await entitled(provider, 'service_provider', permissions, { is_active: false }),
    ]
    for (const caller of callers) expect(await attempt(provider, caller)).toBe(403)
  })

  test('belongs by default to staff only', async () => {
    const { provider, owner } = await world.marketplace()
    const manager = await world.user()
    await world.grant(manager, MANAGER, 'service_provider', provider)
    const support = await world.user({ is_support: true })
    const withEmptyRole = await entitled(provider, 'customer', [])
    for (const caller of [owner, manager, support, withEmptyRole, await world.user()]) {
      expect(await attempt(provider, caller)).toBe(403)
    }
    expect(await attempt(provider, staff)).toBe(SUCCESS[action])
  })

  test('reaches to oneself when it comes from the organization, or for staff', async () => {
    const provider = await world.provider()
    const caller = await entitled(provider, 'customer', [PERMISSIONS[action]])
    expect(await attempt(provider, caller, caller)).toBe(SUCCESS[action])
    const administrator = await world.staff()
    expect(await attempt(provider, administrator, administrator)).toBe(SUCCESS[action])
  })

  test('does not reach to oneself when it comes from the provider only', async () => {
    const provider = await world.provider()
    const caller = await entitled(provider, 'service_provider', [PERMISSIONS[action]])
    expect(await attempt(provider, caller)).toBe(SUCCESS[action])
    expect(await attempt(provider, caller, caller)).toBe(400)
    const grants = await database.rows(sql`
      select user_role.is_active, user_role.expiration_time
      from user_role join role on role.id = user_role.role_id
      where user_role.user_id = ${caller.id} and role.name = ${MANAGER}
    `)
    expect(grants).toEqual(action === 'add_user' ? [] : [{ is_active: true, expiration_time: null }])
  })

  test('may give a longer grant than the caller’s own', async () => {
    const provider = await world.provider()
    const caller = await entitled(provider, 'service_provider', [PERMISSIONS[action]], {
      expiration_time: new Date(Date.now() + 3_600_000).toISOString(),
    })
    expect(await attempt(provider, caller)).toBe(SUCCESS[action])
  })
})
