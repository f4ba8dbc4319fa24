import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import type pg from 'pg'
import { readConfig } from '../server/config.ts'
import type { Database } from '../server/db/database.ts'
import { buildApp } from '../server/http/app.ts'
import { createMetrics } from '../server/http/metrics.ts'
import { BENCH_SECRETS } from './measured/secrets.ts'

// What a request costs the database, whatever else the machine does: its statements are captured, and each is run once
// more under EXPLAIN on a connection of the same pool, so with the settings that the product uses.

interface Statement {
  text: string
  values: readonly unknown[]
}

export interface Cost {
  rows: number
  /** Shared blocks that all statements of the request touched, authorization included. */
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

/** An application on the database whose statements can be looked at. */
export class StatementLens {
  readonly #database: Database
  readonly #app: FastifyInstance
  #captured: Statement[] = []

  private constructor(database: Database, app: FastifyInstance) {
    this.#database = database
    this.#app = app
    this.#watch(database.pool)
    // Transactions use connections of their own.
    database.pool.on('connect', (client) => {
      this.#watch(client)
    })
  }

  static async on(database: Database): Promise<StatementLens> {
    const config = readConfig({ LOG_LEVEL: 'silent' })
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

  /** Notes what runs on a pool or connection; the pool hands its statements on to a connection, as is. */
  #watch(runner: object): void {
    const target = runner as { query: Query }
    const original = target.query.bind(runner)
    target.query = (config, ...rest) => {
      if (typeof config === 'object' && !this.#captured.some((statement) => statement === config)) {
        this.#captured.push(config)
      }
      return original(config, ...rest)
    }
  }

  async costOf(method: 'GET' | 'HEAD', path: string, token: string): Promise<Cost> {
    this.#captured = []
    const answer = await this.#app.inject({ method, url: path, headers: { authorization: `Token ${token}` } })
    if (answer.statusCode !== 200) throw new Error(`${path} answers with ${String(answer.statusCode)}: ${answer.body}`)
    const statements = this.#captured.filter(({ text }) => isRead(text))
    const rows: unknown = method === 'HEAD' ? [] : answer.json()
    const client = await this.#database.pool.connect()
    try {
      const plans: PlanNode[] = []
      for (const statement of statements) plans.push(await explained(client, statement))
      return {
        rows: Array.isArray(rows) ? rows.length : 1,
        blocks: plans.reduce((sum, plan) => sum + plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], 0),
        scans: [...new Set(plans.flatMap(scansOf))],
      }
    } finally {
      client.release()
    }
  }

  async close(): Promise<void> {
    await this.#app.close()
  }
}
