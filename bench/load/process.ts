// The load generator, a process of its own. It takes jobs and answers with results over the channel of its parent, and
// ends with it.
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from './connection.ts'
import type { LoadJob, LoadRequest, LoadResult } from './job.ts'

/** A bound whatever is asked for. */
const MOST_REQUESTS = 5_000_000
const LONGEST_SECONDS = 3_600

const encode = ({ method, path, headers, body }: LoadRequest, { port, token }: LoadJob): Buffer => {
  const lines = [`${method} ${path} HTTP/1.1`, `host: 127.0.0.1:${String(port)}`, `authorization: Token ${token}`]
  for (const [name, value] of Object.entries(headers ?? {})) lines.push(`${name}: ${value}`)
  if (body !== undefined) {
    lines.push('content-type: application/json', `content-length: ${String(Buffer.byteLength(body))}`)
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`)
}

const at = (sorted: Float64Array, share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0

const perform = async (job: LoadJob): Promise<LoadResult> => {
  const prepared = job.requests.map((request) => ({
    bytes: encode(request, job),
    hasBody: request.method !== 'HEAD',
  }))
  const maximum = Math.min(job.maximum ?? MOST_REQUESTS, MOST_REQUESTS)
  const milliseconds: number[] = []
  const statuses: Record<string, number> = {}
  const started = performance.now()
  const end = started + Math.min(job.seconds, LONGEST_SECONDS) * 1_000
  let next = 0

  const client = async (): Promise<void> => {
    const connection = new Connection(job.port)
    while (next < maximum && performance.now() < end) {
      const position = next++
      const request = prepared[position % prepared.length]
      if (!request) break
      let due = performance.now()
      if (job.rate !== undefined) {
        due = started + (position / job.rate) * 1_000
        if (due >= end) break
        const early = due - performance.now()
        if (early > 0) await sleep(early)
      }
      const status = await connection.send(request.bytes, request.hasBody).catch(() => 0)
      milliseconds.push(performance.now() - due)
      statuses[status] = (statuses[status] ?? 0) + 1
    }
    connection.close()
  }

  await Promise.all(Array.from({ length: job.connections }, client))
  const seconds = (performance.now() - started) / 1_000
  const sorted = Float64Array.from(milliseconds).sort()
  const count = sorted.length
  return { count, seconds, perSecond: count / seconds, p50: at(sorted, 0.5), p99: at(sorted, 0.99), statuses }
}

process.on('message', (job: LoadJob) => {
  void perform(job).then((result) => process.send?.(result))
})
process.on('disconnect', () => {
  process.exit()
})
