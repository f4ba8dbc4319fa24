import type { Transaction } from '../../db/database.ts'
import { isoUuid, sql, type Sql } from '../../db/sql.ts'
import { endOf, startOf } from './calendar.ts'
import { discountedPrice, giveDiscounts } from './discounts.ts'
import { articleCode, itemDetails, itemSource, LARGEST, priceIn } from './items.ts'

// Metered usage: one item per usage, on the invoice of the usage's month, with the reported amount as its quantity.

/** What a usage is charged apart from what another payer was charged for it; less than nothing is not given back. */
const rest = sql`least(greatest(usage.usage - (
  select coalesce(sum(settled.quantity), 0) from invoice_item as settled where settled.settled_usage_id = usage.id
), 0), ${LARGEST})`

interface UsageCharge {
  invoiceId: string
  /** Id of the project that is charged, and of the plan of usages without a plan period; those of `resource` if left out. */
  project?: Sql
  plan?: Sql
  month: Sql
  /** Condition on `usage`. */
  usages: Sql
  at: Sql
}

/**
 * Writes the items of usages of one organization and month, at an instant. An item of a usage that is there gets another
 * quantity, on whichever invoice it is; its price stays. Components of other kinds are not charged by usage.
 */
export const writeUsageItems = async (
  db: Transaction,
  { invoiceId, project, plan = sql`resource.plan_id`, month, usages, at }: UsageCharge,
): Promise<void> => {
  const start = sql`greatest(${startOf(month)}, period.start_time)`
  // Discounts are looked for at the report, or at the end of a month that is over.
  const within = sql`least(greatest(${startOf(month)}, ${at}), ${endOf(month)})`
  const source = sql`
    from component_usage as usage
    left join resource_plan_period as period on period.id = usage.plan_period_id
    join resource on resource.id = usage.resource_id
    ${itemSource(sql`coalesce(period.plan_id, ${plan})`, project)}
    where component.id = usage.component_id and component.billing_type = 'usage' and ${usages}`
  const uncharged = sql`not exists (select 1 from invoice_item as item where item.component_usage_id = usage.id)`
  await giveDiscounts(db, { resources: sql`select resource.id ${source} and ${uncharged}`, at: within, isNew: false })
  await db.run(sql`
    insert into invoice_item (invoice_id, resource_id, project_id, project_name, project_uuid, name, unit, unit_price,
      quantity, measured_unit, article_code, start_time, end_time, details, component_id, plan_component_id,
      component_usage_id)
    select ${invoiceId}, resource.id, project.id, project.name, ${isoUuid(sql`project.uuid`)},
      resource.name || ' / ' || component.name, 'quantity',
      least(${priceIn(month)}, ${discountedPrice(sql`resource.id`, priceIn(month), within)}),
      ${rest}, component.measured_unit, ${articleCode},
      least(${start}, ${endOf(month)}),
      greatest(${startOf(month)}, least(${endOf(month)}, period.end_time)),
      ${itemDetails}, component.id, plan_component.id, usage.id
    ${source}
    order by usage.id
    on conflict (component_usage_id) do update set quantity = excluded.quantity, modified = now()
  `)
}

/**
 * Writes last month's recurring usages of resources, a sub-select as `beginItems` takes it, into a month, unless
 * something was reported for it already, and bills them by the plan that is in force then.
 */
export const repeatUsages = async (
  db: Transaction,
  { subjects, invoiceId, month }: { subjects: Sql; invoiceId: string; month: Sql },
): Promise<void> => {
  const repeated = await db.rows<{ id: string }>(sql`
    insert into component_usage (resource_id, component_id, plan_period_id, usage, date, billing_period, recurring,
      description)
    select usage.resource_id, usage.component_id, (
        select period.id from resource_plan_period as period
        where period.resource_id = usage.resource_id
          and (period.start_time is null or period.start_time <= ${startOf(month)})
        order by period.start_time desc nulls last, period.id desc limit 1
      ), usage.usage, ${startOf(month)}, ${month}, true, usage.description
    from (${subjects}) as subject
    cross join lateral (
      -- A month in which the plan was switched has a usage of each plan; the later one goes on.
      select distinct on (last.component_id) last.*
      from component_usage as last left join resource_plan_period as period on period.id = last.plan_period_id
      where last.resource_id = subject.resource_id
        and last.billing_period = (${month} - interval '1 month')::date
      order by last.component_id, period.start_time desc nulls last, last.id desc
    ) as usage
    where usage.recurring
      and not exists (
        select 1 from component_usage as reported
        where reported.resource_id = usage.resource_id and reported.component_id = usage.component_id
          and reported.billing_period = ${month}
      )
    order by usage.id
    on conflict do nothing
    returning id
  `)
  if (repeated.length === 0) return
  await writeUsageItems(db, {
    invoiceId,
    month,
    at: startOf(month),
    plan: sql`(select subject.plan_id from (${subjects}) as subject where subject.resource_id = resource.id)`,
    usages: sql`usage.id = any(${repeated.map(({ id }) => id)}::bigint[])`,
  })
}
