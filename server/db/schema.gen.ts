// Generated from the migrations by `npm run gen`. Do not edit.
// Types are those that the driver delivers.

export interface AccountTotalRow {
  offering_id: string
  checklist_id: string
  accounts: number
  completions: number
  completed: number
}

export interface AccountTotalDeltaRow {
  id: string
  offering_id: string
  checklist_id: string
  accounts: number
  completions: number
  completed: number
}

export interface AnswerRow {
  id: string
  uuid: string
  created: string
  modified: string
  completion_id: string | null
  question_id: string
  user_id: string
  answer_data: unknown
  requires_review: boolean
  reviewed_by_id: string | null
  reviewed_at: string | null
  review_notes: string
}

export interface AppUserRow {
  id: string
  uuid: string
  date_joined: string
  modified: string
  username: string
  password_hash: string
  slug: string
  first_name: string
  last_name: string
  native_name: string
  email: string
  requested_email: string | null
  civil_number: string | null
  phone_number: string
  organization: string
  job_title: string
  affiliations: unknown
  description: string
  is_active: boolean
  deactivation_reason: string
  is_staff: boolean
  is_support: boolean
  is_identity_manager: boolean
  notifications_enabled: boolean
  last_login: string | null
  registration_method: string
  identity_source: string
  agreement_date: string | null
  preferred_language: string
  token_lifetime: number | null
  backend_id: string
  image_id: string | null
  birth_date: string | null
  gender: number | null
  personal_title: string
  place_of_birth: string
  country_of_residence: string
  nationality: string
  nationalities: unknown
  organization_country: string
  organization_type: string
  organization_registry_code: string
  eduperson_assurance: unknown
  active_isds: unknown
  managed_isds: unknown
  attribute_sources: unknown
  details: unknown
  query_field: string
  activated_at: string | null
}

export interface AuditLogRow {
  id: string
  created: string
  action: string
  actor_id: string | null
  actor_username: string
  content_type: string
  object_id: string | null
  object_uuid: string | null
  detail: unknown
  ip_address: string
  request_id: string
}

export interface AuthTokenRow {
  id: string
  uuid: string
  user_id: string
  name: string
  key_hash: Buffer
  created: string
  issued: string
  lifetime_seconds: number | null
  expires_at: string | null
  last_used: string | null
}

export interface CampaignRow {
  id: string
  uuid: string
  created: string
  modified: string
  service_provider_id: string
  name: string
  description: string
  start_date: string
  end_date: string
  coupon: string
  discount_type: string
  discount: number
  stock: number | null
  months: number
  auto_apply: boolean
  state: number
  ran_out: boolean
}

export interface CampaignOfferingRow {
  campaign_id: string
  offering_id: string
}

export interface CampaignRequiredOfferingRow {
  campaign_id: string
  offering_id: string
}

export interface CampaignResourceRow {
  campaign_id: string
  resource_id: string
  first_month: string
}

export interface CategoryRow {
  id: string
  uuid: string
  created: string
  modified: string
  title: string
  description: string
  icon_id: string | null
  group_id: string | null
  backend_id: string
  default_vm_category: boolean
  default_volume_category: boolean
  default_tenant_category: boolean
}

export interface CategoryGroupRow {
  id: string
  uuid: string
  created: string
  modified: string
  title: string
  description: string
  icon_id: string | null
}

export interface ChecklistRow {
  id: string
  uuid: string
  created: string
  modified: string
  name: string
  description: string
  checklist_type: string
}

export interface ChecklistCompletionRow {
  id: string
  uuid: string
  created: string
  modified: string
  checklist_id: string
  content_type: string
  object_id: string
  is_completed: boolean
  requires_review: boolean
  reviewed_by_id: string | null
  reviewed_at: string | null
  review_notes: string
  offering_id: string | null
}

