import type { ProviderOperationId } from './matrix.ts'

// The keys of the rows that each caller sees, written down by hand from the description of the representations.

export const READERS = ['anonymous', 'stranger', 'owner', 'manager', 'support', 'staff'] as const
export type Reader = (typeof READERS)[number]

interface Fields {
  /** What everybody sees who is served at all. */
  all: string
  /** What some see in addition. */
  more?: Partial<Record<Reader, string>>
  /** Answers to those who are not served; strangers 403 and anonymous callers 401 unless said otherwise. */
  open?: readonly Reader[]
  /** Rows whose keys `field` does not narrow. */
  whole?: true
}

const PROVIDER =
  'url uuid created description customer customer_name customer_uuid customer_image customer_abbreviation ' +
  'customer_slug customer_native_name customer_country image organization_groups offering_count'
const NOTIFICATIONS = 'enable_notifications'
const provider: Fields = {
  all: PROVIDER,
  more: {
    ...{ stranger: NOTIFICATIONS, owner: NOTIFICATIONS, manager: NOTIFICATIONS },
    ...{ support: NOTIFICATIONS, staff: NOTIFICATIONS },
  },
  open: ['anonymous', 'stranger'],
}
const customer: Fields = {
  all:
    'uuid name slug abbreviation phone_number email payment_profiles billing_price_estimate projects_count ' +
    'users_count projects users',
}
const named: Fields = { all: 'name uuid', whole: true }

export const FIELDS: Partial<Record<ProviderOperationId, Fields>> = {
  marketplace_service_providers_list: provider,
  marketplace_service_providers_retrieve: provider,
  marketplace_service_providers_customers_list: customer,
  marketplace_service_providers_user_customers_list: customer,
  marketplace_service_providers_customer_projects_list: {
    all: 'uuid name description end_date resources_count users_count billing_price_estimate',
  },
  marketplace_service_providers_projects_list: {
    all:
      'url uuid name slug customer customer_uuid customer_name customer_slug customer_native_name ' +
      'customer_abbreviation description customer_display_billing_info_in_projects created type type_name type_uuid ' +
      'backend_id start_date end_date end_date_requested_by oecd_fos_2007_code oecd_fos_2007_label is_industry image ' +
      'resources_count max_service_accounts kind is_removed termination_metadata grace_period_days ' +
      'user_email_patterns user_affiliations user_identity_sources project_credit marketplace_resource_count ' +
      'billing_price_estimate',
    more: { support: 'staff_notes', staff: 'staff_notes' },
  },
  marketplace_service_providers_users_list: {
    all: 'uuid username full_name first_name last_name email projects_count',
    more: { support: 'is_active', staff: 'is_active' },
  },
  marketplace_service_providers_keys_list: {
    all: 'url uuid name public_key fingerprint_md5 fingerprint_sha256 fingerprint_sha512 user_uuid is_shared type',
  },
  // Of a project that ends, granted by somebody.
  marketplace_service_providers_project_permissions_list: {
    all:
      'created expiration_time created_by created_by_full_name created_by_username project project_uuid project_name ' +
      'project_created project_end_date customer_uuid customer_name role role_name user user_full_name ' +
      'user_native_name user_username user_uuid user_email',
  },
  marketplace_service_providers_list_users_list: {
    all:
      'uuid created expiration_time role_name role_uuid user_email user_full_name user_username user_uuid user_image ' +
      'created_by_full_name created_by_uuid',
  },
  marketplace_service_providers_offerings_list: {
    all:
      'uuid customer_uuid name slug category_title type state resources_count billing_price_estimate components plans ' +
      'options resource_options thumbnail',
    more: { owner: 'secret_options', manager: 'secret_options', staff: 'secret_options' },
    open: ['stranger'],
  },
  marketplace_service_providers_course_accounts_list: {
    all:
      'url uuid created modified project project_uuid project_name project_slug project_start_date project_end_date ' +
      'user_uuid username customer_uuid customer_name state email description error_message error_traceback',
    whole: true,
  },
  marketplace_service_providers_project_service_accounts_list: {
    all:
      'url uuid created modified username description error_message error_traceback state token email expires_at ' +
      'preferred_identifier project project_uuid project_name customer_uuid customer_name customer_abbreviation',
    whole: true,
  },
  marketplace_service_providers_robot_account_customers_list: named,
  marketplace_service_providers_robot_account_projects_list: named,
  service_provider_compliance_overview: {
    all:
      'offering_uuid offering_name checklist_name total_users users_with_completions completed_users pending_users ' +
      'compliance_rate',
    whole: true,
  },
  service_provider_offering_users_compliance: {
    all:
      'uuid user_full_name user_email offering_name checklist_name username state completion_percentage ' +
      'compliance_status last_updated created',
    whole: true,
  },
  service_provider_checklists_summary: {
    all: 'checklist_uuid checklist_name questions_count offerings_count',
    whole: true,
  },
  marketplace_service_providers_revenue_list: { all: 'total year month', whole: true },
  marketplace_service_providers_stat_retrieve: {
    all:
      'active_campaigns current_customers customers_number_change active_resources resources_number_change ' +
      'active_and_paused_offerings unresolved_tickets pending_orders erred_resources',
    whole: true,
  },
  service_provider_api_secret_code_retrieve: { all: 'api_secret_code', whole: true },
}

/** The keys that a reader sees, sorted; or the status with which he is refused. */
export const fieldsFor = ({ all, more, open }: Fields, reader: Reader): string[] | number => {
  if (reader === 'anonymous' && open?.includes(reader) !== true) return 401
  if (reader === 'stranger' && open?.includes(reader) !== true) return 403
  return `${all} ${more?.[reader] ?? ''}`.trim().split(' ').toSorted()
}
