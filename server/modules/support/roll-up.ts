import type { Queryable } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'
import type { Rollup } from '../../rollup/rollup.ts'

// Providers see how many issues about their resources are open.

export interface TouchedIssue {
  resource_id: string | null
}

/** What `touchIssues` needs of written rows of `issue`. */
export const touchedIssue = sql`case when resource_content_type = 'resource' then resource_object_id end as resource_id`

export const touchIssues = (rollup: Rollup, issues: readonly TouchedIssue[]): void => {
  for (const { resource_id } of issues) if (resource_id !== null) rollup.resource(resource_id)
}

/**
 * Before a status is written: waits for those who write issues and keeps others from it, because their folds do not see
 * the status and this one does not see their issues.
 */
export const lockIssues = async (db: Queryable): Promise<void> => {
  await db.run(sql`lock table issue in share mode`)
}

/** The resources with issues of a status, which may open or close them when it comes, goes or gets another name. */
export const touchStatus = async (db: Queryable & { rollup: Rollup }, name: string): Promise<void> => {
  touchIssues(db.rollup, await db.rows<TouchedIssue>(sql`select ${touchedIssue} from issue where status = ${name}`))
}
