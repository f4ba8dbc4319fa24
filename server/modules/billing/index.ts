import type { Transaction } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { takeAccount, type Before } from './account.ts'
import { monthOf, NOW } from './calendar.ts'
import { closeInvoices, invoiceOf, refreshSums } from './invoices.ts'
import { beginItems, endItems, extendLimits, type Occasion } from './items.ts'
import { writeUsageItems } from './usage-items.ts'

export { changeMonths } from './change-months.ts'
export { takeAccount, turnPrices } from './account.ts'
export { amountOf } from './items.ts'
export { hasOpenPeriod, isDelivered, isInService } from './in-service.ts'
export { billMove } from './moves.ts'
export { monthOf, NOW } from './calendar.ts'
export { invoiceOf, refreshSums } from './invoices.ts'

// What the life of a resource does to the bills of its customer. Each function is called in the transaction of the
// change that it bills, after the change is written. `now` is the clock of the database unless a test says otherwise.

interface Billed {
  customerId: string
  projectId: string
}

/** Who pays for a resource; undefined when nobody does. */
const payerOf = (db: Transaction, resourceId: string): Promise<Billed | undefined> =>
  db.maybeOne<Billed>(sql`
    select project.customer_id::text as "customerId", project.id::text as "projectId"
    from resource
    join offering on offering.id = resource.offering_id
    join project on project.id = resource.project_id
    where resource.id = ${resourceId} and offering.billable
  `)

/** Takes the account of who pays for a resource, whoever that is by the time the account is free. */
const takePayer = async (
  db: Transaction,
  { resourceId, before, now }: { resourceId: string; before?: Before; now: Sql },
): Promise<(Billed & { at: Sql }) | undefined> => {
  let payer = await payerOf(db, resourceId)
  for (;;) {
    if (!payer) return undefined
    const at = await takeAccount(db, { customerId: payer.customerId, now, before })
    const current = await payerOf(db, resourceId)
    if (current?.customerId === payer.customerId) return { ...current, at }
    payer = current
  }
}

/** Takes the account of the payer and changes the items of the current month, then what is summed from them. */
const bill = async (
  db: Transaction,
  { before, now, oldLimits }: { before: Before; now: Sql; oldLimits?: Readonly<Record<string, unknown>> },
  change: (at: Sql, begin: (occasion: Occasion) => Promise<void>) => Promise<void>,
): Promise<void> => {
  const { resourceId } = before
  const payer = await takePayer(db, { resourceId, before, now })
  if (!payer) return
  const { customerId, projectId, at } = payer
  const invoice = await invoiceOf(db, customerId, monthOf(at))
  const subjects = sql`
    select resource.id as resource_id, resource.plan_id, resource.limits,
      ${oldLimits === undefined ? null : JSON.stringify(oldLimits)}::jsonb as old_limits
    from resource where resource.id = ${resourceId}`
  await change(at, async (occasion) => {
    await beginItems(db, { invoiceId: invoice.id, subjects, at, occasion })
  })
  await refreshSums(db, { customerId, invoice, projects: sql`${projectId}::bigint`, now: at })
}

/** A resource became OK from Creating: its recurring and one-time items begin now. */
export const billStart = (db: Transaction, resourceId: string, now: Sql = NOW): Promise<void> =>
  bill(db, { before: { resourceId, isLive: false }, now }, (_at, begin) => begin('start'))

/** A resource got another plan (already written): items of the old plan end now, those of the new one begin. */
export const billPlanSwitch = (
  db: Transaction,
  resourceId: string,
  oldPlanId: string | null,
  now: Sql = NOW,
): Promise<void> =>
  bill(db, { before: { resourceId, isLive: true, planId: oldPlanId }, now }, async (at, begin) => {
    await endItems(db, {
      resources: sql`${resourceId}::bigint`,
      timeOf: sql`plan_component.plan_id = ${oldPlanId}`,
      at,
    })
    await begin('plan switch')
  })

/** The limits of a resource changed (already written). */
export const billLimitChange = (
  db: Transaction,
  resourceId: string,
  oldLimits: Readonly<Record<string, unknown>>,
  now: Sql = NOW,
): Promise<void> =>
  bill(db, { before: { resourceId, isLive: true, limits: oldLimits }, now, oldLimits }, async (at, begin) => {
    await extendLimits(db, { resourceId, at })
    await begin('limit change')
  })

/** A resource was terminated: open items end now. `isLive`: it was in service until then. */
export const billEnd = (db: Transaction, resourceId: string, now: Sql = NOW, isLive = true): Promise<void> =>
  bill(db, { before: { resourceId, isLive }, now }, (at) => endItems(db, { resources: sql`${resourceId}::bigint`, at }))

/**
 * A usage was reported (already written): its item is made, or gets the new amount where it is. Safe to repeat. A month
 * that was charged to somebody stays with him, also when the resource has gone to another payer since.
 */
export const billUsage = async (db: Transaction, usageId: string, now: Sql = NOW): Promise<void> => {
  const usage = await db.one<{ resource_id: string; billing_period: string }>(sql`
    select resource_id, billing_period from component_usage where id = ${usageId}
  `)
  const payer = await takePayer(db, { resourceId: usage.resource_id, now })
  if (!payer) return
  const month = sql`${usage.billing_period}::date`
  const charged = await chargedBefore(db, { usageId, resourceId: usage.resource_id, month, now: payer.at })
  const customerId = charged?.customer_id ?? payer.customerId
  const project = sql`${charged?.project_id ?? payer.projectId}::bigint`
  if (customerId !== payer.customerId) await takeAccount(db, { customerId, now })
  const invoice = charged ? { id: charged.invoice_id, isNew: false } : await invoiceOf(db, customerId, month)
  await writeUsageItems(db, { invoiceId: invoice.id, project, month, usages: sql`usage.id = ${usageId}`, at: now })
  await refreshSums(db, { customerId, invoice, projects: project, now: payer.at })
  // What was made late, for a month that is over, is sent as it is.
  if (invoice.isNew) await closeInvoices(db, customerId, monthOf(payer.at))
}

/** The item of a usage; without one, and when its month is over, the last that the resource was charged in that month. */
const chargedBefore = (
  db: Transaction,
  { usageId, resourceId, month, now }: { usageId: string; resourceId: string; month: Sql; now: Sql },
) =>
  db.maybeOne<{ customer_id: string; invoice_id: string; project_id: string | null }>(sql`
    select invoice.customer_id::text, invoice.id::text as invoice_id, invoice_item.project_id::text
    from invoice_item join invoice on invoice.id = invoice_item.invoice_id
    where invoice_item.resource_id = ${resourceId} and (
      invoice_item.component_usage_id = ${usageId}
      -- Usage that was settled says who left, not who had the resource after him.
      or invoice_item.settled_usage_id is null
        and make_date(invoice.year, invoice.month, 1) = ${month} and ${month} < ${monthOf(now)}
    )
    order by invoice_item.component_usage_id is not distinct from ${usageId} desc,
      invoice_item.start_time desc, invoice_item.id desc
    limit 1
  `)
