import { sql } from '../../../server/db/sql.ts'
import type { Area, AreaRow } from '../area.ts'
import { NOT_FOUND } from '../area.ts'

// Who sees a resource: everybody with a role on its project, on the organization of that, or on the provider's side;
// on the provider's path only the latter. Staff and support see all.

type Make = AreaRow['make']
type Collection = 'marketplace-resources' | 'marketplace-provider-resources'
type Answers = Pick<AreaRow, 'own' | 'other' | 'none'>

const makers = (collection: Collection) => {
  const path = (uuid: string, name?: string) => `/api/${collection}/${uuid}/${name === undefined ? '' : `${name}/`}`
  /** A request about the resource of the marketplace, or a new one in the state. */
  const about =
    (name?: string, body?: unknown, state = 2): Make =>
    async ({ world }, market, unknown) => {
      const resource = state === 2 ? market.resource : await world.resource(market.offering, market.project, { state })
      return { path: path(unknown ?? resource.hex, name), body }
    }
  // Of one offering: the page holds what all rows of this table made.
  const list: Make = async (_app, { resource, offering }) => ({
    path: `/api/${collection}/`,
    query: { offering_uuid: offering.hex },
    row: resource.hex,
  })
  return { about, list }
}

//                              anon bad exp inac plai memb admi cown own mana omgr othr supp staf
const SEES = '401 401 401 401 404 200 200 200 200 200 200 404 200 200'
const OTHER_SEES = '401 401 401 401 404 404 404 404 404 404 404 200 200 200'
const PROVIDER_SEES = '401 401 401 401 404 404 404 404 200 200 200 404 200 200'

/** Answers on the consumer's path: who may is said by a word for each of the roles that differ. */
const consumer = (ok: number, may: { admin?: boolean; owner?: boolean; provider?: boolean }): Answers => {
  const says = (allowed: boolean | undefined) => String(allowed === true ? ok : 403)
  const provider = says(may.provider)
  return {
    own: `401 401 401 401 404 403 ${says(may.admin)} ${says(may.owner)} ${provider} 403 403 404 403 ${String(ok)}`,
    other: `401 401 401 401 404 404 404 404 404 404 404 ${provider} 403 ${String(ok)}`,
    none: NOT_FOUND,
  }
}

/** Answers on the provider's path, where consumers see nothing. */
const provider = (ok: number, may: { owner?: boolean; manager?: boolean }): Answers => {
  const says = (allowed: boolean | undefined) => String(allowed === true ? ok : 403)
  const owner = says(may.owner)
  return {
    own: `401 401 401 401 404 404 404 404 ${owner} 403 ${says(may.manager)} 404 403 ${String(ok)}`,
    other: `401 401 401 401 404 404 404 404 404 404 404 ${owner} 403 ${String(ok)}`,
    none: NOT_FOUND,
  }
}

const seen: Answers = { own: SEES, other: OTHER_SEES, none: NOT_FOUND }
const seenByProvider: Answers = { own: PROVIDER_SEES, other: OTHER_SEES, none: NOT_FOUND }
const withStatus = (answers: Answers, status: number): Answers => ({
  own: answers.own.replaceAll('200', String(status)),
  other: answers.other.replaceAll('200', String(status)),
  none: NOT_FOUND,
})

const HISTORY: Answers = {
  own: '401 401 401 401 404 403 403 403 403 403 403 404 200 200',
  other: '401 401 401 401 404 404 404 404 404 404 404 403 200 200',
  none: NOT_FOUND,
}
const PROVIDER_HISTORY: Answers = {
  own: '401 401 401 401 404 404 404 404 403 403 403 404 200 200',
  other: '401 401 401 401 404 404 404 404 404 404 404 403 200 200',
  none: NOT_FOUND,
}

const LISTED = '401 401 401 401 200 200 200 200 200 200 200 200 200 200'

/** Another project to move to, which only staff may name. */
const moving =
  (collection: Collection): Make =>
  async ({ world }, market, unknown) => ({
    path: `/api/${collection}/${unknown ?? market.resource.hex}/move_resource/`,
    body: { project: { url: `/api/projects/${(await world.project(market.consumer)).hex}/` } },
  })

const withVersion =
  (collection: Collection): Make =>
  async ({ database }, market, unknown) => {
    await database.run(sql`insert into resource_version (resource_id, data) values (${market.resource.id}, '{}')`)
    return {
      path: `/api/${collection}/${unknown ?? market.resource.hex}/history/at/`,
      query: { timestamp: '2100-01-01T00:00:00Z' },
    }
  }

