import type { Queryable } from '../server/db/database.ts'
import { sql } from '../server/db/sql.ts'

export interface Column {
  name: string
  /** As information_schema spells it, `character varying` for instance. */
  type: string
  maxLength: number | undefined
  precision: number | undefined
  scale: number | undefined
  nullable: boolean
  /** SQL expression. */
  default: string | undefined
}

export type Table = ReadonlyMap<string, Column>

interface ColumnRow {
  table_name: string
  column_name: string
  data_type: string
  character_maximum_length: number | null
  numeric_precision: number | null
  numeric_scale: number | null
  nullable: boolean
  column_default: string | null
}

/** The columns of the tables as the database has them, so that types and lengths are not written down twice. */
export const readTables = async (db: Queryable, names: readonly string[]): Promise<Map<string, Table>> => {
  const rows = await db.rows<ColumnRow>(sql`
    select table_name::text, column_name::text, data_type::text, character_maximum_length::int, numeric_precision::int,
           numeric_scale::int, is_nullable = 'YES' as nullable, column_default::text
    from information_schema.columns
    where table_schema = any(current_schemas(false)) and table_name = any(${[...names]}::text[])
  `)
  const tables = new Map<string, Map<string, Column>>(names.map((name) => [name, new Map()]))
  for (const row of rows) {
    tables.get(row.table_name)?.set(row.column_name, {
      name: row.column_name,
      type: row.data_type,
      maxLength: row.character_maximum_length ?? undefined,
      precision: row.numeric_precision ?? undefined,
      scale: row.numeric_scale ?? undefined,
      nullable: row.nullable,
      default: row.column_default ?? undefined,
    })
  }
  return tables
}
