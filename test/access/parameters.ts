import type { ProviderOperationId } from './matrix.ts'

// Every query parameter of the service-provider lists, by what it can tell a caller. Written by hand: a parameter that
// is not here fails the test, so that nobody adds a filter without asking whose secrets it tells.

export interface Classes {
  /** Not about rows: pages, keys, the month of an estimate. */
  shape: string
  /** About what the rows show; `parameter>key` where the key has another name. */
  visible?: string
  /** About the caller's own roles and accounts. */
  self?: string
  /** The list leaves no choice: always true, or never. */
  fixed?: string
  /** About a person, and without effect unless the provider is shown that attribute. */
  released?: string
  /** About an organization, and without effect unless the caller sees its details. */
  details?: string
  /** Finds nothing for callers who may not know. */
  guarded?: string
  /**
   * About what the rows do not show, yet neither about a person's attributes nor a figure: texts of the catalogue,
   * registers of organizations, technical ids, times of record keeping, roles in named objects.
   */
  open?: string
}

const PAGE = 'page page_size'

const customers = {
  visible: 'abbreviation name name_exact>name slug',
  self: 'current_user_has_project_create_permission current_user_has_role owned_by_current_user',
  details: 'agreement_number backend_id contact_details query registration_code',
  open: 'archived native_name organization_group_name organization_group_uuid',
}

const projects = {
  self: 'can_admin can_manage current_user_has_role',
  fixed: 'is_removed',
}

const grants = {
  visible:
    'created expiration_time full_name>user_full_name native_name>user_full_name role_name role_uuid>role_name ' +
    'user>user_uuid user_slug>user_username user_url>user_uuid username>user_username',
  open: 'modified',
}

const offerings = {
  visible:
    'category_uuid>category_title customer>customer_uuid customer_uuid keyword>name name name_exact>name query>name ' +
    'slug state type uuid_list>uuid',
  self: 'user_has_consent user_has_offering_user',
  fixed: 'accessible_via_calls billable project_uuid scope_uuid shared',
  guarded: 'resource_customer_uuid resource_project_uuid service_manager_uuid',
  open:
    'allowed_customer_uuid attributes can_create_offering_user category_group_uuid created created_before ' +
    'description has_active_terms_of_service has_terms_of_service modified modified_before organization_group_uuid ' +
    'parent_uuid tag tag_name tag_names_and tags_and',
}