export interface ComponentUsageRow {
  id: string
  uuid: string
  created: string
  modified: string
  resource_id: string
  component_id: string
  plan_period_id: string | null
  usage: string
  date: string
  billing_period: string
  recurring: boolean
  description: string
  backend_id: string
  modified_by_id: string | null
}

export interface ComponentUserUsageRow {
  id: string
  uuid: string
  created: string
  modified: string
  component_usage_id: string
  offering_user_id: string | null
  username: string
  usage: string
  description: string
  backend_id: string
}

export interface ComponentUserUsageLimitRow {
  id: string
  uuid: string
  created: string
  modified: string
  resource_id: string
  component_id: string
  offering_user_id: string
  limit_value: string
}

export interface CourseAccountRow {
  id: string
  uuid: string
  created: string
  modified: string
  project_id: string
  user_id: string | null
  email: string
  description: string
  state: number
  error_message: string
  error_traceback: string
}

export interface CustomerRow {
  id: string
  uuid: string
  created: string
  modified: string
  name: string
  slug: string
  native_name: string
  abbreviation: string
  description: string
  contact_details: string
  agreement_number: string
  sponsor_number: number | null
  email: string
  phone_number: string
  access_subnets: string
  backend_id: string
  registration_code: string
  homepage: string
  domain: string
  vat_code: string
  vat_name: string
  vat_address: string
  country: string
  address: string
  postal: string
  bank_name: string
  bank_account: string
  notification_emails: string
  latitude: number | null
  longitude: number | null
  image_id: string | null
  accounting_start_date: string
  default_tax_percent: string
  blocked: boolean
  archived: boolean
  display_billing_info_in_projects: boolean
  max_service_accounts: number | null
  grace_period_days: number | null
  project_metadata_checklist_id: string | null
  user_email_patterns: unknown
  user_affiliations: unknown
  user_identity_sources: unknown
}

export interface CustomerBillingRow {
  customer_id: string
  month: string
}

export interface CustomerCreditRow {
  id: string
  uuid: string
  created: string
  modified: string
  customer_id: string
  value: string
  end_date: string | null
  grace_coefficient: string
  expected_consumption: string
  minimal_consumption_logic: string
  apply_as_minimal_consumption: boolean
}

export interface CustomerCreditOfferingRow {
  customer_credit_id: string
  offering_id: string
}

export interface CustomerOrganizationGroupRow {
  customer_id: string
  organization_group_id: string
}

export interface CustomerServiceAccountRow {
  id: string
  uuid: string
  created: string
  modified: string
  customer_id: string | null
  username: string
  email: string
  preferred_identifier: string
  description: string
  state: number
  error_message: string
  error_traceback: string
}

export interface EventRow {
  id: string
  uuid: string
  created: string
  event_type: string
  message: string
  context: unknown
}

export interface EventScopeRow {
  event_id: string
  content_type: string
  object_id: string
}

export interface FeatureRow {
  key: string
  value: boolean
}

export interface InvoiceRow {
  id: string
  uuid: string
  created: string
  modified: string
  customer_id: string
  year: number
  month: number
  state: string
  tax_percent: string
  total_cost: string
  total_price: string
  invoice_date: string | null
  payment_url: string
  reference_number: string
  backend_id: string
}

export interface InvoiceItemRow {
  id: string
  uuid: string
  created: string
  modified: string
  invoice_id: string
  resource_id: string | null
  project_id: string | null
  project_name: string
  project_uuid: string
  name: string
  unit: string
  unit_price: string
  quantity: string
  measured_unit: string
  article_code: string
  start_time: string
  end_time: string
  details: unknown
  credit_id: string | null
  backend_uuid: string | null
  component_id: string | null
  plan_component_id: string | null
  component_usage_id: string | null
  settled_usage_id: string | null
}

export interface InvoiceOfferingRow {
  invoice_id: string
  offering_id: string
  year: number
  month: number
  created: string
  items: number
  amount: string
  live_price: string
  live_tax: string
  live_metered: number
}

