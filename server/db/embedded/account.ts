import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { EmbeddedPostgresError, USE_OTHER_SERVER } from './errors.ts'

/** An operating system account that PostgreSQL's processes run as, by its ids. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

const CANDIDATES = ['nobody', 'postgres']

/** PostgreSQL refuses to run as root, and initdb needs an account that has a name. */
export function unprivilegedAccount(passwd = readFileSync('/etc/passwd', 'utf8')): Account {
  const entries = passwd.split('\n').map((line) => line.split(':'))
  for (const candidate of CANDIDATES) {
    const entry = entries.find(([name]) => name === candidate)
    if (!entry) continue
    // macOS writes nobody's ids as -2; the kernel knows them as unsigned.
    const account = { uid: Number(entry[2]) >>> 0, gid: Number(entry[3]) >>> 0 }
    if (account.uid !== 0) return account
  }
  throw new EmbeddedPostgresError(
    'no-account',
    `PostgreSQL does not run as root, and /etc/passwd has no account ${CANDIDATES.join(' or ')}. ` +
      `Start Purveyor as another user, ${USE_OTHER_SERVER}.`,
  )
}

/** The options of `spawn` that make a child run as the account; without one it runs as this process does. */
export function identity(account: Account | undefined): { uid?: number; gid?: number } {
  return account ? { uid: account.uid | 0, gid: account.gid | 0 } : {}
}

const READ = 4
const ENTER = 1

function permits(account: Account, path: string, bits: number): boolean {
  const { uid, gid, mode } = statSync(path)
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
  return ((mode >> shift) & bits) === bits
}

/** The outermost directory on the way to `directory`, itself included, that the account cannot enter. */
export function obstacle(account: Account, directory: string): string | undefined {
  const parent = dirname(directory)
  const above = parent === directory ? undefined : obstacle(account, parent)
  return above ?? (permits(account, directory, ENTER) ? undefined : directory)
}

export function canRead(account: Account, file: string): boolean {
  return obstacle(account, dirname(file)) === undefined && permits(account, file, READ)
}
