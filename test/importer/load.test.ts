import pg from 'pg'
import { expect, test } from 'vitest'
import { formatReport, loadPreset, PresetFormatError } from '../../importer/index.ts'
import { sections } from '../../importer/sections/index.ts'
import { sql } from '../../server/db/sql.ts'
import { testDatabase } from '../harness/database.ts'
import { fixture } from './fixture.ts'
import { contentOf, secrets, totals } from './harness.ts'

test('the fixture has every section that is kept', () => {
  const kept = sections.map(({ name }) => name).toSorted()
  expect(kept).toEqual(
    Object.keys(fixture())
      .filter((name) => !name.startsWith('_') && name !== 'posix_id_pools')
      .toSorted(),
  )
})

test('everything is loaded, and a second time skipped', async () => {
  const database = await testDatabase()
  const first = await loadPreset(database, secrets, fixture())
  expect(first.problems).toEqual([])
  expect(first).toMatchObject({ committed: true, ignored: ['posix_id_pools (1 row)'] })
  // Left out: the robot's account, a second usage of a month, a grant twice, one on a call, and an account twice.
  expect(totals(first)).toMatchObject({ updated: 0, skipped: 6, errors: 0 })

  const before = await contentOf(database)
  const second = await loadPreset(database, secrets, fixture())
  expect(second.problems).toEqual([])
  const { created, skipped } = totals(first)
  expect(totals(second)).toEqual({ created: 0, updated: 0, skipped: created + skipped, errors: 0 })
  expect(await contentOf(database)).toEqual(before)
})

test('a dry run reports the same and leaves nothing', async () => {
  const database = await testDatabase()
  const before = await contentOf(database)
  const dry = await loadPreset(database, secrets, fixture(), { dryRun: true })
  expect(dry).toMatchObject({ committed: false, problems: [] })
  expect(await contentOf(database)).toEqual(before)
  const real = await loadPreset(database, secrets, fixture())
  expect({ ...real, committed: false }).toEqual(dry)
})

test('an update changes what the file says and nothing else', async () => {
  const database = await testDatabase()
  await loadPreset(database, secrets, fixture())
  const changed = fixture()
  const update = (section: string, change: Record<string, unknown>) =>
    (changed[section] = (changed[section] as Record<string, unknown>[]).map(({ uuid }, index) =>
      index === 0 ? { uuid, ...change } : { uuid, name: 'Renamed' },
    ))
  const [user] = changed.users as [Record<string, unknown>]
  const [customer] = changed.customers as [Record<string, unknown>]
  const content = {
    users: [{ uuid: user.uuid, username: user.username, last_name: 'Changed', token_lifetime: 600 }],
    customers: [{ uuid: customer.uuid, name: 'Changed Provider', slug: '', organization_group_uuids: [] }],
    tags: update('tags', { name: 'changed' }),
    features: [{ key: 'marketplace.sample', value: false }],
    plan_components: [{ ...(changed.plan_components as object[])[0], price: '0.5' }],
    role_permissions: [{ role_name: 'SAMPLE.READER', permission: 'PROJECT.LIST' }],
  }
  const untouched = await loadPreset(database, secrets, content)
  expect(totals(untouched)).toMatchObject({ created: 1, updated: 0 })
  const report = await loadPreset(database, secrets, content, { update: true })
  expect(report.problems).toEqual([])
  expect(totals(report)).toMatchObject({ created: 0, updated: 5, errors: 0 })

  const row = await database.one(sql`
    select first_name, last_name, query_field, is_staff, token_lifetime from app_user where username = 'fixture-staff'
  `)
  expect(row).toEqual({
    first_name: 'Zoë',
    last_name: 'Changed',
    query_field: 'Zoe Changed',
    is_staff: true,
    token_lifetime: 600,
  })
  const owner = sql`select name, slug, default_tax_percent,
      (select count(*)::int from customer_organization_group where customer_id = customer.id) as groups
    from customer where uuid = ${String(customer.uuid)}`
  expect(await database.one(owner)).toEqual({
    name: 'Changed Provider',
    slug: 'sample-p-1',
    default_tax_percent: '20.00',
    groups: 0,
  })
  // The roll-ups carry copies of names.
  const rolledUp = await database.rows<{ name: string }>(sql`select name from sp_customer`)
  expect(rolledUp).toEqual([{ name: 'Sample Provider' }])
  expect(await database.one(sql`select price, amount from plan_component`)).toEqual({
    price: '0.5000000000',
    amount: 2,
  })
  expect(await database.one(sql`select name, created_by_id is not null as kept from tag`)).toEqual({
    name: 'changed',
    kept: true,
  })
  expect(await database.one(sql`select value from feature`)).toEqual({ value: false })
})

