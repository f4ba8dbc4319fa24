import { beforeAll, describe, expect, test } from 'vitest'
import { loadPreset, type RowProblem } from '../../importer/index.ts'
import type { Database } from '../../server/db/database.ts'
import { testDatabase } from '../harness/database.ts'
import { fixture } from './fixture.ts'
import { hyphenated, ids, KEY, uuid } from './fixture-ids.ts'
import { contentOf, secrets, totals } from './harness.ts'

let database: Database
let empty: Record<string, string[]>

beforeAll(async () => {
  database = await testDatabase()
  empty = await contentOf(database)
})

const load = async (preset: Record<string, unknown>) => {
  const report = await loadPreset(database, secrets, preset)
  expect(await contentOf(database)).toEqual(empty)
  return report
}

const problemsOf = async (preset: Record<string, unknown>): Promise<[string, number, string, string][]> => {
  const { problems, committed } = await load(preset)
  expect(committed).toBe(false)
  return problems.map(({ section, row, key, reason }: RowProblem) => [section, row, key, reason])
}

const user = (number: number, values: object = {}) => ({
  uuid: uuid(1, number),
  username: `sample-${number}`,
  ...values,
})

const deep = (levels: number): unknown => (levels === 0 ? [] : [deep(levels - 1)])

describe('values', () => {
  test.each([
    ['is_staff', 'must be true or false', 'yes'],
    ['first_name', 'must be a text', 5],
    ['first_name', 'is longer than 100 characters', 'x'.repeat(101)],
    ['first_name', 'contains a NUL character', 'a\0b'],
    ['first_name', 'contains half a surrogate pair', 'a\ud800b'],
    ['username', 'is required', ' '],
    ['username', 'is required', undefined],
    ['gender', 'must be one of 0, 1, 2, 9', 3],
    ['gender', 'must be a whole number', '1.5'],
    ['gender', 'must be between -32768 and 32767', 40_000],
    ['token_lifetime', 'must not be less than 60', 59],
    ['birth_date', 'must be a date in the form YYYY-MM-DD', '1980-02-30'],
    ['agreement_date', 'must be a time in the form of ISO 8601', '2025-01-01T25:00:00'],
    ['affiliations', 'must be a list', {}],
    ['affiliations', 'contains a NUL character', ['a\0']],
    ['affiliations', 'is nested more than 100 levels deep', deep(200)],
    ['details', 'must be an object', []],
    ['details', 'contains a NUL character', { 'a\0': 1 }],
    ['password', 'must be a text', 12],
    ['password', 'is a hash of a kind that cannot be verified', 'md5$salt$abcdef'],
    ['password', 'is a hash of a kind that cannot be verified', 'pbkdf2_sha256$abc$salt$zzz'],
    ['uuid', 'must be a uuid', 'abc'],
    ['uuid', 'is required', undefined],
  ])('%s %s', async (key, reason, value) => {
    const row = { ...user(1), [key]: value }
    expect(await problemsOf({ users: [user(2), row] })).toEqual([['users', 2, key, reason]])
  })

  test('a hundred emoji fit a column of a hundred characters', async () => {
    const { problems } = await loadPreset(
      database,
      secrets,
      { users: [user(1, { first_name: '🙂'.repeat(100) })] },
      { dryRun: true },
    )
    expect(problems).toEqual([])
  })

  test.each([
    ['latitude', 'must be a number', 'north'],
    ['latitude', 'must be a number', true],
    ['default_tax_percent', 'has more than 3 digits before the point', '1000'],
    ['default_tax_percent', 'must be between 0 and 200', '200.5'],
    ['default_tax_percent', 'must be a number', 'NaN'],
    ['organization_group_uuids', 'must be a list', 'all'],
    ['organization_group_uuids', 'item 2 must be a uuid', [uuid(9), 'x']],
    ['project_metadata_checklist_uuid', 'must be a uuid', 'x'],
  ])('customers: %s %s', async (key, reason, value) => {
    const row = { uuid: ids.customer, name: 'Sample', [key]: value }
    expect(await problemsOf({ customers: [row] })).toEqual([['customers', 1, key, reason]])
  })

  test.each([
    ['another type', `ssh-rsa ${KEY.split(' ')[1]}`, 'Key is not valid: cannot generate fingerprint_md5 from it.'],
    ['two lines', `${KEY}\n${KEY}`, 'Key is not valid: it should be single line.'],
  ])('a key with %s', async (_, publicKey, reason) => {
    const keys = [{ uuid: uuid(51), user_uuid: ids.staff, public_key: publicKey }]
    expect(await problemsOf({ users: [user(1)], ssh_public_keys: keys })).toEqual([
      ['ssh_public_keys', 1, 'public_key', reason],
    ])
  })

  test.each([
    ['x'.repeat(41), 'is longer than 40 characters'],
    ['a b', 'must not contain blanks'],
    ['', 'is required'],
  ])('the token %j', async (key, reason) => {
    const tokens = [{ key, user_uuid: ids.staff }]
    expect(await problemsOf({ users: [user(1)], auth_tokens: tokens })).toEqual([['auth_tokens', 1, 'key', reason]])
  })

  test('rows that are no objects', async () => {
    expect(await problemsOf({ users: [null, [], 'x', user(1)] })).toEqual(
      [1, 2, 3].map((row) => ['users', row, '', 'must be an object']),
    )
  })

  test('enumerations and patterns', async () => {
    const preset = fixture()
    const first = (section: string) => (preset[section] as Record<string, unknown>[])[0] ?? {}
    Object.assign(first('projects'), { kind: 'private', oecd_fos_2007_code: '7.1' })
    Object.assign(first('offerings'), { state: 6 })
    Object.assign(first('plans'), { unit: 'year', max_amount: 0 })
    Object.assign(first('offering_components'), { type: 'a b', billing_type: 'usages' })
    Object.assign(first('roles'), { content_type: 'structure.planet' })
    Object.assign(first('invoices'), { month: 13 })
    const problems = (await load(preset)).problems.map(({ section, key }) => `${section}.${key}`)
    expect(problems.toSorted()).toEqual(
      [
        ...['projects.kind', 'projects.oecd_fos_2007_code', 'offerings.state', 'plans.unit', 'plans.max_amount'],
        ...['offering_components.type', 'offering_components.billing_type', 'roles.content_type', 'invoices.month'],
      ].toSorted(),
    )
  })
})

