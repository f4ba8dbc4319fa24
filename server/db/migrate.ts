import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

interface MigrationFile {
  number: number
  name: string
  sql: string
  checksum: string
  breaking: boolean
}

interface AppliedMigration {
  number: number
  name: string
  checksum: string
  breaking: boolean
}

/** How a database compares with the migrations of this version; the lists hold names, in order. */
export interface SchemaState {
  /** Number of the last applied migration; 0 for an empty database. */
  version: number
  missing: string[]
  /** Applied, but not known to this version. */
  unknown: string[]
  /** The part of `unknown` that this version cannot live with. */
  unknownBreaking: string[]
  /** Applied from a file that has been edited since. */
  changed: string[]
}

export interface MigrationResult {
  /** Numbers of the migrations that this call applied, none when others were faster. */
  applied: number[]
  version: number
  /** Set when the database has migrations that this version does not know but can live with. */
  warning?: string
}

/** The database has a breaking migration that this version does not know. */
export class SchemaTooNewError extends Error {
  override name = 'SchemaTooNewError'
}

/** A migration was edited after it had been applied. */
export class MigrationChecksumError extends Error {
  override name = 'MigrationChecksumError'
}

/**
 * Brings the database up to date. Safe to call from any number of processes at once.
 * @throws {SchemaTooNewError} {@link SchemaTooNewError}
 * @throws {MigrationChecksumError} {@link MigrationChecksumError}
 */
export async function migrate(pool: pg.Pool, directory = migrationDirectory()): Promise<MigrationResult> {
  const files = await readMigrations(directory)
  await createMigrationTable(pool)
  const applied: number[] = []
  for (;;) {
    const state = compare(files, await readApplied(pool))
    refuseUnusable(state)
    const next = files.find((file) => file.name === state.missing[0])
    if (!next) return { applied, version: state.version, ...warningAbout(state) }
    if (await apply(pool, next)) applied.push(next.number)
  }
}

/** Compares without changing anything. An empty database has every migration missing. */
export async function schemaState(pool: pg.Pool, directory = migrationDirectory()): Promise<SchemaState> {
  const files = await readMigrations(directory)
  return compare(files, (await hasMigrationTable(pool)) ? await readApplied(pool) : [])
}

// Sources and their compiled form lie at different depths below the package.
function migrationDirectory(): string {
  let directory = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(directory, 'package.json')) || !existsSync(join(directory, 'migrations'))) {
    const parent = dirname(directory)
    if (parent === directory) throw new Error('The folder "migrations" of the package is missing.')
    directory = parent
  }
  return join(directory, 'migrations')
}

async function readMigrations(directory: string): Promise<MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{6}_.+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      // A checkout may have other line ends; that is not an edit.
      const sql = (await readFile(join(directory, name), 'utf8')).replaceAll('\r\n', '\n')
      return {
        number: Number(name.slice(0, 6)),
        name,
        sql,
        checksum: createHash('sha256').update(sql).digest('hex'),
        breaking: sql.split('\n', 1)[0] === '-- breaking',
      }
    }),
  )
}

async function hasMigrationTable(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>(`select to_regclass('schema_migration') is not null as found`)
  return rows[0]?.found === true
}

async function createMigrationTable(pool: pg.Pool): Promise<void> {
  while (!(await hasMigrationTable(pool))) {
    try {
      await pool.query(`
        create table schema_migration (
          number int not null constraint schema_migration_pkey primary key,
          name varchar(255) not null,
          checksum varchar(64) not null,
          breaking boolean not null,
          applied_at timestamptz not null default now()
        )
      `)
    } catch (error) {
      // Somebody else created it at the same time: duplicate table, type or catalogue entry.
      if (!hasCode(error, '42P07', '42710', '23505')) throw error
    }
  }
}

async function readApplied(pool: pg.Pool): Promise<AppliedMigration[]> {
  const { rows } = await pool.query<AppliedMigration>(
    'select number, name, checksum, breaking from schema_migration order by number',
  )
  return rows
}

function compare(files: MigrationFile[], applied: AppliedMigration[]): SchemaState {
  const filesByNumber = new Map(files.map((file) => [file.number, file]))
  const appliedNumbers = new Set(applied.map(({ number }) => number))
  const unknown = applied.filter(({ number }) => !filesByNumber.has(number))
  const changed = applied.filter(
    ({ number, checksum }) => (filesByNumber.get(number)?.checksum ?? checksum) !== checksum,
  )
  const names = (migrations: { name: string }[]) => migrations.map(({ name }) => name)
  return {
    version: applied.at(-1)?.number ?? 0,
    missing: names(files.filter(({ number }) => !appliedNumbers.has(number))),
    unknown: names(unknown),
    unknownBreaking: names(unknown.filter(({ breaking }) => breaking)),
    changed: names(changed),
  }
}

function refuseUnusable(state: SchemaState): void {
  if (state.unknownBreaking.length > 0) {
    throw new SchemaTooNewError(
      `The database was changed by a newer version in a way that this one cannot work with ` +
        `(${state.unknownBreaking.join(', ')}). Install the newer version.`,
    )
  }
  if (state.changed.length > 0) {
    throw new MigrationChecksumError(`Edited after they were applied to this database: ${state.changed.join(', ')}.`)
  }
}

function warningAbout(state: SchemaState): { warning?: string } {
  if (state.unknown.length === 0) return {}
  return { warning: `The database is newer than this version: it also has ${state.unknown.join(', ')}.` }
}

/** Whether this call applied it; false when somebody else did. */
async function apply(pool: pg.Pool, file: MigrationFile): Promise<boolean> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    await client.query('set local statement_timeout = 0')
    // Claiming the number first makes everybody else wait here until this transaction ends.
    await client.query('insert into schema_migration (number, name, checksum, breaking) values ($1, $2, $3, $4)', [
      file.number,
      file.name,
      file.checksum,
      file.breaking,
    ])
    await client.query(file.sql)
    await client.query('commit')
    return true
  } catch (error) {
    await client.query('rollback').catch((rollbackError: unknown) => {
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError))
    })
    if (hasCode(error, '23505') && error.constraint === 'schema_migration_pkey') return false
    throw new Error(`Migration ${file.name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  } finally {
    client.release(broken)
  }
}

function hasCode(error: unknown, ...codes: string[]): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && error.code !== undefined && codes.includes(error.code)
}
