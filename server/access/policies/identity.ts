import type { Policy } from '../policy.ts'

// Who may change a team is checked inside: problems of fields come first.
const customer = { who: 'visible', target: 'customer' } as const
const project = { who: 'visible', target: 'project' } as const
const offering = { who: 'visible', target: 'offering' } as const

const ofUser = { who: 'self', target: 'user' } as const
const staffOnUser = { who: 'staff', target: 'user' } as const
const staffOnStatus = { who: 'staff', target: 'issue_status' } as const

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
  users_list: { who: 'user' },
  users_create: { who: 'staff' },
  users_update: ofUser,
  users_partial_update: ofUser,
  users_destroy: staffOnUser,
  users_change_password: staffOnUser,
  users_change_email: ofUser,
  users_cancel_change_email: ofUser,
  users_user_active_status_count_list: { who: 'user' },
  users_user_language_count_list: { who: 'user' },
  users_user_registration_trend_list: { who: 'user' },
  auth_tokens_list: { who: 'staff' },
  // Named by the number of the user.
  auth_tokens_retrieve: { who: 'staff' },
  auth_tokens_destroy: { who: 'staff' },
  support_issues_list: { who: 'user' },
  support_issues_create: { who: 'user' },
  support_issues_retrieve: { who: 'visible', target: 'issue' },
  support_issues_update: { who: 'helpdesk', target: 'issue' },
  support_issues_partial_update: { who: 'helpdesk', target: 'issue' },
  support_issues_destroy: { who: 'staff', target: 'issue' },
  support_issues_comment: { who: 'visible', target: 'issue' },
  support_issue_statuses_list: { who: 'staff' },
  support_issue_statuses_create: { who: 'staff' },
  support_issue_statuses_retrieve: staffOnStatus,
  support_issue_statuses_update: staffOnStatus,
  support_issue_statuses_partial_update: staffOnStatus,
  support_issue_statuses_destroy: staffOnStatus,
} as const satisfies Record<string, Policy>
