import type { LeftOut } from './left-out.ts'

export const ordersLeftOut = {
  marketplace_orders_approve_by_consumer: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/approve_by_consumer/',
    reason: 'Not built yet.',
  },
  marketplace_orders_approve_by_provider: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/approve_by_provider/',
    reason: 'Not built yet.',
  },
  marketplace_orders_cancel: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/cancel/',
    reason: 'Not built yet.',
  },
  marketplace_orders_count: { method: 'head', path: '/api/marketplace-orders/', reason: 'Not built yet.' },
  marketplace_orders_create: { method: 'post', path: '/api/marketplace-orders/', reason: 'Not built yet.' },
  marketplace_orders_delete_attachment: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/delete_attachment/',
    reason: 'Not built yet.',
  },
  marketplace_orders_destroy: { method: 'delete', path: '/api/marketplace-orders/{uuid}/', reason: 'Not built yet.' },
  marketplace_orders_list: { method: 'get', path: '/api/marketplace-orders/', reason: 'Not built yet.' },
  marketplace_orders_offering_retrieve: {
    method: 'get',
    path: '/api/marketplace-orders/{uuid}/offering/',
    reason: 'Not built yet.',
  },
  marketplace_orders_partial_update: {
    method: 'patch',
    path: '/api/marketplace-orders/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_orders_reject_by_consumer: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/reject_by_consumer/',
    reason: 'Not built yet.',
  },
  marketplace_orders_reject_by_provider: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/reject_by_provider/',
    reason: 'Not built yet.',
  },
  marketplace_orders_retrieve: { method: 'get', path: '/api/marketplace-orders/{uuid}/', reason: 'Not built yet.' },
  marketplace_orders_set_backend_id: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/set_backend_id/',
    reason: 'Not built yet.',
  },
  marketplace_orders_set_consumer_info: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/set_consumer_info/',
    reason: 'Not built yet.',
  },
  marketplace_orders_set_provider_info: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/set_provider_info/',
    reason: 'Not built yet.',
  },
  marketplace_orders_set_state_done: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/set_state_done/',
    reason: 'Not built yet.',
  },
  marketplace_orders_set_state_erred: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/set_state_erred/',
    reason: 'Not built yet.',
  },
  marketplace_orders_set_state_executing: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/set_state_executing/',
    reason: 'Not built yet.',
  },
  marketplace_orders_unlink: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/unlink/',
    reason: 'Not built yet.',
  },
  marketplace_orders_update: { method: 'put', path: '/api/marketplace-orders/{uuid}/', reason: 'Not built yet.' },
  marketplace_orders_update_attachment: {
    method: 'post',
    path: '/api/marketplace-orders/{uuid}/update_attachment/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_count: {
    method: 'head',
    path: '/api/marketplace-provider-resources/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_details_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-resources/{uuid}/details/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_glauth_users_config_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-resources/{uuid}/glauth_users_config/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_history_at_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-resources/{uuid}/history/at/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_history_list: {
    method: 'get',
    path: '/api/marketplace-provider-resources/{uuid}/history/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_list: {
    method: 'get',
    path: '/api/marketplace-provider-resources/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_move_resource: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/move_resource/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_offering_for_subresources_list: {
    method: 'get',
    path: '/api/marketplace-provider-resources/{uuid}/offering_for_subresources/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_offering_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-resources/{uuid}/offering/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_partial_update: {
    method: 'patch',
    path: '/api/marketplace-provider-resources/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_plan_periods_list: {
    method: 'get',
    path: '/api/marketplace-provider-resources/{uuid}/plan_periods/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_pull: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/pull/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_refresh_last_sync: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/refresh_last_sync/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_restore: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/restore/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_retrieve: {
    method: 'get',
    path: '/api/marketplace-provider-resources/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_set_as_erred: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_as_erred/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_set_as_ok: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_as_ok/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_set_backend_id: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_backend_id/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_set_backend_metadata: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_backend_metadata/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_set_downscaled: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_downscaled/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_set_end_date_by_provider: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_end_date_by_provider/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_set_end_date_by_staff: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_end_date_by_staff/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_set_keycloak_scopes: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_keycloak_scopes/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_set_limits: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_limits/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_set_paused: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_paused/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_set_restrict_member_access: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_restrict_member_access/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_set_slug: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_slug/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_set_state_ok: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/set_state_ok/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_submit_report: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/submit_report/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_team_list: {
    method: 'get',
    path: '/api/marketplace-provider-resources/{uuid}/team/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_terminate: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/terminate/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_unlink: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/unlink/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_update: {
    method: 'put',
    path: '/api/marketplace-provider-resources/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_update_options: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/update_options/',
    reason: 'Not built yet.',
  },
  marketplace_provider_resources_update_options_direct: {
    method: 'post',
    path: '/api/marketplace-provider-resources/{uuid}/update_options_direct/',
    reason: 'Not built yet.',
  },
  marketplace_resources_count: { method: 'head', path: '/api/marketplace-resources/', reason: 'Not built yet.' },
  marketplace_resources_details_retrieve: {
    method: 'get',
    path: '/api/marketplace-resources/{uuid}/details/',
    reason: 'Not built yet.',
  },
  marketplace_resources_estimate_renewal: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/estimate_renewal/',
    reason: 'Not built yet.',
  },
  marketplace_resources_glauth_users_config_retrieve: {
    method: 'get',
    path: '/api/marketplace-resources/{uuid}/glauth_users_config/',
    reason: 'Not built yet.',
  },
  marketplace_resources_history_at_retrieve: {
    method: 'get',
    path: '/api/marketplace-resources/{uuid}/history/at/',
    reason: 'Not built yet.',
  },
  marketplace_resources_history_list: {
    method: 'get',
    path: '/api/marketplace-resources/{uuid}/history/',
    reason: 'Not built yet.',
  },
  marketplace_resources_list: { method: 'get', path: '/api/marketplace-resources/', reason: 'Not built yet.' },
  marketplace_resources_move_resource: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/move_resource/',
    reason: 'Not built yet.',
  },
  marketplace_resources_offering_for_subresources_list: {
    method: 'get',
    path: '/api/marketplace-resources/{uuid}/offering_for_subresources/',
    reason: 'Not built yet.',
  },
  marketplace_resources_offering_retrieve: {
    method: 'get',
    path: '/api/marketplace-resources/{uuid}/offering/',
    reason: 'Not built yet.',
  },
  marketplace_resources_partial_update: {
    method: 'patch',
    path: '/api/marketplace-resources/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_resources_plan_periods_list: {
    method: 'get',
    path: '/api/marketplace-resources/{uuid}/plan_periods/',
    reason: 'Not built yet.',
  },
  marketplace_resources_pull: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/pull/',
    reason: 'Not built yet.',
  },
  marketplace_resources_reallocate_limits: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/reallocate_limits/',
    reason: 'Not built yet.',
  },
  marketplace_resources_renew: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/renew/',
    reason: 'Not built yet.',
  },
  marketplace_resources_restore: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/restore/',
    reason: 'Not built yet.',
  },
  marketplace_resources_retrieve: {
    method: 'get',
    path: '/api/marketplace-resources/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_resources_set_downscaled: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/set_downscaled/',
    reason: 'Not built yet.',
  },
  marketplace_resources_set_end_date_by_staff: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/set_end_date_by_staff/',
    reason: 'Not built yet.',
  },
  marketplace_resources_set_paused: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/set_paused/',
    reason: 'Not built yet.',
  },
  marketplace_resources_set_restrict_member_access: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/set_restrict_member_access/',
    reason: 'Not built yet.',
  },
  marketplace_resources_set_slug: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/set_slug/',
    reason: 'Not built yet.',
  },
  marketplace_resources_suggest_name: {
    method: 'post',
    path: '/api/marketplace-resources/suggest_name/',
    reason: 'Not built yet.',
  },
  marketplace_resources_switch_plan: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/switch_plan/',
    reason: 'Not built yet.',
  },
  marketplace_resources_team_list: {
    method: 'get',
    path: '/api/marketplace-resources/{uuid}/team/',
    reason: 'Not built yet.',
  },
  marketplace_resources_terminate: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/terminate/',
    reason: 'Not built yet.',
  },
  marketplace_resources_unlink: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/unlink/',
    reason: 'Not built yet.',
  },
  marketplace_resources_update: { method: 'put', path: '/api/marketplace-resources/{uuid}/', reason: 'Not built yet.' },
  marketplace_resources_update_limits: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/update_limits/',
    reason: 'Not built yet.',
  },
  marketplace_resources_update_options: {
    method: 'post',
    path: '/api/marketplace-resources/{uuid}/update_options/',
    reason: 'Not built yet.',
  },
} as const satisfies Record<string, LeftOut>