describe('references', () => {
  test('unknown and missing ones', async () => {
    const rows = [
      { uuid: uuid(4, 1), name: 'One', customer_uuid: uuid(2, 9) },
      { uuid: uuid(4, 2), name: 'Two', customer_uuid: 'x' },
      { uuid: uuid(4, 3), name: 'Three' },
    ]
    expect(await problemsOf({ projects: rows })).toEqual([
      ['projects', 1, 'customer_uuid', `refers to no known customer: ${hyphenated(uuid(2, 9))}`],
      ['projects', 2, 'customer_uuid', 'must be a uuid'],
      ['projects', 3, 'customer_uuid', 'is required'],
    ])
  })

  test('a row is not blamed for the row that it needs', async () => {
    const preset = fixture()
    const [, consumer] = preset.customers as [object, object]
    Object.assign(consumer, { blocked: 'no' })
    const report = await load(preset)
    expect(report.problems).toEqual([
      { section: 'customers', row: 2, key: 'blocked', uuid: hyphenated(ids.consumer), reason: 'must be true or false' },
    ])
    expect(totals(report).errors).toBe(1)
    expect(report.sections.find(({ section }) => section === 'resources')).toMatchObject({ created: 0, skipped: 2 })
  })

  test('grants of unknown roles, on objects of the wrong or an unknown kind', async () => {
    const grant = (number: number, values: object) => ({
      uuid: uuid(21, number),
      user_uuid: uuid(1, 1),
      scope_type: 'structure.customer',
      scope_uuid: ids.customer,
      ...values,
    })
    const problems = await problemsOf({
      users: [user(1)],
      customers: [{ uuid: ids.customer, name: 'Sample' }],
      user_roles: [
        grant(1, { role_name: 'CUSTOMER.OWNR' }),
        grant(2, { role_name: 'PROJECT.ADMIN' }),
        grant(3, { role_name: 'CUSTOMER.OWNER', scope_type: 'structure.planet' }),
        grant(4, {}),
        grant(5, { role_name: 'CUSTOMER.OWNER', scope_uuid: uuid(2, 9) }),
        grant(6, { role_name: 'CUSTOMER.OWNER', scope_uuid: undefined }),
        grant(7, { role_name: 'constructor', scope_type: 'structure.customer' }),
        grant(8, { role_name: 'CUSTOMER.OWNER', scope_type: 'constructor' }),
      ],
    })
    expect(problems).toEqual([
      ['user_roles', 1, 'role_name', 'refers to no known role: CUSTOMER.OWNR'],
      ['user_roles', 2, 'scope_type', 'must be project for this role'],
      ['user_roles', 3, 'scope_type', 'is no known kind of object'],
      ['user_roles', 4, 'role_name', 'is required'],
      ['user_roles', 5, 'scope_uuid', `refers to no known customer: ${hyphenated(uuid(2, 9))}`],
      ['user_roles', 6, 'scope_uuid', 'is required'],
      ['user_roles', 7, 'role_name', 'refers to no known role: constructor'],
      ['user_roles', 8, 'scope_type', 'is no known kind of object'],
    ])
  })
})

