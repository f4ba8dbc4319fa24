import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ProcessInfo {
  readonly name: string
  readonly commandLine: string
  /** With the process id this tells a process from a later one of the same id. */
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

// Only what every process may read: root in a container may lack the right to look at another account's directories.
function inspectByProc(pid: number): ProcessInfo | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [open, close] = [stat.indexOf('('), stat.lastIndexOf(')')]
  const [state, ...fields] = stat.slice(close + 2).split(' ')
  if (state === 'Z' || state === 'X') return undefined
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
  const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  // Clock ticks since boot: field 22 of proc(5), the 19th after the state.
  return { name: stat.slice(open + 1, close), commandLine, startedAt: `${boot}-${fields[18]}` }
}

function inspectByPs(pid: number): ProcessInfo | undefined {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
  const line = execFileSync('ps', ['-o', 'state=,lstart=,ucomm=,args=', '-p', String(pid)], { encoding: 'utf8', env })
  const [state, , month, day, time, year, name = '', ...args] = line.trim().split(/\s+/)
  if (state?.startsWith('Z')) return undefined
  const startedAt = String(Date.parse(`${month} ${day} ${year} ${time} UTC`))
  return { name, commandLine: args.join(' '), startedAt }
}

function inspectByPowerShell(pid: number): ProcessInfo | undefined {
  const script =
    `$p = Get-CimInstance Win32_Process -Filter "ProcessId=${pid}"; ` +
    `"$(([DateTimeOffset]$p.CreationDate).ToUnixTimeMilliseconds()) $($p.Name) $($p.CommandLine)"`
  const args = ['-NoProfile', '-NonInteractive', '-Command', script]
  const line = execFileSync('powershell.exe', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const [startedAt, name, ...commandLine] = line.trim().split(' ')
  return startedAt && name ? { name, commandLine: commandLine.join(' '), startedAt } : undefined
}

/** Whether this is a PostgreSQL process of the server that was started with that `cluster_name`. */
export function isServerProcess(info: ProcessInfo | undefined, clusterName: string): boolean {
  return info !== undefined && /^postgres(\.exe)?$/.test(info.name) && info.commandLine.includes(clusterName)
}

/** All processes of such a server, also those that outlived its first process; known on Linux only. */
export function serverProcesses(clusterName: string): number[] {
  if (process.platform !== 'linux') return []
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => isServerProcess(inspectProcess(pid), clusterName))
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
    for (const end = Date.now() + patience; Date.now() < end && !isGone();) await sleep(10)
  }
  return isGone()
}
