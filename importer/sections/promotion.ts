import { sql } from '../../server/db/sql.ts'
import { changedIds } from '../batches.ts'
import type { Link, Section } from '../section.ts'

const offeringsIn = (table: string): Link => ({ table, from: 'campaign_id', to: 'offering_id', target: 'offering' })

export const promotionSections: Section[] = [
  {
    name: 'campaigns',
    table: 'campaign',
    keys: `uuid* name* description start_date* end_date* coupon discount_type* discount* stock months auto_apply state`,
    references: { service_provider_uuid: { table: 'service_provider', required: true } },
    links: {
      offering_uuids: offeringsIn('campaign_offering'),
      required_offering_uuids: offeringsIn('campaign_required_offering'),
    },
    allowed: {
      discount_type: ['discount', 'special_price'],
      discount: { min: 0 },
      stock: { min: 0 },
      months: { min: 0 },
      state: { min: 1, max: 3 },
    },
  },
  {
    name: 'issue_statuses',
    table: 'issue_status',
    keys: 'uuid* name* type',
    allowed: { type: [0, 1] },
    natural: ['name'],
    after: async ({ transaction }, rows) => {
      if (changedIds(rows).length === 0) return
      // Which issues are open may have changed.
      const issues = await transaction.rows<{ id: string }>(sql`
        select distinct resource_object_id as id from issue
        where resource_content_type = 'resource' and resource_object_id is not null
      `)
      for (const { id } of issues) transaction.rollup.resource(id)
    },
  },
  {
    name: 'issues',
    table: 'issue',
    keys: `uuid* summary description type status resolution priority key link backend_name backend_id`,
    references: {
      customer_uuid: { table: 'customer' },
      project_uuid: { table: 'project' },
      caller_uuid: { table: 'app_user' },
      reporter_uuid: { table: 'app_user' },
      assignee_uuid: { table: 'app_user' },
    },
    scope: {
      kind: 'resource',
      uuidKey: 'resource_uuid',
      typeColumn: 'resource_content_type',
      idColumn: 'resource_object_id',
    },
  },
]
