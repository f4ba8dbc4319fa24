import { isDeepStrictEqual } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { hashPassword } from '../../server/lib/password.ts'
import { hashing } from '../../server/modules/auth/log-in.ts'
import { startTestApp } from '../harness/index.ts'

// Hashing a password takes long; meanwhile everything else is served. With two connections nothing can hide.

const { world, get, post, database } = await startTestApp({}, { poolSize: 2 })
const { pool } = database

// Hashes take their time when others want the processors, too.
vi.setConfig({ testTimeout: 120_000 })
const PATIENT = { timeout: 60_000 }

const PASSWORD = 'sample password'
const INVALID = { detail: 'Invalid username/password.' }
const LOCKED_OUT = { detail: 'Username is locked out. Try in 10 minutes.' }
const UNAVAILABLE = { detail: 'The service is temporarily unavailable. Try again later.' }

const logIn = (username: string, password = PASSWORD) => post('/api-auth/password/', { body: { username, password } })

/** Takes every slot for hashes and one place to wait for one, until the returned function is called. */
const occupyHashing = () => {
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  const taken: Promise<void>[] = []
  do taken.push(hashing.run(() => released))
  while (hashing.waiting === 0)
  onTestFinished(release)
  return async () => {
    release()
    await Promise.all(taken)
  }
}

test('150 log-ins that wait for their hash hold no connection, and what cannot be done soon is refused', async () => {
  const staff = await world.staff()
  const version = () => get('/api/version/', { as: staff })
  expect((await version()).status).toBe(200)

  const release = occupyHashing()
  let answered = 0
  const attempts = Array.from({ length: 150 }, async (_, index) => {
    const answer = await logIn(`sample-ghost-${index}`, 'wrong')
    answered++
    return answer
  })
  await expect.poll(() => answered, PATIENT).toBe(101)
  expect(hashing.isFull).toBe(true)
  expect([pool.idleCount, pool.waitingCount]).toEqual([pool.totalCount, 0])
  expect((await version()).status).toBe(200)
  const { body, headers, status } = await logIn('sample-late-ghost')
  expect([status, body, headers['retry-after']]).toEqual([503, UNAVAILABLE, '5'])

  await release()
  const answers = await Promise.all(attempts)
  expect(answers.filter((answer) => answer.status === 503)).toHaveLength(101)
  const refused = answers.filter((answer) => answer.status === 401)
  expect(refused).toHaveLength(49)
  for (const answer of refused) expect(answer.body).toEqual(INVALID)
  expect(hashing.isFull).toBe(false)
  const { counted } = await database.one<{ counted: string }>(sql`
    select count(*) as counted from login_failure where username like 'sample-ghost-%' and failures = 1
  `)
  expect(counted).toBe('49')
})

test('a user who is locked out is told so without a hash, even while nothing can be hashed', async () => {
  const user = await world.user({ password_hash: await hashPassword(PASSWORD) })
  for (let attempt = 0; attempt < 4; attempt++) await logIn(user.username, 'wrong')
  const release = occupyHashing()
  expect((await logIn(user.username)).body).toEqual(LOCKED_OUT)
  await release()
})

test('of guesses for one name that are hashed at once four count, and a right one after them is refused', async () => {
  const user = await world.user({ password_hash: await hashPassword(PASSWORD) })
  const release = occupyHashing()
  const wrong = Array.from({ length: 7 }, () => logIn(user.username, 'wrong'))
  await expect.poll(() => hashing.waiting, PATIENT).toBe(1 + 7)
  const right = logIn(user.username)
  await expect.poll(() => hashing.waiting, PATIENT).toBe(1 + 8)
  await release()
  expect((await right).body).toEqual(LOCKED_OUT)
  const bodies = (await Promise.all(wrong)).map(({ body }) => body as unknown)
  const count = (expected: unknown) => bodies.filter((body) => isDeepStrictEqual(body, expected)).length
  expect([count(INVALID), count(LOCKED_OUT)]).toEqual([4, 3])
})

test('as many right log-ins at once as one likes are no failures', async () => {
  const user = await world.user({ password_hash: await hashPassword(PASSWORD) })
  for (let attempt = 0; attempt < 3; attempt++) await logIn(user.username, 'wrong')
  const answers = await Promise.all(Array.from({ length: 12 }, () => logIn(user.username)))
  expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200))
  expect(new Set(answers.map(({ body }) => (body as { token: string }).token)).size).toBe(12)
})

test.each([
  ['was deactivated', sql`is_active = false`],
  ['got another password', sql`password_hash = 'scrypt$32768$8$1$b3RoZXI=$b3RoZXI='`],
])('a user who %s while the hash was made gets no token', async (_what, change) => {
  const user = await world.user({ password_hash: await hashPassword(PASSWORD) })
  const release = occupyHashing()
  const attempt = logIn(user.username)
  await expect.poll(() => hashing.waiting, PATIENT).toBe(1 + 1)
  await database.run(sql`update app_user set ${change} where id = ${user.id}`)
  await release()
  const { status, body } = await attempt
  expect([status, body]).toEqual([401, INVALID])
  expect(await database.rows(sql`select 1 from auth_token where user_id = ${user.id}`)).toEqual([])
})
