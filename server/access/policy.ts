import type { OperationId } from '../../contract/index.ts'
import { accountPolicies } from './policies/accounts.ts'
import { billingPolicies } from './policies/billing.ts'
import { cataloguePolicies } from './policies/catalogue.ts'
import { identityPolicies } from './policies/identity.ts'
import { orderAndResourcePolicies } from './policies/orders.ts'
import { organizationPolicies } from './policies/organizations.ts'
import type { ScopeName } from './target.ts'
import type { TargetKind } from './targets/index.ts'

// Who may call what. The type makes an operation without an entry a compile error.
//
// `on` says what the path's uuid names, looked up before permissions (404): a provider, or a provider by its own or
// its organization's uuid. `who` is checked next (401, 403); `checked-inside` leaves it to the operation, because the
// contract puts other refusals first.

export type Policy =
  | { who: 'anyone' }
  /** Everybody, anonymous callers only while ANONYMOUS_USER_CAN_VIEW_OFFERINGS is on. */
  | { who: 'browser' }
  | { who: 'user'; on?: 'provider-or-customer' }
  | { who: 'staff' }
  /** Holders of the permission on the provider's organization or on the provider itself. */
  | { who: 'permission'; on: 'provider'; permission: string }
  /** Holders of the role CUSTOMER.OWNER on the provider's organization, whatever permissions it lists. */
  | { who: 'owner'; on: 'provider' }
  /** Holders of any role on the provider, its organization or a project of that. */
  | { who: 'team'; on: 'provider' }
  | { who: 'checked-inside'; on?: 'provider' }
  // The rest names the object of the path by kind: not found among what the caller may see is 404.
  /** Everybody who sees the object. */
  | { who: 'visible'; target: TargetKind }
  | { who: 'staff'; target: TargetKind }
  /** Staff and global support. */
  | { who: 'helpdesk'; target: TargetKind }
  /** The user whom the path names, and staff. */
  | { who: 'self'; target: 'user' }
  /** Holders of the permission, or of one of them, on one of the object's scopes. */
  | { who: 'holder'; target: TargetKind; permission: string | readonly string[]; at: readonly ScopeName[] }
  /** As holder, and global support. */
  | { who: 'reader'; target: TargetKind; permission: string; at: readonly ScopeName[] }

const permission = (name: string) =>
  ({ who: 'permission', on: 'provider', permission: `SERVICE_PROVIDER.${name}` }) as const

export const policies = {
  marketplace_service_providers_list: { who: 'browser' },
  marketplace_service_providers_retrieve: { who: 'browser' },
  marketplace_service_providers_create: { who: 'checked-inside' },
  marketplace_service_providers_update: { who: 'owner', on: 'provider' },
  marketplace_service_providers_partial_update: { who: 'owner', on: 'provider' },
  marketplace_service_providers_destroy: { who: 'owner', on: 'provider' },
  service_provider_api_secret_code_retrieve: permission('GET_API_SECRET_CODE'),
  service_provider_api_secret_code_generate: permission('GENERATE_API_SECRET_CODE'),
  marketplace_service_providers_set_offerings_username: permission('SET_OFFERINGS_USERNAME'),
  marketplace_service_providers_generate_site_agent_config: permission('GET_API_SECRET_CODE'),
  marketplace_service_providers_stat_retrieve: permission('GET_STATISTICS'),
  marketplace_service_providers_revenue_list: permission('GET_REVENUE'),
  marketplace_service_providers_robot_account_customers_list: permission('GET_ROBOT_ACCOUNT_CUSTOMERS'),
  marketplace_service_providers_robot_account_projects_list: permission('GET_ROBOT_ACCOUNT_PROJECTS'),
  marketplace_service_providers_customers_list: permission('LIST_CUSTOMERS'),
  marketplace_service_providers_customer_projects_list: permission('LIST_CUSTOMER_PROJECTS'),
  marketplace_service_providers_projects_list: permission('LIST_PROJECTS'),
  marketplace_service_providers_project_permissions_list: permission('LIST_PROJECT_PERMISSIONS'),
  marketplace_service_providers_keys_list: permission('LIST_KEYS'),
  marketplace_service_providers_users_list: permission('LIST_USERS'),
  marketplace_service_providers_user_customers_list: permission('LIST_USER_CUSTOMERS'),
  marketplace_service_providers_offerings_list: { who: 'user', on: 'provider-or-customer' },
  marketplace_service_providers_offerings_types_list: { who: 'user', on: 'provider-or-customer' },
  marketplace_service_providers_project_service_accounts_list: permission('LIST_SERVICE_ACCOUNTS'),
  marketplace_service_providers_course_accounts_list: permission('LIST_COURSE_ACCOUNTS'),
  service_provider_compliance_overview: permission('LIST_CUSTOMERS'),
  service_provider_offering_users_compliance: permission('LIST_CUSTOMERS'),
  service_provider_checklists_summary: permission('LIST_CUSTOMERS'),
  marketplace_service_providers_list_users_list: { who: 'team', on: 'provider' },
  marketplace_service_providers_add_user: { who: 'checked-inside', on: 'provider' },
  marketplace_service_providers_update_user: { who: 'checked-inside', on: 'provider' },
  marketplace_service_providers_delete_user: { who: 'checked-inside', on: 'provider' },
  customers_retrieve: { who: 'user' },
  projects_retrieve: { who: 'user' },
  keys_retrieve: { who: 'user' },
  // Anonymous callers only while ANONYMOUS_USER_CAN_VIEW_PLANS is on.
  marketplace_plans_retrieve: { who: 'anyone' },
  organization_groups_retrieve: { who: 'user' },
  payment_profiles_retrieve: { who: 'user' },
  project_types_retrieve: { who: 'user' },
  roles_list: { who: 'anyone' },
  roles_retrieve: { who: 'anyone' },
  user_permissions_list: { who: 'user' },
  user_permissions_retrieve: { who: 'user' },
  events_list: { who: 'user' },
  events_retrieve: { who: 'user' },
  events_count_retrieve: { who: 'user' },
  events_event_groups_retrieve: { who: 'user' },
  events_scope_types_retrieve: { who: 'user' },
  version_retrieve: { who: 'user' },
  configuration_retrieve: { who: 'anyone' },
  media_retrieve: { who: 'anyone' },
  api_auth_password: { who: 'anyone' },
  api_auth_logout: { who: 'user' },
  users_me_retrieve: { who: 'user' },
  users_retrieve: { who: 'user' },
  users_token_retrieve: { who: 'user' },
  users_refresh_token: { who: 'user' },
  ...identityPolicies,
  ...organizationPolicies,
  ...cataloguePolicies,
  ...orderAndResourcePolicies,
  ...billingPolicies,
  ...accountPolicies,
} as const satisfies Record<OperationId, Policy>

export const policyOf = (id: OperationId): Policy => policies[id]
