import { z } from 'zod'
import {
  anyJson,
  bool,
  date,
  decimal,
  double,
  email,
  fieldEnum,
  integer,
  orderEnum,
  text,
  timestamp,
  url,
  uuid,
} from '../wire.ts'
import { BillingUnit } from './catalogue.ts'

export const OrderState = z
  .enum([
    'pending-consumer',
    'pending-provider',
    'pending-project',
    'pending-start-date',
    'executing',
    'done',
    'erred',
    'canceled',
    'rejected',
  ])
  .meta({ id: 'OrderState' })

export const RequestTypes = z.enum(['Create', 'Update', 'Terminate', 'Restore']).meta({ id: 'RequestTypes' })

export const IssueReference = z.object({ key: text(), uuid: text() }).partial().meta({ id: 'IssueReference' })

/** What orders and resources say of their offering and plan. */
export const offeringAndPlan = {
  offering: url(),
  offering_name: text(),
  offering_uuid: uuid(),
  offering_description: text(),
  offering_image: url().nullable(),
  offering_thumbnail: url().nullable(),
  offering_type: text(),
  offering_shared: bool(),
  offering_billable: bool(),
  offering_plugin_options: anyJson(),
  provider_name: text(),
  provider_uuid: uuid(),
  provider_slug: text(),
  category_title: text(),
  category_uuid: uuid(),
  category_icon: url().nullable(),
  plan: url().nullable(),
  plan_unit: BillingUnit.nullable(),
  plan_name: text().nullable(),
  plan_uuid: uuid().nullable(),
  plan_description: text().nullable(),
}

export const OrderDetails = z
  .object({
    ...offeringAndPlan,
    attributes: anyJson(),
    limits: z.record(z.string(), integer()),
    uuid: uuid(),
    created: timestamp(),
    modified: timestamp(),
    resource_uuid: uuid().nullable(),
    resource_type: text().nullable(),
    resource_name: text(),
    cost: decimal().nullable(),
    state: OrderState,
    output: text(),
    marketplace_resource_uuid: uuid(),
    error_message: text(),
    error_traceback: text(),
    callback_url: url().nullable(),
    completed_at: timestamp().nullable(),
    request_comment: text().nullable(),
    attachment: url().nullable(),
    type: RequestTypes,
    start_date: date().nullable(),
    slug: text(),
    url: url(),
    consumer_reviewed_by: text().nullable(),
    consumer_reviewed_by_full_name: text().nullable(),
    consumer_reviewed_by_username: text().nullable(),
    consumer_reviewed_at: timestamp().nullable(),
    provider_reviewed_by: text().nullable(),
    provider_reviewed_by_full_name: text().nullable(),
    provider_reviewed_by_username: text().nullable(),
    provider_reviewed_at: timestamp().nullable(),
    created_by_username: text(),
    created_by_full_name: text(),
    created_by_civil_number: text().nullable(),
    created_by_email: email().nullable(),
    created_by_organization: text().nullable(),
    created_by_organization_registry_code: text().nullable(),
    customer_name: text(),
    customer_uuid: uuid(),
    customer_slug: text(),
    project_name: text(),
    project_uuid: uuid(),
    project_description: text(),
    project_slug: text(),
    old_plan_name: text().nullable(),
    new_plan_name: text().nullable(),
    old_plan_uuid: uuid().nullable(),
    new_plan_uuid: uuid().nullable(),
    old_cost_estimate: double(),
    new_cost_estimate: decimal().nullable(),
    can_terminate: bool(),
    fixed_price: double(),
    activation_price: double(),
    termination_comment: text().nullable(),
    backend_id: text(),
    order_subtype: text().nullable(),
    provider_message: text(),
    provider_message_url: text().meta({ format: 'uri' }),
    provider_message_attachment: url().nullable(),
    consumer_message: text(),
    consumer_message_attachment: url().nullable(),
    consumer_rejection_comment: text(),
    provider_rejection_comment: text(),
    issue: IssueReference.nullable(),
  })
  .partial()
  .meta({ id: 'OrderDetails' })

// The published names include one that is only ever sent.
export const OrderDetailsFieldEnum = fieldEnum(
  OrderDetails.extend({ accepting_terms_of_service: bool() }),
  'OrderDetailsFieldEnum',
)

export const ORDER_DETAILS_ORDER = ['consumer_reviewed_at', 'cost', 'created', 'state'] as const
export const OrderDetailsOEnum = orderEnum(ORDER_DETAILS_ORDER, 'OrderDetailsOEnum')

export const OrderUpdate = z
  .object({
    limits: z.record(z.string(), integer()),
    attributes: anyJson(),
    start_date: date().nullable(),
  })
  .partial()
  .meta({ id: 'OrderUpdate' })

export const OrderInfoResponse = z.object({ detail: text() }).meta({ id: 'OrderInfoResponse' })

export const OrderAttachment = z.object({ attachment: url().nullable() }).partial().meta({ id: 'OrderAttachment' })

export const OrderUUID = z.object({ order_uuid: uuid() }).meta({ id: 'OrderUUID' })
