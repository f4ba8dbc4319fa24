import { execFileSync } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ids } from '../importer/fixture-ids.ts'
import { fixture } from '../importer/fixture.ts'
import {
  call,
  connectTo,
  dataDirectory,
  databasePid,
  median,
  run,
  serve,
  until,
  writeJson,
  type Server,
} from './process.ts'

const directory = dataDirectory()
const settings = { PURVEYOR_DATA: directory }
let server: Server
let token: string

beforeAll(async () => {
  server = await serve(settings)
  token = server.token()
})

const provider = `/api/marketplace-service-providers/${ids.provider}/`

test('a first start prints a token of the staff user and a request to try on standard error', async () => {
  expect(token).toMatch(/^[0-9a-f]{40}$/)
  const command = /^ {4}(curl .+)$/m.exec(server.stderr())?.[1] ?? ''
  expect(command).toBe(`curl -H "Authorization: Token ${token}" ${server.url}/api/marketplace-service-providers/`)
  expect(execFileSync('sh', ['-c', `${command} --silent --write-out ' %{http_code}'`], { encoding: 'utf8' })).toBe(
    '[] 200',
  )
  const me = await call(`${server.url}/api/users/me/`, { token })
  expect(me.body).toMatchObject({ username: 'admin', is_staff: true, is_active: true })
})

test('a first start says nothing else on standard error', () => {
  const [first, ready] = server.stderr().split('\n')
  expect([first, ready]).toEqual(['', `Purveyor is ready at ${server.url}  (documentation: ${server.url}/docs/)`])
  expect(server.stderr()).not.toContain('Warning')
  expect(server.stderr()).not.toContain('sample-owner')
})

test('standard output holds a JSON object a line and never the token', async () => {
  await call(`${server.url}/api/users/me/`, { token })
  await until(() => server.stdout().includes('users_me_retrieve'))
  const lines = server.stdout().trimEnd().split('\n')
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(entries.map(({ msg }) => msg)).toContain('ready')
  expect(entries.find(({ operation }) => operation === 'users_me_retrieve')).toMatchObject({
    method: 'GET',
    path: '/api/users/me/',
    status: 200,
    request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  expect(server.stdout()).not.toContain(token)
})

test('without demo data a first start has no users but the staff user', async () => {
  const database = await connectTo(directory)
  expect((await database.query('select username from app_user')).rows).toEqual([{ username: 'admin' }])
})

test('health and readiness answer without authentication', async () => {
  expect(await call(`${server.url}/healthz`)).toEqual({ status: 200, body: { status: 'ok' } })
  for (const path of ['healthz', 'readyz', 'metrics', 'docs/', 'api/schema/']) {
    expect((await fetch(`${server.url}/${path}`, { method: 'HEAD' })).status, path).toBe(200)
  }
  expect(await call(`${server.url}/readyz`)).toEqual({ status: 200, body: { status: 'ready' } })
})

test('metrics name operations and neither paths nor uuids', async () => {
  await call(`${server.url}${provider}?field=uuid`, { token })
  await call(`${server.url}/nowhere/${ids.provider}`, { token })
  const { status, body } = await call(`${server.url}/metrics`)
  expect(status).toBe(200)
  const labels = 'operation="marketplace_service_providers_retrieve",method="GET",status="404"'
  expect(body).toContain(`purveyor_http_request_duration_seconds_count{${labels}} 1`)
  expect(body).toContain('operation="none",method="GET",status="404"')
  expect(body).toMatch(/^purveyor_database_connections\{state="open"\} [1-9]/m)
  expect(body).not.toMatch(/nowhere|\/api\/|[0-9a-f]{32}|[0-9a-f]{8}-/)
})

test('the OpenAPI document is served as `openapi` prints it, as JSON and as YAML', async () => {
  const served = await call(`${server.url}/api/schema/`)
  expect(served.body).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./), info: { title: expect.any(String) } })
  const json = await run(['openapi'])
  expect(json).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(json.stdout)).toEqual(served.body)
  expect(parse((await run(['openapi', '--yaml'])).stdout)).toEqual(served.body)
  expect(parse((await call(`${server.url}/api/schema/?format=yaml`)).body as string)).toEqual(served.body)
})

test('a reader that takes one line of the OpenAPI document and goes causes no error', () => {
  const command = `"${process.execPath}" bin/purveyor.js openapi | head -n 1`
  expect(execFileSync('sh', ['-c', `{ ${command}; } 2>&1`], { encoding: 'utf8' })).toBe('{\n')
})

test('the documentation page and everything it loads are served', async () => {
  const page = await call(`${server.url}/docs/`)
  expect(page.status).toBe(200)
  const files = [...(page.body as string).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file)
  expect(files).toHaveLength(3)
  for (const file of files) expect((await call(`${server.url}/docs/${file}`)).status).toBe(200)
  expect((await call(`${server.url}/docs/start.js`)).body).toContain("url: '/api/schema/'")
})

test('commands work on the database of the running server', async () => {
  const loaded = await run(['load', writeJson('preset.json', fixture())], settings)
  expect(loaded).toMatchObject({ code: 0, stderr: '' })
  const { code, stdout } = await run(['token', 'fixture-member'], settings)
  expect(code).toBe(0)
  const me = await call(`${server.url}/api/users/me/`, { token: stdout.trim() })
  expect(me.body).toMatchObject({ username: 'fixture-member' })
  expect(await run(['reconcile'], settings)).toMatchObject({ code: 0, stdout: '0 differences.\n' })
})

test('a second start on the same data directory is refused at once and leaves the first one alone', async () => {
  const pid = databasePid(directory)
  // What Node itself needs to start does not count.
  const { milliseconds: startUp } = await run(['--version'])
  const times: number[] = []
  for (let attempt = 0; attempt < 5; attempt++) {
    const refused = await run(['serve'], { ...settings, PORT: '0' })
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toBe(
      `The data directory ${directory} is in use by another Purveyor (process ${server.child.pid}). ` +
        'Stop that one or use another directory.\n',
    )
    times.push(refused.milliseconds - startUp)
    expect((await call(`${server.url}/readyz`)).status).toBe(200)
  }
  expect(median(times)).toBeLessThan(2_000)
  expect(databasePid(directory)).toBe(pid)
  expect((await call(`${server.url}${provider}`, { token })).body).toMatchObject({ uuid: ids.provider })
})

test('a later start keeps everything and makes no token', async () => {
  const change = { description: 'written before the stop' }
  expect((await call(`${server.url}${provider}`, { token, method: 'PATCH', body: change })).status).toBe(200)
  expect(await server.stop()).toBe(0)
  expect(databasePid(directory)).toBeUndefined()

  const made = await run(['token', 'fixture-member', '--name', 'without a server'], settings)
  expect(made.code).toBe(0)
  expect(databasePid(directory)).toBeUndefined()

  const later = await serve(settings)
  expect(later.token()).toBe('')
  expect(later.stderr()).toContain('npx purveyor token USERNAME')
  expect((await call(`${later.url}${provider}`, { token })).body).toMatchObject(change)
  expect((await call(`${later.url}/api/users/me/`, { token: made.stdout.trim() })).body.username).toBe('fixture-member')
  expect(await later.stop()).toBe(0)
})
