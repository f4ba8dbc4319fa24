import { describe, expect, it } from 'vitest'

import { generateDemo } from './generate.ts'
import { rowsOf, sectionsOf, valuesOf } from './preset-rows.ts'
import type { Row } from './preset.ts'

const duplicates = (rows: Row[], keys: string[]): string[] => {
  const seen = new Set<string>()
  return rows.map((row) => JSON.stringify(keys.map((key) => row[key]))).filter((key) => seen.has(key) || !seen.add(key))
}

/** Section that a reference points into. */
const targets: Record<string, string> = {
  assignee_uuid: 'users',
  caller_uuid: 'users',
  category_uuid: 'categories',
  checklist_uuid: 'checklists',
  completion_uuid: 'checklist_completions',
  compliance_checklist_uuid: 'checklists',
  component_usage_uuid: 'component_usages',
  component_uuid: 'offering_components',
  consumer_reviewed_by_uuid: 'users',
  created_by_uuid: 'users',
  credit_uuid: 'customer_credits',
  customer_uuid: 'customers',
  depends_on_question_uuid: 'questions',
  group_uuid: 'category_groups',
  invoice_uuid: 'invoices',
  offering_uuid: 'offerings',
  offering_uuids: 'offerings',
  old_plan_uuid: 'plans',
  organization_group_uuids: 'organization_groups',
  organization_uuid: 'customers',
  overage_component_uuid: 'offering_components',
  plan_period: 'resource_plan_periods',
  plan_uuid: 'plans',
  project_uuid: 'projects',
  provider_reviewed_by_uuid: 'users',
  question_uuid: 'questions',
  required_offering_uuids: 'offerings',
  resource_uuid: 'resources',
  responsible_user_uuid: 'users',
  role_uuid: 'roles',
  scope_object_uuid: 'offering_users',
  service_provider_uuid: 'service_providers',
  tag_uuids: 'tags',
  type_uuid: 'project_types',
  user_uuid: 'users',
  user_uuids: 'users',
}

const scopeSections: Record<string, string> = {
  'structure.customer': 'customers',
  'structure.project': 'projects',
  'marketplace.offering': 'offerings',
  'marketplace.serviceprovider': 'service_providers',
}

const targetOf = (section: string, key: string, row: Row): string | undefined => {
  if (key === 'scope_uuid') return scopeSections[row.scope_type as string]
  if (key === 'parent_uuid') return section
  return section === 'component_user_usages' && key === 'user_uuid' ? 'offering_users' : targets[key]
}

const cases = [
  { seed: 1, today: '2025-06-17' },
  { seed: 1, today: '2024-02-29' },
  { seed: 2, today: '2025-01-31' },
  { seed: 3, today: '2026-12-31' },
  { seed: 4, today: '2025-03-01' },
]

