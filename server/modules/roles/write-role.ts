import { randomUUID } from 'node:crypto'
import { DESCRIPTION_KEYS, type DescriptionKey } from '../../../contract/schemas/identity.ts'
import type { Authenticated, WriteContext } from '../../context.ts'
import { violatedConstraint } from '../../db/database.ts'
import { join, sql, type Sql } from '../../db/sql.ts'
import { NonFieldError, NotFound, RuleError, ValidationError } from '../../errors.ts'
import { Reply, resolving, type Handler, type OfTarget } from '../../handler.ts'
import { audit } from '../events/index.ts'
import { roleFields } from './fields.ts'
import { readRole } from './retrieve-role.ts'

interface Changes extends Partial<Record<DescriptionKey, string | null>> {
  name?: string
  description?: string
  is_active?: boolean
  content_type?: string
  permissions?: string[]
}

/** The name in the way of a role is told as a rule across fields. */
const uniquely = async <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw violatedConstraint(error) === 'role_name_key' ? new NonFieldError('Name should be unique.') : error
  })

/** The descriptions that are set, and the languages whose description goes. */
const descriptionChanges = (changes: Changes): Sql => {
  const sent = DESCRIPTION_KEYS.filter((key) => changes[key] !== undefined)
  const set = Object.fromEntries(sent.filter((key) => changes[key] !== null).map((key) => [key, changes[key]]))
  return sql`(descriptions - ${sent}::text[]) || ${JSON.stringify(set)}::jsonb`
}

const setPermissions = async ({ db }: WriteContext, roleId: string, permissions: readonly string[]): Promise<void> => {
  await db.run(sql`
    delete from role_permission where role_id = ${roleId} and permission <> all(${[...permissions]}::text[])
  `)
  await db.run(sql`
    insert into role_permission (role_id, permission)
    select ${roleId}, wanted.permission from unnest(${[...permissions]}::text[]) as wanted (permission)
    on conflict do nothing
  `)
}

type RoleContext = WriteContext & Authenticated

const auditRole = (context: RoleContext, action: string, role: { id: string; uuid: string }, detail = {}) =>
  audit(context, { action: `role.${action}`, content_type: 'role', object_id: role.id, object_uuid: role.uuid, detail })

export const createRole = resolving('roles_create', { body: roleFields }, async (context, { body }) => {
  const uuid = randomUUID()
  const { id } = await uniquely(
    context.db.one<{ id: string }>(sql`
      insert into role (uuid, name, description, is_active, content_type)
      values (${uuid}, ${body.name}, ${body.description ?? ''}, ${body.is_active ?? true}, ${body.content_type})
      returning id
    `),
  )
  await context.db.run(sql`update role set descriptions = ${descriptionChanges(body)} where id = ${id}`)
  await setPermissions(context, id, body.permissions)
  await auditRole(context, 'create', { id, uuid }, { permissions: body.permissions })
  const role = await readRole(context, uuid)
  return new Reply(201, role, { location: `${context.origin}/api/roles/${role.uuid ?? ''}/` })
})

interface Current {
  name: string
  is_system_role: boolean
  content_type: string
  is_used: boolean
}

/** The role, locked: nobody is granted it until the transaction ends. */
const lockRole = async ({ db, target }: RoleContext & OfTarget): Promise<Current> => {
  await db.run(sql`select 1 from role where id = ${target.id} for update`)
  const role = await db.maybeOne<Current>(sql`
    select name, is_system_role, content_type, exists (
      select 1 from user_role where user_role.role_id = role.id and user_role.is_active
    ) as is_used
    from role where id = ${target.id}
  `)
  if (!role) throw new NotFound('Role')
  return role
}

const change = async (context: RoleContext & OfTarget, changes: Changes) => {
  const { db, target } = context
  const current = await lockRole(context)
  const { name, content_type: kind } = changes
  if (name !== undefined && name !== current.name && current.is_system_role) {
    throw new NonFieldError('Changing name for system role is not possible.')
  }
  // C-189: its grants would be on objects of another kind.
  if (kind !== undefined && kind !== current.content_type && (current.is_used || current.is_system_role)) {
    throw new ValidationError({ content_type: ['Role is still used.'] })
  }
  const assignments = [sql`modified = now()`, sql`descriptions = ${descriptionChanges(changes)}`]
  if (name !== undefined) assignments.push(sql`name = ${name}`)
  if (kind !== undefined) assignments.push(sql`content_type = ${kind}`)
  if (changes.description !== undefined) assignments.push(sql`description = ${changes.description}`)
  if (changes.is_active !== undefined) assignments.push(sql`is_active = ${changes.is_active}`)
  await uniquely(db.run(sql`update role set ${join(assignments)} where id = ${target.id}`))
  if (changes.permissions) await setPermissions(context, target.id, changes.permissions)
  await auditRole(context, 'update', target, { fields: Object.keys(changes), permissions: changes.permissions })
  return readRole(context, target.uuid)
}

export const updateRole = resolving('roles_update', { body: roleFields }, (context, { body }) => change(context, body))

export const patchRole = resolving('roles_partial_update', { body: roleFields }, (context, { body }) =>
  change(context, body),
)

/** Answers with the descriptions only. */
export const updateDescriptions: Handler<'roles_update_descriptions_update'> = async (context, { body }) => {
  const role = await change(context, body)
  return {
    description: role.description,
    ...Object.fromEntries(DESCRIPTION_KEYS.map((key) => [key, role[key] ?? null])),
  }
}

export const destroyRole: Handler<'roles_destroy'> = async (context) => {
  const current = await lockRole(context)
  if (current.is_system_role) throw new RuleError('Destroying of system role is not available.')
  if (current.is_used) throw new RuleError('Role is still used.')
  await context.db.run(sql`delete from role where id = ${context.target.id}`)
  await auditRole(context, 'delete', context.target, { name: current.name })
}

/** The answer is not in the published contract, but clients of the original know it. */
const switchTo = async (context: RoleContext & OfTarget, isActive: boolean) => {
  const { name } = await change(context, { is_active: isActive })
  return new Reply(200, { detail: `The role ${name ?? ''} has been ${isActive ? 'enabled' : 'disabled'}` })
}

export const enableRole: Handler<'roles_enable'> = (context) => switchTo(context, true)

export const disableRole: Handler<'roles_disable'> = (context) => switchTo(context, false)
