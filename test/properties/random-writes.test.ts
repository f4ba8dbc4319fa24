import fc from 'fast-check'
import { expect, test } from 'vitest'
import { definitionOf, operationIds, type OperationId } from '../../contract/index.ts'
import { openApiDocument } from '../../contract/openapi.ts'
import { generateDemo } from '../../demo/generate.ts'
import { loadPreset } from '../../importer/index.ts'
import { empty, raw, sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { startTestApp, TEST_SECRETS, type Caller } from '../harness/index.ts'
import { nastyText, runs, seed } from './runs.ts'

// Writes made from the contract itself, right and wrong ones mixed: whatever is sent, the answer is a documented one,
// and what is refused has changed nothing.

const { database, request, world } = await startTestApp({}, { poolSize: 4 })
const report = await loadPreset(database, TEST_SECRETS, generateDemo())
expect(report.problems).toEqual([])

const idOf = async (username: string) =>
  database.one<{ id: string }>(sql`select id from app_user where username = ${username}`)

const callers: Record<string, Caller> = {
  anonymous: undefined,
  owner: await idOf('sample-owner'),
  manager: await idOf('sample-manager'),
  member: await idOf('sample-member'),
  support: await idOf('sample-support'),
  staff: await world.staff(),
}
/** Most writes are for staff; who may do less is asked less often. */
const caller = fc.constantFrom('staff', 'staff', 'staff', 'owner', 'owner', 'manager', 'member', 'support', 'anonymous')

// ---- what paths and bodies may name

const tables = (
  await database.rows<{ name: string }>(sql`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'uuid' and is_nullable = 'NO'
    order by table_name
  `)
).map(({ name }) => name)

const callerIds = Object.values(callers).flatMap((caller) => (caller && 'id' in caller ? [caller.id] : []))

const uuidsOf = new Map<string, string[]>()
for (const table of tables) {
  // Nobody deletes or deactivates those who call.
  const spared = table === 'app_user' ? sql`where not id = any(${callerIds}::bigint[])` : empty
  const rows = await database.rows<{ uuid: string }>(
    sql`select uuid from ${raw(`"${table}"`)} ${spared} order by id limit 40`,
  )
  uuidsOf.set(
    table,
    rows.map(({ uuid }) => uuid.replaceAll('-', '')),
  )
}

/** The table behind a name of the wire: a collection of a path, a key of a body. */
const TABLES: Record<string, string> = {
  users: 'app_user',
  user: 'app_user',
  caller: 'app_user',
  assignee: 'app_user',
  responsible_user: 'app_user',
  keys: 'ssh_key',
  roles: 'role',
  organization: 'customer',
  parent: 'organization_group',
  group: 'category_group',
  'marketplace-category-groups': 'category_group',
  'marketplace-categories': 'category',
  'marketplace-provider-offerings': 'offering',
  'marketplace-public-offerings': 'offering',
  'marketplace-provider-resources': 'resource',
  'marketplace-offering-terms-of-service': 'offering_terms_of_service',
  'marketplace-user-offering-consents': 'user_offering_consent',
  'promotions-campaigns': 'campaign',
  'support-issues': 'issue',
  'support-issue-statuses': 'issue_status',
  'checklists-admin': 'checklist',
  'checklists-admin-questions': 'question',
  'checklists-admin-question-options': 'question_option',
  'checklists-admin-question-dependencies': 'question_dependency',
}
const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/s$/, '')
const tableOf = (name: string): string | undefined => {
  const candidates = [TABLES[name], singular(name.replace(/^marketplace-/, '').replaceAll('-', '_'))]
  candidates.push(singular(name.replaceAll('-', '_')), singular(name.replace(/_uuids?$/, '')))
  return candidates.find((candidate) => candidate !== undefined && uuidsOf.has(candidate))
}

const everyUuid = [...uuidsOf.values()].flat()
const uuidFor = (name: string): fc.Arbitrary<string> => {
  const fitting = uuidsOf.get(tableOf(name) ?? '') ?? []
  return fitting.length === 0
    ? fc.constantFrom(...everyUuid)
    : fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...fitting) },
        { weight: 1, arbitrary: fc.constantFrom(...everyUuid) },
      )
}

