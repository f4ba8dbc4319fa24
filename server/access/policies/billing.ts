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

const mayManageCampaign = {
  who: 'holder',
  target: 'campaign',
  permission: 'OFFERING.MANAGE_CAMPAIGN',
  at: ['provider-customer', 'provider'],
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
  invoices_list: { who: 'user' },
  invoices_retrieve: { who: 'visible', target: 'invoice' },
  invoices_items_retrieve: { who: 'visible', target: 'invoice' },
  invoices_stats_list: { who: 'visible', target: 'invoice' },
  invoices_growth_retrieve: { who: 'user' },
  invoices_paid: { who: 'staff', target: 'invoice' },
  invoices_set_backend_id: { who: 'staff', target: 'invoice' },
  invoices_set_payment_url: { who: 'staff', target: 'invoice' },
  invoices_set_reference_number: { who: 'staff', target: 'invoice' },
  invoice_items_list: { who: 'user' },
  invoice_items_retrieve: { who: 'visible', target: 'invoice_item' },
  invoice_items_total_price_retrieve: { who: 'user' },
  invoice_items_update: { who: 'staff', target: 'invoice_item' },
  invoice_items_partial_update: { who: 'staff', target: 'invoice_item' },
  invoice_items_destroy: { who: 'staff', target: 'invoice_item' },
  invoice_items_create_compensation: { who: 'staff', target: 'invoice_item' },
  invoice_items_migrate_to: { who: 'staff', target: 'invoice_item' },
  promotions_campaigns_list: { who: 'user' },
  promotions_campaigns_retrieve: { who: 'visible', target: 'campaign' },
  promotions_campaigns_orders_list: { who: 'visible', target: 'campaign' },
  promotions_campaigns_resources_list: { who: 'visible', target: 'campaign' },
  // Of the provider in the body.
  promotions_campaigns_create: { who: 'checked-inside' },
  promotions_campaigns_update: mayManageCampaign,
  promotions_campaigns_destroy: mayManageCampaign,
  promotions_campaigns_activate: mayManageCampaign,
  promotions_campaigns_terminate: mayManageCampaign,
} as const satisfies Record<string, Policy>
