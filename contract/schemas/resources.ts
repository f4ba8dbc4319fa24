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
import { OfferingComponent, OfferingState } from './catalogue.ts'
import { NestedEndpoint } from './offering-parts.ts'
import { OfferingUserState } from './offering-users.ts'
import { offeringAndPlan, OrderDetails } from './orders.ts'

export const ResourceState = z
  .enum(['Creating', 'OK', 'Erred', 'Updating', 'Terminating', 'Terminated'])
  .meta({ id: 'ResourceState' })

/** What the provider's system says of a resource; agents add keys of their own. */
export const BackendMetadata = z
  .looseObject({
    state: text(),
    runtime_state: text(),
    action: text(),
    instance_name: text().nullable(),
  })
  .partial()
  .meta({ id: 'BackendMetadata' })

export const ReportSection = z.object({ header: text(), body: text() }).partial().meta({ id: 'ReportSection' })

export const Resource = z
  .object({
    ...offeringAndPlan,
    attributes: z.record(z.string(), anyJson()),
    limits: z.record(z.string(), integer()),
    uuid: uuid(),
    created: timestamp(),
    modified: timestamp(),
    url: url(),
    scope: text().nullable(),
    description: text(),
    state: ResourceState,
    resource_uuid: uuid().nullable(),
    backend_id: text(),
    effective_id: text(),
    resource_type: text().nullable(),
    project: url(),
    project_uuid: uuid(),
    project_name: text(),
    project_description: text(),
    project_end_date: date().nullable(),
    project_end_date_requested_by: url().nullable(),
    customer_uuid: uuid(),
    customer_name: text(),
    offering_slug: text(),
    parent_offering_uuid: uuid().nullable(),
    parent_offering_name: text().nullable(),
    parent_offering_slug: text().nullable(),
    offering_backend_id: text(),
    parent_uuid: uuid().nullable(),
    parent_name: text().nullable(),
    backend_metadata: BackendMetadata,
    is_usage_based: bool(),
    is_limit_based: bool(),
    name: text(),
    slug: text(),
    current_usages: z.record(z.string(), double()),
    can_terminate: bool(),
    report: z.array(ReportSection).nullable(),
    end_date: date().nullable(),
    end_date_requested_by: url().nullable(),
    username: text().nullable(),
    limit_usage: z.record(z.string(), double()),
    downscaled: bool(),
    restrict_member_access: bool(),
    paused: bool(),
    endpoints: z.array(NestedEndpoint),
    error_message: text(),
    error_traceback: text(),
    options: anyJson().nullable(),
    available_actions: z.array(text()),
    last_sync: timestamp(),
    order_in_progress: OrderDetails.nullable(),
    creation_order: OrderDetails.nullable(),
    service_settings_uuid: uuid().nullable(),
    project_slug: text(),
    customer_slug: text(),
    user_requires_reconsent: bool(),
    renewal_date: z.record(z.string(), date()).nullable(),
    offering_state: OfferingState,
    offering_components: z.array(OfferingComponent),
  })
  .partial()
  .meta({ id: 'Resource' })

export const ResourceFieldEnum = fieldEnum(Resource, 'ResourceFieldEnum')

export const RESOURCE_ORDER = ['created', 'end_date', 'name', 'project_name', 'state'] as const
export const ResourceOEnum = orderEnum(RESOURCE_ORDER, 'ResourceOEnum')

export const ResourceUpdate = z
  .object({
    name: text(),
    description: text().optional(),
    end_date: date().nullable().optional(),
  })
  .meta({ id: 'ResourceUpdate' })

export const VersionHistory = z
  .object({
    id: integer(),
    revision_date: timestamp(),
    revision_user: z.record(z.string(), anyJson()).nullable(),
    revision_comment: text(),
    serialized_data: z.record(z.string(), anyJson()),
  })
  .meta({ id: 'VersionHistory' })

export const SubresourceOffering = z.object({ uuid: uuid(), type: text() }).meta({ id: 'SubresourceOffering' })

export const BaseComponentUsage = z
  .object({
    uuid: uuid(),
    created: timestamp(),
    description: text().optional(),
    type: text(),
    name: text(),
    measured_unit: text(),
    usage: decimal().optional(),
    date: timestamp(),
    recurring: bool().optional(),
  })
  .meta({ id: 'BaseComponentUsage' })

export const ResourcePlanPeriod = z
  .object({
    uuid: uuid(),
    plan_name: text(),
    plan_uuid: uuid(),
    start: timestamp().nullable().optional(),
    end: timestamp().nullable().optional(),
    components: z.array(BaseComponentUsage),
  })
  .meta({ id: 'ResourcePlanPeriod' })

export const ProjectUser = z
  .object({
    url: url(),
    uuid: uuid(),
    username: text(),
    full_name: text(),
    email: email().optional(),
    role: text(),
    expiration_time: timestamp().nullable(),
    offering_user_username: text().nullable(),
    offering_user_state: OfferingUserState.nullable(),
  })
  .meta({ id: 'ProjectUser' })
