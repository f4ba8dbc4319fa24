import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { definitionOf, type OperationId } from '../../contract/index.ts'
import { sql } from '../../server/db/sql.ts'
import { hashPassword } from '../../server/lib/password.ts'
import { multipart, urlencoded } from '../harness/form.ts'
import { startTestApp, type Answer, type Marketplace, type MadeUser } from '../harness/index.ts'
import { call } from './matrix-writes.ts'

// Bodies with every key of the answer and fifty more: only the writable ones take effect.

const app = await startTestApp()
const { world, database } = app

const INJECTED = '00000000-0000-4000-8000-0000000000ff'

/** Names that a careless server would assign, with values that its columns would take. */
const EXTRA: Record<string, unknown> = {
  ...{ id: 1, pk: 1, customer_id: 1, customer__name: 'Injected', 'customer.name': 'Injected', owner: INJECTED },
  ...{ api_secret_code: 'injected-code-00', api_secret_code_cipher: 'injected', api_secret_code_key_id: 9 },
  ...{ lead_email: 'injected@example.org', lead_subject: 'injected', lead_body: 'injected', image_id: 1 },
  ...{ allowed_domains: ['injected.example.org'], modified: '2001-01-01T00:00:00Z', service_provider: INJECTED },
  ...{ service_provider_uuid: INJECTED, provider: INJECTED, offerings: [INJECTED], blocked: true, archived: true },
  ...{ is_staff: true, is_support: true, is_superuser: true, is_active: false, permissions: ['*'], roles: ['*'] },
  ...{ user_id: 1, role_id: 1, role_uuid: INJECTED, content_type: 'customer', object_id: 1, scope: INJECTED },
  ...{ created_by: INJECTED, created_by_id: 1, revoked_by_id: 1, revoke_reason: 'injected', state: 8 },
  ...{ offering_id: 1, is_restricted: true, service_provider_comment: 'injected', backend_metadata: { a: 1 } },
  ...{ key_hash: 'injected', expires_at: null, lifetime_seconds: 9_999_999, token_lifetime: null, civil_number: 'x' },
  ...{ constructor: { name: 'Injected' }, prototype: {}, toString: 'injected', '0': 'injected', '': 'injected' },
}

test('there are fifty extra names', () => {
  expect(Object.keys(EXTRA).length).toBeGreaterThanOrEqual(50)
})

/** A value for a key of an answer that differs from whatever is stored. */
const strange = (schema: unknown): unknown => {
  const type = (schema as { def?: { type?: string } } | undefined)?.def?.type
  if (type === 'number') return 99
  if (type === 'boolean') return false
  return type === 'array' ? [INJECTED] : INJECTED
}

