import { z } from 'zod'
import { nullableTimeField, textField, uuidField } from '../fields.ts'
import { operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import { looseParam, rawParam, textParam, timeParam, urlParam, uuidParam, uuidTextParam } from '../params.ts'
import {
  USER_ROLE_DETAILS_ORDER,
  UserRoleDetailsOEnum,
  UserRoleDetails,
  UserRoleDetailsFieldEnum,
  UserRoleExpirationTime,
} from '../schemas/roles.ts'
import { jsonBody, listQuery, ok, PROVIDER, PROVIDERS_TAG } from './shared.ts'

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
  jsonBody(
    component,
    z.object({
      role: textField({ blank: false }),
      user: uuidField(),
      expiration_time: nullableTimeField(),
    }),
    true,
  )

const listUsers = <const P extends string, const C extends string>(path: P, tag: string, countId: C) =>
  operation({
    method: 'get',
    path: `${path}list_users/`,
    tag,
    summary: 'List the users who hold a role on it',
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
    count: { operationId: countId },
  })

const addUser = <const P extends string>(path: P, tag: string) =>
  operation({
    method: 'post',
    path: `${path}add_user/`,
    tag,
    summary: 'Grant a role on it to a user',
    body: roleBody('UserRoleCreateRequest'),
    success: { status: 201, schema: UserRoleExpirationTime },
  })

const updateUser = <const P extends string>(path: P, tag: string) =>
  operation({
    method: 'post',
    path: `${path}update_user/`,
    tag,
    summary: 'Change the expiry of a role on it',
    body: roleBody('UserRoleUpdateRequest'),
    success: ok(UserRoleExpirationTime),
  })

const deleteUser = <const P extends string>(path: P, tag: string) =>
  operation({
    method: 'post',
    path: `${path}delete_user/`,
    tag,
    summary: 'Revoke a role on it',
    body: roleBody('UserRoleDeleteRequest'),
    success: { status: 200 },
  })

const CUSTOMER = '/api/customers/{uuid}/'
const PROJECT = '/api/projects/{uuid}/'
const OFFERING = '/api/marketplace-provider-offerings/{uuid}/'
const OFFERINGS_TAG = 'marketplace-provider-offerings'

/** Roles on service providers, organizations, projects and offerings. */
export const teamOperations = {
  marketplace_service_providers_list_users_list: listUsers(
    PROVIDER,
    PROVIDERS_TAG,
    'marketplace_service_providers_list_users_count',
  ),
  marketplace_service_providers_add_user: addUser(PROVIDER, PROVIDERS_TAG),
  marketplace_service_providers_update_user: updateUser(PROVIDER, PROVIDERS_TAG),
  marketplace_service_providers_delete_user: deleteUser(PROVIDER, PROVIDERS_TAG),
  customers_list_users_list: listUsers(CUSTOMER, 'customers', 'customers_list_users_count'),
  customers_add_user: addUser(CUSTOMER, 'customers'),
  customers_update_user: updateUser(CUSTOMER, 'customers'),
  customers_delete_user: deleteUser(CUSTOMER, 'customers'),
  projects_list_users_list: listUsers(PROJECT, 'projects', 'projects_list_users_count'),
  projects_add_user: addUser(PROJECT, 'projects'),
  projects_update_user: updateUser(PROJECT, 'projects'),
  projects_delete_user: deleteUser(PROJECT, 'projects'),
  marketplace_provider_offerings_list_users_list: listUsers(
    OFFERING,
    OFFERINGS_TAG,
    'marketplace_provider_offerings_list_users_count',
  ),
  marketplace_provider_offerings_add_user: addUser(OFFERING, OFFERINGS_TAG),
  marketplace_provider_offerings_update_user: updateUser(OFFERING, OFFERINGS_TAG),
  marketplace_provider_offerings_delete_user: deleteUser(OFFERING, OFFERINGS_TAG),
} as const
