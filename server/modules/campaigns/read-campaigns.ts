import { targets } from '../../access/targets/index.ts'
import { allOf, contains, sql, when, type Sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { orderBy } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { campaignMachine } from './machine.ts'
import { campaignColumns, campaignJoins, readCampaign } from './view.ts'

const isOnOffering = (uuid: string): Sql => sql`exists (
  select 1 from campaign_offering join offering on offering.id = campaign_offering.offering_id
  where campaign_offering.campaign_id = campaign.id and offering.uuid = ${uuid}
)`

export const listCampaigns: Handler<'promotions_campaigns_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`${targets.campaign.from} where ${allOf([
        targets.campaign.visible(context.actor),
        when(query.discount_type, (type) => sql`campaign.discount_type = ${type}`),
        when(query.start_date, (day) => sql`campaign.start_date = ${day}`),
        when(query.end_date, (day) => sql`campaign.end_date = ${day}`),
        when(query.offering, ({ target }) => (target === null ? sql`false` : isOnOffering(target.uuid))),
        when(query.offering_uuid, isOnOffering),
        when(query.query, (value) => contains(sql`campaign.name`, value)),
        when(query.service_provider_uuid, (uuid) => sql`promoter.uuid = ${uuid}`),
        when(
          query.state,
          (states) => sql`campaign.state = any(${states.map((state) => campaignMachine.states[state])}::smallint[])`,
        ),
      ])}`,
      id: sql`campaign.id`,
      order: orderBy(
        query.o,
        { start_date: [sql`campaign.start_date`], end_date: [sql`campaign.end_date`] },
        [sql`campaign.start_date desc`],
        sql`campaign.id`,
      ),
      source: sql`join campaign on campaign.id = page.id ${campaignJoins}`,
      columns: campaignColumns(context),
    },
    query,
  )

export const retrieveCampaign: Handler<'promotions_campaigns_retrieve'> = (context) =>
  readCampaign(context, context.target.id)