test('a second update changes nothing but the time of the change', async () => {
  const database = await testDatabase()
  await loadPreset(database, secrets, fixture())
  const [report, again] = [
    await loadPreset(database, secrets, fixture(), { update: true }),
    await loadPreset(database, secrets, fixture(), { update: true }),
  ]
  expect(report.problems).toEqual([])
  expect(totals(again)).toEqual(totals(report))
  const { count } = await database.one<{ count: number }>(sql`select count(*)::int as count from app_user`)
  expect(count).toBe(2)
})

test('two loads at once: one makes the rows, the other finds them', async () => {
  const database = await testDatabase()
  const reports = await Promise.all([1, 2].map(() => loadPreset(database, secrets, fixture())))
  expect(reports.map(({ problems }) => problems)).toEqual([[], []])
  const [less, more] = reports.map((report) => totals(report).created).toSorted((a, b) => a - b)
  expect(less).toBe(0)
  expect(more).toBeGreaterThan(50)
})

test('a conflict with another transaction repeats everything', async () => {
  const database = await testDatabase()
  const conflict = Object.assign(new pg.DatabaseError('a conflict', 0, 'error'), { code: '40001' })
  let attempts = 0
  const report = await loadPreset(database, secrets, fixture(), {
    onProgress: ({ section }) => {
      if (section === 'invoice_items' && ++attempts === 1) throw conflict
    },
  })
  expect(attempts).toBeGreaterThan(1)
  expect(report).toMatchObject({ committed: true, problems: [] })
  expect(totals(report)).toEqual(totals(await loadPreset(await testDatabase(), secrets, fixture())))
})

test('progress counts up to the number of rows of each section', async () => {
  const database = await testDatabase()
  const last = new Map<string, { done: number; total: number }>()
  const { sections: loaded } = await loadPreset(database, secrets, fixture(), {
    onProgress: ({ section, done, total }) => last.set(section, { done, total }),
  })
  for (const { section, created, skipped } of loaded) {
    expect(last.get(section)).toEqual({ done: created + skipped, total: created + skipped })
  }
})

const untouched = await testDatabase()

test.each([
  ['null', null],
  ['a list', []],
  ['a text', 'users'],
  ['a section that is an object', { users: {} }],
  ['a section that is a text', { users: 'all' }],
  ['an unknown section that is no list', { usres: 1 }],
  ['settings that are a list', { constance_settings: [] }],
])('%s is no preset', async (_, preset) => {
  await expect(loadPreset(untouched, secrets, preset)).rejects.toThrow(PresetFormatError)
})

test('the report is a table, the ignored sections and the problems', async () => {
  const database = await testDatabase()
  const report = await loadPreset(database, secrets, {
    users: [
      { uuid: '0'.repeat(32), username: 'sample' },
      { uuid: '1'.repeat(32), username: 'other', is_staff: 'yes' },
    ],
    unknown_things: [{}, {}],
  })
  expect(formatReport(report)).toBe(
    [
      'section  created  updated  skipped  errors',
      'users          1        0        0       1',
      '',
      'Ignored: unknown_things (2 rows)',
      '',
      '1 problem:',
      'section users, row 2, key is_staff: must be true or false (11111111-1111-1111-1111-111111111111)',
      '',
      'Nothing was stored.',
    ].join('\n'),
  )
})
