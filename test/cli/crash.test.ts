import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Database } from '../../server/db/database.ts'
import { crashPreset, Ledger, lostWrites, writeUntilLost } from './crash-writers.ts'
import { dataDirectory, databasePid, median, run, serve, writeJson } from './process.ts'

const ROUNDS = 20
const LOAD_MILLISECONDS = 600

const openDatabase = (directory: string): Database =>
  new Database(
    {
      url: readFileSync(join(directory, 'database-address'), 'utf8'),
      poolSize: 2,
      statementTimeoutMilliseconds: 20_000,
      preparedStatements: true,
    },
    () => undefined,
  )

test('a killed server is back within five seconds and has every acknowledged write', async () => {
  const directory = dataDirectory()
  const settings = { PURVEYOR_DATA: directory }
  let server = await serve(settings)
  expect(await run(['load', writeJson('crash.json', crashPreset())], settings)).toMatchObject({ code: 0 })
  const ledger = new Ledger()
  const restarts = { 'of the server': [] as number[], 'of server and database': [] as number[] }

  for (let round = 1; round <= ROUNDS; round++) {
    const database = openDatabase(directory)
    const writing = writeUntilLost(ledger, server.url, database)
    await sleep(LOAD_MILLISECONDS)
    server.child.kill('SIGKILL')
    // Now and then the database goes down with it, as when the machine stops.
    const withDatabase = round % 4 === 0
    if (withDatabase) process.kill(databasePid(directory)!, 'SIGKILL')
    await server.ended
    server = await serve(settings)
    restarts[withDatabase ? 'of server and database' : 'of the server'].push(Math.round(server.milliseconds))
    await writing
    await database.close()
    const reading = openDatabase(directory)
    expect(await lostWrites(ledger, server.url, reading), `round ${round}`).toEqual([])
    await reading.close()
  }

  console.log(`${ledger.writes} acknowledged writes; milliseconds of restarts: ${JSON.stringify(restarts)}`)
  expect(ledger.refusals).toEqual([])
  expect(ledger.registered.length).toBeGreaterThan(ROUNDS)
  expect(ledger.resources.length).toBeGreaterThan(ROUNDS)
  expect(median(restarts['of the server'])).toBeLessThan(5_000)
  expect(await run(['reconcile'], settings)).toMatchObject({ code: 0, stdout: '0 differences.\n' })
  expect(await server.stop()).toBe(0)
}, 600_000)
