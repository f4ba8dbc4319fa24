import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { usageStats } from '../usage-stats/index.ts'

export const retrieveCustomerStats: Handler<'customers_stats_retrieve'> = ({ db, target }, { query }) =>
  usageStats(
    db,
    sql`resource.project_id in (select project.id from project where project.customer_id = ${target.id})`,
    query.for_current_month ?? false,
  )
