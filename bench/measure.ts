import type { Database } from '../server/db/database.ts'
import type { Case } from './cases.ts'
import { whileWritten } from './disturb.ts'
import type { ProviderSlug } from './rows/shape.ts'
import type { Facts } from './facts.ts'
import { median } from './figures.ts'
import type { LoadGenerator, LoadRequest, LoadResult } from './load/index.ts'
import type { MeasuredServer } from './measured/index.ts'

/** A measured server with what can be asked of it. */
export interface Target {
  resources: number
  database: Database
  server: MeasuredServer
  /** The same on the same data, with its answers kept. */
  keeping: MeasuredServer
  facts: ReadonlyMap<ProviderSlug, Facts>
}

export interface Options {
  seconds: number
  repeats: number
  connections: number
  /** Most requests in one measurement. */
  maximum: number
}

/** Medians over the repeats of one case at one provider. */
export interface Figures {
  perSecond: number
  p50: number
  p99: number
  /** Of the floors measured directly before, in the same repeat. */
  ofMemory: number
  ofStatement: number
  /** Milliseconds of a single client, by number of resources. */
  alone: ReadonlyMap<number, number>
  failures: number
  /** Why the case could not be measured. */
  missing?: string
}

interface Sample {
  load: LoadResult
  floors: { memory: number; statement: number }
  alone: Map<number, number>
}

const SLOW_TOTAL_MILLISECONDS = 4_000
const FEWEST_CONNECTIONS = 4

/** Fewer clients for slow answers, so that a slot ends soon after its time. */
const connectionsFor = (milliseconds: number, most: number): number =>
  Math.max(Math.min(FEWEST_CONNECTIONS, most), Math.min(most, Math.floor(SLOW_TOTAL_MILLISECONDS / milliseconds)))

const failuresOf = (statuses: Record<string, number>, expected: number): number =>
  Object.entries(statuses).reduce((sum, [status, count]) => (Number(status) === expected ? sum : sum + count), 0)

const serverOf = (target: Target, one: Case): MeasuredServer =>
  one.again === undefined ? target.server : target.keeping

