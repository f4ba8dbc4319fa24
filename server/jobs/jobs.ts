import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { Logger } from '../logger.ts'
import { forgetExpiredTokens, forgetOldFailures } from '../modules/auth/index.ts'
import { advanceWaitingOrders } from '../modules/orders/index.ts'
import { endExpiredResources } from '../modules/resources/index.ts'
import { foldTotals } from '../rollup/totals.ts'
import { expireGrants } from './expire-grants.ts'
import { reviewUsers } from './review-users.ts'

interface Job {
  name: string
  everySeconds: number
  /** Must be safe to run in several processes at once. */
  run: (database: Database) => Promise<number>
}

const jobsOf = (config: Config): readonly Job[] => [
  { name: 'expire grants', everySeconds: 15, run: expireGrants },
  { name: 'advance waiting orders', everySeconds: 60, run: advanceWaitingOrders },
  { name: 'end expired resources', everySeconds: 300, run: endExpiredResources },
  { name: 'fold totals', everySeconds: 5, run: foldTotals },
  { name: 'forget failures', everySeconds: 300, run: forgetOldFailures },
  { name: 'forget tokens', everySeconds: 3_600, run: forgetExpiredTokens },
  ...(config.DEACTIVATE_USER_IF_NO_ROLES ? [{ name: 'review users', everySeconds: 60, run: reviewUsers }] : []),
]

/** Runs every job now and then at its interval, one run at a time. Returns a function that stops and waits. */
export const startJobs = (config: Config, database: Database, logger: Logger): (() => Promise<void>) => {
  let stopped = false
  const timers = new Set<NodeJS.Timeout>()
  const running = new Set<Promise<void>>()
  const runOnce = async (job: Job): Promise<void> => {
    try {
      const changed = await job.run(database)
      if (changed > 0) logger.debug({ job: job.name, changed }, 'job')
    } catch (error) {
      logger.error({ job: job.name, err: error }, 'job failed')
    }
  }
  const schedule = (job: Job, seconds: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      const run = runOnce(job).finally(() => {
        running.delete(run)
        if (!stopped) schedule(job, job.everySeconds)
      })
      running.add(run)
    }, seconds * 1_000)
    timers.add(timer)
  }
  for (const job of jobsOf(config)) schedule(job, 0)
  return async () => {
    stopped = true
    for (const timer of timers) clearTimeout(timer)
    await Promise.all(running)
  }
}
