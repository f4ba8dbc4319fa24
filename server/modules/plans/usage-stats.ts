import type { PlanUsageResponse } from '../../../contract/schemas/offering-answers.ts'
import { catalogueTargets } from '../../access/targets/catalogue.ts'
import { allOf, sql, when } from '../../db/sql.ts'
import type { Handler, Wire } from '../../handler.ts'
import { count, nullableNumber, text, uuid } from '../../list/columns.ts'
import { orderBy } from '../../list/order.ts'
import { listPage } from '../../list/page.ts'
import { planConditions } from './list-plans.ts'

const joins = sql`
  join offering on offering.id = plan.offering_id
  join customer on customer.id = offering.customer_id
  cross join lateral (
    select count(*) as live from resource where resource.plan_id = plan.id and resource.state <> 6
  ) as used`

const remaining = sql`plan.max_amount - used.live::int`

/** How many live resources have each plan of the caller's providers; null where any number may. */
export const listPlanUsage: Handler<'marketplace_plans_usage_stats_list'> = (context, { query }) =>
  listPage<Wire<typeof PlanUsageResponse>>(
    context,
    {
      candidates: sql`
        from plan ${joins}
        where ${allOf([
          catalogueTargets.offering.visible(context.actor),
          ...planConditions(query),
          when(query.customer_provider_uuid, (value) => sql`customer.uuid = ${value}`),
        ])}
      `,
      id: sql`plan.id`,
      order: orderBy(
        query.o,
        { usage: [sql`used.live`], limit: [sql`plan.max_amount`], remaining: [remaining] },
        [sql`plan.name`],
        sql`plan.id`,
      ),
      source: sql`join plan on plan.id = page.id ${joins}`,
      columns: {
        plan_uuid: uuid(sql`plan.uuid`),
        plan_name: text(sql`plan.name`),
        limit: nullableNumber(sql`plan.max_amount`),
        usage: count(sql`used.live`),
        remaining: nullableNumber(remaining),
        offering_uuid: uuid(sql`offering.uuid`),
        offering_name: text(sql`offering.name`),
        customer_provider_uuid: uuid(sql`customer.uuid`),
        customer_provider_name: text(sql`customer.name`),
      },
    },
    query,
  )
