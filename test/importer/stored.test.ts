import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadPreset } from '../../importer/index.ts'
import type { Database } from '../../server/db/database.ts'
import { raw, sql } from '../../server/db/sql.ts'
import { verifyPassword } from '../../server/lib/password.ts'
import { decrypt, hashToken } from '../../server/lib/secrets.ts'
import { sshFingerprints } from '../../server/lib/ssh-key.ts'
import { testDatabase } from '../harness/database.ts'
import { fixture } from './fixture.ts'
import { hyphenated, ids, KEY, PASSWORD, SECRET_CODE, TOKEN, uuid } from './fixture-ids.ts'
import { secrets } from './harness.ts'

let database: Database

beforeAll(async () => {
  database = await testDatabase()
  expect((await loadPreset(database, secrets, fixture())).problems).toEqual([])
})

const stored = (table: string, id: string) =>
  database.one<Record<string, unknown>>(sql`select * from ${raw(table)} where uuid = ${id}`)

const idOf = async (table: string, id: string): Promise<unknown> => (await stored(table, id)).id

const pairs = (table: string): Promise<unknown[]> => database.rows(sql`select * from ${raw(table)}`)

describe('people', () => {
  test('passwords are hashed, lifetimes of -1 mean endless, names are searchable', async () => {
    const user = await stored('app_user', ids.staff)
    expect(user).toMatchObject({ query_field: 'Zoe Priklad', slug: 'fixture--1', token_lifetime: null })
    expect((await verifyPassword(PASSWORD, String(user.password_hash))).matches).toBe(true)
    expect(user).toMatchObject({ civil_number: null, is_active: true, is_staff: true, is_support: false })
    expect(await stored('app_user', ids.member)).toMatchObject({
      password_hash: '',
      slug: 'fixture--2',
      birth_date: '1980-02-29',
      affiliations: ['staff@example.org'],
      token_lifetime: 3600,
    })
  })

  test('what stands for no password is none; tokens of new users last as long as the setting says', async () => {
    const people = [
      { uuid: randomUUID(), username: 'no-password', password: '!unusable' },
      { uuid: randomUUID(), username: 'endless', token_lifetime: -1 },
    ]
    const { problems } = await loadPreset(database, secrets, { users: people }, { tokenLifetime: 7200 })
    expect(problems).toEqual([])
    expect(await stored('app_user', people[0]!.uuid)).toMatchObject({ password_hash: '', token_lifetime: 7200 })
    expect(await stored('app_user', people[1]!.uuid)).toMatchObject({ token_lifetime: null })
  })

  test("the program's own account is not made", async () => {
    expect(await database.rows(sql`select id from app_user where username = 'system_robot'`)).toEqual([])
  })

  test('a token is kept as its keyed hash', async () => {
    const tokens = await database.rows(sql`
      select app_user.username from auth_token join app_user on app_user.id = auth_token.user_id
      where key_hash = ${hashToken(secrets, TOKEN)} and expires_at is null
    `)
    expect(tokens).toEqual([{ username: 'fixture-staff' }])
  })

  test('fingerprints and the missing name of a key come from the key', async () => {
    const { md5, sha256, sha512 } = sshFingerprints(KEY)
    expect(await stored('ssh_key', uuid(51))).toMatchObject({
      name: 'sample-member@sample-machine',
      fingerprint_md5: md5,
      fingerprint_sha256: sha256,
      fingerprint_sha512: sha512,
      is_shared: false,
    })
  })

  test('grants: the second of the same is left out, revoked ones and roles by uuid are kept', async () => {
    const grants = await database.rows(sql`
      select role.name, user_role.content_type, user_role.is_active
      from user_role join role on role.id = user_role.role_id order by user_role.id
    `)
    expect(grants).toEqual([
      { name: 'PROJECT.MEMBER', content_type: 'project', is_active: true },
      { name: 'SAMPLE.READER', content_type: 'customer', is_active: false },
    ])
  })

  test('a list of permissions replaces the one before', async () => {
    const permissions = await database.rows(sql`
      select role.name, permission from role_permission join role on role.id = role_permission.role_id
      where role.name in ('PROJECT.MEMBER', 'SAMPLE.READER') order by role.name
    `)
    expect(permissions).toEqual([
      { name: 'PROJECT.MEMBER', permission: 'PROJECT.LIST' },
      { name: 'SAMPLE.READER', permission: 'SERVICE_PROVIDER.LIST_PROJECTS' },
    ])
  })
})

