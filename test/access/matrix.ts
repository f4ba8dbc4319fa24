import type { OperationId } from '../../contract/index.ts'

// Who is answered how, for each operation of service providers: read off the permission table of the specification
// and written down by hand, caller by caller. Three targets: the provider at which the callers hold their roles,
// another provider, and one that does not exist.

export type ProviderOperationId = Extract<
  OperationId,
  `marketplace_service_providers_${string}` | `service_provider_${string}`
>

export const TARGETS = ['own', 'other', 'none'] as const
export type Target = (typeof TARGETS)[number]

const NOT_FOUND = '401 401 401 401 404 404 404 404 404 404 404 404 404 404'

/** Answers in the order of the callers. */
export const STATUSES: Record<ProviderOperationId, Record<Target, string>> = {
  //      anon bad exp inac plai memb admi cown own mana omgr othr supp staf
  marketplace_service_providers_list: {
    own: '200 401 401 401 200 200 200 200 200 200 200 200 200 200',
    other: '200 401 401 401 200 200 200 200 200 200 200 200 200 200',
    none: '200 401 401 401 200 200 200 200 200 200 200 200 200 200',
  },
  marketplace_service_providers_retrieve: {
    own: '200 401 401 401 200 200 200 200 200 200 200 200 200 200',
    other: '200 401 401 401 200 200 200 200 200 200 200 200 200 200',
    none: '404 401 401 401 404 404 404 404 404 404 404 404 404 404',
  },
  // Of the organization in the body: the consumer, one that is a provider already, and an unknown one.
  marketplace_service_providers_create: {
    own: '401 401 401 401 403 403 403 403 403 403 403 403 403 201',
    other: '401 401 401 401 403 403 403 403 403 403 403 403 403 400',
    none: '401 401 401 401 400 400 400 400 400 400 400 400 400 400',
  },
  marketplace_service_providers_update: {
    own: '401 401 401 401 403 403 403 403 200 403 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_partial_update: {
    own: '401 401 401 401 403 403 403 403 200 403 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_destroy: {
    own: '401 401 401 401 403 403 403 403 204 403 403 403 403 204',
    other: '401 401 401 401 403 403 403 403 403 403 403 204 403 204',
    none: NOT_FOUND,
  },
  service_provider_api_secret_code_retrieve: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  service_provider_api_secret_code_generate: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_set_offerings_username: {
    own: '401 401 401 401 403 403 403 403 201 201 403 403 403 201',
    other: '401 401 401 401 403 403 403 403 403 403 403 201 403 201',
    none: NOT_FOUND,
  },
  marketplace_service_providers_generate_site_agent_config: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_stat_retrieve: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_revenue_list: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_robot_account_customers_list: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_robot_account_projects_list: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  //      anon bad exp inac plai memb admi cown own mana omgr othr supp staf
  marketplace_service_providers_customers_list: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_customer_projects_list: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_projects_list: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_project_permissions_list: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_keys_list: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_users_list: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_user_customers_list: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_offerings_list: {
    own: '401 401 401 401 200 200 200 200 200 200 200 200 200 200',
    other: '401 401 401 401 200 200 200 200 200 200 200 200 200 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_offerings_types_list: {
    own: '401 401 401 401 200 200 200 200 200 200 200 200 200 200',
    other: '401 401 401 401 200 200 200 200 200 200 200 200 200 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_project_service_accounts_list: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_course_accounts_list: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  service_provider_compliance_overview: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  service_provider_offering_users_compliance: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  service_provider_checklists_summary: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 403 200',
    none: NOT_FOUND,
  },
  //      anon bad exp inac plai memb admi cown own mana omgr othr supp staf
  marketplace_service_providers_list_users_list: {
    own: '401 401 401 401 403 403 403 403 200 200 403 403 200 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 200 200 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_add_user: {
    own: '401 401 401 401 403 403 403 403 403 403 403 403 403 201',
    other: '401 401 401 401 403 403 403 403 403 403 403 403 403 201',
    none: NOT_FOUND,
  },
  marketplace_service_providers_update_user: {
    own: '401 401 401 401 403 403 403 403 403 403 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 403 403 200',
    none: NOT_FOUND,
  },
  marketplace_service_providers_delete_user: {
    own: '401 401 401 401 403 403 403 403 403 403 403 403 403 200',
    other: '401 401 401 401 403 403 403 403 403 403 403 403 403 200',
    none: NOT_FOUND,
  },
}
