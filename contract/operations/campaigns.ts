import { z } from 'zod'
import { boolField, linkField, textField, uuidField } from '../fields.ts'
import { operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import { anyUrlParam, choicesParam, dateBoundParam, textParam, uuidParam } from '../params.ts'
import { Campaign, CAMPAIGN_ORDER, CampaignOEnum, CampaignStateEnum } from '../schemas/campaigns.ts'
import { DiscountTypeEnum } from '../schemas/offering-parts.ts'
import { OrderDetails, OrderDetailsFieldEnum } from '../schemas/orders.ts'
import { Resource, ResourceFieldEnum } from '../schemas/resources.ts'
import { choiceField, dateField, integerField, listField, nullable } from '../value-fields.ts'
import { jsonBody, listQuery, ok } from './shared.ts'

const CAMPAIGNS = '/api/promotions-campaigns/'
const CAMPAIGN = `${CAMPAIGNS}{uuid}/` as const
const tag = 'promotions-campaigns'
const MAX_INTEGER = 2_147_483_647

const body = jsonBody(
  'CampaignRequest',
  z.object({
    name: textField({ max: 150, blank: false }),
    start_date: dateField(),
    end_date: dateField(),
    coupon: textField({ max: 255 }).optional(),
    discount_type: choiceField(DiscountTypeEnum.options, 'DiscountTypeEnum'),
    discount: integerField({ min: 0, max: MAX_INTEGER }),
    stock: nullable(integerField({ min: 0, max: MAX_INTEGER })).optional(),
    description: textField({ max: 4096 }).optional(),
    months: integerField({ min: 0, max: 1_200 }).optional(),
    auto_apply: boolField().optional(),
    service_provider: linkField(),
    offerings: listField(uuidField()),
    required_offerings: listField(uuidField()).optional(),
  }),
  true,
)

/** Discounts that a provider gives on its offerings for some time. */
export const campaignOperations = {
  promotions_campaigns_list: operation({
    method: 'get',
    path: CAMPAIGNS,
    tag,
    summary: 'List campaigns',
    query: listQuery({
      discount_type: textParam(),
      end_date: dateBoundParam('end_date'),
      o: orderParam(CAMPAIGN_ORDER, CampaignOEnum),
      offering: anyUrlParam(['marketplace-provider-offerings', 'marketplace-public-offerings']),
      offering_uuid: uuidParam(),
      query: textParam(),
      service_provider_uuid: uuidParam(),
      start_date: dateBoundParam('start_date'),
      state: choicesParam(CampaignStateEnum.options, 'CampaignStateEnum'),
    }),
    success: ok(z.array(Campaign)),
    count: { operationId: 'promotions_campaigns_count' },
  }),
  promotions_campaigns_retrieve: operation({
    method: 'get',
    path: CAMPAIGN,
    tag,
    summary: 'Get a campaign',
    success: ok(Campaign),
  }),
  promotions_campaigns_create: operation({
    method: 'post',
    path: CAMPAIGNS,
    tag,
    summary: 'Draft a campaign',
    body,
    success: { status: 201, schema: Campaign },
  }),
  promotions_campaigns_update: operation({
    method: 'put',
    path: CAMPAIGN,
    tag,
    summary: 'Change a campaign',
    body,
    success: ok(Campaign),
  }),
  promotions_campaigns_destroy: operation({
    method: 'delete',
    path: CAMPAIGN,
    tag,
    summary: 'Delete a draft of a campaign',
    success: { status: 204 },
  }),
  promotions_campaigns_activate: operation({
    method: 'post',
    path: `${CAMPAIGN}activate/`,
    tag,
    summary: 'Put a campaign in force',
    success: { status: 200 },
  }),
  promotions_campaigns_terminate: operation({
    method: 'post',
    path: `${CAMPAIGN}terminate/`,
    tag,
    summary: 'End a campaign for good',
    success: { status: 200 },
  }),
  promotions_campaigns_orders_list: operation({
    method: 'get',
    path: `${CAMPAIGN}orders/`,
    tag,
    summary: 'List the orders of new resources that a campaign has discounted',
    query: listQuery({ field: fieldParam(OrderDetailsFieldEnum.options, 'OrderDetailsFieldEnum') }),
    success: ok(z.array(OrderDetails)),
    count: { operationId: 'promotions_campaigns_orders_count' },
  }),
  promotions_campaigns_resources_list: operation({
    method: 'get',
    path: `${CAMPAIGN}resources/`,
    tag,
    summary: 'List the resources that a campaign has discounted',
    query: listQuery({ field: fieldParam(ResourceFieldEnum.options, 'ResourceFieldEnum') }),
    success: ok(z.array(Resource)),
    count: { operationId: 'promotions_campaigns_resources_count' },
  }),
} as const
