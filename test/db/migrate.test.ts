import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { describeSchema } from '../../server/db/describe-schema.ts'
import { migrate, MigrationChecksumError, SchemaTooNewError, schemaState } from '../../server/db/migrate.ts'

const root = join(import.meta.dirname, '../..')
const names = (await readdir(join(root, 'migrations'))).sort()
const numbers = names.map((name) => Number(name.slice(0, 6)))
const latest = numbers.at(-1)!

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

describe('the migrations of the package', () => {
  test('bring an empty database up to date, once', async () => {
    const pool = (await emptyDatabase())()
    expect(await schemaState(pool)).toEqual({
      version: 0,
      missing: names,
      unknown: [],
      unknownBreaking: [],
      changed: [],
    })

    expect(await migrate(pool)).toEqual({ applied: numbers, version: latest })
    expect(await migrate(pool)).toEqual({ applied: [], version: latest })
    expect(await schemaState(pool)).toMatchObject({ version: latest, missing: [] })
  })

  test('are each applied once by twenty starters at the same time', async () => {
    const openPool = await emptyDatabase()
    const pools = Array.from({ length: 20 }, openPool)
    const results = await Promise.all(pools.map((pool) => migrate(pool)))

    expect(results.map(({ version }) => version)).toEqual(Array(20).fill(latest))
    expect(results.flatMap(({ applied }) => applied).sort((a, b) => a - b)).toEqual(numbers)
    const { rows } = await openPool().query('select number from schema_migration order by number')
    expect(rows.map(({ number }) => number)).toEqual(numbers)
  })

  test('give what the generated schema files say', async () => {
    const pool = (await emptyDatabase())()
    await migrate(pool)
    const { sql, typescript } = await describeSchema(pool)
    expect(sql).toBe(await readFile(join(root, 'server/db/schema.gen.sql'), 'utf8'))
    expect(typescript).toBe(await readFile(join(root, 'server/db/schema.gen.ts'), 'utf8'))
  })

  test('bring the system roles along', async () => {
    const pool = (await emptyDatabase())()
    await migrate(pool)
    const { rows } = await pool.query(`
      select name, is_system_role, is_active, content_type, array_agg(permission) as permissions
      from role
      join role_permission on role_id = role.id
      where name in ('CUSTOMER.OWNER', 'CUSTOMER.MANAGER', 'PROJECT.MEMBER')
      group by role.id
      order by name
    `)
    const accounts = ['SERVICE_PROVIDER.LIST_SERVICE_ACCOUNTS', 'SERVICE_PROVIDER.LIST_COURSE_ACCOUNTS']
    expect(rows).toMatchObject([
      { name: 'CUSTOMER.MANAGER', is_system_role: true, is_active: true, content_type: 'service_provider' },
      { name: 'CUSTOMER.OWNER', is_system_role: true, is_active: true, content_type: 'customer' },
      { name: 'PROJECT.MEMBER', is_system_role: true, is_active: false, content_type: 'project' },
    ])
    expect(rows[0].permissions).toEqual(expect.arrayContaining(accounts))
    expect(rows[1].permissions).toEqual(expect.arrayContaining(accounts))
    expect(rows[1].permissions).not.toContain('SERVICE_PROVIDER.OPENSTACK_IMAGE_MANAGEMENT')
    expect(rows[2].permissions.sort()).toEqual(['PROJECT.LIST', 'RESOURCE.LIST'])
  })
})

test('a campaign that was ended by hand before the migrations 26 and 27 did not run out', async () => {
  const pool = (await emptyDatabase())()
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(join(root, 'migrations', name), 'utf8')] as const),
  )
  await migrate(pool, await migrations(Object.fromEntries(files.slice(0, 25))))
  await pool.query(`
    with organization as (insert into customer (name) values ('Provider') returning id),
    provider as (insert into service_provider (customer_id) select id from organization returning id)
    insert into campaign (service_provider_id, name, state, discount_type, discount, start_date, end_date, modified)
    select provider.id, given.name, given.state, 'discount', 50, '2025-01-10', '2025-01-31', given.modified::timestamptz
    from provider, (values
      ('by hand', 3, '2025-01-12T00:00:00Z'), ('on its last day', 3, '2025-01-31T23:59:59Z'),
      ('by the job', 3, '2025-02-01T00:00:10Z'), ('not yet', 2, '2025-01-12T00:00:00Z')
    ) as given (name, state, modified)
  `)
  await migrate(pool, await migrations(Object.fromEntries(files.slice(0, 26))))
  await migrate(pool)
  const { rows } = await pool.query('select name from campaign where ran_out')
  expect(rows).toEqual([{ name: 'by the job' }])
})

