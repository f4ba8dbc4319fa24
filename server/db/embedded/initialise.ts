import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { EmbeddedPostgresError, errnoOf, USE_OTHER_SERVER } from './errors.ts'
import type { Location } from './location.ts'
import { syncDirectory } from './location.ts'
import { give, spawnAs, wrongPlatform } from './spawn.ts'

export const SUPERUSER = 'purveyor'

/** `socket` trusts whoever may enter the socket's directory; `loopback` is 127.0.0.1 with a random password. */
export type Transport = 'socket' | 'loopback'

const DRAFT_PREFIX = 'postgres.init-'

export function passwordFile({ home }: Location): string {
  return join(home, 'postgres-password')
}

/** Creates the cluster when it is missing and tells whether it did; a kill at any time leaves none or a whole one. */
export async function initialiseCluster(location: Location, binaries: Binaries, transport: Transport) {
  const drafts = readdirSync(location.home).filter((name) => name.startsWith(DRAFT_PREFIX))
  const removed = Promise.all(drafts.map((name) => removeDraft(join(location.home, name))))
  const isMissing = !existsSync(join(location.cluster, 'PG_VERSION'))
  if (isMissing) await createCluster(location, binaries, transport)
  await removed
  return isMissing
}

async function createCluster(location: Location, binaries: Binaries, transport: Transport): Promise<void> {
  const draft = mkdtempSync(join(location.home, DRAFT_PREFIX))
  try {
    give(draft, location.account)
    await runInitdb(binaries.initdb, [...initdbArguments(draft), ...authentication(location, transport)], location)
    renameSync(draft, location.cluster)
    syncDirectory(location.home)
  } catch (error) {
    await removeDraft(draft)
    if (errnoOf(error) !== 'ENOTEMPTY' && errnoOf(error) !== 'EEXIST') throw error
    const message = `${location.cluster} is neither empty nor a PostgreSQL cluster. Move it away and start again.`
    throw new EmbeddedPostgresError('init-failed', message, { cause: error })
  }
}

// An initdb that outlived its Purveyor adds files until it notices; what it leaves after that is for the next start.
async function removeDraft(draft: string): Promise<void> {
  await rm(draft, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }).catch(() => {})
}

// The built-in provider sorts by code point and folds the case of all letters, on every platform alike.
function initdbArguments(draft: string): string[] {
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  return [`--pgdata=${draft}`, `--username=${SUPERUSER}`, '--encoding=UTF8', ...locale, '--no-instructions']
}

function authentication(location: Location, transport: Transport): string[] {
  const file = passwordFile(location)
  rmSync(file, { force: true })
  if (transport === 'socket') return ['--auth-local=trust', '--auth-host=reject']
  writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  give(file, location.account)
  return ['--auth=scram-sha-256', `--pwfile=${file}`]
}

// Trigrams of letters beyond ASCII need a character type that knows them; the last name is the one every system has.
const CHARACTER_TYPES = ['C.UTF-8', 'en_US.UTF-8', 'C']

async function runInitdb(initdb: string, args: string[], location: Location): Promise<void> {
  for (const characterType of CHARACTER_TYPES) {
    const { status, output } = await run(initdb, [...args, `--lc-ctype=${characterType}`], location)
    if (status === 0) return
    if (output.includes('invalid locale name')) continue
    throw initFailure(status, output.trim())
  }
}

function run(program: string, args: string[], { home, account }: Location) {
  return new Promise<{ status: number | null; output: string }>((resolve, reject) => {
    const child = spawnAs(account, program, args, { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] }, reject)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)))
    child.once('close', (status) => resolve({ status, output }))
  })
}

function initFailure(status: number | null, output: string): EmbeddedPostgresError {
  // 127 is how the dynamic loader ends when it misses a library.
  if (status === 127) return wrongPlatform(output)
  if (output.includes('could not look up effective user ID')) {
    return new EmbeddedPostgresError(
      'no-account',
      `PostgreSQL needs a user that has a name, and user id ${process.geteuid?.()} has none in /etc/passwd. ` +
        `Add it there, start Purveyor as another user, ${USE_OTHER_SERVER}.`,
    )
  }
  return new EmbeddedPostgresError(
    'init-failed',
    `The database could not be created (initdb ended with ${status}):\n${output}`,
  )
}
