import type { ResponseOf } from '../../../contract/index.ts'
import { catalogueTargets } from '../../access/targets/catalogue.ts'
import type { Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotAuthenticated, NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { planDetailsJson } from './plan-json.ts'

type PlanWire = ResponseOf<'marketplace_plans_retrieve'>

const { from, visible } = catalogueTargets.plan

export const retrievePlan: Handler<'marketplace_plans_retrieve'> = async (context, { params }) => {
  const { actor, config, db } = context
  if (!actor && !config.ANONYMOUS_USER_CAN_VIEW_PLANS) throw new NotAuthenticated()
  const uuid = pathUuid(params.uuid, 'Plan')
  const found = await db.maybeOne<{ body: PlanWire }>(sql`
    select ${planDetailsJson(context)} as body ${from} where plan.uuid = ${uuid} and ${visible(actor)}
  `)
  if (!found) throw new NotFound('Plan')
  return found.body
}

/** The plan, whoever may see it. */
export const readPlan = async (context: Context, id: string): Promise<PlanWire> => {
  const { body } = await context.db.one<{ body: PlanWire }>(sql`
    select ${planDetailsJson(context)} as body ${from} where plan.id = ${id}
  `)
  return body
}
