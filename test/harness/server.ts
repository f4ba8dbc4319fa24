import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../server/db/embedded/index.ts'
import { migrate } from '../../server/db/migrate.ts'
import { ensureSearchIndexes } from '../../server/db/search-indexes.ts'

export const TEMPLATE = 'purveyor_test_template'

/** The URL of another database on the same server. */
export const urlOfDatabase = (adminUrl: string, database: string): string =>
  adminUrl.replace(/\/[^/]*$/, `/${database}`)

/** An embedded server for tests, which may lose what it was told when the machine fails. */
export const startTestServer = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const directory = mkdtempSync(join(tmpdir(), 'purveyor-test-'))
  // The account of the server must be able to enter it.
  chmodSync(directory, 0o711)
  const server = await startEmbeddedPostgres({
    dataDir: join(directory, 'data'),
    database: 'postgres',
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  })
  return {
    url: server.url,
    stop: async () => {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Makes the migrated and empty database that the databases of tests are copied from. */
export const makeTemplate = async (adminUrl: string): Promise<void> => {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`drop database if exists ${TEMPLATE}`)
  await admin.query(`create database ${TEMPLATE}`)
  await admin.end()
  const pool = new pg.Pool({ connectionString: urlOfDatabase(adminUrl, TEMPLATE) })
  await migrate(pool)
  await ensureSearchIndexes(pool)
  await pool.end()
}
