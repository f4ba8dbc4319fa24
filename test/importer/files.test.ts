import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generateDemo } from '../../demo/generate.ts'
import { loadPreset } from '../../importer/index.ts'
import { sql } from '../../server/db/sql.ts'
import { hashToken } from '../../server/lib/secrets.ts'
import { testDatabase } from '../harness/database.ts'
import { contentOf, secrets, totals } from './harness.ts'
import { uuid } from './fixture-ids.ts'

test('the demo data loads, and a second time changes nothing', { timeout: 120_000 }, async () => {
  const database = await testDatabase()
  const preset = generateDemo()
  const report = await loadPreset(database, secrets, preset)
  expect(report.problems).toEqual([])
  expect(report.ignored).toEqual([])
  expect(totals(report)).toMatchObject({ updated: 0, skipped: 0, errors: 0 })

  const before = await contentOf(database)
  const second = await loadPreset(database, secrets, preset)
  expect(totals(second)).toMatchObject({ created: 0, updated: 0, errors: 0 })
  expect(await contentOf(database)).toEqual(before)

  // Roll-ups against a count from scratch.
  const differences = await database.rows(sql`
    (select provider_customer_id, project_id, resource_count, all_resource_count, erred_count from sp_project
     where all_resource_count > 0)
    except
    (select offering.customer_id, resource.project_id, count(*) filter (where offering.shared), count(*),
            count(*) filter (where resource.state = 3)
     from resource join offering on offering.id = resource.offering_id
     where resource.state <> 6 group by 1, 2)
  `)
  expect(differences).toEqual([])
  const sums = await database.one(sql`
    select (select sum(all_resource_count) from sp_project) = (select count(*) from resource where state <> 6) as projects,
           (select sum(all_resource_count) from sp_customer) = (select count(*) from resource where state <> 6) as customers
  `)
  expect(sums).toEqual({ projects: true, customers: true })
})

const path = process.env.PURVEYOR_TEST_PRESET
if (!path) console.info('The preset of the site agent is tested when PURVEYOR_TEST_PRESET names its file')

test.skipIf(!path)('the preset of the site agent loads', async () => {
  const database = await testDatabase()
  const preset: unknown = JSON.parse(readFileSync(path ?? '', 'utf8'))
  const report = await loadPreset(database, secrets, preset)
  expect(report.problems).toEqual([])
  expect(report.ignored).toEqual([])
  expect(totals(report)).toMatchObject({ skipped: 0, errors: 0 })
  const { auth_tokens: tokens } = preset as { auth_tokens: { key: string }[] }
  for (const { key } of tokens) {
    const users = await database.rows(sql`
      select app_user.username from auth_token join app_user on app_user.id = auth_token.user_id
      where key_hash = ${hashToken(secrets, key)} and app_user.is_staff
    `)
    expect(users).toHaveLength(1)
  }
  expect(totals(await loadPreset(database, secrets, preset))).toMatchObject({ created: 0, updated: 0, errors: 0 })
})

test('many rows are loaded in batches', async () => {
  const database = await testDatabase()
  const users = Array.from({ length: 5000 }, (_, index) => ({ uuid: uuid(1, index), username: `sample-${index}` }))
  const report = await loadPreset(database, secrets, { users })
  expect(totals(report)).toEqual({ created: 5000, updated: 0, skipped: 0, errors: 0 })
  const { slugs } = await database.one<{ slugs: number }>(sql`select count(distinct slug)::int as slugs from app_user`)
  expect(slugs).toBe(5000)
})
