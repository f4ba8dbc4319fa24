import type { Database } from '../db/database.ts'
import { sql } from '../db/sql.ts'

export interface Schedule {
  name: string
  everySeconds: number
}

/** Writes down which jobs there are; those that are no longer run are forgotten. */
export const registerJobs = async (database: Database, jobs: readonly Schedule[]): Promise<void> => {
  const names = jobs.map(({ name }) => name)
  await database.run(sql`delete from job_run where name <> all(${names}::text[])`)
  await database.run(sql`
    insert into job_run (name, every_seconds)
    select name, every_seconds
    from unnest(${names}::text[], ${jobs.map(({ everySeconds }) => everySeconds)}::int[]) as job (name, every_seconds)
    order by name
    on conflict (name) do update set every_seconds = excluded.every_seconds
  `)
}

/** Names of jobs whose last start is an interval ago, or never was; they count as started now. */
export const claimDueJobs = async (database: Database, running: readonly string[]): Promise<string[]> => {
  const claimed = await database.rows<{ name: string }>(sql`
    update job_run set last_started = now()
    where (last_started is null or last_started + make_interval(secs => every_seconds) <= now())
      and name <> all(${running}::text[])
    returning name
  `)
  return claimed.map(({ name }) => name)
}

/** Notes the end of a run, with the message of its error. */
export const recordEnd = async (database: Database, name: string, error?: string): Promise<void> => {
  await database.run(sql`
    update job_run set last_finished = now(), last_error = ${error?.slice(0, 1_000) ?? ''}
      ${error === undefined ? sql`, last_success = now()` : sql``}
    where name = ${name}
  `)
}

export interface JobState {
  name: string
  /** Seconds since 1970; null: never. */
  last_started: number | null
  last_success: number | null
  last_error: string
  /** Seconds for which a successful run has been missing, 0 when none is. */
  lateness: number
  every_seconds: number
}

/** How every job is doing, by name. */
export const jobStates = (database: Database): Promise<JobState[]> =>
  database.rows<JobState>(sql`
    select name, every_seconds, last_error,
      extract(epoch from last_started)::float8 as last_started, extract(epoch from last_success)::float8 as last_success,
      greatest(extract(epoch from now() - coalesce(last_success, created)) - every_seconds, 0)::float8 as lateness
    from job_run order by name
  `)
