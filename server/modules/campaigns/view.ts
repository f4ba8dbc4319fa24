import type { Campaign } from '../../../contract/schemas/campaigns.ts'
import type { Context } from '../../context.ts'
import { isoUuid, sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { Wire } from '../../handler.ts'
import { stateLabel } from '../../lib/state-machine.ts'
import { flag, json, link, nullableNumber, smallNumber, text, uuid } from '../../list/columns.ts'
import { perOrigin } from '../../list/made-once.ts'
import { readObject } from '../../list/selection.ts'
import { campaignMachine } from './machine.ts'

type CampaignWire = Wire<typeof Campaign>

export const campaignJoins = sql`join service_provider on service_provider.id = campaign.service_provider_id`

export const campaignColumns = perOrigin<CampaignWire>(({ origin }) => ({
  uuid: uuid(sql`campaign.uuid`),
  name: text(sql`campaign.name`),
  url: link(origin, 'promotions-campaigns', sql`campaign.uuid`),
  start_date: text(sql`campaign.start_date`),
  end_date: text(sql`campaign.end_date`),
  coupon: text(sql`campaign.coupon`),
  discount_type: json<CampaignWire['discount_type']>(sql`campaign.discount_type`),
  discount: smallNumber(sql`campaign.discount`),
  stock: nullableNumber(sql`campaign.stock`),
  description: text(sql`campaign.description`),
  months: smallNumber(sql`campaign.months`),
  auto_apply: flag(sql`campaign.auto_apply`),
  state: { sql: sql`campaign.state`, read: (code: number) => stateLabel(campaignMachine, code) },
  service_provider: link(origin, 'marketplace-service-providers', sql`service_provider.uuid`),
  offerings: json(sql`(
    select coalesce(json_agg(json_build_object('uuid', ${isoUuid(sql`offering.uuid`)}, 'name', offering.name)
      order by offering.name, offering.id), '[]')
    from campaign_offering join offering on offering.id = campaign_offering.offering_id
    where campaign_offering.campaign_id = campaign.id
  )`),
  required_offerings: json(sql`(
    select coalesce(json_agg(${isoUuid(sql`offering.uuid`)} order by offering.name, offering.id), '[]')
    from campaign_required_offering join offering on offering.id = campaign_required_offering.offering_id
    where campaign_required_offering.campaign_id = campaign.id
  )`),
}))

export const readCampaign = async (context: Context, id: string): Promise<CampaignWire> => {
  const source = sql`from campaign ${campaignJoins} where campaign.id = ${id}`
  const campaign = await readObject(context, source, campaignColumns(context))
  if (!campaign) throw new NotFound('Campaign')
  return campaign
}
