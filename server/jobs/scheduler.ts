import { randomUUID } from 'node:crypto'
import type { Database } from '../db/database.ts'
import type { Logger } from '../logger.ts'
import { claimDueJobs, recordEnd, registerJobs, type Schedule } from './job-runs.ts'
import { releaseLease, takeLease } from './lease.ts'

export interface Job extends Schedule {
  /** Must be safe to run in several processes at once. Returns how much it changed. */
  run: (database: Database) => Promise<number>
}

interface Timing {
  /** After this long without a sign of life another process takes over. */
  leaseSeconds: number
  /** How often each process looks after lease and jobs. */
  tickSeconds: number
}

export const TIMING: Timing = { leaseSeconds: 15, tickSeconds: 2 }

/**
 * Runs jobs at their intervals while this process holds the lease; otherwise waits to take it over. A job whose process
 * died is due again an interval after its start. Returns a function that stops, waits for what is running and gives the
 * lease back.
 */
export const startScheduler = (
  jobs: readonly Job[],
  database: Database,
  logger: Logger,
  timing: Timing = TIMING,
): (() => Promise<void>) => {
  const holder = randomUUID()
  const running = new Map<string, Promise<void>>()
  let leads = false
  let stopped = false

  const runOnce = async (job: Job): Promise<void> => {
    let problem: string | undefined
    try {
      const changed = await job.run(database)
      if (changed > 0) logger.debug({ job: job.name, changed }, 'job')
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
      logger.error({ job: job.name, err: error }, 'job failed')
    }
    await recordEnd(database, job.name, problem).catch((error: unknown) => {
      logger.warn({ job: job.name, err: error }, 'end of a job not noted')
    })
  }

  const tick = async (): Promise<void> => {
    const led = leads
    leads = await takeLease(database, holder, timing.leaseSeconds)
    if (leads !== led) logger.debug(leads ? 'runs the jobs' : 'no longer runs the jobs')
    if (!leads) return
    if (!led) await registerJobs(database, jobs)
    for (const name of await claimDueJobs(database, [...running.keys()])) {
      const job = jobs.find((candidate) => candidate.name === name)
      if (job)
        running.set(
          name,
          runOnce(job).finally(() => running.delete(name)),
        )
    }
  }

  let timer: NodeJS.Timeout | undefined
  let ticking = Promise.resolve()
  const loop = (): void => {
    ticking = tick()
      .catch((error: unknown) => {
        leads = false
        logger.warn({ err: error }, 'jobs not looked after')
      })
      .finally(() => {
        if (!stopped) timer = setTimeout(loop, timing.tickSeconds * 1_000)
      })
  }
  loop()

  return async () => {
    stopped = true
    clearTimeout(timer)
    await ticking
    await Promise.all(running.values())
    await releaseLease(database, holder).catch((error: unknown) => {
      logger.warn({ err: error }, 'lease not given back')
    })
  }
}
