import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { EmbeddedPostgresError } from './errors.ts'
import type { Location } from './location.ts'
import { socketPath } from './location.ts'
import { alreadyRunning } from './lock.ts'
import { signalServer } from './postmaster.ts'
import type { SignalStep } from './processes.ts'
import { inspectProcess, isServerProcess, serverProcesses, terminate } from './processes.ts'

// Nobody waits for this server any more, so it gets less time for an orderly end than one in use.
const ORPHAN_SHUTDOWN: readonly SignalStep[] = [
  ['SIGINT', 1_500],
  ['SIGQUIT', 6_000],
  ['SIGKILL', 2_000],
]

interface PostmasterPid {
  readonly pid: number
  readonly socketDirectory: string
}

/**
 * Ends what a Purveyor that was killed left running on the cluster, and lets a new server start there.
 * To be called by the holder of the cluster's lock only.
 */
export async function clearRemains(location: Location, binaries: Binaries, log: (line: string) => void): Promise<void> {
  const path = join(location.cluster, 'postmaster.pid')
  if (!existsSync(path)) return
  const recorded = parsePostmasterPid(readFileSync(path, 'utf8'))
  if (isServerProcess(inspectProcess(recorded.pid), location.name)) {
    return stopOrphan(recorded.pid, location, binaries, log)
  }

  if (recorded.socketDirectory && (await answers(socketPath(recorded.socketDirectory)))) {
    throw alreadyRunning(location.dataDir, 'in another container, as its processes are not visible here')
  }
  for (const pid of serverProcesses(location.name)) signalServer(pid, 'SIGQUIT', binaries)
  if (!recorded.pid || inspectProcess(recorded.pid)) disownPid(path)
}

// Lines: process id, data directory, start time, port, socket directory, listen address, shared memory, state.
function parsePostmasterPid(text: string): PostmasterPid {
  const lines = text.split('\n').map((line) => line.trim())
  return { pid: Number(lines[0]), socketDirectory: lines[4] ?? '' }
}

async function stopOrphan(pid: number, location: Location, binaries: Binaries, log: (line: string) => void) {
  log(`stopping the server (process ${pid}) that a Purveyor which no longer runs left behind`)
  const isGone = () => inspectProcess(pid) === undefined
  if (await terminate(ORPHAN_SHUTDOWN, (signal) => signalServer(pid, signal, binaries), isGone)) return
  const message = `A PostgreSQL server (process ${pid}) still runs on ${location.cluster} and does not end.`
  throw new EmbeddedPostgresError('start-failed', message)
}

// PostgreSQL does not start while a live process of its account has the recorded id, nor when none is recorded. Its
// parent's id it takes for stale, and a rewritten file, unlike a removed one, makes it check the shared memory for users.
function disownPid(path: string): void {
  const text = readFileSync(path, 'utf8')
  if (process.platform === 'win32' || !/^\d/.test(text)) {
    rmSync(path)
    return
  }
  writeFileSync(path, text.replace(/^\d+/, String(process.pid)))
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}
