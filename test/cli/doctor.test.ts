import { expect, test } from 'vitest'
import { sql } from '../../server/db/sql.ts'
import { createTestDatabase, World } from '../harness/index.ts'
import { emptyDatabase } from './empty-database.ts'
import { run } from './process.ts'

const { database, url } = await createTestDatabase()
const world = new World(database)
const settings = { DATABASE_URL: url, SECRET_KEYS: `1:${'6f'.repeat(32)}` }
const emptyUrl = await emptyDatabase()

interface Finding {
  check: string
  ok: boolean
  detail: string
}

/** The findings that are not well. */
const problems = async (change = settings): Promise<{ code: number | null; found: Finding[] }> => {
  const { code, stdout } = await run(['doctor', '--json'], change)
  return { code, found: (JSON.parse(stdout) as Finding[]).filter(({ ok }) => !ok) }
}

test('an installation in order is well in every respect', async () => {
  const { code, stdout, stderr } = await run(['doctor'], settings)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const checks = stdout.trimEnd().split('\n')
  expect(checks.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
    'ok     configuration',
    'ok     PostgreSQL',
    'ok     migrations',
    'ok     schema',
    'ok     secret keys',
    'ok     roll-ups',
    'ok     expired grants',
  ])
})

test('a column that does not belong there is named with its table, though other tables have one like it', async () => {
  await database.run(sql`alter table tag add column is_active boolean not null default true`)
  await database.run(sql`alter table category add column odd_one text`)
  const { code, found } = await problems()
  expect(code).toBe(1)
  expect(found).toEqual([
    {
      check: 'schema',
      ok: false,
      detail: 'missing: ; unexpected: category: odd_one text | tag: is_active boolean not null default true',
    },
  ])
  expect((await run(['doctor'], settings)).stdout).toContain('WRONG  schema: missing: ; unexpected: category')
  await database.run(sql`alter table tag drop column is_active`)
  await database.run(sql`alter table category drop column odd_one`)
  expect(await problems()).toEqual({ code: 0, found: [] })
})

test('a missing index is named', async () => {
  await database.run(sql`drop index sp_project_project_id_idx`)
  const { found } = await problems()
  expect(found[0]?.detail).toMatch(/^missing: sp_project: CREATE INDEX sp_project_project_id_idx .*; unexpected: $/)
  await database.run(sql`create index sp_project_project_id_idx on sp_project (project_id)`)
})

test('other secret keys, a wrong roll-up and grants that nobody closes are found together', async () => {
  const { project } = await world.marketplace()
  const user = await world.user()
  await world.grant(user, 'PROJECT.MEMBER', 'project', project, { expiration_time: new Date(Date.now() - 600_000) })
  await world.grant(await world.user(), 'PROJECT.MEMBER', 'project', project, { is_active: false })
  await database.run(sql`update sp_project set erred_count = 3 where project_id = ${project.id}`)
  const { code, found } = await problems({ ...settings, SECRET_KEYS: `1:${'70'.repeat(32)}` })
  expect(code).toBe(1)
  expect(found).toEqual([
    { check: 'secret keys', ok: false, detail: expect.stringContaining('Restore SECRET_KEYS') },
    { check: 'roll-ups', ok: false, detail: '2 differences' },
    { check: 'expired grants', ok: false, detail: '1 not closed yet; is a server running?' },
  ])
})

test('a database that was never migrated lacks its migrations, and is left as it is', async () => {
  const { code, found } = await problems({ ...settings, DATABASE_URL: emptyUrl })
  expect(code).toBe(1)
  expect(found).toMatchObject([{ check: 'migrations', ok: false }])
  expect(found[0]?.detail).toMatch(/^000001_\w+\.sql is not applied; /)
  expect(await problems({ ...settings, DATABASE_URL: emptyUrl })).toEqual({ code, found })
})

test('a job that failed or is late is named, with its last runs', async () => {
  await database.run(sql`
    insert into job_run (name, every_seconds, created, last_started, last_finished, last_success, last_error) values
      ('failing', 60, now(), now(), now(), null, 'It did not work'),
      ('late', 60, now(), now() - interval '1 hour', now() - interval '1 hour', now() - interval '1 hour', ''),
      ('well', 60, now(), now(), now(), now(), '')
  `)
  // What the tests before have left behind is not about jobs.
  const ofJobs = async () => (await problems()).found.filter(({ check }) => check.startsWith('job '))
  const idle = await ofJobs()
  expect(idle.map(({ check }) => check)).toEqual(['job failing'])
  expect(idle[0]?.detail).toMatch(
    /^last run \d+ s ago, last success never, every 60 s, no server runs the jobs now, failed: It did not work$/,
  )
  await database.run(sql`
    insert into job_leader (holder, lease_until) values (gen_random_uuid(), now() + interval '1 hour')
  `)
  const led = await ofJobs()
  expect(led.map(({ check }) => check)).toEqual(['job failing', 'job late'])
  expect(led[1]?.detail).toMatch(/last success 3[56]\d\d s ago, every 60 s, 35\d\d s late$/)
  await database.run(sql`delete from job_run`)
  await database.run(sql`delete from job_leader`)
  expect(await ofJobs()).toEqual([])
})
