import { sql } from '../../server/db/sql.ts'
import { assignSlugs } from '../slugs.ts'
import type { LoadContext } from '../load-context.ts'
import type { PresetRow, Section } from '../section.ts'

const RESOURCE = { resource_uuid: { table: 'resource', required: true } } as const
const PROJECT = { project_uuid: { table: 'project', required: true } } as const

const resources: Section = {
  name: 'resources',
  table: 'resource',
  keys: `uuid* name state attributes limits current_usages options report cost backend_id effective_id backend_metadata
    description slug end_date last_sync paused downscaled restrict_member_access error_message error_traceback`,
  references: {
    offering_uuid: { table: 'offering', required: true },
    ...PROJECT,
    plan_uuid: { table: 'plan' },
    end_date_requested_by_uuid: { table: 'app_user' },
    parent_uuid: { table: 'resource', late: true },
  },
  scope: {
    typeKey: 'scope_type',
    uuidKey: 'scope_uuid',
    typeColumn: 'scope_content_type',
    idColumn: 'scope_object_id',
    late: true,
  },
  allowed: { state: { min: 1, max: 6 } },
  slugSource: 'name',
}

const slugOrders = async (context: LoadContext, rows: PresetRow[]): Promise<void> => {
  const ids = rows.map(({ values }) => values.resource_id)
  const names = await context.transaction.rows<{ id: string; name: string }>(sql`
    select id, name from resource where id = any(${ids}::bigint[])
  `)
  const nameOf = new Map<unknown, string>(names.map(({ id, name }) => [id, name]))
  await assignSlugs(context, 'marketplace_order', rows, ({ values }) => nameOf.get(values.resource_id) ?? '')
}

const orders: Section = {
  name: 'orders',
  table: 'marketplace_order',
  keys: `uuid* type state slug consumer_reviewed_at provider_reviewed_at cost limits attributes output callback_url
    termination_comment request_comment completed_at start_date backend_id error_message error_traceback
    provider_message provider_message_url provider_rejection_comment consumer_message consumer_rejection_comment`,
  references: {
    ...PROJECT,
    ...RESOURCE,
    offering_uuid: { table: 'offering', required: true },
    created_by_uuid: { table: 'app_user', required: true },
    plan_uuid: { table: 'plan' },
    old_plan_uuid: { table: 'plan' },
    consumer_reviewed_by_uuid: { table: 'app_user' },
    provider_reviewed_by_uuid: { table: 'app_user' },
  },
  allowed: { type: { min: 1, max: 4 }, state: { min: 1, max: 9 } },
  beforeCreate: slugOrders,
}

export const resourceSections: Section[] = [
  resources,
  {
    name: 'resource_plan_periods',
    table: 'resource_plan_period',
    keys: 'uuid* start end',
    columns: { start: 'start_time', end: 'end_time' },
    references: { ...RESOURCE, plan_uuid: { table: 'plan', required: true } },
  },
  orders,
]
