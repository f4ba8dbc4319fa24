import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

// One process at a time runs the jobs: the one that holds the lease. It renews it while it lives; when it has run out,
// whoever asks next gets it. A former holder may still be at work then, so every job must bear company.

/** Takes the lease when it is free or one's own already; false while another process holds it. */
export const takeLease = async (database: Database, holder: string, seconds: number): Promise<boolean> =>
  (await database.run(sql`
    insert into job_leader (holder, lease_until) values (${holder}, now() + make_interval(secs => ${seconds}))
    on conflict (id) do update set holder = excluded.holder, lease_until = excluded.lease_until
      where job_leader.holder = excluded.holder or job_leader.lease_until <= now()
  `)) > 0

/** Gives the lease back, so that nobody has to wait for its end. */
export const releaseLease = async (database: Database, holder: string): Promise<void> => {
  await database.run(sql`update job_leader set lease_until = now() where holder = ${holder}`)
}

/** Whether some process runs the jobs. */
export const hasLeader = async (database: Database): Promise<boolean> =>
  (await database.maybeOne(sql`select id from job_leader where lease_until > now()`)) !== undefined
