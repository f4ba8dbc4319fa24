import type { Resource } from '../../../contract/schemas/resources.ts'
import type { Caller } from '../../context.ts'
import { isoUuid, sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { stateLabel } from '../../lib/state-machine.ts'
import {
  constant,
  flag,
  json,
  link,
  nullableDate,
  nullableLink,
  nullableText,
  nullableUuid,
  text,
  timestamp,
  uuid,
} from '../../list/columns.ts'
import { nestedObject } from '../../list/nested.ts'
import { perCaller } from '../../list/made-once.ts'
import type { Column } from '../../list/selection.ts'
import { OPEN_STATES, offeringAndPlanColumns, offeringAndPlanJoins, orderColumns, orderJoins } from '../orders/index.ts'
import { resourceMachine } from '../resource-life/index.ts'
import { offeringComponents } from '../offerings/index.ts'

type ResourceWire = Wire<typeof Resource>

/** Joins of the resource columns; `resource` must be in scope. */
export const resourceJoins: Sql = sql`
  join offering on offering.id = resource.offering_id
  join project on project.id = resource.project_id
  join customer on customer.id = project.customer_id
  left join plan on plan.id = resource.plan_id
  left join resource as parent on parent.id = resource.parent_id
  left join offering as parent_offering on parent_offering.id = parent.offering_id
  left join app_user as end_date_requester on end_date_requester.id = resource.end_date_requested_by_id
  left join app_user as project_end_date_requester on project_end_date_requester.id = project.end_date_requested_by_id
  ${offeringAndPlanJoins}`

const OFFERING_STATES = ['Draft', 'Active', 'Paused', 'Archived', 'Unavailable'] as const

/** Whether the offering has components that are billed in this way. */
export const hasComponent = (billingType: Sql): Sql => sql`exists (
  select 1 from offering_component
  where offering_component.offering_id = resource.offering_id and offering_component.billing_type = ${billingType}
)`

const openOrder = sql`
  from marketplace_order
  where marketplace_order.resource_id = resource.id and marketplace_order.state = any(${OPEN_STATES}::int[])`

// The joins of an order name offering, plan and so on anew, hiding those of the resource.
const nestedOrder = (condition: Sql): Sql => sql`
  from (
    select marketplace_order.* from marketplace_order
    where marketplace_order.resource_id = resource.id and ${condition}
    order by marketplace_order.id desc limit 1
  ) as marketplace_order ${orderJoins}`

/** What of the current period of each limit is used: this month's usage, or all of the quarter, the year or ever. */
const limitUsage = sql`(
  select coalesce(jsonb_object_agg(component.type, case
    when coalesce(component.limit_period, 'month') = 'month'
      then coalesce((resource.current_usages ->> component.type)::numeric, 0)
    else coalesce((
      select sum(component_usage.usage) from component_usage
      where component_usage.resource_id = resource.id and component_usage.component_id = component.id
        and (component.limit_period = 'total' or component_usage.billing_period >= date_trunc(
          case component.limit_period when 'annual' then 'year' else 'quarter' end, now() at time zone 'utc'
        ))
    ), 0)
  end), '{}')
  from offering_component as component
  where component.offering_id = resource.offering_id and component.billing_type = 'limit'
)`

const endpoints = sql`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'uuid', ${isoUuid(sql`resource_endpoint.uuid`)}, 'name', resource_endpoint.name, 'url', resource_endpoint.url
  ) order by resource_endpoint.id), '[]')
  from resource_endpoint where resource_endpoint.resource_id = resource.id
)`

/** Numbers by component type, however they were stored. */
const usages: Column<Record<string, number>> = {
  sql: sql`resource.current_usages`,
  read: (value: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(value).map(([type, amount]) => [type, Number(amount)])),
}

const needsReconsent = (actor: Caller): Sql => sql`exists (
  select 1 from offering_terms_of_service as terms
  join user_offering_consent as consent on consent.offering_id = terms.offering_id
  where terms.offering_id = resource.offering_id and terms.is_active and terms.requires_reconsent
    and consent.user_id = ${actor.id} and consent.revocation_date is null and consent.version <> terms.version
)`

/** Columns of a resource; the same for consumers and providers. */
export const resourceColumns = perCaller<ResourceWire>((context) => {
  const { origin, actor } = context
  return {
    ...offeringAndPlanColumns(context),
    attributes: json(sql`resource.attributes`),
    limits: json(sql`resource.limits`),
    uuid: uuid(sql`resource.uuid`),
    created: timestamp(sql`resource.created`),
    modified: timestamp(sql`resource.modified`),
    url: link(origin, 'marketplace-resources', sql`resource.uuid`),
    // No backend objects of our own.
    scope: constant<string | null>(null),
    description: text(sql`resource.description`),
    state: { sql: sql`resource.state`, read: (code: number) => stateLabel(resourceMachine, code) },
    resource_uuid: constant<string | null>(null),
    backend_id: text(sql`resource.backend_id`),
    effective_id: text(sql`resource.effective_id`),
    resource_type: constant<string | null>(null),
    project: link(origin, 'projects', sql`project.uuid`),
    project_uuid: uuid(sql`project.uuid`),
    project_name: text(sql`project.name`),
    project_description: text(sql`project.description`),
    project_end_date: nullableDate(sql`project.end_date`),
    project_end_date_requested_by: nullableLink(origin, 'users', sql`project_end_date_requester.uuid`),
    customer_uuid: uuid(sql`customer.uuid`),
    customer_name: text(sql`customer.name`),
    offering_slug: text(sql`offering.slug`),
    parent_offering_uuid: nullableUuid(sql`parent_offering.uuid`),
    parent_offering_name: nullableText(sql`parent_offering.name`),
    parent_offering_slug: nullableText(sql`parent_offering.slug`),
    offering_backend_id: text(sql`offering.backend_id`),
    parent_uuid: nullableUuid(sql`parent.uuid`),
    parent_name: nullableText(sql`parent.name`),
    backend_metadata: json(sql`resource.backend_metadata`),
    is_usage_based: flag(hasComponent(sql`'usage'`)),
    is_limit_based: flag(hasComponent(sql`'limit'`)),
    name: text(sql`resource.name`),
    slug: text(sql`resource.slug`),
    current_usages: usages,
    can_terminate: flag(sql`(resource.state in (2, 3) and not exists (select 1 ${openOrder}))`),
    report: json(sql`resource.report`),
    end_date: nullableDate(sql`resource.end_date`),
    end_date_requested_by: nullableLink(origin, 'users', sql`end_date_requester.uuid`),
    username: nullableText(sql`(
      select offering_user.username from offering_user
      where offering_user.offering_id = resource.offering_id and offering_user.user_id = ${actor.id}
    )`),
    limit_usage: json(limitUsage),
    downscaled: flag(sql`resource.downscaled`),
    restrict_member_access: flag(sql`resource.restrict_member_access`),
    paused: flag(sql`resource.paused`),
    endpoints: json(endpoints),
    error_message: text(sql`resource.error_message`),
    error_traceback: text(sql`resource.error_traceback`),
    options: json(sql`resource.options`),
    available_actions: constant<string[]>([]),
    last_sync: timestamp(sql`resource.last_sync`),
    order_in_progress: nestedObject(
      orderColumns(context),
      nestedOrder(sql`marketplace_order.state = any(${OPEN_STATES}::int[])`),
    ),
    creation_order: nestedObject(orderColumns(context), nestedOrder(sql`marketplace_order.type = 1`)),
    service_settings_uuid: constant<string | null>(null),
    project_slug: text(sql`project.slug`),
    customer_slug: text(sql`customer.slug`),
    user_requires_reconsent: flag(needsReconsent(actor)),
    renewal_date: constant<Record<string, string> | null>(null),
    offering_state: { sql: sql`offering.state`, read: (code: number) => OFFERING_STATES[code - 1] },
    offering_components: offeringComponents,
  }
})
