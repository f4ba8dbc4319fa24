import fc from 'fast-check'
import { expect, test } from 'vitest'
import { definitionOf, operationIds, type OperationId } from '../../contract/index.ts'
import { documentationOf } from '../../contract/params.ts'
import { generateDemo } from '../../demo/generate.ts'
import { loadPreset } from '../../importer/index.ts'
import { sql } from '../../server/db/sql.ts'
import { reconcile } from '../../server/rollup/reconcile.ts'
import { startTestApp, TEST_SECRETS, type Caller } from '../harness/index.ts'
import { nastyText, runs, seed } from './runs.ts'

// Requests made from the contract itself, right and wrong ones mixed: whatever is asked, the answer is a documented
// one, and every 200 validates (the harness checks that).

const { database, request } = await startTestApp({}, { poolSize: 4 })
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
}

const uuids = await database.rows<{ uuid: string }>(sql`
  select uuid from service_provider
  union all (select uuid from customer order by id limit 10)
  union all (select uuid from project order by id limit 10)
  union all (select uuid from app_user order by id limit 20)
  union all (select uuid from offering order by id limit 10)
  union all (select uuid from ssh_key order by id limit 5)
`)
const providers = await database.rows<{ uuid: string }>(sql`select uuid from service_provider order by id`)

const uuid = fc
  .constantFrom(...uuids.map((row) => row.uuid))
  .chain((text) => fc.constantFrom(text, text.replaceAll('-', ''), text.toUpperCase(), `{${text}}`))
const providerUuid = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...providers.map((row) => row.uuid)) },
  { weight: 1, arbitrary: fc.constantFrom('zzz', '0'.repeat(32), '%00', 'a%2Fb') },
)

interface Documented {
  type?: string
  format?: string
  enum?: string[]
  items?: Documented & { $ref?: string }
}

const ORDER_KEYS = [
  'name',
  '-name',
  'created',
  '-created',
  'username',
  'email',
  'state',
  'role',
  'full_name',
  'nonsense',
]

/** Values that a parameter documents, and values that it does not. */
const valueOf = (name: string, schema: Documented): fc.Arbitrary<string> => {
  const type = schema.type === 'array' ? (schema.items ?? {}) : schema
  const proper: fc.Arbitrary<string>[] = [fc.string({ maxLength: 20 }), fc.constantFrom('Sample', 'a', 'OK')]
  if (type.format === 'uuid') proper.push(uuid)
  if (type.format === 'uri') proper.push(uuid.map((text) => `http://api.test/api/customers/${text}/`))
  if (type.format === 'date-time')
    proper.push(fc.constantFrom('2026-01-01T00:00:00Z', '2025-06-30', '2026-01-01T00:00:00+02:00'))
  if (type.format === 'date') proper.push(fc.constantFrom('2026-01-01', '2024-02-29'))
  if (type.type === 'boolean') proper.push(fc.constantFrom('true', 'false', '1', '0', 'True'))
  if (type.type === 'integer') proper.push(fc.integer({ min: -2, max: 400 }).map(String), fc.constant('last'))
  if (type.enum) proper.push(fc.constantFrom(...type.enum))
  if (name === 'o') proper.push(fc.constantFrom(...ORDER_KEYS))
  if (name === 'attributes') proper.push(fc.json({ maxDepth: 3 }))
  return fc.oneof({ weight: 4, arbitrary: fc.oneof(...proper) }, { weight: 1, arbitrary: nastyText })
}

const queryOf = (id: OperationId): fc.Arbitrary<[string, string][]> => {
  const shape = Object.entries(definitionOf(id).query?.shape ?? {})
  if (shape.length === 0) return fc.constant([])
  const parameter = fc
    .constantFrom(...shape)
    .chain(([name, schema]) =>
      valueOf(name, documentationOf(schema as never).schema as Documented).map((value): [string, string] => [
        name,
        value,
      ]),
    )
  return fc.array(parameter, { maxLength: 4 })
}

const reads = operationIds.filter((id) => definitionOf(id).method === 'get')

const anyRead = fc.constantFrom(...reads).chain((id) =>
  fc.record({
    id: fc.constant(id),
    caller: fc.constantFrom(...Object.keys(callers)),
    path: fc.tuple(providerUuid, uuid).map(([provider, other]) => {
      const { path } = definitionOf(id)
      return path.replace(/\{\w+\}/, path.startsWith('/api/marketplace-service-providers/') ? provider : other)
    }),
    query: queryOf(id),
    head: fc.boolean(),
  }),
)

const DOCUMENTED = new Set([200, 301, 308, 400, 401, 403, 404])
const LONGEST_ANSWER_MILLISECONDS = 5_000

test(
  'no request is answered with a server error, none hangs, and every success validates',
  { timeout: 900_000 },
  async () => {
    const statuses = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(anyRead, async ({ caller, path, query, head }) => {
        const text = new URLSearchParams(query).toString()
        const started = Date.now()
        const { status, text: body } = await request(head ? 'HEAD' : 'GET', `${path}${text === '' ? '' : `?${text}`}`, {
          as: callers[caller],
        })
        expect(DOCUMENTED, `${String(status)} ${body}`).toContain(status)
        expect(Date.now() - started).toBeLessThan(LONGEST_ANSWER_MILLISECONDS)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }),
      { numRuns: runs(1_500, 30_000), seed: seed('random requests') },
    )
    // The requests reach what they are meant to reach.
    for (const status of [200, 400, 403, 404]) expect(statuses.get(status) ?? 0, String(status)).toBeGreaterThan(10)
    expect(await reconcile(database)).toEqual([])
  },
)
