import type { BasePublicPlan } from '../../../contract/schemas/offerings.ts'
import { catalogueTargets } from '../../access/targets/catalogue.ts'
import type { Context } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { seesFigures } from '../../access/visibility.ts'
import { NotAuthenticated, NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { DEFAULT_PAGE_SIZE } from '../../../contract/list-params.ts'
import { pageOf } from '../../list/page.ts'
import { pathUuid } from '../../path-uuid.ts'
import { planJson } from '../plans/index.ts'

type PlanWire = Wire<typeof BasePublicPlan>

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
  const rows = await context.db.rows<{ body: PlanWire }>(sql`
    select ${planJson(context.origin, seesFigures(context, sql`offering.customer_id`))} as body
    from plan join offering on offering.id = plan.offering_id
    where plan.offering_id = ${id} and not plan.archived
    order by plan.name, plan.id
  `)
  return pageOf(
    rows.map(({ body }) => body),
    query.page,
    query.page_size ?? DEFAULT_PAGE_SIZE,
  )
}

export const retrievePublicPlan: Handler<'marketplace_public_offerings_plans_retrieve'> = async (
  context,
  { params },
) => {
  const id = await findOffering(context, pathUuid(params.uuid, 'Offering'))
  const found = await context.db.maybeOne<{ body: PlanWire }>(sql`
    select ${planJson(context.origin, seesFigures(context, sql`offering.customer_id`))} as body
    from plan join offering on offering.id = plan.offering_id
    where plan.offering_id = ${id} and plan.uuid = ${pathUuid(params.plan_uuid, 'Plan')} and not plan.archived
  `)
  if (!found) throw new NotFound('Plan')
  return found.body
}
