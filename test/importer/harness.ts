import type { Database } from '../../server/db/database.ts'
import { raw, sql } from '../../server/db/sql.ts'
import type { SecretKeys } from '../../server/lib/secrets.ts'
import type { LoadReport } from '../../importer/index.ts'

export const secrets: SecretKeys = { currentKeyId: 2, keys: new Map([1, 2].map((id) => [id, Buffer.alloc(32, id)])) }

/** Sums over all sections. */
export const totals = ({ sections }: LoadReport) => {
  const sum = (key: 'created' | 'updated' | 'skipped' | 'errors') =>
    sections.reduce((total, section) => total + section[key], 0)
  return { created: sum('created'), updated: sum('updated'), skipped: sum('skipped'), errors: sum('errors') }
}

/** Every row of every table as text, by table; what a load must not change stays the same in here. */
export const contentOf = async (database: Database): Promise<Record<string, string[]>> => {
  const tables = await database.rows<{ name: string }>(sql`
    select table_name::text as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name
  `)
  const content: Record<string, string[]> = {}
  for (const { name } of tables) {
    const rows = await database.rows<{ row: string }>(
      sql`select t::text as row from ${raw(`"${name}"`)} as t order by 1`,
    )
    content[name] = rows.map(({ row }) => row)
  }
  return content
}
