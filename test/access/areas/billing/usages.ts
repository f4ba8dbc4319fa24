import { NOT_FOUND, type Area } from '../../area.ts'
import { sql } from '../../../../server/db/sql.ts'
import type { Made, Marketplace, TestApp } from '../../../harness/index.ts'

//                 anon bad exp inac plai memb admi cown own mana omgr othr supp staf
const LISTED = '401 401 401 401 200 200 200 200 200 200 200 200 200 200'
const sees = {
  own: '0 0 0 0 0 1 1 1 1 1 1 0 1 1',
  other: '0 0 0 0 0 0 0 0 0 0 0 1 1 1',
}
const VISIBLE = {
  own: '401 401 401 401 404 200 200 200 200 200 200 404 200 200',
  other: '401 401 401 401 404 404 404 404 404 404 404 200 200 200',
  none: NOT_FOUND,
}
/** RESOURCE.SET_USAGE on the offering or its organization. */
const REPORTED = {
  own: '401 401 401 401 404 403 403 403 201 403 201 404 403 201',
  other: '401 401 401 401 404 404 404 404 404 404 404 201 403 201',
  none: NOT_FOUND,
}
/** RESOURCE.CONSUMPTION_LIMITATION on the project or its organization. */
const limited = (status: number) => ({
  own: `401 401 401 401 404 403 403 ${String(status)} 403 403 403 404 403 ${String(status)}`,
  other: `401 401 401 401 404 404 404 404 404 404 404 403 403 ${String(status)}`,
  none: NOT_FOUND,
})

const makeUsage = async ({ world }: TestApp, { offering, resource }: Marketplace) => {
  const component = await world.insert('offering_component', {
    offering_id: offering.id,
    type: `cpu-${crypto.randomUUID().slice(0, 8)}`,
    name: 'CPU',
    billing_type: 'usage',
  })
  const usage = await world.insert('component_usage', {
    resource_id: resource.id,
    component_id: component.id,
    usage: '1',
  })
  return { component, usage }
}

const makeShare = async (app: TestApp, market: Marketplace): Promise<Made> => {
  const { usage } = await makeUsage(app, market)
  return app.world.insert('component_user_usage', { component_usage_id: usage.id, username: 'ann', usage: '1' })
}

const makeLimitParts = async (app: TestApp, market: Marketplace) => {
  const { component } = await makeUsage(app, market)
  const user = await app.world.user()
  const account = await app.world.insert('offering_user', { offering_id: market.offering.id, user_id: user.id })
  return { component, account }
}

const makeLimit = async (app: TestApp, market: Marketplace): Promise<Made> => {
  const { component, account } = await makeLimitParts(app, market)
  return app.world.insert('component_user_usage_limit', {
    ...{ resource_id: market.resource.id, component_id: component.id, offering_user_id: account.id, limit_value: '1' },
  })
}

const limitBody = async (app: TestApp, market: Marketplace, unknown?: string) => {
  const { component, account } = await makeLimitParts(app, market)
  return {
    resource: `http://api.test/api/marketplace-resources/${unknown ?? market.resource.hex}/`,
    component: component.hex,
    user: `http://api.test/api/marketplace-offering-users/${account.hex}/`,
    limit: '5',
  }
}

export const usages: Area = {
  marketplace_component_usages_list: {
    make: async (app, market) => ({
      path: '/api/marketplace-component-usages/',
      query: { resource_uuid: market.resource.hex },
      row: (await makeUsage(app, market)).usage.hex,
    }),
    own: LISTED,
    other: LISTED,
    sees,
  },
  marketplace_component_usages_retrieve: {
    make: async (app, market, unknown) => ({
      path: `/api/marketplace-component-usages/${unknown ?? (await makeUsage(app, market)).usage.hex}/`,
    }),
    ...VISIBLE,
  },
  // A resource that the caller does not see is an unknown one of the body.
  marketplace_component_usages_set_usage: {
    make: async (app, market, unknown) => {
      const { component } = await makeUsage(app, market)
      const [{ type } = { type: '' }] = await app.database.rows<{ type: string }>(
        sql`select type from offering_component where id = ${component.id}`,
      )
      return {
        path: '/api/marketplace-component-usages/set_usage/',
        body: { resource: unknown ?? market.resource.hex, usages: [{ type, amount: '2' }] },
      }
    },
    own: '401 401 401 401 400 403 403 403 201 403 201 400 403 201',
    other: '401 401 401 401 400 400 400 400 400 400 400 201 403 201',
    none: '401 401 401 401 400 400 400 400 400 400 400 400 400 400',
  },
  marketplace_component_usages_set_user_usage: {
    make: async (app, market, unknown) => ({
      path: `/api/marketplace-component-usages/${unknown ?? (await makeUsage(app, market)).usage.hex}/set_user_usage/`,
      body: { username: 'ann', usage: '1' },
    }),
    ...REPORTED,
  },
  marketplace_component_usages_set_user_usages: {
    make: async (app, market, unknown) => ({
      path: `/api/marketplace-component-usages/${unknown ?? (await makeUsage(app, market)).usage.hex}/set_user_usages/`,
      body: { usages: [{ username: 'ann', usage: '1' }] },
    }),
    ...REPORTED,
  },
  marketplace_component_user_usages_list: {
    make: async (app, market) => ({
      path: '/api/marketplace-component-user-usages/',
      query: { resource_uuid: market.resource.hex },
      row: (await makeShare(app, market)).hex,
    }),
    own: LISTED,
    other: LISTED,
    sees,
  },
  marketplace_component_user_usages_retrieve: {
    make: async (app, market, unknown) => ({
      path: `/api/marketplace-component-user-usages/${unknown ?? (await makeShare(app, market)).hex}/`,
    }),
    ...VISIBLE,
  },
  component_user_usage_limits_list: {
    make: async (app, market) => ({
      path: '/api/component-user-usage-limits/',
      query: { resource_uuid: market.resource.hex },
      row: (await makeLimit(app, market)).hex,
    }),
    own: LISTED,
    other: LISTED,
    sees,
  },
  component_user_usage_limits_retrieve: {
    make: async (app, market, unknown) => ({
      path: `/api/component-user-usage-limits/${unknown ?? (await makeLimit(app, market)).hex}/`,
    }),
    ...VISIBLE,
  },
  component_user_usage_limits_create: {
    make: async (app, market, unknown) => ({
      path: '/api/component-user-usage-limits/',
      body: await limitBody(app, market, unknown),
    }),
    own: '401 401 401 401 400 403 403 201 403 403 403 400 403 201',
    other: '401 401 401 401 400 400 400 400 400 400 400 403 403 201',
    none: '401 401 401 401 400 400 400 400 400 400 400 400 400 400',
  },
  component_user_usage_limits_update: {
    make: async (app, market, unknown) => ({
      path: `/api/component-user-usage-limits/${unknown ?? (await makeLimit(app, market)).hex}/`,
      body: await limitBody(app, market),
    }),
    ...limited(200),
  },
  component_user_usage_limits_partial_update: {
    make: async (app, market, unknown) => ({
      path: `/api/component-user-usage-limits/${unknown ?? (await makeLimit(app, market)).hex}/`,
      body: { limit: '2' },
    }),
    ...limited(200),
  },
  component_user_usage_limits_destroy: {
    make: async (app, market, unknown) => ({
      path: `/api/component-user-usage-limits/${unknown ?? (await makeLimit(app, market)).hex}/`,
    }),
    ...limited(204),
  },
}
