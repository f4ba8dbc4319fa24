import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, vi } from 'vitest'
import { inspectProcess } from '../../server/db/embedded/processes.ts'

// The built program as a process of its own, as it is started by people.

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ENTRY = join(ROOT, 'bin', 'purveyor.js')

// Each process takes a second or more to start when others want the processors, too.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

export type Settings = Readonly<Record<string, string>>

/** Run after the tests of the file, the last one first. */
const cleanups: (() => unknown)[] = []
afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A new directory that the account of the embedded database may enter. */
export const scratchDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'purveyor-test-'))
  chmodSync(directory, 0o711)
  cleanups.push(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** A path for PURVEYOR_DATA that does not exist yet. A database that a killed server left there is ended afterwards. */
export const dataDirectory = (): string => {
  const directory = join(scratchDirectory(), 'data')
  cleanups.push(() => {
    const pid = databasePid(directory)
    if (pid !== undefined) process.kill(pid, 'SIGQUIT')
  })
  return directory
}

/** Process id of the embedded database that runs on a data directory. */
export const databasePid = (directory: string): number | undefined => {
  const file = join(directory, 'postgres', 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return inspectProcess(pid)?.name === 'postgres' ? pid : undefined
}

/** A connection to the embedded database of a running server, closed after the tests. */
export const connectTo = async (directory: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: readFileSync(join(directory, 'database-address'), 'utf8') })
  // The server may end before this does.
  client.on('error', () => undefined)
  await client.connect()
  cleanups.push(() => client.end())
  return client
}

export const writeJson = (name: string, content: unknown): string => {
  const file = join(scratchDirectory(), name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

export interface Finished {
  code: number | null
  stdout: string
  stderr: string
  milliseconds: number
}

// When a hook fails, the later ones, which would end these, are not called.
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGTERM')
})

const start = (args: readonly string[], settings: Settings, byNpm = false) => {
  const [command, ...first] = byNpm ? ['npm', 'start'] : [process.execPath, ENTRY, ...args]
  const child = spawn(command, first, {
    cwd: byNpm ? ROOT : scratchDirectory(),
    env: { PATH: process.env.PATH, HOME: tmpdir(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  running.add(child)
  void ended.then(() => running.delete(child))
  cleanups.push(async () => {
    if (hasEnded(child)) return
    child.kill('SIGTERM')
    if ((await Promise.race([ended, sleep(10_000, 'late')])) === 'late') child.kill('SIGKILL')
  })
  return { child, output, ended }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** Runs a command to its end; without PURVEYOR_DATA or DATABASE_URL its files are in an own empty directory. */
export const run = async (args: readonly string[], settings: Settings = {}): Promise<Finished> => {
  const begin = performance.now()
  const { output, ended } = start(args, settings)
  const code = await ended
  return { code, ...output, milliseconds: performance.now() - begin }
}

export interface Server {
  url: string
  child: ChildProcess
  /** From the start of the process until it answered that it is ready. */
  milliseconds: number
  /** Exit code, null after a signal. */
  ended: Promise<number | null>
  stdout(): string
  stderr(): string
  /** The token of the staff user, when this start printed one. */
  token(): string
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<number | null>
}

/** Starts a server on a free port, without demo data unless asked for; by `npm start` where that is wanted. */
export const spawnServer = (settings: Settings, byNpm = false) =>
  start(['serve'], { PORT: '0', PURVEYOR_DEMO: '0', ...settings }, byNpm)

/** Starts a server as `spawnServer` and waits until it is ready. */
export const serve = async (settings: Settings, byNpm = false): Promise<Server> => {
  const begin = performance.now()
  const { child, output, ended } = spawnServer(settings, byNpm)
  const listening = () => /"url":"([^"]+)","msg":"ready"/.exec(output.stdout)?.[1]
  await until(() => {
    if (hasEnded(child)) throw new Error(`The server ended while starting: ${output.stderr}`)
    return listening() !== undefined
  })
  const url = listening() ?? ''
  await until(async () => (await call(`${url}/readyz`)).status === 200)
  return {
    url,
    child,
    milliseconds: performance.now() - begin,
    ended,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    token: () => /^ {4}([0-9a-f]{40})$/m.exec(output.stderr)?.[1] ?? '',
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}

export interface Answer {
  status: number
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into bodies
  body: any
}

/** One request on a connection of its own; a body makes it a POST unless a method is named. Rejects when refused. */
export const call = async (
  url: string,
  { token, body, method }: { token?: string; body?: unknown; method?: string } = {},
): Promise<Answer> => {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      connection: 'close',
      ...(token === undefined ? {} : { authorization: `Token ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return { status: response.status, body: isJson && text !== '' ? (JSON.parse(text) as unknown) : text }
}

const PATIENCE_SECONDS = 60

/** Waits until the condition holds, and throws when it does not come true. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const end = Date.now() + PATIENCE_SECONDS * 1_000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('The condition did not come true in time')
    await sleep(10)
  }
}

/** The middle one: how long something takes, though others may want the processors now and then. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
