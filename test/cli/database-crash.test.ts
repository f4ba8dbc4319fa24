import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { call, connectTo, dataDirectory, databasePid, run, serve, until, type Server } from './process.ts'

const directory = dataDirectory()
let server: Server
let token: string
beforeAll(async () => {
  server = await serve({ PURVEYOR_DATA: directory, POOL_SIZE: '70' })
  token = server.token()
})

const UNAVAILABLE = { detail: 'The service is temporarily unavailable. Try again later.' }

const status = async (path: string) => (await call(`${server.url}${path}`, { token })).status
const crash = () => process.kill(databasePid(directory)!, 'SIGKILL')

test('the embedded database takes as many connections as the pools may open, and some more', async () => {
  const database = await connectTo(directory)
  expect((await database.query('show max_connections')).rows).toEqual([{ max_connections: '136' }])
})

test('while a killed database is down requests get 503; then it serves again, in the same process', async () => {
  // A cluster without this file does not start.
  const [file, hidden] = ['PG_VERSION', 'hidden'].map((name) => join(directory, 'postgres', name))
  renameSync(file!, hidden!)
  crash()
  await until(() => server.stdout().includes('"msg":"the embedded database did not start"'))
  expect(await call(`${server.url}/readyz`)).toEqual({
    status: 503,
    body: { status: 'not ready', detail: 'the database does not answer' },
  })
  expect(await status('/healthz')).toBe(200)
  const requests = [
    call(`${server.url}/api/users/me/`, { token }),
    call(`${server.url}/api/marketplace-service-providers/`),
    call(`${server.url}/api-auth/password/`, { body: { username: 'sample', password: 'sample' } }),
    call(`${server.url}/api-auth/logout/`, { token, method: 'POST' }),
  ]
  for (const answer of await Promise.all(requests)) expect(answer).toEqual({ status: 503, body: UNAVAILABLE })

  renameSync(hidden!, file!)
  await until(async () => (await status('/readyz')) === 200)
  expect(await status('/api/users/me/')).toBe(200)
  expect(server.stdout()).toContain('"msg":"the embedded database runs again"')
  expect(await run(['token', 'admin'], { PURVEYOR_DATA: directory })).toMatchObject({ code: 0, stderr: '' })
})

test('under load no request gets anything but its answer or 503', async () => {
  const seen = new Set<number>()
  let served = 0
  let isOver = false
  const load = Array.from({ length: 8 }, async (_, index) => {
    while (!isOver) {
      const path = index % 2 === 0 ? '/api/users/me/' : '/api/marketplace-service-providers/?field=uuid'
      const answer = await status(path)
      seen.add(answer)
      if (answer === 200) served++
    }
  })
  for (let round = 0; round < 3; round++) {
    const before = served
    await until(() => served > before + 20)
    const pid = databasePid(directory)
    crash()
    await until(() => ![undefined, pid].includes(databasePid(directory)))
    await until(async () => (await status('/readyz')) === 200)
  }
  const before = served
  await until(() => served > before + 20)
  isOver = true
  await Promise.all(load)
  expect([...seen].sort()).toEqual([200, 503])
})

test('it still stops in order', async () => {
  expect(server.child.exitCode).toBeNull()
  expect(await server.stop()).toBe(0)
  expect(databasePid(directory)).toBeUndefined()
})
