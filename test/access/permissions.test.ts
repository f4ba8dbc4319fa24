import { describe, expect, test } from 'vitest'
import { definitionOf } from '../../contract/index.ts'
import { sql } from '../../server/db/sql.ts'
import { noteMatrixCell, startTestApp, type Caller, type Marketplace, type TestApp } from '../harness/index.ts'
import { holder } from './callers.ts'
import { STATUSES, type ProviderOperationId } from './matrix.ts'
import { archiveOfferings, call, WRITES } from './matrix-writes.ts'

// Permissions one by one, on each kind of scope, and what does not come from permissions but from a role's name.

const app = await startTestApp()
const stripped = await startTestApp()
const closed = await startTestApp({ ANONYMOUS_USER_CAN_VIEW_OFFERINGS: 'false' })
const { world, database, request } = app

/** The operations that ask for one permission on the provider or its organization. */
const ASKED: Partial<Record<ProviderOperationId, string>> = {
  service_provider_api_secret_code_retrieve: 'GET_API_SECRET_CODE',
  service_provider_api_secret_code_generate: 'GENERATE_API_SECRET_CODE',
  marketplace_service_providers_generate_site_agent_config: 'GET_API_SECRET_CODE',
  marketplace_service_providers_set_offerings_username: 'SET_OFFERINGS_USERNAME',
  marketplace_service_providers_stat_retrieve: 'GET_STATISTICS',
  marketplace_service_providers_revenue_list: 'GET_REVENUE',
  marketplace_service_providers_robot_account_customers_list: 'GET_ROBOT_ACCOUNT_CUSTOMERS',
  marketplace_service_providers_robot_account_projects_list: 'GET_ROBOT_ACCOUNT_PROJECTS',
  marketplace_service_providers_customers_list: 'LIST_CUSTOMERS',
  marketplace_service_providers_customer_projects_list: 'LIST_CUSTOMER_PROJECTS',
  marketplace_service_providers_projects_list: 'LIST_PROJECTS',
  marketplace_service_providers_project_permissions_list: 'LIST_PROJECT_PERMISSIONS',
  marketplace_service_providers_keys_list: 'LIST_KEYS',
  marketplace_service_providers_users_list: 'LIST_USERS',
  marketplace_service_providers_user_customers_list: 'LIST_USER_CUSTOMERS',
  marketplace_service_providers_project_service_accounts_list: 'LIST_SERVICE_ACCOUNTS',
  marketplace_service_providers_course_accounts_list: 'LIST_COURSE_ACCOUNTS',
  service_provider_compliance_overview: 'LIST_CUSTOMERS',
  service_provider_offering_users_compliance: 'LIST_CUSTOMERS',
  service_provider_checklists_summary: 'LIST_CUSTOMERS',
}
const PERMISSIONS = [...new Set(Object.values(ASKED))]

/** The rest, for anybody who holds some role on the provider or its organization, whatever it lists. */
const FOR_ANY_ROLE: Partial<Record<ProviderOperationId, number>> = {
  marketplace_service_providers_list: 200,
  marketplace_service_providers_retrieve: 200,
  marketplace_service_providers_offerings_list: 200,
  marketplace_service_providers_offerings_types_list: 200,
  marketplace_service_providers_list_users_list: 200,
  marketplace_service_providers_create: 403,
  marketplace_service_providers_update: 403,
  marketplace_service_providers_partial_update: 403,
  marketplace_service_providers_destroy: 403,
  marketplace_service_providers_add_user: 403,
  marketplace_service_providers_update_user: 403,
  marketplace_service_providers_delete_user: 403,
}
const SUCCESS: Partial<Record<ProviderOperationId, number>> = {
  marketplace_service_providers_set_offerings_username: 201,
}
const ids = Object.keys(STATUSES) as ProviderOperationId[]

test('every operation asks for a permission or not', () => {
  expect([...Object.keys(ASKED), ...Object.keys(FOR_ANY_ROLE)].toSorted()).toEqual(ids.toSorted())
})

const statusOf = async (id: ProviderOperationId, market: Marketplace, as: Caller, on: TestApp = app) => {
  const body = await WRITES[id]?.(on, market)
  noteMatrixCell(id)
  return (await call(on, id, market.provider.hex, { as, body })).status
}

