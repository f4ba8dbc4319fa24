import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { usageStats } from '../usage-stats/index.ts'

export const retrieveProjectStats: Handler<'projects_stats_retrieve'> = ({ db, target }, { query }) =>
  usageStats(db, sql`resource.project_id = ${target.id}`, query.for_current_month ?? false)
