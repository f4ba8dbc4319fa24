import { z } from 'zod'
import { operation } from '../operation.ts'
import { fieldParam, orderParam } from '../list-params.ts'
import {
  boolParam,
  csvParam,
  rawParam,
  textParam,
  timeParam,
  urlParam,
  uuidChoiceParam,
  uuidListParam,
  uuidParam,
  wholeNumberParam,
} from '../params.ts'
import { MarketplaceProviderCustomer, MarketplaceProviderCustomerFieldEnum } from '../schemas/customers.ts'
import {
  MARKETPLACE_PROVIDER_CUSTOMER_PROJECT_ORDER,
  MarketplaceProviderCustomerProjectOEnum,
  MarketplaceProviderCustomerProject,
  MarketplaceProviderCustomerProjectFieldEnum,
  OFFERING_PERMISSION_ORDER,
  OfferingPermissionOEnum,
  Project,
  ProjectFieldEnum,
  ProjectPermissionLog,
  ProjectPermissionLogFieldEnum,
} from '../schemas/projects.ts'
import { MarketplaceServiceProviderUser, MarketplaceServiceProviderUserFieldEnum, SshKey } from '../schemas/users.ts'
import { keyQuery } from './keys.ts'
import { listQuery, OF_PROVIDER, ok, PROVIDERS_TAG as tag } from './shared.ts'
import { grantFilters } from './team.ts'
import { userFilters } from './users.ts'

const UUID_TEXT = { type: 'string', format: 'uuid' }

const customerFilters = {
  abbreviation: textParam(),
  agreement_number: textParam(),
  archived: boolParam(),
  backend_id: textParam(),
  contact_details: textParam(),
  current_user_has_project_create_permission: boolParam(),
  current_user_has_role: csvParam(),
  name: textParam(),
  name_exact: textParam(),
  native_name: textParam(),
  organization_group_name: textParam(),
  organization_group_uuid: uuidChoiceParam(),
  owned_by_current_user: boolParam(),
  query: textParam(),
  registration_code: textParam(),
  slug: textParam(),
  field: fieldParam(MarketplaceProviderCustomerFieldEnum.options, 'MarketplaceProviderCustomerFieldEnum'),
}

const projectFilters = {
  backend_id: textParam(),
  can_admin: boolParam(),
  can_manage: boolParam(),
  conceal_finished_projects: boolParam(),
  created: timeParam(),
  created_before: timeParam(),
  current_user_has_role: csvParam(),
  customer: uuidListParam(),
  customer_abbreviation: textParam(),
  customer_name: textParam(),
  customer_native_name: textParam(),
  description: textParam(),
  is_removed: boolParam(),
  modified: timeParam(),
  modified_before: timeParam(),
  name: textParam(),
  name_exact: textParam(),
  query: textParam(),
  slug: textParam(),
  user_uuid_with_active_role: uuidParam(),
  o: orderParam(MARKETPLACE_PROVIDER_CUSTOMER_PROJECT_ORDER, MarketplaceProviderCustomerProjectOEnum),
}

export const consumerOperations = {
  marketplace_service_providers_customers_list: operation({
    method: 'get',
    path: `${OF_PROVIDER}customers/`,
    tag,
    summary: 'List customers that use the provider',
    query: listQuery(customerFilters),
    success: ok(z.array(MarketplaceProviderCustomer)),
    count: { operationId: 'marketplace_service_providers_customers_count' },
  }),
  marketplace_service_providers_user_customers_list: operation({
    method: 'get',
    path: `${OF_PROVIDER}user_customers/`,
    tag,
    summary: 'List customers through which a user reaches the provider',
    query: listQuery({ ...customerFilters, user_uuid: rawParam(UUID_TEXT, true) }),
    success: ok(z.array(MarketplaceProviderCustomer)),
    count: { operationId: 'marketplace_service_providers_user_customers_count' },
  }),
  marketplace_service_providers_customer_projects_list: operation({
    method: 'get',
    path: `${OF_PROVIDER}customer_projects/`,
    tag,
    summary: 'List projects of one customer that use the provider',
    query: listQuery({
      ...projectFilters,
      project_customer_uuid: rawParam(UUID_TEXT, true),
      field: fieldParam(
        MarketplaceProviderCustomerProjectFieldEnum.options,
        'MarketplaceProviderCustomerProjectFieldEnum',
      ),
    }),
    success: ok(z.array(MarketplaceProviderCustomerProject)),
    count: { operationId: 'marketplace_service_providers_customer_projects_count' },
  }),
  marketplace_service_providers_projects_list: operation({
    method: 'get',
    path: `${OF_PROVIDER}projects/`,
    tag,
    summary: 'List projects that use the provider',
    query: listQuery({
      ...projectFilters,
      year: wholeNumberParam(),
      month: wholeNumberParam(),
      field: fieldParam(ProjectFieldEnum.options, 'ProjectFieldEnum'),
    }),
    success: ok(z.array(Project)),
    count: { operationId: 'marketplace_service_providers_projects_count' },
  }),
  marketplace_service_providers_project_permissions_list: operation({
    method: 'get',
    path: `${OF_PROVIDER}project_permissions/`,
    tag,
    summary: 'List role grants in projects that use the provider',
    query: listQuery({
      ...grantFilters,
      user_url: urlParam('users'),
      o: orderParam(OFFERING_PERMISSION_ORDER, OfferingPermissionOEnum),
      field: fieldParam(ProjectPermissionLogFieldEnum.options, 'ProjectPermissionLogFieldEnum'),
    }),
    success: ok(z.array(ProjectPermissionLog)),
    count: { operationId: 'marketplace_service_providers_project_permissions_count' },
  }),
  marketplace_service_providers_keys_list: operation({
    method: 'get',
    path: `${OF_PROVIDER}keys/`,
    tag,
    summary: "List SSH keys of the provider's users",
    query: keyQuery,
    success: ok(z.array(SshKey)),
    count: { operationId: 'marketplace_service_providers_keys_count' },
  }),
  marketplace_service_providers_users_list: operation({
    method: 'get',
    path: `${OF_PROVIDER}users/`,
    tag,
    summary: 'List users of projects that use the provider',
    query: listQuery({
      ...userFilters,
      field: fieldParam(MarketplaceServiceProviderUserFieldEnum.options, 'MarketplaceServiceProviderUserFieldEnum'),
    }),
    success: ok(z.array(MarketplaceServiceProviderUser)),
    count: { operationId: 'marketplace_service_providers_users_count' },
  }),
} as const