/** Collections by the key of a body that links to them. */
const COLLECTIONS: Record<string, string> = {
  customer: 'customers',
  organization: 'customers',
  project: 'projects',
  offering: 'marketplace-provider-offerings',
  plan: 'marketplace-plans',
  category: 'marketplace-categories',
  group: 'marketplace-category-groups',
  resource: 'marketplace-resources',
  parent: 'organization-groups',
  type: 'project-types',
  service_provider: 'marketplace-service-providers',
}
const linkFor = (name: string): fc.Arbitrary<string> => {
  const collection = COLLECTIONS[name] ?? 'users'
  return uuidFor(collection).map((uuid) => `http://api.test/api/${collection}/${uuid}/`)
}

// ---- bodies

interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  maxLength?: number
  additionalProperties?: Schema | boolean
  anyOf?: Schema[]
}

const document = JSON.parse(JSON.stringify(openApiDocument('0'))) as {
  components: { schemas: Record<string, Schema> }
}

const properValue = (name: string, schema: Schema, depth = 0): fc.Arbitrary<unknown> => {
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((inner) => properValue(name, inner, depth)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.format === 'uuid') return uuidFor(name)
  if (schema.format === 'uri')
    return fc.oneof({ weight: 4, arbitrary: linkFor(name) }, fc.constant('https://example.org/'))
  if (schema.format === 'date') return fc.constantFrom('2026-01-01', '2031-02-28', '2032-02-29', '2030-12-31')
  if (schema.format === 'date-time') return fc.constantFrom('2026-01-01T00:00:00Z', '2031-06-30T12:00:00+02:00')
  if (schema.format === 'email') return fc.constantFrom('sample@example.org', 'other@example.org')
  if (schema.format === 'decimal') return fc.constantFrom('0', '1.5', '10.25', 3, '-1')
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer') return fc.integer({ min: -1, max: 400 })
  if (type === 'number') return fc.constantFrom(0, 1.5, 59.4, -200)
  if (type === 'array') return fc.array(properValue(name, schema.items ?? {}, depth + 1), { maxLength: 3 })
  if (type === 'object' && schema.properties && depth < 3) return properObject(schema, depth + 1)
  if (type === 'object' || type === undefined) {
    const values = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : { type: 'integer' }
    return fc.dictionary(
      fc.constantFrom('cpu', 'ram', 'storage', 'name', 'gpu'),
      properValue(name, values, depth + 1),
      {
        maxKeys: 3,
      },
    )
  }
  return fc.oneof(
    fc.constantFrom('Sample', 'cpu', 'sample-name'),
    fc.string({ maxLength: Math.min(schema.maxLength ?? 20, 20) }),
  )
}

const wrongValue = (name: string): fc.Arbitrary<unknown> =>
  fc.oneof(nastyText, fc.jsonValue({ maxDepth: 2 }), fc.constant(null), linkFor(name), uuidFor(name))

const properObject = (schema: Schema, depth = 0): fc.Arbitrary<unknown> => {
  const entries = Object.entries(schema.properties ?? {}).map(([name, inner]) => [
    name,
    fc.oneof(
      { weight: 12, arbitrary: properValue(name, inner, depth) },
      { weight: 1, arbitrary: depth === 0 ? wrongValue(name) : properValue(name, inner, depth) },
    ),
  ])
  const required = schema.required ?? []
  const model = Object.fromEntries(entries) as Record<string, fc.Arbitrary<unknown>>
  return fc.oneof(
    { weight: 5, arbitrary: fc.record(model, { requiredKeys: required }) },
    { weight: 1, arbitrary: fc.record(model, { requiredKeys: [] }) },
  )
}

const bodyOf = (id: OperationId): fc.Arbitrary<unknown> => {
  const { body } = definitionOf(id)
  if (!body) return fc.constant(undefined)
  const component = Object.values(body.components)[0] ?? ''
  const schema = document.components.schemas[component] ?? {}
  const proper = schema.type === 'array' ? properValue(component, schema) : properObject(schema)
  return fc.oneof({ weight: 12, arbitrary: proper }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) })
}

