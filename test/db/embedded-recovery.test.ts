import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inspectProcess } from '../../server/db/embedded/processes.ts'
import { cleanups, holder, IS_ROOT, KEEP_RUNNING, query, scratch, start, timed, waitFor } from './embedded-harness.ts'

test('of two processes that start together one gets the directory', async () => {
  const dataDir = join(scratch(), 'data')
  const holders = [holder(dataDir, KEEP_RUNNING), holder(dataDir, KEEP_RUNNING)]
  await waitFor(() => holders.every(({ lines }) => lines.length > 0), 15_000)
  const outcomes = holders.map(({ lines }) => lines[0]!.replace(/ (\d+|The data.*)$/, '')).sort()
  expect(outcomes).toEqual(['pid', 'refused already-running'])
})

test('after kill -9 of the holding process the next start takes over with every acknowledged row', async () => {
  const dataDir = join(scratch(), 'data')
  const killed = holder(
    dataDir,
    `const client = new pg.Client({ connectionString: server.url })
      await client.connect()
      await client.query('create table row (id int primary key)')
      for (let id = 1; ; id++) {
        await client.query('insert into row values ($1)', [id])
        print('acknowledged', id)
      }`,
  )
  await waitFor(() => killed.printed('acknowledged 100'), 15_000)
  killed.child.kill('SIGKILL')
  await waitFor(killed.hasEnded)
  const orphan = killed.pid()
  expect(inspectProcess(orphan)?.name).toBe('postgres')

  const { value: server, milliseconds } = await timed(() => start(dataDir))
  expect(milliseconds).toBeLessThan(3000)
  expect(server.pid).not.toBe(orphan)
  expect(inspectProcess(orphan)).toBeUndefined()
  const acknowledged = killed.lines.filter((line) => line.startsWith('acknowledged')).length
  const [row] = await query(server.url, `select count(*)::int as found from row where id <= ${acknowledged}`)
  expect(row).toEqual({ found: acknowledged })
})

test('after kill -9 of the server its end is told, and a new start works although a statement still runs', async () => {
  const dataDir = join(scratch(), 'data')
  const server = await start(dataDir)
  await query(server.url, 'create table row as select 1 as id')
  const details: string[] = []
  server.onExit(({ detail }) => details.push(detail))
  const busy = query(server.url, 'select count(*) from generate_series(1, 1e11::bigint)').catch(() => 'cut off')
  await sleep(300)
  process.kill(server.pid, 'SIGKILL')
  await waitFor(() => details.length > 0)
  expect(details[0]).toContain('SIGKILL')
  await server.stop()

  const { value: next, milliseconds } = await timed(() => start(dataDir))
  expect(milliseconds).toBeLessThan(5000)
  expect(await query(next.url, 'select id from row')).toEqual([{ id: 1 }])
  expect(await busy).toBe('cut off')
})

test('process ids that were given to other processes since do not block the start', async () => {
  const dataDir = join(scratch(), 'data')
  const server = await start(dataDir)
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
  const recorded = readFileSync(pidFile, 'utf8')
  const { uid, gid } = statSync(pidFile)
  await server.stop()

  const stranger = spawn('sleep', ['60'], IS_ROOT ? { uid, gid } : {})
  cleanups.push(() => stranger.kill())
  writeFileSync(pidFile, recorded.replace(/^\d+/, String(stranger.pid)))
  writeFileSync(join(dataDir, 'socket', '.s.PGSQL.5432.lock'), recorded.replace(/^\d+/, String(stranger.pid)))
  const staleLock = join(dataDir, `lock-${stranger.pid}-an-earlier-process`)
  writeFileSync(staleLock, '')
  const { value: next } = await timed(() => start(dataDir))
  expect(stranger.exitCode).toBeNull()
  expect(existsSync(staleLock)).toBe(false)
  await next.stop()
  expect(readdirSync(dataDir).sort()).toEqual(['postgres', 'socket'])

  writeFileSync(pidFile, '')
  expect((await start(dataDir)).firstStart).toBe(false)
})

test('an initialisation that was killed leaves nothing that the next start stumbles over', async () => {
  const dataDir = join(scratch(), 'data')
  const drafts = () => (existsSync(dataDir) ? readdirSync(dataDir).filter((name) => name.includes('.init-')) : [])
  const killed = holder(dataDir, KEEP_RUNNING)
  await waitFor(() => drafts().some((name) => existsSync(join(dataDir, name, 'global'))), 15_000)
  killed.child.kill('SIGKILL')
  await waitFor(killed.hasEnded)
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false)

  const server = await start(dataDir)
  expect(server.firstStart).toBe(true)
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(drafts()).toEqual([])
})

test('a Ctrl-C in the terminal does not reach the server, the end of the process does', async () => {
  const body = `
      process.on('SIGINT', async () => {
        const client = new pg.Client({ connectionString: server.url })
        await client.connect()
        print('answer', (await client.query('select 42 as answer')).rows[0].answer)
        await client.end()
        clearInterval(timer)
      })
      const timer = ${KEEP_RUNNING}
      print('handling signals')`
  const running = holder(join(scratch(), 'data'), body, undefined, true)
  await waitFor(() => running.printed('handling'), 15_000)
  process.kill(-running.child.pid!, 'SIGINT')
  await waitFor(running.hasEnded)
  expect(running.child.exitCode).toBe(0)
  expect(running.lines).toContain('answer 42')
  await waitFor(() => inspectProcess(running.pid()) === undefined)
})
