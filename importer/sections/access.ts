import { sql } from '../../server/db/sql.ts'
import { kindOf } from '../references.ts'
import { SYSTEM_ROLES } from '../system-roles.ts'
import type { LoadContext } from '../load-context.ts'
import type { PresetRow, Section } from '../section.ts'

const KINDS = ['customer', 'project', 'offering', 'service_provider', 'call_organizer', 'call', 'proposal']

const roles: Section = {
  name: 'roles',
  table: 'role',
  keys: 'uuid* name* content_type* description is_system_role is_active',
  translate: { content_type: (value) => kindOf(value) ?? value },
  allowed: { content_type: KINDS },
}

/** The list of the file is the whole list of each role that it names. */
const removeOtherPermissions = async ({ transaction }: LoadContext, rows: PresetRow[]): Promise<void> => {
  const roleIds = rows.map(({ values }) => values.role_id)
  const permissions = rows.map(({ values }) => values.permission)
  await transaction.run(sql`
    delete from role_permission
    where role_id = any(${roleIds}::bigint[])
      and not exists (
        select from unnest(${roleIds}::bigint[], ${permissions}::text[]) as given (role_id, permission)
        where given.role_id = role_permission.role_id and given.permission = role_permission.permission
      )
  `)
}

const rolePermissions: Section = {
  name: 'role_permissions',
  table: 'role_permission',
  keys: 'permission*',
  references: { role_name: { table: 'role', column: 'role_id', by: 'name', required: true } },
  natural: ['role_id', 'permission'],
  after: removeOtherPermissions,
}

/** A site may have deleted system roles; a grant brings them back, without permissions. */
const ensureSystemRoles = async (context: LoadContext, rows: PresetRow[]): Promise<void> => {
  const { transaction, roleKinds } = context
  const named = [...new Set(rows.flatMap((row) => row.references.role_name ?? []))].filter((name) =>
    SYSTEM_ROLES.has(name),
  )
  await transaction.run(sql`
    insert into role (name, is_system_role, content_type)
    select name, true, kind
    from unnest(${named}::text[], ${named.map((name) => SYSTEM_ROLES.get(name))}::text[]) as wanted (name, kind)
    where not exists (select from role where role.name = wanted.name)
  `)
  const known = await transaction.rows<{ id: string; content_type: string }>(sql`select id, content_type from role`)
  for (const { id, content_type: kind } of known) roleKinds.set(id, kind)
}

const checkRole = (context: LoadContext, row: PresetRow): void => {
  const { role_id: role, content_type: kind } = row.values
  if (typeof role !== 'string') {
    const { role_name: name, role_uuid: uuid } = row.references
    if ([name, uuid].some((value) => value && context.identities.isBlocked('role', value))) {
      context.drop(userRoles, row)
      return
    }
    const value = name ?? uuid
    const key = uuid === undefined ? 'role_name' : 'role_uuid'
    context.report(userRoles, row, key, value ? `refers to no known role: ${value}` : 'is required')
    return
  }
  const roleKind = context.roleKinds.get(role)
  if (roleKind !== kind) context.report(userRoles, row, 'scope_type', `must be ${roleKind} for this role`)
}

const userRoles: Section = {
  name: 'user_roles',
  table: 'user_role',
  keys: 'uuid* is_active expiration_time revoke_reason',
  // Null is how old exports write a revoked grant.
  translate: { is_active: (value) => value ?? false },
  references: {
    user_uuid: { table: 'app_user', required: true },
    role_uuid: { table: 'role' },
    role_name: { table: 'role', column: 'role_id', by: 'name' },
    created_by_uuid: { table: 'app_user' },
    revoked_by_uuid: { table: 'app_user' },
  },
  scope: {
    typeKey: 'scope_type',
    uuidKey: 'scope_uuid',
    typeColumn: 'content_type',
    idColumn: 'object_id',
    required: true,
  },
  natural: ['user_id', 'role_id', 'content_type', 'object_id', 'is_active'],
  naturalApplies: ({ values }) => values.is_active !== false,
  defaults: { is_active: true },
  before: ensureSystemRoles,
  derive: checkRole,
}

export const accessSections: Section[] = [roles, rolePermissions, userRoles]
