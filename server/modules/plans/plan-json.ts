import { seesFigures } from '../../access/visibility.ts'
import type { Context } from '../../context.ts'
import { resourcesOf } from '../../rollup/totals.ts'
import { isoUuid, sql, type Sql } from '../../db/sql.ts'
import { organizationGroupsJson } from '../organizations/index.ts'

/** What the plan components add up to; one row, named `priced`. */
const priced = sql`(
  select
    coalesce(json_agg(json_build_object(
      'type', offering_component.type,
      'name', offering_component.name,
      'measured_unit', offering_component.measured_unit,
      'amount', plan_component.amount,
      'price', plan_component.price::text,
      'future_price', plan_component.future_price::text,
      'discount_threshold', plan_component.discount_threshold,
      'discount_rate', plan_component.discount_rate
    ) order by offering_component.name, offering_component.id), '[]') as components,
    coalesce(json_object_agg(offering_component.type, plan_component.price::text), '{}') as prices,
    coalesce(json_object_agg(offering_component.type, plan_component.future_price::text), '{}') as future_prices,
    coalesce(json_object_agg(offering_component.type, plan_component.amount), '{}') as quotas,
    coalesce(sum(plan_component.price * plan_component.amount)
      filter (where offering_component.billing_type = 'one'), 0) as init_price,
    coalesce(sum(plan_component.price * plan_component.amount)
      filter (where offering_component.billing_type = 'few'), 0) as switch_price,
    coalesce(sum(case offering_component.billing_type
      when 'limit' then plan_component.price
      when 'one' then plan_component.price
      when 'fixed' then plan_component.price * case plan_component.amount when 0 then 1 else plan_component.amount end
      else 0
    end), 0) as minimal_price,
    array_agg(distinct offering_component.billing_type) filter (where plan_component.price <> 0) as billing_types
  from plan_component
  join offering_component on offering_component.id = plan_component.component_id
  where plan_component.plan_id = plan.id
) as priced`

const planType = sql`
  case
    when cardinality(priced.billing_types) > 1 then 'mixed'
    else case priced.billing_types[1]
      when 'usage' then 'usage-based'
      when 'fixed' then 'fixed'
      when 'one' then 'one-time'
      when 'few' then 'on-plan-switch'
      when 'limit' then 'limit'
    end
  end`

const groups = sql`
  select plan_organization_group.organization_group_id from plan_organization_group
  where plan_organization_group.plan_id = plan.id`

/**
 * A plan as nested JSON; `plan` must be in scope. Prices by component are text, the sums are numbers. Without the
 * right to see figures the use of the plan is 0 (C-092); that it is used up is told to those who may order it. `more`
 * are further keys and values, each behind a comma.
 */
export const planJson = (origin: string, seesFigures: Sql, more: Sql = sql``): Sql => sql`(
  select json_build_object(
    'url', ${origin} || '/api/marketplace-plans/' || ${isoUuid(sql`plan.uuid`)} || '/',
    'uuid', ${isoUuid(sql`plan.uuid`)},
    'name', plan.name,
    'description', plan.description,
    'article_code', plan.article_code,
    'max_amount', plan.max_amount,
    'archived', plan.archived,
    'is_active', plan.max_amount is null or plan.max_amount > used.live,
    'unit_price', plan.unit_price::text,
    'unit', plan.unit,
    'init_price', priced.init_price,
    'switch_price', priced.switch_price,
    'backend_id', plan.backend_id,
    'organization_groups', ${organizationGroupsJson(origin, groups)},
    'components', priced.components,
    'prices', priced.prices,
    'future_prices', priced.future_prices,
    'quotas', priced.quotas,
    'resources_count', case when ${seesFigures} then used.total else 0 end,
    'plan_type', ${planType},
    'minimal_price', priced.minimal_price${more}
  )
  from ${priced}, (
    select ${resourcesOf('plan', 'resources')} as total, ${resourcesOf('plan', 'live_resources')} as live
    where offering.customer_id is not null
    union all
    -- Nothing is rolled up for an offering without a provider.
    select count(*), count(*) filter (where resource.state <> 6) from resource
    where resource.plan_id = plan.id and offering.customer_id is null having offering.customer_id is null
  ) as used
)`

/** A plan with the link to its offering, which must be in scope, too. */
export const planDetailsJson = ({ origin, ...caller }: Context): Sql => {
  const offering = sql`${origin} || '/api/marketplace-provider-offerings/' || ${isoUuid(sql`offering.uuid`)} || '/'`
  return planJson(origin, seesFigures(caller, sql`offering.customer_id`), sql`, 'offering', ${offering}`)
}
