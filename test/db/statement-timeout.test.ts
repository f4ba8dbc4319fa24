import { expect, test } from 'vitest'
import { Database } from '../../server/db/database.ts'
import { sql } from '../../server/db/sql.ts'
import { createTestDatabase } from '../harness/index.ts'

test('a statement that takes too long is ended on the server, not only given up on', async () => {
  const { url, database: observer } = await createTestDatabase()
  const database = new Database({ url, poolSize: 1, statementTimeoutMilliseconds: 100, preparedStatements: true })
  try {
    await expect(database.run(sql`select pg_sleep(60)`)).rejects.toMatchObject({ code: '57014' })
    const running = await observer.rows(sql`
      select 1 from pg_stat_activity
      where datname = current_database() and state = 'active' and pid <> pg_backend_pid()
    `)
    expect(running).toEqual([])
    expect(await database.one(sql`select 1 as works`)).toEqual({ works: 1 })
  } finally {
    await database.close()
  }
})
