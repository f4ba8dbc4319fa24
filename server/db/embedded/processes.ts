import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ProcessInfo {
  readonly command: string
  /** With the process id this tells a process from a later one of the same id; seconds since 1970 except on Linux. */
  readonly startedAt: string
}

/** What runs under the process id, or undefined when nothing does; a zombie counts as nothing. */
export function inspectProcess(pid: number): ProcessInfo | undefined {
  try {
    if (process.platform === 'linux') return inspectByProc(pid)
    if (process.platform === 'win32') return inspectByPowerShell(pid)
    return inspectByPs(pid)
  } catch {
    return undefined
  }
}

function inspectByProc(pid: number): ProcessInfo | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const open = stat.indexOf('(')
  const close = stat.lastIndexOf(')')
  const [state, ...fields] = stat.slice(close + 2).split(' ')
  if (state === 'Z' || state === 'X') return undefined
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
  // Clock ticks since boot: field 22 of proc(5), the 19th after the state.
  return { command: stat.slice(open + 1, close), startedAt: `${boot}-${fields[18]}` }
}

function inspectByPs(pid: number): ProcessInfo | undefined {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
  const line = execFileSync('ps', ['-o', 'state=,lstart=,comm=', '-p', String(pid)], { encoding: 'utf8', env })
  const [state, , month, day, time, year, ...command] = line.trim().split(/\s+/)
  if (state?.startsWith('Z')) return undefined
  const started = Date.parse(`${month} ${day} ${year} ${time} UTC`) / 1000
  return { command: command.join(' '), startedAt: String(started) }
}

function inspectByPowerShell(pid: number): ProcessInfo | undefined {
  const script = `$p = Get-Process -Id ${pid}; "$(([DateTimeOffset]$p.StartTime).ToUnixTimeSeconds()) $($p.ProcessName)"`
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] } as const
  const line = execFileSync('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], options)
  const [startedAt, command] = line.trim().split(' ')
  return startedAt && command ? { command, startedAt } : undefined
}

/** Linux only: the ids of PostgreSQL processes whose working directory is the given one, as it is for all of a cluster. */
export function postgresProcessesIn(directory: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isPostgres(inspectProcess(pid)) && worksIn(pid, directory))
}

export function isPostgres(info: ProcessInfo | undefined): info is ProcessInfo {
  return info !== undefined && /(^|[/\\])postgres(\.exe)?$/.test(info.command)
}

/** Compares by inode, so that the answer holds across mount namespaces too. */
export function worksIn(pid: number, directory: string): boolean {
  try {
    const [actual, wanted] = [statSync(`/proc/${pid}/cwd`), statSync(directory)]
    return actual.dev === wanted.dev && actual.ino === wanted.ino
  } catch {
    return false
  }
}

/** A signal and how many milliseconds it is given before the next one. */
export type SignalStep = readonly [signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL', patience: number]

/** Sends each signal in turn until the process is gone; false when it outlives the last one. */
export async function terminate(
  steps: readonly SignalStep[],
  send: (signal: SignalStep[0]) => void,
  isGone: () => boolean,
): Promise<boolean> {
  for (const [signal, patience] of steps) {
    if (isGone()) return true
    send(signal)
    for (const end = Date.now() + patience; Date.now() < end && !isGone(); ) await sleep(10)
  }
  return isGone()
}