describe('organizations and offerings', () => {
  test('the secret code opens with the uuid of its provider', async () => {
    const provider = await stored('service_provider', ids.provider)
    expect(provider.api_secret_code_key_id).toBe(2)
    const cipher = provider.api_secret_code_cipher as Buffer
    expect(decrypt(secrets, 2, cipher, `service_provider:${hyphenated(ids.provider)}`)).toBe(SECRET_CODE)
  })

  test('slugs are numbered', async () => {
    expect(await stored('customer', ids.customer)).toMatchObject({ slug: 'sample-p-1', default_tax_percent: '20.00' })
    expect(await stored('customer', ids.consumer)).toMatchObject({ slug: 'sample-p-2', latitude: 58.25 })
    expect(await stored('project', ids.project)).toMatchObject({ slug: 'sample-p-1', kind: 'default' })
    expect(await stored('marketplace_order', uuid(61))).toMatchObject({ slug: 'sample-r-1', callback_url: null })
  })

  test('references to later rows and scopes arrive', async () => {
    expect(await stored('offering', ids.childOffering)).toMatchObject({
      parent_id: await idOf('offering', ids.offering),
      type: '',
      shared: false,
      scope_content_type: null,
    })
    expect(await stored('offering', ids.offering)).toMatchObject({
      compliance_checklist_id: await idOf('checklist', ids.checklist),
      scope_content_type: 'resource',
      scope_object_id: await idOf('resource', ids.resource),
    })
    expect(await stored('organization_group', ids.group)).toMatchObject({
      parent_id: await idOf('organization_group', ids.parentGroup),
    })
    expect(await stored('offering_component', ids.component)).toMatchObject({
      overage_component_id: await idOf('offering_component', ids.overage),
      billing_type: 'fixed',
      limit_period: 'month',
    })
    expect(await stored('offering_component', ids.overage)).toMatchObject({ limit_period: null })
    expect(await stored('resource', ids.childResource)).toMatchObject({
      parent_id: await idOf('resource', ids.resource),
      created: '2025-01-31 23:30:00+00',
    })
    // A kind that is not kept here.
    expect(await stored('resource', ids.resource)).toMatchObject({ scope_content_type: null, limits: { cpu: 10 } })
  })

  test('lists of uuids become pairs', async () => {
    const offering = await idOf('offering', ids.offering)
    const child = await idOf('offering', ids.childOffering)
    const group = await idOf('organization_group', ids.group)
    const campaign = await idOf('campaign', uuid(70))
    expect(await pairs('customer_organization_group')).toEqual([
      { customer_id: await idOf('customer', ids.customer), organization_group_id: group },
    ])
    expect(await pairs('offering_organization_group')).toEqual([
      { offering_id: offering, organization_group_id: group },
    ])
    expect(await pairs('offering_tag')).toEqual([{ offering_id: offering, tag_id: await idOf('tag', ids.tag) }])
    expect(await pairs('campaign_offering')).toEqual([{ campaign_id: campaign, offering_id: offering }])
    expect(await pairs('campaign_required_offering')).toEqual([{ campaign_id: campaign, offering_id: child }])
    expect(await pairs('robot_account_user')).toHaveLength(2)
    expect(await pairs('event_scope')).toHaveLength(2)
  })

  test('plans and prices keep all digits', async () => {
    expect(await stored('plan', ids.plan)).toMatchObject({ unit: 'day', unit_price: '12.5000000000' })
    expect(await database.one(sql`select price, future_price from plan_component`)).toEqual({
      price: '0.1234567891',
      future_price: null,
    })
  })
})

describe('accounts, usage and billing', () => {
  test('an account with a username is OK, one without waits', async () => {
    expect(await stored('offering_user', ids.account)).toMatchObject({ username: 'member01', state: 5 })
    expect(await stored('offering_user', ids.blankAccount)).toMatchObject({ username: null, state: 1 })
  })

  test('usages belong to months, and to accounts that come later in the file', async () => {
    expect(await stored('component_usage', ids.usage)).toMatchObject({ billing_period: '2025-03-01', usage: '12.00' })
    const current = await database.one<{ month: string }>(sql`
      select (date_trunc('month', now() at time zone 'utc'))::date as month
    `)
    expect(await stored('component_usage', uuid(11, 2))).toMatchObject({ billing_period: current.month, usage: '1.00' })
    expect(await stored('component_user_usage', uuid(60))).toMatchObject({
      offering_user_id: await idOf('offering_user', ids.account),
    })
  })

  test('an item remembers name and uuid of its project', async () => {
    expect(await stored('invoice_item', uuid(69, 1))).toMatchObject({
      project_name: 'Sample project',
      project_uuid: ids.project,
      credit_id: await idOf('customer_credit', ids.credit),
    })
    expect(await stored('invoice_item', uuid(69, 2))).toMatchObject({ project_id: null, project_uuid: uuid(96) })
  })

  test('estimates round each item up in magnitude', async () => {
    const estimates = await database.rows(sql`
      select content_type, object_id, trim_scale(total) as total from price_estimate order by content_type, object_id
    `)
    expect(estimates).toEqual([
      { content_type: 'customer', object_id: await idOf('customer', ids.customer), total: '0' },
      { content_type: 'customer', object_id: await idOf('customer', ids.consumer), total: '3.33' },
      { content_type: 'project', object_id: await idOf('project', ids.project), total: '3.34' },
    ])
  })

  test('answers of any kind, inactive profiles, settings', async () => {
    expect(await stored('answer', uuid(64))).toMatchObject({ answer_data: true })
    expect(await stored('checklist_completion', ids.completion)).toMatchObject({
      content_type: 'offering_user',
      object_id: await idOf('offering_user', ids.account),
    })
    expect(await stored('question', ids.question)).toMatchObject({ sort_order: 2, question_type: 'boolean' })
    expect(await stored('payment_profile', uuid(52, 2))).toMatchObject({ is_active: null })
    expect(await database.rows(sql`select key, value from setting order by key`)).toEqual([
      { key: 'FULL_PAGE_TITLE', value: '' },
      { key: 'SITE_NAME', value: 'Sample site' },
    ])
    expect(await stored('issue', uuid(72, 1))).toMatchObject({ resource_content_type: 'resource' })
    expect(await stored('issue', uuid(72, 2))).toMatchObject({ resource_content_type: null, backend_id: null })
    expect(await stored('event', ids.event)).toMatchObject({ created: '2025-03-01 08:00:00+00' })
  })
})