describe.each(cases)('demo data of seed $seed on $today', ({ seed, today }) => {
  const preset = generateDemo({ seed, today })
  const rows = (section: string): Row[] => rowsOf(preset, section)

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(preset))).toStrictEqual(preset)
  })

  it('has unique uuids of 32 hex digits', () => {
    const uuids = sectionsOf(preset).flatMap(([, list]) => list.flatMap((row) => ('uuid' in row ? [row.uuid] : [])))
    expect(uuids.filter((uuid) => !/^[0-9a-f]{32}$/.test(String(uuid)))).toEqual([])
    expect(new Set(uuids).size).toBe(uuids.length)
  })

  it('resolves every reference inside itself', () => {
    const known = new Map(sectionsOf(preset).map(([name, list]) => [name, valuesOf(list, 'uuid')]))
    const broken = sectionsOf(preset).flatMap(([section, list]) =>
      list.flatMap((row) =>
        Object.entries(row)
          .filter(([key, value]) => (/_uuids?$/.test(key) || key === 'plan_period') && value !== null)
          .flatMap(([key, value]) => {
            const target = targetOf(section, key, row) ?? `no section for ${key}`
            const missing = [value].flat().filter((uuid) => !known.get(target)?.has(uuid))
            return missing.map((uuid) => `${section}.${key} → ${target} ${String(uuid)}`)
          }),
      ),
    )
    expect(broken).toEqual([])
  })

  it.each([
    ['users', ['username']],
    ['ssh_public_keys', ['user_uuid', 'name']],
    ['offering_components', ['offering_uuid', 'type']],
    ['plan_components', ['plan_uuid', 'component_uuid']],
    ['invoices', ['customer_uuid', 'month', 'year']],
    ['offering_users', ['offering_uuid', 'user_uuid']],
    ['user_offering_consents', ['offering_uuid', 'user_uuid']],
    ['robot_accounts', ['resource_uuid', 'type']],
    ['component_usages', ['resource_uuid', 'component_uuid', 'billing_period']],
    ['component_user_usages', ['component_usage_uuid', 'username']],
    ['checklist_completions', ['checklist_uuid', 'scope_object_uuid']],
    ['answers', ['completion_uuid', 'question_uuid', 'user_uuid']],
    ['user_roles', ['user_uuid', 'role_name', 'scope_uuid']],
    ['service_providers', ['customer_uuid']],
    ['project_credits', ['project_uuid']],
    ['issues', ['backend_name', 'backend_id']],
    ['campaigns', ['name']],
    ['tags', ['name']],
  ])('has no two %s with the same %j', (section, keys) => {
    expect(duplicates(rows(section), keys)).toEqual([])
  })

  it.each([
    ['service_providers', 3],
    ['customers', 25],
    ['projects', 80],
    ['users', 250],
    ['offerings', 20],
    ['resources', 400],
    ['robot_accounts', 15],
    ['project_service_accounts', 10],
    ['customer_service_accounts', 10],
    ['course_accounts', 15],
    ['offering_users', 100],
  ])('has enough %s', (section, minimum) => {
    expect(rows(section).length).toBeGreaterThanOrEqual(minimum)
  })

  it.each<[string, string, unknown[]]>([
    ['offerings', 'state', [1, 2, 3, 4, 5]],
    ['offerings', 'type', ['Marketplace.Slurm', 'Marketplace.Basic', 'OpenStack.Tenant', 'Marketplace.Support']],
    ['offerings', 'shared', [true, false]],
    ['offerings', 'billable', [true, false]],
    ['offering_components', 'billing_type', ['fixed', 'usage', 'limit', 'one', 'few']],
    ['offering_components', 'limit_period', [null, 'month', 'quarterly', 'annual', 'total']],
    ['plans', 'unit', ['month', 'quarter', 'half_month', 'day', 'hour', 'quantity']],
    ['projects', 'kind', ['default', 'course', 'public']],
    ['resources', 'state', [1, 2, 3, 4, 5, 6]],
    ['orders', 'type', [1, 2, 3, 4]],
    ['orders', 'state', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['robot_accounts', 'state', [1, 2, 3, 4, 5, 6]],
    ['project_service_accounts', 'state', [1, 2, 3]],
    ['customer_service_accounts', 'state', [1, 2, 3]],
    ['course_accounts', 'state', [1, 2, 3]],
    ['offering_users', 'state', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['campaigns', 'state', [1, 2, 3]],
    ['payment_profiles', 'payment_type', ['fixed_price', 'invoices', 'payment_gw_monthly']],
    ['payment_profiles', 'is_active', [true, null]],
    ['invoices', 'state', ['pending', 'created', 'paid']],
    ['checklist_completions', 'is_completed', [true, false]],
    ['offering_terms_of_service', 'is_active', [true, false]],
    ['user_roles', 'is_active', [true, false]],
    ['customers', 'blocked', [true, false]],
    ['customers', 'archived', [true, false]],
    ['users', 'is_active', [true, false]],
  ])('shows every case of %s %s', (section, key, expected) => {
    expect(valuesOf(rows(section), key)).toEqual(new Set(expected))
  })

  it('keeps to one active payment profile per organization and one active terms text per offering', () => {
    const active = (section: string): Row[] => rows(section).filter((row) => row.is_active)
    expect(duplicates(active('payment_profiles'), ['organization_uuid'])).toEqual([])
    expect(duplicates(active('offering_terms_of_service'), ['offering_uuid'])).toEqual([])
  })

  it('does not let anything happen after today', () => {
    const limit = `${today}T00:00:01`
    const keys = ['created', 'modified', 'date_joined', 'agreement_date', 'completed_at', 'revocation_date', 'date']
    const late = sectionsOf(preset).flatMap(([section, list]) =>
      list.flatMap((row) => keys.filter((key) => String(row[key] ?? '') > limit).map((key) => `${section}.${key}`)),
    )
    expect(late).toEqual([])
  })

  it('puts beginnings before ends', () => {
    const pairs = [
      ['created', 'completed_at'],
      ['start', 'end'],
      ['start_date', 'end_date'],
    ] as const
    const reversed = sectionsOf(preset).flatMap(([section, list]) =>
      list.flatMap((row) =>
        pairs.filter(([from, to]) => row[from] && row[to] && String(row[from]) > String(row[to])).map(() => section),
      ),
    )
    expect(reversed).toEqual([])
  })

  it('leaves at most one order of a resource open', () => {
    const open = rows('orders').filter((order) => ![3, 4, 5, 6].includes(order.state as number))
    expect(duplicates(open, ['resource_uuid'])).toEqual([])
  })

  it('bills what was reported and adds it up', () => {
    const scaled = (text: unknown, digits: number): bigint => {
      const [whole, fraction = ''] = String(text).split('.')
      return BigInt(`${whole}${fraction.padEnd(digits, '0')}`)
    }
    const cents = new Map<unknown, bigint>()
    for (const item of rows('invoice_items')) {
      const product = scaled(item.unit_price, 10) * scaled(item.quantity, 10)
      const unit = 10n ** 18n
      const rest = product % unit
      const price = product / unit + (rest > 0n ? 1n : rest < 0n ? -1n : 0n)
      cents.set(item.invoice_uuid, (cents.get(item.invoice_uuid) ?? 0n) + price)
    }
    const wrong = rows('invoices').filter((invoice) => cents.get(invoice.uuid) !== scaled(invoice.total_price, 2))
    expect(wrong).toEqual([])

    const reported = new Map(
      rows('component_usages').map((usage) => [
        `${usage.resource_uuid}/${usage.component_type}/${String(usage.billing_period).slice(0, 7)}`,
        scaled(usage.usage, 10),
      ]),
    )
    const compared = rows('invoice_items').flatMap((item) => {
      const {
        resource_uuid: resource,
        offering_component_type: type,
        resource_limit_periods: limits,
      } = item.details as Row
      const amount = reported.get(`${resource}/${type}/${String(item.start).slice(0, 7)}`)
      return amount === undefined || limits ? [] : [scaled(item.quantity, 10) === amount]
    })
    expect(new Set(compared)).toEqual(new Set([true]))
  })

  it('invites nobody with a password, a token or staff rights', () => {
    expect(Object.keys(preset)).not.toContain('auth_tokens')
    expect(rows('users').filter((user) => 'password' in user || user.is_staff)).toEqual([])
    expect(rows('users').filter((user) => user.is_support)).toHaveLength(1)
    expect(rows('users').map((user) => user.username)).toEqual(
      expect.arrayContaining(['sample-owner', 'sample-manager', 'sample-member', 'sample-support']),
    )
  })

  it('has SSH keys whose blob names the type that the line starts with', () => {
    const keys = rows('ssh_public_keys')
    const inner = keys.map((key) => {
      const [type, blob] = String(key.public_key).split(' ')
      const bytes = Buffer.from(blob ?? '', 'base64')
      const fields: Buffer[] = []
      for (let offset = 0; offset < bytes.length; offset += 4 + (fields.at(-1)?.length ?? 0)) {
        fields.push(bytes.subarray(offset + 4, offset + 4 + bytes.readUInt32BE(offset)))
      }
      return { type, inner: String(fields[0]), fields: fields.length, rest: fields.at(-1)?.length }
    })
    expect(inner.filter((key) => key.type !== key.inner)).toEqual([])
    expect(new Set(inner.map((key) => `${key.type} ${key.fields} ${key.rest}`))).toEqual(
      new Set(['ssh-ed25519 2 32', 'ssh-rsa 3 257', 'ecdsa-sha2-nistp256 3 65', 'sk-ssh-ed25519@openssh.com 3 4']),
    )
    expect(valuesOf(keys, 'user_uuid').size).toBeGreaterThanOrEqual(120)
    expect(duplicates(keys, ['public_key'])).toEqual([])
    expect(keys.filter((key) => String(key.public_key).includes('\n'))).toEqual([])
    expect(keys.filter((key) => key.name === '').length).toBeGreaterThan(1)
    expect(keys.filter((key) => key.name === 'laptop').length).toBeGreaterThan(1)
    expect(keys.filter((key) => key.is_shared)).toHaveLength(1)
  })
})

describe('demo data', () => {
  const today = '2025-06-17'

  it('is the same for the same seed and day', () => {
    expect(generateDemo({ seed: 7, today })).toStrictEqual(generateDemo({ seed: 7, today }))
  })

  it('has nothing in common with that of another seed but names', () => {
    const uuids = (seed: number): unknown[] => [...valuesOf(rowsOf(generateDemo({ seed, today }), 'resources'), 'uuid')]
    const first = new Set(uuids(7))
    expect(uuids(8).filter((uuid) => first.has(uuid))).toEqual([])
  })

  it('keeps its uuids from day to day', () => {
    const uuids = (day: string): unknown[] => rowsOf(generateDemo({ today: day }), 'resources').map((row) => row.uuid)
    expect(uuids('2025-06-18')).toEqual(uuids(today))
  })

  it('is made for the current day by default', () => {
    const day = new Date().toISOString().slice(0, 10)
    expect(generateDemo().customers).toEqual(generateDemo({ today: day }).customers)
  })

  it('refuses what is not a date', () => {
    expect(() => generateDemo({ today: '2025-02-30' })).toThrow('Not a date: 2025-02-30')
  })
})
