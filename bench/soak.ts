import { setTimeout as sleep } from 'node:timers/promises'
import type { Facts } from './facts.ts'
import { median } from './figures.ts'
import type { LoadGenerator, LoadRequest } from './load/index.ts'
import { BENCH_SECRET_KEYS } from './measured/settings.ts'
import { Product } from './product.ts'

export interface Soak {
  seconds: number
  /** Requests a second of the mix: as fast as it goes, and while soaking. */
  peak: number
  rate: number
  errors: number
  /** MiB of the server: before any request, under the load of the peak, at the two ends of the soak, after a rest. */
  memory: { idle: number; peak: number; begin: number; end: number; after: number }
  /** MiB an hour, fitted to the second half of the soak. */
  slope: number
  /** Milliseconds in the first and in the last part. */
  p99: { begin: number; end: number }
}

const PARTS = 6
const SHARE_OF_PEAK = 0.6

const PAGES = 5
const READS_PER_WRITE = 40

/** What consoles and site agents ask for: many pages, some of them again and again, figures, and now and then a write. */
const mix = ({ path, user }: Facts): LoadRequest[] => {
  const queries = Array.from({ length: PAGES }, (_, index) => `page=${String(index + 1)}`).flatMap((page) => [
    `projects/?${page}`,
    `projects/?o=-created&${page}`,
    `projects/?page_size=100`,
    `customers/?${page}`,
    `users/?${page}`,
    'users/',
    `keys/?${page}`,
    `project_permissions/?${page}`,
    `compliance/offering_users/?${page}`,
    'offerings/',
    'stat/',
  ])
  return queries.flatMap((query, index) => {
    const read: LoadRequest = { method: 'GET', path: path + query }
    if (index % READS_PER_WRITE > 0) return [read]
    const body = JSON.stringify({ user_uuid: user, username: `soaked-${String(index)}` })
    return [read, { method: 'POST', path: `${path}set_offerings_username/`, body }]
  })
}

/** Slope of a line through the values, per step. */
const slopeOf = (values: readonly number[]): number => {
  const middle = (values.length - 1) / 2
  const average = values.reduce((sum, value) => sum + value, 0) / values.length
  let [above, below] = [0, 0]
  for (const [index, value] of values.entries()) {
    above += (index - middle) * (value - average)
    below += (index - middle) ** 2
  }
  return above / below
}

const EXPECTED = ['200', '201']

const errorsOf = (statuses: Record<string, number>): number =>
  Object.entries(statuses).reduce((sum, [status, count]) => (EXPECTED.includes(status) ? sum : sum + count), 0)

export const measureSoak = async (
  generator: LoadGenerator,
  url: string,
  facts: Facts,
  { seconds, connections }: { seconds: number; connections: number },
): Promise<Soak> => {
  const product = await Product.start('node', {
    DATABASE_URL: url,
    SECRET_KEYS: BENCH_SECRET_KEYS,
    PURVEYOR_DEMO: '0',
  })
  try {
    await sleep(3_000)
    const idle = await product.residentMemory()
    const job = { port: product.port, token: facts.token, requests: mix(facts), connections }
    const hard = await generator.run({ ...job, seconds: Math.max(3, Math.min(30, seconds / 5)) })
    const peakMemory = await product.residentMemory()
    const rate = hard.perSecond * SHARE_OF_PEAK
    const samples: number[] = []
    const parts = []
    let errors = errorsOf(hard.statuses)
    let soaking = true
    const watch = (async () => {
      while (soaking) {
        samples.push(await product.residentMemory())
        await sleep(1_000)
      }
    })()
    for (let part = 0; part < PARTS; part++) {
      const result = await generator.run({ ...job, seconds: seconds / PARTS, rate })
      errors += errorsOf(result.statuses)
      parts.push(result)
    }
    soaking = false
    await watch
    await sleep(3_000)
    const edge = Math.max(1, Math.floor(samples.length / PARTS))
    return {
      seconds,
      peak: hard.perSecond,
      rate: median(parts.map(({ perSecond }) => perSecond)),
      errors,
      memory: {
        idle,
        peak: peakMemory,
        begin: median(samples.slice(0, edge)),
        end: median(samples.slice(-edge)),
        after: await product.residentMemory(),
      },
      slope: slopeOf(samples.slice(Math.floor(samples.length / 2))) * 3_600,
      p99: { begin: parts[0]?.p99 ?? NaN, end: parts.at(-1)?.p99 ?? NaN },
    }
  } finally {
    await product.stop()
  }
}
