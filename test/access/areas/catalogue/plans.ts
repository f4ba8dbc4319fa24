import type { Area, AreaRow } from '../../area.ts'
import { EVERYBODY, listedForProvider, OFFERINGS, onPublic } from './lines.ts'

const PLANS = '/api/marketplace-plans/'

/** A change of a plan of the catalogue; the role of offering managers lists no right on plans. */
const change = (name: string, body: unknown, done = 200): AreaRow => ({
  make: async ({ world }, { offering }, unknown) => {
    const plan = await world.insert('plan', { offering_id: offering.id, name: 'Plan' })
    return { path: `${PLANS}${unknown ?? plan.hex}/${name}`, body }
  },
  ...onPublic(done, false),
})

const whole: AreaRow['make'] = async ({ world }, { offering }, unknown) => {
  const plan = await world.insert('plan', { offering_id: offering.id, name: 'Plan' })
  return {
    path: `${PLANS}${unknown ?? plan.hex}/`,
    body: { name: 'New', offering: `${OFFERINGS}${offering.hex}/` },
  }
}

export const planRows: Area = {
  marketplace_plans_list: {
    make: async ({ world }, { offering }) => ({
      path: PLANS,
      query: { offering_uuid: offering.hex },
      row: (await world.insert('plan', { offering_id: offering.id, name: 'Plan' })).hex,
    }),
    own: EVERYBODY,
    other: EVERYBODY,
    sees: { own: '1 0 0 0 1 1 1 1 1 1 1 1 1 1', other: '1 0 0 0 1 1 1 1 1 1 1 1 1 1' },
  },
  // Of the offering in the body; who does not provide it is told that there is none.
  marketplace_plans_create: {
    make: async (_app, { offering }, unknown) => ({
      path: PLANS,
      body: { name: 'New', offering: `${OFFERINGS}${unknown ?? offering.hex}/` },
    }),
    own: '401 401 401 401 400 400 400 400 201 201 403 400 403 201',
    other: '401 401 401 401 400 400 400 400 400 400 400 201 403 201',
    none: '401 401 401 401 400 400 400 400 400 400 400 400 400 400',
  },
  marketplace_plans_usage_stats_list: {
    make: async ({ world }, { offering }) => ({
      path: `${PLANS}usage_stats/`,
      query: { offering_uuid: offering.hex },
      row: (await world.insert('plan', { offering_id: offering.id, name: 'Plan' })).hex,
    }),
    ...listedForProvider,
  },
  marketplace_plans_update: { make: whole, ...onPublic(200, false) },
  marketplace_plans_partial_update: change('', { name: 'New' }),
  marketplace_plans_update_prices: change('update_prices/', { prices: {} }),
  marketplace_plans_update_quotas: change('update_quotas/', { quotas: {} }),
  marketplace_plans_update_discounts: change('update_discounts/', { discounts: {} }),
  marketplace_plans_archive: change('archive/', undefined),
  marketplace_plans_update_organization_groups: change('update_organization_groups/', { organization_groups: [] }),
  marketplace_plans_delete_organization_groups: change('delete_organization_groups/', undefined, 204),
}
