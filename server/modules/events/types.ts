const ACCOUNT_NAMES = [
  'marketplace_offering_user_created',
  'marketplace_offering_user_deleted',
  'marketplace_offering_user_restriction_updated',
  'marketplace_offering_user_updated',
]
const ROLES = ['role_granted', 'role_revoked', 'role_updated']

/** The types of public events, by the group that the filter `feature` names; a type may be in several. */
export const EVENT_GROUPS: Readonly<Record<string, readonly string[]>> = {
  auth: ['auth_logged_in_with_username', 'auth_logged_out', 'auth_login_failed_with_username'],
  permissions: ROLES,
  providers: [...ACCOUNT_NAMES, ...ROLES],
  users: [
    ...ACCOUNT_NAMES,
    'token_created',
    'token_lifetime_updated',
    'user_activated',
    'user_deactivated',
    'user_deactivated_no_roles',
  ],
}
