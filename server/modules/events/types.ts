const ACCOUNT_NAMES = [
  'marketplace_offering_user_created',
  'marketplace_offering_user_deleted',
  'marketplace_offering_user_restriction_updated',
  'marketplace_offering_user_updated',
]
const USAGES = ['marketplace_component_usage_created', 'marketplace_component_usage_updated']
const ROBOT_ACCOUNTS = [
  'resource_robot_account_created',
  'resource_robot_account_deleted',
  'resource_robot_account_state_changed',
  'resource_robot_account_updated',
]
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

const CUSTOMERS = ['customer_creation_succeeded', 'customer_deletion_succeeded', 'customer_update_succeeded']
const PROJECTS = ['project_creation_succeeded', 'project_deletion_succeeded', 'project_update_succeeded']
const OFFERINGS = [
  'marketplace_offering_created',
  'marketplace_offering_updated',
  'marketplace_offering_deleted',
  'marketplace_offering_component_created',
  'marketplace_offering_component_updated',
  'marketplace_offering_component_deleted',
  'marketplace_plan_created',
  'marketplace_plan_updated',
  'marketplace_plan_archived',
  'marketplace_plan_component_current_price_updated',
  'marketplace_plan_component_future_price_updated',
  'marketplace_plan_component_quota_updated',
]

/** The types of public events, by the group that the filter `feature` names; a type may be in several. */
export const EVENT_GROUPS: Readonly<Record<string, readonly string[]>> = {
  auth: ['auth_logged_in_with_username', 'auth_logged_out', 'auth_login_failed_with_username'],
  customers: CUSTOMERS,
  offerings: OFFERINGS,
  permissions: ROLES,
  projects: PROJECTS,
  providers: [...ACCOUNT_NAMES, ...ROBOT_ACCOUNTS, ...ROLES, ...USAGES],
  resources: [...ORDERS, ...RESOURCES],
  support: ['issue_creation_succeeded', 'issue_deletion_succeeded', 'issue_update_succeeded'],
  users: [
    ...ACCOUNT_NAMES,
    'token_created',
    'token_lifetime_updated',
    'user_activated',
    'user_creation_succeeded',
    'user_deactivated',
    'user_deactivated_no_roles',
    'user_deletion_succeeded',
    'user_password_updated_by_staff',
    'user_update_succeeded',
  ],
}
