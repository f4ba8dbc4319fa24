import type { ComponentUsage, ComponentUserUsage } from '../../../contract/schemas/usages.ts'
import { isoUuid, sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { decimalNumber, flag, link, optional, text, timestamp, uuid } from '../../list/columns.ts'
import { perOrigin } from '../../list/made-once.ts'
import type { Columns } from '../../list/selection.ts'

/** What the columns of a usage need besides `usage`. */
export const usageJoins = sql`
  join offering_component as component on component.id = usage.component_id
  join resource on resource.id = usage.resource_id
  join offering on offering.id = resource.offering_id
  join project on project.id = resource.project_id
  join customer on customer.id = project.customer_id`

export const usageColumns: Columns<Wire<typeof ComponentUsage>> = {
  uuid: uuid(sql`usage.uuid`),
  created: timestamp(sql`usage.created`),
  description: text(sql`usage.description`),
  type: text(sql`component.type`),
  name: text(sql`component.name`),
  measured_unit: text(sql`component.measured_unit`),
  usage: decimalNumber(sql`usage.usage`),
  date: timestamp(sql`usage.date`),
  recurring: flag(sql`usage.recurring`),
  resource_name: text(sql`resource.name`),
  resource_uuid: uuid(sql`resource.uuid`),
  offering_name: text(sql`offering.name`),
  offering_uuid: uuid(sql`offering.uuid`),
  project_name: text(sql`project.name`),
  project_uuid: text(isoUuid(sql`project.uuid`)),
  customer_name: text(sql`customer.name`),
  customer_uuid: text(isoUuid(sql`customer.uuid`)),
  billing_period: text(sql`usage.billing_period`),
  modified_by: { sql: sql`usage.modified_by_id::int`, read: (id: number | null) => id },
}

export const shareJoins = sql`
  join component_usage as usage on usage.id = share.component_usage_id ${usageJoins}
  left join offering_user on offering_user.id = share.offering_user_id`

export const shareColumns = perOrigin<Wire<typeof ComponentUserUsage>>(({ origin }) => ({
  uuid: uuid(sql`share.uuid`),
  user: optional(link(origin, 'marketplace-offering-users', sql`offering_user.uuid`)),
  username: text(sql`share.username`),
  component_usage: link(origin, 'marketplace-component-usages', sql`usage.uuid`),
  usage: decimalNumber(sql`share.usage`),
  measured_unit: text(sql`component.measured_unit`),
  description: text(sql`share.description`),
  created: timestamp(sql`share.created`),
  modified: timestamp(sql`share.modified`),
  backend_id: text(sql`share.backend_id`),
  resource_name: text(sql`resource.name`),
  resource_uuid: uuid(sql`resource.uuid`),
  offering_name: text(sql`offering.name`),
  offering_uuid: uuid(sql`offering.uuid`),
  project_name: text(sql`project.name`),
  project_uuid: uuid(sql`project.uuid`),
  customer_name: text(sql`customer.name`),
  customer_uuid: uuid(sql`customer.uuid`),
  component_type: text(sql`component.type`),
  date: timestamp(sql`usage.date`),
  billing_period: text(sql`usage.billing_period`),
}))
