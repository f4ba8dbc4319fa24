import { optionForm } from './catalogue-spec.ts'
import type { ComponentSpec, OfferingSpec } from './catalogue-spec.ts'

const tenantComponents: ComponentSpec[] = [
  { type: 'cores', name: 'Cores', billing: 'limit', unit: 'cores', period: 'month', typical: 16 },
  { type: 'ram', name: 'RAM', billing: 'limit', unit: 'GB', period: 'month', typical: 64 },
  { type: 'storage', name: 'Storage', billing: 'limit', unit: 'GB', period: 'month', typical: 400 },
]

/** The offerings of the second provider, a research cloud. */
export const cloudSpecs: OfferingSpec[] = [
  {
    key: 'tenant',
    name: 'Example virtual private cloud',
    type: 'OpenStack.Tenant',
    state: 'active',
    category: 'cloud',
    weight: 8,
    accounts: true,
    checklist: 'data-protection',
    tags: ['cloud'],
    components: tenantComponents,
    plans: [
      {
        key: 'standard',
        name: 'Standard',
        unit: 'month',
        prices: { cores: '2.12505', ram: '0.75125', storage: '0.03875' },
      },
      {
        key: 'committed',
        name: 'Committed',
        unit: 'month',
        prices: { cores: '1.80625', ram: '0.63855', storage: '0.03295' },
        futurePrices: { cores: '1.9' },
      },
    ],
    columns: {
      full_description: 'Networks, machines and volumes of an example cloud.',
      country: 'GR',
      attributes: { availability_zone: 'example-1' },
      options: optionForm({
        user_username: { type: 'string', label: 'Administrator', required: false },
      }),
      plugin_options: {
        can_restore_resource: true,
        max_instances: 40,
        max_volumes: 80,
        storage_mode: 'fixed',
        default_internal_network_mtu: 1450,
      },
      secret_options: {
        dns_nameservers: ['192.0.2.53'],
        ipv4_external_ip_mapping: [{ floating_ip: '192.0.2.10', external_ip: '198.51.100.10' }],
        shared_user_password: 'sample-secret',
      },
    },
  },
  {
    key: 'kubernetes',
    name: 'Example managed Kubernetes',
    type: 'Marketplace.Basic',
    state: 'active',
    category: 'cloud',
    parent: 'tenant',
    weight: 3,
    tags: ['cloud'],
    components: [
      { type: 'control', name: 'Control plane', billing: 'fixed', unit: '' },
      { type: 'node', name: 'Nodes', billing: 'limit', unit: 'nodes', period: 'month', typical: 3 },
      { type: 'upgrade', name: 'Upgrade', billing: 'few', unit: '' },
    ],
    plans: [
      {
        key: 'standard',
        name: 'Standard',
        unit: 'month',
        prices: { control: '29.99995', node: '11.25005', upgrade: '10' },
        amounts: { control: 1, upgrade: 1 },
      },
      {
        key: 'ha',
        name: 'Highly available',
        unit: 'month',
        prices: { control: '29.99995', node: '11.25005', upgrade: '10' },
        amounts: { control: 3, upgrade: 1 },
      },
    ],
    columns: { secret_options: { token: 'sample-secret', k8s_version: 'v0.0-sample' } },
  },
  {
    key: 'gpu-cloud',
    name: 'Example GPU cloud',
    type: 'OpenStack.Tenant',
    state: 'active',
    category: 'cloud',
    weight: 2,
    tags: ['cloud', 'gpu'],
    components: tenantComponents,
    plans: [
      {
        key: 'hourly',
        name: 'By the hour',
        unit: 'hour',
        prices: { cores: '0.00705', ram: '0.00155', storage: '0.00005' },
      },
    ],
  },
  {
    key: 'desktop',
    name: 'Example virtual desktops',
    type: 'Marketplace.Basic',
    state: 'active',
    category: 'cloud',
    weight: 2,
    components: [
      { type: 'desktop', name: 'Desktop', billing: 'fixed', unit: '' },
      {
        type: 'backup',
        name: 'Backup',
        billing: 'limit',
        unit: '',
        period: 'month',
        typical: 1,
        columns: { is_boolean: true, default_limit: 1 },
      },
    ],
    plans: [
      {
        key: 'daily',
        name: 'Daily',
        unit: 'day',
        prices: { desktop: '0.41255', backup: '0.05125' },
        amounts: { desktop: 1 },
      },
    ],
  },
  {
    key: 'enclave',
    name: 'Example private enclave',
    type: 'OpenStack.Tenant',
    state: 'active',
    shared: false,
    dedicated: true,
    category: 'cloud',
    weight: 1,
    components: tenantComponents,
    plans: [
      {
        key: 'contract',
        name: 'Contract',
        unit: 'month',
        prices: { cores: '3.5', ram: '1.25', storage: '0.0625' },
        columns: { backend_id: 'enclave-sample' },
      },
    ],
  },
  {
    key: 'migration',
    name: 'Example migration help',
    type: 'Marketplace.Support',
    state: 'active',
    category: 'consulting',
    weight: 1,
    components: [{ type: 'package', name: 'Package', billing: 'one', unit: '' }],
    plans: [
      {
        key: 'standard',
        name: 'Standard',
        unit: 'quantity',
        prices: { package: '480.505' },
        amounts: { package: 1 },
      },
    ],
  },
  {
    key: 'database',
    name: 'Example managed databases',
    type: 'Marketplace.Basic',
    state: 'draft',
    category: 'cloud',
    weight: 0,
    components: [{ type: 'database', name: 'Database', billing: 'fixed', unit: '' }],
    plans: [],
  },
  {
    key: 'first-cloud',
    name: 'First example cloud',
    type: 'OpenStack.Tenant',
    state: 'archived',
    category: 'cloud',
    weight: 1,
    components: tenantComponents,
    plans: [
      { key: 'standard', name: 'Standard', unit: 'month', prices: { cores: '2.5', ram: '0.9', storage: '0.045' } },
    ],
  },
]
