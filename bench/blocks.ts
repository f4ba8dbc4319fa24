import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import pg from 'pg'
import { readConfig } from '../server/config.ts'
import type { Database } from '../server/db/database.ts'
import { buildApp } from '../server/http/app.ts'
import { createMetrics } from '../server/http/metrics.ts'
import { commitSomething } from './disturb.ts'
import type { LoadRequest } from './load/index.ts'
import { BENCH_SECRETS, UNCACHED } from './measured/settings.ts'

// What a request costs the database, whatever else the machine does: its statements are captured, and each is run once
// more under EXPLAIN on a connection of the same pool, so with the settings that the product uses.

interface Statement {
  text: string
  values: readonly unknown[]
}

export interface Cost {
  rows: number
  /** Shared blocks that all statements of the request touched, authorization included. A total may be remembered from the request before. */
  blocks: number
  /** Large tables that were read from end to end. */
  scans: string[]
}

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: PlanNode[]
}

/** No list may scan these. */
const LARGE = new Set(['resource', 'user_role', 'app_user', 'project', 'invoice_item', 'marketplace_order'])

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const arrayElement = (value: unknown): string =>
  value === null ? 'NULL' : `"${textOf(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/** A parameter as the driver would send it, as a literal. */
const literal = (client: pg.ClientBase, value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'`
  if (Array.isArray(value)) return client.escapeLiteral(`{${value.map(arrayElement).join(',')}}`)
  return client.escapeLiteral(textOf(value))
}

const scansOf = (node: PlanNode): string[] => [
  ...(node['Node Type'] === 'Seq Scan' && LARGE.has(node['Relation Name'] ?? '') ? [node['Relation Name'] ?? ''] : []),
  ...(node.Plans ?? []).flatMap(scansOf),
]

const explained = async (client: pg.ClientBase, { text, values }: Statement): Promise<PlanNode> => {
  await client.query(`prepare measured as ${text}`)
  try {
    const list = values.length === 0 ? '' : `(${values.map((value) => literal(client, value)).join(', ')})`
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `explain (analyze, buffers, timing off, format json) execute measured${list}`,
    )
    const [plan] = rows[0]?.['QUERY PLAN'] ?? []
    if (!plan) throw new Error('A statement could not be explained')
    return plan.Plan
  } finally {
    await client.query('deallocate measured')
  }
}

const isRead = (text: string): boolean => /^\s*(?:select|with)\b/i.test(text)

type Query = (config: Statement | string, ...rest: unknown[]) => unknown

/** An application on a database whose statements can be looked at. It has just been opened, and nobody else uses it. */
export class StatementLens {
  readonly #database: Database
  readonly #app: FastifyInstance
  #captured: { statement: Statement; pool: pg.Pool }[] = []

  private constructor(database: Database, app: FastifyInstance) {
    this.#database = database
    this.#app = app
    // Statements with kept plans may have connections of their own.
    for (const pool of Object.values(database)) if (pool instanceof pg.Pool) this.#watch(pool)
  }

  static async on(database: Database): Promise<StatementLens> {
    const config = readConfig({ ...UNCACHED, LOG_LEVEL: 'silent' })
    const app = await buildApp({
      config,
      database,
      secrets: BENCH_SECRETS,
      logger: pino({ level: config.LOG_LEVEL }),
      metrics: createMetrics(database),
      isReady: () => true,
    })
    return new StatementLens(database, app)
  }

  #watch(pool: pg.Pool): void {
    pool.on('connect', (client) => {
      const target = client as { query: Query }
      const original = target.query.bind(client)
      target.query = (config, ...rest) => {
        if (typeof config === 'object') this.#captured.push({ statement: config, pool })
        return original(config, ...rest)
      }
    })
  }

  /** What a request costs when its total is known; with `anew` when something was committed since. Undefined without an answer. */
  async costOf(wanted: LoadRequest, token: string, anew: boolean): Promise<Cost | undefined> {
    const { path } = wanted
    const ask = (method: 'GET' | 'HEAD') =>
      this.#app.inject({ method, url: path, headers: { authorization: `Token ${token}` } })
    await (anew ? commitSomething(this.#database) : ask('HEAD'))
    this.#captured = []
    const method = wanted.method === 'HEAD' ? 'HEAD' : 'GET'
    const answer = await ask(method)
    if (answer.statusCode !== 200) return undefined
    const reads = this.#captured.filter(({ statement }) => isRead(statement.text))
    const plans: PlanNode[] = []
    for (const { statement, pool } of reads) {
      const client = await pool.connect()
      try {
        plans.push(await explained(client, statement))
      } finally {
        client.release()
      }
    }
    const rows: unknown = method === 'HEAD' ? [] : answer.json()
    return {
      rows: Array.isArray(rows) ? rows.length : 1,
      blocks: plans.reduce((sum, plan) => sum + plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], 0),
      scans: [...new Set(plans.flatMap(scansOf))],
    }
  }

  async close(): Promise<void> {
    await this.#app.close()
  }
}
