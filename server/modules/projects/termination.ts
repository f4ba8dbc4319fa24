import { effective } from '../../access/grants.ts'
import type { Authenticated, Context } from '../../context.ts'
import { isoUuid, sql } from '../../db/sql.ts'

/** A role on a project when it was removed. */
export interface FormerRole {
  user_uuid: string
  user_username: string
  user_full_name: string
  role_uuid: string
  role_name: string
  expiration_time: string | null
}

/** What is remembered of a project when it is removed, for its recovery. */
export interface TerminationMetadata {
  terminated_at: string
  terminated_by: string
  user_roles: FormerRole[]
}

/** Collects it, before the roles end. */
export const terminationMetadata = async (
  { db, actor }: Context & Authenticated,
  projectId: string,
): Promise<TerminationMetadata> => {
  const user_roles = await db.rows<FormerRole>(sql`
    select ${isoUuid(sql`app_user.uuid`)} as user_uuid, app_user.username as user_username,
      trim(app_user.first_name || ' ' || app_user.last_name) as user_full_name,
      ${isoUuid(sql`role.uuid`)} as role_uuid, role.name as role_name,
      to_char(held.expiration_time at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as expiration_time
    from user_role as held
    join app_user on app_user.id = held.user_id
    join role on role.id = held.role_id
    where held.content_type = 'project' and held.object_id = ${projectId} and ${effective(sql`held`)}
    order by held.created, held.id
  `)
  const { terminated_at } = await db.one<{ terminated_at: string }>(sql`
    select to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as terminated_at
  `)
  return { terminated_at, terminated_by: actor.username, user_roles }
}
