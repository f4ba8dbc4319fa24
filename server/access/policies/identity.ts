import type { Policy } from '../policy.ts'

// Who may change a team is checked inside: problems of fields come first.
const customer = { who: 'visible', target: 'customer' } as const
const project = { who: 'visible', target: 'project' } as const
const offering = { who: 'visible', target: 'offering' } as const

export const identityPolicies = {
  customers_list_users_list: customer,
  customers_add_user: customer,
  customers_update_user: customer,
  customers_delete_user: customer,
  projects_list_users_list: project,
  projects_add_user: project,
  projects_update_user: project,
  projects_delete_user: project,
  marketplace_provider_offerings_list_users_list: offering,
  marketplace_provider_offerings_add_user: offering,
  marketplace_provider_offerings_update_user: offering,
  marketplace_provider_offerings_delete_user: offering,
} as const satisfies Record<string, Policy>
