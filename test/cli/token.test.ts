import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { createTestDatabase, World } from '../harness/index.ts'
import { call, run, serve, type Server } from './process.ts'

const { database, url } = await createTestDatabase()
const world = new World(database)
const settings = { DATABASE_URL: url, SECRET_KEYS: `1:${'1a'.repeat(32)}` }
let server: Server

beforeAll(async () => {
  server = await serve(settings)
})
afterAll(() => server.stop())

const userName = () => `cli-${randomUUID()}`

const stored = (username: string) =>
  database.rows<{ name: string; lifetime_seconds: number }>(sql`
    select auth_token.name, lifetime_seconds from auth_token join app_user on app_user.id = auth_token.user_id
    where username = ${username} order by auth_token.id
  `)

test('a token is all that is printed, it works at once, and earlier ones stay valid', async () => {
  const user = await world.user({ username: userName() })
  const outputs = [await run(['token', user.username], settings), await run(['token', user.username], settings)]
  for (const { code, stdout, stderr } of outputs) {
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^[0-9a-f]{40}\n$/)
    const me = await call(`${server.url}/api/users/me/`, { token: stdout.trim() })
    expect(me).toMatchObject({ status: 200, body: { uuid: user.hex } })
  }
  expect(outputs[0]?.stdout).not.toBe(outputs[1]?.stdout)
})

test('a token lives for thirty days without use unless told otherwise', async () => {
  const user = await world.user({ username: userName() })
  await run(['token', user.username], settings)
  await run(['token', user.username, '--lifetime', '60', '--name', 'sample robot'], settings)
  expect(await stored(user.username)).toEqual([
    { name: 'command line', lifetime_seconds: 2_592_000 },
    { name: 'sample robot', lifetime_seconds: 60 },
  ])
})

test('the longest lifetime makes a token that works', async () => {
  const user = await world.user({ username: userName() })
  const { stdout } = await run(['token', user.username, '--lifetime', '2147483647'], settings)
  expect((await call(`${server.url}/api/users/me/`, { token: stdout.trim() })).status).toBe(200)
})

test.each(['59', '2147483648', '-60', '60.5', 'soon', ''])('a lifetime of %j is refused', async (lifetime) => {
  const user = await world.user({ username: userName() })
  const { code, stdout, stderr } = await run(['token', user.username, `--lifetime=${lifetime}`], settings)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('Give 60 to 2147483647 whole seconds.')
  expect(await stored(user.username)).toEqual([])
})

test('an unknown user gets none', async () => {
  const username = userName()
  expect(await run(['token', username], settings)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `There is no user named ${username}.\n`,
  })
})

test('an inactive user gets none', async () => {
  const user = await world.user({ username: userName(), is_active: false })
  expect(await run(['token', user.username], settings)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `The user ${user.username} is not active.\n`,
  })
  expect(await stored(user.username)).toEqual([])
})

test('a missing user name and an unknown command are refused with the usage', async () => {
  for (const args of [['token'], ['tokens', 'sample']]) {
    const { code, stderr } = await run(args, settings)
    expect(code).toBe(1)
    expect(stderr).toContain('Usage: purveyor')
  }
})
