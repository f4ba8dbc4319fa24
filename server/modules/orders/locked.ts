import type { Queryable } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import { NotFound } from '../../errors.ts'
import { lockResource, type LockedResource } from '../resource-life/index.ts'
import { ORDER_TYPES } from './machine.ts'

/** An order and its resource, both locked. */
export interface LockedOrder {
  id: string
  uuid: string
  type: number
  state: number
  resource_id: string
  plan_id: string | null
  limits: Record<string, number>
  attributes: Record<string, unknown>
  created_by_id: string
  consumer_reviewed_at: string | null
  has_attachment: boolean
  /** By the calendar of UTC. */
  project_has_begun: boolean
  start_date_has_come: boolean
  resource: LockedResource
}

const today = sql`(now() at time zone 'utc')::date`

/** Locks the resource, then the order: always in this order, so that changes of both wait for each other. */
export const lockOrder = async (db: Queryable, id: string): Promise<LockedOrder> => {
  const found = await db.maybeOne<{ resource_id: string }>(sql`
    select resource_id from marketplace_order where id = ${id}
  `)
  if (!found) throw new NotFound('Order')
  const resource = await lockResource(db, found.resource_id)
  const locked = await db.run(sql`select 1 from marketplace_order where id = ${id} for no key update`)
  if (locked === 0) throw new NotFound('Order')
  const order = await db.one<Omit<LockedOrder, 'resource'>>(sql`
    select marketplace_order.id, marketplace_order.uuid, type, state, resource_id, plan_id, limits, attributes,
      created_by_id, consumer_reviewed_at, attachment_id is not null as has_attachment,
      coalesce(project.start_date <= ${today}, true) as project_has_begun,
      coalesce(marketplace_order.start_date <= ${today}, true) as start_date_has_come
    from marketplace_order join project on project.id = marketplace_order.project_id
    where marketplace_order.id = ${id}
  `)
  return { ...order, resource }
}

/** The consumer has to attach a purchase order before anything is made. */
export const lacksPurchaseOrder = ({ type, has_attachment, resource }: LockedOrder): boolean =>
  type === ORDER_TYPES.Create &&
  resource.offering.plugin_options.require_purchase_order_upload === true &&
  !has_attachment
