import type { LeftOut } from './left-out.ts'

export const accountsLeftOut = {
  checklists_admin_checklist_questions: {
    method: 'get',
    path: '/api/checklists-admin/{uuid}/questions/',
    reason: 'Not built yet.',
  },
  checklists_admin_count: { method: 'head', path: '/api/checklists-admin/', reason: 'Not built yet.' },
  checklists_admin_create: { method: 'post', path: '/api/checklists-admin/', reason: 'Not built yet.' },
  checklists_admin_destroy: { method: 'delete', path: '/api/checklists-admin/{uuid}/', reason: 'Not built yet.' },
  checklists_admin_list: { method: 'get', path: '/api/checklists-admin/', reason: 'Not built yet.' },
  checklists_admin_partial_update: { method: 'patch', path: '/api/checklists-admin/{uuid}/', reason: 'Not built yet.' },
  checklists_admin_question_options_count: {
    method: 'head',
    path: '/api/checklists-admin-question-options/',
    reason: 'Not built yet.',
  },
  checklists_admin_question_options_create: {
    method: 'post',
    path: '/api/checklists-admin-question-options/',
    reason: 'Not built yet.',
  },
  checklists_admin_question_options_destroy: {
    method: 'delete',
    path: '/api/checklists-admin-question-options/{uuid}/',
    reason: 'Not built yet.',
  },
  checklists_admin_question_options_list: {
    method: 'get',
    path: '/api/checklists-admin-question-options/',
    reason: 'Not built yet.',
  },
  checklists_admin_question_options_partial_update: {
    method: 'patch',
    path: '/api/checklists-admin-question-options/{uuid}/',
    reason: 'Not built yet.',
  },
  checklists_admin_question_options_retrieve: {
    method: 'get',
    path: '/api/checklists-admin-question-options/{uuid}/',
    reason: 'Not built yet.',
  },
  checklists_admin_question_options_update: {
    method: 'put',
    path: '/api/checklists-admin-question-options/{uuid}/',
    reason: 'Not built yet.',
  },
  checklists_admin_questions_count: {
    method: 'head',
    path: '/api/checklists-admin-questions/',
    reason: 'Not built yet.',
  },
  checklists_admin_questions_create: {
    method: 'post',
    path: '/api/checklists-admin-questions/',
    reason: 'Not built yet.',
  },
  checklists_admin_questions_destroy: {
    method: 'delete',
    path: '/api/checklists-admin-questions/{uuid}/',
    reason: 'Not built yet.',
  },
  checklists_admin_questions_list: {
    method: 'get',
    path: '/api/checklists-admin-questions/',
    reason: 'Not built yet.',
  },
  checklists_admin_questions_partial_update: {
    method: 'patch',
    path: '/api/checklists-admin-questions/{uuid}/',
    reason: 'Not built yet.',
  },
  checklists_admin_questions_retrieve: {
    method: 'get',
    path: '/api/checklists-admin-questions/{uuid}/',
    reason: 'Not built yet.',
  },
  checklists_admin_questions_update: {
    method: 'put',
    path: '/api/checklists-admin-questions/{uuid}/',
    reason: 'Not built yet.',
  },
  checklists_admin_retrieve: { method: 'get', path: '/api/checklists-admin/{uuid}/', reason: 'Not built yet.' },
  checklists_admin_update: { method: 'put', path: '/api/checklists-admin/{uuid}/', reason: 'Not built yet.' },
  marketplace_course_accounts_count: {
    method: 'head',
    path: '/api/marketplace-course-accounts/',
    reason: 'Not built yet.',
  },
  marketplace_course_accounts_create: {
    method: 'post',
    path: '/api/marketplace-course-accounts/',
    reason: 'Not built yet.',
  },
  marketplace_course_accounts_create_bulk: {
    method: 'post',
    path: '/api/marketplace-course-accounts/create_bulk/',
    reason: 'Not built yet.',
  },
  marketplace_course_accounts_destroy: {
    method: 'delete',
    path: '/api/marketplace-course-accounts/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_course_accounts_list: {
    method: 'get',
    path: '/api/marketplace-course-accounts/',
    reason: 'Not built yet.',
  },
  marketplace_course_accounts_retrieve: {
    method: 'get',
    path: '/api/marketplace-course-accounts/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_customer_service_accounts_count: {
    method: 'head',
    path: '/api/marketplace-customer-service-accounts/',
    reason: 'Not built yet.',
  },
  marketplace_customer_service_accounts_create: {
    method: 'post',
    path: '/api/marketplace-customer-service-accounts/',
    reason: 'Not built yet.',
  },
  marketplace_customer_service_accounts_destroy: {
    method: 'delete',
    path: '/api/marketplace-customer-service-accounts/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_customer_service_accounts_list: {
    method: 'get',
    path: '/api/marketplace-customer-service-accounts/',
    reason: 'Not built yet.',
  },
  marketplace_customer_service_accounts_partial_update: {
    method: 'patch',
    path: '/api/marketplace-customer-service-accounts/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_customer_service_accounts_retrieve: {
    method: 'get',
    path: '/api/marketplace-customer-service-accounts/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_customer_service_accounts_rotate_api_key: {
    method: 'post',
    path: '/api/marketplace-customer-service-accounts/{uuid}/rotate_api_key/',
    reason: 'Not built yet.',
  },
  marketplace_customer_service_accounts_update: {
    method: 'put',
    path: '/api/marketplace-customer-service-accounts/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_offering_users_profile_field_warnings_count: {
    method: 'head',
    path: '/api/marketplace-offering-users/profile_field_warnings/',
    reason: 'The published contract does not say what it answers; an account itself names what its user has not filled in.',
  },
  marketplace_offering_users_profile_field_warnings_retrieve: {
    method: 'get',
    path: '/api/marketplace-offering-users/profile_field_warnings/',
    reason: 'The published contract does not say what it answers; an account itself names what its user has not filled in.',
  },
  marketplace_project_service_accounts_count: {
    method: 'head',
    path: '/api/marketplace-project-service-accounts/',
    reason: 'Not built yet.',
  },
  marketplace_project_service_accounts_create: {
    method: 'post',
    path: '/api/marketplace-project-service-accounts/',
    reason: 'Not built yet.',
  },
  marketplace_project_service_accounts_destroy: {
    method: 'delete',
    path: '/api/marketplace-project-service-accounts/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_project_service_accounts_list: {
    method: 'get',
    path: '/api/marketplace-project-service-accounts/',
    reason: 'Not built yet.',
  },
  marketplace_project_service_accounts_partial_update: {
    method: 'patch',
    path: '/api/marketplace-project-service-accounts/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_project_service_accounts_retrieve: {
    method: 'get',
    path: '/api/marketplace-project-service-accounts/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_project_service_accounts_rotate_api_key: {
    method: 'post',
    path: '/api/marketplace-project-service-accounts/{uuid}/rotate_api_key/',
    reason: 'Not built yet.',
  },
  marketplace_project_service_accounts_update: {
    method: 'put',
    path: '/api/marketplace-project-service-accounts/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_cleanup_orphaned: {
    method: 'post',
    path: '/api/marketplace-site-agent-identities/cleanup_orphaned/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_count: {
    method: 'head',
    path: '/api/marketplace-site-agent-identities/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_create: {
    method: 'post',
    path: '/api/marketplace-site-agent-identities/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_destroy: {
    method: 'delete',
    path: '/api/marketplace-site-agent-identities/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_list: {
    method: 'get',
    path: '/api/marketplace-site-agent-identities/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_register_event_subscription: {
    method: 'post',
    path: '/api/marketplace-site-agent-identities/{uuid}/register_event_subscription/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_register_service: {
    method: 'post',
    path: '/api/marketplace-site-agent-identities/{uuid}/register_service/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_retrieve: {
    method: 'get',
    path: '/api/marketplace-site-agent-identities/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_identities_update: {
    method: 'put',
    path: '/api/marketplace-site-agent-identities/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_cleanup_stale: {
    method: 'post',
    path: '/api/marketplace-site-agent-services/cleanup_stale/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_count: {
    method: 'head',
    path: '/api/marketplace-site-agent-services/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_destroy: {
    method: 'delete',
    path: '/api/marketplace-site-agent-services/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_list: {
    method: 'get',
    path: '/api/marketplace-site-agent-services/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_register_processor: {
    method: 'post',
    path: '/api/marketplace-site-agent-services/{uuid}/register_processor/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_retrieve: {
    method: 'get',
    path: '/api/marketplace-site-agent-services/{uuid}/',
    reason: 'Not built yet.',
  },
  marketplace_site_agent_services_set_statistics: {
    method: 'post',
    path: '/api/marketplace-site-agent-services/{uuid}/set_statistics/',
    reason: 'Not built yet.',
  },
} as const satisfies Record<string, LeftOut>
