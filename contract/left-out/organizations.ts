import type { LeftOut } from './left-out.ts'

const NO_DIGESTS = 'Purveyor sends no digests of projects by mail.'
const NO_VERSIONS = 'Purveyor keeps events, not versions of objects.'
const NO_METADATA = 'Projects carry no metadata checklist in Purveyor; compliance is asked of users of offerings.'
const NO_BROKER = 'There is no message broker to notify; clients read roles when they need them.'

export const organizationsLeftOut = {
  customers_history_at_retrieve: { method: 'get', path: '/api/customers/{uuid}/history/at/', reason: NO_VERSIONS },
  customers_history_list: { method: 'get', path: '/api/customers/{uuid}/history/', reason: NO_VERSIONS },
  customers_project_digest_config_preview: {
    method: 'post',
    path: '/api/customers/{uuid}/project-digest-config/preview/',
    reason: NO_DIGESTS,
  },
  customers_project_digest_config_retrieve: {
    method: 'get',
    path: '/api/customers/{uuid}/project-digest-config/',
    reason: NO_DIGESTS,
  },
  customers_project_digest_config_send_test: {
    method: 'post',
    path: '/api/customers/{uuid}/project-digest-config/send-test/',
    reason: NO_DIGESTS,
  },
  customers_project_metadata_compliance_details_list: {
    method: 'get',
    path: '/api/customers/{customer_uuid}/project-metadata-compliance-details/',
    reason: NO_METADATA,
  },
  customers_project_metadata_compliance_overview_list: {
    method: 'get',
    path: '/api/customers/{customer_uuid}/project-metadata-compliance-overview/',
    reason: NO_METADATA,
  },
  customers_project_metadata_compliance_projects_list: {
    method: 'get',
    path: '/api/customers/{customer_uuid}/project-metadata-compliance-projects/',
    reason: NO_METADATA,
  },
  customers_project_metadata_question_answers_list: {
    method: 'get',
    path: '/api/customers/{customer_uuid}/project-metadata-question-answers/',
    reason: NO_METADATA,
  },
  customers_update_project_digest_config_partial_update: {
    method: 'patch',
    path: '/api/customers/{uuid}/update-project-digest-config/',
    reason: NO_DIGESTS,
  },
  customers_update_project_digest_config_update: {
    method: 'put',
    path: '/api/customers/{uuid}/update-project-digest-config/',
    reason: NO_DIGESTS,
  },
  projects_checklist_retrieve: { method: 'get', path: '/api/projects/{uuid}/checklist/', reason: NO_METADATA },
  projects_checklist_template_count: { method: 'head', path: '/api/projects/checklist-template/', reason: NO_METADATA },
  projects_checklist_template_retrieve: {
    method: 'get',
    path: '/api/projects/checklist-template/',
    reason: NO_METADATA,
  },
  projects_completion_status_retrieve: {
    method: 'get',
    path: '/api/projects/{uuid}/completion_status/',
    reason: NO_METADATA,
  },
  projects_submit_answers: { method: 'post', path: '/api/projects/{uuid}/submit_answers/', reason: NO_METADATA },
  projects_sync_user_roles: { method: 'post', path: '/api/projects/{uuid}/sync_user_roles/', reason: NO_BROKER },
} as const satisfies Record<string, LeftOut>
