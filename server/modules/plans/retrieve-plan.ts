import type { ProviderPlanDetails } from '../../../contract/schemas/catalogue.ts'
import { effective } from '../../access/grants.ts'
import { isPrivileged, seesFigures } from '../../access/visibility.ts'
import type { Actor } from '../../context.ts'
import { anyOf, isoUuid, sql, type Sql } from '../../db/sql.ts'
import { NotAuthenticated, NotFound } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { pathUuid } from '../../path-uuid.ts'
import { planJson } from './plan-json.ts'

/** Active or paused, and not restricted to one organization. */
const isPublic = sql`offering.shared and offering.state in (2, 3)`

const isOnProviderSide = (actor: Actor): Sql => sql`exists (
  select 1 from user_role as held
  left join service_provider on held.content_type = 'service_provider' and service_provider.id = held.object_id
  where held.user_id = ${actor.id} and ${effective(sql`held`)} and (
    (held.content_type = 'customer' and held.object_id = offering.customer_id)
    or (held.content_type = 'offering' and held.object_id = offering.id)
    or service_provider.customer_id = offering.customer_id
  )
)`

const isVisible = (actor: Actor | undefined): Sql => {
  if (!actor) return isPublic
  return isPrivileged(actor) ? sql`true` : anyOf([isPublic, isOnProviderSide(actor)])
}

export const retrievePlan: Handler<'marketplace_plans_retrieve'> = async (context, { params }) => {
  const { actor, config, db, origin } = context
  if (!actor && !config.ANONYMOUS_USER_CAN_VIEW_PLANS) throw new NotAuthenticated()
  const uuid = pathUuid(params.uuid, 'Plan')
  const found = await db.maybeOne<{ body: Wire<typeof ProviderPlanDetails> }>(sql`
    select ${planJson(origin, seesFigures(context, sql`offering.customer_id`))} || jsonb_build_object(
      'offering', ${origin} || '/api/marketplace-provider-offerings/' || ${isoUuid(sql`offering.uuid`)} || '/'
    ) as body
    from plan join offering on offering.id = plan.offering_id
    where plan.uuid = ${uuid} and ${isVisible(actor)}
  `)
  if (!found) throw new NotFound('Plan')
  return found.body
}
