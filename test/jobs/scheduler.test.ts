import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { Database } from '../../server/db/database.ts'
import { sql } from '../../server/db/sql.ts'
import { createMetrics } from '../../server/http/metrics.ts'
import { jobStates } from '../../server/jobs/job-runs.ts'
import { jobsOf } from '../../server/jobs/jobs.ts'
import { startScheduler, TIMING, type Job } from '../../server/jobs/scheduler.ts'
import { createTestDatabase } from '../harness/index.ts'

const { database, url } = await createTestDatabase()
const logger = pino({ level: 'silent' })
const quick = { leaseSeconds: 1, tickSeconds: 0.05 }
const opened: (() => Promise<void>)[] = []

/** A process of its own, as far as the database can tell; `kill` cuts its connections for good. */
const startProcess = (jobs: readonly Job[]) => {
  const own = new Database({ url, poolSize: 2, statementTimeoutMilliseconds: 5_000, preparedStatements: true })
  const stop = startScheduler(jobs, own, logger, quick)
  let closed: Promise<void> | undefined
  const kill = () => (closed ??= own.close())
  const end = async () => {
    await stop()
    await kill()
  }
  opened.push(end)
  return { stop, kill }
}

afterEach(async () => {
  for (const end of opened.splice(0)) await end()
  await database.run(sql`delete from job_leader`)
  await database.run(sql`delete from job_run`)
})

/** A job that only counts who ran it. */
const counted = (name: string, everySeconds: number, run: () => Promise<number> = async () => 1) => {
  const job = { name, everySeconds, runs: 0, run: () => (job.runs++, run()) }
  return job
}

const stateOf = async (name: string) => (await jobStates(database)).find((state) => state.name === name)

test('one process runs the jobs, at their intervals; the others wait', async () => {
  const [first, second] = [counted('sample', 1), counted('sample', 1)]
  const begun = Date.now()
  startProcess([first])
  await vi.waitFor(() => {
    expect(first.runs).toBe(1)
  })
  startProcess([second])
  await sleep(2_200)
  expect(second.runs).toBe(0)
  expect(first.runs).toBeGreaterThanOrEqual(2)
  expect(first.runs).toBeLessThanOrEqual(1 + (Date.now() - begun) / 1_000)
})

test('when the leader is killed another process takes over, also a job that never ended', async () => {
  let release: (value: number) => void = () => undefined
  const hung = counted('sample', 1, () => new Promise((resolve) => (release = resolve)))
  const heir = counted('sample', 1)
  const leader = startProcess([hung])
  await vi.waitFor(() => {
    expect(hung.runs).toBe(1)
  })
  startProcess([heir])
  await sleep(300)
  const killedAt = Date.now()
  await leader.kill()
  await vi.waitFor(
    () => {
      expect(heir.runs).toBeGreaterThan(0)
    },
    { timeout: 5_000 },
  )
  expect(Date.now() - killedAt).toBeLessThan(4_000)
  expect(hung.runs).toBe(1)
  await vi.waitFor(async () => {
    expect((await stateOf('sample'))?.last_success).not.toBeNull()
  })
  release(0)
})

test('a leader that lost its lease stops', async () => {
  const job = counted('sample', 1)
  startProcess([job])
  await vi.waitFor(() => {
    expect(job.runs).toBe(1)
  })
  await database.run(sql`
    update job_leader set holder = gen_random_uuid(), lease_until = now() + interval '1 hour'
  `)
  await sleep(100)
  const { runs } = job
  await sleep(1_500)
  expect(job.runs).toBe(runs)
})

test('a process that stops gives the lease back at once', async () => {
  const [first, second] = [counted('sample', 3_600), counted('other', 3_600)]
  const leader = startProcess([first])
  await vi.waitFor(() => {
    expect(first.runs).toBe(1)
  })
  await leader.stop()
  startProcess([second])
  await vi.waitFor(
    () => {
      expect(second.runs).toBe(1)
    },
    { timeout: 700 },
  )
})

test('failures are noted, and forgotten with the next success', async () => {
  let fails = true
  startProcess([
    counted('sample', 1, async () => {
      if (fails) throw new Error('It did not work')
      return 0
    }),
  ])
  await vi.waitFor(async () => {
    expect(await stateOf('sample')).toMatchObject({ last_error: 'It did not work', last_success: null })
  })
  expect(await createMetrics(database).text()).toContain('purveyor_job_failed{job="sample"} 1')
  fails = false
  await vi.waitFor(
    async () => {
      expect((await stateOf('sample'))?.last_error).toBe('')
    },
    { timeout: 4_000 },
  )
  const metrics = await createMetrics(database).text()
  expect(metrics).toContain('purveyor_job_failed{job="sample"} 0')
  expect(metrics).toMatch(/purveyor_job_last_success_timestamp_seconds\{job="sample"\} 1\d{9}/)
  expect(metrics).toMatch(/purveyor_job_last_run_timestamp_seconds\{job="sample"\} 1\d{9}/)
  expect(metrics).toMatch(/purveyor_job_lateness_seconds\{job="sample"\} \d/)
})

test('lateness counts from the last success, or from when the job became known', async () => {
  await database.run(sql`
    insert into job_run (name, every_seconds, created, last_success) values
      ('never', 60, now() - interval '10 minutes', null),
      ('late', 60, now() - interval '1 day', now() - interval '2 minutes'),
      ('due soon', 60, now() - interval '1 day', now() - interval '20 seconds')
  `)
  const lateness = Object.fromEntries((await jobStates(database)).map((job) => [job.name, Math.round(job.lateness)]))
  expect(lateness).toEqual({ never: 540, late: 60, 'due soon': 0 })
})

test('an expired grant is closed within a minute, also when the leader has just died', () => {
  const job = jobsOf(readConfig({ PURVEYOR_DATA: '/nonexistent' })).find(({ name }) => name === 'expire grants')
  expect(TIMING.leaseSeconds + 2 * TIMING.tickSeconds + job!.everySeconds).toBeLessThan(60)
})