export interface InvoiceProjectRow {
  project_id: string
  year: number
  month: number
  invoice_id: string
  price: string
  tax: string
  metered: number
}

export interface IssueRow {
  id: string
  uuid: string
  created: string
  modified: string
  customer_id: string | null
  project_id: string | null
  resource_content_type: string | null
  resource_object_id: string | null
  summary: string
  description: string
  type: string
  status: string
  resolution: string
  priority: string
  key: string
  link: string
  caller_id: string | null
  reporter_id: string | null
  assignee_id: string | null
  backend_name: string | null
  backend_id: string | null
  remote_id: string | null
  resolution_date: string | null
}

export interface IssueCommentRow {
  id: string
  uuid: string
  created: string
  issue_id: string
  author_id: string
  description: string
  is_public: boolean
}

export interface IssueStatusRow {
  id: string
  uuid: string
  name: string
  type: number
}

export interface JobLeaderRow {
  id: number
  holder: string
  lease_until: string
}

export interface JobRunRow {
  name: string
  created: string
  every_seconds: number
  last_started: string | null
  last_finished: string | null
  last_success: string | null
  last_error: string
}

export interface LoginFailureRow {
  username: string
  address: string
  failures: number
  last_failure: string
}

export interface MarketplaceOrderRow {
  id: string
  uuid: string
  created: string
  modified: string
  resource_id: string
  offering_id: string
  project_id: string
  plan_id: string | null
  old_plan_id: string | null
  slug: string
  type: number
  state: number
  attributes: unknown
  limits: unknown
  cost: string | null
  created_by_id: string
  consumer_reviewed_by_id: string | null
  consumer_reviewed_at: string | null
  provider_reviewed_by_id: string | null
  provider_reviewed_at: string | null
  completed_at: string | null
  start_date: string | null
  callback_url: string | null
  request_comment: string | null
  termination_comment: string | null
  provider_message: string
  provider_message_url: string
  provider_message_attachment_id: string | null
  provider_rejection_comment: string
  consumer_message: string
  consumer_message_attachment_id: string | null
  consumer_rejection_comment: string
  attachment_id: string | null
  output: string
  error_message: string
  error_traceback: string
  backend_id: string
}

export interface OfferingRow {
  id: string
  uuid: string
  created: string
  modified: string
  customer_id: string | null
  category_id: string
  project_id: string | null
  parent_id: string | null
  name: string
  slug: string
  description: string
  full_description: string
  vendor_details: string
  getting_started: string
  integration_guide: string
  type: string
  state: number
  paused_reason: string
  shared: boolean
  billable: boolean
  attributes: unknown
  options: unknown
  resource_options: unknown
  plugin_options: unknown
  secret_options: unknown
  backend_metadata: unknown
  backend_id: string
  backend_id_rules: unknown
  thumbnail_id: string | null
  image_id: string | null
  country: string
  access_url: string
  privacy_policy_link: string
  helpdesk_url: string
  documentation_url: string
  latitude: number | null
  longitude: number | null
  compliance_checklist_id: string | null
  scope_content_type: string | null
  scope_object_id: string | null
  datacite_doi: string
}

export interface OfferingComponentRow {
  id: string
  uuid: string
  created: string
  modified: string
  offering_id: string
  type: string
  name: string
  description: string
  measured_unit: string
  article_code: string
  billing_type: string
  limit_period: string | null
  limit_amount: number | null
  max_value: number | null
  min_value: number | null
  max_available_limit: number | null
  default_limit: number | null
  unit_factor: number
  is_boolean: boolean
  is_prepaid: boolean
  overage_component_id: string | null
  min_prepaid_duration: number | null
  max_prepaid_duration: number | null
  backend_id: string
}

export interface OfferingEndpointRow {
  id: string
  uuid: string
  offering_id: string
  name: string
  url: string
}

export interface OfferingIncomeRow {
  offering_id: string
  year: number
  month: number
  created: string
  items: number
  amount: string
  live_price: string
  live_tax: string
  live_metered: number
}

