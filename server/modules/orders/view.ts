import type { OrderDetails } from '../../../contract/schemas/orders.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { ViewContext } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { stateLabel } from '../../lib/state-machine.ts'
import {
  constant,
  flag,
  json,
  link,
  nullableDate,
  nullableText,
  nullableTimestamp,
  nullableUuid,
  smallNumber,
  text,
  timestamp,
  uuid,
} from '../../list/columns.ts'
import { madeOnce } from '../../list/made-once.ts'
import type { Columns } from '../../list/selection.ts'
import { amountOf } from '../billing/index.ts'
import { mediaLink } from '../files/index.ts'
import { fullNameSql } from '../../access/users.ts'
import { planCost } from '../resource-life/index.ts'
import { orderMachine, orderTypeOf, PENDING_STATES } from './machine.ts'
import { offeringAndPlanColumns, offeringAndPlanJoins } from './offering-and-plan.ts'
import { MANUAL_TYPES } from './offering-types.ts'

export type OrderWire = Wire<typeof OrderDetails>

/** Joins of the order columns; `marketplace_order` must be in scope. */
export const orderJoins: Sql = sql`
  join resource on resource.id = marketplace_order.resource_id
  join offering on offering.id = marketplace_order.offering_id
  join project on project.id = marketplace_order.project_id
  join customer on customer.id = project.customer_id
  left join plan on plan.id = marketplace_order.plan_id
  left join plan as old_plan on old_plan.id = marketplace_order.old_plan_id
  join app_user as creator on creator.id = marketplace_order.created_by_id
  left join app_user as consumer_reviewer on consumer_reviewer.id = marketplace_order.consumer_reviewed_by_id
  left join app_user as provider_reviewer on provider_reviewer.id = marketplace_order.provider_reviewed_by_id
  ${offeringAndPlanJoins}`

const nameOrNull = (person: Sql): Sql => sql`case when ${person}.id is not null then ${fullNameSql(person)} end`

const isUpdate = sql`marketplace_order.type = 2`

/** Sum over the plan's components of one way of billing, as a JSON number. */
const planSum = (billingType: Sql): Sql => sql`(
  select coalesce(to_jsonb(sum(plan_component.price * ${amountOf(billingType)})), '0')
  from plan_component join offering_component on offering_component.id = plan_component.component_id
  where plan_component.plan_id = plan.id and offering_component.billing_type = ${billingType}
)`

/** Can still be called off. */
const canCancel = sql`(
  marketplace_order.state = any(${PENDING_STATES}::int[])
  or (marketplace_order.state = ${orderMachine.states.executing} and offering.type = any(${MANUAL_TYPES}::text[]))
)`

