import { z } from 'zod'
import { bool, date, integer, orderEnum, text, url, uuid } from '../wire.ts'
import { DiscountTypeEnum } from './offering-parts.ts'

export const CampaignStateEnum = z.enum(['Active', 'Draft', 'Terminated']).meta({ id: 'CampaignStateEnum' })

export const CampaignOffering = z.object({ uuid: uuid(), name: text() }).meta({ id: 'CampaignOffering' })

export const Campaign = z
  .object({
    uuid: uuid(),
    name: text(),
    url: url(),
    start_date: date(),
    end_date: date(),
    coupon: text().optional(),
    discount_type: DiscountTypeEnum,
    discount: integer(),
    stock: integer().nullable().optional(),
    description: text().optional(),
    months: integer().optional(),
    auto_apply: bool().optional(),
    state: text(),
    service_provider: url(),
    offerings: z.array(CampaignOffering),
    required_offerings: z.array(uuid()).optional(),
  })
  .meta({ id: 'Campaign' })

export const CAMPAIGN_ORDER = ['end_date', 'start_date'] as const
export const CampaignOEnum = orderEnum(CAMPAIGN_ORDER, 'CampaignOEnum')
