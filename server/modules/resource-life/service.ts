import type { Transaction } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'
import {
  billEnd,
  billLimitChange,
  billPlanSwitch,
  billStart,
  hasOpenPeriod,
  isDelivered as delivered,
  isInService as inService,
  NOW,
} from '../billing/index.ts'

// When a resource is in service, on which plan, and that this is billed. Called after the resource itself is written.

const is = async (db: Transaction, resourceId: string, condition: Sql): Promise<boolean> => {
  const { holds } = await db.one<{ holds: boolean }>(sql`
    select ${condition} as holds from resource where id = ${resourceId}
  `)
  return holds
}

/** Whether the resource was delivered, and not ended since. */
export const isDelivered = (db: Transaction, resourceId: string): Promise<boolean> => is(db, resourceId, delivered)

/** Whether the resource works, and is charged for. */
export const isInService = (db: Transaction, resourceId: string): Promise<boolean> => is(db, resourceId, inService)

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

/** Opens the plan period of what was just delivered and begins billing, unless it works already. */
export const beginService = async (db: Transaction, resourceId: string): Promise<void> => {
  if ((await openPeriod(db, resourceId)) > 0) await billStart(db, resourceId)
}

/** The resource is OK, whatever its orders say: what never was delivered is in service from now on (C-132). */
export const resumeService = async (db: Transaction, resourceId: string): Promise<void> => {
  if (!(await isDelivered(db, resourceId))) await beginService(db, resourceId)
}

/** Closes the plan period and ends billing; nothing happens to a resource that never was in service. */
export const endService = async (db: Transaction, resourceId: string): Promise<void> => {
  const wasDelivered = await isDelivered(db, resourceId)
  await closePeriod(db, resourceId)
  if (wasDelivered || (await is(db, resourceId, runsItems))) await billEnd(db, resourceId, NOW, wasDelivered)
}

const runsItems = sql`exists (
  select 1 from invoice_item as running where running.resource_id = resource.id and running.end_time > ${NOW}
)`

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
  if (await isInService(db, resourceId)) await billLimitChange(db, resourceId, oldLimits)
}
