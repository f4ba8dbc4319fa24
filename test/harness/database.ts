import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { Database } from '../../server/db/database.ts'
import { makeTemplate, startTestServer, TEMPLATE, urlOfDatabase } from './server.ts'

export interface TestDatabase {
  database: Database
  url: string
}

const admin = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

export interface TestDatabaseOptions {
  poolSize?: number
  /**
   * Starts a server for this file alone. What the product remembers lasts until the next commit anywhere on its server,
   * so a test of many reads is held up by what other tests write.
   */
  ownServer?: boolean
}

const startOwnServer = async (): Promise<string> => {
  const { url, stop } = await startTestServer()
  afterAll(stop)
  await makeTemplate(url)
  return url
}

/** An own, migrated and empty database; closed and dropped after the tests of the file. */
export const createTestDatabase = async (options: TestDatabaseOptions = {}): Promise<TestDatabase> => {
  const adminUrl = options.ownServer === true ? await startOwnServer() : inject('adminUrl')
  const name = `purveyor_test_${randomBytes(6).toString('hex')}`
  await admin(adminUrl, `create database ${name} template ${TEMPLATE}`)
  const url = urlOfDatabase(adminUrl, name)
  const database = new Database({
    url,
    poolSize: options.poolSize ?? 8,
    statementTimeoutMilliseconds: 60_000,
    preparedStatements: true,
  })
  afterAll(async () => {
    await database.close()
    await admin(adminUrl, `drop database if exists ${name}`)
  })
  return { database, url }
}

export const testDatabase = async (): Promise<Database> => (await createTestDatabase()).database
