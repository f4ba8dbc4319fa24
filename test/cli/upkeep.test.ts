import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { createTestDatabase, World } from '../harness/index.ts'
import { ids, SECRET_CODE, TOKEN } from '../importer/fixture-ids.ts'
import { fixture } from '../importer/fixture.ts'
import { emptyDatabase } from './empty-database.ts'
import { call, run, serve, writeJson } from './process.ts'

const { database, url } = await createTestDatabase()
const world = new World(database)
const FIRST_KEY = `1:${'4d'.repeat(32)}`
const settings = { DATABASE_URL: url, SECRET_KEYS: FIRST_KEY }
const emptyUrl = await emptyDatabase()

test('migrate brings an empty database up to date and then finds nothing to do', async () => {
  const count = readdirSync(new URL('../../migrations/', import.meta.url)).length
  const outputs = [
    await run(['migrate'], { DATABASE_URL: emptyUrl }),
    await run(['migrate'], { DATABASE_URL: emptyUrl }),
  ]
  expect(outputs).toMatchObject([
    { code: 0, stderr: '', stdout: `Schema version ${count}; ${count} migrations applied.\n` },
    { code: 0, stderr: '', stdout: `Schema version ${count}; 0 migrations applied.\n` },
  ])
})

test('reconcile reports a wrong roll-up with exit code 1, and mends it with --fix', async () => {
  const { provider, project } = await world.marketplace()
  expect(await run(['reconcile'], settings)).toMatchObject({ code: 0, stdout: '0 differences.\n' })
  await database.run(sql`update sp_project set resource_count = 7 where project_id = ${project.id}`)

  const wrong = await run(['reconcile', '--json'], settings)
  expect(wrong.code).toBe(1)
  const row = { project_id: Number(project.id), provider_customer_id: Number(provider.customer.id) }
  expect(JSON.parse(wrong.stdout)).toEqual(
    expect.arrayContaining([
      { table: 'sp_project', expected: expect.objectContaining({ ...row, resource_count: 1 }), stored: null },
      { table: 'sp_project', expected: null, stored: expect.objectContaining({ ...row, resource_count: 7 }) },
    ]),
  )
  const text = await run(['reconcile'], settings)
  expect(text.code).toBe(1)
  expect(text.stdout).toMatch(/^sp_project: expected .*"resource_count":1/m)
  expect(text.stdout).toMatch(/^2 differences\.$/m)

  expect(await run(['reconcile', '--fix'], settings)).toMatchObject({ code: 0 })
  expect(await run(['reconcile'], settings)).toMatchObject({ code: 0, stdout: '0 differences.\n' })
})

test('rotate-secrets encrypts codes anew; codes and tokens stay what they were', async () => {
  await run(['load', writeJson('preset.json', fixture())], settings)
  const stored = () =>
    database.one<{ cipher: Buffer; key_id: number }>(sql`
      select api_secret_code_cipher as cipher, api_secret_code_key_id as key_id
      from service_provider where replace(uuid::text, '-', '') = ${ids.provider}
    `)
  const code = async (keys: string) => {
    const server = await serve({ ...settings, SECRET_KEYS: keys })
    const path = `/api/marketplace-service-providers/${ids.provider}/api_secret_code/`
    const { body } = await call(server.url + path, { token: TOKEN })
    await server.stop()
    return body as unknown
  }
  const before = await stored()
  expect(before.key_id).toBe(1)
  expect(await code(FIRST_KEY)).toEqual({ api_secret_code: SECRET_CODE })

  const bothKeys = `${FIRST_KEY},2:${'5e'.repeat(32)}`
  const rotate = () => run(['rotate-secrets'], { ...settings, SECRET_KEYS: bothKeys })
  expect((await rotate()).stdout).toBe('1 secret codes encrypted with key 2.\n')
  const after = await stored()
  expect(after.key_id).toBe(2)
  expect(after.cipher.equals(before.cipher)).toBe(false)
  expect(await code(bothKeys)).toEqual({ api_secret_code: SECRET_CODE })
  expect((await rotate()).stdout).toBe('0 secret codes encrypted with key 2.\n')

  const refused = await run(['serve'], { ...settings, PORT: '0' })
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.stderr).toBe('Secret codes are encrypted with keys that are missing: 2. Restore them.\n')
})