export interface OfferingIncomeDeltaRow {
  id: string
  offering_id: string
  year: number
  month: number
  created: string
  items: number
  amount: string
  live_price: string
  live_tax: string
  live_metered: number
}

export interface OfferingOrganizationGroupRow {
  offering_id: string
  organization_group_id: string
}

export interface OfferingPartitionRow {
  id: string
  uuid: string
  created: string
  modified: string
  offering_id: string
  partition_name: string
  cpu_bind: number | null
  def_cpu_per_gpu: number | null
  max_cpus_per_node: number | null
  max_cpus_per_socket: number | null
  def_mem_per_cpu: string | null
  def_mem_per_gpu: string | null
  def_mem_per_node: string | null
  max_mem_per_cpu: string | null
  max_mem_per_node: string | null
  default_time: number | null
  max_time: number | null
  grace_time: number | null
  max_nodes: number | null
  min_nodes: number | null
  exclusive_topo: boolean
  exclusive_user: boolean
  priority_tier: number | null
  qos: string
  req_resv: boolean
}

export interface OfferingTagRow {
  offering_id: string
  tag_id: string
}

export interface OfferingTermsOfServiceRow {
  id: string
  uuid: string
  created: string
  modified: string
  offering_id: string
  terms_of_service: string
  terms_of_service_link: string
  version: string
  is_active: boolean
  requires_reconsent: boolean
  grace_period_days: number
}

export interface OfferingUserRow {
  id: string
  uuid: string
  created: string
  modified: string
  offering_id: string
  user_id: string
  username: string | null
  state: number
  is_restricted: boolean
  service_provider_comment: string
  service_provider_comment_url: string
  backend_metadata: unknown
}

export interface OfferingUserAttributeConfigRow {
  id: string
  uuid: string
  created: string
  modified: string
  offering_id: string
  expose_username: boolean
  expose_full_name: boolean
  expose_email: boolean
  expose_phone_number: boolean
  expose_organization: boolean
  expose_job_title: boolean
  expose_affiliations: boolean
  expose_gender: boolean
  expose_personal_title: boolean
  expose_place_of_birth: boolean
  expose_country_of_residence: boolean
  expose_nationality: boolean
  expose_nationalities: boolean
  expose_organization_country: boolean
  expose_organization_type: boolean
  expose_organization_registry_code: boolean
  expose_eduperson_assurance: boolean
  expose_civil_number: boolean
  expose_birth_date: boolean
  expose_identity_source: boolean
  expose_active_isds: boolean
}

export interface OrganizationGroupRow {
  id: string
  uuid: string
  created: string
  modified: string
  name: string
  parent_id: string | null
}

export interface PaymentProfileRow {
  id: string
  uuid: string
  created: string
  modified: string
  organization_id: string
  name: string
  payment_type: string
  attributes: unknown
  is_active: boolean | null
}

export interface PlanRow {
  id: string
  uuid: string
  created: string
  modified: string
  offering_id: string
  name: string
  description: string
  unit: string
  unit_price: string
  article_code: string
  archived: boolean
  max_amount: number | null
  backend_id: string
}

export interface PlanComponentRow {
  id: string
  plan_id: string
  component_id: string
  amount: number
  price: string
  future_price: string | null
  discount_threshold: number | null
  discount_rate: number | null
}

export interface PlanComponentFormerPriceRow {
  plan_component_id: string
  until: string
  price: string
}

export interface PlanOrganizationGroupRow {
  plan_id: string
  organization_group_id: string
}

export interface PlanTotalRow {
  offering_id: string
  plan_id: string
  live_resources: number
  resources: number
}

export interface PlanTotalDeltaRow {
  id: string
  offering_id: string
  plan_id: string
  live_resources: number
  resources: number
}

export interface PriceEstimateRow {
  id: string
  uuid: string
  content_type: string
  object_id: string
  total: string
}

export interface PriceMonthRow {
  id: number
  month: string
}

