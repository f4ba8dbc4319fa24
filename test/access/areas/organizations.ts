import type { Marketplace, TestApp } from '../../harness/index.ts'
import { NOT_FOUND, type Area, type AreaRow } from '../area.ts'

// Own: the consumer of the own marketplace, its project, a payment profile of it.

const CUSTOMERS = '/api/customers/'
const PROJECTS = '/api/projects/'

/** A request about an object, in whose place the unknown one stands. */
const about =
  (
    object: (app: TestApp, market: Marketplace) => Promise<{ hex: string }> | { hex: string },
    path: (hex: string) => string,
    body?: unknown,
  ): AreaRow['make'] =>
  async (app, market, unknown) => ({ path: path(unknown ?? (await object(app, market)).hex), body })

const consumer = (_: TestApp, market: Marketplace) => market.consumer
const project = (_: TestApp, market: Marketplace) => market.project
/** An organization without anything in it. */
const emptyProject = ({ world }: TestApp, market: Marketplace) => world.project(market.consumer)
const removedProject = ({ world }: TestApp, market: Marketplace) => world.project(market.consumer, { is_removed: true })
const group = ({ world }: TestApp) => world.insert('organization_group', { name: 'Sample group' })
const profile = ({ world }: TestApp, market: Marketplace) =>
  world.insert('payment_profile', {
    organization_id: market.consumer.id,
    name: 'Sample',
    payment_type: 'invoices',
    is_active: true,
  })

const customerUrl = (hex: string) => `http://api.test${CUSTOMERS}${hex}/`

//                 anon bad exp inac plai memb admi cown own mana omgr othr supp staf
const USERS = '401 401 401 401 200 200 200 200 200 200 200 200 200 200'
const STAFF_201 = '401 401 401 401 403 403 403 403 403 403 403 403 403 201'
/** Members see the organization, staff may. */
const MEMBERS_STAFF_200 = '401 401 401 401 404 403 403 403 404 404 404 404 403 200'
/** The owner of the other provider has no role on the other consumer either. */
const PRIVILEGED_ONLY_STAFF_200 = '401 401 401 401 404 404 404 404 404 404 404 404 403 200'
const OWNER_200 = '401 401 401 401 404 403 403 200 404 404 404 404 403 200'
const SEEN = '401 401 401 401 404 200 200 200 404 404 404 404 200 200'
const SUPPORT_SEES = '401 401 401 401 404 404 404 404 404 404 404 404 200 200'
/** Groups are visible to every user. */
const GROUPS_STAFF = (status: string) => `401 401 401 401 403 403 403 403 403 403 403 403 403 ${status}`
const of = (line: string, status: string) => line.replaceAll('200', status)

const changesCustomer = (path: (hex: string) => string, body: unknown): AreaRow => ({
  make: about(consumer, path, body),
  own: OWNER_200,
  other: PRIVILEGED_ONLY_STAFF_200,
  none: NOT_FOUND,
})

const changesGroup = (suffix: string, body: unknown, status: string): AreaRow => ({
  make: about(group, (hex) => `/api/organization-groups/${hex}/${suffix}`, body),
  own: GROUPS_STAFF(status),
  other: GROUPS_STAFF(status),
  none: NOT_FOUND,
})

const changesProfile = (suffix: string, status: string, body?: (market: Marketplace) => unknown): AreaRow => ({
  make: async (app, market, unknown) => ({
    path: `/api/payment-profiles/${unknown ?? (await profile(app, market)).hex}/${suffix}`,
    body: body?.(market),
  }),
  // The owner of the organization sees the active one.
  own: of('401 401 401 401 404 404 404 403 404 404 404 404 403 200', status),
  other: of(PRIVILEGED_ONLY_STAFF_200, status),
  none: NOT_FOUND,
})

