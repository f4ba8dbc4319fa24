import { sql, type Sql } from '../../db/sql.ts'

/**
 * What a plan costs per its unit at these limits: the fixed part, and the price of every limit. With `once` also what
 * is due at the beginning (`one`) or on each switch (`few`). numeric; null without a plan.
 */
export const planCost = (planId: Sql, limits: Sql, once?: 'one' | 'few'): Sql => sql`(
  case when ${planId} is not null then coalesce((
    select sum(plan_component.price * case
      when offering_component.billing_type = 'limit' then coalesce((${limits} ->> offering_component.type)::numeric, 0)
      when offering_component.billing_type in ('fixed', ${once ?? 'fixed'}::text) then plan_component.amount
      else 0
    end)
    from plan_component
    join offering_component on offering_component.id = plan_component.component_id
    where plan_component.plan_id = ${planId}
  ), 0) end
)`
