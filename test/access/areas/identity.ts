import { randomUUID } from 'node:crypto'
import type { Marketplace, TestApp } from '../../harness/index.ts'
import { NOT_FOUND, type Area, type AreaRow } from '../area.ts'

// Own: the consumer, its project and the provider's offering of the own marketplace.

interface Team {
  path: string
  role: string
  kind: 'customer' | 'project' | 'offering'
  scope: (market: Marketplace) => { id: string; hex: string }
}

const TEAMS: Record<'customers' | 'projects' | 'marketplace_provider_offerings', Team> = {
  customers: { path: '/api/customers/', role: 'CUSTOMER.OWNER', kind: 'customer', scope: ({ consumer }) => consumer },
  projects: { path: '/api/projects/', role: 'PROJECT.ADMIN', kind: 'project', scope: ({ project }) => project },
  marketplace_provider_offerings: {
    path: '/api/marketplace-provider-offerings/',
    role: 'OFFERING.MANAGER',
    kind: 'offering',
    scope: ({ offering }) => offering,
  },
}

const pathOf = ({ path, scope }: Team, market: Marketplace, unknown: string | undefined, action: string) =>
  `${path}${unknown ?? scope(market).hex}/${action}/`

/** A change of the team: for the two that need one, the user holds the role already. */
const change =
  (team: Team, action: 'add_user' | 'update_user' | 'delete_user'): AreaRow['make'] =>
  async ({ world }: TestApp, market, unknown) => {
    const user = await world.user()
    if (action !== 'add_user') await world.grant(user, team.role, team.kind, team.scope(market))
    return { path: pathOf(team, market, unknown, action), body: { role: team.role, user: user.hex } }
  }

const list =
  (team: Team): AreaRow['make'] =>
  async (_, market, unknown) => ({
    path: pathOf(team, market, unknown, 'list_users'),
  })

//                      anon bad exp inac plai memb admi cown own mana omgr othr supp staf
const SEEN_BY_MEMBERS = '401 401 401 401 404 200 200 200 404 404 404 404 200 200'
const SEEN_BY_SUPPORT = '401 401 401 401 404 404 404 404 404 404 404 404 200 200'
const SEEN_BY_PROVIDER = '401 401 401 401 404 404 404 404 200 200 200 404 200 200'
const OTHER_PROVIDER_SEES = '401 401 401 401 404 404 404 404 404 404 404 200 200 200'

/** Owners of organizations may not grant roles on them by default. */
const CUSTOMER_CHANGE = '401 401 401 401 404 403 403 403 404 404 404 404 403 200'
const PROJECT_CHANGE = '401 401 401 401 404 403 403 200 404 404 404 404 403 200'
/** The managers of provider and offering see it, but may not grant. */
const OFFERING_CHANGE = '401 401 401 401 404 404 404 404 200 403 403 404 403 200'
const OTHER_CHANGE = '401 401 401 401 404 404 404 404 404 404 404 404 403 200'
const OTHER_OFFERING_CHANGE = '401 401 401 401 404 404 404 404 404 404 404 200 403 200'

const created = (line: string) => line.replaceAll('200', '201')

const changes = (team: Team, own: string, other: string) => {
  const row = (action: 'add_user' | 'update_user' | 'delete_user'): AreaRow => ({
    make: change(team, action),
    own: action === 'add_user' ? created(own) : own,
    other: action === 'add_user' ? created(other) : other,
    none: NOT_FOUND,
  })
  return { add: row('add_user'), update: row('update_user'), delete: row('delete_user') }
}

const customer = changes(TEAMS.customers, CUSTOMER_CHANGE, OTHER_CHANGE)
const project = changes(TEAMS.projects, PROJECT_CHANGE, OTHER_CHANGE)
const offering = changes(TEAMS.marketplace_provider_offerings, OFFERING_CHANGE, OTHER_OFFERING_CHANGE)

const USERS = '401 401 401 401 200 200 200 200 200 200 200 200 200 200'
const STAFF_ONLY = (status: string) => `401 401 401 401 403 403 403 403 403 403 403 403 403 ${status}`

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI sample@example.org'

/** A key of an administrator of the project. */
const keyOf = async ({ world }: TestApp, market: Marketplace) => {
  const user = await world.member(market.project)
  return world.insert('ssh_key', { user_id: user.id, name: 'Sample', public_key: KEY })
}

const role = { name: 'SAMPLE.ROLE', permissions: [], content_type: 'project' }

const roleChange = (suffix: string, status: string, body?: unknown): AreaRow => ({
  make: async ({ world }, _, unknown) => ({
    path: `/api/roles/${unknown ?? (await world.role('project', [])).hex}/${suffix}`,
    body,
  }),
  own: STAFF_ONLY(status),
  other: STAFF_ONLY(status),
  none: NOT_FOUND,
})

export const identityArea: Area = {
  keys_list: {
    make: async (app, market) => {
      const { hex } = await keyOf(app, market)
      return { path: '/api/keys/', query: { uuid: hex }, row: hex }
    },
    own: USERS,
    other: USERS,
    sees: { own: '0 0 0 0 0 0 0 0 0 0 0 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 0 1 1' },
  },
  keys_create: {
    make: async () => ({ path: '/api/keys/', body: { public_key: KEY } }),
    own: USERS.replaceAll('200', '201'),
    other: USERS.replaceAll('200', '201'),
  },
  keys_destroy: {
    make: async (app, market, unknown) => ({ path: `/api/keys/${unknown ?? (await keyOf(app, market)).hex}/` }),
    // The provider's owner and manager see the key.
    own: '401 401 401 401 404 404 404 404 403 403 404 404 403 204',
    other: '401 401 401 401 404 404 404 404 404 404 404 403 403 204',
    none: NOT_FOUND,
  },
  roles_create: {
    make: async () => ({ path: '/api/roles/', body: { ...role, name: `SAMPLE.${randomUUID()}` } }),
    own: STAFF_ONLY('201'),
    other: STAFF_ONLY('201'),
  },
  roles_update: roleChange('', '200', { ...role, name: `SAMPLE.${randomUUID()}` }),
  roles_partial_update: roleChange('', '200', { description: 'Sample' }),
  roles_destroy: roleChange('', '204'),
  roles_enable: roleChange('enable/', '200'),
  roles_disable: roleChange('disable/', '200'),
  roles_update_descriptions_update: roleChange('update_descriptions/', '200', {}),
  customers_list_users_list: {
    make: list(TEAMS.customers),
    own: SEEN_BY_MEMBERS,
    other: SEEN_BY_SUPPORT,
    none: NOT_FOUND,
  },
  customers_add_user: customer.add,
  customers_update_user: customer.update,
  customers_delete_user: customer.delete,
  projects_list_users_list: {
    make: list(TEAMS.projects),
    own: SEEN_BY_MEMBERS,
    other: SEEN_BY_SUPPORT,
    none: NOT_FOUND,
  },
  projects_add_user: project.add,
  projects_update_user: project.update,
  projects_delete_user: project.delete,
  marketplace_provider_offerings_list_users_list: {
    make: list(TEAMS.marketplace_provider_offerings),
    own: SEEN_BY_PROVIDER,
    other: OTHER_PROVIDER_SEES,
    none: NOT_FOUND,
  },
  marketplace_provider_offerings_add_user: offering.add,
  marketplace_provider_offerings_update_user: offering.update,
  marketplace_provider_offerings_delete_user: offering.delete,
}
