import type { Policy } from '../policy.ts'
import type { ScopeName } from '../target.ts'

const CONSUMER: readonly ScopeName[] = ['project', 'customer']
const PROVIDER: readonly ScopeName[] = ['provider-customer']
const BOTH: readonly ScopeName[] = [...CONSUMER, ...PROVIDER]

const order = (permission: string, at: readonly ScopeName[]) =>
  ({ who: 'holder', target: 'order', permission, at }) as const

const orderPolicies = {
  marketplace_orders_list: { who: 'user' },
  marketplace_orders_create: { who: 'user' },
  marketplace_orders_retrieve: { who: 'visible', target: 'order' },
  marketplace_orders_resource_retrieve: { who: 'visible', target: 'order' },
  marketplace_orders_offering_retrieve: { who: 'visible', target: 'order' },
  marketplace_orders_update: order('ORDER.APPROVE', CONSUMER),
  marketplace_orders_partial_update: order('ORDER.APPROVE', CONSUMER),
  marketplace_orders_destroy: order('ORDER.DESTROY', CONSUMER),
  marketplace_orders_approve_by_consumer: order('ORDER.APPROVE', CONSUMER),
  // Its creator may, too; so the right is looked up inside.
  marketplace_orders_reject_by_consumer: { who: 'visible', target: 'order' },
  marketplace_orders_approve_by_provider: order('ORDER.APPROVE', PROVIDER),
  marketplace_orders_reject_by_provider: order('ORDER.REJECT', PROVIDER),
  marketplace_orders_cancel: order('ORDER.CANCEL', CONSUMER),
  marketplace_orders_set_state_executing: order('ORDER.APPROVE', PROVIDER),
  marketplace_orders_set_state_done: order('ORDER.APPROVE', PROVIDER),
  marketplace_orders_set_state_erred: order('ORDER.APPROVE', [...PROVIDER, 'provider']),
  marketplace_orders_set_backend_id: order('RESOURCE.SET_BACKEND_ID', ['offering', ...PROVIDER]),
  marketplace_orders_set_consumer_info: order('ORDER.APPROVE', CONSUMER),
  marketplace_orders_set_provider_info: order('ORDER.APPROVE', PROVIDER),
  // As for the rejection.
  marketplace_orders_update_attachment: { who: 'visible', target: 'order' },
  marketplace_orders_delete_attachment: { who: 'visible', target: 'order' },
  marketplace_orders_unlink: { who: 'staff', target: 'order' },
} as const satisfies Record<string, Policy>

/** Policies of what both collections of resources offer. */
const shared = <const T extends 'resource' | 'provider_resource'>(target: T) => {
  const holder = (permission: string, at: readonly ScopeName[]) => ({ who: 'holder', target, permission, at }) as const
  const visible = { who: 'visible', target } as const
  const staff = { who: 'staff', target } as const
  const update = holder('RESOURCE.UPDATE', [...CONSUMER, 'offering', ...PROVIDER])
  const terminate = holder('RESOURCE.TERMINATE', BOTH)
  const updateOptions = holder('RESOURCE.UPDATE_OPTIONS', BOTH)
  return { visible, staff, update, terminate, updateOptions }
}

const consumer = shared('resource')
const provider = shared('provider_resource')

const resource = (permission: string, at: readonly ScopeName[]) =>
  ({ who: 'holder', target: 'resource', permission, at }) as const
const provided = (permission: string, at: readonly ScopeName[] = PROVIDER) =>
  ({ who: 'holder', target: 'provider_resource', permission, at }) as const

export const orderAndResourcePolicies = {
  ...orderPolicies,
  marketplace_resources_list: { who: 'user' },
  marketplace_resources_retrieve: consumer.visible,
  marketplace_resources_update: consumer.update,
  marketplace_resources_partial_update: consumer.update,
  marketplace_resources_details_retrieve: consumer.visible,
  marketplace_resources_history_list: consumer.visible,
  marketplace_resources_history_at_retrieve: consumer.visible,
  marketplace_resources_move_resource: consumer.staff,
  marketplace_resources_offering_retrieve: consumer.visible,
  marketplace_resources_offering_for_subresources_list: consumer.visible,
  marketplace_resources_plan_periods_list: consumer.visible,
  marketplace_resources_restore: consumer.terminate,
  marketplace_resources_set_downscaled: consumer.staff,
  marketplace_resources_set_end_date_by_staff: consumer.staff,
  marketplace_resources_set_paused: consumer.staff,
  marketplace_resources_set_restrict_member_access: consumer.staff,
  marketplace_resources_set_slug: consumer.staff,
  marketplace_resources_team_list: consumer.visible,
  marketplace_resources_terminate: consumer.terminate,
  marketplace_resources_unlink: consumer.staff,
  marketplace_resources_update_options: consumer.updateOptions,
  marketplace_resources_update_limits: resource('RESOURCE.SET_LIMITS', CONSUMER),
  marketplace_resources_switch_plan: resource('RESOURCE.SET_PLAN', CONSUMER),
  marketplace_resources_suggest_name: { who: 'user' },
  marketplace_provider_resources_list: { who: 'user' },
  marketplace_provider_resources_retrieve: provider.visible,
  marketplace_provider_resources_update: provider.update,
  marketplace_provider_resources_partial_update: provider.update,
  marketplace_provider_resources_details_retrieve: provider.visible,
  marketplace_provider_resources_history_list: provider.visible,
  marketplace_provider_resources_history_at_retrieve: provider.visible,
  marketplace_provider_resources_move_resource: provider.staff,
  marketplace_provider_resources_offering_retrieve: provider.visible,
  marketplace_provider_resources_offering_for_subresources_list: provider.visible,
  marketplace_provider_resources_plan_periods_list: provider.visible,
  marketplace_provider_resources_restore: provider.terminate,
  marketplace_provider_resources_set_downscaled: provider.staff,
  marketplace_provider_resources_set_end_date_by_staff: provider.staff,
  marketplace_provider_resources_set_paused: provider.staff,
  marketplace_provider_resources_set_restrict_member_access: provider.staff,
  marketplace_provider_resources_set_slug: provider.staff,
  marketplace_provider_resources_team_list: provider.visible,
  marketplace_provider_resources_terminate: provider.terminate,
  marketplace_provider_resources_unlink: provider.staff,
  marketplace_provider_resources_update_options: provider.updateOptions,
  marketplace_provider_resources_update_options_direct: provided('RESOURCE.UPDATE_OPTIONS'),
  marketplace_provider_resources_refresh_last_sync: provided('RESOURCE.SET_STATE'),
  marketplace_provider_resources_set_as_ok: provided('RESOURCE.SET_STATE'),
  marketplace_provider_resources_set_state_ok: provided('RESOURCE.SET_STATE'),
  marketplace_provider_resources_set_as_erred: provided('RESOURCE.SET_STATE'),
  marketplace_provider_resources_set_backend_id: provided('RESOURCE.SET_BACKEND_ID', ['offering', ...PROVIDER]),
  marketplace_provider_resources_set_backend_metadata: provided('RESOURCE.SET_BACKEND_METADATA'),
  marketplace_provider_resources_set_limits: provided('RESOURCE.SET_STATE'),
  marketplace_provider_resources_set_endpoints: provided('RESOURCE.SET_BACKEND_METADATA'),
  marketplace_provider_resources_set_end_date_by_provider: provided('RESOURCE.SET_END_DATE'),
  marketplace_provider_resources_submit_report: provided('RESOURCE.SUBMIT_REPORT'),
} as const satisfies Record<string, Policy>
