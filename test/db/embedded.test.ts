import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Account } from '../../server/db/embedded/account.ts'
import { identity, unprivilegedAccount } from '../../server/db/embedded/account.ts'
import { findPackage, prepareBinaries } from '../../server/db/embedded/binaries.ts'
import { startEmbeddedPostgres } from '../../server/db/embedded/index.ts'
import { SHARED_DIRECTORY } from '../../server/db/embedded/location.ts'
import { inspectProcess } from '../../server/db/embedded/processes.ts'
import { cleanups, holder, IS_ROOT, KEEP_RUNNING, query, scratch, start, timed, waitFor } from './embedded-harness.ts'

test('data survives a stop, the second start is faster and the settings hold', async () => {
  const dataDir = join(scratch(), 'data')
  const first = await timed(() => start(dataDir))
  expect(first.value.firstStart).toBe(true)
  await query(first.value.url, "create table kept as select 'Õun' as name")
  await first.value.stop()
  await first.value.stop()
  expect(inspectProcess(first.value.pid)).toBeUndefined()

  const second = await timed(() => start(dataDir, { settings: { work_mem: '7MB' } }))
  console.log(`first start ${first.milliseconds} ms, later start ${second.milliseconds} ms`)
  expect(second.value.firstStart).toBe(false)
  expect(second.milliseconds).toBeLessThan(Math.min(first.milliseconds, 1000))
  expect(await query(second.value.url, "select * from kept where name ilike 'õUN'")).toEqual([{ name: 'Õun' }])
  const shown = ['fsync', 'jit', 'timezone', 'server_encoding', 'listen_addresses', 'work_mem', 'data_checksums']
  const values = `select name, setting from pg_settings where lower(name) = any('{${shown.join()}}')`
  expect(Object.fromEntries((await query(second.value.url, values)).map((row) => [row.name, row.setting]))).toEqual({
    data_checksums: 'on',
    fsync: 'on',
    jit: 'off',
    listen_addresses: '',
    server_encoding: 'UTF8',
    TimeZone: 'UTC',
    work_mem: '7168',
  })
})

