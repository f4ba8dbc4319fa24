import { requireAvailable } from '../../access/available.ts'
import type { Actor, WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import type { OfTarget } from '../../handler.ts'
import { wireUuid } from '../../lib/wire.ts'
import { emitEvent } from '../events/index.ts'

export type PlanContext = WriteContext & OfTarget & { actor: Actor }

/** The plan that a change is about, locked until the transaction ends. */
export interface LockedPlan {
  id: string
  uuid: string
  name: string
  archived: boolean
  offering_id: string
  offering_uuid: string
  offering_name: string
  offering_type: string
  customer_id: string | null
  /** Whether any resource, in any state, has the plan or had it (C-244). */
  is_used: boolean
}

/** Locks the plan of the path: no resource can take it meanwhile. Its organization must be available. */
export const lockPlan = async ({ db, target }: PlanContext): Promise<LockedPlan> => {
  await requireAvailable(db, target.provider_customer_id)
  await db.run(sql`select 1 from plan where id = ${target.id} for update`)
  const plan = await db.maybeOne<LockedPlan>(sql`
    select plan.id, plan.uuid, plan.name, plan.archived, offering.id as offering_id, offering.uuid as offering_uuid,
      offering.name as offering_name, offering.type as offering_type, offering.customer_id,
      exists (select 1 from resource where resource.plan_id = plan.id)
        or exists (select 1 from resource_plan_period as period where period.plan_id = plan.id) as is_used
    from plan join offering on offering.id = plan.offering_id
    where plan.id = ${target.id}
  `)
  if (!plan) throw new NotFound('Plan')
  return plan
}

type Reported = Pick<LockedPlan, 'uuid' | 'name' | 'offering_id' | 'offering_uuid' | 'offering_name' | 'customer_id'>

/** Writes the event of a change. */
export const reportPlan = async (
  context: WriteContext,
  plan: Reported,
  event: { event_type: string; message: string; details?: Record<string, unknown> },
): Promise<void> => {
  await emitEvent(context.db, context, {
    event_type: event.event_type,
    message: event.message,
    context: {
      plan_uuid: wireUuid(plan.uuid),
      plan_name: plan.name,
      offering_uuid: wireUuid(plan.offering_uuid),
      offering_name: plan.offering_name,
      ...event.details,
    },
    scopes: [
      { content_type: 'offering', object_id: plan.offering_id },
      ...(plan.customer_id === null ? [] : [{ content_type: 'customer', object_id: plan.customer_id }]),
    ],
  })
}
