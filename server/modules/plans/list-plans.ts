import type { QueryOf } from '../../../contract/index.ts'
import { catalogueTargets } from '../../access/targets/catalogue.ts'
import { allOf, sql, when, type Sql } from '../../db/sql.ts'
import { NotAuthenticated } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { linkEquals } from '../../list/filters.ts'
import { listPage } from '../../list/page.ts'
import { planDetailsColumns, planJoins } from './plan-columns.ts'

type Filters = Pick<
  QueryOf<'marketplace_plans_list'>,
  'offering' | 'offering_slug' | 'offering_uuid' | 'parent_offering_uuid'
>

export const planConditions = (query: Filters): (Sql | undefined)[] => [
  linkEquals(sql`offering.uuid`, query.offering),
  when(query.offering_uuid, (uuid) => sql`offering.uuid = ${uuid}`),
  when(query.offering_slug, (slugs) => sql`offering.slug = any(${slugs}::text[])`),
  when(
    query.parent_offering_uuid,
    (uuid) => sql`offering.parent_id = (select id from offering as parent where uuid = ${uuid})`,
  ),
]

export const listPlans: Handler<'marketplace_plans_list'> = async (context, { query }) => {
  const { actor, config } = context
  if (!actor && !config.ANONYMOUS_USER_CAN_VIEW_PLANS) throw new NotAuthenticated()
  const { from, visible } = catalogueTargets.plan
  return listPage(
    context,
    {
      candidates: sql`${from} where ${allOf([visible(actor), ...planConditions(query)])}`,
      id: sql`plan.id`,
      order: sql`plan.name, plan.id`,
      source: sql`join plan on plan.id = page.id join offering on offering.id = plan.offering_id ${planJoins}`,
      columns: planDetailsColumns(context),
    },
    query,
  )
}
