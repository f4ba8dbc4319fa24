import type pg from 'pg'

// Substring search by trigrams. The extension may be missing on a database that somebody else runs: then everything
// works, and searches of large tables read them. So these indexes are no migration.

/** One index per searched table, over all columns that searches combine with `or`; every name ends so. */
export const SEARCH_INDEX_SUFFIX = '_trgm_idx'

const SEARCHED: Readonly<Record<string, readonly string[]>> = {
  app_user: ['username', 'first_name', 'last_name', 'email', 'query_field', 'native_name', 'civil_number'],
  customer: ['name', 'native_name', 'abbreviation', 'domain', 'registration_code', 'agreement_number'],
  project: ['name', 'slug'],
}

const indexName = (table: string): string => `${table}${SEARCH_INDEX_SUFFIX}`

/** Makes the indexes that are missing, where that is possible; returns why it is not. */
export const ensureSearchIndexes = async (pool: pg.Pool): Promise<string | undefined> => {
  const missing: string[] = []
  for (const table of Object.keys(SEARCHED)) {
    const { rows } = await pool.query<{ found: boolean }>('select to_regclass($1) is not null as found', [
      indexName(table),
    ])
    if (rows[0]?.found !== true) missing.push(table)
  }
  if (missing.length === 0) return undefined
  const { rowCount } = await pool.query(`select from pg_available_extensions where name = 'pg_trgm'`)
  if (rowCount === 0) return 'The extension pg_trgm is not installed on the database server: searches are slow.'
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    await client.query('set local statement_timeout = 0')
    // One process at a time; the others then find what they were to make.
    await client.query('lock table schema_migration in share row exclusive mode')
    await client.query('create extension if not exists pg_trgm')
    for (const table of missing) {
      const columns = (SEARCHED[table] ?? []).map((column) => `${column} gin_trgm_ops`).join(', ')
      await client.query(`create index if not exists ${indexName(table)} on ${table} using gin (${columns})`)
    }
    await client.query('commit')
    return undefined
  } catch (error) {
    await client.query('rollback').catch((rollbackError: unknown) => {
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError))
    })
    return `Searches are slow, because their indexes cannot be made: ${error instanceof Error ? error.message : String(error)}.`
  } finally {
    client.release(broken)
  }
}
