import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generateDemo } from '../../demo/generate.ts'
import { loadPreset } from '../../importer/index.ts'
import { rebuildRollups, reconcile } from '../../server/rollup/reconcile.ts'
import { sql } from '../../server/db/sql.ts'
import { testDatabase } from '../harness/database.ts'
import { secrets } from './harness.ts'

/** What a migration fills the roll-ups with, from a line on. */
const fillOf = async (migration: string, begin: string): Promise<string> => {
  const text = await readFile(join(import.meta.dirname, '../../migrations', migration), 'utf8')
  return text.slice(text.indexOf(`\n${begin}`))
}

test('loaded data is rolled up, by the load, the migration and a rebuild', { timeout: 120_000 }, async () => {
  const database = await testDatabase()
  await loadPreset(database, secrets, generateDemo())
  expect(await reconcile(database)).toEqual([])

  const fills = [
    await fillOf('000020_more_roll_ups.sql', 'delete from sp_total_delta;'),
    await fillOf('000028_resources_of_projects.sql', 'delete from project_total;'),
  ]
  await database.pool.query(`
    truncate sp_month, sp_month_delta, plan_total, plan_total_delta, project_total, invoice_project, invoice_offering,
      offering_income, offering_income_delta
  `)
  expect((await reconcile(database)).length).toBeGreaterThan(0)
  await database.pool.query(`begin; ${fills.join(';')}; commit`)
  expect(await reconcile(database)).toEqual([])

  await database.run(sql`update offering_income set amount = amount + 1`)
  expect((await reconcile(database)).map(({ table }) => table)).toContain('offering_income')
  await rebuildRollups(database)
  expect(await reconcile(database)).toEqual([])
})