const statusesOf = async (
  wanted: readonly ProviderOperationId[],
  market: Marketplace,
  as: Caller,
  on: TestApp = app,
): Promise<Partial<Record<ProviderOperationId, number>>> => {
  const statuses: Partial<Record<ProviderOperationId, number>> = {}
  for (const id of wanted) statuses[id] = await statusOf(id, market, as, on)
  return statuses
}

/** Answers to somebody with these permissions and no role name that counts. */
const expectedFor = (permissions: readonly string[]) =>
  Object.fromEntries(
    ids.map((id) => [id, FOR_ANY_ROLE[id] ?? (permissions.includes(ASKED[id] ?? '') ? (SUCCESS[id] ?? 200) : 403)]),
  )

const market = await world.marketplace()
const next = await world.marketplace()
const scopes = { customer: market.provider.customer, service_provider: market.provider }
const roles = new Map<string, string>()
for (const permission of PERMISSIONS) {
  roles.set(permission, (await world.role('customer', [`SERVICE_PROVIDER.${permission}`])).name)
}
const roleWith = (permission: string): string => roles.get(permission) ?? ''

describe.each(['customer', 'service_provider'] as const)('on the %s', (kind) => {
  test.each(PERMISSIONS)('SERVICE_PROVIDER.%s opens what asks for it, and nothing else', async (permission) => {
    const user = await holder(app, roleWith(permission), kind, scopes[kind])
    expect(await statusesOf(ids, market, user)).toEqual(expectedFor([permission]))
    const asking = ids.filter((id) => ASKED[id] === permission)
    expect(await statusesOf(asking, next, user)).toEqual(Object.fromEntries(asking.map((id) => [id, 403])))
  })
})

const HOUR = 3_600_000
const past = () => new Date(Date.now() - 1_000).toISOString()

test.each(PERMISSIONS)(
  'SERVICE_PROVIDER.%s counts nothing expired, revoked or on another kind of object',
  async (permission) => {
    const asking = ids.filter((id) => ASKED[id] === permission)
    const refused = Object.fromEntries(asking.map((id) => [id, 403]))
    for (const kind of ['customer', 'service_provider'] as const) {
      const expired = await holder(app, roleWith(permission), kind, scopes[kind], { expiration_time: past() })
      const revoked = await holder(app, roleWith(permission), kind, scopes[kind], { is_active: false })
      // The ids of the organization and the provider, as those of other objects.
      const confused = await holder(app, roleWith(permission), 'offering', scopes[kind])
      await world.grant(confused, roleWith(permission), 'project', scopes[kind])
      for (const user of [expired, revoked, confused]) expect(await statusesOf(asking, market, user)).toEqual(refused)
      const lasting = { expiration_time: new Date(Date.now() + HOUR).toISOString() }
      const holds = await holder(app, roleWith(permission), kind, scopes[kind], lasting)
      expect(Object.values(await statusesOf(asking, market, holds)).every((status) => status < 300)).toBe(true)
    }
  },
)

test("the manager's role left on the organization opens what it does on the provider", async () => {
  const user = await holder(app, 'CUSTOMER.MANAGER', 'customer', market.provider.customer)
  expect(await statusesOf(ids, market, user)).toEqual(expectedFor(PERMISSIONS))
})

test("a member of a project of the provider's organization sees the team and is a stranger otherwise", async () => {
  const project = await world.project(market.provider.customer)
  const member = await holder(app, 'PROJECT.MEMBER', 'project', project)
  expect(await statusesOf(ids, market, member)).toEqual(expectedFor([]))
})

