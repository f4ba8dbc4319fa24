import type { SpawnOptions } from 'node:child_process'
import { execFileSync } from 'node:child_process'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Binaries } from './binaries.ts'
import { EmbeddedPostgresError } from './errors.ts'
import type { Location } from './location.ts'
import type { SignalStep } from './processes.ts'
import { terminate } from './processes.ts'
import { spawnAs } from './spawn.ts'

const TAIL_LINES = 15

// Fast shutdown, then immediate: the first writes everything out, the second leaves it to recovery at the next start.
// A kill is the last resort.
const SHUTDOWN: readonly SignalStep[] = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 2_000],
]

/** How a server ended. */
export interface Ending {
  /** Whether it was told to end, and not killed or failing. */
  readonly orderly: boolean
  /** With its last lines. */
  readonly detail: string
}

/** A running PostgreSQL server, by its first process. */
export interface Postmaster {
  readonly pid: number
  /** Resolves when the process has ended. */
  readonly ended: Promise<Ending>
  stop(): Promise<void>
}

/**
 * Starts the server and waits until it takes connections, however long its recovery lasts.
 * Rejects with `start-failed` and the server's last lines when it ends before that.
 */
export function launch(
  location: Location,
  binaries: Binaries,
  settings: Record<string, string>,
  log: (line: string) => void,
): Promise<Postmaster> {
  return new Promise((resolve, reject) => {
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const args = ['-D', location.cluster, ...options]
    // A session of its own: a Ctrl-C in the terminal is for Purveyor, which stops the server when it has finished.
    const how: SpawnOptions = { cwd: location.home, stdio: ['ignore', 'ignore', 'pipe'], detached: true }
    const child = spawnAs(location.account, binaries.postgres, args, how, reject)
    const { pid } = child
    // Without a process the `error` event rejects; a signal to "no pid" would reach this very process.
    if (pid === undefined) return
    const stderr = child.stderr as Socket
    const tail: string[] = []
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null
    const ending = () => [`PostgreSQL ended (${child.signalCode ?? `exit code ${child.exitCode}`})`, ...tail].join('\n')
    const signal = (name: SignalStep[0]) => signalServer(pid, name, binaries)
    const stop = async () => {
      await terminate(SHUTDOWN, signal, hasEnded)
    }

    const signalOnExit = () => signal('SIGINT')
    child.once('spawn', () => process.once('exit', signalOnExit))
    child.once('exit', () => process.off('exit', signalOnExit))
    child.once('close', () => reject(new EmbeddedPostgresError('start-failed', ending())))
    // Not at 'close': processes that outlive the first one keep the pipe open. Its last words get a moment to arrive.
    const ended = new Promise<Ending>((resolveEnd) => {
      child.once('exit', (code) => setTimeout(() => resolveEnd({ orderly: code === 0, detail: ending() }), 20))
    })

    createInterface({ input: stderr }).on('line', (line) => {
      tail.push(line)
      if (tail.length > TAIL_LINES) tail.shift()
      log(line)
      if (!line.includes('database system is ready to accept connections')) return
      // From here on the server alone must not keep this process from ending.
      child.unref()
      stderr.unref()
      resolve({ pid, ended, stop })
    })
  })
}

/** Sends a signal to a server's first process; one that has ended meanwhile is no error. */
export function signalServer(pid: number, signal: SignalStep[0], binaries: Binaries): void {
  try {
    if (process.platform === 'win32') execFileSync(binaries.pgCtl, ['kill', signal.slice(3), String(pid)])
    else process.kill(pid, signal)
  } catch {
    return
  }
}
