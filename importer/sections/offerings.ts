import type { Section } from '../section.ts'

const AMOUNT = { min: 0 }
const OFFERING = { offering_uuid: { table: 'offering', required: true } } as const
export const UNITS = ['month', 'quarter', 'half_month', 'day', 'hour', 'quantity'] as const

const offerings: Section = {
  name: 'offerings',
  table: 'offering',
  keys: `uuid* name* type state shared billable description full_description vendor_details getting_started
    integration_guide attributes options resource_options plugin_options secret_options backend_metadata slug backend_id
    backend_id_rules privacy_policy_link helpdesk_url documentation_url access_url country latitude longitude
    paused_reason`,
  references: {
    customer_uuid: { table: 'customer' },
    category_uuid: { table: 'category', required: true },
    project_uuid: { table: 'project' },
    compliance_checklist_uuid: { table: 'checklist' },
    parent_uuid: { table: 'offering', late: true },
  },
  scope: {
    typeKey: 'scope_type',
    uuidKey: 'scope_uuid',
    typeColumn: 'scope_content_type',
    idColumn: 'scope_object_id',
    late: true,
  },
  links: {
    organization_group_uuids: {
      table: 'offering_organization_group',
      from: 'offering_id',
      to: 'organization_group_id',
      target: 'organization_group',
    },
    tag_uuids: { table: 'offering_tag', from: 'offering_id', to: 'tag_id', target: 'tag' },
  },
  allowed: { state: { min: 1, max: 5 } },
  defaults: { type: '', shared: false },
  slugSource: 'name',
}

const offeringComponents: Section = {
  name: 'offering_components',
  table: 'offering_component',
  keys: `uuid* type* name description billing_type measured_unit limit_period limit_amount min_value max_value
    max_available_limit default_limit unit_factor is_boolean is_prepaid min_prepaid_duration max_prepaid_duration
    article_code backend_id`,
  references: { ...OFFERING, overage_component_uuid: { table: 'offering_component', late: true } },
  allowed: {
    type: /^[a-zA-Z0-9_/:-]+$/,
    billing_type: ['fixed', 'usage', 'limit', 'one', 'few'],
    limit_period: ['month', 'quarterly', 'annual', 'total'],
  },
  defaults: { name: '', limit_period: 'month' },
}

const plans: Section = {
  name: 'plans',
  table: 'plan',
  keys: 'uuid* name* description unit_price unit archived max_amount article_code backend_id',
  references: OFFERING,
  links: {
    organization_group_uuids: {
      table: 'plan_organization_group',
      from: 'plan_id',
      to: 'organization_group_id',
      target: 'organization_group',
    },
  },
  allowed: { unit: UNITS, unit_price: AMOUNT, max_amount: { min: 1 } },
}

const planComponents: Section = {
  name: 'plan_components',
  table: 'plan_component',
  keys: 'amount price future_price discount_threshold discount_rate',
  references: {
    plan_uuid: { table: 'plan', required: true },
    component_uuid: { table: 'offering_component', required: true },
  },
  allowed: { amount: AMOUNT, discount_threshold: AMOUNT, discount_rate: AMOUNT },
  natural: ['plan_id', 'component_id'],
}

export const offeringSections: Section[] = [
  {
    name: 'category_groups',
    table: 'category_group',
    keys: 'uuid* title* description',
  },
  {
    name: 'categories',
    table: 'category',
    keys: 'uuid* title* description backend_id default_vm_category default_volume_category default_tenant_category',
    references: { group_uuid: { table: 'category_group' } },
  },
  {
    name: 'tags',
    table: 'tag',
    keys: 'uuid* name* description',
    references: { created_by_uuid: { table: 'app_user' } },
    natural: ['name'],
  },
  offerings,
  {
    name: 'offering_endpoints',
    table: 'offering_endpoint',
    keys: 'uuid* name* url*',
    references: OFFERING,
  },
  {
    name: 'offering_partitions',
    table: 'offering_partition',
    keys: `uuid* partition_name* cpu_bind def_cpu_per_gpu max_cpus_per_node max_cpus_per_socket def_mem_per_cpu
      def_mem_per_gpu def_mem_per_node max_mem_per_cpu max_mem_per_node default_time max_time grace_time max_nodes
      min_nodes exclusive_topo exclusive_user priority_tier qos req_resv`,
    references: OFFERING,
  },
  {
    name: 'offering_terms_of_service',
    table: 'offering_terms_of_service',
    keys: `uuid* terms_of_service terms_of_service_link version is_active requires_reconsent grace_period_days`,
    references: OFFERING,
    allowed: { grace_period_days: AMOUNT },
  },
  {
    name: 'user_offering_consents',
    table: 'user_offering_consent',
    keys: 'uuid* agreement_date version revocation_date',
    references: { user_uuid: { table: 'app_user', required: true }, ...OFFERING },
    natural: ['user_id', 'offering_id'],
  },
  {
    name: 'offering_user_attribute_configs',
    table: 'offering_user_attribute_config',
    keys: `uuid* expose_username expose_full_name expose_email expose_phone_number expose_organization expose_job_title
      expose_affiliations expose_gender expose_personal_title expose_place_of_birth expose_country_of_residence
      expose_nationality expose_nationalities expose_organization_country expose_organization_type
      expose_organization_registry_code expose_eduperson_assurance expose_civil_number expose_birth_date
      expose_identity_source expose_active_isds`,
    references: OFFERING,
    natural: ['offering_id'],
  },
  offeringComponents,
  plans,
  planComponents,
  {
    name: 'slurm_periodic_policies',
    table: 'slurm_periodic_policy',
    keys: `uuid* apply_to_all actions options period limit_type tres_billing_enabled tres_billing_weights
      carryover_enabled carryover_factor grace_ratio raw_usage_reset qos_strategy component_limits`,
    references: { ...OFFERING, created_by_uuid: { table: 'app_user' } },
    allowed: { period: { min: 1, max: 4 }, carryover_factor: { min: 0, max: 100 }, grace_ratio: AMOUNT },
  },
]