describe('migrate', () => {
  test('takes over from a starter that gives up', async () => {
    const openPool = await emptyDatabase()
    const first = openPool()
    const directory = await migrations({ '000001_a.sql': 'create table a ();', '000002_b.sql': 'create table b ();' })
    await migrate(first, await migrations({ '000001_a.sql': 'create table a ();' }))

    const claim = await first.connect()
    await claim.query('begin')
    await claim.query(`insert into schema_migration (number, name, checksum, breaking) values (2, 'b', '', false)`)
    const waiting = migrate(openPool(), directory)
    const observer = openPool()
    await expect.poll(() => someoneWaits(observer)).toBe(true)
    await claim.query('rollback')
    claim.release()

    expect(await waiting).toEqual({ applied: [2], version: 2 })
  })

  test('leaves nothing of a migration that fails, and names it', async () => {
    const pool = (await emptyDatabase())()
    const directory = await migrations({
      '000001_a.sql': 'create table a ();',
      '000002_b.sql': 'create table b (); select 1 / 0;',
    })

    await expect(migrate(pool, directory)).rejects.toThrow('000002_b.sql failed: division by zero')
    expect(await schemaState(pool, directory)).toMatchObject({ version: 1, missing: ['000002_b.sql'] })
    expect(await tableNames(pool)).toEqual(['a', 'schema_migration'])
  })

  test('refuses a migration that was edited after it was applied', async () => {
    const pool = (await emptyDatabase())()
    await migrate(pool, await migrations({ '000001_a.sql': 'create table a ();\n' }))
    const edited = await migrations({ '000001_a.sql': 'create table b ();\n', '000002_c.sql': 'create table c ();' })

    await expect(migrate(pool, edited)).rejects.toThrow(MigrationChecksumError)
    expect(await schemaState(pool, edited)).toMatchObject({ changed: ['000001_a.sql'] })
    expect(await tableNames(pool)).toEqual(['a', 'schema_migration'])
  })

  test('does not take other line ends for an edit', async () => {
    const pool = (await emptyDatabase())()
    await migrate(pool, await migrations({ '000001_a.sql': 'create table a ();\n' }))
    expect(await migrate(pool, await migrations({ '000001_a.sql': 'create table a ();\r\n' }))).toEqual({
      applied: [],
      version: 1,
    })
  })

  test('refuses a database with a breaking migration that it does not know', async () => {
    const pool = (await emptyDatabase())()
    const breaking = '-- breaking\ncreate table b ();'
    await migrate(pool, await migrations({ '000001_a.sql': 'create table a ();', '000002_b.sql': breaking }))
    const older = await migrations({ '000001_a.sql': 'create table a ();' })

    await expect(migrate(pool, older)).rejects.toThrow(SchemaTooNewError)
    await expect(migrate(pool, older)).rejects.toThrow('000002_b.sql')
    expect(await schemaState(pool, older)).toMatchObject({ version: 2, unknownBreaking: ['000002_b.sql'] })
  })

  test('lives with a newer database whose new migrations do not break anything', async () => {
    const pool = (await emptyDatabase())()
    await migrate(
      pool,
      await migrations({ '000001_a.sql': 'create table a ();', '000002_b.sql': 'create table b ();' }),
    )
    const older = await migrations({ '000001_a.sql': 'create table a ();' })

    expect(await migrate(pool, older)).toEqual({
      applied: [],
      version: 2,
      warning: expect.stringContaining('000002_b.sql'),
    })
  })
})

/** Makes a database for the running test; the result opens pools of one connection to it. */
async function emptyDatabase(): Promise<() => pg.Pool> {
  const url = new URL(inject('adminUrl'))
  const name = `migrate_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  cleanups.push(async () => {
    await admin.query(`drop database if exists ${name}`)
    await admin.end()
  })
  await admin.query(`create database ${name}`)

  url.pathname = `/${name}`
  return () => {
    const pool = new pg.Pool({ connectionString: url.href, max: 1 })
    cleanups.push(() => pool.end())
    return pool
  }
}

async function migrations(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'migrations-'))
  cleanups.push(() => rm(directory, { recursive: true }))
  for (const [name, sql] of Object.entries(files)) await writeFile(join(directory, name), sql)
  return directory
}

async function tableNames(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ tablename: string }>(
    `select tablename from pg_tables where schemaname = 'public' order by tablename`,
  )
  return rows.map(({ tablename }) => tablename)
}

async function someoneWaits(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ waiting: boolean }>(`
    select exists (
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    ) as waiting
  `)
  return rows[0]?.waiting === true
}
