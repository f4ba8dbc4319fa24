import { beforeEach, expect, test } from 'vitest'
import { loadPreset } from '../../importer/index.ts'
import type { Database } from '../../server/db/database.ts'
import { sql } from '../../server/db/sql.ts'
import { decrypt, hashToken, newToken } from '../../server/lib/secrets.ts'
import { testDatabase } from '../harness/database.ts'
import { fixture } from './fixture.ts'
import { hyphenated, ids, SECRET_CODE, uuid } from './fixture-ids.ts'
import { secrets } from './harness.ts'

// What later loads do to rows of earlier ones, and what follows from that.

let database: Database

beforeEach(async () => {
  database = await testDatabase()
  await loadPreset(database, secrets, fixture())
})

const load = async (preset: Record<string, unknown>, update = true) => {
  const report = await loadPreset(database, secrets, preset, { update })
  expect(report.problems).toEqual([])
  return report
}

const rolledUp = () =>
  database.rows(sql`
    select provider.uuid as provider, sp_customer.customer_id = provider.id as own, sp_customer.live_project_count,
           sp_customer.resource_count, sp_customer.all_resource_count, sp_customer.erred_count,
           (select count(*)::int from sp_project where sp_project.provider_customer_id = provider.id) as projects
    from sp_customer join customer as provider on provider.id = sp_customer.provider_customer_id
    order by provider.id
  `)

const counted = { own: false, live_project_count: 1, resource_count: 1, all_resource_count: 2, erred_count: 0 }

test('roll-ups count resources', async () => {
  expect(await rolledUp()).toEqual([{ ...counted, provider: hyphenated(ids.customer), projects: 1 }])
})

test('roll-ups follow resources, offerings and projects that change', async () => {
  await load({
    resources: [{ uuid: ids.resource, offering_uuid: ids.offering, project_uuid: ids.project, state: 3 }],
    offerings: [{ uuid: ids.offering, name: 'Sample offering', category_uuid: ids.category, shared: false }],
  })
  expect(await rolledUp()).toEqual([
    {
      ...{ ...counted, resource_count: 0, live_project_count: 0, erred_count: 1 },
      ...{ provider: hyphenated(ids.customer), projects: 1 },
    },
  ])
  await load({
    offerings: [ids.offering, ids.childOffering].map((offering) => ({
      uuid: offering,
      name: 'Sample offering',
      category_uuid: ids.category,
      customer_uuid: ids.consumer,
      shared: true,
    })),
    projects: [{ uuid: ids.project, name: 'Sample project', customer_uuid: ids.consumer, is_removed: true }],
  })
  expect(await rolledUp()).toEqual([
    {
      ...{ own: true, live_project_count: 0, resource_count: 2, all_resource_count: 2, erred_count: 1 },
      ...{ provider: hyphenated(ids.consumer), projects: 1 },
    },
  ])
  await load({
    projects: [{ uuid: uuid(4, 2), name: 'Other project', customer_uuid: ids.customer }],
    resources: [ids.resource, ids.childResource].map((resource) => ({
      uuid: resource,
      offering_uuid: ids.offering,
      project_uuid: uuid(4, 2),
    })),
  })
  const projects = await database.rows(sql`select name, all_resource_count from sp_project`)
  expect(projects).toEqual([{ name: 'Other project', all_resource_count: 2 }])
})

test('a token takes the place of all others of its user, even without the update switch', async () => {
  await database.run(sql`
    insert into auth_token (user_id, name, key_hash)
    select id, 'another', ${hashToken(secrets, newToken())} from app_user where username = 'fixture-staff'
  `)
  await load({ auth_tokens: [{ key: 'sample-token', user_uuid: ids.staff, created: '2025-01-01' }] }, false)
  expect(await database.rows(sql`select key_hash, created::text from auth_token`)).toEqual([
    { key_hash: hashToken(secrets, 'sample-token'), created: '2025-01-01 00:00:00+00' },
  ])
})

test('an account becomes OK with a new username only', async () => {
  const account = (values: object) => ({
    uuid: ids.account,
    offering_uuid: ids.offering,
    user_uuid: ids.member,
    ...values,
  })
  const state = async (values: object) => {
    await load({ offering_users: [account(values)] })
    return database.one(sql`select state, username from offering_user where uuid = ${ids.account}`)
  }
  expect(await state({ username: 'member01', state: 2 })).toEqual({ state: 2, username: 'member01' })
  expect(await state({ username: '' })).toEqual({ state: 2, username: null })
  expect(await state({ username: 'member02' })).toEqual({ state: 5, username: 'member02' })
  expect(await state({ username: 'member03', state: 8 })).toEqual({ state: 8, username: 'member03' })
})

