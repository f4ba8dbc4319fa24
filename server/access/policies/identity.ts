import type { Policy } from '../policy.ts'

const ofUser = { who: 'self', target: 'user' } as const
const staffOnUser = { who: 'staff', target: 'user' } as const
const staffOnStatus = { who: 'staff', target: 'issue_status' } as const

export const identityPolicies = {
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
