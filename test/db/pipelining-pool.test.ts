import { connect, createServer, type AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { Database } from '../../server/db/database.ts'
import { sql } from '../../server/db/sql.ts'
import { asApiError } from '../../server/http/respond.ts'
import { createTestDatabase } from '../harness/index.ts'

const { database: other, url } = await createTestDatabase()

const opened: Database[] = []
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close()
})

/** With two connections for walks, by default. */
const open = (poolSize = 8, { statementTimeoutMilliseconds = 20_000, at = url } = {}) => {
  const database = new Database({ url: at, poolSize, statementTimeoutMilliseconds, preparedStatements: true })
  opened.push(database)
  return database
}

const walk = { prepare: 'walk' } as const
const backend = sql`select pg_backend_pid() as pid`
const sleep = (seconds: number) => sql`select pg_sleep(${seconds}), pg_backend_pid() as pid`
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )
const many = <T>(count: number, ask: (index: number) => Promise<T>): Promise<T>[] =>
  Array.from({ length: count }, (_, index) => ask(index))

test('many statements share few connections, and each gets its own rows', async () => {
  const database = open()
  const asked = many(500, (number) =>
    database.one<{ number: number; pid: number }>(sql`select ${number}::int as number, pg_backend_pid() as pid`, walk),
  )
  const rows = await Promise.all(asked)
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index))
  expect(new Set(rows.map(({ pid }) => pid)).size).toBe(2)
  expect(database.connections).toEqual({ open: 2, idle: 2, waiting: 0 })
})

test('four statements are on their way on a connection, the others wait', async () => {
  const database = open(4)
  await database.one(backend, walk)
  const asked = many(6, () => database.one(sleep(0.1), walk))
  await expect.poll(() => database.connections).toEqual({ open: 1, idle: 0, waiting: 2 })
  await Promise.all(asked)
  expect(database.connections).toEqual({ open: 1, idle: 1, waiting: 0 })
})

test('a statement that is slow holds up three others at most', async () => {
  const database = open()
  await Promise.all(many(2, () => database.one(sleep(0.05), walk)))
  let done = 0
  const slow = database.one(sleep(1), walk)
  const quick = many(200, () => database.one(backend, walk).then(() => done++))
  await slow
  expect(done).toBeGreaterThanOrEqual(197)
  await Promise.all(quick)
})

test('connections that are free take a statement each', async () => {
  const database = open()
  await Promise.all(many(2, () => database.one(sleep(0.05), walk)))
  for (const slow of [0, 1]) {
    const occupied = many(slow, () => database.one(sleep(0.6), walk))
    const pids = await Promise.all(many(2 - slow, () => database.one<{ pid: number }>(sleep(0.1), walk)))
    expect(new Set(pids.map(({ pid }) => pid)).size).toBe(2 - slow)
    const others = await Promise.all(occupied)
    expect(pids).not.toContainEqual(others[0])
  }
})

test('a long walk holds up nobody', async () => {
  const database = open(4)
  const order: string[] = []
  const long = database.one(sleep(0.5), { prepare: 'longWalk' }).then(() => order.push('long'))
  await Promise.all(many(20, () => database.one(backend, walk).then(() => order.push('short'))))
  await long
  expect(order.at(-1)).toBe('long')
})

test('walks and long walks are planned once, with nested loops', async () => {
  const database = open()
  for (const prepare of ['walk', 'longWalk'] as const) {
    const settings = await database.rows(
      sql`select name, setting from pg_settings where name in ('plan_cache_mode', 'enable_hashjoin') order by name`,
      { prepare },
    )
    expect(settings).toEqual([
      { name: 'enable_hashjoin', setting: 'off' },
      { name: 'plan_cache_mode', setting: 'force_generic_plan' },
    ])
  }
})

test('a statement that fails takes nobody along, whether prepared or not', async () => {
  const database = open(4)
  for (const chosenByClient of [false, true]) {
    const ask = (divisor: number) =>
      database.one<{ quotient: number }>(sql`select 6 / ${divisor}::int as quotient`, {
        prepare: 'walk',
        chosenByClient,
      })
    const answers = many(90, (index) => ask(index % 3).catch((error: unknown) => (error as Error).message))
    for (const [index, answer] of (await Promise.all(answers)).entries()) {
      expect(answer).toEqual(['division by zero', { quotient: 6 }, { quotient: 3 }][index % 3])
    }
  }
})

test('a statement that takes too long is ended; those behind it are answered', async () => {
  const database = open(4, { statementTimeoutMilliseconds: 300 })
  await database.one(backend, walk)
  const slow = failureOf(database.one(sleep(10), walk))
  const behind = many(3, () => database.one(sleep(0.2), walk))
  expect(asApiError(await slow)?.status).toBe(503)
  await Promise.all(behind)
})

