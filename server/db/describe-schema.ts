import type pg from 'pg'
import { SEARCH_INDEX_SUFFIX } from './search-indexes.ts'

interface Table {
  name: string
  options: string[] | null
}

interface Column {
  table_name: string
  name: string
  /** Name of the type without its modifiers. */
  type_name: string
  type_sql: string
  collation: string | null
  not_null: boolean
  is_identity: boolean
  default_sql: string | null
}

interface Definition {
  table_name: string
  name: string
  definition: string
}

interface ConstraintDefinition extends Definition {
  type: keyof typeof constraintOrder
}

const constraintOrder = { p: 0, u: 1, f: 2, c: 3 }

/** What the driver, with the parsers of `server/db`, makes of a column type. */
const driverTypes: Record<string, string> = {
  bool: 'boolean',
  bytea: 'Buffer',
  date: 'string',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  int8: 'string',
  jsonb: 'unknown',
  numeric: 'string',
  text: 'string',
  timestamptz: 'string',
  uuid: 'string',
  varchar: 'string',
}

/** The schema `public` as readable SQL and as one TypeScript interface per table, in an order that never varies. */
export async function describeSchema(pool: pg.Pool): Promise<{ sql: string; typescript: string }> {
  const tables = await readTables(pool)
  const columns = await readColumns(pool)
  const constraints = await readConstraints(pool)
  const others = [...(await readIndexes(pool)), ...(await readTriggers(pool))]
  const ofTable = <Row extends { table_name: string }>(rows: Row[], table: Table) =>
    rows.filter((row) => row.table_name === table.name)

  const sql = tables.map((table) =>
    tableSql(table, ofTable(columns, table), ofTable(constraints, table), ofTable(others, table)),
  )
  const interfaces = tables.map((table) => tableInterface(table, ofTable(columns, table)))
  const header = 'Generated from the migrations by `npm run gen`. Do not edit.'
  return {
    sql: `-- ${header}\n\n${sql.join('\n')}`,
    typescript: `// ${header}\n// Types are those that the driver delivers.\n\n${interfaces.join('\n')}`,
  }
}

async function readTables(pool: pg.Pool): Promise<Table[]> {
  const { rows } = await pool.query<Table>(`
    select relname as name, reloptions as options
    from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace
  `)
  return rows.sort(byName)
}

async function readColumns(pool: pg.Pool): Promise<Column[]> {
  const { rows } = await pool.query<Column>(`
    select
      pg_class.relname as table_name,
      attname as name,
      pg_type.typname as type_name,
      format_type(atttypid, atttypmod) as type_sql,
      case when attcollation <> pg_type.typcollation then quote_ident(collname) end as collation,
      attnotnull as not_null,
      attidentity = 'd' as is_identity,
      pg_get_expr(adbin, adrelid, true) as default_sql
    from pg_attribute
    join pg_class on pg_class.oid = attrelid
    join pg_type on pg_type.oid = atttypid
    left join pg_collation on pg_collation.oid = attcollation
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where relkind = 'r' and relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
    order by attrelid, attnum
  `)
  return rows
}

async function readConstraints(pool: pg.Pool): Promise<ConstraintDefinition[]> {
  // Newer servers also list not-null constraints here; columns show those.
  const { rows } = await pool.query<ConstraintDefinition>(`
    select relname as table_name, conname as name, contype as type, pg_get_constraintdef(pg_constraint.oid, true) as definition
    from pg_constraint
    join pg_class on pg_class.oid = conrelid
    where relnamespace = 'public'::regnamespace and contype in ('p', 'u', 'f', 'c')
  `)
  return rows.sort((a, b) => constraintOrder[a.type] - constraintOrder[b.type] || byName(a, b))
}

async function readIndexes(pool: pg.Pool): Promise<Definition[]> {
  const { rows } = await pool.query<Definition>(
    `
    select
      pg_class.relname as table_name,
      index_class.relname as name,
      pg_get_indexdef(indexrelid, 0, true) as definition
    from pg_index
    join pg_class on pg_class.oid = indrelid
    join pg_class as index_class on index_class.oid = indexrelid
    where pg_class.relnamespace = 'public'::regnamespace
      and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))
      and right(index_class.relname, length($1)) <> $1
  `,
    [SEARCH_INDEX_SUFFIX],
  )
  return rows.sort(byName)
}

/** Triggers, each behind the function that it runs. */
async function readTriggers(pool: pg.Pool): Promise<Definition[]> {
  const { rows } = await pool.query<Definition>(`
    select relname as table_name, tgname as name,
      trim(e'\n' from pg_get_functiondef(tgfoid)) || e';\n' || pg_get_triggerdef(pg_trigger.oid, true) as definition
    from pg_trigger join pg_class on pg_class.oid = tgrelid
    where relnamespace = 'public'::regnamespace and not tgisinternal
  `)
  return rows.sort(byName)
}

function tableSql(table: Table, columns: Column[], constraints: Definition[], others: Definition[]): string {
  const lines = [
    ...columns.map((column) => `  ${columnSql(column)}`),
    ...constraints.map(({ name, definition }) => `  constraint ${name} ${definition}`),
  ]
  const options = table.options ? ` with (${table.options.join(', ')})` : ''
  return [`create table ${table.name} (`, lines.join(',\n'), `)${options};`]
    .concat(others.map(({ definition }) => `${definition};`))
    .join('\n')
    .concat('\n')
}

function columnSql(column: Column): string {
  return [
    column.name,
    column.type_sql,
    column.collation && `collate ${column.collation}`,
    column.not_null && 'not null',
    column.is_identity && 'generated by default as identity',
    column.default_sql && `default ${column.default_sql}`,
  ]
    .filter(Boolean)
    .join(' ')
}

function tableInterface(table: Table, columns: Column[]): string {
  const fields = columns.map((column) => `  ${column.name}: ${driverType(column)}`)
  return `export interface ${interfaceName(table.name)} {\n${fields.join('\n')}\n}\n`
}

function driverType(column: Column): string {
  const type = driverTypes[column.type_name]
  if (!type) throw new Error(`${column.table_name}.${column.name}: no driver type known for ${column.type_name}`)
  return column.not_null || type === 'unknown' ? type : `${type} | null`
}

/** `sp_total_delta` becomes `SpTotalDeltaRow`. */
function interfaceName(table: string): string {
  return table.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()) + 'Row'
}

// Not by the collation of the database, which varies.
function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}
