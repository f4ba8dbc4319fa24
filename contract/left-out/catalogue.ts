import type { LeftOut } from './left-out.ts'

export const catalogueLeftOut = {
  marketplace_plans_destroy: {
    method: 'delete',
    path: '/api/marketplace-plans/{uuid}/',
    reason: 'Plans are archived and never deleted: orders and invoices refer to them.',
  },
  marketplace_plans_history_at_retrieve: {
    method: 'get',
    path: '/api/marketplace-plans/{uuid}/history/at/',
    reason: 'Earlier versions of objects are not kept; what was changed when is told by events.',
  },
  marketplace_plans_history_list: {
    method: 'get',
    path: '/api/marketplace-plans/{uuid}/history/',
    reason: 'Earlier versions of objects are not kept; what was changed when is told by events.',
  },
  marketplace_provider_offerings_add_software_catalog: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/add_software_catalog/',
    reason: 'Software catalogues are not part of Purveyor.',
  },
  marketplace_provider_offerings_delete_tags: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/delete_tags/',
    reason: 'Tags come with preset files and cannot be changed through the API.',
  },
  marketplace_provider_offerings_export_offering: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/export_offering/',
    reason: 'Whole offerings are loaded from preset files with `purveyor load`.',
  },
  marketplace_provider_offerings_glauth_users_config_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/glauth_users_config/',
    reason: 'GLauth is not part of Purveyor.',
  },
  marketplace_provider_offerings_history_at_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/history/at/',
    reason: 'Earlier versions of objects are not kept; what was changed when is told by events.',
  },
  marketplace_provider_offerings_history_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/history/',
    reason: 'Earlier versions of objects are not kept; what was changed when is told by events.',
  },
  marketplace_provider_offerings_import_offering: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/import_offering/',
    reason: 'Whole offerings are loaded from preset files with `purveyor load`.',
  },
  marketplace_provider_offerings_import_resource: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/import_resource/',
    reason: 'No plugin of Purveyor can take over resources that exist elsewhere.',
  },
  marketplace_provider_offerings_importable_resources_list: {
    method: 'get',
    path: '/api/marketplace-provider-offerings/{uuid}/importable_resources/',
    reason: 'No plugin of Purveyor can take over resources that exist elsewhere.',
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
  marketplace_provider_offerings_remove_software_catalog: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/remove_software_catalog/',
    reason: 'Software catalogues are not part of Purveyor.',
  },
  marketplace_provider_offerings_sync: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/sync/',
    reason: 'There is no backend to pull components from.',
  },
  marketplace_provider_offerings_update_software_catalog_partial_update: {
    method: 'patch',
    path: '/api/marketplace-provider-offerings/{uuid}/update_software_catalog/',
    reason: 'Software catalogues are not part of Purveyor.',
  },
  marketplace_provider_offerings_update_tags: {
    method: 'post',
    path: '/api/marketplace-provider-offerings/{uuid}/update_tags/',
    reason: 'Tags come with preset files and cannot be changed through the API.',
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
} as const satisfies Record<string, LeftOut>