test('a directory in use is refused within two seconds, here and in another process, and its server goes on', async () => {
  const dataDir = join(scratch(), 'data')
  const server = await start(dataDir)
  const refusal = await timed(() => startEmbeddedPostgres({ dataDir }).catch((error: unknown) => error))
  expect(refusal.value).toMatchObject({ code: 'already-running', message: expect.stringContaining(dataDir) })
  expect(refusal.milliseconds).toBeLessThan(2000)

  const other = holder(dataDir, KEEP_RUNNING)
  await waitFor(other.hasEnded)
  expect(other.lines.join('\n')).toMatch(/^refused already-running .*process/)
  expect(other.lines.join('\n')).toContain(dataDir)
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('two data directories too long for a socket, with a space and letters beyond ASCII, work side by side', async () => {
  const parent = join(scratch(), 'a rather long name '.repeat(6), 'õunapuu')
  const servers = await Promise.all(['one', 'two'].map((name) => start(join(parent, name))))
  for (const [index, server] of servers.entries()) await query(server.url, `create table only_${index} ()`)
  const tables = "select tablename from pg_tables where schemaname = 'public'"
  expect(await query(servers[0]!.url, tables)).toEqual([{ tablename: 'only_0' }])
  expect(await query(servers[1]!.url, tables)).toEqual([{ tablename: 'only_1' }])
  for (const { url } of servers) expect(lstatSync(socketDirectoryOf(url)).mode & 0o777).toBe(0o700)
  for (const { url } of servers) cleanups.unshift(() => rmSync(socketDirectoryOf(url), { recursive: true }))
})

function socketDirectoryOf(url: string): string {
  return decodeURIComponent(new URL(url).hostname)
}

test('over loopback a random password is asked for and never logged', async () => {
  const dataDir = join(scratch(), 'data')
  const lines: string[] = []
  const log = (line: string) => void lines.push(line)
  const first = await start(dataDir, { transport: 'loopback', database: 'Other "name"', log })
  expect(await query(first.url, 'select current_database() as name')).toEqual([{ name: 'Other "name"' }])
  const url = new URL(first.url)
  const { password } = url
  expect(url.hostname).toBe('127.0.0.1')
  expect(statSync(join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600)
  url.password = 'wrong'
  await expect(query(url.href, 'select 1')).rejects.toThrow(/password authentication failed/)
  await expect(query(first.url, `select '${password}' from missing`)).rejects.toThrow(/does not exist/)
  await first.stop()
  const second = await start(dataDir, { log })
  expect(new URL(second.url).password).toBe(password)
  expect(lines.join('\n')).toContain('ready to accept connections')
  expect(lines.join('\n')).not.toContain(password)
})

test('a platform without binaries is told about DATABASE_URL', () => {
  const refusal = expect.objectContaining({
    code: 'unsupported-platform',
    message: expect.stringContaining('DATABASE_URL'),
  })
  expect(() => findPackage('sunos', 'sparc')).toThrow(refusal)
})

test('binaries installed without their library links, by root out of the account’s sight, still run', () => {
  const directory = join(scratch(), 'package')
  cpSync(findPackage(), directory, { recursive: true, verbatimSymlinks: true })
  for (const { target } of JSON.parse(readFileSync(join(directory, 'native', 'pg-symlinks.json'), 'utf8'))) {
    rmSync(join(directory, target))
  }
  const account = IS_ROOT ? unprivilegedAccount() : undefined
  chmodSync(directory, 0o700)
  const before = existsSync(SHARED_DIRECTORY) ? readdirSync(SHARED_DIRECTORY) : []
  const { initdb } = prepareBinaries(directory, scratch(), account)
  for (const name of IS_ROOT ? readdirSync(SHARED_DIRECTORY) : []) {
    if (!before.includes(name)) cleanups.push(() => rmSync(join(SHARED_DIRECTORY, name), { recursive: true }))
  }
  expect(initdb.startsWith(directory)).toBe(!IS_ROOT)
  const { stdout } = spawnSync(initdb, ['--version'], { encoding: 'utf8', cwd: '/', ...identity(account) })
  expect(stdout).toMatch(/^initdb \(PostgreSQL\) \d+/)
  expect(prepareBinaries(directory, scratch(), account).initdb).toBe(initdb)
})

test('without a suitable account root is told so', () => {
  expect(unprivilegedAccount('root:x:0:0::/:/bin/sh\nnobody:*:-2:-2::/:/bin/false')).toEqual({
    uid: 4294967294,
    gid: 4294967294,
  })
  expect(() => unprivilegedAccount('root:x:0:0::/:/bin/sh\n')).toThrow(expect.objectContaining({ code: 'no-account' }))
})

if (IS_ROOT) {
  const stranger: Account = { uid: 12_345, gid: 12_345 }

  test('a data directory that only root can enter keeps a pointer to the cluster', async () => {
    const closed = scratch()
    chmodSync(closed, 0o700)
    const dataDir = join(closed, 'data')
    const first = await start(dataDir)
    const home = readFileSync(join(dataDir, 'cluster-location'), 'utf8').trim()
    cleanups.unshift(() => rmSync(home, { recursive: true, force: true }))
    expect(home.startsWith(SHARED_DIRECTORY)).toBe(true)
    await query(first.url, 'create table kept as select 1 as id')
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ code: 'already-running' })
    await first.stop()

    const second = await start(dataDir)
    expect(second.firstStart).toBe(false)
    expect(await query(second.url, 'select id from kept')).toEqual([{ id: 1 }])
    await second.stop()
    expect(statSync(closed).mode & 0o777).toBe(0o700)

    rmSync(home, { recursive: true })
    const lost = { code: 'start-failed', message: expect.stringContaining(home) }
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject(lost)
  })

  test('a cluster of another user is refused to a user and started by root as its owner', async () => {
    const account = unprivilegedAccount()
    const home = scratch()
    chownSync(home, account.uid, account.gid)
    const dataDir = join(home, 'data')
    const owner = holder(dataDir, 'await server.stop()', account)
    await waitFor(owner.hasEnded, 15_000)
    expect(owner.child.exitCode).toBe(0)
    expect(statSync(dataDir)).toMatchObject({ uid: account.uid })
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)

    chmodSync(dataDir, 0o711)
    const other = holder(dataDir, KEEP_RUNNING, stranger)
    await waitFor(other.hasEnded)
    expect(other.lines[0]).toMatch(/^refused no-account .*user id \d+/)

    const server = await start(dataDir)
    expect(server.firstStart).toBe(false)
    expect(statSync(`/proc/${server.pid}`).uid).toBe(account.uid)
  })

  test('a directory that the user may not write to is refused by name', async () => {
    const dataDir = join(scratch(), 'data')
    mkdirSync(dataDir, { mode: 0o755 })
    const refused = holder(dataDir, KEEP_RUNNING, stranger)
    await waitFor(refused.hasEnded)
    expect(refused.lines[0]).toContain(`refused start-failed The data directory ${dataDir} cannot be used`)
  })
}