export const PARAMETERS: Partial<Record<ProviderOperationId, Classes>> = {
  marketplace_service_providers_list: {
    shape: `${PAGE} field o`,
    visible: 'created customer customer_keyword>customer_name customer_uuid',
    open: 'modified',
  },
  marketplace_service_providers_retrieve: { shape: 'field' },
  marketplace_service_providers_customers_list: { shape: `${PAGE} field`, ...customers },
  marketplace_service_providers_user_customers_list: {
    shape: `${PAGE} field`,
    ...customers,
    visible: `${customers.visible} user_uuid>users`,
  },
  marketplace_service_providers_projects_list: {
    shape: `${PAGE} field o year month`,
    ...projects,
    visible:
      'backend_id conceal_finished_projects>end_date created created_before>created customer customer_abbreviation ' +
      'customer_name customer_native_name description name name_exact>name query>name slug',
    open: 'modified modified_before user_uuid_with_active_role',
  },
  marketplace_service_providers_customer_projects_list: {
    shape: `${PAGE} field o`,
    ...projects,
    visible: 'conceal_finished_projects>end_date description name name_exact>name query>name',
    // The request names the customer; the projects list shows the rest.
    open:
      'backend_id created created_before customer customer_abbreviation customer_name customer_native_name modified ' +
      'modified_before project_customer_uuid slug user_uuid_with_active_role',
  },
  marketplace_service_providers_project_permissions_list: {
    shape: `${PAGE} field o`,
    ...grants,
    visible: `${grants.visible} scope_name>project_name scope_uuid>project_uuid`,
    fixed: 'scope_type',
  },
  marketplace_service_providers_list_users_list: {
    shape: `${PAGE} field o`,
    ...grants,
    visible: `${grants.visible} role>role_name search_string>user_full_name`,
    fixed: 'scope_name scope_type scope_uuid',
  },
  marketplace_service_providers_keys_list: {
    shape: `${PAGE} field o`,
    visible: 'fingerprint_md5 fingerprint_sha256 fingerprint_sha512 is_shared name name_exact>name user_uuid uuid',
    open: 'created modified',
  },
  marketplace_service_providers_users_list: {
    shape: `${PAGE} field o`,
    released:
      'civil_number description email full_name job_title native_name organization phone_number query ' +
      'registration_method user_keyword username username_list',
    fixed: 'is_active',
    guarded: 'is_staff is_support',
    open: 'agreement_date customer_uuid date_joined modified organization_roles project_roles project_uuid',
  },
  marketplace_service_providers_offerings_list: { shape: `${PAGE} field o`, ...offerings },
  marketplace_service_providers_offerings_types_list: { shape: PAGE, ...offerings },
  marketplace_service_providers_course_accounts_list: {
    shape: `${PAGE} o`,
    visible:
      'email project_end_date_after>project_end_date project_end_date_before>project_end_date ' +
      'project_start_date_after>project_start_date project_start_date_before>project_start_date project_uuid state ' +
      'username',
  },
  marketplace_service_providers_project_service_accounts_list: {
    shape: PAGE,
    visible: 'email project project_uuid state username',
  },
  marketplace_service_providers_robot_account_customers_list: { shape: PAGE, visible: 'customer_name>name' },
  marketplace_service_providers_robot_account_projects_list: { shape: PAGE, visible: 'project_name>name' },
  service_provider_compliance_overview: { shape: PAGE },
  service_provider_checklists_summary: { shape: PAGE },
  service_provider_offering_users_compliance: {
    shape: PAGE,
    visible: 'compliance_status offering_uuid>offering_name',
  },
  marketplace_service_providers_revenue_list: { shape: PAGE },
}

/** The same for the keys of `o`. */
export const ORDER_KEYS: Partial<Record<ProviderOperationId, Omit<Classes, 'shape'>>> = {
  marketplace_service_providers_list: { visible: 'customer_name' },
  marketplace_service_providers_projects_list: {
    visible:
      'created customer_abbreviation customer_name customer_native_name end_date ' +
      'estimated_cost>billing_price_estimate name start_date',
  },
  marketplace_service_providers_customer_projects_list: {
    visible: 'end_date name',
    // As the projects list shows them, to whom may read that.
    open: 'created customer_abbreviation customer_name customer_native_name estimated_cost start_date',
  },
  marketplace_service_providers_project_permissions_list: {
    visible:
      'created email>user_email expiration_time full_name>user_full_name native_name>user_native_name role ' +
      'username>user_username',
  },
  marketplace_service_providers_list_users_list: {
    visible:
      'created email>user_email expiration_time full_name>user_full_name native_name>user_full_name role>role_name ' +
      'username>user_username',
  },
  marketplace_service_providers_keys_list: { visible: 'name' },
  marketplace_service_providers_users_list: {
    released:
      'description email full_name job_title native_name organization phone_number registration_method username',
    fixed: 'is_active',
    guarded: 'is_staff is_support',
  },
  marketplace_service_providers_offerings_list: {
    visible: 'name state type',
    guarded: 'total_cost total_cost_estimated total_customers',
    open: 'created',
  },
  marketplace_service_providers_course_accounts_list: {
    visible: 'created email modified project_end_date project_name project_start_date state username',
  },
}

export interface Entry {
  name: string
  /** The key of a row that shows it. */
  shownBy: string
}

/** `a b>c` as entries; an entry without `>` is shown under its own name. */
export const entriesOf = (words: string | undefined): Entry[] =>
  (words ?? '')
    .split(' ')
    .filter(Boolean)
    .map((word) => {
      const [name = '', shownBy = name] = word.split('>')
      return { name, shownBy }
    })
