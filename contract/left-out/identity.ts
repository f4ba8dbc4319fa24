import type { LeftOut } from './left-out.ts'

const NO_FEDERATION = 'Purveyor has log-in with a password only; accounts of identity providers are not connected.'
const NO_VERSIONS = 'Purveyor keeps events, not versions of objects.'
const NO_ACCESS_LOG = 'Purveyor keeps no log of who looked at personal data.'
const NO_HELPDESK = 'Issues are kept in Purveyor itself; there is no helpdesk to fetch them from.'
const NO_MAIL = 'Purveyor sends no mail.'
const NO_ACTIONS = 'Purveyor keeps no list of things that a user is asked to do.'
const NO_BRIDGE = 'Purveyor does not exchange users with identity providers.'
const NO_MANDATORY = 'No attribute of a profile is mandatory in Purveyor.'
const NO_FEATURES = 'The features of the original web console cannot be switched here.'
const NO_SETTINGS =
  'Settings are read from the environment or a file when the server starts and cannot be changed through the API.'

export const identityLeftOut = {
  api_auth_eduteams_complete_retrieve: {
    method: 'get',
    path: '/api-auth/eduteams/complete/',
    reason: NO_FEDERATION,
  },
  api_auth_eduteams_init_retrieve: { method: 'get', path: '/api-auth/eduteams/init/', reason: NO_FEDERATION },
  api_auth_keycloak_complete_retrieve: {
    method: 'get',
    path: '/api-auth/keycloak/complete/',
    reason: NO_FEDERATION,
  },
  api_auth_keycloak_init_retrieve: { method: 'get', path: '/api-auth/keycloak/init/', reason: NO_FEDERATION },
  api_auth_saml2_login: { method: 'post', path: '/api-auth/saml2/login/', reason: NO_FEDERATION },
  api_auth_saml2_login_complete: { method: 'post', path: '/api-auth/saml2/login/complete/', reason: NO_FEDERATION },
  api_auth_saml2_logout_complete: {
    method: 'post',
    path: '/api-auth/saml2/logout/complete/',
    reason: NO_FEDERATION,
  },
  api_auth_saml2_logout_complete_retrieve: {
    method: 'get',
    path: '/api-auth/saml2/logout/complete/',
    reason: NO_FEDERATION,
  },
  api_auth_saml2_logout_retrieve: { method: 'get', path: '/api-auth/saml2/logout/', reason: NO_FEDERATION },
  api_auth_saml2_providers_list: { method: 'get', path: '/api-auth/saml2/providers/', reason: NO_FEDERATION },
  api_auth_tara_complete_retrieve: { method: 'get', path: '/api-auth/tara/complete/', reason: NO_FEDERATION },
  api_auth_tara_init_retrieve: { method: 'get', path: '/api-auth/tara/init/', reason: NO_FEDERATION },
  keys_count: { method: 'head', path: '/api/keys/', reason: 'Not built yet.' },
  keys_create: { method: 'post', path: '/api/keys/', reason: 'Not built yet.' },
  keys_destroy: { method: 'delete', path: '/api/keys/{uuid}/', reason: 'Not built yet.' },
  keys_history_at_retrieve: { method: 'get', path: '/api/keys/{uuid}/history/at/', reason: NO_VERSIONS },
  keys_history_list: { method: 'get', path: '/api/keys/{uuid}/history/', reason: NO_VERSIONS },
  keys_list: { method: 'get', path: '/api/keys/', reason: 'Not built yet.' },
  metadata_events_retrieve: { method: 'get', path: '/api/metadata/events/', reason: 'Not built yet.' },
  metadata_features_retrieve: { method: 'get', path: '/api/metadata/features/', reason: NO_FEATURES },
  metadata_permissions_retrieve: { method: 'get', path: '/api/metadata/permissions/', reason: 'Not built yet.' },
  metadata_settings_retrieve: { method: 'get', path: '/api/metadata/settings/', reason: NO_SETTINGS },
  roles_create: { method: 'post', path: '/api/roles/', reason: 'Not built yet.' },
  roles_destroy: { method: 'delete', path: '/api/roles/{uuid}/', reason: 'Not built yet.' },
  roles_disable: { method: 'post', path: '/api/roles/{uuid}/disable/', reason: 'Not built yet.' },
  roles_enable: { method: 'post', path: '/api/roles/{uuid}/enable/', reason: 'Not built yet.' },
  roles_partial_update: { method: 'patch', path: '/api/roles/{uuid}/', reason: 'Not built yet.' },
  roles_update: { method: 'put', path: '/api/roles/{uuid}/', reason: 'Not built yet.' },
  roles_update_descriptions_update: {
    method: 'put',
    path: '/api/roles/{uuid}/update_descriptions/',
    reason: 'Not built yet.',
  },
  support_issues_sync: { method: 'post', path: '/api/support-issues/{uuid}/sync/', reason: NO_HELPDESK },
  users_confirm_email: { method: 'post', path: '/api/users/confirm_email/', reason: NO_MAIL },
  users_data_access_history_list: {
    method: 'get',
    path: '/api/users/{uuid}/data_access_history/',
    reason: NO_ACCESS_LOG,
  },
  users_data_access_retrieve: { method: 'get', path: '/api/users/{uuid}/data_access/', reason: NO_ACCESS_LOG },
  users_history_at_retrieve: { method: 'get', path: '/api/users/{uuid}/history/at/', reason: NO_VERSIONS },
  users_history_list: { method: 'get', path: '/api/users/{uuid}/history/', reason: NO_VERSIONS },
  users_identity_bridge_status_retrieve: {
    method: 'get',
    path: '/api/users/{uuid}/identity_bridge_status/',
    reason: NO_BRIDGE,
  },
  users_profile_completeness_count: {
    method: 'head',
    path: '/api/users/profile_completeness/',
    reason: NO_MANDATORY,
  },
  users_profile_completeness_retrieve: {
    method: 'get',
    path: '/api/users/profile_completeness/',
    reason: NO_MANDATORY,
  },
  users_pull_remote_user: { method: 'post', path: '/api/users/{uuid}/pull_remote_user/', reason: NO_BRIDGE },
  users_scim_sync_all: { method: 'post', path: '/api/users/scim_sync_all/', reason: NO_BRIDGE },
  users_send_notification: { method: 'post', path: '/api/users/{uuid}/send_notification/', reason: NO_MAIL },
  users_update_actions: { method: 'post', path: '/api/users/{uuid}/update_actions/', reason: NO_ACTIONS },
} as const satisfies Record<string, LeftOut>
