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

export const teamsArea: Area = {
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
