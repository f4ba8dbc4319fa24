import type { Database } from '../server/db/database.ts'
import { sql } from '../server/db/sql.ts'

const MILLISECONDS = 50

/** Commits a change that no list shows, after which nothing remembered may be trusted unlooked at. */
export const commitSomething = (database: Database): Promise<number> =>
  database.run(sql`
    insert into login_failure (username, address) values ('', 'measured')
    on conflict (username, address) do update set failures = login_failure.failures + 1
  `)

/** Lets somebody commit twenty times a second while the work is done. */
export const whileWritten = async <T>(database: Database, work: () => Promise<T>): Promise<T> => {
  const timer = setInterval(() => void commitSomething(database).catch(() => undefined), MILLISECONDS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
