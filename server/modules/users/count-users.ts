import type { QueryOf } from '../../../contract/index.ts'
import type { Authenticated, Context } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Handler } from '../../handler.ts'
import { DEFAULT_PAGE_SIZE } from '../../../contract/list-params.ts'
import { pageOf } from '../../list/page.ts'
import { userCandidates } from './list-users.ts'

// Numbers of the users that the caller sees and asks for, by one of their attributes.

type Query = QueryOf<'users_user_language_count_list'>

const counted = async <Name extends string>(
  { db, ...context }: Context & Authenticated,
  query: Query,
  name: Name,
  group: Sql,
) => {
  const rows = await db.rows<{ value: string; count: string }>(sql`
    select ${group} as value, count(*) as count ${userCandidates({ db, ...context }, query)} group by 1 order by 1
  `)
  const named = rows.map(({ value, count }) => ({ [name]: value, count: Number(count) }))
  return pageOf(named as (Record<Name, string> & { count: number })[], query.page, query.page_size ?? DEFAULT_PAGE_SIZE)
}

export const countByActivity: Handler<'users_user_active_status_count_list'> = (context, { query }) =>
  counted(context, query, 'status', sql`case when app_user.is_active then 'active' else 'inactive' end`)

/** Users who have chosen no language are counted under the empty text. */
export const countByLanguage: Handler<'users_user_language_count_list'> = (context, { query }) =>
  counted(context, query, 'language', sql`app_user.preferred_language collate "C"`)

export const countByMonthOfJoining: Handler<'users_user_registration_trend_list'> = (context, { query }) =>
  counted(context, query, 'month', sql`to_char(app_user.date_joined at time zone 'UTC', 'YYYY-MM')`)
