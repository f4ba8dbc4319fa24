import { createHash } from 'node:crypto'
import pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { Rollup } from '../rollup/rollup.ts'
import { guardRolledUpTables } from '../rollup/guard.ts'
import { RowClient } from './arrived-row.ts'
import { PipeliningPool, type TimedPoolConfig } from './pipelining-pool.ts'
import { StatementQuery, type NamedStatement, type TakeRow } from './statement-query.ts'
import type { Statement } from './sql.ts'

const { DATE, JSON: JSON_TEXT, JSONB, TIMESTAMP, TIMESTAMPTZ } = pg.types.builtins

// Nothing lossy is parsed: bigint, numeric, date and timestamptz stay text, JSON becomes a value.
const types = new pg.TypeOverrides()
for (const type of [DATE, TIMESTAMP, TIMESTAMPTZ]) types.setTypeParser(type, (value) => value)
// Most lists and options that rows hold are empty.
const parseJson = (text: string): unknown => (text === '[]' ? [] : text === '{}' ? {} : JSON.parse(text))
for (const type of [JSON_TEXT, JSONB]) types.setTypeParser(type, parseJson)

export interface StatementOptions {
  /**
   * Keeps the statement on the connection; only for statements whose text never varies. A `walk` is moreover planned
   * once, for any values, and with nested loops only: for statements that walk an index and look up what belongs to
   * each row, so that no estimate can turn them into scans of whole tables. Short ones share connections; a `longWalk`
   * is one that others must not wait behind.
   */
  prepare?: true | 'walk' | 'longWalk'
  /** A client chooses the text, within what is allowed: the first such texts are kept on the connections, no others. */
  chosenByClient?: boolean
  /** What the rows of the result are to be, other than their values by name. */
  take?: TakeRow
}

const preparedNames = new Map<string, string>()

