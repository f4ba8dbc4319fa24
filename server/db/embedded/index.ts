import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Binaries } from './binaries.ts'
import { findPackage, prepareBinaries } from './binaries.ts'
import { EmbeddedPostgresError, errnoOf } from './errors.ts'
import type { Transport } from './initialise.ts'
import { initialiseCluster, passwordFile, SUPERUSER } from './initialise.ts'
import type { Location } from './location.ts'
import { locateCluster, socketDirectory, socketPath } from './location.ts'
import { acquireLock } from './lock.ts'
import type { Ending, Postmaster } from './postmaster.ts'
import { launch } from './postmaster.ts'
import { clearRemains } from './remains.ts'

export { EmbeddedPostgresError } from './errors.ts'
export type { Ending } from './postmaster.ts'

export interface EmbeddedPostgres {
  /** For the `pg` package; over loopback it holds a password. */
  readonly url: string
  /** Whether this start created the cluster. */
  readonly firstStart: boolean
  /** Of the server's first process; another one after `restart`. */
  readonly pid: number
  /** Resolves when the server has ended and the data directory is free; safe to call again. */
  stop(): Promise<void>
  /** Called with how the server ended, each time it ends without `stop`; at once when it has ended already. */
  onExit(listener: (ending: Ending) => void): void
  /** Starts a server that has ended again, under the same `url`; false after `stop`. */
  restart(): Promise<boolean>
}

export interface EmbeddedOptions {
  /** Created when missing. Of one that PostgreSQL's account cannot reach, only a pointer to the cluster is kept in it. */
  readonly dataDir: string
  readonly database?: string
  readonly settings?: Record<string, string>
  readonly log?: (line: string) => void
  /** How a new cluster is reached; an existing one keeps its way. */
  readonly transport?: Transport
}

// `log` ranks above `error` here: failed statements, which may carry personal data, are Purveyor's to report.
const SETTINGS: Record<string, string> = {
  shared_buffers: '256MB',
  max_connections: '60',
  fsync: 'on',
  jit: 'off',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_min_messages: 'log',
  log_checkpoints: 'off',
}

const RETRY_SECONDS = 8

/**
 * Starts PostgreSQL on the data directory and makes sure the database exists.
 * Throws `EmbeddedPostgresError`, whose message is fit for the person who started the program.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const packageDirectory = findPackage()
  const dataDir = resolve(options.dataDir)
  let release: (() => void) | undefined
  try {
    const location = locateCluster(dataDir)
    release = await acquireLock(location.home, dataDir)
    const binaries = prepareBinaries(packageDirectory, location.home, location.account)
    const transport = options.transport ?? (process.platform === 'win32' ? 'loopback' : 'socket')
    const firstStart = await initialiseCluster(location, binaries, transport)
    const server = await startServer(location, binaries, options)
    const { postmaster, url } = server
    const database = options.database ?? 'purveyor'
    try {
      await ensureDatabase(url('postgres'), database)
    } catch (error) {
      await postmaster.stop()
      const message = `The database ${database} could not be opened or created: ${(error as Error).message}`
      throw new EmbeddedPostgresError('start-failed', message, { cause: error })
    }
    const restart = () => startServer(location, binaries, options, server.port)
    return handle(postmaster, { url: url(database), firstStart }, restart, release)
  } catch (error) {
    release?.()
    if (error instanceof EmbeddedPostgresError || errnoOf(error) === undefined) throw error
    const message = `The data directory ${dataDir} cannot be used: ${(error as Error).message}`
    throw new EmbeddedPostgresError('start-failed', message, { cause: error })
  }
}

interface RunningServer {
  readonly postmaster: Postmaster
  readonly url: (database: string) => string
  /** Undefined over a socket. */
  readonly port: number | undefined
}

async function startServer(
  location: Location,
  binaries: Binaries,
  options: EmbeddedOptions,
  fixedPort?: number,
): Promise<RunningServer> {
  const log = options.log ?? (() => {})
  for (const end = Date.now() + RETRY_SECONDS * 1000; ;) {
    await clearRemains(location, binaries, log)
    const { settings, url, port } = await chooseEndpoint(location, fixedPort)
    try {
      const all = { ...SETTINGS, ...settings, ...options.settings, cluster_name: location.name }
      const postmaster = await launch(location, binaries, all, log)
      return { postmaster, url, port }
    } catch (error) {
      if (!isPassing(error) || Date.now() > end) throw error
      await sleep(100)
    }
  }
}

// Processes of an earlier server may need a moment to end, and a free port may be taken before it is used.
function isPassing(error: unknown): boolean {
  const passing = /lock file ".+" already exists|pre-existing shared memory block|could not bind/
  return error instanceof EmbeddedPostgresError && passing.test(error.message)
}

async function chooseEndpoint(location: Location, fixedPort: number | undefined) {
  if (existsSync(passwordFile(location))) {
    const port = fixedPort ?? (await freePort())
    const password = readFileSync(passwordFile(location), 'utf8')
    const settings = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' }
    const url = (database: string) =>
      `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`
    return { settings, url, port }
  }
  const directory = socketDirectory(location)
  // Left by a killed server it can name a process id that is in use again; the cluster's lock covers the socket.
  rmSync(`${socketPath(directory)}.lock`, { force: true })
  const settings = { listen_addresses: '', unix_socket_directories: directory, unix_socket_permissions: '0700' }
  const url = (database: string) =>
    `postgres://${SUPERUSER}@${encodeURIComponent(directory)}/${encodeURIComponent(database)}`
  return { settings, url, port: undefined }
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolvePort(port))
    })
  })
}

async function ensureDatabase(connectionString: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database])
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
}

function handle(
  first: Postmaster,
  facts: Pick<EmbeddedPostgres, 'url' | 'firstStart'>,
  start: () => Promise<RunningServer>,
  release: () => void,
): EmbeddedPostgres {
  let postmaster = first
  let ending: Ending | undefined
  let starting: Promise<boolean> | undefined
  let stopped: Promise<void> | undefined
  const listeners: ((ending: Ending) => void)[] = []
  const watch = async () => {
    ending = await postmaster.ended
    if (!stopped) for (const listener of listeners) listener(ending)
  }
  const again = async () => {
    postmaster = (await start()).postmaster
    ending = undefined
    void watch()
    return true
  }
  const end = async () => {
    await starting?.catch(() => false)
    await postmaster.stop()
    release()
  }
  void watch()
  return {
    ...facts,
    get pid() {
      return postmaster.pid
    },
    stop: () => (stopped ??= end()),
    onExit: (listener) => {
      listeners.push(listener)
      if (ending && !stopped) listener(ending)
    },
    restart: async () => {
      if (stopped) return false
      return (starting = again())
    },
  }
}
