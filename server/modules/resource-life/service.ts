import type { Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { billEnd, billLimitChange, billPlanSwitch, billStart } from '../billing/index.ts'
import { resourceMachine } from './machine.ts'

// When a resource is in service, on which plan, and that this is billed. Called after the resource itself is written.

const hasOpenPeriod = sql`exists (
  select 1 from resource_plan_period as open where open.resource_id = resource.id and open.end_time is null
)`

const openPeriod = (db: Transaction, resourceId: string): Promise<number> =>
  db.run(sql`
    insert into resource_plan_period (resource_id, plan_id, start_time)
    select resource.id, resource.plan_id, now() from resource
    where resource.id = ${resourceId} and resource.plan_id is not null and not ${hasOpenPeriod}
  `)

const closePeriod = (db: Transaction, resourceId: string): Promise<number> =>
  db.run(sql`
    update resource_plan_period set end_time = now(), modified = now()
    where resource_id = ${resourceId} and end_time is null
  `)

/** Opens the plan period and begins billing; nothing happens to a resource that is in service already. */
export const beginService = async (db: Transaction, resourceId: string): Promise<void> => {
  if ((await openPeriod(db, resourceId)) > 0) await billStart(db, resourceId)
}

/** Whether the resource has ever been delivered since it was last ordered; one that was loaded has been. */
const isInService = async (db: Transaction, resourceId: string): Promise<boolean> => {
  const { is_served } = await db.one<{ is_served: boolean }>(sql`
    select coalesce((
      select delivery.state = 3 from marketplace_order as delivery
      where delivery.resource_id = ${resourceId} and delivery.type in (1, 4)
      order by delivery.id desc limit 1
    ), true) as is_served
  `)
  return is_served
}

/** Closes the plan period and ends billing; nothing happens to a resource that never was in service. */
export const endService = async (db: Transaction, resourceId: string): Promise<void> => {
  const closed = await closePeriod(db, resourceId)
  if (closed > 0 || (await isInService(db, resourceId))) await billEnd(db, resourceId)
}

/** The plan was changed: closes the old plan's period and opens one of the new plan. */
export const switchPlan = async (db: Transaction, resourceId: string, oldPlanId: string | null): Promise<void> => {
  await closePeriod(db, resourceId)
  await openPeriod(db, resourceId)
  await billPlanSwitch(db, resourceId, oldPlanId)
}

/** The limits were changed. Before the delivery and after the end nothing is charged for them. */
export const changeLimits = async (
  db: Transaction,
  resourceId: string,
  oldLimits: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const { has_ended, has_period } = await db.one<{ has_ended: boolean; has_period: boolean }>(sql`
    select state = ${resourceMachine.states.Terminated} as has_ended, ${hasOpenPeriod} as has_period
    from resource where id = ${resourceId}
  `)
  if (has_ended) return
  if (has_period || (await isInService(db, resourceId))) await billLimitChange(db, resourceId, oldLimits)
}
