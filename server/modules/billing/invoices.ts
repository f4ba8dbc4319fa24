import type { Transaction } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { itemPrice, refreshEstimates } from '../price-estimates/index.ts'
import { startOf } from './calendar.ts'

export interface BilledInvoice {
  id: string
  /** Made just now; without items it goes again. */
  isNew: boolean
}

/** The invoice of an organization for a month, made when there is none. */
export const invoiceOf = async (db: Transaction, customerId: string, month: Sql): Promise<BilledInvoice> => {
  const made = await db.run(sql`
    insert into invoice (customer_id, year, month, created, tax_percent)
    select customer.id, extract(year from ${month}), extract(month from ${month}), ${month}, customer.default_tax_percent
    from customer where customer.id = ${customerId}
    on conflict (customer_id, month, year) do nothing
  `)
  const { id } = await db.one<{ id: string }>(sql`
    select id from invoice
    where customer_id = ${customerId} and year = extract(year from ${month}) and month = extract(month from ${month})
  `)
  return { id, isNew: made > 0 }
}

/** Brings the sums of invoices up to date. The tax of an item is not rounded, that of an invoice is. */
export const refreshInvoices = async (db: Transaction, invoices: Sql): Promise<void> => {
  await db.run(sql`
    update invoice set total_cost = summed.cost, total_price = summed.price, modified = now()
    from (
      select invoice.id, coalesce(sum(item.price), 0) as cost,
        coalesce(round(sum(item.price * (100 + invoice.tax_percent) / 100), 2), 0) as price
      from invoice
      left join lateral (
        select ${itemPrice} as price from invoice_item where invoice_item.invoice_id = invoice.id
      ) as item on true
      where invoice.id in (${invoices})
      group by invoice.id
    ) as summed
    where invoice.id = summed.id and (invoice.total_cost, invoice.total_price) <> (summed.cost, summed.price)
  `)
}

/**
 * Everything that is summed from items follows a change of them: the invoice, and the estimates of the organization and
 * of its projects (of all of them unless some are named).
 */
export const refreshSums = async (
  db: Transaction,
  { customerId, invoice, projects, now }: { customerId: string; invoice: BilledInvoice; projects?: Sql; now: Sql },
): Promise<void> => {
  if (invoice.isNew) {
    await db.run(sql`
      delete from invoice where id = ${invoice.id}
        and not exists (select 1 from invoice_item where invoice_item.invoice_id = invoice.id)
    `)
  }
  db.rollup.invoice(invoice.id)
  await refreshInvoices(db, sql`${invoice.id}::bigint`)
  await refreshEstimates(db, {
    customers: sql`${customerId}::bigint`,
    projects: projects ?? sql`select project.id from project where project.customer_id = ${customerId}`,
    now,
  })
}

/** Closes the invoices of the months before: they are sent, or paid by a contract with a fixed price. */
export const closeInvoices = async (db: Transaction, customerId: string, month: Sql): Promise<void> => {
  await db.run(sql`
    update invoice set
      state = case when exists (
        select 1 from payment_profile
        where payment_profile.organization_id = invoice.customer_id and payment_profile.is_active
          and payment_profile.payment_type = 'fixed_price'
      ) then 'paid' else 'created' end,
      invoice_date = (${startOf(sql`make_date(invoice.year, invoice.month, 1)`)} at time zone 'utc' + interval '1 month')::date,
      modified = now()
    where customer_id = ${customerId} and state = 'pending' and make_date(year, month, 1) < ${month}
  `)
}
