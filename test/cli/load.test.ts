import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { createTestDatabase } from '../harness/index.ts'
import { ids, TOKEN } from '../importer/fixture-ids.ts'
import { fixture } from '../importer/fixture.ts'
import { call, run, serve, writeJson, type Server } from './process.ts'

const { database, url } = await createTestDatabase()
const settings = { DATABASE_URL: url, SECRET_KEYS: `1:${'2b'.repeat(32)}` }
let server: Server

beforeAll(async () => {
  server = await serve(settings)
})
afterAll(() => server.stop())

const load = (...args: string[]) => run(['load', ...args], settings)

const customerNames = async (name: string) =>
  (
    await database.rows<{ name: string }>(sql`select name from customer where name like ${`${name}%`} order by name`)
  ).map((row) => row.name)

/** A preset with two organizations of this name. */
const customers = (name: string) => ({
  customers: [1, 2].map((number) => ({ uuid: randomUUID(), name: `${name} ${String(number)}` })),
})

test('a dry run reports what would be made and keeps nothing', async () => {
  const name = randomUUID()
  const { code, stdout, stderr } = await load('--dry-run', writeJson('dry.json', customers(name)))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/customers +2 +0 +0 +0/)
  expect(stdout).toContain('Nothing was stored.')
  expect(await customerNames(name)).toEqual([])
})

test('a loaded file is served at once, and loading it again changes nothing', async () => {
  const file = writeJson('fixture.json', fixture())
  const first = await load(file)
  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(first.stdout.split('\n')[0]).toBe(file)
  expect(first.stdout).toMatch(/service_providers +1 +0 +0 +0/)
  const provider = `${server.url}/api/marketplace-service-providers/${ids.provider}/`
  expect(await call(provider, { token: TOKEN })).toMatchObject({ status: 200, body: { uuid: ids.provider } })
  const again = await load(file)
  expect(again.code).toBe(0)
  expect(again.stdout).toMatch(/service_providers +0 +0 +1 +0/)
})

test('a bad row keeps the whole file out and is named by section, row and key', async () => {
  const name = randomUUID()
  const preset = customers(name)
  const file = writeJson('bad.json', {
    ...preset,
    projects: [
      { uuid: randomUUID(), name: 'Sample project', customer_uuid: preset.customers[0]?.uuid },
      { uuid: randomUUID(), name: 'Stray project', customer_uuid: randomUUID() },
    ],
  })
  const { code, stdout, stderr } = await load(file)
  expect(code).toBe(1)
  expect(stdout).toMatch(/section projects, row 2, key customer_uuid: /)
  expect(stdout).toContain('1 problem:')
  expect(stderr).toBe(`${file} was not loaded.\n`)
  expect(await customerNames(name)).toEqual([])
})

test('files are loaded one by one up to the first bad one', async () => {
  const [good, bad, rest] = [randomUUID(), randomUUID(), randomUUID()]
  const wrong = { customers: [{ uuid: 'no uuid', name: bad }] }
  const { code } = await load(
    writeJson('good.json', customers(good)),
    writeJson('bad.json', wrong),
    writeJson('rest.json', customers(rest)),
  )
  expect(code).toBe(1)
  expect(await customerNames(good)).toEqual([`${good} 1`, `${good} 2`])
  expect([...(await customerNames(bad)), ...(await customerNames(rest))]).toEqual([])
})

test('the report is an object a file with --json', async () => {
  const file = writeJson('json.json', customers(randomUUID()))
  const { code, stdout } = await load('--json', file)
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    file,
    sections: [{ section: 'customers', created: 2, updated: 0, skipped: 0, errors: 0 }],
    ignored: [],
    problems: [],
    committed: true,
  })
})

test('existing rows are changed with --update only', async () => {
  const [name, other] = [randomUUID(), randomUUID()]
  const preset = customers(name)
  await load(writeJson('before.json', preset))
  const changed = writeJson('after.json', { customers: [{ ...preset.customers[0], name: other }] })
  await load(changed)
  expect(await customerNames(name)).toHaveLength(2)
  const { stdout } = await load('--update', changed)
  expect(stdout).toMatch(/customers +0 +1 +0 +0/)
  expect(await customerNames(name)).toEqual([`${name} 2`])
  expect(await customerNames(other)).toEqual([other])
})

test.each([
  ['{"customers": [', /^.*bad\.json is not JSON: /],
  ['[]', /^A preset must be an object of sections\n$/],
  ['{"customers": {}}', /^The section customers must be a list\n$/],
])('the content %j is refused in one line', async (content, message) => {
  const { code, stdout, stderr } = await load(writeJson('bad.json', content))
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(message)
  expect(stderr.trimEnd()).not.toContain('\n')
})

test('one missing file keeps the others out', async () => {
  const name = randomUUID()
  const { code, stderr } = await load(writeJson('good.json', customers(name)), '/nowhere/missing.json')
  expect(code).toBe(1)
  expect(stderr).toMatch(/^\/nowhere\/missing\.json cannot be read: ENOENT.*\n$/)
  expect(await customerNames(name)).toEqual([])
})
