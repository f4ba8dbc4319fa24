import type { ResponseOf } from '../../../contract/index.ts'
import { catalogueTargets } from '../../access/targets/catalogue.ts'
import type { Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotAuthenticated, NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { readObject } from '../../list/selection.ts'
import { planDetailsColumns, planJoins } from './plan-columns.ts'

type PlanWire = ResponseOf<'marketplace_plans_retrieve'>

const { from, visible } = catalogueTargets.plan

export const retrievePlan: Handler<'marketplace_plans_retrieve'> = async (context, { params }) => {
  const { actor, config } = context
  if (!actor && !config.ANONYMOUS_USER_CAN_VIEW_PLANS) throw new NotAuthenticated()
  const uuid = pathUuid(params.uuid, 'Plan')
  const found = await readObject(
    context,
    sql`${from} ${planJoins} where plan.uuid = ${uuid} and ${visible(actor)}`,
    planDetailsColumns(context),
  )
  if (!found) throw new NotFound('Plan')
  return found
}

/** The plan, whoever may see it. */
export const readPlan = async (context: Context, id: string): Promise<PlanWire> => {
  const plan = await readObject(context, sql`${from} ${planJoins} where plan.id = ${id}`, planDetailsColumns(context))
  if (!plan) throw new NotFound('Plan')
  return plan
}
