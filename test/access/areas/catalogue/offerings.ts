import type { Area, AreaRow } from '../../area.ts'
import {
  byProvider,
  EVERY_USER,
  EVERYBODY,
  listedForProvider,
  NOBODY_FINDS,
  OFFERINGS,
  seenByProvider,
} from './lines.ts'

/** A read below an offering. */
const read = (name: string, query?: Record<string, string>): AreaRow => ({
  make: async (_app, market, unknown) => ({ path: `${OFFERINGS}${unknown ?? market.offering.hex}/${name}`, query }),
  ...seenByProvider,
})

/** A state action on an offering that is in the state, with a plan. */
const stateAction = (name: string, state: number, manager: boolean): AreaRow => ({
  make: async ({ world }, market, unknown) => {
    const offering = await world.offering(market.provider.customer, { state })
    await world.insert('plan', { offering_id: offering.id, name: 'Plan' })
    return { path: `${OFFERINGS}${unknown ?? offering.hex}/${name}/` }
  },
  ...byProvider(200, manager),
  // The offering is a new one, on which the offering manager holds no role.
  own: '401 401 401 401 404 404 404 404 200 200 404 404 403 200',
})

const PUBLIC = '/api/marketplace-public-offerings/'

const everywhere = { own: EVERYBODY, other: EVERYBODY, none: NOBODY_FINDS }

export const offeringRows: Area = {
  marketplace_provider_offerings_list: {
    make: async (_app, market) => ({
      path: OFFERINGS,
      query: { customer_uuid: market.provider.customer.hex },
      row: market.offering.hex,
    }),
    ...listedForProvider,
  },
  marketplace_provider_offerings_groups_list: {
    make: async (_app, market) => ({
      path: `${OFFERINGS}groups/`,
      query: { customer_uuid: market.provider.customer.hex },
      row: market.offering.hex,
    }),
    own: EVERY_USER,
    other: EVERY_USER,
    sees: { own: '0 0 0 0 1 1 1 1 1 1 1 1 1 1', other: '0 0 0 0 1 1 1 1 1 1 1 1 1 1' },
  },
  // Of the provider's organization in the body; who does not see it is told that there is none.
  marketplace_provider_offerings_create: {
    make: async ({ world }, market, unknown) => ({
      path: OFFERINGS,
      body: {
        name: 'New',
        type: 'Marketplace.Basic',
        category: `/api/marketplace-categories/${(await world.category()).hex}/`,
        customer: `/api/customers/${unknown ?? market.provider.customer.hex}/`,
      },
    }),
    own: '401 401 401 401 400 400 400 400 201 201 400 400 403 201',
    other: '401 401 401 401 400 400 400 400 400 400 400 201 403 201',
    none: '401 401 401 401 400 400 400 400 400 400 400 400 400 400',
  },
  marketplace_provider_offerings_retrieve: read(''),
  // Of a draft without resources.
  marketplace_provider_offerings_destroy: {
    make: async ({ world }, market, unknown) => {
      const offering = await world.offering(market.provider.customer, { state: 1 })
      return { path: `${OFFERINGS}${unknown ?? offering.hex}/` }
    },
    ...byProvider(204, false),
    own: '401 401 401 401 404 404 404 404 204 204 404 404 403 204',
  },
  marketplace_provider_offerings_move_offering: {
    make: async ({ world }, market, unknown) => ({
      path: `${OFFERINGS}${unknown ?? market.offering.hex}/move_offering/`,
      body: {
        customer: `/api/customers/${(await world.provider()).customer.hex}/`,
        preserve_permissions: true,
      },
    }),
    own: '401 401 401 401 404 404 404 404 403 403 403 404 403 200',
    other: '401 401 401 401 404 404 404 404 404 404 404 403 403 200',
    none: '401 401 401 401 404 404 404 404 404 404 404 404 404 404',
  },
  marketplace_provider_offerings_activate: stateAction('activate', 1, false),
  marketplace_provider_offerings_pause: stateAction('pause', 2, true),
  marketplace_provider_offerings_unpause: stateAction('unpause', 3, true),
  marketplace_provider_offerings_archive: stateAction('archive', 2, true),
  marketplace_provider_offerings_draft: stateAction('draft', 4, false),
  marketplace_provider_offerings_make_unavailable: stateAction('make_unavailable', 2, true),
  marketplace_provider_offerings_make_available: stateAction('make_available', 5, true),
  marketplace_provider_offerings_stats_retrieve: read('stats/'),
  marketplace_provider_offerings_costs_list: read('costs/'),
  marketplace_provider_offerings_component_stats_list: read('component_stats/'),
  marketplace_provider_offerings_customers_list: read('customers/'),
  marketplace_provider_offerings_list_customer_projects_list: read('list_customer_projects/'),
  marketplace_provider_offerings_list_customer_users_list: read('list_customer_users/'),
  marketplace_provider_offerings_list_course_accounts_list: read('list_course_accounts/'),
  marketplace_provider_offerings_list_project_service_accounts_list: read('list_project_service_accounts/'),
  marketplace_provider_offerings_list_customer_service_accounts_list: read('list_customer_service_accounts/'),
  marketplace_provider_offerings_user_has_resource_access_retrieve: read('user_has_resource_access/', {
    username: 'somebody',
  }),
  marketplace_provider_offerings_tos_stats_retrieve: read('tos_stats/'),
  marketplace_provider_offerings_user_attribute_config_retrieve: read('user-attribute-config/'),

  marketplace_public_offerings_list: {
    make: async (_app, market) => ({
      path: PUBLIC,
      query: { customer_uuid: market.provider.customer.hex },
      row: market.offering.hex,
    }),
    own: EVERYBODY,
    other: EVERYBODY,
    sees: { own: '1 0 0 0 1 1 1 1 1 1 1 1 1 1', other: '1 0 0 0 1 1 1 1 1 1 1 1 1 1' },
  },
  marketplace_public_offerings_retrieve: {
    make: async (_app, market, unknown) => ({ path: `${PUBLIC}${unknown ?? market.offering.hex}/` }),
    ...everywhere,
  },
  marketplace_public_offerings_plans_list: {
    make: async (_app, market, unknown) => ({ path: `${PUBLIC}${unknown ?? market.offering.hex}/plans/` }),
    ...everywhere,
  },
  marketplace_public_offerings_plans_retrieve: {
    make: async ({ world }, market, unknown) => {
      const plan = await world.insert('plan', { offering_id: market.offering.id, name: 'Plan' })
      return { path: `${PUBLIC}${market.offering.hex}/plans/${unknown ?? plan.hex}/` }
    },
    ...everywhere,
  },
}
