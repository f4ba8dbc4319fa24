import { ids, KEY, PASSWORD, SECRET_CODE, TOKEN, uuid } from './fixture-ids.ts'

type Row = Record<string, unknown>

export type FixturePreset = Record<string, Row[] | Row>

const now = new Date()
const month = now.getUTCMonth() + 1
const year = now.getUTCFullYear()

/** A small preset with every section that is kept; children come before parents wherever that is allowed. */
export const fixture = (): FixturePreset => ({
  _metadata: { title: 'Fixture' },
  events: [
    {
      uuid: ids.event,
      event_type: 'resource_creation_succeeded',
      message: 'Sample event',
      context: { resource_name: 'sample' },
      created: '2025-03-01T10:00:00+02:00',
      scopes: [
        { scope_type: 'marketplace.resource', scope_uuid: ids.resource },
        { scope_type: 'structure.project', scope_uuid: ids.project },
      ],
    },
  ],
  features: [{ key: 'marketplace.sample', value: true }],
  constance_settings: { SITE_NAME: 'Sample site', FULL_PAGE_TITLE: '' },
  user_agreements: [{ uuid: uuid(50), agreement_type: 'TOS', content: 'Sample terms' }],
  users: [
    {
      uuid: ids.staff,
      username: 'fixture-staff',
      first_name: 'Zoë',
      last_name: 'Příklad',
      is_staff: true,
      password: PASSWORD,
      token_lifetime: -1,
      civil_number: '',
    },
    {
      uuid: ids.member,
      username: 'fixture-member',
      email: 'member@example.org',
      first_name: 'Sample',
      last_name: 'Member',
      affiliations: ['staff@example.org'],
      birth_date: '1980-02-29',
      civil_number: '',
      token_lifetime: 3600,
    },
    { uuid: uuid(1, 3), username: 'system_robot', first_name: 'Intruder' },
  ],
  auth_tokens: [{ key: TOKEN, user_uuid: ids.staff, user_username: 'fixture-staff' }],
  ssh_public_keys: [{ uuid: uuid(51), user_uuid: ids.member, public_key: KEY }],
  organization_groups: [
    { uuid: ids.group, name: 'Child group', parent_uuid: ids.parentGroup },
    { uuid: ids.parentGroup, name: 'Parent group' },
  ],
  customers: [
    { uuid: ids.customer, name: 'Sample Provider', default_tax_percent: 20, organization_group_uuids: [ids.group] },
    { uuid: ids.consumer, name: 'Sample Provider', abbreviation: 'SC', latitude: 58.25, longitude: 26.5 },
  ],
  payment_profiles: [
    { uuid: uuid(52, 1), organization_uuid: ids.consumer, payment_type: 'invoices', is_active: true },
    { uuid: uuid(52, 2), organization_uuid: ids.consumer, payment_type: 'fixed_price', is_active: false },
  ],
  service_providers: [{ uuid: ids.provider, customer_uuid: ids.customer, api_secret_code: SECRET_CODE }],
  project_types: [{ uuid: ids.projectType, name: 'Sample type' }],
  projects: [
    { uuid: ids.project, name: 'Sample project', customer_uuid: ids.consumer, kind: '', type_uuid: ids.projectType },
  ],
  offerings: [
    {
      uuid: ids.childOffering,
      name: 'Child offering',
      customer_uuid: ids.customer,
      category_uuid: ids.category,
      parent_uuid: ids.offering,
    },
    {
      uuid: ids.offering,
      name: 'Sample offering',
      type: 'Marketplace.Slurm',
      state: 2,
      shared: true,
      customer_uuid: ids.customer,
      category_uuid: ids.category,
      compliance_checklist_uuid: ids.checklist,
      plugin_options: { service_provider_can_create_offering_user: true },
      tag_uuids: [ids.tag],
      organization_group_uuids: [ids.group],
      scope_type: 'marketplace.resource',
      scope_uuid: ids.resource,
    },
  ],
  category_groups: [{ uuid: uuid(53), title: 'Sample group' }],
  categories: [{ uuid: ids.category, title: 'Sample category', group_uuid: uuid(53), default_vm_category: true }],
  tags: [{ uuid: ids.tag, name: 'sample', created_by_uuid: ids.staff }],
  offering_endpoints: [{ uuid: uuid(54), offering_uuid: ids.offering, name: 'Login', url: 'ssh://login.example.org' }],
  offering_partitions: [{ uuid: uuid(55), offering_uuid: ids.offering, partition_name: 'main', max_nodes: 4 }],
  offering_terms_of_service: [{ uuid: uuid(56), offering_uuid: ids.offering, version: '1', is_active: true }],
  user_offering_consents: [{ uuid: uuid(57), offering_uuid: ids.offering, user_uuid: ids.member, version: '1' }],
  offering_user_attribute_configs: [{ uuid: uuid(58), offering_uuid: ids.offering, expose_phone_number: true }],
  slurm_periodic_policies: [
    { uuid: uuid(59), offering_uuid: ids.offering, period: 3, component_limits: [{ type: 'cpu', limit: 100 }] },
  ],
  plans: [
    { uuid: ids.plan, offering_uuid: ids.offering, name: 'Sample plan', unit: '', unit_price: '12.5', max_amount: 3 },
  ],
  offering_components: [
    { uuid: ids.component, offering_uuid: ids.offering, type: 'cpu', overage_component_uuid: ids.overage },
    { uuid: ids.overage, offering_uuid: ids.offering, type: 'cpu_over', billing_type: 'usage', limit_period: null },
  ],
  plan_components: [{ plan_uuid: ids.plan, component_uuid: ids.component, amount: 2, price: '0.1234567891' }],
  resources: [
    {
      uuid: ids.childResource,
      offering_uuid: ids.childOffering,
      project_uuid: ids.project,
      name: 'Child',
      parent_uuid: ids.resource,
      created: '2025-01-31T23:30:00Z',
    },
    {
      uuid: ids.resource,
      offering_uuid: ids.offering,
      project_uuid: ids.project,
      plan_uuid: ids.plan,
      name: 'Sample resource',
      state: 2,
      limits: { cpu: 10 },
      end_date: '2030-01-01',
      scope_type: 'openstack.tenant',
      scope_uuid: uuid(99),
    },
  ],
  resource_plan_periods: [
    { uuid: ids.period, resource_uuid: ids.resource, plan_uuid: ids.plan, start: '2025-03-01T00:00:00Z', end: null },
  ],
  component_user_usages: [
    { uuid: uuid(60), component_usage_uuid: ids.usage, username: 'member01', usage: '7.25', user_uuid: ids.account },
  ],
  component_usages: [
    {
      uuid: ids.usage,
      resource_uuid: ids.resource,
      component_uuid: ids.component,
      component_type: 'cpu',
      usage: 12,
      billing_period: '2025-03-17',
      plan_period: ids.period,
    },
    { uuid: uuid(11, 2), resource_uuid: ids.resource, component_uuid: ids.component, usage: 1 },
    { uuid: uuid(11, 3), resource_uuid: ids.resource, component_uuid: ids.component, usage: 2 },
  ],
  orders: [
    {
      uuid: uuid(61),
      resource_uuid: ids.resource,
      offering_uuid: ids.offering,
      project_uuid: ids.project,
      created_by_uuid: ids.member,
      type: 1,
      state: 3,
      cost: 3.5,
      callback_url: '',
    },
  ],
  roles: [{ uuid: ids.role, name: 'SAMPLE.READER', content_type: 'structure.customer' }],
  role_permissions: [
    { role_name: 'SAMPLE.READER', permission: 'SERVICE_PROVIDER.LIST_PROJECTS' },
    { role_name: 'PROJECT.MEMBER', permission: 'PROJECT.LIST' },
  ],
  checklists: [{ uuid: ids.checklist, name: 'Sample checklist', checklist_type: 'offering_compliance' }],
  questions: [
    { uuid: ids.question, checklist_uuid: ids.checklist, description: 'Sample?', order: 2, required: true },
    { uuid: ids.secondQuestion, checklist_uuid: ids.checklist, question_type: 'single_select', max_files: 3 },
  ],
  question_options: [{ uuid: uuid(62), question_uuid: ids.secondQuestion, label: 'Sample', order: 1 }],
  question_dependencies: [
    {
      uuid: uuid(63),
      question_uuid: ids.secondQuestion,
      depends_on_question_uuid: ids.question,
      required_answer_value: true,
    },
  ],
  user_roles: [
    {
      uuid: ids.grant,
      user_uuid: ids.member,
      role_name: 'PROJECT.MEMBER',
      scope_type: 'structure.project',
      scope_uuid: ids.project,
    },
    {
      uuid: uuid(21, 2),
      user_uuid: ids.member,
      role_name: 'PROJECT.MEMBER',
      scope_type: 'structure.project',
      scope_uuid: ids.project,
    },
    {
      uuid: uuid(21, 3),
      user_uuid: ids.staff,
      role_uuid: ids.role,
      scope_type: 'structure.customer',
      scope_uuid: ids.customer,
      is_active: false,
      expiration_time: '2025-01-01T00:00:00Z',
    },
    {
      uuid: uuid(21, 4),
      user_uuid: ids.staff,
      role_name: 'CALL.MANAGER',
      scope_type: 'proposal.call',
      scope_uuid: uuid(98),
    },
  ],
  checklist_completions: [
    {
      uuid: ids.completion,
      checklist_uuid: ids.checklist,
      scope_content_type: 'marketplace.offeringuser',
      scope_object_uuid: ids.account,
      is_completed: true,
    },
  ],
  answers: [
    {
      uuid: uuid(64),
      user_uuid: ids.member,
      question_uuid: ids.question,
      completion_uuid: ids.completion,
      answer_data: true,
    },
  ],
  offering_users: [
    { uuid: ids.account, offering_uuid: ids.offering, user_uuid: ids.member, username: 'member01', state: 1 },
    { uuid: ids.blankAccount, offering_uuid: ids.offering, user_uuid: ids.staff, username: '' },
    { uuid: uuid(15, 3), offering_uuid: ids.offering, user_uuid: ids.member, username: 'twin' },
  ],
  robot_accounts: [
    { uuid: uuid(65), resource_uuid: ids.resource, type: 'cicd', keys: [KEY], user_uuids: [ids.member, ids.staff] },
  ],
  project_service_accounts: [{ uuid: uuid(66), project_uuid: ids.project, username: 'svc-sample' }],
  customer_service_accounts: [{ uuid: uuid(67), customer_uuid: ids.consumer, username: 'svc-sample', state: 2 }],
  course_accounts: [{ uuid: uuid(68), project_uuid: ids.project, user_uuid: ids.member, email: 'course@example.org' }],
  customer_credits: [{ uuid: ids.credit, customer_uuid: ids.consumer, value: '100', offering_uuids: [ids.offering] }],
  project_credits: [{ project_uuid: ids.project, value: 5 }],
  invoices: [{ uuid: ids.invoice, customer_uuid: ids.consumer, month, year, tax_percent: '20.00', total_cost: '3.34' }],
  invoice_items: [
    {
      uuid: uuid(69, 1),
      invoice_uuid: ids.invoice,
      project_uuid: ids.project,
      resource_uuid: ids.resource,
      unit_price: '1.111',
      quantity: 3,
      unit: 'month',
      credit_uuid: ids.credit,
      backend_uuid: uuid(97),
    },
    { uuid: uuid(69, 2), invoice_uuid: ids.invoice, project_uuid: uuid(96), unit_price: '-0.001', quantity: 1 },
  ],
  campaigns: [
    {
      uuid: uuid(70),
      service_provider_uuid: ids.provider,
      name: 'Sample campaign',
      start_date: '2025-01-01',
      end_date: '2025-12-31',
      discount_type: 'discount',
      discount: 10,
      offering_uuids: [ids.offering],
      required_offering_uuids: [ids.childOffering],
    },
  ],
  issue_statuses: [{ uuid: uuid(71), name: 'Resolved', type: 0 }],
  issues: [
    { uuid: uuid(72, 1), summary: 'Sample issue', resource_uuid: ids.resource, caller_uuid: ids.member },
    { uuid: uuid(72, 2), summary: 'Without resource', backend_id: '', backend_name: '' },
  ],
  posix_id_pools: [{ uuid: uuid(73) }],
})
