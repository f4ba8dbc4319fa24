import type { Policy } from '../policy.ts'

const mayLimitUsers = {
  who: 'holder',
  target: 'component_user_usage_limit',
  permission: 'RESOURCE.CONSUMPTION_LIMITATION',
  at: ['project', 'customer'],
} as const

const maySetUsage = {
  who: 'holder',
  target: 'component_usage',
  permission: 'RESOURCE.SET_USAGE',
  at: ['offering', 'provider-customer'],
} as const

export const billingPolicies = {
  marketplace_component_usages_list: { who: 'user' },
  marketplace_component_usages_retrieve: { who: 'visible', target: 'component_usage' },
  // Of the resource in the body.
  marketplace_component_usages_set_usage: { who: 'checked-inside' },
  marketplace_component_usages_set_user_usage: maySetUsage,
  marketplace_component_usages_set_user_usages: maySetUsage,
  marketplace_component_user_usages_list: { who: 'user' },
  marketplace_component_user_usages_retrieve: { who: 'visible', target: 'component_user_usage' },
  component_user_usage_limits_list: { who: 'user' },
  component_user_usage_limits_retrieve: { who: 'visible', target: 'component_user_usage_limit' },
  component_user_usage_limits_create: { who: 'checked-inside' },
  component_user_usage_limits_update: mayLimitUsers,
  component_user_usage_limits_partial_update: mayLimitUsers,
  component_user_usage_limits_destroy: mayLimitUsers,
} as const satisfies Record<string, Policy>
