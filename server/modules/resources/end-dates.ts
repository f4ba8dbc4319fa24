import { hasEnded } from '../../access/available.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { eachApart } from '../../db/each-apart.ts'
import { SYSTEM } from '../events/index.ts'
import {
  cancelPendingOrder,
  cancelWaiting,
  OPEN_STATES,
  PENDING_STATES,
  placeOrder,
  type Orderer,
} from '../orders/index.ts'
import { lockResource, resourceMachine } from '../resource-life/index.ts'

const ROBOT = 'system_robot'
const today = sql`(now() at time zone 'utc')::date`

/** The account that stands for the system where the contract wants a user; nobody can sign in with it. */
const robot = async (db: Transaction): Promise<Orderer> => {
  await db.run(sql`
    insert into app_user (username, slug, first_name, last_name, query_field, is_active, registration_method)
    values (${ROBOT}, ${ROBOT}, 'System', 'Robot', 'system robot', false, 'default')
    on conflict do nothing
  `)
  const { id } = await db.one<{ id: string }>(sql`select id from app_user where username = ${ROBOT}`)
  // It needs nobody's approval.
  return { id, is_staff: true }
}

const isOver = sql`(resource.end_date < ${today} or ${hasEnded})`

/**
 * Cancels terminations that this job has ordered and nobody has begun with, of resources that are to live on since.
 * Returns how many.
 */
export const withdrawTerminations = async (database: Database): Promise<number> => {
  const spared = await database.rows<{ id: string }>(sql`
    select marketplace_order.id
    from marketplace_order
    join app_user as creator on creator.id = marketplace_order.created_by_id and creator.username = ${ROBOT}
    join resource on resource.id = marketplace_order.resource_id
    join project on project.id = resource.project_id
    join customer on customer.id = project.customer_id
    where marketplace_order.type = 3 and marketplace_order.state = any(${PENDING_STATES}::int[])
      and not coalesce(${isOver}, false)
    order by marketplace_order.id
  `)
  return eachApart(database, spared, (db, id) => cancelWaiting(db, SYSTEM, id))
}

/**
 * Orders the termination of resources whose end date, or whose project's, is over; orders that nobody has begun with
 * are canceled first. Each resource in a transaction of its own; safe to run in several processes. Returns how many
 * were ended.
 */
export const endExpiredResources = async (database: Database): Promise<number> => {
  const expired = await database.rows<{ id: string }>(sql`
    select resource.id
    from resource
    join project on project.id = resource.project_id
    join customer on customer.id = project.customer_id
    where resource.state <> ${resourceMachine.states.Terminated} and ${isOver}
      -- Left alone: what is being ended, and what somebody works on.
      and not exists (
        select 1 from marketplace_order as open
        where open.resource_id = resource.id and open.state = any(${OPEN_STATES}::int[])
          and (open.type = 3 or open.state = 2)
      )
      -- A termination that was rejected or failed is ordered again on the next day.
      and not exists (
        select 1 from marketplace_order as tried
        where tried.resource_id = resource.id and tried.type = 3 and tried.created > now() - interval '1 day'
      )
    order by resource.id
  `)
  return eachApart(database, expired, endResource)
}

const endResource = async (db: Transaction, id: string): Promise<number> => {
  const exists = await db.maybeOne(sql`select 1 as one from resource where id = ${id}`)
  if (!exists) return 0
  const { state } = await lockResource(db, id)
  const { is_due } = await db.one<{ is_due: boolean }>(sql`
    select ${isOver} as is_due from resource
    join project on project.id = resource.project_id
    join customer on customer.id = project.customer_id
    where resource.id = ${id}
  `)
  if (!is_due) return 0
  const outcome = await cancelPendingOrder(db, SYSTEM, id)
  if (outcome === 'busy') return 0
  const { OK, Erred } = resourceMachine.states
  // A creation that was called off has ended the resource already.
  if (state !== OK && state !== Erred) return outcome === 'canceled' ? 1 : 0
  await placeOrder(db, SYSTEM, await robot(db), {
    type: 'Terminate',
    resourceId: id,
    terminationComment: 'The end date has been reached.',
  })
  return 1
}
