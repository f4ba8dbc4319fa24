import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { Database } from '../../server/db/database.ts'
import { TEMPLATE, urlOfDatabase } from './global-setup.ts'

export interface TestDatabase {
  database: Database
  url: string
}

const admin = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: inject('adminUrl') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** An own, migrated and empty database; closed and dropped after the tests of the file. */
export const createTestDatabase = async (options: { poolSize?: number } = {}): Promise<TestDatabase> => {
  const name = `purveyor_test_${randomBytes(6).toString('hex')}`
  await admin(`create database ${name} template ${TEMPLATE}`)
  const url = urlOfDatabase(inject('adminUrl'), name)
  const database = new Database({
    url,
    poolSize: options.poolSize ?? 8,
    statementTimeoutMilliseconds: 60_000,
    preparedStatements: true,
  })
  afterAll(async () => {
    await database.close()
    await admin(`drop database if exists ${name}`)
  })
  return { database, url }
}

export const testDatabase = async (): Promise<Database> => (await createTestDatabase()).database
