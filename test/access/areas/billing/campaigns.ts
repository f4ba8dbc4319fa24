import { NOT_FOUND, type Area } from '../../area.ts'
import type { Made, Marketplace, TestApp } from '../../../harness/index.ts'

// Campaigns are for the provider's side; OFFERING.MANAGE_CAMPAIGN on the provider or its organization changes them.

const makeCampaign = (
  { world }: TestApp,
  { provider }: Marketplace,
  values: Record<string, unknown> = {},
): Promise<Made> =>
  world.insert('campaign', {
    ...{ service_provider_id: provider.id, name: 'Sample', discount_type: 'discount', discount: 1 },
    ...{ start_date: '2999-01-01', end_date: '2999-02-01', ...values },
  })

const bodyOf = (market: Marketplace, unknown?: string) => ({
  ...{ name: 'Sample', start_date: '2999-01-01', end_date: '2999-02-01', discount_type: 'discount', discount: 5 },
  service_provider: `http://api.test/api/marketplace-service-providers/${unknown ?? market.provider.hex}/`,
  offerings: [market.offering.hex],
})

//                 anon bad exp inac plai memb admi cown own mana omgr othr supp staf
const LISTED = '401 401 401 401 200 200 200 200 200 200 200 200 200 200'
const managed = (status: number) => ({
  own: `401 401 401 401 404 404 404 404 ${String(status)} ${String(status)} 404 404 403 ${String(status)}`,
  other: `401 401 401 401 404 404 404 404 404 404 404 ${String(status)} 403 ${String(status)}`,
  none: NOT_FOUND,
})

/** Something that the campaign has discounted, which those see who see the campaign. */
const listOf = (name: 'orders' | 'resources') => ({
  make: async (app: TestApp, market: Marketplace, unknown: string | undefined) => {
    const { world } = app
    const campaign = await makeCampaign(app, market)
    const resource = await world.resource(market.offering, market.project)
    await world.link('campaign_resource', {
      campaign_id: campaign.id,
      resource_id: resource.id,
      first_month: '2999-01-01',
    })
    const order = await world.insert('marketplace_order', {
      ...{ resource_id: resource.id, offering_id: market.offering.id, project_id: market.project.id },
      ...{ created_by_id: market.owner.id, type: 1, state: 3 },
    })
    return {
      path: `/api/promotions-campaigns/${unknown ?? campaign.hex}/${name}/`,
      row: name === 'orders' ? order.hex : resource.hex,
    }
  },
  own: '401 401 401 401 404 404 404 404 200 200 404 404 200 200',
  other: '401 401 401 401 404 404 404 404 404 404 404 200 200 200',
  none: NOT_FOUND,
  sees: { own: '0 0 0 0 0 0 0 0 1 1 0 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 1 1 1' },
})

const onCampaign = (action: string, withBody = false) => ({
  make: async (app: TestApp, market: Marketplace, unknown: string | undefined) => ({
    path: `/api/promotions-campaigns/${unknown ?? (await makeCampaign(app, market)).hex}/${action}`,
    body: withBody ? bodyOf(market) : undefined,
  }),
})

export const campaigns: Area = {
  promotions_campaigns_list: {
    make: async (app, market) => ({
      path: '/api/promotions-campaigns/',
      query: { service_provider_uuid: market.provider.hex },
      row: (await makeCampaign(app, market)).hex,
    }),
    own: LISTED,
    other: LISTED,
    sees: { own: '0 0 0 0 0 0 0 0 1 1 0 0 1 1', other: '0 0 0 0 0 0 0 0 0 0 0 1 1 1' },
  },
  promotions_campaigns_retrieve: {
    ...onCampaign(''),
    own: '401 401 401 401 404 404 404 404 200 200 404 404 200 200',
    other: '401 401 401 401 404 404 404 404 404 404 404 200 200 200',
    none: NOT_FOUND,
  },
  promotions_campaigns_orders_list: listOf('orders'),
  promotions_campaigns_resources_list: listOf('resources'),
  // Without the right the provider of the body is refused with 400; support may create.
  promotions_campaigns_create: {
    make: async (_app, market, unknown) => ({
      path: '/api/promotions-campaigns/',
      body: bodyOf(market, unknown),
    }),
    own: '401 401 401 401 400 400 400 400 201 201 400 400 201 201',
    other: '401 401 401 401 400 400 400 400 400 400 400 201 201 201',
    none: '401 401 401 401 400 400 400 400 400 400 400 400 400 400',
  },
  promotions_campaigns_update: { ...onCampaign('', true), ...managed(200) },
  promotions_campaigns_destroy: { ...onCampaign(''), ...managed(204) },
  promotions_campaigns_activate: { ...onCampaign('activate/'), ...managed(200) },
  promotions_campaigns_terminate: { ...onCampaign('terminate/'), ...managed(200) },
}