export interface ProjectRow {
  id: string
  uuid: string
  created: string
  modified: string
  customer_id: string
  name: string
  slug: string
  description: string
  backend_id: string
  start_date: string | null
  end_date: string | null
  end_date_requested_by_id: string | null
  type_id: string | null
  oecd_fos_2007_code: string | null
  is_industry: boolean
  kind: string
  is_removed: boolean
  termination_metadata: unknown
  staff_notes: string
  grace_period_days: number | null
  max_service_accounts: number | null
  image_id: string | null
  user_email_patterns: unknown
  user_affiliations: unknown
  user_identity_sources: unknown
}

export interface ProjectCreditRow {
  id: string
  uuid: string
  created: string
  modified: string
  project_id: string
  value: string
  end_date: string | null
  grace_coefficient: string
  expected_consumption: string
  minimal_consumption_logic: string
  apply_as_minimal_consumption: boolean
}

export interface ProjectServiceAccountRow {
  id: string
  uuid: string
  created: string
  modified: string
  project_id: string | null
  username: string
  email: string
  preferred_identifier: string
  description: string
  state: number
  error_message: string
  error_traceback: string
}

export interface ProjectTotalRow {
  project_id: string
  resource_counts: unknown
  resources: number
}

export interface ProjectTypeRow {
  id: string
  uuid: string
  created: string
  modified: string
  name: string
  description: string
}

export interface QuestionRow {
  id: string
  uuid: string
  created: string
  modified: string
  checklist_id: string
  description: string
  sort_order: number
  required: boolean
  question_type: string
  min_value: string | null
  max_value: string | null
  allowed_file_types: unknown
  allowed_mime_types: unknown
  max_file_size_mb: number | null
  max_files_count: number | null
  operator: string
  review_answer_value: unknown
  always_requires_review: boolean
  user_guidance: string
  guidance_answer_value: unknown
  guidance_operator: string
  always_show_guidance: boolean
  dependency_logic_operator: string
}

export interface QuestionDependencyRow {
  id: string
  uuid: string
  question_id: string
  depends_on_question_id: string
  required_answer_value: unknown
  operator: string
}

export interface QuestionOptionRow {
  id: string
  uuid: string
  question_id: string
  label: string
  sort_order: number
}

export interface ResourceRow {
  id: string
  uuid: string
  created: string
  modified: string
  offering_id: string
  project_id: string
  plan_id: string | null
  parent_id: string | null
  name: string
  slug: string
  description: string
  state: number
  attributes: unknown
  limits: unknown
  current_usages: unknown
  backend_metadata: unknown
  options: unknown
  report: unknown
  cost: string | null
  end_date: string | null
  end_date_requested_by_id: string | null
  backend_id: string
  effective_id: string
  downscaled: boolean
  paused: boolean
  restrict_member_access: boolean
  last_sync: string
  error_message: string
  error_traceback: string
  scope_content_type: string | null
  scope_object_id: string | null
  undelivered_order_id: string | null
}

export interface ResourceEndpointRow {
  id: string
  uuid: string
  resource_id: string
  name: string
  url: string
}

export interface ResourcePlanPeriodRow {
  id: string
  uuid: string
  created: string
  modified: string
  resource_id: string
  plan_id: string
  start_time: string | null
  end_time: string | null
}

export interface ResourceVersionRow {
  id: string
  resource_id: string
  created: string
  user_id: string | null
  comment: string
  data: unknown
}

export interface RobotAccountRow {
  id: string
  uuid: string
  created: string
  modified: string
  resource_id: string
  type: string
  username: string
  description: string
  keys: unknown
  responsible_user_id: string | null
  state: number
  backend_id: string
  backend_metadata: unknown
  error_message: string
  error_traceback: string
}

export interface RobotAccountUserRow {
  robot_account_id: string
  user_id: string
}

