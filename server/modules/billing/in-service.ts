import { sql } from '../../db/sql.ts'

// When a resource is in service, which is what it is charged for. One meaning for the bills and for the life of the
// resource: orders may fail and states may be reported wrong, the plan period says what was delivered.

/** Whether `resource` is on a plan. */
export const hasOpenPeriod = sql`exists (
  select 1 from resource_plan_period as open where open.resource_id = resource.id and open.end_time is null
)`

/**
 * What was loaded may come without plan periods: then the last order that was to make it says whether it was made, also
 * when it was unlinked before it was done.
 */
const wasDeliveredWithoutPeriod = sql`(
  not exists (select 1 from resource_plan_period as former where former.resource_id = resource.id)
  and coalesce((
    select delivery.state = 3 from marketplace_order as delivery
    where delivery.resource_id = resource.id and delivery.type in (1, 4)
      and delivery.id > coalesce(resource.undelivered_order_id, 0)
    order by delivery.id desc limit 1
  ), resource.undelivered_order_id is null)
)`

/** Whether `resource` was delivered, and not ended since. Its state is not looked at. */
export const isDelivered = sql`(${hasOpenPeriod} or ${wasDeliveredWithoutPeriod})`

/** Whether `resource` is charged for: what is OK or Updating always, and nothing that is Terminated. */
export const isInService = sql`(
  resource.state in (2, 4) or resource.state in (3, 5) and ${isDelivered} or resource.state = 1 and ${hasOpenPeriod}
)`
