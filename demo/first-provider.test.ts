import { describe, expect, it } from 'vitest'

import { generateDemo } from './generate.ts'
import { rowsOf, valuesOf } from './preset-rows.ts'
import type { Row } from './preset.ts'

const cases = [
  { seed: 1, today: '2025-06-17' },
  { seed: 1, today: '2024-02-29' },
  { seed: 2, today: '2025-01-31' },
  { seed: 3, today: '2026-12-31' },
  { seed: 4, today: '2025-03-01' },
]

describe.each(cases)('demo data as the first provider sees it, seed $seed on $today', ({ seed, today }) => {
  const preset = generateDemo({ seed, today })
  const rows = (section: string): Row[] => rowsOf(preset, section)
  const month = today.slice(0, 7)
  const [provider] = rows('service_providers')
  const own = rows('offerings').filter((offering) => offering.customer_uuid === provider?.customer_uuid)
  const ownUuids = valuesOf(own, 'uuid')
  const shared = valuesOf(
    own.filter((offering) => offering.shared),
    'uuid',
  )
  const live = rows('resources').filter((row) => row.state !== 6 && ownUuids.has(row.offering_uuid))
  const projects = valuesOf(
    live.filter((row) => shared.has(row.offering_uuid)),
    'project_uuid',
  )
  const customerOf = new Map(rows('projects').map((project) => [project.uuid, project.customer_uuid]))
  const users = valuesOf(
    rows('user_roles').filter((role) => role.is_active && projects.has(role.scope_uuid)),
    'user_uuid',
  )
  const ordered = (type: number): Row[] =>
    rows('orders').filter(
      (order) =>
        ownUuids.has(order.offering_uuid) &&
        order.type === type &&
        order.state === 3 &&
        String(order.created).slice(0, 7) === month,
    )
  const customersOf = (list: Row[]): Set<unknown> => new Set(list.map((row) => customerOf.get(row.project_uuid)))

  // C-094
  it('lets its owner manage the team', () => {
    const owner = rows('users').find((user) => user.username === 'sample-owner')
    const roles = rows('user_roles')
      .filter((grant) => grant.user_uuid === owner?.uuid && grant.scope_uuid === provider?.customer_uuid)
      .map((grant) => grant.role_name)
    const permissions = rows('role_permissions')
      .filter((row) => roles.includes(row.role_name))
      .map((row) => row.permission)
    for (const change of ['CREATE', 'UPDATE', 'DELETE']) expect(permissions).toContain(`CUSTOMER.${change}_PERMISSION`)
  })

  it('has rows for every list', () => {
    const accounts = rows('offering_users').filter((account) => ownUuids.has(account.offering_uuid))
    const listed = {
      projects: rows('projects').filter((row) => projects.has(row.uuid)),
      keys: rows('ssh_public_keys').filter((key) => users.has(key.user_uuid)),
      offerings: own.filter((row) => row.shared && row.billable),
      courseAccounts: rows('course_accounts').filter((row) => row.user_uuid && projects.has(row.project_uuid)),
      serviceAccounts: rows('project_service_accounts').filter((row) => row.username && projects.has(row.project_uuid)),
      checklists: own.filter((row) => row.compliance_checklist_uuid),
      accounts,
      team: rows('user_roles').filter((role) => role.is_active && role.scope_uuid === provider?.uuid),
      robots: rows('robot_accounts').filter(
        (robot) => [3, 4].includes(robot.state as number) && live.some((row) => row.uuid === robot.resource_uuid),
      ),
    }
    const empty = Object.entries(listed).filter(([, list]) => list.length === 0)
    expect(empty.map(([name]) => name)).toEqual([])
    expect(customersOf(live).size).toBeGreaterThanOrEqual(15)
    expect(users.size).toBeGreaterThanOrEqual(100)
    const withAccounts = valuesOf(accounts, 'offering_uuid')
    expect(listed.checklists.some((offering) => !withAccounts.has(offering.uuid))).toBe(true)
  })

  it('shares customers and projects with the other providers', () => {
    const elsewhere = rows('resources').filter((row) => row.state !== 6 && !ownUuids.has(row.offering_uuid))
    expect(elsewhere.filter((row) => projects.has(row.project_uuid)).length).toBeGreaterThan(20)
  })

  it('has counters that are not zero', () => {
    const campaigns = rows('campaigns').filter(
      (row) =>
        row.service_provider_uuid === provider?.uuid &&
        row.state === 2 &&
        String(row.start_date) <= today &&
        today <= String(row.end_date),
    )
    const done = new Set(['Resolved', 'Closed', 'Canceled'])
    const open = rows('issues').filter((row) => !done.has(String(row.status)))
    const before = live.filter((row) => String(row.created).slice(0, 7) < month)
    const gained = [...customersOf(ordered(1))].filter((uuid) => !customersOf(before).has(uuid))
    const lost = [...customersOf(ordered(3))].filter((uuid) => !customersOf(live).has(uuid))
    const created = valuesOf(ordered(1), 'resource_uuid').size
    const terminated = valuesOf(ordered(3), 'resource_uuid').size
    const counters = {
      campaigns: campaigns.length,
      erred: live.filter((row) => row.state === 3).length,
      pending: rows('orders').filter((row) => row.state === 7 && ownUuids.has(row.offering_uuid)).length,
      tickets: open.filter((row) => live.some((resource) => resource.uuid === row.resource_uuid)).length,
      gained: gained.length,
      lost: lost.length,
      customersChange: gained.length - lost.length,
      created,
      terminated,
      resourcesChange: created - terminated,
    }
    expect(Object.entries(counters).filter(([, value]) => value === 0)).toEqual([])
  })

  it('has revenue in thirteen months, with items that reduce it', () => {
    const resources = valuesOf(
      rows('resources').filter((row) => ownUuids.has(row.offering_uuid)),
      'uuid',
    )
    const items = rows('invoice_items').filter((item) => resources.has(item.resource_uuid))
    const invoices = new Map(rows('invoices').map((invoice) => [invoice.uuid, `${invoice.year}-${invoice.month}`]))
    expect(new Set(items.map((item) => invoices.get(item.invoice_uuid))).size).toBe(13)
    expect(items.some((item) => String(item.unit_price).startsWith('-'))).toBe(true)
    expect([...valuesOf(items, 'unit')]).toEqual(expect.arrayContaining(['month', 'day', 'hour', 'quantity']))
    expect(rows('invoice_items').some((item) => item.resource_uuid === null)).toBe(true)
  })
})
