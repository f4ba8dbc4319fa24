import type { Queryable } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { itemPrice } from '../../rollup/item-price.ts'

/**
 * Stores the estimates of organizations and projects, given as sub-selects of their ids: the sum of the items of the
 * month that `now` lies in, without tax.
 */
export const refreshEstimates = async (
  db: Queryable,
  { customers, projects, now = sql`now()` }: { customers: Sql; projects: Sql; now?: Sql },
): Promise<void> => {
  await db.run(sql`
    with item as (
      select invoice.customer_id, invoice_item.project_id, ${itemPrice} as price
      from invoice join invoice_item on invoice_item.invoice_id = invoice.id
      where invoice.year = extract(year from ${now} at time zone 'utc')
        and invoice.month = extract(month from ${now} at time zone 'utc')
        and (invoice.customer_id in (${customers}) or invoice_item.project_id in (${projects}))
    ), total as (
      select 'customer' as content_type, scope.id as object_id, coalesce(sum(item.price), 0) as total
      from customer as scope left join item on item.customer_id = scope.id
      where scope.id in (${customers}) group by scope.id
      union all
      select 'project', scope.id, coalesce(sum(item.price), 0)
      from project as scope left join item on item.project_id = scope.id
      where scope.id in (${projects}) group by scope.id
    )
    insert into price_estimate (content_type, object_id, total)
    select content_type, object_id, total from total order by content_type, object_id
    on conflict (content_type, object_id) do update set total = excluded.total
      where price_estimate.total <> excluded.total
  `)
}
