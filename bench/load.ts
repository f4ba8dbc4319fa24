// The load generator, a process of its own: `load.ts PORT SECONDS CONNECTIONS TOKEN PATH`. Prints one JSON line.
import { Agent, get } from 'node:http'

const [port = '', seconds = '', connections = '', token = '', path = ''] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) })
const end = Date.now() + Number(seconds) * 1_000
const milliseconds: number[] = []
let failures = 0

const once = (): Promise<void> =>
  new Promise((resolve) => {
    const started = performance.now()
    const request = get(
      { host: '127.0.0.1', port, path, agent, headers: { authorization: `Token ${token}` } },
      (response) => {
        response.resume()
        response.on('end', () => {
          if (response.statusCode !== 200) failures++
          milliseconds.push(performance.now() - started)
          resolve()
        })
      },
    )
    request.on('error', () => {
      failures++
      resolve()
    })
  })

const client = async (): Promise<void> => {
  while (Date.now() < end) await once()
}

const started = performance.now()
await Promise.all(Array.from({ length: Number(connections) }, client))
const elapsed = (performance.now() - started) / 1_000
agent.destroy()
milliseconds.sort((a, b) => a - b)
const at = (share: number) => milliseconds[Math.floor(milliseconds.length * share)] ?? 0
process.stdout.write(
  `${JSON.stringify({ perSecond: milliseconds.length / elapsed, p50: at(0.5), p99: at(0.99), failures })}\n`,
)