test('estimates follow items', async () => {
  const total = () =>
    database.rows(sql`select trim_scale(total) as total from price_estimate where total <> 0 order by 1`)
  await load({ invoice_items: [{ uuid: uuid(69, 1), invoice_uuid: ids.invoice, quantity: 10 }] })
  expect(await total()).toEqual([{ total: '11.1' }, { total: '11.11' }])
  await load({ invoice_items: [{ uuid: uuid(69, 1), invoice_uuid: ids.invoice, quantity: 0, project_uuid: null }] })
  expect(await total()).toEqual([{ total: '-0.01' }])
})

test('the secret code changes only when the file has one', async () => {
  const code = async () => {
    const row = await database.one<{ cipher: Buffer; key: number }>(sql`
      select api_secret_code_cipher as cipher, api_secret_code_key_id as key from service_provider
    `)
    return decrypt(secrets, row.key, row.cipher, `service_provider:${hyphenated(ids.provider)}`)
  }
  const provider = { uuid: ids.provider, customer_uuid: ids.customer }
  await load({ service_providers: [{ ...provider, description: 'Changed' }] })
  expect(await code()).toBe(SECRET_CODE)
  await load({ service_providers: [{ ...provider, api_secret_code: 'another' }] })
  expect(await code()).toBe('another')
})

test('a provider without a code gets one', async () => {
  await load({ service_providers: [{ uuid: uuid(3, 2), customer_uuid: ids.consumer, api_secret_code: null }] })
  const { made } = await database.one<{ made: boolean }>(sql`
    select api_secret_code_cipher is not null as made from service_provider where uuid = ${uuid(3, 2)}
  `)
  expect(made).toBe(true)
})

test('a username that is in use stands for the user who has it', async () => {
  await load(
    {
      users: [{ uuid: uuid(1, 7), username: 'fixture-member', first_name: 'Other' }],
      project_credits: [],
      user_roles: [
        {
          uuid: uuid(21, 7),
          user_uuid: uuid(1, 7),
          role_name: 'PROJECT.ADMIN',
          scope_type: 'project',
          scope_uuid: ids.project,
        },
      ],
    },
    false,
  )
  const row = await database.one(sql`
    select app_user.uuid, app_user.first_name from user_role join app_user on app_user.id = user_role.user_id
    where user_role.uuid = ${uuid(21, 7)}
  `)
  expect(row).toEqual({ uuid: hyphenated(ids.member), first_name: 'Sample' })
})

test("the program's own account is never changed, but may be referred to", async () => {
  await database.run(sql`insert into app_user (uuid, username) values (${uuid(1, 8)}, 'system_robot')`)
  await load({
    users: [
      { uuid: uuid(1, 8), username: 'renamed', is_staff: true },
      { uuid: uuid(1, 9), username: 'system_robot', is_staff: true },
    ],
    tags: [{ uuid: uuid(19, 2), name: 'by the program', created_by_uuid: uuid(1, 9) }],
  })
  const robot = await database.rows(sql`
    select app_user.username, app_user.is_staff, tag.name
    from tag join app_user on app_user.id = tag.created_by_id where tag.uuid = ${uuid(19, 2)}
  `)
  expect(robot).toEqual([{ username: 'system_robot', is_staff: false, name: 'by the program' }])
})

test('a grant brings a deleted system role back', async () => {
  await database.run(sql`delete from role where name = 'PROJECT.ADMIN'`)
  const grant = {
    user_uuid: ids.member,
    role_name: 'PROJECT.ADMIN',
    scope_type: 'structure.project',
    scope_uuid: ids.project,
  }
  await load({ user_roles: [{ uuid: uuid(21, 8), ...grant }] })
  expect(await database.one(sql`select is_system_role, content_type from role where name = 'PROJECT.ADMIN'`)).toEqual({
    is_system_role: true,
    content_type: 'project',
  })
})

test('new slugs go on from those of the database and of the file', async () => {
  await load({
    customers: [
      { uuid: uuid(2, 3), name: 'Sample Third' },
      { uuid: uuid(2, 4), name: 'Sample Prime', slug: 'sample-p-41' },
      { uuid: uuid(2, 5), name: 'Sample Place' },
      { uuid: uuid(2, 6), name: 'Παράδειγμα' },
    ],
  })
  const slugs = await database.rows<{ slug: string }>(sql`select slug from customer order by id`)
  expect(slugs.map(({ slug }) => slug)).toEqual([
    ...['sample-p-1', 'sample-p-2', 'sample-t-1', 'sample-p-41', 'sample-p-42', '-1'],
  ])
})
