import { sql, type Sql } from '../../db/sql.ts'
import { RuleError } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import { NOW, turnPrices } from '../billing/index.ts'
import { lockPlan, reportPlan, type LockedPlan, type PlanContext } from './change.ts'
import { refreshUnitPrices, requireFreePlans } from './plan-rows.ts'

// Prices, included amounts and discounts of a plan, by component type.

/** Refuses types that the offering has no (matching) component of. */
const requireComponents = async (
  { db }: PlanContext,
  plan: LockedPlan,
  types: readonly string[],
  matching: Sql = sql`true`,
): Promise<void> => {
  const rows = await db.rows<{ type: string }>(sql`
    select type from offering_component where offering_id = ${plan.offering_id} and ${matching}
  `)
  const known = new Set(rows.map(({ type }) => type))
  const unknown = types.filter((type) => !known.has(type))
  if (unknown.length > 0) throw new RuleError(`Invalid components ${unknown.join(', ')}.`)
}

/** The values by type, one row for each component of the offering, `named` when the body names it. */
const valuesByComponent = (plan: LockedPlan, values: Record<string, unknown>): Sql => sql`
  select offering_component.id as component_id, offering_component.type, offering_component.billing_type,
    given.values -> offering_component.type as value
  from offering_component, (select ${JSON.stringify(values)}::jsonb as values) as given
  where offering_component.offering_id = ${plan.offering_id}`

interface Changed {
  type: string
  old: string
  new: string
}

const report = async (
  context: PlanContext,
  plan: LockedPlan,
  changed: readonly Changed[],
  kind: { event: string; what: string },
): Promise<void> => {
  for (const change of changed) {
    await reportPlan(context, plan, {
      event_type: `marketplace_plan_component_${kind.event}_updated`,
      message: `${kind.what} of component ${change.type} in plan ${plan.name} has been updated: ${change.old} -> ${change.new}.`,
      details: { component_type: change.type },
    })
  }
}

/** The price of a plan in use changes with the month. Components that are not named cost nothing. */
export const updatePrices: Handler<'marketplace_plans_update_prices'> = async (context, { body }) => {
  const { db } = context
  // What was announced for this month is not overwritten by what is announced for the next.
  await turnPrices(db, NOW)
  const plan = await lockPlan(context)
  requireFreePlans(plan.offering_type)
  await requireComponents(context, plan, Object.keys(body.prices))
  const column = plan.is_used ? sql`future_price` : sql`price`
  const changed = await db.rows<Changed>(sql`
    with wanted as (
      select component_id, type, coalesce((value #>> '{}')::numeric(22, 10), 0) as price
      from (${valuesByComponent(plan, body.prices)}) as valued
    ), before as (
      select component_id, coalesce(${column}, price) as price from plan_component where plan_id = ${plan.id}
    ), written as (
      insert into plan_component (plan_id, component_id, ${column})
      select ${plan.id}, component_id, price from wanted order by component_id
      on conflict (plan_id, component_id) do update
        set ${plan.is_used ? sql`future_price = excluded.future_price` : sql`price = excluded.price, future_price = null`}
    )
    select wanted.type, coalesce(before.price, 0)::text as old, wanted.price::text as new
    from wanted left join before using (component_id)
    where wanted.price is distinct from coalesce(before.price, 0)
    order by wanted.type
  `)
  await refreshUnitPrices(db, sql`plan.id = ${plan.id}`, 'prices')
  await report(
    context,
    plan,
    changed,
    plan.is_used ? { event: 'future_price', what: 'Future price' } : { event: 'current_price', what: 'Current price' },
  )
}

/** Amounts are included of components of fixed billing only; those that are not named get none. */
export const updateQuotas: Handler<'marketplace_plans_update_quotas'> = async (context, { body }) => {
  const { db } = context
  const plan = await lockPlan(context)
  requireFreePlans(plan.offering_type)
  await requireComponents(context, plan, Object.keys(body.quotas), sql`billing_type = 'fixed'`)
  const changed = await db.rows<Changed>(sql`
    with wanted as (
      select component_id, type, coalesce((value #>> '{}')::int, 0) as amount
      from (${valuesByComponent(plan, body.quotas)}) as valued where billing_type = 'fixed'
    ), before as (
      select component_id, amount from plan_component where plan_id = ${plan.id}
    ), written as (
      insert into plan_component (plan_id, component_id, amount)
      select ${plan.id}, component_id, amount from wanted order by component_id
      on conflict (plan_id, component_id) do update set amount = excluded.amount
    )
    select wanted.type, coalesce(before.amount, 0)::text as old, wanted.amount::text as new
    from wanted left join before using (component_id)
    where wanted.amount <> coalesce(before.amount, 0)
    order by wanted.type
  `)
  await refreshUnitPrices(db, sql`plan.id = ${plan.id}`, 'quotas')
  await report(context, plan, changed, { event: 'quota', what: 'Quota' })
}

/** A discount is given from a threshold on, in per cent; components that are not named keep theirs. */
export const updateDiscounts: Handler<'marketplace_plans_update_discounts'> = async (context, { body }) => {
  const { db } = context
  const plan = await lockPlan(context)
  requireFreePlans(plan.offering_type)
  await requireComponents(context, plan, Object.keys(body.discounts))
  await db.run(sql`
    insert into plan_component (plan_id, component_id, discount_threshold, discount_rate)
    select ${plan.id}, component_id, (value ->> 'discount_threshold')::int, (value ->> 'discount_rate')::int
    from (${valuesByComponent(plan, body.discounts)}) as valued
    where value is not null
    order by component_id
    on conflict (plan_id, component_id) do update
      set discount_threshold = excluded.discount_threshold, discount_rate = excluded.discount_rate
  `)
  await reportPlan(context, plan, {
    event_type: 'marketplace_plan_updated',
    message: `Discounts of plan ${plan.name} have been updated.`,
  })
}
