import type { Database } from '../../db/database.ts'
import { eachApart } from '../../db/each-apart.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { takeAccount, turnPrices } from './account.ts'
import { monthOf, NOW } from './calendar.ts'

/** Organizations with a live resource or an open invoice that have no account yet. */
const openAccounts = (database: Database, now: Sql): Promise<number> =>
  database.run(sql`
    insert into customer_billing (customer_id, month)
    select customer.id, ${monthOf(now)} from customer
    where not exists (select 1 from customer_billing where customer_billing.customer_id = customer.id)
      and (
        exists (
          select 1 from project join resource on resource.project_id = project.id
          where project.customer_id = customer.id and resource.state in (2, 3, 4, 5)
        )
        or exists (select 1 from invoice where invoice.customer_id = customer.id and invoice.state = 'pending')
      )
    order by customer.id
    on conflict do nothing
  `)

/**
 * The change of the month: makes the bills of every organization whose account is behind, month by month, each in a
 * transaction of its own. May be stopped at any point and run by several processes at once; what one has locked the
 * others pass by. When some fail the rest is done before the first error is thrown. Returns how many accounts moved.
 */
export const changeMonths = async (database: Database, now: Sql = NOW): Promise<number> => {
  // Before any account is locked: requests take the two in this order.
  await database.transaction((transaction) => turnPrices(transaction, now))
  await openAccounts(database, now)
  const behind = await database.rows<{ id: string }>(sql`
    select customer_id as id from customer_billing where month < ${monthOf(now)} order by customer_id
  `)
  return eachApart(database, behind, async (db, customerId) => {
    const free = await db.maybeOne(sql`
      select customer_id from customer_billing
      where customer_id = ${customerId} and month < ${monthOf(now)}
      for update skip locked
    `)
    if (free === undefined) return 0
    await takeAccount(db, { customerId, now })
    return 1
  })
}
