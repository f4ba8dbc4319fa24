import { sql } from '../../../server/db/sql.ts'
import type { Marketplace, TestApp } from '../../harness/index.ts'
import { type Area, type AreaRow, NOT_FOUND } from '../area.ts'

// Who sees an order: holders of ORDER.LIST on its project or organization, everybody on the provider's side, staff and
// support. The rights of the roles are those of the system roles.

type Make = AreaRow['make']

/** An order in the state, of a resource in the state. */
const orderOf = async ({ world }: TestApp, market: Marketplace, state: number, resourceState = 1) => {
  const resource = await world.resource(market.offering, market.project, { state: resourceState })
  return world.insert('marketplace_order', {
    resource_id: resource.id,
    offering_id: market.offering.id,
    project_id: market.project.id,
    created_by_id: (await world.user()).id,
    state,
  })
}

const makeSlurm = ({ database }: TestApp, { offering }: Marketplace) =>
  database.transaction((transaction) =>
    transaction.writeRolledUp(
      sql`update offering set type = 'Marketplace.Slurm' where id = ${offering.id}`,
      (rollup) => {
        rollup.offering(offering.id)
      },
    ),
  )

/** A request about an order in the state; of an agent's offering where only that knows the action. */
const about =
  (state: number, name?: string, body?: unknown, isSlurm = false): Make =>
  async (app, market, unknown) => {
    if (isSlurm) await makeSlurm(app, market)
    const uuid = unknown ?? (await orderOf(app, market, state)).hex
    return { path: `/api/marketplace-orders/${uuid}/${name === undefined ? '' : `${name}/`}`, body }
  }

const step = (name: string, state: number, body?: unknown, isSlurm = false): Make => about(state, name, body, isSlurm)

const SEES_ORDER = '401 401 401 401 404 404 200 200 200 200 200 404 200 200'
const OTHER_SEES = '401 401 401 401 404 404 404 404 404 404 404 200 200 200'

//                                        anon bad exp inac plai memb admi cown own mana omgr othr supp staf
const consumerOwner = (ok: number) => ({
  own: `401 401 401 401 404 404 403 ${ok} 403 403 403 404 403 ${ok}`,
  other: `401 401 401 401 404 404 404 404 404 404 404 403 403 ${ok}`,
  none: NOT_FOUND,
})
const consumerAdmin = (ok: number) => ({
  own: `401 401 401 401 404 404 ${ok} ${ok} 403 403 403 404 403 ${ok}`,
  other: `401 401 401 401 404 404 404 404 404 404 404 403 403 ${ok}`,
  none: NOT_FOUND,
})
const providerOwner = (ok: number) => ({
  own: `401 401 401 401 404 404 403 403 ${ok} 403 403 404 403 ${ok}`,
  other: `401 401 401 401 404 404 404 404 404 404 404 ${ok} 403 ${ok}`,
  none: NOT_FOUND,
})
const offeringManager = (ok: number) => ({
  own: `401 401 401 401 404 404 403 403 ${ok} 403 ${ok} 404 403 ${ok}`,
  other: `401 401 401 401 404 404 404 404 404 404 404 ${ok} 403 ${ok}`,
  none: NOT_FOUND,
})
const staffOnly = (ok: number) => ({
  own: `401 401 401 401 404 404 403 403 403 403 403 404 403 ${ok}`,
  other: `401 401 401 401 404 404 404 404 404 404 404 403 403 ${ok}`,
  none: NOT_FOUND,
})

export const orderRows: Area = {
  marketplace_orders_list: {
    make: async (app, market) => ({
      path: '/api/marketplace-orders/',
      query: { offering_uuid: market.offering.hex },
      row: (await orderOf(app, market, 1)).hex,
    }),
    //    anon bad exp inac plai memb admi cown own mana omgr othr supp staf
    own: '401 401 401 401 200 200 200 200 200 200 200 200 200 200',
    other: '401 401 401 401 200 200 200 200 200 200 200 200 200 200',
    sees: { own: '0 0 0 0 0 0 1 1 1 1 1 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 1 1 1' },
  },
  marketplace_orders_create: {
    make: async (_app, { offering, project }) => ({
      path: '/api/marketplace-orders/',
      body: {
        offering: `/api/marketplace-public-offerings/${offering.hex}/`,
        project: `/api/projects/${project.hex}/`,
        attributes: { name: 'sample' },
      },
    }),
    // A project that the caller does not see is an unknown link.
    own: '401 401 401 401 400 201 201 201 400 400 400 400 403 201',
    other: '401 401 401 401 400 400 400 400 400 400 400 400 403 201',
  },
  marketplace_orders_retrieve: { make: about(1), own: SEES_ORDER, other: OTHER_SEES, none: NOT_FOUND },
  marketplace_orders_resource_retrieve: {
    make: step('resource', 1),
    own: SEES_ORDER,
    other: OTHER_SEES,
    none: NOT_FOUND,
  },
  marketplace_orders_offering_retrieve: {
    make: step('offering', 1),
    own: SEES_ORDER,
    other: OTHER_SEES,
    none: NOT_FOUND,
  },
  marketplace_orders_update: { make: about(1, undefined, {}), ...consumerOwner(200) },
  marketplace_orders_partial_update: {
    make: about(1, undefined, {}),
    ...consumerOwner(200),
  },
  marketplace_orders_destroy: { make: about(1), ...consumerAdmin(204) },
  marketplace_orders_approve_by_consumer: { make: step('approve_by_consumer', 1), ...consumerOwner(200) },
  marketplace_orders_reject_by_consumer: { make: step('reject_by_consumer', 1, {}), ...consumerOwner(200) },
  marketplace_orders_approve_by_provider: { make: step('approve_by_provider', 7, {}), ...providerOwner(200) },
  marketplace_orders_reject_by_provider: { make: step('reject_by_provider', 7, {}), ...providerOwner(200) },
  marketplace_orders_cancel: { make: step('cancel', 7), ...consumerAdmin(202) },
  marketplace_orders_set_state_executing: {
    make: step('set_state_executing', 7, undefined, true),
    ...providerOwner(200),
  },
  marketplace_orders_set_state_done: { make: step('set_state_done', 2), ...providerOwner(200) },
  marketplace_orders_set_state_erred: { make: step('set_state_erred', 2, {}, true), ...providerOwner(200) },
  marketplace_orders_set_backend_id: {
    make: step('set_backend_id', 1, { backend_id: 'b-1' }),
    ...offeringManager(200),
  },
  marketplace_orders_set_consumer_info: {
    make: step('set_consumer_info', 1, { consumer_message: 'hello' }),
    ...consumerOwner(200),
  },
  marketplace_orders_set_provider_info: {
    make: step('set_provider_info', 1, { provider_message: 'hello' }),
    ...providerOwner(200),
  },
  marketplace_orders_update_attachment: { make: step('update_attachment', 1, {}), ...consumerOwner(200) },
  marketplace_orders_delete_attachment: { make: step('delete_attachment', 1), ...consumerOwner(204) },
  marketplace_orders_unlink: { make: step('unlink', 1), ...staffOnly(204) },
}
