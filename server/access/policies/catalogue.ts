import type { ScopeName } from '../target.ts'

/** A right on an offering may be held on itself, on the organization that provides it or on the provider. */
export const ON_OFFERING = ['offering', 'provider-customer', 'provider'] as const satisfies readonly ScopeName[]

const onOffering = <const P extends string>(permission: P) =>
  ({ who: 'holder', target: 'offering', permission: `OFFERING.${permission}`, at: ON_OFFERING }) as const

// C-161: also on the offering and on the provider, as for offerings themselves.
const onPlan = <const P extends string>(permission: P) =>
  ({ who: 'holder', target: 'plan', permission: `OFFERING.${permission}`, at: ON_OFFERING }) as const

const onTerms = { who: 'holder', target: 'terms_of_service', permission: 'OFFERING.UPDATE', at: ON_OFFERING } as const

const anyone = { who: 'anyone' } as const
const browser = { who: 'browser' } as const
const user = { who: 'user' } as const
const provider = { who: 'visible', target: 'offering' } as const
const staff = { who: 'staff' } as const

export const cataloguePolicies = {
  marketplace_category_groups_list: anyone,
  marketplace_category_groups_retrieve: anyone,
  marketplace_category_groups_create: staff,
  marketplace_category_groups_update: { who: 'staff', target: 'category_group' },
  marketplace_category_groups_partial_update: { who: 'staff', target: 'category_group' },
  marketplace_category_groups_destroy: { who: 'staff', target: 'category_group' },
  marketplace_categories_list: anyone,
  marketplace_categories_retrieve: anyone,
  marketplace_categories_create: staff,
  marketplace_categories_update: { who: 'staff', target: 'category' },
  marketplace_categories_partial_update: { who: 'staff', target: 'category' },
  marketplace_categories_destroy: { who: 'staff', target: 'category' },

  marketplace_provider_offerings_list: user,
  marketplace_provider_offerings_groups_list: user,
  // The scope is in the body.
  marketplace_provider_offerings_create: user,
  marketplace_provider_offerings_retrieve: provider,
  marketplace_provider_offerings_destroy: onOffering('DELETE'),
  marketplace_provider_offerings_move_offering: { who: 'staff', target: 'offering' },
  marketplace_provider_offerings_activate: onOffering('CREATE'),
  marketplace_provider_offerings_pause: onOffering('PAUSE'),
  marketplace_provider_offerings_unpause: onOffering('UNPAUSE'),
  marketplace_provider_offerings_archive: onOffering('ARCHIVE'),
  marketplace_provider_offerings_draft: onOffering('CREATE'),
  marketplace_provider_offerings_make_unavailable: onOffering('PAUSE'),
  marketplace_provider_offerings_make_available: onOffering('PAUSE'),
  marketplace_provider_offerings_update_overview: onOffering('UPDATE'),
  marketplace_provider_offerings_update_description: onOffering('UPDATE_DESCRIPTION'),
  marketplace_provider_offerings_update_attributes: onOffering('UPDATE_ATTRIBUTES'),
  marketplace_provider_offerings_update_location: onOffering('UPDATE_LOCATION'),
  marketplace_provider_offerings_update_options: onOffering('UPDATE_OPTIONS'),
  marketplace_provider_offerings_update_resource_options: onOffering('UPDATE_OPTIONS'),
  marketplace_provider_offerings_update_integration: onOffering('UPDATE_INTEGRATION'),
  marketplace_provider_offerings_update_thumbnail: onOffering('UPDATE_THUMBNAIL'),
  marketplace_provider_offerings_delete_thumbnail: onOffering('UPDATE_THUMBNAIL'),
  marketplace_provider_offerings_update_image: onOffering('UPDATE_THUMBNAIL'),
  marketplace_provider_offerings_delete_image: onOffering('UPDATE_THUMBNAIL'),
  marketplace_provider_offerings_create_offering_component: onOffering('UPDATE_COMPONENTS'),
  marketplace_provider_offerings_update_offering_component: onOffering('UPDATE_COMPONENTS'),
  marketplace_provider_offerings_remove_offering_component: onOffering('UPDATE_COMPONENTS'),
  marketplace_provider_offerings_add_endpoint: onOffering('ADD_ENDPOINT'),
  marketplace_provider_offerings_delete_endpoint: onOffering('DELETE_ENDPOINT'),
  marketplace_provider_offerings_add_partition: onOffering('UPDATE'),
  marketplace_provider_offerings_update_partition_partial_update: onOffering('UPDATE'),
  marketplace_provider_offerings_remove_partition: onOffering('UPDATE'),
  marketplace_provider_offerings_update_organization_groups: onOffering('UPDATE'),
  marketplace_provider_offerings_delete_organization_groups: onOffering('UPDATE'),
  marketplace_provider_offerings_update_compliance_checklist: onOffering('UPDATE_OPTIONS'),
  marketplace_provider_offerings_update_backend_id_rules: onOffering('UPDATE_OPTIONS'),
  marketplace_provider_offerings_set_backend_metadata: onOffering('UPDATE'),
  marketplace_provider_offerings_check_unique_backend_id: onOffering('UPDATE'),
  marketplace_provider_offerings_refresh_offering_usernames: onOffering('UPDATE_INTEGRATION'),
  marketplace_provider_offerings_user_attribute_config_retrieve: provider,
  marketplace_provider_offerings_update_user_attribute_config: onOffering('UPDATE'),
  marketplace_provider_offerings_update_user_attribute_config_update: onOffering('UPDATE'),
  marketplace_provider_offerings_update_user_attribute_config_partial_update: onOffering('UPDATE'),
  marketplace_provider_offerings_delete_user_attribute_config_destroy: onOffering('UPDATE'),
  marketplace_provider_offerings_stats_retrieve: provider,
  marketplace_provider_offerings_costs_list: provider,
  marketplace_provider_offerings_component_stats_list: provider,
  marketplace_provider_offerings_customers_list: provider,
  marketplace_provider_offerings_list_customer_projects_list: provider,
  marketplace_provider_offerings_list_customer_users_list: provider,
  marketplace_provider_offerings_list_course_accounts_list: provider,
  marketplace_provider_offerings_list_project_service_accounts_list: provider,
  marketplace_provider_offerings_list_customer_service_accounts_list: provider,
  marketplace_provider_offerings_user_has_resource_access_retrieve: provider,
  marketplace_provider_offerings_tos_stats_retrieve: provider,

  marketplace_public_offerings_list: browser,
  marketplace_public_offerings_retrieve: browser,
  marketplace_public_offerings_plans_list: browser,
  marketplace_public_offerings_plans_retrieve: browser,

  // Anonymous callers only while ANONYMOUS_USER_CAN_VIEW_PLANS is on.
  marketplace_plans_list: anyone,
  marketplace_plans_create: user,
  marketplace_plans_usage_stats_list: user,
  marketplace_plans_update: onPlan('UPDATE_PLAN'),
  marketplace_plans_partial_update: onPlan('UPDATE_PLAN'),
  marketplace_plans_update_prices: onPlan('UPDATE_PLAN'),
  marketplace_plans_update_quotas: onPlan('UPDATE_PLAN'),
  marketplace_plans_update_discounts: onPlan('UPDATE_PLAN'),
  marketplace_plans_archive: onPlan('ARCHIVE_PLAN'),
  marketplace_plans_update_organization_groups: onPlan('UPDATE_PLAN'),
  marketplace_plans_delete_organization_groups: onPlan('UPDATE_PLAN'),

  marketplace_offering_terms_of_service_list: user,
  marketplace_offering_terms_of_service_create: user,
  marketplace_offering_terms_of_service_retrieve: { who: 'visible', target: 'terms_of_service' },
  marketplace_offering_terms_of_service_update: onTerms,
  marketplace_offering_terms_of_service_partial_update: onTerms,
  marketplace_offering_terms_of_service_destroy: onTerms,
  marketplace_user_offering_consents_list: user,
  marketplace_user_offering_consents_create: user,
  marketplace_user_offering_consents_retrieve: { who: 'visible', target: 'consent' },
  // Only who gave a consent changes it; checked inside.
  marketplace_user_offering_consents_update: { who: 'visible', target: 'consent' },
  marketplace_user_offering_consents_partial_update: { who: 'visible', target: 'consent' },
  marketplace_user_offering_consents_destroy: { who: 'visible', target: 'consent' },
  marketplace_user_offering_consents_revoke: { who: 'visible', target: 'consent' },
} as const
