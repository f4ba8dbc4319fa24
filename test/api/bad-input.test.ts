import { expect, test } from 'vitest'
import { definitionOf, operationIds } from '../../contract/index.ts'
import { sql } from '../../server/db/sql.ts'
import { BAD_TEXTS, HUGE_TEXTS } from '../harness/bad-values.ts'
import { startTestApp } from '../harness/index.ts'

// Every value of the catalogue for every parameter of every reading operation on providers.

const { world, request, database } = await startTestApp({}, { poolSize: 6 })

const staff = await world.staff()
const { base, project, provider, offering } = await world.marketplace()
const member = await world.user({ first_name: 'Sample', last_name: 'Member' })
await world.grant(member, 'PROJECT.ADMIN', 'project', project)
await world.grant(member, 'CUSTOMER.MANAGER', 'service_provider', provider)
await world.insert('ssh_key', { user_id: member.id, name: 'sample', public_key: 'ssh-ed25519 sample' })
await world.insert('offering_user', { user_id: member.id, offering_id: offering.id, username: 'sample' })

const reads = operationIds
  .filter((id) => definitionOf(id).method === 'get')
  .map((id) => ({ id, ...definitionOf(id) }))
  .filter(({ path }) => path.startsWith('/api/marketplace-service-providers/'))
  .map(({ id, path, query }) => ({
    id,
    path: path.replace(/^\/api\/marketplace-service-providers\/\{\w+\}\//, base),
    parameters: Object.keys(query?.shape ?? {}),
  }))

const queryWith = (name: string, ...values: string[]): string =>
  values.map((value) => `${name}=${encodeURIComponent(value)}`).join('&')

/** Queries in which the parameter occurs otherwise than once, or is not even text. */
const twisted = (name: string): string[] => [
  queryWith(name, 'a', ''),
  queryWith(name, '', 'a'),
  queryWith(name, ...Array.from({ length: 500 }, () => 'a')),
  name,
  `${name}[]=a`,
  `${name}[a]=b&${name}[__proto__]=c`,
  `${name}=%ED%A0%80`,
  `${name}=%FF%FE`,
  `${name}=%zz%`,
  `%00${name}=a&__proto__=b&constructor=c`,
]

const allQueries = (name: string): string[] => [
  ...BAD_TEXTS.map((value) => queryWith(name, value)),
  ...HUGE_TEXTS.map((value) => queryWith(name, value)),
  ...twisted(name),
]

/** Runs the work for all items, a few at a time. */
const each = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const left = [...items]
  const run = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item)
  }
  await Promise.all(Array.from({ length: 6 }, run))
}

const cases = reads.flatMap(({ id, path, parameters }) => parameters.map((name) => ({ id, path, name })))

test('the catalogue covers every parameter of every list', () => {
  expect(reads.length).toBeGreaterThanOrEqual(20)
  expect(cases.length).toBeGreaterThanOrEqual(200)
})

test.each(reads.filter(({ parameters }) => parameters.length > 0))(
  '$id answers whatever its parameters hold with 200 or 400, a wrong page with 404',
  { timeout: 60_000 },
  async ({ path, parameters }) => {
    const queries = parameters.flatMap((name) => allQueries(name).map((query) => ({ name, query })))
    await each(queries, async ({ name, query }) => {
      const { status, text } = await request('GET', `${path}?${query}`, { as: staff })
      const allowed = name === 'page' ? [200, 404] : [200, 400]
      expect(allowed, `${query.slice(0, 100)}: ${text.slice(0, 200)}`).toContain(status)
      // Malformed values are found by the contract, before the database sees them.
      expect(text, query.slice(0, 100)).not.toContain('cannot be stored')
    })
  },
)

test('a parameter never changes anything', async () => {
  const { tables } = await database.one<{ tables: number }>(sql`
    select count(*)::int as tables from pg_tables where schemaname = 'public' and tablename = 'app_user'
  `)
  expect(tables).toBe(1)
  const { users } = await database.one<{ users: number }>(sql`select count(*)::int as users from app_user`)
  expect(users).toBe(3)
})