export const organizationsArea: Area = {
  customers_list: {
    make: async (_, market) => ({
      path: CUSTOMERS,
      query: { page_size: '300', name: market.consumer.name },
      row: market.consumer.hex,
    }),
    own: USERS,
    other: USERS,
    sees: { own: '0 0 0 0 0 1 1 1 0 0 0 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 0 1 1' },
  },
  customers_create: {
    make: async () => ({ path: CUSTOMERS, body: { name: 'Sample' } }),
    own: STAFF_201,
    other: STAFF_201,
  },
  customers_update: changesCustomer((hex) => `${CUSTOMERS}${hex}/`, { name: 'Sample' }),
  customers_partial_update: changesCustomer((hex) => `${CUSTOMERS}${hex}/`, { name: 'Sample' }),
  customers_contact: changesCustomer((hex) => `${CUSTOMERS}${hex}/contact/`, {}),
  customers_destroy: {
    // Staff is told that the organization has a project.
    make: about(consumer, (hex) => `${CUSTOMERS}${hex}/`),
    own: of(MEMBERS_STAFF_200, '409'),
    other: of(PRIVILEGED_ONLY_STAFF_200, '409'),
    none: NOT_FOUND,
  },
  customers_update_organization_groups: {
    make: about(consumer, (hex) => `${CUSTOMERS}${hex}/update_organization_groups/`, { organization_groups: [] }),
    own: MEMBERS_STAFF_200,
    other: PRIVILEGED_ONLY_STAFF_200,
    none: NOT_FOUND,
  },
  customers_users_list: {
    make: about(consumer, (hex) => `${CUSTOMERS}${hex}/users/`),
    own: '401 401 401 401 404 403 403 200 404 404 404 404 200 200',
    other: SUPPORT_SEES,
    none: NOT_FOUND,
  },
  customers_stats_retrieve: {
    make: about(consumer, (hex) => `${CUSTOMERS}${hex}/stats/`),
    own: SEEN,
    other: SUPPORT_SEES,
    none: NOT_FOUND,
  },
  customers_countries_list: { make: async () => ({ path: `${CUSTOMERS}countries/` }), own: USERS, other: USERS },
  projects_list: {
    make: async (_, market) => ({
      path: PROJECTS,
      query: { page_size: '300', customer: market.consumer.hex },
      row: market.project.hex,
    }),
    own: USERS,
    other: USERS,
    sees: { own: '0 0 0 0 0 1 1 1 0 0 0 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 0 1 1' },
  },
  projects_create: {
    make: async (_, market) => ({
      path: PROJECTS,
      body: { name: 'Sample', customer: customerUrl(market.consumer.hex) },
    }),
    // An organization that the caller does not see is a bad link.
    own: '401 401 401 401 400 403 403 201 400 400 400 400 403 201',
    other: '401 401 401 401 400 400 400 400 400 400 400 400 403 201',
  },
  projects_update: {
    make: about(project, (hex) => `${PROJECTS}${hex}/`, { name: 'Sample', customer: null }),
    own: OWNER_200,
    other: PRIVILEGED_ONLY_STAFF_200,
    none: NOT_FOUND,
  },
  projects_partial_update: {
    make: about(project, (hex) => `${PROJECTS}${hex}/`, { name: 'Sample' }),
    own: OWNER_200,
    other: PRIVILEGED_ONLY_STAFF_200,
    none: NOT_FOUND,
  },
  projects_destroy: {
    // On this project members have no role.
    make: about(emptyProject, (hex) => `${PROJECTS}${hex}/`),
    own: '401 401 401 401 404 404 404 204 404 404 404 404 403 204',
    other: of(PRIVILEGED_ONLY_STAFF_200, '204'),
    none: NOT_FOUND,
  },
  projects_move_project: {
    make: async ({ world }, market, unknown) => ({
      path: `${PROJECTS}${unknown ?? market.project.hex}/move_project/`,
      body: { customer: customerUrl((await world.customer()).hex), preserve_permissions: true },
    }),
    own: MEMBERS_STAFF_200,
    other: PRIVILEGED_ONLY_STAFF_200,
    none: NOT_FOUND,
  },
  projects_recover: {
    make: about(removedProject, (hex) => `${PROJECTS}${hex}/recover/`, {}),
    own: '401 401 401 401 404 404 404 200 404 404 404 404 403 200',
    other: PRIVILEGED_ONLY_STAFF_200,
    none: NOT_FOUND,
  },
  projects_stats_retrieve: {
    make: about(project, (hex) => `${PROJECTS}${hex}/stats/`),
    own: SEEN,
    other: SUPPORT_SEES,
    none: NOT_FOUND,
  },
  projects_other_users_list: {
    make: about(project, (hex) => `${PROJECTS}${hex}/other_users/`),
    own: '401 401 401 401 404 403 403 200 404 404 404 404 200 200',
    other: SUPPORT_SEES,
    none: NOT_FOUND,
  },
  project_types_list: { make: async () => ({ path: '/api/project-types/' }), own: USERS, other: USERS },
  organization_groups_list: { make: async () => ({ path: '/api/organization-groups/' }), own: USERS, other: USERS },
  organization_groups_create: {
    make: async () => ({ path: '/api/organization-groups/', body: { name: 'Sample' } }),
    own: STAFF_201,
    other: STAFF_201,
  },
  organization_groups_update: changesGroup('', { name: 'Sample' }, '200'),
  organization_groups_partial_update: changesGroup('', { name: 'Sample' }, '200'),
  organization_groups_destroy: changesGroup('', undefined, '204'),
  payment_profiles_list: {
    make: async (app, market) => {
      const { hex } = await profile(app, market)
      return { path: '/api/payment-profiles/', query: { organization_uuid: market.consumer.hex }, row: hex }
    },
    own: USERS,
    other: USERS,
    sees: { own: '0 0 0 0 0 0 0 1 0 0 0 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 0 1 1' },
  },
  payment_profiles_create: {
    make: async (_, market) => ({
      path: '/api/payment-profiles/',
      body: { name: 'Sample', payment_type: 'invoices', organization: customerUrl(market.consumer.hex) },
    }),
    own: STAFF_201,
    other: STAFF_201,
  },
  payment_profiles_update: changesProfile('', '200', (market) => ({
    name: 'Sample',
    payment_type: 'invoices',
    organization: customerUrl(market.consumer.hex),
  })),
  payment_profiles_partial_update: changesProfile('', '200', () => ({ name: 'Sample' })),
  payment_profiles_destroy: changesProfile('', '204'),
  payment_profiles_enable: changesProfile('enable/', '200'),
}
