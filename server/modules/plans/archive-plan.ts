import { sql } from '../../db/sql.ts'
import { RuleError } from '../../errors.ts'
import { Reply, type Handler } from '../../handler.ts'
import { lockPlan, reportPlan } from './change.ts'

export const archivePlan: Handler<'marketplace_plans_archive'> = async (context) => {
  const plan = await lockPlan(context)
  if (plan.archived) throw new RuleError('Plan is already archived.')
  await context.db.run(sql`update plan set archived = true, modified = now() where id = ${plan.id}`)
  await reportPlan(context, plan, {
    event_type: 'marketplace_plan_archived',
    message: `Plan ${plan.name} has been archived.`,
  })
  return new Reply(200, { detail: 'Plan has been archived.' })
}
