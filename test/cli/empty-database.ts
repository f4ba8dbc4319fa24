import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { urlOfDatabase } from '../harness/server.ts'

/** The URL of a new database without any table, dropped after the tests of the file. */
export const emptyDatabase = async (): Promise<string> => {
  const name = `purveyor_empty_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: inject('adminUrl') })
  await admin.connect()
  await admin.query(`create database ${name}`)
  afterAll(async () => {
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })
  return urlOfDatabase(inject('adminUrl'), name)
}
