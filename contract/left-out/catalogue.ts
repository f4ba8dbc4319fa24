import type { LeftOut } from './left-out.ts'

export const catalogueLeftOut = {
  marketplace_categories_count: { method: 'head', path: '/api/marketplace-categories/', reason: 'Not built yet.' },
  marketplace_categories_create: { method: 'post', path: '/api/marketplace-categories/', reason: 'Not built yet.' },
  marketplace_categories_destroy: {
    method: 'delete',
    path: '/api/marketplace-categories/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_categories_list: { method: 'get', path: '/api/marketplace-categories/', reason: 'Not built yet.' },
  marketplace_categories_partial_update: {
    method: 'patch',
    path: '/api/marketplace-categories/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_categories_retrieve: {
    method: 'get',
    path: '/api/marketplace-categories/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_categories_update: {
    method: 'put',
    path: '/api/marketplace-categories/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_category_groups_count: {
    method: 'head',
    path: '/api/marketplace-category-groups/',
    reason: 'Not built yet.',
  },
  marketplace_category_groups_create: {
    method: 'post',
    path: '/api/marketplace-category-groups/',
    reason: 'Not built yet.',
  },
  marketplace_category_groups_destroy: {
    method: 'delete',
    path: '/api/marketplace-category-groups/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_category_groups_list: {
    method: 'get',
    path: '/api/marketplace-category-groups/',
    reason: 'Not built yet.',
  },
  marketplace_category_groups_partial_update: {
    method: 'patch',
    path: '/api/marketplace-category-groups/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_category_groups_retrieve: {
    method: 'get',
    path: '/api/marketplace-category-groups/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_category_groups_update: {
    method: 'put',
    path: '/api/marketplace-category-groups/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_plans_archive: {
    method: 'post',
    path: '/api/marketplace-plans/{uuid}/archive/',
    reason: 'Not built yet.',
  },
  marketplace_plans_count: { method: 'head', path: '/api/marketplace-plans/', reason: 'Not built yet.' },
  marketplace_plans_create: { method: 'post', path: '/api/marketplace-plans/', reason: 'Not built yet.' },
  marketplace_plans_delete_organization_groups: {
    method: 'post',
    path: '/api/marketplace-plans/{uuid}/delete_organization_groups/',
    reason: 'Not built yet.',
  },
  marketplace_plans_destroy: { method: 'delete', path: '/api/marketplace-plans/{uuid}/', reason: 'Not built yet.' },
  marketplace_plans_history_at_retrieve: {
    method: 'get',
    path: '/api/marketplace-plans/{uuid}/history/at/',
    reason: 'Not built yet.',
  },
  marketplace_plans_history_list: {
    method: 'get',
    path: '/api/marketplace-plans/{uuid}/history/',
    reason: 'Not built yet.',
  },
  marketplace_plans_list: { method: 'get', path: '/api/marketplace-plans/', reason: 'Not built yet.' },
  marketplace_plans_partial_update: {
    method: 'patch',
    path: '/api/marketplace-plans/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_plans_update: { method: 'put', path: '/api/marketplace-plans/{uuid}/', reason: 'Not built yet.' },
  marketplace_plans_update_discounts: {
    method: 'post',
    path: '/api/marketplace-plans/{uuid}/update_discounts/',
    reason: 'Not built yet.',
  },
  marketplace_plans_update_organization_groups: {
    method: 'post',
    path: '/api/marketplace-plans/{uuid}/update_organization_groups/',
    reason: 'Not built yet.',
  },
  marketplace_plans_update_prices: {
    method: 'post',
    path: '/api/marketplace-plans/{uuid}/update_prices/',
    reason: 'Not built yet.',
  },
  marketplace_plans_update_quotas: {
    method: 'post',
    path: '/api/marketplace-plans/{uuid}/update_quotas/',
    reason: 'Not built yet.',
  },
  marketplace_plans_usage_stats_count: {
    method: 'head',
    path: '/api/marketplace-plans/usage_stats/',
    reason: 'Not built yet.',
  },
  marketplace_plans_usage_stats_list: {
    method: 'get',
    path: '/api/marketplace-plans/usage_stats/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_activate: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/activate/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_add_endpoint: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/add_endpoint/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_add_partition: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/add_partition/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_add_software_catalog: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/add_software_catalog/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_add_user: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/add_user/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_archive: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/archive/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_check_unique_backend_id: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/check_unique_backend_id/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_component_stats_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/component_stats/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_costs_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/costs/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_count: {
    method: 'head',
    path: '/api/marketplace-provider-offerings/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_create: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_create_offering_component: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/create_offering_component/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_customers_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/customers/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_delete_endpoint: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/delete_endpoint/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_delete_image: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/delete_image/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_delete_organization_groups: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/delete_organization_groups/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_delete_tags: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/delete_tags/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_delete_thumbnail: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/delete_thumbnail/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_delete_user: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/delete_user/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_delete_user_attribute_config_destroy: {
    method: 'delete',
    path: '/api/marketplace-provider-offerings/{uuid}/delete-user-attribute-config/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_destroy: {
    method: 'delete',
    path: '/api/marketplace-provider-offerings/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_draft: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/draft/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_export_offering: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/export_offering/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_glauth_users_config_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/glauth_users_config/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_groups_count: {
    method: 'head',
    path: '/api/marketplace-provider-offerings/groups/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_groups_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/groups/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_history_at_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/history/at/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_history_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/history/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_import_offering: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/import_offering/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_import_resource: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/import_resource/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_importable_resources_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/importable_resources/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_list_course_accounts_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/list_course_accounts/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_list_customer_projects_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/list_customer_projects/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_list_customer_service_accounts_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/list_customer_service_accounts/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_list_customer_users_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/list_customer_users/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_list_project_service_accounts_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/list_project_service_accounts/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_list_users_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/list_users/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_make_available: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/make_available/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_make_unavailable: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/make_unavailable/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_move_offering: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/move_offering/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_orders_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/orders/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_orders_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/orders/{order_uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_pause: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/pause/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_refresh_offering_usernames: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/refresh_offering_usernames/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_remove_offering_component: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/remove_offering_component/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_remove_partition: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/remove_partition/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_remove_software_catalog: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/remove_software_catalog/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_set_backend_metadata: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/set_backend_metadata/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_stats_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/stats/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_sync: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/sync/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_tos_stats_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/tos_stats/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_unpause: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/unpause/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_attributes: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_attributes/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_backend_id_rules: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_backend_id_rules/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_compliance_checklist: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_compliance_checklist/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_description: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_description/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_image: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_image/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_integration: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_integration/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_location: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_location/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_offering_component: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_offering_component/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_options: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_options/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_organization_groups: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_organization_groups/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_overview: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_overview/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_partition_partial_update: {
    method: 'patch',
    path: '/api/marketplace-provider-offerings/{uuid}/update_partition/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_resource_options: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_resource_options/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_software_catalog_partial_update: {
    method: 'patch',
    path: '/api/marketplace-provider-offerings/{uuid}/update_software_catalog/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_tags: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_tags/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_thumbnail: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_thumbnail/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_user: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_user/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_user_attribute_config: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update-user-attribute-config/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_user_attribute_config_partial_update: {
    method: 'patch',
    path: '/api/marketplace-provider-offerings/{uuid}/update-user-attribute-config/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_update_user_attribute_config_update: {
    method: 'put',
    path: '/api/marketplace-provider-offerings/{uuid}/update-user-attribute-config/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_user_attribute_config_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/user-attribute-config/',
    reason: 'Not built yet.',
  },
  marketplace_provider_offerings_user_has_resource_access_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/user_has_resource_access/',
    reason: 'Not built yet.',
  },
  marketplace_public_api_check_signature: {
    method: 'post',
    path: '/api/marketplace-public-api/check_signature/',
    reason: 'Not built yet.',
  },
  marketplace_public_api_set_usage: {
    method: 'post',
    path: '/api/marketplace-public-api/set_usage/',
    reason: 'Not built yet.',
  },
  marketplace_public_offerings_count: {
    method: 'head',
    path: '/api/marketplace-public-offerings/',
    reason: 'Not built yet.',
  },
  marketplace_public_offerings_list: {
    method: 'get',
    path: '/api/marketplace-public-offerings/',
    reason: 'Not built yet.',
  },
  marketplace_public_offerings_plans_list: {
    method: 'get',
    path: '/api/marketplace-public-offerings/{uuid}/plans/',
    reason: 'Not built yet.',
  },
  marketplace_public_offerings_plans_retrieve: {
    method: 'get',
    path: '/api/marketplace-public-offerings/{uuid}/plans/{plan_uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_public_offerings_retrieve: {
    method: 'get',
    path: '/api/marketplace-public-offerings/{uuid}/',
    reason: 'Not built yet.',
  },
} as const satisfies Record<string, LeftOut>