test('what the one before failed to prepare fails for the same reason', async () => {
  await other.run(sql`create table locked (id int)`)
  const database = open(4, { statementTimeoutMilliseconds: 400 })
  await database.one(backend, walk)
  await other.transaction(async (transaction) => {
    await transaction.run(sql`lock table locked in access exclusive mode`)
    const failures = await Promise.all(many(4, () => failureOf(database.rows(sql`select id from locked`, walk))))
    expect(failures.map((failure) => asApiError(failure)?.status)).toEqual([503, 503, 503, 503])
  })
  expect(await database.rows(sql`select id from locked`, walk)).toEqual([])
})

test('a value that cannot be sent fails its own statement only', async () => {
  const database = open(4)
  const bad = {
    toPostgres: () => {
      throw new Error('no value')
    },
  }
  const ask = (value: unknown) => database.one<{ given: string }>(sql`select ${value}::text as given`, walk)
  const answers = many(9, (index) =>
    ask(index % 3 === 1 ? bad : String(index)).then(
      ({ given }) => given,
      (error: unknown) => (error as Error).message,
    ),
  )
  expect(await Promise.all(answers)).toEqual(['0', 'no value', '2', '3', 'no value', '5', '6', 'no value', '8'])
})

test('a connection that cannot even be begun is tried again', async () => {
  const database = open(4)
  const pool = database.walkPool as unknown as { Client: typeof pg.Client }
  const { Client } = pool
  pool.Client = class extends Client {
    constructor() {
      super()
      throw new Error('too many open files')
    }
  }
  expect(await failureOf(database.one(backend, walk))).toMatchObject({ message: 'too many open files' })
  expect(database.connections).toEqual({ open: 0, idle: 0, waiting: 0 })
  pool.Client = Client
  expect(await database.one(sql`select 1 as one`, walk)).toEqual({ one: 1 })
})

test.each([200, 1_500])(
  'an idle connection serves while another is made that is refused after %s ms',
  async (after) => {
    const database = open()
    await database.one(backend, walk)
    const pool = database.walkPool as unknown as { Client: typeof pg.Client }
    class Refused extends pool.Client {}
    Object.assign(Refused.prototype, {
      connect: (done: (failure: Error) => void) => setTimeout(() => done(new Error('too many clients')), after),
    })
    pool.Client = Refused
    // For the second another connection is to be made; the first one serves it as soon as it is free.
    await Promise.all([database.one(sleep(0.1), walk), database.one(backend, walk)])
    const answered = database.one(sql`select 1 as one`, walk)
    expect(await Promise.race([answered, wait(1_000, 'too late')])).toEqual({ one: 1 })
  },
)

/** A way to the database that can be made to keep all answers to itself. */
const muteable = async () => {
  const { host, port } = new pg.Client(url)
  const answering: (() => void)[] = []
  const server = createServer((socket) => {
    const upstream = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${String(port)}`) : connect(port, host)
    socket.pipe(upstream)
    upstream.pipe(socket)
    answering.push(() => upstream.unpipe(socket))
    for (const end of [socket, upstream]) end.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const at = new URL(url)
  at.searchParams.delete('host')
  at.host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return { at: at.href, mute: () => answering.forEach((end) => end()) }
}

test('a server that does not answer any more is given up, and asked again', async () => {
  const { at, mute } = await muteable()
  const database = open(4, { statementTimeoutMilliseconds: 300, at })
  await database.one(backend, walk)
  mute()
  const failures = await Promise.all(many(3, () => failureOf(database.one(backend, walk))))
  expect(failures.map((failure) => asApiError(failure)?.status)).toEqual([503, 503, 503])
  expect(await database.one(sql`select 1 as one`, walk)).toEqual({ one: 1 })
})

test('when a connection is lost, what is under way on it fails, and nothing else', async () => {
  const database = open(4)
  const { pid } = await database.one<{ pid: number }>(backend, walk)
  const failing = many(4, () => failureOf(database.one(sleep(10), walk)))
  const waiting = many(4, () => database.one<{ pid: number }>(backend, walk))
  await other.one(sql`select pg_terminate_backend(${pid}, 5000)`)
  for (const failure of await Promise.all(failing)) expect(asApiError(failure)?.status).toBe(503)
  for (const row of await Promise.all(waiting)) expect(row.pid).not.toBe(pid)
})

test('without a database everybody is told, at once', async () => {
  const nowhere = new URL(url)
  nowhere.searchParams.set('host', '/nonexistent')
  const database = open(8, { at: nowhere.href })
  for (const failure of await Promise.all(many(50, () => failureOf(database.one(backend, walk))))) {
    expect(asApiError(failure)?.status).toBe(503)
  }
})

test('what waits is answered before the pool ends', async () => {
  const database = open()
  await Promise.all(many(2, () => database.one(sleep(0.05), walk)))
  const failing = failureOf(database.one(sql`select 1 / pg_sleep(0.05)::text::int`, walk))
  const answers = many(20, () => database.one(sleep(0.02), walk))
  expect(await failing).toBeInstanceOf(Error)
  await database.close()
  opened.splice(0)
  expect(await Promise.all(answers)).toHaveLength(20)
  expect(await failureOf(database.one(backend, walk))).toBeInstanceOf(Error)
})
