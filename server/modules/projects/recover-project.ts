import { refuseUnavailable } from '../../access/available.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { sql } from '../../db/sql.ts'
import { NotFound, RuleError, ValidationError } from '../../errors.ts'
import type { Handler } from '../../handler.ts'
import {
  granteeJson,
  insertGrant,
  lockScope,
  type GrantedRole,
  type Grantee,
  type OwnedScope,
} from '../grants/index.ts'
import { checkDates } from './changes.ts'
import { emitProjectEvent } from './events.ts'
import { readProject } from './read-project.ts'
import type { FormerRole, TerminationMetadata } from './termination.ts'

/** Undoes the removal of a project. C-186: an end date that has passed is dropped, or the project would end again. */
export const recoverProject: Handler<'projects_recover'> = async (context, { body }) => {
  const { db, actor, target } = context
  if (body.send_invitations_to_previous_members === true) {
    throw new ValidationError({ send_invitations_to_previous_members: ['Invitations are not available.'] })
  }
  if (body.restore_team_members === true && !actor.is_staff) {
    throw new ValidationError({ restore_team_members: ['Only staff can restore team members.'] })
  }
  const scope = await lockScope(db, 'project', target.id, 'update')
  if (!scope) throw new NotFound('Project')
  refuseUnavailable(scope.customer)
  const { metadata, start_date } = await db.one<{
    metadata: TerminationMetadata | null
    start_date: string | null
  }>(sql`
    select termination_metadata as metadata, start_date from project where id = ${target.id}
  `)
  await checkDates(db, { end_date: body.end_date }, { start_date })
  const endDate =
    body.end_date === undefined
      ? sql`case when end_date >= (now() at time zone 'utc')::date then end_date end`
      : sql`${body.end_date}::date`
  const [recovered] = await db.writeRolledUp<{ id: string }>(
    sql`
      update project
      set is_removed = false, modified = now(), termination_metadata = null, end_date = ${endDate},
        end_date_requested_by_id = case
          when ${endDate} is null then null
          when end_date is distinct from ${endDate} then ${actor.id}::bigint
          else end_date_requested_by_id
        end
      where id = ${target.id} and is_removed
      returning id
    `,
    (rollup) => {
      rollup.project(target.id)
    },
  )
  if (!recovered) throw new RuleError('Project is not removed.')
  if (body.restore_team_members === true) await restoreRoles(context, scope, metadata?.user_roles ?? [])
  await emitProjectEvent(context, scope, 'project_update_succeeded', 'recovered')
  return readProject(context, target.id)
}

interface Restorable {
  grantee: Grantee
  role: GrantedRole
}

/** Gives the roles back to users who are still active, as far as the roles may be granted and have not run out. */
const restoreRoles = async (
  context: WriteContext & Authenticated,
  scope: OwnedScope,
  roles: readonly FormerRole[],
): Promise<void> => {
  for (const { user_uuid, role_uuid, expiration_time } of roles) {
    const found = await context.db.maybeOne<Restorable>(sql`
      select ${granteeJson} as grantee, json_build_object('id', role.id::text, 'name', role.name) as role
      from app_user cross join role
      where app_user.uuid = ${user_uuid}::uuid and app_user.is_active
        and role.uuid = ${role_uuid}::uuid and role.is_active and role.content_type = 'project'
        and coalesce(${expiration_time}::timestamptz > now(), true)
    `)
    if (found) await insertGrant(context.db, context, { ...found, scope, expirationTime: expiration_time })
  }
}
