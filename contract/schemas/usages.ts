import { z } from 'zod'
import { bool, date, decimal, double, fieldEnum, integer, orderEnum, text, timestamp, url, uuid } from '../wire.ts'

export const ComponentUsage = z
  .object({
    uuid: uuid(),
    created: timestamp(),
    description: text(),
    type: text(),
    name: text(),
    measured_unit: text(),
    // C-140: with its fraction.
    usage: double(),
    date: timestamp(),
    recurring: bool(),
    resource_name: text(),
    resource_uuid: uuid(),
    offering_name: text(),
    offering_uuid: uuid(),
    project_name: text(),
    project_uuid: text(),
    customer_name: text(),
    customer_uuid: text(),
    billing_period: date(),
    modified_by: integer().nullable(),
  })
  .partial()
  .meta({ id: 'ComponentUsage' })

export const ComponentUsageFieldEnum = fieldEnum(ComponentUsage, 'ComponentUsageFieldEnum')
export const COMPONENT_USAGE_ORDER = ['billing_period', 'usage'] as const
export const ComponentUsageOEnum = orderEnum(COMPONENT_USAGE_ORDER, 'ComponentUsageOEnum')

export const ComponentUserUsage = z
  .object({
    uuid: uuid(),
    user: url(),
    username: text(),
    component_usage: url(),
    // C-140: with its fraction.
    usage: double(),
    measured_unit: text(),
    description: text(),
    created: timestamp(),
    modified: timestamp(),
    backend_id: text(),
    resource_name: text(),
    resource_uuid: uuid(),
    offering_name: text(),
    offering_uuid: uuid(),
    project_name: text(),
    project_uuid: uuid(),
    customer_name: text(),
    customer_uuid: uuid(),
    component_type: text(),
    date: timestamp(),
    billing_period: date(),
  })
  .partial()
  .meta({ id: 'ComponentUserUsage' })

export const ComponentUserUsageFieldEnum = fieldEnum(ComponentUserUsage, 'ComponentUserUsageFieldEnum')
export const COMPONENT_USER_USAGE_ORDER = ['component_usage__billing_period', 'usage', 'username'] as const
export const ComponentUserUsageOEnum = orderEnum(COMPONENT_USER_USAGE_ORDER, 'ComponentUserUsageOEnum')

export const ComponentUserUsageLimit = z
  .object({
    url: url(),
    uuid: uuid(),
    resource: url(),
    component: uuid(),
    component_type: text(),
    user: url(),
    limit: decimal().optional(),
  })
  .meta({ id: 'ComponentUserUsageLimit' })
