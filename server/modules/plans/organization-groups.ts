import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { findOrganizationGroups } from '../organizations/index.ts'
import { lockPlan, reportPlan, type LockedPlan, type PlanContext } from './change.ts'

const report = (context: PlanContext, plan: LockedPlan): Promise<void> =>
  reportPlan(context, plan, {
    event_type: 'marketplace_plan_updated',
    message: `Organization groups of plan ${plan.name} have been updated.`,
  })

/** Replaces the groups that may order; without a list nothing changes. */
export const updatePlanGroups: Handler<'marketplace_plans_update_organization_groups'> = async (context, { body }) => {
  const { db } = context
  const plan = await lockPlan(context)
  if (body.organization_groups === undefined) return
  const groups = await findOrganizationGroups(db, body.organization_groups)
  await db.run(sql`delete from plan_organization_group where plan_id = ${plan.id}`)
  await db.run(sql`
    insert into plan_organization_group (plan_id, organization_group_id)
    select ${plan.id}, * from unnest(${groups}::bigint[])
  `)
  await report(context, plan)
}

export const deletePlanGroups: Handler<'marketplace_plans_delete_organization_groups'> = async (context) => {
  const plan = await lockPlan(context)
  await context.db.run(sql`delete from plan_organization_group where plan_id = ${plan.id}`)
  await report(context, plan)
}
