import { randomUUID } from 'node:crypto'
import { jsonText } from '../../../contract/value-fields.ts'
import { holdsPermission, holdsRole } from '../../access/grants.ts'
import { onConsumer } from '../../access/visibility.ts'
import type { Transaction } from '../../db/database.ts'
import { violatedConstraint } from '../../db/database.ts'
import { sql, type Sql } from '../../db/sql.ts'
import { RuleError } from '../../errors.ts'
import { newSlug } from '../../slugs.ts'
import type { EventSource } from '../events/index.ts'
import { feeOf, lockResource, planCost, type LockedResource } from '../resource-life/index.ts'
import { emitOutcome } from './effects.ts'
import { emitOrderEvent } from './events.ts'
import { lacksPurchaseOrder, lockOrder, type LockedOrder } from './locked.ts'
import { OPEN_STATES, ORDER_TYPES, orderMachine, type OrderType } from './machine.ts'
import { moveOrder, nextStep } from './transition.ts'

export interface NewOrder {
  type: OrderType
  resourceId: string
  /** The plan that the resource has or is to get. */
  planId?: string | null
  limits?: Readonly<Record<string, number>>
  attributes?: Readonly<Record<string, unknown>>
  startDate?: string | null
  callbackUrl?: string | null
  requestComment?: string | null
  terminationComment?: string | null
  slug?: string
}

/** Who places orders: the caller of a request, or the account that stands for the system. */
export interface Orderer {
  id: string
  is_staff: boolean
}

const PENDING = new RuleError('Pending order for resource already exists.')

/** Refuses while an order of the resource waits or runs. */
export const requireNoOpenOrder = async (db: Transaction, resourceId: string): Promise<void> => {
  const { has } = await db.one<{ has: boolean }>(sql`
    select exists (
      select 1 from marketplace_order where resource_id = ${resourceId} and state = any(${OPEN_STATES}::int[])
    ) as has
  `)
  if (has) throw PENDING
}

/**
 * Writes an order for a resource, skips the consumer's review where nothing is left to review, and moves the order on
 * as far as it gets. Checks of what is ordered come before.
 */
export const placeOrder = async (
  db: Transaction,
  source: EventSource,
  orderer: Orderer,
  wanted: NewOrder,
): Promise<LockedOrder> => {
  const resource = await lockResource(db, wanted.resourceId)
  await requireNoOpenOrder(db, resource.id)
  const id = await insertOrder(db, orderer, resource, wanted)
  const order = await lockOrder(db, id)
  await emitOrderEvent(db, source, order, 'created')
  await emitOutcome(db, source, order, 'requested')
  if (!lacksPurchaseOrder(order) && (await needsNoConsumerReview(db, orderer, resource, wanted.type))) {
    await moveOrder(db, source, order, nextStep(order), consumerReview(orderer))
  }
  return order
}

/** Columns of the consumer's review. */
export const consumerReview = ({ id }: { id: string }): Sql[] => [
  sql`consumer_reviewed_by_id = ${id}`,
  sql`consumer_reviewed_at = now()`,
]

const insertOrder = async (
  db: Transaction,
  orderer: Orderer,
  { id, name, plan_id: oldPlan, offering, project }: LockedResource,
  wanted: NewOrder,
): Promise<string> => {
  const planId = wanted.planId ?? oldPlan
  const limits = jsonText(wanted.limits ?? {})
  const isSwitch = wanted.type === 'Update' && planId !== oldPlan
  const fee = feeOf(wanted.type, isSwitch)
  const cost = planCost(sql`${planId}::bigint`, sql`(resource.limits || ${limits}::jsonb)`, fee)
  const inserted = await db
    .one<{ id: string }>(
      sql`
        insert into marketplace_order
          (uuid, resource_id, offering_id, project_id, plan_id, old_plan_id, type, state, slug, limits, attributes, cost,
           created_by_id, start_date, callback_url, request_comment, termination_comment)
        select ${randomUUID()}, resource.id, ${offering.id}, ${project.id}, ${planId}::bigint,
          ${isSwitch ? oldPlan : null}::bigint, ${ORDER_TYPES[wanted.type]},
          ${orderMachine.states[orderMachine.initial]},
          ${wanted.slug ?? (await newSlug(db, 'marketplace_order', name))}, ${limits}::jsonb,
          ${jsonText(wanted.attributes ?? {})}::jsonb, ${cost}, ${orderer.id}, ${wanted.startDate ?? null}::date,
          ${wanted.callbackUrl ?? null}, ${wanted.requestComment ?? null}, ${wanted.terminationComment ?? null}
        from resource where resource.id = ${id}
        returning id
      `,
    )
    .catch((error: unknown) => {
      throw violatedConstraint(error) === 'marketplace_order_open_key' ? PENDING : error
    })
  return inserted.id
}

/** Staff and whoever could approve need no approval; nor do some orders between a provider and itself. */
const needsNoConsumerReview = async (
  db: Transaction,
  orderer: Orderer,
  { offering, project, customer }: LockedResource,
  type: OrderType,
): Promise<boolean> => {
  if (orderer.is_staff) return true
  const isAtHome = offering.customer_id === customer.id
  const isAutomatic = isAtHome && offering.shared && offering.plugin_options.auto_approve_in_service_provider_projects
  if (isAutomatic === true) return true
  const holds = (permission: Sql) =>
    holdsPermission(sql`${orderer.id}::bigint`, permission, onConsumer(sql`${project.id}`, sql`${customer.id}`))
  const owns = holdsRole(
    sql`${orderer.id}::bigint`,
    sql`'CUSTOMER.OWNER'`,
    sql`'customer'`,
    sql`${offering.customer_id}::bigint`,
  )
  const { skips } = await db.one<{ skips: boolean }>(sql`
    select ${holds(sql`'ORDER.APPROVE'`)}
      or (${!offering.shared} and ${holds(sql`'ORDER.APPROVE_PRIVATE'`)})
      or (${type === 'Terminate'} and ${owns}) as skips
  `)
  return skips
}
