import type { BodyOf } from '../../../contract/index.ts'
import { join, sql } from '../../db/sql.ts'
import { RuleError } from '../../errors.ts'
import { lockPlan, reportPlan, type PlanContext } from './change.ts'
import { givenPlanColumns, refreshUnitPrices, requireFreePlans } from './plan-rows.ts'
import { readPlan } from './retrieve-plan.ts'

/** PUT resets nothing that is not sent; a plan stays with its offering. */
export const updatePlan = async (
  context: PlanContext,
  { body }: { body: BodyOf<'marketplace_plans_partial_update'> },
) => {
  const { db } = context
  const plan = await lockPlan(context)
  requireFreePlans(plan.offering_type)
  if (plan.is_used) throw new RuleError('It is not possible to update plan because it is used by resources.')
  const assignments = givenPlanColumns(body).map(({ name, value }) => sql`${name} = ${value}`)
  await db.run(sql`update plan set ${join([sql`modified = now()`, ...assignments])} where id = ${plan.id}`)
  await refreshUnitPrices(db, sql`plan.id = ${plan.id}`)
  await reportPlan(context, plan, {
    event_type: 'marketplace_plan_updated',
    message: `Plan ${plan.name} has been updated.`,
  })
  return readPlan(context, plan.id)
}
