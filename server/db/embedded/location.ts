import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { makeDirectory } from '../../make-directory.ts'
import type { Account } from './account.ts'
import { obstacle, unprivilegedAccount } from './account.ts'
import { EmbeddedPostgresError, errnoOf, USE_OTHER_SERVER } from './errors.ts'

/** Where root keeps what the account of PostgreSQL's processes could not reach otherwise. */
export const SHARED_DIRECTORY =
  process.platform === 'darwin' ? '/Library/Application Support/Purveyor' : '/var/lib/purveyor'

const POINTER = 'cluster-location'

// sun_path holds 104 bytes on macOS and 108 on Linux, the terminating zero included.
const MAX_SOCKET_PATH_BYTES = 103
const SOCKET_NAME = '.s.PGSQL.5432'

export interface Location {
  readonly dataDir: string
  /** The directory that holds the cluster and what belongs to it: the data directory, or the one it points to. */
  readonly home: string
  /** PostgreSQL's own data directory; missing until the first start. */
  readonly cluster: string
  /** Short, and different for every home: the server's `cluster_name`, which its processes show in their titles. */
  readonly name: string
  /** Undefined when PostgreSQL's processes run as this process does. */
  readonly account: Account | undefined
}

/**
 * Finds or chooses the place of the cluster, creating the data directory when it is missing.
 * A cluster that exists runs as its owner; a new one of root as an unprivileged account.
 */
export function locateCluster(dataDir: string): Location {
  const uid = process.geteuid?.()
  if (!existsSync(dataDir)) {
    makeDirectory(dataDir)
    chmodSync(dataDir, uid === 0 ? 0o711 : 0o700)
  }
  const real = realpathSync(dataDir)
  const pointed = readPointer(real)
  const location = (home: string, account?: Account) => ({
    dataDir,
    home,
    cluster: join(home, 'postgres'),
    name: nameOf(home),
    account,
  })

  if (pointed !== undefined && !existsSync(pointed)) throw lostCluster(real, pointed)
  const current = location(pointed ?? real)
  if (uid === undefined) return current
  const owner = statSync(current.cluster, { throwIfNoEntry: false })
  if (owner && owner.uid !== uid && uid !== 0) throw foreignCluster(current.cluster, owner.uid, uid)
  if (uid !== 0) return current
  if (owner?.uid === 0) throw rootsCluster(current.cluster)

  const account = owner ? { uid: owner.uid, gid: owner.gid } : unprivilegedAccount()
  const blocked = obstacle(account, current.home)
  if (blocked === undefined) return location(current.home, account)
  if (owner || pointed !== undefined) throw unreachable(current.home, account, blocked)
  const home = relocate(real)
  const stillBlocked = obstacle(account, home)
  if (stillBlocked !== undefined) throw unreachable(home, account, stillBlocked)
  return location(home, account)
}

// By inode, as two containers can have different directories of the same path.
function nameOf(home: string): string {
  const { dev, ino } = statSync(home, { bigint: true })
  return `purveyor-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 16)}`
}

function readPointer(dataDir: string): string | undefined {
  const path = join(dataDir, POINTER)
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined
}

function relocate(dataDir: string): string {
  const clusters = join(SHARED_DIRECTORY, 'clusters')
  makeCommonDirectory(SHARED_DIRECTORY)
  makeCommonDirectory(clusters)
  const name = basename(dataDir)
    .slice(0, 40)
    .replaceAll(/[^\w.-]/g, '_')
  const home = mkdtempSync(join(clusters, `${name}-`))
  chmodSync(home, 0o711)
  syncDirectory(clusters)
  if (writeOnce(join(dataDir, POINTER), `${home}\n`)) return home
  rmdirSync(home)
  const written = readPointer(dataDir)
  if (written === undefined) throw new Error(`The file ${join(dataDir, POINTER)} vanished`)
  return written
}

/** A directory that everybody may enter, whatever the umask is. */
export function makeCommonDirectory(path: string): void {
  if (makeDirectory(path)) chmodSync(path, 0o755)
}

// The pointer appears complete or not at all, and before the cluster: a cluster nobody points to would be lost.
function writeOnce(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, content, { mode: 0o644, flush: true })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
    syncDirectory(dirname(path))
  }
}

/** Makes the names in a directory survive a power failure; Windows has no such call. */
export function syncDirectory(path: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** A directory that only the account may enter, short enough for a socket in it; created when missing. */
export function socketDirectory({ home, name, account }: Location): string {
  const candidates = [join(home, 'socket'), join(tmpdir(), name), join('/tmp', name)]
  const directory = candidates.find(
    (candidate) =>
      Buffer.byteLength(join(candidate, SOCKET_NAME)) <= MAX_SOCKET_PATH_BYTES &&
      (account === undefined || obstacle(account, dirname(candidate)) === undefined),
  )
  if (directory === undefined) throw new EmbeddedPostgresError('start-failed', `${tmpdir()} is too long for a socket.`)
  makePrivate(directory, account)
  return directory
}

export function socketPath(directory: string): string {
  return join(directory, SOCKET_NAME)
}

function makePrivate(directory: string, account: Account | undefined): void {
  makeDirectory(directory, 0o700)
  if (account && lstatSync(directory).uid === 0) chownSync(directory, account.uid, account.gid)
  const stat = lstatSync(directory)
  const isOurs = stat.isDirectory() && stat.uid === (account?.uid ?? process.geteuid?.()) && (stat.mode & 0o077) === 0
  if (isOurs) return
  throw new EmbeddedPostgresError(
    'start-failed',
    `${directory} is not a directory that only PostgreSQL's account can enter. Remove it and start again.`,
  )
}

function lostCluster(dataDir: string, home: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'start-failed',
    `The database of ${dataDir} is kept in ${home}, which is missing. Restore it, ` +
      `or remove ${join(dataDir, POINTER)} to begin with an empty database.`,
  )
}

function foreignCluster(cluster: string, owner: number, uid: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no-account',
    `The database in ${cluster} belongs to user id ${owner}, and Purveyor runs as user id ${uid}. ` +
      `Start Purveyor as root or as the owner, or use another data directory.`,
  )
}

function rootsCluster(cluster: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no-account',
    `The database in ${cluster} belongs to root, as whom PostgreSQL does not run. ` +
      `Give the directory and all in it to another account (chown -R).`,
  )
}

function unreachable(home: string, account: Account, blocked: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'start-failed',
    `PostgreSQL runs as user id ${account.uid}, which cannot enter ${blocked} to reach ${home}. ` +
      `Let it (chmod o+x), use another data directory, ${USE_OTHER_SERVER}.`,
  )
}
