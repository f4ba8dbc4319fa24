import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, vi } from 'vitest'
import type { Account } from '../../server/db/embedded/account.ts'
import { identity } from '../../server/db/embedded/account.ts'
import type { EmbeddedOptions } from '../../server/db/embedded/index.ts'
import { startEmbeddedPostgres } from '../../server/db/embedded/index.ts'
import { inspectProcess } from '../../server/db/embedded/processes.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
export const IS_ROOT = process.geteuid?.() === 0
vi.setConfig({ testTimeout: 20_000 })

/** Run after each test, the last one first. */
export const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A new directory that every account may enter, as `mkdtemp` alone would make one for its owner only. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'purveyor-test-'))
  chmodSync(directory, 0o755)
  cleanups.push(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

export async function start(dataDir: string, options: Omit<EmbeddedOptions, 'dataDir'> = {}) {
  const server = await startEmbeddedPostgres({ dataDir, ...options })
  cleanups.push(() => server.stop())
  return server
}

export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

export async function waitFor(condition: () => boolean, milliseconds = 5000): Promise<void> {
  const end = Date.now() + milliseconds
  while (!condition()) {
    if (Date.now() > end) throw new Error('the condition did not come true in time')
    await sleep(10)
  }
}

/** A Node process of its own that starts the cluster, prints its pid (or the error's code) and then runs `body`. */
export function holder(dataDir: string, body: string, account?: Account, detached = false) {
  const script = `
    import { startEmbeddedPostgres } from './server/db/embedded/index.ts'
    import pg from 'pg'
    const print = (...words) => console.log(words.join(' '))
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} }).catch((error) => {
      print('refused', error.code, error.message)
      process.exit(1)
    })
    print('pid', server.pid)
    ${body}`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    cwd: ROOT,
    detached,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, HOME: tmpdir() },
    ...identity(account),
  })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const pid = () => Number(lines.find((line) => line.startsWith('pid '))?.slice(4))
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  cleanups.push(() => {
    if (!hasEnded()) child.kill('SIGKILL')
    if (pid() && inspectProcess(pid())?.name === 'postgres') process.kill(pid(), 'SIGQUIT')
  })
  return { child, lines, pid, hasEnded, printed: (text: string) => lines.some((line) => line.startsWith(text)) }
}

export const KEEP_RUNNING = 'setInterval(() => {}, 1000)'

export async function timed<T>(action: () => Promise<T>): Promise<{ value: T; milliseconds: number }> {
  const begin = performance.now()
  const value = await action()
  return { value, milliseconds: Math.round(performance.now() - begin) }
}