/** A name for the text; PostgreSQL cuts names at 63 bytes, and one name must never stand for two texts. */
const preparedName = (text: string): string => {
  const name = preparedNames.get(text) ?? `purveyor_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
  preparedNames.set(text, name)
  return name
}

const MAX_CHOSEN_TEXTS = 50
const chosenTexts = new Set<string>()

/** Clients that ask for the same fields over and over need few texts; kept plans take memory of the database server. */
const isAmongChosen = (text: string): boolean => {
  if (chosenTexts.size < MAX_CHOSEN_TEXTS) chosenTexts.add(text)
  return chosenTexts.has(text)
}

/** Something that runs statements: the database, or one transaction on it. */
export interface Queryable {
  rows<T>(statement: Statement, options?: StatementOptions): Promise<T[]>
  /** The only row; fails when there is none. */
  one<T>(statement: Statement, options?: StatementOptions): Promise<T>
  maybeOne<T>(statement: Statement, options?: StatementOptions): Promise<T | undefined>
  /** Runs a statement for its effect and returns the number of affected rows. */
  run(statement: Statement): Promise<number>
}

interface Runner {
  query(statement: NamedStatement): Promise<{ rows: unknown[]; rowCount: number | null }>
}

class Session implements Queryable {
  readonly #runner: Runner
  readonly #prepared: boolean

  constructor(runner: Runner, prepared: boolean) {
    this.#runner = runner
    this.#prepared = prepared
  }

  /** `guarded` says that a table of the roll-ups must not be written. */
  protected async execute(statement: Statement, options: StatementOptions, guarded: boolean) {
    // Most statements put their text together whenever it is asked for.
    const { text, values } = statement
    if (guarded) guardRolledUpTables(text)
    const isKept =
      this.#prepared && options.prepare !== undefined && (options.chosenByClient !== true || isAmongChosen(text))
    const name = isKept ? preparedName(text) : undefined
    try {
      return await this.runnerOf(options).query({ text, values, name, take: options.take })
    } catch (error) {
      // Where it was asked, not where the answer arrived.
      if (error instanceof Error) Error.captureStackTrace(error)
      throw error
    }
  }

  protected runnerOf(_options: StatementOptions): Runner {
    return this.#runner
  }

  async rows<T>(statement: Statement, options: StatementOptions = {}): Promise<T[]> {
    const { rows } = await this.execute(statement, options, true)
    return rows as T[]
  }

  async one<T>(statement: Statement, options?: StatementOptions): Promise<T> {
    const row = await this.maybeOne<T>(statement, options)
    if (row === undefined) throw new Error('A statement that must find a row found none')
    return row
  }

  async maybeOne<T>(statement: Statement, options?: StatementOptions): Promise<T | undefined> {
    return (await this.rows<T>(statement, options))[0]
  }

  async run(statement: Statement): Promise<number> {
    const { rowCount } = await this.execute(statement, {}, true)
    return rowCount ?? 0
  }
}

/** A transaction. Writes to resources, offerings, projects, customers and issues go through `writeRolledUp` only. */
export class Transaction extends Session {
  /** What the fold at the end of the transaction has to recompute. */
  readonly rollup = new Rollup()

  /** A write to a table that roll-ups are computed from; the caller names what it touched in `this.rollup`. */
  async writeRolledUp<T>(statement: Statement, touch: (rollup: Rollup, rows: T[]) => void): Promise<T[]> {
    const { rows } = await this.execute(statement, {}, false)
    touch(this.rollup, rows as T[])
    return rows as T[]
  }
}

const RETRYABLE = new Set(['40001', '40P01'])
const MAX_ATTEMPTS = 6

export const sqlState = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError ? error.code : undefined

/** Name of the violated constraint, when the error is a violation. */
export const violatedConstraint = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError && error.code?.startsWith('23') === true ? error.constraint : undefined

export interface DatabaseOptions {
  url: string
  poolSize: number
  statementTimeoutMilliseconds: number
  /** Off for poolers that hand out another session per transaction. */
  preparedStatements: boolean
}

/** Many short statements at a time: neither helpers nor compiled plans are worth their start. */
const SETTINGS = { max_parallel_workers_per_gather: '0', jit: 'off' }
/** Plans are made once, for any values, and look up row by row. */
const WALK_SETTINGS = {
  ...SETTINGS,
  plan_cache_mode: 'force_generic_plan',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
}

/** Connections for walks, and again for long ones: by default as many as there are processors, up to six. */
const walkPoolSize = (poolSize: number): number => Math.ceil(poolSize / 4)

/** How many connections a database may open. */
export const connectionsOf = (poolSize: number): number => poolSize + 2 * walkPoolSize(poolSize)

const openPool = <P extends pg.Pool>(
  Pool: new (config: TimedPoolConfig) => P,
  options: DatabaseOptions,
  onConnectionLost: (error: Error) => void,
  settings: Readonly<Record<string, string>>,
): P => {
  const assignments = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const pool = new Pool({
    Client: RowClient,
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: 10_000,
    query_timeout: options.statementTimeoutMilliseconds + 1_000,
    // The server gives up first; what only the client has given up on would go on running there.
    ...(options.preparedStatements
      ? { statement_timeout: options.statementTimeoutMilliseconds, options: assignments.join(' ') }
      : {}),
    application_name: 'purveyor',
    types,
  })
  // On the connections themselves: the pool hears of idle ones only, and an error nobody listens to ends the process.
  // One that is being closed is not lost, though the embedded server may end before it has heard of that.
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      if (!pool.ending) onConnectionLost(error)
    }),
  )
  pool.on('error', () => undefined)
  return pool
}

/** On a pool, or on one connection of it; given a query of its own kind, the driver answers by a callback alone. */
const runnerOn = (driver: pg.Pool | pg.PoolClient): Runner => ({
  query: (statement) =>
    new Promise((resolve, reject) => {
      const done = (error: Error | null, result: pg.QueryResult) => {
        if (error) reject(error)
        else resolve(result)
      }
      void driver.query(new StatementQuery(statement) as never, done as never)
    }),
})

export class Database extends Session {
  readonly pool: pg.Pool
  /** Connections for statements prepared as `walk` and `longWalk`; the same pool where none can be prepared. */
  readonly walkPool: pg.Pool
  readonly longWalkPool: pg.Pool
  readonly #walkRunner: Runner
  readonly #longWalkRunner: Runner
  readonly #prepared: boolean

  constructor(options: DatabaseOptions, onConnectionLost: (error: Error) => void = () => undefined) {
    const pool = openPool(pg.Pool, options, onConnectionLost, SETTINGS)
    super(runnerOn(pool), options.preparedStatements)
    this.pool = this.walkPool = this.longWalkPool = pool
    this.#walkRunner = this.#longWalkRunner = runnerOn(pool)
    this.#prepared = options.preparedStatements
    if (!options.preparedStatements) return
    const walking = { ...options, poolSize: walkPoolSize(options.poolSize) }
    const walkPool = openPool(PipeliningPool, walking, onConnectionLost, WALK_SETTINGS)
    this.walkPool = walkPool
    this.#walkRunner = { query: (statement) => walkPool.send(new StatementQuery(statement)) }
    this.longWalkPool = openPool(pg.Pool, walking, onConnectionLost, WALK_SETTINGS)
    this.#longWalkRunner = runnerOn(this.longWalkPool)
  }

  get pools(): ReadonlySet<pg.Pool> {
    return new Set([this.pool, this.walkPool, this.longWalkPool])
  }

  /** Connections of all pools, and statements and transactions that wait for one. */
  get connections(): { open: number; idle: number; waiting: number } {
    const sum = { open: 0, idle: 0, waiting: 0 }
    for (const pool of this.pools) {
      sum.open += pool.totalCount
      sum.idle += pool.idleCount
      sum.waiting += pool.waitingCount + (pool instanceof PipeliningPool ? pool.queued : 0)
    }
    return sum
  }

  protected override runnerOf(options: StatementOptions): Runner {
    if (options.prepare === 'walk') return this.#walkRunner
    return options.prepare === 'longWalk' ? this.#longWalkRunner : super.runnerOf(options)
  }

  /**
   * Runs `work` in one transaction, folds the roll-ups it touched and commits. After a serialization failure or a
   * deadlock everything is run again from the start, so `work` must have no effect outside the database.
   */
  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(work)
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS || !RETRYABLE.has(sqlState(error) ?? '')) throw error
        await sleep(Math.random() * 20 * 2 ** attempt)
      }
    }
  }

  async #attempt<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const client = await this.pool.connect()
    let broken: Error | undefined
    try {
      await client.query('begin')
      const transaction = new Transaction(runnerOn(client), this.#prepared)
      const result = await work(transaction)
      await transaction.rollup.fold(transaction)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((failure: unknown) => {
        broken = failure instanceof Error ? failure : new Error(String(failure))
      })
      throw error
    } finally {
      client.release(broken)
    }
  }

  async close(): Promise<void> {
    for (const pool of this.pools) await pool.end()
  }
}