/** Every key of the answer and the extra names, then what is meant. `__proto__` only JSON text can carry. */
const overloaded = (id: OperationId, meant: Record<string, unknown>): Record<string, unknown> => {
  const { schema } = definitionOf(id).success as { schema?: z.ZodObject }
  const answered = Object.entries(schema?.shape ?? {})
  const values = Object.fromEntries(answered.map(([name, inner]) => [name, strange(inner)]))
  return JSON.parse(
    JSON.stringify({ ...values, ...EXTRA, ...meant }).replace(/^\{/, '{"__proto__":{"is_staff":true},'),
  ) as Record<string, unknown>
}

type Row = Record<string, unknown>

const rowOf = (table: 'service_provider' | 'customer', { id }: { id: string }): Promise<Row> =>
  database
    .one<{ row: Row }>(
      table === 'customer'
        ? sql`select to_jsonb(customer) as row from customer where id = ${id}`
        : sql`select to_jsonb(service_provider) as row from service_provider where id = ${id}`,
    )
    .then(({ row }) => row)

/** What of two rows differs, by column. */
const changes = (before: Row, after: Row): string[] =>
  Object.keys(after)
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .toSorted()

const rowsOf = async (provider: { id: string }, user: { id: string }): Promise<Row[]> =>
  (
    await database.rows<{ row: Row }>(sql`
      select to_jsonb(user_role) as row from user_role
      where user_id = ${user.id} or (content_type = 'service_provider' and object_id = ${provider.id}) order by id
    `)
  ).map(({ row }) => row)

const ok = ({ status, text }: Answer, wanted: number): void => {
  expect(status, text).toBe(wanted)
}

/** The same body in the three forms that providers are written with. */
const FORMS: Record<string, (body: Record<string, unknown>) => Parameters<typeof call>[3]> = {
  JSON: (body) => ({ body }),
  urlencoded: (body) => urlencoded(asText(body)),
  multipart: (body) => multipart(Object.entries(asText(body)).map(([name, value]) => ({ name, value }))),
}
/** Forms know no image but a file; a text in its place is refused. */
const asText = ({ image: _image, ...body }: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )

const WRITABLE = { description: 'meant', enable_notifications: false, image: null }

describe.each(Object.keys(FORMS))('a provider in %s', (form) => {
  const send = FORMS[form]!

  test.each([
    ['PUT', 'marketplace_service_providers_update'],
    ['PATCH', 'marketplace_service_providers_partial_update'],
  ] as const)('%s changes the description, the notifications and nothing else', async (_method, id) => {
    const { provider, owner } = await world.marketplace()
    const elsewhere = await world.provider()
    const before = [await rowOf('service_provider', provider), await rowOf('customer', provider.customer)]
    const other = await rowOf('service_provider', elsewhere)
    const body = overloaded(id, { ...WRITABLE, customer: `/api/customers/${elsewhere.customer.hex}/` })
    ok(await call(app, id, provider.hex, { as: owner, ...send(body) }), 200)
    const after = await rowOf('service_provider', provider)
    expect(changes(before[0]!, after)).toEqual(['description', 'enable_notifications', 'modified'])
    expect(after).toMatchObject({ description: 'meant', enable_notifications: false })
    expect(after.modified).not.toMatch(/^2001/)
    expect(await rowOf('customer', provider.customer)).toEqual(before[1])
    expect(await rowOf('service_provider', elsewhere)).toEqual(other)
  })

  test('POST sets the organization, the description, the notifications and nothing else', async () => {
    const customer = await world.customer()
    const before = await rowOf('customer', customer)
    const id = 'marketplace_service_providers_create'
    const body = overloaded(id, { ...WRITABLE, customer: `/api/customers/${customer.hex}/` })
    ok(await call(app, id, '', { as: await world.staff(), ...send(body) }), 201)
    const { row } = await database.one<{ row: Row }>(sql`
      select to_jsonb(service_provider) as row from service_provider where customer_id = ${customer.id}
    `)
    expect(row).toMatchObject({
      ...{ description: 'meant', enable_notifications: false, image_id: null, api_secret_code_key_id: 1 },
      ...{ lead_email: null, lead_subject: '', lead_body: '', allowed_domains: [] },
    })
    expect(row.uuid).not.toBe(INJECTED)
    for (const name of ['created', 'modified']) expect(row[name]).not.toMatch(/^2001/)
    expect(await rowOf('customer', customer)).toEqual(before)
  })
})

describe('team changes', () => {
  const setUp = async (granted: boolean) => {
    const market = await world.marketplace()
    const staff = await world.staff()
    const user = await world.user()
    if (granted) await world.grant(user, 'CUSTOMER.MANAGER', 'service_provider', market.provider)
    return { ...market, staff, user }
  }
  const meant = (user: MadeUser) => ({ role: 'CUSTOMER.MANAGER', user: user.hex, expiration_time: '2099-01-01' })

  test('add_user makes the grant that was meant, by the caller', async () => {
    const { provider, staff, user } = await setUp(false)
    const id = 'marketplace_service_providers_add_user'
    ok(await call(app, id, provider.hex, { as: staff, body: overloaded(id, meant(user)) }), 201)
    const rows = await rowsOf(provider, user)
    expect(rows).toMatchObject([
      {
        ...{ user_id: Number(user.id), content_type: 'service_provider', object_id: Number(provider.id) },
        ...{ created_by_id: Number(staff.id), is_active: true, revoked_by_id: null, revoke_reason: '' },
        expiration_time: '2099-01-01T00:00:00+00:00',
      },
    ])
    expect(rows[0]?.uuid).not.toBe(INJECTED)
    expect(rows[0]?.modified).not.toMatch(/^2001/)
  })

  test.each([
    ['update_user', ['expiration_time', 'modified']],
    ['delete_user', ['expiration_time', 'is_active', 'modified', 'revoke_reason', 'revoked_by_id']],
  ] as const)('%s changes these columns of the grant only', async (name, columns) => {
    const { provider, staff, user } = await setUp(true)
    const [before] = await rowsOf(provider, user)
    const id = `marketplace_service_providers_${name}` as const
    ok(await call(app, id, provider.hex, { as: staff, body: overloaded(id, meant(user)) }), 200)
    const [after, ...more] = await rowsOf(provider, user)
    expect(more).toEqual([])
    expect(changes(before!, after!)).toEqual(columns)
    expect(after?.revoked_by_id).toBe(name === 'delete_user' ? Number(staff.id) : null)
    expect(after?.revoke_reason).not.toBe('injected')
  })
})

test('set_offerings_username sets the name and its state', async () => {
  const { provider, owner, project, offering } = await world.marketplace()
  const user = await world.member(project)
  const id = 'marketplace_service_providers_set_offerings_username'
  const body = overloaded(id, { user_uuid: user.hex, username: 'chosen' })
  ok(await call(app, id, provider.hex, { as: owner, body }), 201)
  const { row } = await database.one<{ row: Row }>(sql`
    select to_jsonb(offering_user) as row from offering_user where user_id = ${user.id}
  `)
  expect(row).toMatchObject({
    ...{ offering_id: Number(offering.id), user_id: Number(user.id), username: 'chosen', state: 5 },
    ...{ is_restricted: false, service_provider_comment: '', backend_metadata: {} },
  })
  expect(row.uuid).not.toBe(INJECTED)
})

test('a new secret code is not the one that was sent', async () => {
  const { provider, owner }: Marketplace = await world.marketplace()
  const before = await rowOf('service_provider', provider)
  const id = 'service_provider_api_secret_code_generate'
  const answer = await call(app, id, provider.hex, { as: owner, body: overloaded(id, {}) })
  ok(answer, 200)
  expect(answer.body.api_secret_code).not.toBe(EXTRA.api_secret_code)
  const after = await rowOf('service_provider', provider)
  expect(changes(before, after)).toEqual(['api_secret_code_cipher', 'modified'])
})

test('a log-in and a new token change neither the user nor the lifetime of the token', async () => {
  const user = await world.user({ password_hash: await hashPassword('sample password'), token_lifetime: 600 })
  const userRow = async () => {
    const { row } = await database.one<{ row: Row }>(sql`
      select to_jsonb(app_user) - 'last_login' as row from app_user where id = ${user.id}
    `)
    return row
  }
  const before = await userRow()
  const body = overloaded('api_auth_password', { username: user.username, password: 'sample password' })
  const entered = await call(app, 'api_auth_password', '', { body })
  ok(entered, 200)
  const as = { token: entered.body.token as string }
  const refresh = overloaded('users_refresh_token', {})
  ok(await call(app, 'users_refresh_token', user.hex, { as, body: refresh }), 200)
  expect(await userRow()).toEqual(before)
  const tokens = await database.rows<{ row: Row }>(sql`
    select json_build_object('lifetime', lifetime_seconds, 'expires', expires_at) as row
    from auth_token where user_id = ${user.id}
  `)
  expect(tokens).toEqual([{ row: { lifetime: null, expires: null } }])
})
