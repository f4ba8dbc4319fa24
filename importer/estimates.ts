import { sql } from '../server/db/sql.ts'
import { refreshEstimates } from '../server/modules/price-estimates/index.ts'
import type { LoadContext } from './load-context.ts'

/** Recomputes the price estimates that the loaded rows have a part in. */
export const refreshLoadedEstimates = async (context: LoadContext): Promise<void> => {
  const { transaction, touched } = context
  const invoices = [...touched.invoices]
  for (const id of invoices) transaction.rollup.invoice(id)
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
  const ids = (kind: string) => sql`
    select unnest(${concerned.filter((row) => row.kind === kind).map((row) => row.id)}::bigint[])`
  if (concerned.length === 0) return
  await refreshEstimates(transaction, { customers: ids('customer'), projects: ids('project') })
}