const staff = consumer(200, {})
const providerStaff = provider(200, {})
const own = makers('marketplace-resources')
const provided = makers('marketplace-provider-resources')

const restorable =
  (collection: Collection): Make =>
  async ({ world }, market, unknown) => {
    const offering = await world.offering(market.provider.customer, { plugin_options: { can_restore_resource: true } })
    const resource = await world.resource(offering, market.project, { state: 6 })
    return { path: `/api/${collection}/${unknown ?? resource.hex}/restore/` }
  }

export const resourceRows: Area = {
  marketplace_resources_list: {
    make: own.list,
    own: LISTED,
    other: LISTED,
    sees: { own: '0 0 0 0 0 1 1 1 1 1 1 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 1 1 1' },
  },
  marketplace_resources_retrieve: { make: own.about(), ...seen },
  // No system role lists RESOURCE.UPDATE.
  marketplace_resources_update: { make: own.about(undefined, { name: 'other' }), ...staff },
  marketplace_resources_partial_update: { make: own.about(undefined, { name: 'other' }), ...staff },
  marketplace_resources_details_retrieve: { make: own.about('details'), ...withStatus(seen, 204) },
  marketplace_resources_history_list: { make: own.about('history'), ...HISTORY },
  marketplace_resources_history_at_retrieve: { make: withVersion('marketplace-resources'), ...HISTORY },
  marketplace_resources_move_resource: { make: moving('marketplace-resources'), ...staff },
  marketplace_resources_offering_retrieve: { make: own.about('offering'), ...seen },
  marketplace_resources_offering_for_subresources_list: { make: own.about('offering_for_subresources'), ...seen },
  marketplace_resources_plan_periods_list: { make: own.about('plan_periods'), ...seen },
  marketplace_resources_restore: {
    make: restorable('marketplace-resources'),
    // Of another offering of the same provider: its manager does not see it.
    own: '401 401 401 401 404 403 200 200 200 403 404 404 403 200',
    other: '401 401 401 401 404 404 404 404 404 404 404 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_resources_set_downscaled: { make: own.about('set_downscaled', { downscaled: true }), ...staff },
  marketplace_resources_set_end_date_by_staff: { make: own.about('set_end_date_by_staff', {}), ...staff },
  marketplace_resources_set_paused: { make: own.about('set_paused', { paused: true }), ...staff },
  marketplace_resources_set_restrict_member_access: { make: own.about('set_restrict_member_access', {}), ...staff },
  marketplace_resources_set_slug: { make: own.about('set_slug', { slug: 'short' }), ...staff },
  marketplace_resources_team_list: { make: own.about('team'), ...seen },
  marketplace_resources_terminate: {
    make: own.about('terminate', {}),
    ...consumer(200, { admin: true, owner: true, provider: true }),
  },
  marketplace_resources_unlink: { make: own.about('unlink'), ...consumer(204, {}) },
  marketplace_resources_update_options: {
    make: own.about('update_options', { options: {} }),
    ...consumer(200, { owner: true, provider: true }),
  },
  marketplace_resources_update_limits: {
    make: async ({ world }, market, unknown) => {
      await world.insert('offering_component', {
        offering_id: market.offering.id,
        type: 'ram',
        name: 'Memory',
        billing_type: 'limit',
      })
      const path = `/api/marketplace-resources/${unknown ?? market.resource.hex}/update_limits/`
      return { path, body: { limits: { ram: 4 } } }
    },
    ...consumer(200, { admin: true, owner: true }),
  },
  marketplace_resources_switch_plan: {
    make: async ({ world }, market, unknown) => {
      const plan = await world.insert('plan', { offering_id: market.offering.id, name: 'Other' })
      const path = `/api/marketplace-resources/${unknown ?? market.resource.hex}/switch_plan/`
      return { path, body: { plan: `/api/marketplace-plans/${plan.hex}/` } }
    },
    ...consumer(200, { admin: true, owner: true }),
  },
  marketplace_resources_suggest_name: {
    make: async (_app, { offering, project }, unknown) => ({
      path: '/api/marketplace-resources/suggest_name/',
      body: { project: unknown ?? project.uuid, offering: offering.uuid },
    }),
    // The project must be visible.
    own: '401 401 401 401 404 200 200 200 404 404 404 404 200 200',
    other: '401 401 401 401 404 404 404 404 404 404 404 404 200 200',
    none: NOT_FOUND,
  },
}

export const providerResourceRows: Area = {
  marketplace_provider_resources_list: {
    make: provided.list,
    own: LISTED,
    other: LISTED,
    sees: { own: '0 0 0 0 0 0 0 0 1 1 1 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 1 1 1' },
  },
  marketplace_provider_resources_retrieve: { make: provided.about(), ...seenByProvider },
  marketplace_provider_resources_update: { make: provided.about(undefined, { name: 'other' }), ...providerStaff },
  marketplace_provider_resources_partial_update: {
    make: provided.about(undefined, { name: 'other' }),
    ...providerStaff,
  },
  marketplace_provider_resources_details_retrieve: {
    make: provided.about('details'),
    ...withStatus(seenByProvider, 204),
  },
  marketplace_provider_resources_history_list: { make: provided.about('history'), ...PROVIDER_HISTORY },
  marketplace_provider_resources_history_at_retrieve: {
    make: withVersion('marketplace-provider-resources'),
    ...PROVIDER_HISTORY,
  },
  marketplace_provider_resources_move_resource: { make: moving('marketplace-provider-resources'), ...providerStaff },
  marketplace_provider_resources_offering_retrieve: { make: provided.about('offering'), ...seenByProvider },
  marketplace_provider_resources_offering_for_subresources_list: {
    make: provided.about('offering_for_subresources'),
    ...seenByProvider,
  },
  marketplace_provider_resources_plan_periods_list: { make: provided.about('plan_periods'), ...seenByProvider },
  marketplace_provider_resources_restore: {
    make: restorable('marketplace-provider-resources'),
    own: '401 401 401 401 404 404 404 404 200 403 404 404 403 200',
    other: '401 401 401 401 404 404 404 404 404 404 404 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_provider_resources_set_downscaled: {
    make: provided.about('set_downscaled', { downscaled: true }),
    ...providerStaff,
  },
  marketplace_provider_resources_set_end_date_by_staff: {
    make: provided.about('set_end_date_by_staff', {}),
    ...providerStaff,
  },
  marketplace_provider_resources_set_paused: { make: provided.about('set_paused', { paused: true }), ...providerStaff },
  marketplace_provider_resources_set_restrict_member_access: {
    make: provided.about('set_restrict_member_access', {}),
    ...providerStaff,
  },
  marketplace_provider_resources_set_slug: { make: provided.about('set_slug', { slug: 'short' }), ...providerStaff },
  marketplace_provider_resources_team_list: { make: provided.about('team'), ...seenByProvider },
  marketplace_provider_resources_terminate: {
    make: provided.about('terminate', {}),
    ...provider(200, { owner: true }),
  },
  marketplace_provider_resources_unlink: { make: provided.about('unlink'), ...provider(204, {}) },
  marketplace_provider_resources_update_options: {
    make: provided.about('update_options', { options: {} }),
    ...provider(200, { owner: true }),
  },
  marketplace_provider_resources_update_options_direct: {
    make: provided.about('update_options_direct', { options: {} }),
    ...provider(200, { owner: true }),
  },
  marketplace_provider_resources_refresh_last_sync: {
    make: provided.about('refresh_last_sync'),
    ...provider(200, { owner: true }),
  },
  marketplace_provider_resources_set_as_ok: {
    make: provided.about('set_as_ok', undefined, 3),
    ...provider(200, { owner: true }),
  },
  marketplace_provider_resources_set_state_ok: {
    make: provided.about('set_state_ok', undefined, 3),
    ...provider(200, { owner: true }),
  },
  marketplace_provider_resources_set_as_erred: {
    make: provided.about('set_as_erred', {}),
    ...provider(200, { owner: true }),
  },
  marketplace_provider_resources_set_backend_id: {
    make: provided.about('set_backend_id', { backend_id: 'b-1' }),
    ...provider(200, { owner: true, manager: true }),
  },
  marketplace_provider_resources_set_backend_metadata: {
    make: provided.about('set_backend_metadata', { backend_metadata: {} }),
    ...provider(200, { owner: true }),
  },
  marketplace_provider_resources_set_limits: {
    make: provided.about('set_limits', { limits: {} }),
    ...provider(200, { owner: true }),
  },
  marketplace_provider_resources_set_endpoints: {
    make: provided.about('set_endpoints', { endpoints: [] }),
    ...provider(200, { owner: true }),
  },
  marketplace_provider_resources_set_end_date_by_provider: {
    make: provided.about('set_end_date_by_provider', {}),
    ...provider(200, { owner: true }),
  },
  marketplace_provider_resources_submit_report: {
    make: provided.about('submit_report', { report: [] }),
    ...provider(200, { owner: true }),
  },
}
