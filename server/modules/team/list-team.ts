import type { QueryOf } from '../../../contract/index.ts'
import type { UserRoleDetails } from '../../../contract/schemas/roles.ts'
import { canonicalUuid } from '../../../contract/values.ts'
import { fullNameSql } from '../../access/users.ts'
import { grantFilterConditions, grantOrder } from '../grants/index.ts'
import { allOf, anyOf, contains, sql, when } from '../../db/sql.ts'
import { effective } from '../../access/grants.ts'
import type { Wire } from '../../handler.ts'
import type { Context } from '../../context.ts'
import { nullableTimestamp, optional, text, timestamp, uuid } from '../../list/columns.ts'
import { isWhole, linkEquals } from '../../list/filters.ts'
import { orderBy } from '../../list/order.ts'
import { listPage, type Page } from '../../list/page.ts'
import { perOrigin } from '../../list/made-once.ts'
import { grantScopeName, grantScopes, grantScopeUuid } from '../users/index.ts'
import type { ScopeReference } from './change.ts'
import { mediaLink } from '../files/index.ts'

const joins = sql`
  join app_user on app_user.id = user_role.user_id
  join role on role.id = user_role.role_id`

const columns = perOrigin<Member>(({ origin }) => ({
  uuid: uuid(sql`user_role.uuid`),
  created: timestamp(sql`user_role.created`),
  expiration_time: nullableTimestamp(sql`user_role.expiration_time`),
  role_name: text(sql`role.name`),
  role_uuid: uuid(sql`role.uuid`),
  user_email: text(sql`app_user.email`),
  user_full_name: text(fullNameSql(sql`app_user`)),
  user_username: text(sql`app_user.username`),
  user_uuid: uuid(sql`app_user.uuid`),
  user_image: mediaLink(origin, sql`app_user.image_id`),
  created_by_full_name: optional(text(fullNameSql(sql`creator`))),
  created_by_uuid: optional(uuid(sql`creator.uuid`)),
}))

/** A role by its uuid or, if it is none, by its exact name. */
const roleIs = (value: string) => {
  const roleUuid = canonicalUuid(value)
  return roleUuid === undefined ? sql`role.name = ${value}` : sql`role.uuid = ${roleUuid}`
}

type TeamQuery = QueryOf<'marketplace_service_providers_list_users_list'>
type Member = Wire<typeof UserRoleDetails>

const namesScope = ({ scope_uuid, scope_name }: TeamQuery): boolean =>
  scope_uuid !== undefined || scope_name !== undefined

/** The effective grants of active users on a scope. */
export const listTeam = (context: Context, { kind, id }: ScopeReference, query: TeamQuery): Promise<Page<Member>> =>
  listPage(
    context,
    {
      candidates: sql`
        from user_role ${joins} ${namesScope(query) ? grantScopes : sql``}
        where ${allOf([
          sql`user_role.content_type = ${kind} and user_role.object_id = ${id}`,
          effective(sql`user_role`),
          sql`app_user.is_active`,
          ...grantFilterConditions(query, { uuid: grantScopeUuid, name: grantScopeName }),
          linkEquals(sql`app_user.uuid`, query.user_url),
          when(query.role, (roles) => anyOf(roles.map(roleIs))),
          when(query.search_string, (value) =>
            anyOf([
              contains(sql`app_user.first_name`, value),
              contains(sql`app_user.last_name`, value),
              contains(sql`app_user.email`, value),
              contains(sql`app_user.username`, value),
            ]),
          ),
        ])}
      `,
      id: sql`user_role.id`,
      fixed: isWhole(query, []),
      order: orderBy(query.o, grantOrder, [sql`user_role.created`], sql`user_role.id`),
      source: sql`
        join user_role on user_role.id = page.id ${joins}
        left join app_user as creator on creator.id = user_role.created_by_id`,
      columns: columns(context),
    },
    query,
  )
