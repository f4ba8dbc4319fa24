import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { startTestApp } from '../harness/index.ts'

// Bytes that no client library sends. Whatever comes, the connection is answered or closed and others are served.

const { app } = await startTestApp()
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address() as AddressInfo

const LIST = '/api/marketplace-service-providers/'
const HOST = 'Host: api.test\r\n'

/** Sends the bytes and collects what comes back until the peer closes or is silent for a moment. */
const exchange = (bytes: string | Buffer, silenceMilliseconds = 400): Promise<string> =>
  new Promise((resolve) => {
    let received = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.setTimeout(silenceMilliseconds, () => socket.destroy())
    socket.on('data', (chunk) => (received += chunk.toString('latin1')))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      resolve(received)
    })
  })

const statuses = (received: string): number[] =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))

const stillServes = async (): Promise<void> => {
  expect(statuses(await exchange(`GET /healthz HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`))).toEqual([200])
}

const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\n${HOST}${headers}\r\n`
const post = (headers: string, body = '') => `POST ${LIST} HTTP/1.1\r\n${HOST}${headers}\r\n${body}`

const MALFORMED: [title: string, bytes: string | Buffer][] = [
  ['nothing but line ends', '\r\n\r\n\r\n'],
  ['random bytes', Buffer.from(Array.from({ length: 256 }, (_, index) => index))],
  ['a TLS hello', Buffer.from('16030100c8010000c40303', 'hex')],
  ['an unknown method', `FROB ${LIST} HTTP/1.1\r\n${HOST}\r\n`],
  ['a method in lower case', `get ${LIST} HTTP/1.1\r\n${HOST}\r\n`],
  ['an unknown version', `GET ${LIST} HTTP/3.7\r\n${HOST}\r\n`],
  ['the preface of version 2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['no path', `GET  HTTP/1.1\r\n${HOST}\r\n`],
  ['a space in the path', `GET ${LIST} x HTTP/1.1\r\n${HOST}\r\n`],
  ['NUL in the path', `GET ${LIST}\0 HTTP/1.1\r\n${HOST}\r\n`],
  ['no Host', `GET ${LIST} HTTP/1.1\r\n\r\n`],
  ['a header without a colon', get(LIST, 'nonsense\r\n')],
  ['a header name with a space', get(LIST, 'a b: c\r\n')],
  ['NUL in a header value', get(LIST, 'x: a\0b\r\n')],
  ['a bare carriage return in a header', get(LIST, 'x: a\rb\r\n')],
  ['a folded header', get(LIST, 'x: a\r\n b\r\n')],
  ['64 KiB of one header', get(LIST, `x: ${'a'.repeat(65_536)}\r\n`)],
  ['a path of 64 KiB', get(`${LIST}?a=${'a'.repeat(65_536)}`)],
  ['two different Content-Length', post('Content-Length: 2\r\nContent-Length: 3\r\n', '{}')],
  ['a list as Content-Length', post('Content-Length: 2, 2\r\n', '{}')],
  ['a negative Content-Length', post('Content-Length: -1\r\n')],
  ['a Content-Length that is no number', post('Content-Length: two\r\n', '{}')],
  ['a Content-Length beyond 64 bits', post('Content-Length: 99999999999999999999\r\n')],
  ['Content-Length with a plus', post('Content-Length: +2\r\n', '{}')],
  ['both Content-Length and chunks', post('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')],
  ['an unknown transfer coding', post('Transfer-Encoding: gzip\r\n', '{}')],
  ['chunked not last', post('Transfer-Encoding: chunked, identity\r\n', '0\r\n\r\n')],
  ['chunked twice', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')],
  ['chunked with a space before the colon', post('Transfer-Encoding : chunked\r\n', '0\r\n\r\n')],
  ['a chunk size that is no number', post('Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n')],
  ['a negative chunk size', post('Transfer-Encoding: chunked\r\n', '-2\r\n{}\r\n0\r\n\r\n')],
  ['a chunk size with 0x', post('Transfer-Encoding: chunked\r\n', '0x2\r\n{}\r\n0\r\n\r\n')],
  ['a huge chunk size', post('Transfer-Encoding: chunked\r\n', 'ffffffffffffffff1\r\n{}\r\n')],
  ['a chunk longer than it says', post('Transfer-Encoding: chunked\r\n', '1\r\n{}{}{}\r\n0\r\n\r\n')],
  ['a chunk without its line end', post('Transfer-Encoding: chunked\r\n', '2\r\n{}0\r\n\r\n')],
  ['bare line feeds between chunks', post('Transfer-Encoding: chunked\r\n', '2\n{}\n0\n\n')],
  ['a chunk extension of 64 KiB', post('Transfer-Encoding: chunked\r\n', `2;${'a'.repeat(65_536)}\r\n{}\r\n0\r\n\r\n`)],
  ['a trailer of 64 KiB', post('Transfer-Encoding: chunked\r\n', `2\r\n{}\r\n0\r\nx: ${'a'.repeat(65_536)}\r\n\r\n`)],
]

test.each(MALFORMED)('%s is refused or dropped, and the next client is served', async (_title, bytes) => {
  const received = statuses(await exchange(bytes))
  for (const status of received) {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  }
  expect(received.length).toBeLessThanOrEqual(2)
  await stillServes()
})

const UNUSUAL: [title: string, bytes: string, expected: number[]][] = [
  ['5,000 headers', get(LIST, 'x: a\r\n'.repeat(5_000)), [200]],
  ['version 2 without its preface', `GET ${LIST} HTTP/2.0\r\n${HOST}\r\n`, [200]],
  ['no version', `GET ${LIST}\r\n${HOST}\r\n`, [200]],
  ['an absolute URL', get(`http://api.test${LIST}`, 'Connection: close\r\n'), [200]],
  ['a double slash', get(`/${LIST}`, 'Connection: close\r\n'), [404]],
  ['dots in the path', get('/api/../api/version/', 'Connection: close\r\n'), [404]],
  ['percent-encoded slashes', get('/api%2Fversion%2F', 'Connection: close\r\n'), [404]],
  ['a malformed percent sign', get('/api/%zz/', 'Connection: close\r\n'), [404]],
  ['a malformed percent sign in the query', get(`${LIST}?a=%zz&b=%`, 'Connection: close\r\n'), [200]],
  ['a query of nothing but separators', get(`${LIST}?&&==&`, 'Connection: close\r\n'), [200]],
  ['a Host with a path in it', `GET ${LIST} HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n`, [400]],
  ['a Host with markup in it', `GET ${LIST} HTTP/1.1\r\nHost: <script>\r\nConnection: close\r\n\r\n`, [400]],
  ['a body with GET', get(LIST, 'Connection: close\r\nContent-Length: 2\r\n') + '{}', [200]],
  ['an empty chunked body', post('Connection: close\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'), [401]],
  ['TRACE', `TRACE ${LIST} HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, [401]],
  ['CONNECT', `CONNECT api.test:443 HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`, []],
  ['three pipelined requests', get('/healthz').repeat(2) + get('/healthz', 'Connection: close\r\n'), [200, 200, 200]],
  ['an upgrade to a web socket', get('/healthz', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'), [200]],
  ['an expectation', get('/healthz', 'Connection: close\r\nExpect: 100-continue\r\n'), [200]],
  ['a method override', get(LIST, 'Connection: close\r\nX-HTTP-Method-Override: DELETE\r\n'), [200]],
]

test.each(UNUSUAL)('%s is answered as expected', async (_title, bytes, expected) => {
  const received = statuses(await exchange(bytes, 1_500)).filter((status) => status !== 100)
  expect(received).toEqual(expected)
  await stillServes()
})

test('slow headers and idle connections do not keep others from being served', async () => {
  const idle = await Promise.all(
    Array.from(
      { length: 500 },
      (_, index) =>
        new Promise<ReturnType<typeof connect>>((resolve, reject) => {
          const socket = connect(port, '127.0.0.1', () => {
            // Half of them begin a request and never end it.
            if (index % 2 === 0) socket.write(`GET ${LIST} HTTP/1.1\r\nHost: a`)
            resolve(socket)
          })
          socket.on('error', reject)
        }),
    ),
  )
  for (let round = 0; round < 5; round++) await stillServes()
  for (const socket of idle) socket.destroy()
})
