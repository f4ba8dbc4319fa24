import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedPostgresError, errnoOf } from './errors.ts'
import { inspectProcess } from './processes.ts'

const LOCK_FILE = /^lock-(\d+)-(.+)$/
const ATTEMPTS = 4

/**
 * Makes this process the only one that manages the cluster in `home`; returns the release.
 * Throws `already-running`, naming `dataDir`, while another live process or another start in this one holds it.
 */
export async function acquireLock(home: string, dataDir: string): Promise<() => void> {
  const path = join(home, `lock-${process.pid}-${inspectProcess(process.pid)?.startedAt}`)
  for (let attempt = 1; ; attempt++) {
    const holder = claim(home, path)
    if (holder === undefined) return () => rmSync(path, { force: true })
    if (attempt === ATTEMPTS) throw alreadyRunning(dataDir, `process ${holder}`)
    await sleep(50 + Math.random() * 150)
  }
}

export function alreadyRunning(dataDir: string, holder: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'already-running',
    `The data directory ${dataDir} is in use by another Purveyor (${holder}). Stop that one or use another directory.`,
  )
}

// Every process writes a file of its own and then looks for others. Of two that start together at least one sees
// the other, and as the name tells one process from all others, removing a dead one's file can never hit a live one.
function claim(home: string, path: string): number | undefined {
  try {
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return process.pid
    throw error
  }
  for (const name of readdirSync(home)) {
    const [, pid, startedAt] = LOCK_FILE.exec(name) ?? []
    const other = join(home, name)
    if (pid === undefined || other === path) continue
    if (inspectProcess(Number(pid))?.startedAt === startedAt) {
      rmSync(path, { force: true })
      return Number(pid)
    }
    rmSync(other, { force: true })
  }
  return undefined
}
