import { optionForm } from './catalogue-spec.ts'
import type { OfferingSpec } from './catalogue-spec.ts'

/** The offerings of the third provider, a storage reseller. */
export const storageSpecs: OfferingSpec[] = [
  {
    key: 'object',
    name: 'Placeholder object storage',
    type: 'Marketplace.Basic',
    state: 'active',
    category: 'storage',
    weight: 5,
    tags: ['storage'],
    components: [
      { type: 'volume', name: 'Volume', billing: 'limit', unit: 'TB', period: 'month', typical: 5 },
      { type: 'egress', name: 'Egress', billing: 'usage', unit: 'GB', typical: 350 },
    ],
    plans: [
      {
        key: 'standard',
        name: 'Standard',
        unit: 'month',
        prices: { volume: '8.90025', egress: '0.01015' },
        discounts: { volume: { threshold: 20, rate: 15 } },
      },
      { key: 'cold', name: 'Cold', unit: 'month', prices: { volume: '3.45005', egress: '0.05025' } },
    ],
    columns: {
      options: optionForm({
        bucket: { type: 'string', label: 'Bucket', required: true },
        region: { type: 'select_string', label: 'Region', required: true, choices: ['north', 'south'] },
      }),
      resource_options: optionForm({ lifecycle_days: { type: 'integer', label: 'Keep for days', required: false } }),
      secret_options: {
        backend_url: 'https://objects.psr.example.org/',
        username: 'sample',
        password: 'sample-secret',
      },
      country: 'FI',
      plugin_options: { can_restore_resource: true },
    },
  },
  {
    key: 'tape',
    name: 'Placeholder tape archive',
    type: 'Marketplace.Basic',
    state: 'active',
    category: 'storage',
    weight: 3,
    tags: ['storage'],
    components: [
      {
        type: 'tape',
        name: 'Tape',
        billing: 'limit',
        unit: 'TB',
        period: 'annual',
        typical: 20,
        columns: { is_prepaid: true, min_prepaid_duration: 12, max_prepaid_duration: 60 },
      },
      { type: 'recall', name: 'Recall', billing: 'usage', unit: 'TB', typical: 2 },
    ],
    plans: [{ key: 'yearly', name: 'Yearly', unit: 'month', prices: { tape: '14.00025', recall: '3.125' } }],
  },
  {
    key: 'drive',
    name: 'Placeholder research drive',
    type: 'Marketplace.Basic',
    state: 'active',
    billable: false,
    category: 'storage',
    weight: 2,
    accounts: true,
    components: [{ type: 'quota', name: 'Quota', billing: 'limit', unit: 'GB', period: 'total', typical: 100 }],
    plans: [{ key: 'free', name: 'Free of charge', unit: 'month', prices: { quota: '0' } }],
  },
  {
    key: 'backup',
    name: 'Placeholder backup',
    type: 'Marketplace.Basic',
    state: 'paused',
    category: 'storage',
    weight: 2,
    components: [{ type: 'backup', name: 'Backup', billing: 'fixed', unit: 'TB' }],
    plans: [{ key: 'monthly', name: 'Monthly', unit: 'month', prices: { backup: '5.55555' }, amounts: { backup: 4 } }],
    columns: { paused_reason: 'Out of placeholder disks' },
  },
  {
    key: 'courier',
    name: 'Placeholder data courier',
    type: 'Marketplace.Support',
    state: 'active',
    category: 'consulting',
    weight: 1,
    components: [{ type: 'trip', name: 'Trip', billing: 'one', unit: 'trips' }],
    plans: [{ key: 'single', name: 'Single trip', unit: 'quantity', prices: { trip: '89.995' }, amounts: { trip: 1 } }],
  },
  {
    key: 'mirror',
    name: 'Placeholder mirror',
    type: 'Marketplace.Basic',
    state: 'unavailable',
    category: 'storage',
    weight: 1,
    components: [{ type: 'mirror', name: 'Mirror', billing: 'fixed', unit: '' }],
    plans: [{ key: 'monthly', name: 'Monthly', unit: 'month', prices: { mirror: '19.0001' }, amounts: { mirror: 1 } }],
  },
]

/** The fourth provider is about to start: nothing can be ordered yet. */
export const testbedSpecs: OfferingSpec[] = [
  {
    key: 'qubits',
    name: 'Testing quantum access',
    type: 'Marketplace.Slurm',
    state: 'draft',
    category: 'compute',
    weight: 0,
    components: [{ type: 'shots', name: 'Shots', billing: 'usage', unit: 'k-Shots', typical: 10 }],
    plans: [{ key: 'trial', name: 'Trial', unit: 'month', prices: { shots: '0.99' } }],
  },
]
