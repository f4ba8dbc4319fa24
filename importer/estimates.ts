import { sql } from '../server/db/sql.ts'
import type { LoadContext } from './load-context.ts'

/**
 * Recomputes the price estimates that the loaded rows have a part in: the sum of the current month's items without
 * tax, each rounded up in magnitude to two decimals.
 */
export const refreshEstimates = async (context: LoadContext): Promise<void> => {
  const { transaction, touched } = context
  const invoices = [...touched.invoices]
  const concerned = await transaction.rows<{ kind: 'customer' | 'project'; id: string }>(sql`
    with owner as (
      select id from customer where id = any(${[...touched.customers]}::bigint[])
      union
      select customer_id from invoice where id = any(${invoices}::bigint[])
    )
    select 'customer' as kind, id from owner
    union
    select 'project', id from project where id = any(${[...touched.projects]}::bigint[])
    union
    select 'project', project.id from project
    where project.customer_id in (select customer_id from invoice where id = any(${invoices}::bigint[]))
    union
    select 'project', project_id from invoice_item
    where invoice_id = any(${invoices}::bigint[]) and project_id is not null
  `)
  const ids = (kind: string) => concerned.filter((row) => row.kind === kind).map((row) => row.id)
  if (concerned.length === 0) return
  await transaction.run(sql`
    with item as (
      select invoice.customer_id, invoice_item.project_id,
             sign(invoice_item.unit_price * invoice_item.quantity)
               * ceil(abs(invoice_item.unit_price * invoice_item.quantity) * 100) / 100 as price
      from invoice join invoice_item on invoice_item.invoice_id = invoice.id
      where invoice.year = extract(year from now() at time zone 'utc')
        and invoice.month = extract(month from now() at time zone 'utc')
    ), total as (
      select 'customer' as content_type, scope.id as object_id, coalesce(sum(item.price), 0) as total
      from unnest(${ids('customer')}::bigint[]) as scope (id) left join item on item.customer_id = scope.id
      group by scope.id
      union all
      select 'project', scope.id, coalesce(sum(item.price), 0)
      from unnest(${ids('project')}::bigint[]) as scope (id) left join item on item.project_id = scope.id
      group by scope.id
    )
    insert into price_estimate (content_type, object_id, total)
    select content_type, object_id, total from total order by content_type, object_id
    on conflict (content_type, object_id) do update set total = excluded.total
      where price_estimate.total <> excluded.total
  `)
}
