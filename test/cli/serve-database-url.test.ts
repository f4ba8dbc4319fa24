import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { urlOfDatabase } from '../harness/server.ts'
import { ids, TOKEN } from '../importer/fixture-ids.ts'
import { fixture } from '../importer/fixture.ts'
import { emptyDatabase } from './empty-database.ts'
import { call, dataDirectory, run, serve, until, writeJson } from './process.ts'

const sharedUrl = await emptyDatabase()
const filledUrl = await emptyDatabase()
const keyUrl = await emptyDatabase()
const lossyUrl = await emptyDatabase()

test('two processes that start at once on an empty database share it, and one makes the staff user', async () => {
  const directory = dataDirectory()
  const settings = { DATABASE_URL: sharedUrl, PURVEYOR_DATA: directory }
  const servers = await Promise.all([serve(settings), serve(settings)])
  const tokens = servers.map((server) => server.token()).filter(Boolean)
  expect(tokens).toHaveLength(1)
  expect(readdirSync(directory)).toEqual(['secret.key'])
  expect(statSync(join(directory, 'secret.key')).mode & 0o777).toBe(0o600)
  await run(['load', writeJson('preset.json', fixture())], settings)

  const [first, second] = servers.map(({ url }) => `${url}/api/marketplace-service-providers/${ids.provider}/`)
  const change = { description: 'written by one, read by the other' }
  expect((await call(first!, { token: tokens[0]!, method: 'PATCH', body: change })).status).toBe(200)
  expect((await call(second!, { token: tokens[0]! })).body).toMatchObject(change)

  const me = servers.map(({ url }) => `${url}/api/users/me/`)
  expect((await call(me[1]!, { token: TOKEN })).status).toBe(200)
  await call(`${servers[0].url}/api-auth/logout/`, { token: TOKEN, method: 'POST' })
  expect((await call(me[1]!, { token: TOKEN })).status).toBe(401)

  expect(await servers[0].stop()).toBe(0)
  expect((await call(`${servers[1].url}/readyz`)).status).toBe(200)
  expect(await servers[1].stop()).toBe(0)
})

test('a database filled before the first start gets a staff user, too, when it has none', async () => {
  const settings = { DATABASE_URL: filledUrl, PURVEYOR_DATA: dataDirectory(), PURVEYOR_DEMO: '1' }
  const preset = { users: [{ uuid: ids.member, username: 'sample' }] }
  expect((await run(['load', writeJson('preset.json', preset)], settings)).code).toBe(0)
  const server = await serve(settings)
  expect((await call(`${server.url}/api/users/me/`, { token: server.token() })).body).toMatchObject({
    username: 'admin',
    is_staff: true,
  })
  expect(server.stderr()).not.toContain('Demo users')
  expect(await server.stop()).toBe(0)
  expect(await run(['token', 'sample-owner'], settings)).toMatchObject({ code: 1 })
})

test('a lost or different secret key is an error of its own for the server and for commands', async () => {
  const settings = { DATABASE_URL: keyUrl, PURVEYOR_DATA: dataDirectory(), PORT: '0', PURVEYOR_DEMO: '0' }
  await (await serve(settings)).stop()
  const file = join(settings.PURVEYOR_DATA, 'secret.key')
  const key = readFileSync(file, 'utf8')
  rmSync(file)
  const lost =
    `The secret keys of this database are missing: there is no file ${file}. ` +
    'Restore it from a backup or set SECRET_KEYS.\n'
  for (const command of [['serve'], ['token', 'admin'], ['load', writeJson('empty.json', {})]]) {
    const { code, stdout, stderr } = await run(command, settings)
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: lost })
    expect(readdirSync(settings.PURVEYOR_DATA)).toEqual([])
  }
  rmdirSync(settings.PURVEYOR_DATA)
  expect(await run(['serve'], settings)).toMatchObject({ code: 1, stderr: lost })
  expect(existsSync(settings.PURVEYOR_DATA)).toBe(false)

  const other = { ...settings, SECRET_KEYS: `1:${'8b'.repeat(32)}` }
  const different =
    'The secret keys are not those that this database was created with. ' +
    'Restore SECRET_KEYS or the file secret.key.\n'
  expect(await run(['serve'], other)).toMatchObject({ code: 1, stderr: different })
  expect(await run(['token', 'admin'], { ...settings, SECRET_KEYS: key.trim() })).toMatchObject({ code: 0, stderr: '' })
})

test('an embedded database whose secret key is lost is left as it is, and serves again with the key', async () => {
  const directory = dataDirectory()
  const settings = { PURVEYOR_DATA: directory, PORT: '0', PURVEYOR_DEMO: '0' }
  const first = await serve(settings)
  const token = first.token()
  expect(await first.stop()).toBe(0)
  const file = join(directory, 'secret.key')
  const key = readFileSync(file)
  rmSync(file)
  const before = readdirSync(directory)
  const refused = await run(['serve'], settings)
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(`there is no file ${file}`) })
  expect(readdirSync(directory)).toEqual(before)
  writeFileSync(file, key)
  const later = await serve(settings)
  expect((await call(`${later.url}/api/users/me/`, { token })).status).toBe(200)
})

test.each([
  ['1:12', /^SECRET_KEYS: every key must look like NUMBER:64 hexadecimal digits\n$/],
  [`2:${'9c'.repeat(32)}`, /^SECRET_KEYS: key number 1 is missing; tokens depend on it\n$/],
])('the secret keys %j are refused', async (keys, message) => {
  const { code, stderr } = await run(['serve'], { DATABASE_URL: keyUrl, SECRET_KEYS: keys, PORT: '0' })
  expect(code).toBe(1)
  expect(stderr).toMatch(message)
})

test.each([
  ['postgres://sample@127.0.0.1:1/sample', /^The database cannot be used: connect ECONNREFUSED 127\.0\.0\.1:1\. /],
  ['postgres://sample@%2Fnowhere/sample', /^The database cannot be used: connect ENOENT \/nowhere\/\S+\. /],
  [
    urlOfDatabase(inject('adminUrl'), 'purveyor_nowhere'),
    /^The database cannot be used: database ".+" does not exist\. /,
  ],
])('a database that cannot be reached ends the start with one line: %#', async (url, message) => {
  const { code, stderr } = await run(['serve'], { DATABASE_URL: url, PORT: '0', SECRET_KEYS: `1:${'0d'.repeat(32)}` })
  expect(code).toBe(1)
  expect(stderr).toMatch(message)
  expect(stderr).toMatch(/^.+ Check DATABASE_URL\.\n$/)
})

test('a connection that the database ends in the middle of a write is answered with 503, and the server goes on', async () => {
  const settings = { DATABASE_URL: lossyUrl, PURVEYOR_DATA: dataDirectory() }
  const server = await serve(settings)
  const lock = new pg.Client({ connectionString: lossyUrl })
  await lock.connect()
  await lock.query('begin')
  await lock.query('select from auth_token for update')
  const logOut = () => call(`${server.url}/api-auth/logout/`, { token: server.token(), method: 'POST' })
  const answer = logOut()
  const waiting = "from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
  await until(async () => (await lock.query(`select pg_terminate_backend(pid) ${waiting}`)).rowCount === 1)
  expect(await answer).toMatchObject({ status: 503 })
  await lock.end()
  expect(await logOut()).toMatchObject({ status: 204 })
  expect(await server.stop()).toBe(0)
})
