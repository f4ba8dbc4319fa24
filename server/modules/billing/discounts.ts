import type { Transaction } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { monthOf } from './calendar.ts'

// Discounts of campaigns. A resource that is billed while a campaign of its offering is in force gets the discount and
// counts against the stock. A discount for a number of months lasts them out, whatever becomes of the campaign; one
// without a number ends with the campaign.

const isInForce = (at: Sql): Sql => sql`
  (campaign.state = 2 or campaign.ran_out) and (${at} at time zone 'utc')::date between campaign.start_date and campaign.end_date`

/** Whether the organization uses every offering that the campaign asks for. */
const usesRequiredOfferings = sql`not exists (
  select 1 from campaign_required_offering as required
  where required.campaign_id = campaign.id and not exists (
    select 1 from resource as used join project as home on home.id = used.project_id
    where used.offering_id = required.offering_id and home.customer_id = project.customer_id
      and used.state in (2, 3, 4, 5)
  )
)`

/** Campaigns and resources, of the ids given as a sub-select, that come together at an instant. */
const candidates = (resources: Sql, at: Sql, isNew: boolean): Sql => sql`
  from campaign
  join campaign_offering on campaign_offering.campaign_id = campaign.id
  join resource on resource.offering_id = campaign_offering.offering_id
  join project on project.id = resource.project_id
  where resource.id in (${resources}) and ${isInForce(at)}
    and (campaign.auto_apply or ${isNew})
    and (campaign.coupon = '' or campaign.coupon = resource.attributes->>'coupon')
    and ${usesRequiredOfferings}
    and not exists (
      select 1 from campaign_resource as given
      where given.campaign_id = campaign.id and given.resource_id = resource.id
    )`

/**
 * Gives resources, of which an item is about to be made, the discounts that are theirs at an instant, while the stock
 * lasts. Campaigns that are not applied by themselves are for new resources only.
 */
export const giveDiscounts = async (
  db: Transaction,
  { resources, at, isNew }: { resources: Sql; at: Sql; isNew: boolean },
): Promise<void> => {
  // What is left of a stock must not be given away twice.
  const limited = await db.rows<{ id: string }>(sql`
    select id from campaign
    where stock is not null and id in (select campaign.id ${candidates(resources, at, isNew)})
    order by id for no key update
  `)
  await db.run(sql`
    insert into campaign_resource (campaign_id, resource_id, first_month)
    select campaign_id, resource_id, ${monthOf(at)}
    from (
      select campaign.id as campaign_id, resource.id as resource_id, campaign.stock,
        row_number() over (partition by campaign.id order by resource.created, resource.id)
          + (select count(*) from campaign_resource as taken where taken.campaign_id = campaign.id) as position
      ${candidates(resources, at, isNew)}
        and (campaign.stock is null or campaign.id = any(${limited.map(({ id }) => id)}::bigint[]))
    ) as candidate
    where stock is null or position <= stock
    on conflict do nothing
  `)
}

/** The lowest price that the discounts of a resource make of a price at an instant; null without a discount. */
export const discountedPrice = (resourceId: Sql, price: Sql, at: Sql): Sql => sql`(
  select min(case campaign.discount_type
    when 'discount' then ${price} * (100 - least(campaign.discount, 100)) / 100
    else campaign.discount
  end)
  from campaign_resource join campaign on campaign.id = campaign_resource.campaign_id
  where campaign_resource.resource_id = ${resourceId}
    and case when campaign.months = 0 then ${isInForce(at)}
      else ${monthOf(at)} >= campaign_resource.first_month
        and ${monthOf(at)} < campaign_resource.first_month + make_interval(months => campaign.months)
    end
)`
