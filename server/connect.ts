import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { connectionsOf, Database } from './db/database.ts'
import { startEmbeddedPostgres } from './db/embedded/index.ts'
import { keepRunning, type Progress } from './db/embedded/keep-running.ts'
import { sql } from './db/sql.ts'

export interface Connection {
  database: Database
  /** Whether a new embedded cluster was made. */
  firstStart: boolean
  close(): Promise<void>
  /** Has an embedded database that crashes started again; resolves with how it ended when it is down for good. */
  keepRunning(progress: Progress): Promise<string>
}

/** Whether somebody else's database runs is for somebody else to see to. */
const never = (): Promise<never> => new Promise(() => undefined)

/** Statements of commands, such as the fold after a large load, may take their time. */
const COMMAND_TIMEOUT_SECONDS = 3_600

/** Connections that the embedded database takes, those of the pool among them; the spare ones are for commands. */
const MIN_CONNECTIONS = 60
const SPARE_CONNECTIONS = 30

const open = (config: Config, url: string, onConnectionLost?: (error: Error) => void): Database =>
  new Database(
    {
      url,
      poolSize: config.POOL_SIZE,
      statementTimeoutMilliseconds: config.STATEMENT_TIMEOUT_SECONDS * 1_000,
      preparedStatements: config.PREPARED_STATEMENTS,
    },
    onConnectionLost,
  )

/** Where commands find the database of a server that runs on the embedded one; readable by its owner only. */
const addressFile = (config: Config): string => join(config.PURVEYOR_DATA, 'database-address')

/** Opens DATABASE_URL, else starts the embedded PostgreSQL of the data directory. */
export const connect = async (
  config: Config,
  log: (line: string) => void,
  onConnectionLost?: (error: Error) => void,
): Promise<Connection> => {
  if (config.DATABASE_URL !== undefined) {
    const database = open(config, config.DATABASE_URL, onConnectionLost)
    return {
      database,
      firstStart: false,
      close: () => database.close(),
      keepRunning: never,
    }
  }
  const connections = connectionsOf(config.POOL_SIZE) + SPARE_CONNECTIONS
  const settings = { max_connections: String(Math.max(MIN_CONNECTIONS, connections)) }
  const embedded = await startEmbeddedPostgres({ dataDir: config.PURVEYOR_DATA, settings, log })
  writeFileSync(addressFile(config), embedded.url, { mode: 0o600 })
  const database = open(config, embedded.url, onConnectionLost)
  return {
    database,
    firstStart: embedded.firstStart,
    close: async () => {
      await database.close()
      rmSync(addressFile(config), { force: true })
      await embedded.stop()
    },
    keepRunning: (progress) => keepRunning(embedded, progress),
  }
}

/** For commands: the database of a running server if there is one, else as `connect`. */
export const connectForCommand = async (config: Config): Promise<Connection> => {
  const patient = { ...config, STATEMENT_TIMEOUT_SECONDS: COMMAND_TIMEOUT_SECONDS }
  const file = addressFile(config)
  if (config.DATABASE_URL === undefined && existsSync(file)) {
    const database = open(patient, readFileSync(file, 'utf8'))
    try {
      await database.one(sql`select 1 as one`)
      return { database, firstStart: false, close: () => database.close(), keepRunning: never }
    } catch {
      // Left by a server that was killed.
      await database.close()
    }
  }
  return connect(patient, () => undefined)
}
