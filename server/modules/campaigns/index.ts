import { listDiscountedOrders, listDiscountedResources } from './list-discounted.ts'
import { activateCampaign, terminateCampaign } from './move-campaigns.ts'
import { listCampaigns, retrieveCampaign } from './read-campaigns.ts'
import { createCampaign, destroyCampaign, updateCampaign } from './write-campaigns.ts'

export { endCampaigns } from './end-campaigns.ts'

export const campaignHandlers = {
  promotions_campaigns_list: listCampaigns,
  promotions_campaigns_retrieve: retrieveCampaign,
  promotions_campaigns_create: createCampaign,
  promotions_campaigns_update: updateCampaign,
  promotions_campaigns_destroy: destroyCampaign,
  promotions_campaigns_activate: activateCampaign,
  promotions_campaigns_terminate: terminateCampaign,
  promotions_campaigns_orders_list: listDiscountedOrders,
  promotions_campaigns_resources_list: listDiscountedResources,
}
