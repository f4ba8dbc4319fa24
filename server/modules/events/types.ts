/** The types of public events, by the group that the filter `feature` names. */
export const EVENT_GROUPS: Readonly<Record<string, readonly string[]>> = {
  auth: ['auth_logged_in_with_username', 'auth_logged_out', 'auth_login_failed_with_username'],
  permissions: ['role_granted', 'role_revoked', 'role_updated'],
  users: ['token_created', 'token_lifetime_updated', 'user_activated', 'user_deactivated', 'user_deactivated_no_roles'],
}
