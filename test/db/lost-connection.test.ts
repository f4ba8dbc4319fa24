import { expect, test } from 'vitest'
import { Database } from '../../server/db/database.ts'
import { sql } from '../../server/db/sql.ts'
import { asApiError } from '../../server/http/respond.ts'
import { createTestDatabase } from '../harness/index.ts'

const { database: other, url } = await createTestDatabase()

/** A database with one connection, and the messages of those it lost. */
const open = () => {
  const lost: string[] = []
  const options = { url, poolSize: 1, statementTimeoutMilliseconds: 20_000, preparedStatements: true }
  return { lost, database: new Database(options, (error) => lost.push(error.message)) }
}

/** With which status a request is answered that fails like this. */
const statusOf = (work: Promise<unknown>): Promise<number | undefined> =>
  work.then(
    () => 200,
    (error: unknown) => asApiError(error)?.status,
  )

const backend = sql`select pg_backend_pid() as pid`
const terminate = (pid: number) => other.one(sql`select pg_terminate_backend(${pid}, 5000)`)

test('a connection that is lost between two statements of a transaction fails it; the next one works', async () => {
  const { database, lost } = open()
  const work = database.transaction(async (transaction) => {
    const { pid } = await transaction.one<{ pid: number }>(backend)
    await terminate(pid)
    await transaction.run(sql`select 1`)
  })
  expect(await statusOf(work)).toBe(503)
  expect(await database.transaction((transaction) => transaction.one(sql`select 1 as one`))).toEqual({ one: 1 })
  expect(lost).not.toEqual([])
  await database.close()
})

test('a connection that is lost during a statement of a transaction fails it; the next one works', async () => {
  const { database, lost } = open()
  const work = database.transaction(async (transaction) => {
    const { pid } = await transaction.one<{ pid: number }>(backend)
    await Promise.all([transaction.run(sql`select pg_sleep(20)`), terminate(pid)])
  })
  expect(await statusOf(work)).toBe(503)
  expect(await database.one(sql`select 1 as one`)).toEqual({ one: 1 })
  expect(lost).not.toEqual([])
  await database.close()
})

test('an idle connection that is lost is replaced', async () => {
  const { database, lost } = open()
  const { pid } = await database.one<{ pid: number }>(backend)
  await terminate(pid)
  await expect.poll(() => lost.length).toBeGreaterThan(0)
  expect(await database.one(backend)).not.toEqual({ pid })
  await database.close()
})

test('a connection that is cut while it is closed is not reported as lost', async () => {
  const { database, lost } = open()
  await database.one(backend)
  const client = await database.pool.connect()
  const closed = database.close()
  client.emit('error', new Error('terminating connection due to administrator command'))
  client.release()
  await closed
  expect(lost).toEqual([])
})
