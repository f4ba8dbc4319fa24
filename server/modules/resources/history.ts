import type { VersionHistory } from '../../../contract/schemas/resources.ts'
import { parseTimestamp } from '../../../contract/values.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Actor } from '../../context.ts'
import { allOf, isoUuid, sql, type Sql } from '../../db/sql.ts'
import { Forbidden, NotFound, ParseError, ValidationError } from '../../errors.ts'
import type { Handler, Wire } from '../../handler.ts'
import { count, json, text, timestamp } from '../../list/columns.ts'
import { listPage } from '../../list/page.ts'
import { readObject, type Columns } from '../../list/selection.ts'
import { fullNameSql } from '../../access/users.ts'

const joins = sql`left join app_user on app_user.id = resource_version.user_id`

const columns: Columns<Wire<typeof VersionHistory>> = {
  id: count(sql`resource_version.id`),
  revision_date: timestamp(sql`resource_version.created`),
  revision_user: json(sql`case when app_user.id is not null then jsonb_build_object(
    'uuid', ${isoUuid(sql`app_user.uuid`)}, 'username', app_user.username, 'full_name', ${fullNameSql(sql`app_user`)}
  ) end`),
  revision_comment: text(sql`resource_version.comment`),
  serialized_data: json(sql`resource_version.data`),
}

/** Versions say who did what, also of what a caller may no longer see. */
const requirePrivilege = (actor: Actor): void => {
  if (!isPrivileged(actor)) throw new Forbidden()
}

const instantOf = (name: string, given: string | undefined): string | undefined => {
  if (given === undefined) return undefined
  const instant = parseTimestamp(given.trim())
  if (instant === undefined) throw new ValidationError({ [name]: ['Enter a valid date/time.'] })
  return instant
}

export const listHistory: Handler<'marketplace_resources_history_list'> = (context, { query }) => {
  requirePrivilege(context.actor)
  const after = instantOf('created_after', query.created_after)
  const before = instantOf('created_before', query.created_before)
  const conditions: (Sql | undefined)[] = [
    sql`resource_version.resource_id = ${context.target.id}`,
    after === undefined ? undefined : sql`resource_version.created >= ${after}`,
    before === undefined ? undefined : sql`resource_version.created <= ${before}`,
  ]
  return listPage(
    context,
    {
      candidates: sql`from resource_version where ${allOf(conditions)}`,
      id: sql`resource_version.id`,
      order: sql`resource_version.id desc`,
      source: sql`join resource_version on resource_version.id = page.id ${joins}`,
      columns,
    },
    { page: query.page, page_size: query.page_size },
  )
}

export const retrieveHistoryAt: Handler<'marketplace_resources_history_at_retrieve'> = async (context, { query }) => {
  requirePrivilege(context.actor)
  const instant = instantOf('timestamp', query.timestamp)
  if (instant === undefined) throw new ParseError("Query parameter 'timestamp' is required.")
  const version = await readObject(
    context,
    sql`
      from resource_version ${joins}
      where resource_version.resource_id = ${context.target.id} and resource_version.created <= ${instant}
      order by resource_version.id desc limit 1`,
    columns,
  )
  if (!version) throw new NotFound()
  return version
}