const columns = madeOnce((origin: string, seesCivilNumbers: boolean): Columns<OrderWire> => ({
  ...offeringAndPlanColumns({ origin }),
  attributes: json(sql`marketplace_order.attributes`),
  limits: json(sql`marketplace_order.limits`),
  uuid: uuid(sql`marketplace_order.uuid`),
  created: timestamp(sql`marketplace_order.created::text`),
  modified: timestamp(sql`marketplace_order.modified::text`),
  // No backend objects of our own.
  resource_uuid: constant<string | null>(null),
  resource_type: constant<string | null>(null),
  resource_name: text(sql`resource.name`),
  cost: nullableText(sql`marketplace_order.cost::text`),
  state: { sql: sql`marketplace_order.state`, read: (code: number) => stateLabel(orderMachine, code) },
  output: text(sql`marketplace_order.output`),
  marketplace_resource_uuid: uuid(sql`resource.uuid`),
  error_message: text(sql`marketplace_order.error_message`),
  error_traceback: text(sql`marketplace_order.error_traceback`),
  callback_url: nullableText(sql`marketplace_order.callback_url`),
  completed_at: nullableTimestamp(sql`marketplace_order.completed_at::text`),
  request_comment: nullableText(sql`marketplace_order.request_comment`),
  attachment: mediaLink(origin, sql`marketplace_order.attachment_id`),
  type: { sql: sql`marketplace_order.type`, read: (code: number) => orderTypeOf(code) },
  start_date: nullableDate(sql`marketplace_order.start_date::text`),
  slug: text(sql`marketplace_order.slug`),
  url: link(origin, 'marketplace-orders', sql`marketplace_order.uuid`),
  consumer_reviewed_by: nullableText(sql`consumer_reviewer.username`),
  consumer_reviewed_by_full_name: nullableText(nameOrNull(sql`consumer_reviewer`)),
  consumer_reviewed_by_username: nullableText(sql`consumer_reviewer.username`),
  consumer_reviewed_at: nullableTimestamp(sql`marketplace_order.consumer_reviewed_at::text`),
  provider_reviewed_by: nullableText(sql`provider_reviewer.username`),
  provider_reviewed_by_full_name: nullableText(nameOrNull(sql`provider_reviewer`)),
  provider_reviewed_by_username: nullableText(sql`provider_reviewer.username`),
  provider_reviewed_at: nullableTimestamp(sql`marketplace_order.provider_reviewed_at::text`),
  created_by_username: text(sql`creator.username`),
  created_by_full_name: text(fullNameSql(sql`creator`)),
  created_by_civil_number: seesCivilNumbers ? nullableText(sql`creator.civil_number`) : undefined,
  created_by_email: nullableText(sql`creator.email`),
  created_by_organization: nullableText(sql`creator.organization`),
  created_by_organization_registry_code: nullableText(sql`creator.organization_registry_code`),
  customer_name: text(sql`customer.name`),
  customer_uuid: uuid(sql`customer.uuid`),
  customer_slug: text(sql`customer.slug`),
  project_name: text(sql`project.name`),
  project_uuid: uuid(sql`project.uuid`),
  project_description: text(sql`project.description`),
  project_slug: text(sql`project.slug`),
  old_plan_name: nullableText(sql`old_plan.name`),
  new_plan_name: nullableText(sql`case when ${isUpdate} then plan.name end`),
  old_plan_uuid: nullableUuid(sql`old_plan.uuid`),
  new_plan_uuid: nullableUuid(sql`case when ${isUpdate} then plan.uuid end`),
  old_cost_estimate: smallNumber(sql`coalesce(to_jsonb(resource.cost), '0')`),
  new_cost_estimate: nullableText(
    sql`${planCost(sql`plan.id`, sql`(resource.limits || marketplace_order.limits)`)}::text`,
  ),
  can_terminate: flag(canCancel),
  fixed_price: smallNumber(planSum(sql`'fixed'`)),
  activation_price: smallNumber(planSum(sql`case when ${isUpdate} then 'few' else 'one' end`)),
  termination_comment: nullableText(sql`marketplace_order.termination_comment`),
  backend_id: text(sql`marketplace_order.backend_id`),
  order_subtype: constant<string | null>(null),
  provider_message: text(sql`marketplace_order.provider_message`),
  provider_message_url: text(sql`marketplace_order.provider_message_url`),
  provider_message_attachment: mediaLink(origin, sql`marketplace_order.provider_message_attachment_id`),
  consumer_message: text(sql`marketplace_order.consumer_message`),
  consumer_message_attachment: mediaLink(origin, sql`marketplace_order.consumer_message_attachment_id`),
  consumer_rejection_comment: text(sql`marketplace_order.consumer_rejection_comment`),
  provider_rejection_comment: text(sql`marketplace_order.provider_rejection_comment`),
  issue: constant<OrderWire['issue'] & null>(null),
}))

/**
 * Columns of an order; also used inside of resources, so instants, dates and decimals are texts. Civil numbers are for
 * staff and support only.
 */
export const orderColumns = ({ origin, actor }: ViewContext): Columns<OrderWire> => columns(origin, isPrivileged(actor))