const pathOf = (id: OperationId): fc.Arbitrary<string> => {
  const { path } = definitionOf(id)
  const collection = path.split('/')[2] ?? ''
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const values = names.map((name) => (name === 'uuid' ? uuidFor(collection) : uuidFor(name.replace(/_uuid$/, ''))))
  const value = fc.tuple(...values).map((uuids) => {
    let index = 0
    return path.replace(/\{\w+\}/g, () => uuids[index++] ?? '')
  })
  return fc.oneof(
    { weight: 15, arbitrary: value },
    {
      weight: 1,
      arbitrary: fc.constantFrom('zzz', '0'.repeat(32), '%00').map((text) => path.replace(/\{\w+\}/g, text)),
    },
  )
}

/** They end the tokens that the other requests are made with. */
const ENDS_TOKENS: readonly OperationId[] = ['api_auth_logout', 'users_refresh_token']
const writes = operationIds.filter((id) => definitionOf(id).method !== 'get' && !ENDS_TOKENS.includes(id))
/** Removals are rarer than their number, so that something is left to write to. */
const operation = fc.constantFrom(
  ...writes.flatMap((id): OperationId[] => (definitionOf(id).method === 'delete' ? [id] : [id, id, id, id, id])),
)
const anyWrite = operation.chain((id) => fc.record({ id: fc.constant(id), caller, path: pathOf(id), body: bodyOf(id) }))

// ---- what must hold

/** Tokens are renewed and failed log-ins counted whatever becomes of a request. */
const NOT_DATA = new Set(['auth_token', 'login_failure'])
const dataTables = (
  await database.rows<{ name: string }>(sql`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name
  `)
)
  .map(({ name }) => name)
  .filter((name) => !NOT_DATA.has(name))

// Rows of what is rolled back are never seen, so a refused write leaves none.
await database.run(sql`create table noted_change (name text not null)`)
await database.run(sql`
  create function note_change() returns trigger language plpgsql as $$
  begin insert into noted_change values (tg_table_name); return null; end $$
`)
for (const name of dataTables) {
  await database.run(sql`
    create trigger note_change after insert or update or delete on ${raw(`"${name}"`)}
    for each row execute function note_change()
  `)
}

/** The tables in which a row was inserted, changed or deleted since this was asked before. */
const changedTables = async (): Promise<string[]> => {
  const rows = await database.rows<{ name: string }>(sql`
    with seen as (delete from noted_change returning name) select distinct name from seen order by name
  `)
  return rows.map(({ name }) => name)
}

/** A refused log-in is an event. */
const LEAVES_TRACES = new Set<OperationId>(['api_auth_password'])

const DOCUMENTED = new Set([200, 201, 202, 204, 400, 401, 403, 404, 405, 409, 413, 415])
const LONGEST_ANSWER_MILLISECONDS = 5_000

test(
  'no write is answered with a server error, none hangs, and a refused one changes nothing',
  { timeout: 1_200_000 },
  async () => {
    const statuses = new Map<number, number>()
    const succeeded = new Set<string>()
    await world.project(await world.customer())
    expect(await changedTables()).toEqual(expect.arrayContaining(['customer', 'project']))
    await fc.assert(
      fc.asyncProperty(anyWrite, async ({ id, caller: name, path, body }) => {
        const method = definitionOf(id).method.toUpperCase() as 'POST' | 'PUT' | 'PATCH' | 'DELETE'
        const started = Date.now()
        const { status, text } = await request(method, path, { as: callers[name], body })
        expect(DOCUMENTED, `${id} ${String(status)} ${text}`).toContain(status)
        expect(Date.now() - started, id).toBeLessThan(LONGEST_ANSWER_MILLISECONDS)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        const changed = await changedTables()
        if (status < 400) succeeded.add(id)
        else if (!LEAVES_TRACES.has(id)) expect(changed, `${id} answered ${String(status)}`).toEqual([])
      }),
      { numRuns: runs(500, 10_000), seed: seed('random writes'), endOnFailure: true },
    )
    for (const status of [400, 403, 404]) expect(statuses.get(status) ?? 0, String(status)).toBeGreaterThan(0)
    process.stdout.write(
      `random writes: ${JSON.stringify([...statuses])}, ${String(succeeded.size)} operations succeeded\n`,
    )
    expect(succeeded.size).toBeGreaterThan(5)
    expect(await reconcile(database)).toEqual([])
  },
)
