import { z } from 'zod'
import { boolField, textField } from '../fields.ts'
import { operation } from '../operation.ts'
import { byDescription, RoleDescription, RoleDetails } from '../schemas/identity.ts'
import { nullable, textsField } from '../value-fields.ts'
import { jsonBody, ok } from './shared.ts'

const ROLES = '/api/roles/'
const ROLE = `${ROLES}{uuid}/` as const
const tag = 'roles'

const descriptions = {
  description: textField({ max: 4096 }).optional(),
  ...byDescription(() => nullable(textField({ max: 4096 })).optional()),
}

const name = textField({ max: 150, blank: false })

const required = {
  ...descriptions,
  name,
  permissions: textsField(),
  is_active: boolField().optional(),
  content_type: textField({ blank: false }),
}

export const roleOperations = {
  roles_create: operation({
    method: 'post',
    path: ROLES,
    tag,
    summary: 'Create a role',
    body: jsonBody('RoleModifyRequest', z.object(required), true),
    success: { status: 201, schema: RoleDetails },
  }),
  roles_update: operation({
    method: 'put',
    path: ROLE,
    tag,
    summary: 'Update a role with its permissions',
    body: jsonBody('RoleModifyRequest', z.object(required), true),
    success: ok(RoleDetails),
  }),
  roles_partial_update: operation({
    method: 'patch',
    path: ROLE,
    tag,
    summary: 'Change some fields of a role',
    body: jsonBody(
      'PatchedRoleDetailsRequest',
      z.object({
        ...descriptions,
        name: name.optional(),
        permissions: textsField().optional(),
        is_active: boolField().optional(),
        content_type: textField({ blank: false }).optional(),
      }),
      false,
    ),
    success: ok(RoleDetails),
  }),
  roles_destroy: operation({
    method: 'delete',
    path: ROLE,
    tag,
    summary: 'Delete a role that nobody holds',
    success: { status: 204 },
  }),
  roles_enable: operation({
    method: 'post',
    path: `${ROLE}enable/`,
    tag,
    summary: 'Let a role be granted',
    success: { status: 200 },
  }),
  roles_disable: operation({
    method: 'post',
    path: `${ROLE}disable/`,
    tag,
    summary: 'Keep a role from being granted',
    success: { status: 200 },
  }),
  roles_update_descriptions_update: operation({
    method: 'put',
    path: `${ROLE}update_descriptions/`,
    tag,
    summary: 'Change the descriptions of a role',
    body: jsonBody('RoleDescriptionRequest', z.object(descriptions), false),
    success: ok(RoleDescription),
  }),
} as const
