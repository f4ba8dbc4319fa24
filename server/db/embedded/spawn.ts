import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { spawn } from 'node:child_process'
import { chownSync } from 'node:fs'
import type { Account } from './account.ts'
import { identity } from './account.ts'
import { EmbeddedPostgresError, errnoOf, USE_OTHER_SERVER } from './errors.ts'

// Nothing of Purveyor's own settings, PostgreSQL's variables or the user's language, as messages are read in English.
const INHERITED = ['PATH', 'SystemRoot', 'TEMP', 'TMP']

/** Runs one of PostgreSQL's programs as the account; throws, or calls `onFailure`, when it cannot even be started. */
export function spawnAs(
  account: Account | undefined,
  program: string,
  args: readonly string[],
  options: SpawnOptions,
  onFailure: (error: EmbeddedPostgresError) => void,
): ChildProcess {
  const env = { ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])), LC_ALL: 'C' }
  try {
    const child = spawn(program, args, { ...options, env, windowsHide: true, ...identity(account) })
    child.once('error', (error) => onFailure(spawnFailure(error, account)))
    return child
  } catch (error) {
    throw spawnFailure(error as Error, account)
  }
}

/** Hands a file or directory over to the account. */
export function give(path: string, account: Account | undefined): void {
  if (!account) return
  try {
    chownSync(path, account.uid, account.gid)
  } catch (error) {
    throw isRefusal(error) ? powerless(error, account) : error
  }
}

function spawnFailure(error: Error, account: Account | undefined): EmbeddedPostgresError {
  return account && isRefusal(error) ? powerless(error, account) : wrongPlatform(error.message, error)
}

/** The programs are there but do not run, as on a Linux with another C library. */
export function wrongPlatform(detail: string, cause?: Error): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'unsupported-platform',
    `The built-in PostgreSQL does not run on this system: ${detail}. ` +
      `Use a system with its libraries (on Linux: glibc), ${USE_OTHER_SERVER}.`,
    { cause },
  )
}

function isRefusal(error: unknown): boolean {
  return ['EPERM', 'EINVAL'].includes(errnoOf(error) ?? '')
}

function powerless(cause: unknown, { uid }: Account): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no-account',
    `PostgreSQL does not run as root, and this process may not hand files and processes to user id ${uid} ` +
      `(${errnoOf(cause)}). Start Purveyor as another user, ${USE_OTHER_SERVER}.`,
    { cause },
  )
}
