import { sql } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'

/** Income without tax by month, the current one and the twelve before; truncated to whole units, as clients expect. */
export const listRevenue: Handler<'marketplace_service_providers_revenue_list'> = async ({ db, provider }) => {
  const rows = await db.rows<{ total: string; year: number; month: number }>(sql`
    select trunc(sum(invoice_item.unit_price * invoice_item.quantity))::text as total, invoice.year, invoice.month
    from invoice
    join invoice_item on invoice_item.invoice_id = invoice.id
    join resource on resource.id = invoice_item.resource_id
    join offering on offering.id = resource.offering_id
    where offering.customer_id = ${provider.customer_id}
      and invoice.created >= (date_trunc('month', now() at time zone 'utc') - interval '1 year')::date
    group by invoice.year, invoice.month
    order by invoice.year, invoice.month
  `)
  return rows.map(({ total, year, month }) => ({ total: Number(total), year, month }))
}
