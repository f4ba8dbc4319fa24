import type { Transaction } from '../../../db/database.ts'
import { sql } from '../../../db/sql.ts'
import { ValidationError } from '../../../errors.ts'
import { OPEN_STATES, ORDER_TYPES } from '../machine.ts'
import { linkedUuid, unknownLink } from '../../../links.ts'
import { isOpenTo } from './offering.ts'

const refuse = (message: string) => new ValidationError({ plan: [message] })

interface PlanRequest {
  offeringId: string
  customerId: string
  /** The resource that is to get the plan, when there is one already; it is not counted. */
  resourceId?: string
}

/** The plan behind the link, when a resource of the offering may get it. */
export const findPlan = async (db: Transaction, link: string, request: PlanRequest): Promise<string> => {
  const uuid = linkedUuid(link, 'marketplace-plans', 'plan')
  const plan = await db.maybeOne<{ id: string; offering_id: string; archived: boolean; is_open: boolean }>(sql`
    select plan.id, plan.offering_id, plan.archived,
      ${isOpenTo(sql`plan_organization_group`, sql`allowed.plan_id = plan.id`, request.customerId)} as is_open
    from plan where plan.uuid = ${uuid} for key share
  `)
  if (!plan) throw unknownLink('plan')
  if (plan.offering_id !== request.offeringId) throw refuse('This plan is not available for selected offering.')
  if (plan.archived || !plan.is_open) throw refuse('Plan is not available.')
  await requirePlace(db, plan.id, request.resourceId)
  return plan.id
}

/** Refuses when the plan that a resource had is not to be had any more. */
export const requireStillOffered = async (db: Transaction, planId: string, customerId: string): Promise<void> => {
  const { is_offered } = await db.one<{ is_offered: boolean }>(sql`
    select not plan.archived and ${isOpenTo(sql`plan_organization_group`, sql`allowed.plan_id = plan.id`, customerId)}
      as is_offered
    from plan where plan.id = ${planId} for key share
  `)
  if (!is_offered) throw refuse('Plan is not available.')
}

/** Whether the offering has plans, be it none that could still be chosen. */
export const hasPlans = async (db: Transaction, offeringId: string): Promise<boolean> => {
  const { has } = await db.one<{ has: boolean }>(sql`
    select exists (select 1 from plan where offering_id = ${offeringId}) as has
  `)
  return has
}

/**
 * Refuses when as many resources as the plan admits use it, or are about to by an order to switch. The plan is locked
 * until the end of the transaction, so that parallel orders count each other.
 */
export const requirePlace = async (db: Transaction, planId: string, resourceId = '0'): Promise<void> => {
  const plan = await db.maybeOne<{ max_amount: number }>(sql`
    select max_amount from plan where id = ${planId} and max_amount is not null for no key update
  `)
  if (!plan) return
  const { used } = await db.one<{ used: string }>(sql`
    select count(*) as used from resource
    where resource.id <> ${resourceId}::bigint and (
      (resource.plan_id = ${planId} and resource.state <> 6)
      or resource.id in (
        select resource_id from marketplace_order
        where plan_id = ${planId} and type in (${ORDER_TYPES.Update}, ${ORDER_TYPES.Restore})
          and state = any(${OPEN_STATES}::int[])
      )
    )
  `)
  if (Number(used) >= plan.max_amount) throw refuse('Plan is not available because limit has been reached.')
}
