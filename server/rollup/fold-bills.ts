import type { Queryable } from '../db/database.ts'
import { join, raw, sql, type Sql } from '../db/sql.ts'
import { overwrite, THIS_MONTH } from './columns.ts'
import { isMetered, itemPrice } from './item-price.ts'
import type { Touched } from './rollup.ts'

const INCOME = ['items', 'amount', 'live_price', 'live_tax', 'live_metered'].map(raw)
const MONTH = ['year', 'month', 'created'].map(raw)

/** Items of the touched invoices with the sums that are made of them. */
const priced = sql`
  select invoice.id as invoice_id, invoice.year, invoice.month, invoice.created, invoice_item.project_id,
    resource.offering_id, resource.state <> 6 as is_live, ${isMetered} as is_metered,
    invoice_item.unit_price * invoice_item.quantity as amount, item.price,
    item.price * invoice.tax_percent * 0.01 as tax
  from touched
  join invoice on invoice.id = touched.invoice_id
  join invoice_item on invoice_item.invoice_id = invoice.id
  cross join lateral (select ${itemPrice} as price offset 0) as item
  left join resource on resource.id = invoice_item.resource_id`

const fresh = sql`
  select invoice_id, offering_id, year, month, created, count(*)::int as items, sum(amount) as amount,
    coalesce(sum(price) filter (where is_live), 0) as live_price,
    coalesce(sum(tax) filter (where is_live), 0) as live_tax,
    (count(*) filter (where is_live and is_metered))::int as live_metered
  from item where offering_id is not null
  group by invoice_id, offering_id, year, month, created`

const change = sql`
  select offering_id, ${join(MONTH)}, ${join(INCOME)} from fresh
  union all
  select offering_id, ${join(MONTH)}, ${join(INCOME.map((sum) => sql`-${sum}`))} from stored`

const PROJECT_SUMS = ['price', 'tax', 'metered'].map(raw)

/** Recomputes what projects pay and offerings earn by the touched invoices; their organizations are locked. */
export const foldBills = async (transaction: Queryable, { invoices, turned }: Touched): Promise<void> => {
  const isCurrent = (table: Sql): Sql => sql`make_date(${table}.year, ${table}.month, 1) >= ${THIS_MONTH}`
  await transaction.rows(
    sql`
      with touched as materialized (
        select unnest(${invoices}::bigint[]) as invoice_id
        union
        select invoice.id from invoice_item join invoice on invoice.id = invoice_item.invoice_id
        where invoice_item.resource_id = any(${turned}::bigint[]) and ${isCurrent(sql`invoice`)}
      ), item as materialized (${priced}
      ), fresh as materialized (${fresh}
      ), stored as materialized (
        select invoice_offering.* from touched join invoice_offering using (invoice_id)
      ), offering_written as (
        insert into invoice_offering (invoice_id, offering_id, ${join([...MONTH, ...INCOME])})
        select invoice_id, offering_id, ${join([...MONTH, ...INCOME])} from fresh
        on conflict (invoice_id, offering_id) do ${overwrite(sql`invoice_offering`, [...MONTH, ...INCOME])}
      ), offering_deleted as (
        delete from invoice_offering using stored
        where invoice_offering.invoice_id = stored.invoice_id and invoice_offering.offering_id = stored.offering_id
          and (stored.invoice_id, stored.offering_id) not in (select invoice_id, offering_id from fresh)
      ), income_appended as (
        insert into offering_income_delta (offering_id, ${join([...MONTH, ...INCOME])})
        select offering_id, ${join(MONTH)}, ${join(INCOME.map((sum) => sql`sum(${sum})`))}
        from (${change}) as change
        where exists (select 1 from offering where offering.id = change.offering_id)
        group by offering_id, ${join(MONTH)}
        having ${join(
          INCOME.map((sum) => sql`sum(${sum}) <> 0`),
          ' or ',
        )}
      ), fresh_project as materialized (
        select project_id, year, month, invoice_id, sum(price) as price, sum(tax) as tax,
          (count(*) filter (where is_metered))::int as metered
        from item where project_id is not null group by project_id, year, month, invoice_id
      ), project_written as (
        insert into invoice_project (project_id, year, month, invoice_id, ${join(PROJECT_SUMS)})
        select project_id, year, month, invoice_id, ${join(PROJECT_SUMS)} from fresh_project
        on conflict (project_id, year, month, invoice_id) do ${overwrite(sql`invoice_project`, PROJECT_SUMS)}
      )
      delete from invoice_project using touched
      where invoice_project.invoice_id = touched.invoice_id and not exists (
        select 1 from fresh_project as still
        where ${join(
          ['project_id', 'year', 'month', 'invoice_id'].map(
            (key) => sql`still.${raw(key)} = invoice_project.${raw(key)}`,
          ),
          ' and ',
        )}
      )
    `,
    { prepare: true },
  )
}
