import { z } from 'zod'
import { nullableTimeField, textField, uuidField } from '../fields.ts'
import { JSON_BODY, operation } from '../operation.ts'
import {
  fieldParam,
  looseParam,
  orderParam,
  rawParam,
  textParam,
  timeParam,
  urlParam,
  uuidParam,
  uuidTextParam,
} from '../params.ts'
import {
  USER_ROLE_DETAILS_ORDER,
  UserRoleDetailsOEnum,
  UserRoleDetails,
  UserRoleDetailsFieldEnum,
  UserRoleExpirationTime,
} from '../schemas/roles.ts'
import { listQuery, ok, PROVIDER, PROVIDERS_TAG as tag } from './shared.ts'

/** Filters of every list of role grants. */
export const grantFilters = {
  created: timeParam(),
  expiration_time: timeParam(),
  full_name: textParam(),
  modified: timeParam(),
  native_name: textParam(),
  role_name: textParam(),
  role_uuid: uuidParam(),
  scope_name: textParam(),
  scope_type: textParam(),
  scope_uuid: uuidTextParam(),
  user: uuidParam(),
  user_slug: textParam(),
  username: textParam(),
}

const roleBody = (component: string) =>
  ({
    schema: z.object({
      role: textField({ blank: false }),
      user: uuidField(),
      expiration_time: nullableTimeField(),
    }),
    components: { 'application/json': component },
    types: JSON_BODY,
    required: true,
  }) as const

export const teamOperations = {
  marketplace_service_providers_list_users_list: operation({
    method: 'get',
    path: `${PROVIDER}list_users/`,
    tag,
    summary: "List the grants of a provider's team",
    query: listQuery({
      ...grantFilters,
      user_url: urlParam('users', { type: 'string' }),
      // Published as one uuid; names and repetition are understood, too.
      role: looseParam(undefined, { schema: { type: 'string', format: 'uuid' } }),
      search_string: rawParam(),
      o: orderParam(USER_ROLE_DETAILS_ORDER, UserRoleDetailsOEnum),
      field: fieldParam(UserRoleDetailsFieldEnum.options, 'UserRoleDetailsFieldEnum'),
    }),
    success: ok(z.array(UserRoleDetails)),
    count: { operationId: 'marketplace_service_providers_list_users_count' },
  }),
  marketplace_service_providers_add_user: operation({
    method: 'post',
    path: `${PROVIDER}add_user/`,
    tag,
    summary: 'Grant a role on the provider to a user',
    body: roleBody('UserRoleCreateRequest'),
    success: { status: 201, schema: UserRoleExpirationTime },
  }),
  marketplace_service_providers_update_user: operation({
    method: 'post',
    path: `${PROVIDER}update_user/`,
    tag,
    summary: 'Change the expiry of a role on the provider',
    body: roleBody('UserRoleUpdateRequest'),
    success: ok(UserRoleExpirationTime),
  }),
  marketplace_service_providers_delete_user: operation({
    method: 'post',
    path: `${PROVIDER}delete_user/`,
    tag,
    summary: 'Revoke a role on the provider',
    body: roleBody('UserRoleDeleteRequest'),
    success: { status: 200 },
  }),
} as const
