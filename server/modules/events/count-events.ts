import { sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { eventCandidates } from './filters.ts'

export const countEvents: Handler<'events_count_retrieve'> = async ({ db, actor }, { query }) => {
  const { count } = await db.one<{ count: string }>(sql`select count(*) ${eventCandidates(actor, query)}`)
  return { count: Number(count) }
}
