import type { CustomerUser } from '../../../contract/schemas/members.ts'
import { effective } from '../../access/grants.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Context } from '../../context.ts'
import { allOf, isoUuid, sql, when, type Sql } from '../../db/sql.ts'
import type { Handler, OfTarget, Wire } from '../../handler.ts'
import { link, nullableText, nullableTimestamp, text, uuid } from '../../list/columns.ts'
import { listPage } from '../../list/page.ts'
import type { Column, Columns } from '../../list/selection.ts'
import { wireTimestamp } from '../../lib/wire.ts'
import { mediaLink } from '../files/index.ts'
import { fullNameSql } from '../../access/users.ts'
import { memberConditions, memberOrder } from './member-filters.ts'

type Member = Wire<typeof CustomerUser>
type Projects = NonNullable<Member['projects']>

/** Effective grants of `app_user` on the organization. */
const onCustomer = ({ target }: OfTarget): Sql => sql`
  from user_role as held join role on role.id = held.role_id
  where held.user_id = app_user.id and held.content_type = 'customer' and held.object_id = ${target.id}
    and ${effective(sql`held`)}`

/** Effective grants of `app_user` on its projects that are not removed. */
const onProjects = ({ target }: OfTarget): Sql => sql`
  from user_role as held
  join role on role.id = held.role_id
  join project on held.content_type = 'project' and project.id = held.object_id
  where held.user_id = app_user.id and project.customer_id = ${target.id} and not project.is_removed
    and ${effective(sql`held`)}`

/** The oldest grant on the organization stands for all. */
const first = (context: OfTarget, column: Sql): Sql =>
  sql`(select ${column} ${onCustomer(context)} order by held.created, held.id limit 1)`

const projects = (context: Context & OfTarget): Column<Projects> => ({
  sql: sql`(
    select coalesce(jsonb_agg(jsonb_build_object(
      'url', ${context.origin} || '/api/projects/' || ${isoUuid(sql`project.uuid`)} || '/',
      'uuid', ${isoUuid(sql`project.uuid`)},
      'name', project.name,
      'role_name', role.name,
      'expiration_time', held.expiration_time::text
    ) order by project.name, project.id, role.name), '[]')
    ${onProjects(context)}
  )`,
  read: (rows: Projects) =>
    rows.map((row) => ({ ...row, expiration_time: row.expiration_time ? wireTimestamp(row.expiration_time) : null })),
})

const columns = (context: Context & OfTarget): Columns<Member> => ({
  url: link(context.origin, 'users', sql`app_user.uuid`),
  uuid: uuid(sql`app_user.uuid`),
  username: text(sql`app_user.username`),
  full_name: text(fullNameSql(sql`app_user`)),
  email: text(sql`app_user.email`),
  role_name: nullableText(first(context, sql`role.name`)),
  projects: projects(context),
  expiration_time: nullableTimestamp(first(context, sql`held.expiration_time`)),
  image: mediaLink(context.origin, sql`app_user.image_id`),
})

export const listCustomerUsers: Handler<'customers_users_list'> = (context, { query }) =>
  listPage(
    context,
    {
      candidates: sql`
        from app_user
        where ${allOf([
          sql`exists (select 1 ${onCustomer(context)}) or exists (select 1 ${onProjects(context)})`,
          isPrivileged(context.actor) ? undefined : sql`app_user.is_active`,
          when(
            query.organization_role,
            (names) => sql`exists (select 1 ${onCustomer(context)} and role.name = any(${names}::text[]))`,
          ),
          when(
            query.project_role,
            (names) => sql`exists (select 1 ${onProjects(context)} and role.name = any(${names}::text[]))`,
          ),
          ...memberConditions(query, isPrivileged(context.actor)),
        ])}
      `,
      id: sql`app_user.id`,
      order: memberOrder(query.o),
      source: sql`join app_user on app_user.id = page.id`,
      columns: columns(context),
    },
    query,
  )
