import { requireAvailable } from '../../access/available.ts'
import { requirePermission, scopesOfOffering } from '../../access/target.ts'
import { catalogueTargets } from '../../access/targets/catalogue.ts'
import { sql } from '../../db/sql.ts'
import { Reply, type Handler } from '../../handler.ts'
import { linkedUuid, unknownLink } from '../../links.ts'
import { reportPlan } from './change.ts'
import { insertPlan, requireFreePlans } from './plan-rows.ts'
import { readPlan } from './retrieve-plan.ts'

/** Adds a plan to an offering that the caller sees as its provider. */
export const createPlan: Handler<'marketplace_plans_create'> = async (context, { body }) => {
  const { db, actor } = context
  const { offering: link, ...fields } = body
  const uuid = linkedUuid(link, 'marketplace-provider-offerings', 'offering')
  const offering = await db.maybeOne<{
    id: string
    uuid: string
    name: string
    type: string
    customer_id: string | null
    provider_id: string | null
  }>(sql`
    select offering.id, offering.uuid, offering.name, offering.type, offering.customer_id,
      service_provider.id as provider_id
    from offering left join service_provider on service_provider.customer_id = offering.customer_id
    where offering.uuid = ${uuid} and ${catalogueTargets.offering.visible(actor)}
    for key share of offering
  `)
  if (!offering) throw unknownLink('offering')
  await requirePermission(context, 'OFFERING.CREATE_PLAN', scopesOfOffering(offering))
  await requireAvailable(db, offering.customer_id)
  requireFreePlans(offering.type)
  const id = await insertPlan(db, offering.id, fields)
  const plan = await readPlan(context, id)
  await reportPlan(
    context,
    {
      uuid: plan.uuid ?? '',
      name: fields.name,
      offering_id: offering.id,
      offering_uuid: offering.uuid,
      offering_name: offering.name,
      customer_id: offering.customer_id,
    },
    { event_type: 'marketplace_plan_created', message: `Plan ${fields.name} has been created.` },
  )
  return new Reply(201, plan, { location: plan.url ?? '' })
}
