import { byDescription, type RoleDetails } from '../../../contract/schemas/identity.ts'
import { effective } from '../../access/grants.ts'
import { isPrivileged } from '../../access/visibility.ts'
import type { Context } from '../../context.ts'
import { sql, type Sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { count, flag, json, nullableText, text, uuid } from '../../list/columns.ts'
import type { Column, Columns } from '../../list/selection.ts'

type RoleWire = Wire<typeof RoleDetails>

const contentType = text as (sql: Sql) => Column<RoleWire['content_type']>

/** Columns of a role, `role` in scope; how many users hold it is for staff and support only. */
export const roleColumns = ({ actor }: Context): Columns<RoleWire> => ({
  uuid: uuid(sql`role.uuid`),
  name: text(sql`role.name`),
  description: text(sql`role.description`),
  ...byDescription((key) => nullableText(sql`role.descriptions ->> ${key}`)),
  permissions: json(sql`(
    select coalesce(jsonb_agg(role_permission.permission order by role_permission.permission), '[]')
    from role_permission where role_permission.role_id = role.id
  )`),
  is_system_role: flag(sql`role.is_system_role`),
  is_active: flag(sql`role.is_active`),
  users_count:
    actor && isPrivileged(actor)
      ? count(sql`(
          select count(distinct user_role.user_id) from user_role
          where user_role.role_id = role.id and ${effective(sql`user_role`)}
        )`)
      : undefined,
  content_type: contentType(sql`role.content_type`),
})
