import { catalogueTargets } from '../../access/targets/catalogue.ts'
import type { Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotAuthenticated, NotFound } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { listPage } from '../../list/page.ts'
import { readObject } from '../../list/selection.ts'
import { pathUuid } from '../../path-uuid.ts'
import { offeringPlanColumns, planJoins } from '../plans/index.ts'

/** Id of an offering of the catalogue, whose plans the caller may see. */
const findOffering = async ({ db, actor, config }: Context, uuid: string): Promise<string> => {
  if (!actor && !config.ANONYMOUS_USER_CAN_VIEW_PLANS) throw new NotAuthenticated()
  const visible = catalogueTargets.public_offering.visible(actor)
  const found = await db.maybeOne<{ id: string }>(sql`
    select offering.id from offering where offering.uuid = ${uuid} and ${visible}
  `)
  if (!found) throw new NotFound('Offering')
  return found.id
}

export const listPublicPlans: Handler<'marketplace_public_offerings_plans_list'> = async (
  context,
  { params, query },
) => {
  const id = await findOffering(context, pathUuid(params.uuid, 'Offering'))
  return listPage(
    context,
    {
      candidates: sql`from plan where plan.offering_id = ${id} and not plan.archived`,
      id: sql`plan.id`,
      order: sql`plan.name, plan.id`,
      source: sql`join plan on plan.id = page.id join offering on offering.id = plan.offering_id ${planJoins}`,
      columns: offeringPlanColumns(context),
    },
    query,
  )
}

export const retrievePublicPlan: Handler<'marketplace_public_offerings_plans_retrieve'> = async (
  context,
  { params },
) => {
  const id = await findOffering(context, pathUuid(params.uuid, 'Offering'))
  const uuid = pathUuid(params.plan_uuid, 'Plan')
  const plan = await readObject(
    context,
    sql`
      from plan join offering on offering.id = plan.offering_id ${planJoins}
      where plan.offering_id = ${id} and plan.uuid = ${uuid} and not plan.archived`,
    offeringPlanColumns(context),
  )
  if (!plan) throw new NotFound('Plan')
  return plan
}
