import type { ProjectUser } from '../../../contract/schemas/resources.ts'
import { hasConsented, hasNoTerms } from '../../access/consent.ts'
import { effective } from '../../access/grants.ts'
import { isPrivileged } from '../../access/visibility.ts'
import { allOf, anyOf, sql, type Sql } from '../../db/sql.ts'
import type { Handler, Wire } from '../../handler.ts'
import { stateLabel } from '../../lib/state-machine.ts'
import { wireTimestamp, wireUuid } from '../../lib/wire.ts'
import { fullNameSql } from '../../access/users.ts'
import { offeringUserMachine } from '../offering-users/index.ts'

interface Row {
  uuid: string
  username: string
  full_name: string
  email: string
  role: string
  expiration_time: string | null
  offering_user_username: string | null
  offering_user_state: number | null
}

const ofOffering = sql`resource.offering_id`

/** Active members of the resource's project, each once with his first role, and their accounts with the offering. */
export const listTeam: Handler<'marketplace_resources_team_list'> = async (context, { query }) => {
  const { db, actor, config, target, origin } = context
  const restrictions: (Sql | undefined)[] = [
    query.has_consent === undefined ? undefined : sql`${hasConsented(ofOffering)} = ${query.has_consent}`,
    // C-128: as in the other lists of a provider's users.
    config.ENFORCE_USER_CONSENT_FOR_OFFERINGS && !isPrivileged(actor)
      ? anyOf([
          hasConsented(ofOffering),
          hasNoTerms(ofOffering),
          sql`app_user.id = ${actor.id}`,
          sql`exists (
            select 1 from user_role as held
            where held.user_id = ${actor.id} and ${effective(sql`held`)} and (
              (held.content_type = 'project' and held.object_id = resource.project_id)
              or (held.content_type = 'customer' and held.object_id = project.customer_id)
            )
          )`,
        ])
      : undefined,
  ]
  const rows = await db.rows<Row>(sql`
    select * from (
      select distinct on (app_user.id) app_user.id, app_user.uuid, app_user.username,
        ${fullNameSql(sql`app_user`)} as full_name, app_user.email, role.name as role, user_role.expiration_time,
        offering_user.username as offering_user_username, offering_user.state as offering_user_state
      from resource
      join project on project.id = resource.project_id
      join user_role on user_role.content_type = 'project' and user_role.object_id = project.id
      join role on role.id = user_role.role_id
      join app_user on app_user.id = user_role.user_id
      left join offering_user
        on offering_user.offering_id = resource.offering_id and offering_user.user_id = app_user.id
      where ${allOf([
        sql`resource.id = ${target.id}`,
        effective(sql`user_role`),
        sql`app_user.is_active`,
        ...restrictions,
      ])}
      order by app_user.id, user_role.id
    ) as member
    order by member.username, member.id
  `)
  return rows.map((row): Wire<typeof ProjectUser> => ({
    url: `${origin}/api/users/${wireUuid(row.uuid)}/`,
    uuid: wireUuid(row.uuid),
    username: row.username,
    full_name: row.full_name,
    email: row.email,
    role: row.role,
    expiration_time: row.expiration_time && wireTimestamp(row.expiration_time),
    offering_user_username: row.offering_user_username,
    offering_user_state:
      row.offering_user_state === null ? null : stateLabel(offeringUserMachine, row.offering_user_state),
  }))
}
