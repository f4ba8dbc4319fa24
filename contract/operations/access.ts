import { z } from 'zod'
import { operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import { boolParam, textParam, urlParam } from '../params.ts'
import { Permission, RoleDetails, RoleDetailsFieldEnum } from '../schemas/identity.ts'
import { OFFERING_PERMISSION_ORDER, OfferingPermissionOEnum } from '../schemas/projects.ts'
import { listQuery, ok } from './shared.ts'
import { grantFilters } from './team.ts'

const roleFields = () => fieldParam(RoleDetailsFieldEnum.options, 'RoleDetailsFieldEnum')

/** Roles, and who holds them. */
export const accessOperations = {
  roles_list: operation({
    method: 'get',
    path: '/api/roles/',
    tag: 'roles',
    summary: 'List roles with their permissions',
    query: listQuery({
      description: textParam(),
      is_active: boolParam(),
      name: textParam(),
      field: roleFields(),
    }),
    success: ok(z.array(RoleDetails)),
    count: { operationId: 'roles_count' },
    anonymous: true,
  }),
  roles_retrieve: operation({
    method: 'get',
    path: '/api/roles/{uuid}/',
    tag: 'roles',
    summary: 'Get a role with its permissions',
    query: z.object({ field: roleFields() }),
    success: ok(RoleDetails),
    anonymous: true,
  }),
  user_permissions_list: operation({
    method: 'get',
    path: '/api/user-permissions/',
    tag: 'user-permissions',
    summary: "List the caller's role grants, for staff and support everybody's",
    query: listQuery({
      ...grantFilters,
      user_url: urlParam('users'),
      o: orderParam(OFFERING_PERMISSION_ORDER, OfferingPermissionOEnum),
    }),
    success: ok(z.array(Permission)),
    count: { operationId: 'user_permissions_count' },
  }),
  user_permissions_retrieve: operation({
    method: 'get',
    path: '/api/user-permissions/{uuid}/',
    tag: 'user-permissions',
    summary: 'Get a role grant',
    success: ok(Permission),
  }),
} as const
