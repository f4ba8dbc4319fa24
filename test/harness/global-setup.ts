import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../server/db/embedded/index.ts'
import { migrate } from '../../server/db/migrate.ts'
import { ensureSearchIndexes } from '../../server/db/search-indexes.ts'

export const TEMPLATE = 'purveyor_test_template'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connects to the maintenance database of the server that tests run on. */
    adminUrl: string
  }
}

/** The URL of another database on the same server. */
export const urlOfDatabase = (adminUrl: string, database: string): string =>
  adminUrl.replace(/\/[^/]*$/, `/${database}`)

/** TEST_DATABASE_URL names a server where databases may be created; without it an embedded one is started. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const external = process.env.TEST_DATABASE_URL
  const server = external === undefined ? await startEmbedded() : { url: external, stop: async () => {} }
  await makeTemplate(server.url)
  project.provide('adminUrl', server.url)
  return server.stop
}

const startEmbedded = async () => {
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

const makeTemplate = async (adminUrl: string): Promise<void> => {
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
