import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LoadGenerator } from './index.ts'

const seen: string[] = []
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''} ${Buffer.concat(chunks).toString()}`.trim())
    if (request.url === '/broken') request.socket.destroy()
    else response.writeHead(request.url === '/missing' ? 404 : 200, { 'content-length': 2 }).end('ok')
  })
})
let generator: LoadGenerator
let job: { port: number; token: string; connections: number; seconds: number }

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  generator = new LoadGenerator()
  job = { port: (server.address() as AddressInfo).port, token: 'sample', connections: 4, seconds: 20 }
})

afterAll(() => {
  generator.stop()
  server.closeAllConnections()
  server.close()
})

test('sends the requests in turn until the wanted number is reached', async () => {
  seen.length = 0
  const requests = [
    { method: 'GET' as const, path: '/a' },
    { method: 'POST' as const, path: '/b', body: '{"c":1}' },
    { method: 'HEAD' as const, path: '/d' },
  ]
  const result = await generator.run({ ...job, requests, maximum: 30 })
  expect(result).toMatchObject({ count: 30, statuses: { 200: 30 } })
  expect(result.p99).toBeGreaterThanOrEqual(result.p50)
  expect(seen.toSorted()).toEqual(
    Array.from({ length: 10 }, () => ['GET /a', 'HEAD /d', 'POST /b {"c":1}'])
      .flat()
      .toSorted(),
  )
})

test('counts other statuses and broken connections, and goes on', async () => {
  const requests = ['/missing', '/broken', '/fine'].map((path) => ({ method: 'GET' as const, path }))
  const { statuses } = await generator.run({ ...job, requests, maximum: 12 })
  expect(statuses).toEqual({ 0: 4, 200: 4, 404: 4 })
})

test('keeps to a rate', async () => {
  const { count, seconds } = await generator.run({
    ...job,
    requests: [{ method: 'GET', path: '/a' }],
    seconds: 1,
    rate: 50,
  })
  expect(count).toBe(50)
  expect(seconds).toBeGreaterThan(0.95)
})
