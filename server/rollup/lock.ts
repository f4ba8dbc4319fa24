import type { Queryable } from '../db/database.ts'
import { sql } from '../db/sql.ts'
import type { Touched } from './rollup.ts'

// Folds that concern the same organization follow one another. They wait on advisory locks, because a row of an
// organization may be locked already by somebody who will fold, too.

const FOLD_OF_CUSTOMER = 7_001
const ALL_FOLDS = 7_002
/** A transaction that concerns more organizations waits until it is the only one that folds. */
const MANY = 500

/**
 * For the folds that follow: planning would take many times as long as running. The plans look up row by row whatever
 * the values are.
 */
const settings = sql`
  set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_hashjoin', 'off', true),
  set_config('enable_mergejoin', 'off', true)`

/**
 * Waits for the organizations of all that was touched, in the order of their keys. What the fold finds to recompute
 * must not lie outside of them. So a project or resource that is being moved is waited for first; and who touched an
 * offering waits until nobody else folds, as others may use it for the first time while he waits.
 * He holds the offering by then, so those whose income is folded are waited for before the gate and not behind it.
 */
export const lockTouched = async (transaction: Queryable, touched: Touched): Promise<void> => {
  await transaction.run(sql`select ${settings}`)
  await transaction.rows(
    sql`
      with touched_resource as materialized (
        select id, project_id from resource where id = any(${touched.resources}::bigint[]) order by id for share
      ), touched_project as (
        select unnest(${touched.pairs.map(({ project_id }) => project_id)}::bigint[]) as id
        union
        select unnest(${touched.projects}::bigint[])
        union
        select project_id from touched_resource
      ), home as materialized (
        select customer_id from project where id in (select id from touched_project) order by id for key share
      ), earning as materialized (
        select id from offering where id in (
          select resource.offering_id from invoice_item join resource on resource.id = invoice_item.resource_id
          where invoice_item.invoice_id = any(${touched.invoices}::bigint[])
          union
          select offering_id from invoice_offering where invoice_id = any(${touched.invoices}::bigint[])
        ) order by id for key share
      ), concerned as materialized (
        select customer_id from home
        union
        select customer_id from sp_project where project_id = any(${touched.projects}::bigint[])
        union
        select customer_id from invoice where id = any(${touched.invoices}::bigint[])
        union
        select invoice.customer_id from invoice_item join invoice on invoice.id = invoice_item.invoice_id
        where invoice_item.resource_id = any(${touched.turned}::bigint[])
        union
        select unnest(${touched.customers}::bigint[])
      ), gate as materialized (
        select is_alone, case when is_alone then pg_advisory_xact_lock(${ALL_FOLDS}::int, 0)
          else pg_advisory_xact_lock_shared(${ALL_FOLDS}::int, 0) end as passed
        from (
          select count(*) > ${MANY} or ${touched.offerings.length > 0} as is_alone from concerned
          where (select count(*) from earning) is not null
        ) as counted
      )
      select pg_advisory_xact_lock(${FOLD_OF_CUSTOMER}::int, key)
      from (
        select distinct hashint8(concerned.customer_id) as key from concerned, gate
        where not gate.is_alone and gate.passed is not null
        order by key
      ) as ordered
    `,
    { prepare: true },
  )
}

/**
 * As `lockTouched`, for nothing but a resource that this transaction has inserted. Who moves its project, or its offering,
 * locks that for update and so waits for this transaction, or was waited for.
 */
export const lockAdded = async (transaction: Queryable, resourceId: string): Promise<void> => {
  await transaction.rows(
    sql`
      select ${settings}, pg_advisory_xact_lock_shared(${ALL_FOLDS}::int, 0),
        pg_advisory_xact_lock(${FOLD_OF_CUSTOMER}::int, hashint8(home.customer_id))
      from (
        select project.customer_id from resource join project on project.id = resource.project_id
        where resource.id = ${resourceId} for key share of project
      ) as home
    `,
    { prepare: true },
  )
}

/** Waits until nobody folds, and keeps everybody from it. */
export const lockAllFolds = async (transaction: Queryable): Promise<void> => {
  await transaction.rows(sql`select pg_advisory_xact_lock(${ALL_FOLDS}::int, 0)`)
}