const ask = (server: MeasuredServer, token: string, path: string, method: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${String(server.port)}${path}`, { method, headers: { authorization: `Token ${token}` } })

/** An answer with status 200. */
export const fetchFrom = async (
  server: MeasuredServer,
  token: string,
  path: string,
  method = 'GET',
): Promise<Response> => {
  const answer = await ask(server, token, path, method)
  if (answer.status !== 200) throw new Error(`${method} ${path} answers with ${String(answer.status)}`)
  return answer
}

const expectedOf = ({ again }: Case): number => (again === 'unchanged' ? 304 : 200)

const PAGE = 10
const DEEP_SHARE = 0.9

/** Requests of one case at every provider of a target; undefined when the server cannot serve it. */
export const requestOf = async (target: Target, facts: Facts, one: Case): Promise<LoadRequest | undefined> => {
  let deep = 1
  if (one.variant === 'deep page') {
    const answer = await ask(target.server, facts.token, one.path(facts, 1), 'HEAD')
    deep = Math.max(1, Math.floor((Number(answer.headers.get('x-result-count')) / PAGE) * DEEP_SHARE))
  }
  const path = one.path(facts, deep)
  if (one.again !== 'unchanged') return { method: one.method, path }
  const answer = await ask(target.keeping, facts.token, path, 'GET')
  const etag = answer.headers.get('etag')
  return etag === null ? undefined : { method: 'GET', path, headers: { 'if-none-match': etag } }
}

export class Measurement {
  readonly #generator: LoadGenerator
  readonly #targets: readonly Target[]
  readonly #options: Options
  readonly #samples = new Map<string, Sample[]>()
  readonly #missing = new Map<string, string>()
  readonly #requests = new Map<string, Promise<LoadRequest | undefined>>()

  /** Targets by growing size; the last one is under load, all are compared for growth. */
  constructor(generator: LoadGenerator, targets: readonly Target[], options: Options) {
    this.#generator = generator
    this.#targets = targets
    this.#options = options
  }

  /** One repeat of one case: the floors, then every provider under load and alone. */
  async repeat(one: Case, providers: readonly ProviderSlug[], typical: ProviderSlug): Promise<void> {
    const largest = this.#targets.at(-1)
    const typicalFacts = largest?.facts.get(typical)
    if (!largest || !typicalFacts) throw new Error('Nothing to measure')
    const sample = await this.#requestOf(largest, typicalFacts, one)
    if (!sample) {
      for (const slug of providers) this.#missing.set(keyOf(one, slug), 'no ETag')
      return
    }
    const server = serverOf(largest, one)
    const page = await this.#page(server, typicalFacts, sample)
    if (page === undefined) {
      for (const slug of providers) this.#missing.set(keyOf(one, slug), 'no answer in time')
      return
    }
    await server.keepPage(page)
    const memory = await this.#load(server, typicalFacts, { method: 'GET', path: '/floor/memory' })
    const statement = await this.#load(server, typicalFacts, { method: 'GET', path: '/floor/statement' })
    const floors = { memory: memory.perSecond, statement: statement.perSecond }
    for (const slug of providers) {
      const alone = new Map<number, number>()
      for (const target of this.#targets) alone.set(target.resources, await this.#alone(target, slug, one))
      if ([...alone.values()].some((milliseconds) => milliseconds === Infinity)) {
        this.#missing.set(keyOf(one, slug), 'no answer in time')
        continue
      }
      const load = await this.#provider(largest, slug, one, alone.get(largest.resources) ?? 1)
      const samples = this.#samples.get(keyOf(one, slug)) ?? []
      this.#samples.set(keyOf(one, slug), [...samples, { load, floors, alone }])
    }
  }

  figuresOf(one: Case, slug: ProviderSlug): Figures {
    const samples = this.#samples.get(keyOf(one, slug)) ?? []
    const of = (value: (sample: Sample) => number): number => median(samples.map(value))
    const missing = this.#missing.get(keyOf(one, slug))
    return {
      perSecond: of(({ load }) => load.perSecond),
      p50: of(({ load }) => load.p50),
      p99: of(({ load }) => load.p99),
      ofMemory: of(({ load, floors }) => load.perSecond / floors.memory),
      ofStatement: of(({ load, floors }) => load.perSecond / floors.statement),
      alone: new Map(this.#targets.map(({ resources }) => [resources, of(({ alone }) => alone.get(resources) ?? NaN)])),
      failures: samples.reduce((sum, { load }) => sum + failuresOf(load.statuses, expectedOf(one)), 0),
      ...(missing === undefined ? {} : { missing }),
    }
  }

  /** Medians of the floors over everything that was measured. */
  floors(): { memory: number; statement: number } {
    const samples = [...this.#samples.values()].flat()
    return {
      memory: median(samples.map(({ floors }) => floors.memory)),
      statement: median(samples.map(({ floors }) => floors.statement)),
    }
  }

  /** The data does not change while it is read, so neither do the requests. */
  #requestOf(target: Target, facts: Facts, one: Case): Promise<LoadRequest | undefined> {
    const key = `${String(target.resources)}|${facts.path}|${one.operation}|${one.variant}`
    const request = this.#requests.get(key) ?? requestOf(target, facts, one)
    this.#requests.set(key, request)
    return request
  }

  async #provider(target: Target, slug: ProviderSlug, one: Case, milliseconds: number): Promise<LoadResult> {
    const facts = factsOf(target, slug)
    const request = await this.#requestOf(target, facts, one)
    if (!request) throw new Error('The ETag has gone')
    const load = () =>
      this.#load(serverOf(target, one), facts, request, connectionsFor(milliseconds, this.#options.connections))
    return one.whileWritten ? whileWritten(target.database, load) : load()
  }

  #load(server: MeasuredServer, facts: Facts, request: LoadRequest, connections = this.#options.connections) {
    return this.#generator.run({
      port: server.port,
      token: facts.token,
      requests: [request],
      connections,
      seconds: this.#options.seconds,
      maximum: this.#options.maximum,
    })
  }

  /** The bytes of an answer; undefined when there is none. */
  async #page(server: MeasuredServer, facts: Facts, { path, method }: LoadRequest): Promise<string | undefined> {
    const answer = await ask(server, facts.token, path, method)
    return answer.status === 200 ? answer.text() : undefined
  }

  /** Milliseconds that one client waits, in the middle; infinite without an answer. */
  async #alone(target: Target, slug: ProviderSlug, one: Case): Promise<number> {
    const facts = factsOf(target, slug)
    const request = await this.#requestOf(target, facts, one)
    if (!request) return NaN
    const job = { port: serverOf(target, one).port, token: facts.token, requests: [request], connections: 1 }
    const { statuses } = await this.#generator.run({ ...job, seconds: 60, maximum: 1 })
    if (failuresOf(statuses, expectedOf(one)) > 0) return Infinity
    const run = () =>
      this.#generator.run({
        ...job,
        seconds: this.#options.seconds / 2,
        maximum: Math.min(200, this.#options.maximum),
      })
    const { p50 } = await (one.whileWritten ? whileWritten(target.database, run) : run())
    return p50
  }
}

const keyOf = ({ operation, variant }: Case, slug: ProviderSlug): string => `${operation}|${variant}|${slug}`

const factsOf = (target: Target, slug: ProviderSlug): Facts => {
  const facts = target.facts.get(slug)
  if (!facts) throw new Error(`The measured data has no ${slug}`)
  return facts
}
