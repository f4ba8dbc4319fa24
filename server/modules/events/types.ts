const ACCOUNT_NAMES = ['marketplace_offering_user_created', 'marketplace_offering_user_updated']
const ORDERS = ['approved', 'completed', 'created', 'failed', 'rejected', 'terminated', 'unlinked'].map(
  (step) => `marketplace_order_${step}`,
)
const RESOURCES = [
  'create_canceled',
  'create_failed',
  'create_requested',
  'create_succeeded',
  'downscaled',
  'erred_on_backend',
  'paused',
  'terminate_canceled',
  'terminate_failed',
  'terminate_requested',
  'terminate_succeeded',
  'unlinked',
  'update_canceled',
  'update_end_date_succeeded',
  'update_failed',
  'update_limits_failed',
  'update_limits_succeeded',
  'update_requested',
  'update_succeeded',
].map((step) => `marketplace_resource_${step}`)
const ROLES = ['role_granted', 'role_revoked', 'role_updated']

/** The types of public events, by the group that the filter `feature` names; a type may be in several. */
export const EVENT_GROUPS: Readonly<Record<string, readonly string[]>> = {
  auth: ['auth_logged_in_with_username', 'auth_logged_out', 'auth_login_failed_with_username'],
  permissions: ROLES,
  providers: [...ACCOUNT_NAMES, ...ROLES],
  resources: [...ORDERS, ...RESOURCES],
  users: [
    ...ACCOUNT_NAMES,
    'token_created',
    'token_lifetime_updated',
    'user_activated',
    'user_deactivated',
    'user_deactivated_no_roles',
  ],
}
