import { z } from 'zod'
import { anyJson, bool, decimal, double, fieldEnum, integer, orderEnum, text, url, uuid } from '../wire.ts'
import { NestedPriceEstimate } from './estimates.ts'
import { OrganizationGroup } from './organizations.ts'
import { BlankEnum } from './projects.ts'

export const BillingTypeEnum = z.enum(['fixed', 'usage', 'limit', 'one', 'few']).meta({ id: 'BillingTypeEnum' })

export const BillingUnit = z
  .enum(['month', 'quarter', 'half_month', 'day', 'hour', 'quantity'])
  .meta({ id: 'BillingUnit' })

export const LimitPeriodEnum = z.enum(['month', 'quarterly', 'annual', 'total']).meta({ id: 'LimitPeriodEnum' })

export const OfferingState = z
  .enum(['Draft', 'Active', 'Paused', 'Archived', 'Unavailable'])
  .meta({ id: 'OfferingState' })

export const NodeDiskDriverEnum = z.enum(['sd', 'vd']).meta({ id: 'NodeDiskDriverEnum' })

export const IPMapping = z
  .object({
    floating_ip: text(),
    external_ip: text(),
  })
  .partial()
  .meta({ id: 'IPMapping' })

export const MergedSecretOptions = z
  .looseObject({
    heappe_cluster_password: text(),
    heappe_password: text(),
    ipv4_external_ip_mapping: z.array(IPMapping),
    openstack_api_tls_certificate: text(),
    dns_nameservers: z.array(text()),
    shared_user_password: text(),
    template_confirmation_comment: text(),
    language: text(),
    environ: anyJson(),
    create: text(),
    terminate: text(),
    update: text(),
    pull: text(),
    api_url: text(),
    token: text(),
    customer_uuid: text(),
    backend_url: text(),
    username: text(),
    password: text(),
    cloud_init_template: text(),
    managed_rancher_load_balancer_cloud_init_template: text(),
    vault_host: text(),
    vault_port: integer(),
    vault_token: text(),
    vault_tls_verify: bool(),
    keycloak_url: text(),
    keycloak_realm: text(),
    keycloak_user_realm: text(),
    keycloak_username: text(),
    keycloak_password: text(),
    keycloak_sync_frequency: integer(),
    keycloak_ssl_verify: bool(),
    argocd_k8s_namespace: text(),
    argocd_k8s_kubeconfig: text(),
    base_image_name: text(),
    private_registry_url: text(),
    private_registry_user: text(),
    private_registry_password: text(),
    k8s_version: text(),
    node_disk_driver: NodeDiskDriverEnum,
  })
  .partial()
  .meta({ id: 'MergedSecretOptions' })

export const OfferingComponent = z
  .object({
    uuid: uuid(),
    billing_type: BillingTypeEnum,
    type: text(),
    name: text(),
    description: text(),
    measured_unit: text(),
    unit_factor: integer(),
    limit_period: z.union([LimitPeriodEnum, BlankEnum]).nullable(),
    limit_amount: integer().nullable(),
    article_code: text(),
    max_value: integer().nullable(),
    min_value: integer().nullable(),
    max_available_limit: integer().nullable(),
    is_boolean: bool(),
    default_limit: integer().nullable(),
    factor: integer().nullable(),
    is_builtin: bool(),
    is_prepaid: bool(),
    overage_component: uuid().nullable(),
    min_prepaid_duration: integer().nullable(),
    max_prepaid_duration: integer().nullable(),
  })
  .partial()
  .meta({ id: 'OfferingComponent' })

export const NestedPlanComponent = z
  .object({
    type: text(),
    name: text(),
    measured_unit: text(),
    amount: integer(),
    price: decimal(),
    future_price: decimal().nullable(),
    discount_threshold: integer().nullable(),
    discount_rate: integer().nullable(),
  })
  .partial()
  .meta({ id: 'NestedPlanComponent' })

export const BaseProviderPlan = z
  .object({
    url: url(),
    uuid: uuid(),
    name: text(),
    description: text(),
    article_code: text(),
    max_amount: integer().nullable(),
    archived: bool(),
    is_active: bool(),
    unit_price: decimal(),
    unit: BillingUnit,
    init_price: double(),
    switch_price: double(),
    backend_id: text(),
    organization_groups: z.array(OrganizationGroup),
    components: z.array(NestedPlanComponent),
    prices: z.record(z.string(), decimal()),
    future_prices: z.record(z.string(), decimal().nullable()),
    quotas: z.record(z.string(), double()),
    resources_count: integer(),
    plan_type: text().nullable(),
    minimal_price: double(),
  })
  .partial()
  .meta({ id: 'BaseProviderPlan' })

export const ProviderPlanDetails = BaseProviderPlan.extend({ offering: url() })
  .required({
    url: true,
    uuid: true,
    name: true,
    is_active: true,
    init_price: true,
    switch_price: true,
    organization_groups: true,
    components: true,
    prices: true,
    future_prices: true,
    quotas: true,
    resources_count: true,
    plan_type: true,
    minimal_price: true,
  })
  .meta({ id: 'ProviderPlanDetails' })

export const ProviderOffering = z
  .object({
    uuid: uuid(),
    customer_uuid: uuid(),
    name: text(),
    slug: text(),
    category_title: text(),
    type: text(),
    state: OfferingState,
    resources_count: integer(),
    billing_price_estimate: NestedPriceEstimate,
    components: z.array(OfferingComponent),
    plans: z.array(BaseProviderPlan),
    options: anyJson(),
    resource_options: anyJson(),
    secret_options: MergedSecretOptions,
    thumbnail: url().nullable(),
  })
  .partial()
  .meta({ id: 'ProviderOffering' })

export const ProviderOfferingFieldEnum = fieldEnum(ProviderOffering, 'ProviderOfferingFieldEnum')

export const PROVIDER_OFFERING_DETAILS_ORDER = [
  'created',
  'name',
  'state',
  'total_cost',
  'total_cost_estimated',
  'total_customers',
  'type',
] as const
export const ProviderOfferingDetailsOEnum = orderEnum(PROVIDER_OFFERING_DETAILS_ORDER, 'ProviderOfferingDetailsOEnum')
