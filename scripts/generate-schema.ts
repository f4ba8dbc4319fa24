import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../server/db/embedded/index.ts'
import { migrate } from '../server/db/migrate.ts'
import { describeSchema } from '../server/db/describe-schema.ts'
import type { GeneratedFile } from './generate.ts'

/**
 * Applies the migrations to a database that exists only for this call: on the server of `DATABASE_URL`, whose user
 * must be allowed to create databases, or else on an embedded one.
 */
export async function generateSchema(): Promise<GeneratedFile[]> {
  const { sql, typescript } = process.env.DATABASE_URL
    ? await describeOnServer(process.env.DATABASE_URL)
    : await describeOnEmbedded()
  return [
    { path: 'server/db/schema.gen.sql', content: sql },
    { path: 'server/db/schema.gen.ts', content: typescript },
  ]
}

async function describeOnEmbedded() {
  const dataDir = await mkdtemp(join(tmpdir(), 'purveyor-generate-'))
  // Reachable for the account that PostgreSQL runs as; otherwise the cluster would be put, and left, elsewhere.
  await chmod(dataDir, 0o711)
  const server = await startEmbeddedPostgres({ dataDir, database: 'purveyor' })
  try {
    return await describeMigrated(server.url)
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function describeOnServer(adminUrl: string) {
  const database = `purveyor_generate_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query(`create database ${database}`)
    const url = new URL(adminUrl)
    url.pathname = `/${database}`
    return await describeMigrated(url.href)
  } finally {
    await admin.query(`drop database if exists ${database}`)
    await admin.end()
  }
}

async function describeMigrated(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  // The pool does not wait until its connections are closed, and the server may be stopped before they are.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('error', () => undefined)
  try {
    await migrate(pool)
    return await describeSchema(pool)
  } finally {
    await pool.end()
  }
}
