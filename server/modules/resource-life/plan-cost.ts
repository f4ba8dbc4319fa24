import { sql, type Sql } from '../../db/sql.ts'
import { amountOf } from '../billing/index.ts'

/** What is due once for an order, apart from what is due for time: at the beginning, or at each switch of the plan. */
export type Fee = 'one' | 'few'

/** The fee of an order of a type; `isSwitch` says that its plan is not that of the resource. */
export const feeOf = (type: 'Create' | 'Update' | 'Terminate' | 'Restore', isSwitch: boolean): Fee | undefined =>
  type === 'Create' ? 'one' : type === 'Update' && isSwitch ? 'few' : undefined

/**
 * What a plan costs per its unit at these limits: the fixed part, and the price of every limit. With the fee of an
 * order if one is named. numeric; null without a plan.
 */
export const planCost = (planId: Sql, limits: Sql, fee?: Fee): Sql => sql`(
  case when ${planId} is not null then coalesce((
    select sum(plan_component.price * case
      when offering_component.billing_type = 'limit' then coalesce((${limits} ->> offering_component.type)::numeric, 0)
      when offering_component.billing_type in ('fixed', ${fee ?? 'fixed'}::text)
        then ${amountOf(sql`offering_component.billing_type`)}
      else 0
    end)
    from plan_component
    join offering_component on offering_component.id = plan_component.component_id
    where plan_component.plan_id = ${planId}
  ), 0) end
)`