describe('rows that contradict each other', () => {
  test('a uuid twice in one section', async () => {
    expect(await problemsOf({ users: [user(1), user(2), user(1, { username: 'other' })] })).toEqual([
      ['users', 3, 'uuid', 'is the same as in row 1'],
    ])
  })

  test('what has to be unique is found among many rows', async () => {
    const rows = Array.from({ length: 2500 }, (_, index) => user(index + 1, { civil_number: `SAMPLE-${index}` }))
    Object.assign(rows[1234] ?? {}, { civil_number: 'SAMPLE-7' })
    Object.assign(rows[2345] ?? {}, { civil_number: 'SAMPLE-8' })
    const report = await load({ users: rows })
    expect(report.problems.map(({ row, key, reason }) => [row, key, reason])).toEqual([
      [1235, 'civil_number', 'is taken by another row'],
      [2346, 'civil_number', 'is taken by another row'],
    ])
    expect(totals(report)).toMatchObject({ created: 2498, errors: 2 })
  })

  test('two providers of one organization, two keys of one name, dates in the wrong order', async () => {
    const preset = fixture()
    const add = (section: string, row: object) => (preset[section] as object[]).push(row)
    add('service_providers', { uuid: uuid(3, 2), customer_uuid: ids.customer })
    add('ssh_public_keys', { uuid: uuid(51, 2), user_uuid: ids.member, public_key: KEY })
    add('roles', { uuid: uuid(20, 2), name: 'CUSTOMER.OWNER', content_type: 'customer' })
    const [campaign] = preset.campaigns as object[]
    Object.assign(campaign ?? {}, { end_date: '2024-12-31' })
    expect(await problemsOf(preset)).toEqual([
      ['ssh_public_keys', 2, 'name', 'is taken by another row with the same user_uuid'],
      ['service_providers', 2, 'customer_uuid', 'is taken by another row'],
      ['roles', 2, 'name', 'is taken by another row'],
      ['campaigns', 1, 'start_date', 'is not allowed by the rule campaign_end_date_check'],
    ])
  })

  test('one token for two users', async () => {
    const tokens = [1, 2].map((number) => ({ key: 'the-same', user_uuid: uuid(1, number) }))
    expect(await problemsOf({ users: [user(1), user(2)], auth_tokens: tokens })).toEqual([
      ['auth_tokens', 2, 'key', 'is taken by another row'],
    ])
  })
})
