import type { Transaction } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { liveResources, takeAccount } from './account.ts'
import { monthOf, NOW } from './calendar.ts'
import { invoiceOf, refreshSums } from './invoices.ts'
import { beginItems, endItems } from './items.ts'

// Resources that get another payer. What was charged stays where it is: one-time fees, limits on totals, and the usage
// that was reported. What charges for time ends for the old payer and begins for the new one.

interface Move {
  /** Sub-select of the ids of the resources. */
  resources: Sql
  /** Ids of organizations. */
  from: string
  to: string
}

/**
 * Writes a move of resources and bills it. The accounts are taken before: the months that are due are the old payer's.
 * Nothing is billed when the payer stays the same.
 */
export const billMove = async (
  db: Transaction,
  { resources, from, to }: Move,
  write: () => Promise<unknown>,
  now: Sql = NOW,
): Promise<void> => {
  if (from === to) {
    await write()
    return
  }
  // In one order for everybody.
  let at = now
  for (const customerId of [from, to].sort()) {
    at = await takeAccount(db, { customerId, now: at })
  }
  await write()
  await endItems(db, { resources, timeOf: sql`true`, at })
  await settleUsages(db, { resources, from, now: at })
  const invoice = await invoiceOf(db, to, monthOf(at))
  await beginItems(db, {
    invoiceId: invoice.id,
    subjects: sql`select live.* from (${liveResources(to)}) as live where live.resource_id in (${resources})`,
    at,
    occasion: 'month',
  })
  await refreshSums(db, { customerId: from, invoice: await invoiceOf(db, from, monthOf(at)), now: at })
  await refreshSums(db, { customerId: to, invoice, now: at })
}

/** What was reported of this month stays charged; only what is reported on top of it goes to the new payer. */
const settleUsages = async (
  db: Transaction,
  { resources, from, now }: { resources: Sql; from: string; now: Sql },
): Promise<void> => {
  await db.run(sql`
    update invoice_item set settled_usage_id = invoice_item.component_usage_id, component_usage_id = null
    from component_usage as usage, invoice
    where usage.id = invoice_item.component_usage_id and usage.resource_id in (${resources})
      and usage.billing_period = ${monthOf(now)}
      and invoice.id = invoice_item.invoice_id and invoice.customer_id = ${from}
  `)
}
