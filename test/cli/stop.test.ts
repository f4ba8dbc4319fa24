import { connect, createServer, type AddressInfo } from 'node:net'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { call, connectTo, dataDirectory, databasePid, run, serve, spawnServer, until } from './process.ts'

let directory: string
beforeEach(() => {
  directory = dataDirectory()
})

/** A server with a request that waits until the returned function lets it go on. */
const serveSlowRequest = async (settings: Record<string, string> = {}) => {
  const server = await serve({ PURVEYOR_DATA: directory, ...settings })
  const lock = await connectTo(directory)
  await lock.query('begin')
  await lock.query('select from auth_token for update')
  const answer = call(`${server.url}/api-auth/logout/`, { token: server.token(), method: 'POST' })
  const watch = await connectTo(directory)
  await until(async () => {
    const { rows } = await watch.query("select from pg_stat_activity where wait_event_type = 'Lock'")
    return rows.length > 0
  })
  return { server, answer, release: () => lock.query('rollback') }
}

/** Whether new requests are turned away: refused, or told that the server is not ready. */
const turnsAway = async (url: string): Promise<boolean> => {
  try {
    return (await call(`${url}/readyz`)).status === 503
  } catch {
    return true
  }
}

test('a request that arrives while the server stops, on a connection in use, is told so like any other', async () => {
  const { server, answer, release } = await serveSlowRequest()
  const { port } = new URL(server.url)
  const head = `Host: api.test\r\nAuthorization: Token ${server.token()}\r\n\r\n`
  const socket = connect(Number(port), '127.0.0.1')
  let received = ''
  socket.on('data', (chunk) => (received += chunk.toString()))
  // The connection is in use: its first request waits behind the same lock.
  socket.write(`POST /api-auth/logout/ HTTP/1.1\r\nContent-Length: 0\r\n${head}`)
  const watch = await connectTo(directory)
  await until(async () => {
    const { rows } = await watch.query("select from pg_stat_activity where wait_event_type = 'Lock'")
    return rows.length > 1
  })
  const ended = server.stop()
  await until(() => turnsAway(server.url))
  socket.write(`GET /api/users/me/ HTTP/1.1\r\n${head}`)
  await release()
  expect(await answer).toMatchObject({ status: 204 })
  await until(() => received.includes('HTTP/1.1 503'))
  const late = received.slice(received.indexOf('HTTP/1.1 503')).toLowerCase()
  expect(late).toContain('{"detail":"the service is temporarily unavailable. try again later."}')
  expect(late).toMatch(/^x-request-id: /m)
  expect(late).toMatch(/^connection: close\r$/m)
  expect(await ended).toBe(0)
})

test('whoever ends `npm start` ends the server, in order', async () => {
  const server = await serve({ PURVEYOR_DATA: directory }, true)
  expect(await server.stop()).toBe(0)
  expect(server.stdout()).toContain('"msg":"stopped"')
  expect(databasePid(directory)).toBeUndefined()
})

test('the end of the terminal stops the server in order, too', async () => {
  const server = await serve({ PURVEYOR_DATA: directory })
  server.child.kill('SIGHUP')
  expect(await server.ended).toBe(0)
  expect(server.stdout()).toContain('"msg":"stopped"')
  expect(databasePid(directory)).toBeUndefined()
})

test('SIGTERM lets an open request end, turns new ones away and ends with 0', async () => {
  const { server, answer, release } = await serveSlowRequest()
  const ended = server.stop()
  await until(() => turnsAway(server.url))
  expect(databasePid(directory)).toBeDefined()
  await release()
  expect(await answer).toMatchObject({ status: 204 })
  expect(await ended).toBe(0)
  expect(server.stdout()).toContain('"msg":"stopped"')
  expect(databasePid(directory)).toBeUndefined()
  expect(existsSync(join(directory, 'database-address'))).toBe(false)
})

test('a request that does not end in time is given up, the exit code is 1 and the database ends', async () => {
  const { server, answer } = await serveSlowRequest({ SHUTDOWN_TIMEOUT_SECONDS: '1' })
  const failure = expect(answer).rejects.toThrow('fetch failed')
  expect(await server.stop()).toBe(1)
  await failure
  expect(server.stdout()).toContain('"msg":"open requests did not end in time"')
  await until(() => databasePid(directory) === undefined)
})

test('a second signal does not wait for open requests', async () => {
  const { server, answer } = await serveSlowRequest()
  const failure = expect(answer).rejects.toThrow('fetch failed')
  const ended = server.stop()
  await until(() => turnsAway(server.url))
  server.child.kill('SIGINT')
  expect(await ended).toBe(1)
  await failure
  await until(() => databasePid(directory) === undefined)
})

test('a signal while starting ends the server in order', async () => {
  const { child, output, ended } = spawnServer({ PURVEYOR_DATA: directory })
  await until(() => databasePid(directory) !== undefined)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(output.stdout).toContain('"msg":"stopped"')
  expect(databasePid(directory)).toBeUndefined()
})

test('the end of the database ends the server with 1', async () => {
  const server = await serve({ PURVEYOR_DATA: directory })
  process.kill(databasePid(directory)!, 'SIGINT')
  expect(await server.ended).toBe(1)
  expect(server.stdout()).toContain('"msg":"the embedded database ended"')
})

test('a port in use ends the start with a message that names it, and leaves no database behind', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => holder.once('listening', resolve))
  const { port } = holder.address() as AddressInfo
  const refused = await run(['serve'], { PURVEYOR_DATA: directory, PURVEYOR_DEMO: '0', PORT: String(port) })
  holder.close()
  expect(refused.code).toBe(1)
  expect(refused.stderr).toBe(
    `Purveyor cannot listen: listen EADDRINUSE: address already in use 127.0.0.1:${port}. Set PORT or HOST.\n`,
  )
  expect(databasePid(directory)).toBeUndefined()
  // The first start is still to come, so the token of the staff user, told once, is not lost.
  const server = await serve({ PURVEYOR_DATA: directory })
  expect(server.token()).toMatch(/^[0-9a-f]{40}$/)
  await server.stop()
})