describe('rights that no system role has', () => {
  const TEAM = [
    ['marketplace_service_providers_add_user', 'CUSTOMER.CREATE_PERMISSION', 201],
    ['marketplace_service_providers_update_user', 'CUSTOMER.UPDATE_PERMISSION', 200],
    ['marketplace_service_providers_delete_user', 'CUSTOMER.DELETE_PERMISSION', 200],
  ] as const

  test.each(TEAM)('%s takes %s, on the organization or the provider', async (id, permission, success) => {
    const { name } = await world.role('customer', [permission])
    const others = TEAM.filter(([other]) => other !== id)
    for (const kind of ['customer', 'service_provider'] as const) {
      const user = await holder(app, name, kind, scopes[kind])
      expect(await statusesOf(ids, market, user)).toEqual({ ...expectedFor([]), [id]: success })
      for (const [other] of others) expect(await statusOf(other, market, user)).toBe(403)
      expect(await statusOf(id, next, user)).toBe(403)
      const expired = await holder(app, name, kind, scopes[kind], { expiration_time: past() })
      expect(await statusOf(id, market, expired)).toBe(403)
    }
  })

  test('an owner with the right to register registers his organization, and no other', async () => {
    const { name } = await world.role('customer', ['SERVICE_PROVIDER.REGISTER'])
    const { consumer } = await world.marketplace()
    const owner = await world.owner(consumer)
    await world.grant(owner, name, 'customer', consumer)
    const register = async (customer: { hex: string }) => {
      const body = { customer: `/api/customers/${customer.hex}/` }
      return (await request('POST', '/api/marketplace-service-providers/', { as: owner, body })).status
    }
    expect(await register(next.consumer)).toBe(403)
    expect(await register(consumer)).toBe(201)
    expect(await register(consumer)).toBe(400)
  })
})

describe('the name CUSTOMER.OWNER', () => {
  const OWNER_CHECKED = {
    marketplace_service_providers_update: 200,
    marketplace_service_providers_partial_update: 200,
    marketplace_service_providers_destroy: 204,
  } as const

  const deletable = async () => {
    const fresh = await world.marketplace()
    await archiveOfferings(app, fresh)
    return fresh
  }

  test('is what updates and deletions ask for, whatever the role lists', async () => {
    await stripped.database.run(sql`
      delete from role_permission using role where role.id = role_permission.role_id and role.name = 'CUSTOMER.OWNER'
    `)
    const own = await stripped.world.marketplace()
    // The deletion comes last.
    const order = ids.toSorted((a, b) => Number(a.endsWith('_destroy')) - Number(b.endsWith('_destroy')))
    const statuses = await statusesOf(order, own, own.owner, stripped)
    expect(statuses).toEqual({ ...expectedFor([]), ...OWNER_CHECKED })
  })

  test('is not replaced by a role that lists all that an owner may', async () => {
    const rows = await database.rows<{ permission: string }>(sql`
      select permission from role_permission join role on role.id = role_permission.role_id
      where role.name = 'CUSTOMER.OWNER'
    `)
    const { name } = await world.role(
      'customer',
      rows.map(({ permission }) => permission),
      { name: 'CUSTOMER.LIKE_OWNER' },
    )
    const user = await holder(app, name, 'customer', market.provider.customer)
    expect(await statusesOf(ids, market, user)).toEqual(expectedFor(PERMISSIONS))
  })

  test.each([
    ['expired', 'customer', { expiration_time: past() }],
    ['revoked', 'customer', { is_active: false }],
    ['on the provider itself', 'service_provider', {}],
    ['on another kind of object with the id of the organization', 'offering', {}],
  ] as const)('does not count when the grant is %s', async (_how, kind, values) => {
    const fresh = await deletable()
    const scope = kind === 'service_provider' ? fresh.provider : fresh.provider.customer
    const user = await holder(app, 'CUSTOMER.OWNER', kind, scope, values)
    const wanted = Object.keys(OWNER_CHECKED) as ProviderOperationId[]
    expect(await statusesOf(wanted, fresh, user)).toEqual(Object.fromEntries(wanted.map((id) => [id, 403])))
  })
})

test('anonymous callers may browse providers only while the setting is on', async () => {
  const { provider } = await closed.world.marketplace()
  for (const id of ids) {
    expect([id, (await call(closed, id, provider.hex, {})).status]).toEqual([id, 401])
    const { method, path } = definitionOf(id)
    if (method !== 'get') continue
    const head = await closed.request('HEAD', path.replace(/\{\w+\}/, provider.hex))
    expect([id, head.status]).toEqual([id, 401])
  }
})
