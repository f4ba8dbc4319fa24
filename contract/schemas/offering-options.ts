import { z } from 'zod'
import { anyJson, bool, double, integer, text } from '../wire.ts'

export const OptionFieldTypeEnum = z
  .enum([
    'boolean',
    'integer',
    'money',
    'string',
    'text',
    'html_text',
    'select_string',
    'select_string_multi',
    'select_openstack_tenant',
    'select_multiple_openstack_tenants',
    'select_openstack_instance',
    'select_multiple_openstack_instances',
    'date',
    'time',
    'conditional_cascade',
    'component_multiplier',
    'single_datacenter_k8s_config',
    'multi_datacenter_k8s_config',
    'storage_folder_manager',
  ])
  .meta({ id: 'OptionFieldTypeEnum' })

export const CascadeStepTypeEnum = z.enum(['select_string', 'select_string_multi']).meta({ id: 'CascadeStepTypeEnum' })

export const CascadeStep = z
  .looseObject({
    name: text(),
    label: text(),
    type: CascadeStepTypeEnum,
    depends_on: text().optional(),
    choices: anyJson().optional(),
    choices_map: anyJson().optional(),
  })
  .meta({ id: 'CascadeStep' })

export const CascadeConfig = z
  .looseObject({
    steps: z.array(CascadeStep),
  })
  .meta({ id: 'CascadeConfig' })

export const ComponentMultiplierConfig = z
  .looseObject({
    component_type: text(),
    factor: integer(),
    min_limit: integer().optional(),
    max_limit: integer().optional(),
  })
  .meta({ id: 'ComponentMultiplierConfig' })

export const StorageDataType = z
  .looseObject({
    key: text(),
    label: text(),
  })
  .meta({ id: 'StorageDataType' })

export const DefaultPermissionEnum = z
  .enum(['2770', '2775', '2777', '770', '775', '777'])
  .meta({ id: 'DefaultPermissionEnum' })

export const StorageFolderConfig = z
  .looseObject({
    component_type: text(),
    default_hard_quota_multiplier: double().optional(),
    inode_soft_multiplier: integer().optional(),
    inode_hard_multiplier: integer().optional(),
    storage_data_types: z.array(StorageDataType),
    default_permission: DefaultPermissionEnum.optional(),
  })
  .meta({ id: 'StorageFolderConfig' })

export const K8sDefaultConfiguration = z
  .looseObject({
    default_controller_vcpus: integer(),
    default_controller_ram_gb: integer(),
    default_controller_system_disk_gb: integer(),
    default_controller_etcd_disk_gb: integer(),
    default_lb_vcpus: integer(),
    default_lb_ram_gb: integer(),
    default_lb_system_disk_gb: integer(),
    default_lb_logs_disk_gb: integer(),
    minimal_worker_vcpus: integer(),
    minimal_worker_ram_gb: integer(),
    default_worker_data_disk_gb: integer(),
    default_storage_data_disk_gb: integer(),
    default_storage_san_disk_gb: integer(),
    available_kubernetes_versions: text(),
  })
  .partial()
  .meta({ id: 'K8sDefaultConfiguration' })

export const OptionValidatorTypeEnum = z.enum(['gt', 'gte', 'lt', 'lte']).meta({ id: 'OptionValidatorTypeEnum' })

export const OptionValidator = z
  .looseObject({
    type: OptionValidatorTypeEnum,
    target_field: text(),
  })
  .meta({ id: 'OptionValidator' })

export const OptionField = z
  .looseObject({
    type: OptionFieldTypeEnum,
    label: text(),
    help_text: text().optional(),
    required: bool().optional(),
    choices: z.array(text()).optional(),
    default: text().optional(),
    min: integer().optional(),
    max: integer().optional(),
    cascade_config: CascadeConfig.optional(),
    component_multiplier_config: ComponentMultiplierConfig.optional(),
    storage_folder_config: StorageFolderConfig.optional(),
    default_configs: K8sDefaultConfiguration.optional(),
    validators: z.array(OptionValidator).optional(),
  })
  .meta({ id: 'OptionField' })

export const OfferingOptions = z
  .looseObject({
    order: z.array(text()),
    options: z.record(z.string(), OptionField),
  })
  .partial()
  .meta({ id: 'OfferingOptions' })