export interface RoleRow {
  id: string
  uuid: string
  created: string
  modified: string
  name: string
  description: string
  is_system_role: boolean
  is_active: boolean
  content_type: string
  descriptions: unknown
}

export interface RolePermissionRow {
  role_id: string
  permission: string
}

export interface SchemaMigrationRow {
  number: number
  name: string
  checksum: string
  breaking: boolean
  applied_at: string
}

export interface ServiceProviderRow {
  id: string
  uuid: string
  created: string
  modified: string
  customer_id: string
  description: string
  enable_notifications: boolean
  api_secret_code_cipher: Buffer | null
  api_secret_code_key_id: number
  lead_email: string | null
  lead_subject: string
  lead_body: string
  image_id: string | null
  allowed_domains: unknown
}

export interface SettingRow {
  key: string
  value: unknown
}

export interface SlurmPeriodicPolicyRow {
  id: string
  uuid: string
  created: string
  modified: string
  offering_id: string
  created_by_id: string | null
  apply_to_all: boolean
  actions: string
  options: unknown
  period: number
  limit_type: string
  tres_billing_enabled: boolean
  tres_billing_weights: unknown
  carryover_enabled: boolean
  carryover_factor: number
  grace_ratio: string
  raw_usage_reset: boolean
  qos_strategy: string
  component_limits: unknown
}

export interface SpCustomerRow {
  provider_customer_id: string
  customer_id: string
  name: string
  project_count: number
  live_project_count: number
  resource_count: number
  all_resource_count: number
  erred_count: number
  unresolved_tickets: number
  month: string
  created_resources: number
  terminated_resources: number
  earlier_resources: number
}

export interface SpMonthRow {
  provider_customer_id: string
  month: string
  created_resources: number
  terminated_resources: number
  gained_customers: number
  lost_customers: number
}

export interface SpMonthDeltaRow {
  id: string
  provider_customer_id: string
  month: string
  created_resources: number
  terminated_resources: number
  gained_customers: number
  lost_customers: number
}

export interface SpProjectRow {
  provider_customer_id: string
  project_id: string
  customer_id: string
  name: string
  is_removed: boolean
  resource_count: number
  all_resource_count: number
  erred_count: number
  unresolved_tickets: number
  month: string
  created_resources: number
  terminated_resources: number
  earlier_resources: number
  plan_counts: unknown
}

export interface SpTotalRow {
  provider_customer_id: string
  customers: number
  projects: number
  resources: number
  all_customers: number
  all_resources: number
  erred_resources: number
  unresolved_tickets: number
}

export interface SpTotalDeltaRow {
  id: string
  provider_customer_id: string
  customers: number
  projects: number
  resources: number
  all_customers: number
  all_resources: number
  erred_resources: number
  unresolved_tickets: number
}

export interface SshKeyRow {
  id: string
  uuid: string
  created: string
  modified: string
  user_id: string
  name: string
  public_key: string
  fingerprint_md5: string
  fingerprint_sha256: string
  fingerprint_sha512: string
  is_shared: boolean
}

export interface StoredFileRow {
  id: string
  uuid: string
  created: string
  modified: string
  name: string
  content: Buffer
  size: number
  mime_type: string
  hash: string
  is_public: boolean
}

export interface TagRow {
  id: string
  uuid: string
  created: string
  modified: string
  name: string
  description: string
  created_by_id: string | null
}

export interface UserAgreementRow {
  id: string
  uuid: string
  created: string
  modified: string
  agreement_type: string
  content: string
}

export interface UserOfferingConsentRow {
  id: string
  uuid: string
  created: string
  modified: string
  user_id: string
  offering_id: string
  agreement_date: string
  version: string
  revocation_date: string | null
}

export interface UserRoleRow {
  id: string
  uuid: string
  created: string
  modified: string
  user_id: string
  role_id: string
  content_type: string
  object_id: string
  created_by_id: string | null
  expiration_time: string | null
  is_active: boolean
  revoked_by_id: string | null
  revoke_reason: string
}
