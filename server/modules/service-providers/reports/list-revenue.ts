import { sql } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { incomeParts } from '../../../rollup/totals.ts'

/** Income without tax by month, the current one and the twelve before; truncated to whole units, as clients expect. */
export const listRevenue: Handler<'marketplace_service_providers_revenue_list'> = async ({ db, provider }) => {
  const rows = await db.rows<{ total: string; year: number; month: number }>(sql`
    select trunc(sum(part.amount))::text as total, part.year, part.month
    from offering cross join lateral ${incomeParts(sql`offering_id = offering.id`)}
    where offering.customer_id = ${provider.customer_id}
      and part.created >= (date_trunc('month', now() at time zone 'utc') - interval '1 year')::date
    group by part.year, part.month
    having sum(part.items) > 0
    order by part.year, part.month
  `)
  return rows.map(({ total, year, month }) => ({ total: Number(total), year, month }))
}
