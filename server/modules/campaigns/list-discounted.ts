import { targets } from '../../access/targets/index.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { listPage } from '../../list/page.ts'
import { orderColumns, orderJoins, ORDER_TYPES } from '../orders/index.ts'
import { resourceColumns, resourceJoins } from '../resources/index.ts'

// What has got the discount of a campaign, as far as the caller sees it.

const isDiscounted = (campaignId: string, resourceId: Sql): Sql => sql`exists (
  select 1 from campaign_resource as discounted
  where discounted.campaign_id = ${campaignId} and discounted.resource_id = ${resourceId}
)`

export const listDiscountedOrders: Handler<'promotions_campaigns_orders_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`${targets.order.from} where ${targets.order.visible(context.actor)}
        and marketplace_order.type = ${ORDER_TYPES.Create}
        and ${isDiscounted(context.target.id, sql`marketplace_order.resource_id`)}`,
      id: sql`marketplace_order.id`,
      order: sql`marketplace_order.created, marketplace_order.id`,
      source: sql`join marketplace_order on marketplace_order.id = page.id ${orderJoins}`,
      columns: orderColumns(context),
    },
    query,
  )

export const listDiscountedResources: Handler<'promotions_campaigns_resources_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`from resource ${resourceJoins} where ${targets.provider_resource.visible(context.actor)}
        and ${isDiscounted(context.target.id, sql`resource.id`)}`,
      id: sql`resource.id`,
      order: sql`resource.created, resource.id`,
      source: sql`join resource on resource.id = page.id ${resourceJoins}`,
      columns: resourceColumns(context),
    },
    query,
  )
