import type { Transaction } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { monthAfter, monthOf, startOf } from './calendar.ts'
import { isInService } from './in-service.ts'
import { closeInvoices, invoiceOf, refreshSums } from './invoices.ts'
import { beginItems, LARGEST } from './items.ts'
import { repeatUsages } from './usage-items.ts'

// Where the bills of an organization stand. Whoever bills takes its account first: that locks it, and makes the months
// that began since the last time, so that a new month is the same whether the job or a request comes first.

/** A resource as it was before the change that is about to be billed. */
export interface Before {
  resourceId: string
  isLive: boolean
  /** When another than now. */
  planId?: string | null
  limits?: Readonly<Record<string, unknown>>
}

/** Prices that were announced for later are in force from the first month after. */
export const turnPrices = async (db: Transaction, now: Sql): Promise<void> => {
  const current = await db.maybeOne<{ is_current: boolean }>(sql`
    select month >= ${monthOf(now)} as is_current from price_month
  `)
  if (current?.is_current === true) return
  if (!current) {
    await db.run(sql`insert into price_month (month) values (${monthOf(now)}) on conflict do nothing`)
    return
  }
  const stale = await db.maybeOne<{ month: string }>(sql`
    select month::text from price_month where month < ${monthOf(now)} for update
  `)
  if (!stale) return
  await db.run(sql`update price_month set month = ${monthOf(now)}`)
  await db.run(sql`
    insert into plan_component_former_price (plan_component_id, until, price)
    select id, ${monthAfter(sql`${stale.month}::date`)}, price from plan_component where future_price is not null
    order by id on conflict do nothing
  `)
  const plans = await db.rows<{ plan_id: string }>(sql`
    update plan_component set price = future_price, future_price = null where future_price is not null
    returning plan_id
  `)
  // As when a plan is written; a sum that is too large to store must not keep everybody from the new month.
  await db.run(sql`
    update plan set unit_price = least(summed.price, ${LARGEST}), modified = now()
    from (
      select plan_component.plan_id, sum(plan_component.price * plan_component.amount) as price
      from plan_component join offering_component on offering_component.id = plan_component.component_id
      where offering_component.billing_type = 'fixed'
        and plan_component.plan_id = any(${plans.map(({ plan_id }) => plan_id)}::bigint[])
      group by plan_component.plan_id
    ) as summed
    where plan.id = summed.plan_id and plan.unit_price <> summed.price
  `)
}

/**
 * Locks the account of an organization and makes the months up to the current one. An account that is new starts with
 * the current month: what was loaded before has its own invoices. Returns the instant from which on there is something
 * to bill: a transaction that began before a month that others have made since happens at the beginning of that month.
 */
export const takeAccount = async (
  db: Transaction,
  { customerId, now, before }: { customerId: string; now: Sql; before?: Before },
): Promise<Sql> => {
  await turnPrices(db, now)
  await db.run(sql`
    insert into customer_billing (customer_id, month) values (${customerId}, ${monthOf(now)}) on conflict do nothing
  `)
  let account = await db.one<{ month: string; is_behind: boolean }>(sql`
    select month, month < ${monthOf(now)} as is_behind from customer_billing where customer_id = ${customerId} for update
  `)
  while (account.is_behind) {
    account = await db.one(sql`
      update customer_billing set month = ${monthAfter(sql`month`)} where customer_id = ${customerId}
      returning month, month < ${monthOf(now)} as is_behind
    `)
    await makeMonth(db, { customerId, month: account.month, before, now })
  }
  return sql`greatest(${now}, ${startOf(sql`${account.month}::date`)})`
}

/** The items that every live resource of a billable offering is charged in a month. */
const makeMonth = async (
  db: Transaction,
  { customerId, month, before, now }: { customerId: string; month: string; before: Before | undefined; now: Sql },
): Promise<void> => {
  const day = sql`${month}::date`
  await closeInvoices(db, customerId, day)
  const invoice = await invoiceOf(db, customerId, day)
  const subjects = liveResources(customerId, before)
  await repeatUsages(db, { subjects, invoiceId: invoice.id, month: day })
  await beginItems(db, { invoiceId: invoice.id, subjects, at: startOf(day), occasion: 'month' })
  await refreshSums(db, { customerId, invoice, now })
}

/** The resources that an organization is charged for, as `beginItems` takes them; the one of `before` as it was. */
export const liveResources = (customerId: string, before?: Before): Sql => {
  const isChanged = sql`resource.id = ${before?.resourceId ?? null}::bigint`
  const planId =
    before?.planId === undefined
      ? sql`resource.plan_id`
      : sql`case when ${isChanged} then ${before.planId}::bigint else resource.plan_id end`
  const limits =
    before?.limits === undefined
      ? sql`resource.limits`
      : sql`case when ${isChanged} then ${JSON.stringify(before.limits)}::jsonb else resource.limits end`
  return sql`
    select resource.id as resource_id, ${planId} as plan_id, ${limits} as limits, null::jsonb as old_limits
    from resource join project on project.id = resource.project_id
    where project.customer_id = ${customerId}
      and case when ${isChanged} then ${before?.isLive ?? false} else ${isInService} end`
}