export const StorageModeEnum = z.enum(['fixed', 'dynamic']).meta({ id: 'StorageModeEnum' })

export const UsernameGenerationPolicyEnum = z
  .enum(['service_provider', 'anonymized', 'full_name', 'waldur_username', 'freeipa', 'identity_claim'])
  .meta({ id: 'UsernameGenerationPolicyEnum' })

export const DeploymentModeEnum = z.enum(['self_managed', 'managed']).meta({ id: 'DeploymentModeEnum' })

export const AccountNameGenerationPolicyEnum = z.enum(['project_slug']).meta({ id: 'AccountNameGenerationPolicyEnum' })

export const MergedPluginOptions = z
  .looseObject({
    auto_approve_remote_orders: bool(),
    resource_expiration_threshold: integer(),
    service_provider_can_create_offering_user: bool(),
    max_resource_termination_offset_in_days: integer(),
    default_resource_termination_offset_in_days: integer(),
    is_resource_termination_date_required: bool(),
    latest_date_for_resource_termination: text(),
    auto_approve_in_service_provider_projects: bool(),
    disable_autoapprove: bool(),
    supports_downscaling: bool(),
    supports_pausing: bool(),
    minimal_team_count_for_provisioning: integer(),
    maximal_resource_count_per_project: integer(),
    unique_resource_per_attribute: text(),
    required_team_role_for_provisioning: text(),
    enable_purchase_order_upload: bool(),
    require_purchase_order_upload: bool(),
    conceal_billing_data: bool(),
    create_orders_on_resource_option_change: bool(),
    can_restore_resource: bool(),
    enable_provider_consumer_messaging: bool(),
    notify_about_provider_consumer_messages: bool(),
    restrict_deletion_with_active_resources: bool(),
    resource_name_pattern: text(),
    default_internal_network_mtu: integer(),
    max_instances: integer(),
    max_volumes: integer(),
    max_security_groups: integer(),
    storage_mode: StorageModeEnum,
    snapshot_size_limit_gb: integer(),
    heappe_cluster_id: text(),
    heappe_local_base_path: text(),
    heappe_url: text(),
    heappe_username: text(),
    homedir_prefix: text(),
    scratch_project_directory: text(),
    project_permanent_directory: text(),
    initial_primarygroup_number: integer(),
    initial_uidnumber: integer(),
    initial_usergroup_number: integer(),
    username_anonymized_prefix: text(),
    username_generation_policy: UsernameGenerationPolicyEnum,
    enable_issues_for_membership_changes: bool(),
    deployment_mode: DeploymentModeEnum,
    flavors_regex: text(),
    openstack_offering_uuid_list: z.array(text()),
    managed_rancher_server_flavor_name: text(),
    managed_rancher_server_system_volume_size_gb: integer(),
    managed_rancher_server_system_volume_type_name: text(),
    managed_rancher_server_data_volume_size_gb: integer(),
    managed_rancher_server_data_volume_type_name: text(),
    managed_rancher_worker_system_volume_size_gb: integer(),
    managed_rancher_worker_system_volume_type_name: text(),
    managed_rancher_load_balancer_flavor_name: text(),
    managed_rancher_load_balancer_system_volume_size_gb: integer(),
    managed_rancher_load_balancer_system_volume_type_name: text(),
    managed_rancher_load_balancer_data_volume_size_gb: integer(),
    managed_rancher_load_balancer_data_volume_type_name: text(),
    managed_rancher_tenant_max_cpu: integer(),
    managed_rancher_tenant_max_ram: integer(),
    managed_rancher_tenant_max_disk: integer(),
    account_name_generation_policy: AccountNameGenerationPolicyEnum.nullable(),
    enable_display_of_order_actions_for_service_provider: bool(),
    slurm_periodic_policy_enabled: bool(),
    auto_approve_marketplace_script: bool(),
    keycloak_enabled: bool(),
    keycloak_base_group: text(),
    keycloak_sync_frequency: integer(),
    keycloak_group_name_template: text(),
    keycloak_username_label: text(),
    highlight_backend_id_display: bool(),
    backend_id_display_label: text(),
    disabled_resource_actions: z.array(text()),
  })
  .partial()
  .meta({ id: 'MergedPluginOptions' })
