import { join, raw, sql, type Sql } from '../server/db/sql.ts'
import { sqlState } from '../server/db/database.ts'
import type { Rollup } from '../server/rollup/rollup.ts'
import { describeRefusal } from './refusal.ts'
import type { LoadContext } from './load-context.ts'
import { identifierOf } from './match.ts'
import type { PresetRow, Section } from './section.ts'

interface WrittenRow {
  id: string
  uuid?: string
}

interface WrittenPart extends WrittenRow {
  resource_id: string | null
}

const touchResources = (rollup: Rollup, rows: WrittenRow[]): void => {
  for (const { resource_id: id } of rows as WrittenPart[]) if (id !== null) rollup.resource(id)
}

// What a changed row of a table that roll-ups are computed from touches.
const touches: Record<string, (rollup: Rollup, rows: WrittenRow[]) => void> = {
  resource: (rollup, rows) => rows.forEach(({ id }) => rollup.turned(id)),
  marketplace_order: touchResources,
  issue: touchResources,
  offering: (rollup, rows) => rows.forEach(({ id }) => rollup.offering(id)),
  project: (rollup, rows) => rows.forEach(({ id }) => rollup.project(id)),
  customer: (rollup, rows) => rows.forEach(({ id }) => rollup.customer(id)),
}

const returned = (context: LoadContext, table: string): Sql => {
  const columns = ['id', 'uuid'].filter((name) => context.hasColumn(table, name)).map((name) => `${table}.${name}`)
  if (table === 'marketplace_order') columns.push('marketplace_order.resource_id')
  if (table === 'issue') {
    columns.push("case when resource_content_type = 'resource' then resource_object_id end as resource_id")
  }
  return raw(columns.length > 0 ? columns.join(', ') : '1')
}

const write = (context: LoadContext, table: string, statement: Sql): Promise<WrittenRow[]> => {
  const touch = touches[table]
  return touch ? context.transaction.writeRolledUp(statement, touch) : context.transaction.rows<WrittenRow>(statement)
}

const columnsOf = (records: readonly Record<string, unknown>[]): string[] => [
  ...new Set(records.flatMap((record) => Object.keys(record))),
]

/** Inserts rows with one statement; columns that a row does not name get the default of the table. */
export const insertRows = async (context: LoadContext, section: Section, rows: readonly PresetRow[]): Promise<void> => {
  const { table } = section
  const records = rows.map((row) => (row.uuid === undefined ? row.values : { uuid: row.uuid, ...row.values }))
  const columns = columnsOf(records)
  const source = columns.map((name) => {
    if (records.every((record) => name in record)) return raw(`wanted."${name}"`)
    const fallback = context.column(table, name).default ?? 'null'
    return raw(`case when input.data ? '${name}' then wanted."${name}" else ${fallback} end`)
  })
  const written = await write(
    context,
    table,
    sql`
      insert into ${raw(table)} (${join(columns.map((name) => raw(`"${name}"`)))})
      select ${join(source)}
      from jsonb_array_elements(${JSON.stringify(records)}::jsonb) with ordinality as input (data, position)
      cross join lateral jsonb_populate_record(null::${raw(table)}, input.data) as wanted
      order by input.position
      returning ${returned(context, table)}
    `,
  )
  const ids = new Map(written.map(({ id, uuid }) => [uuid, id]))
  for (const row of rows) {
    if (row.uuid !== undefined) row.id = ids.get(row.uuid)
    row.outcome = 'created'
  }
}

/** Sets columns of existing rows with one statement; what a row does not name stays. */
export const updateRows = async (
  context: LoadContext,
  section: Section,
  rows: readonly PresetRow[],
  valuesOf: (row: PresetRow) => Record<string, unknown> = (row) => row.values,
): Promise<void> => {
  const { table } = section
  const identifier = identifierOf(context, section)
  const records = rows.map((row) => ({ id: row.id, data: valuesOf(row) }))
  const columns = columnsOf(records.map(({ data }) => data)).filter((name) => name !== 'modified')
  if (identifier === undefined || columns.length === 0) return
  const stamp = context.hasColumn(table, 'modified')
    ? `, modified = coalesce((input.data->>'modified')::timestamptz, now())`
    : ''
  await write(
    context,
    table,
    sql`
      update ${raw(table)}
      set (${join(columns.map((name) => raw(`"${name}"`)))}) = (
        select ${join(columns.map((name) => raw(`wanted."${name}"`)))}
        from jsonb_populate_record(${raw(table)}, input.data) as wanted
      )${raw(stamp)}
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
        as input (id ${raw(context.column(table, identifier).type)}, data jsonb)
      where ${raw(`${table}."${identifier}"`)} = input.id
      returning ${returned(context, table)}
    `,
  )
}

/** Bad data, size limits; not conflicts with other transactions, which repeat the whole load. */
const isRefusal = (error: unknown): boolean => /^(22|23|54)/.test(sqlState(error) ?? '')

/**
 * Writes a batch. When the database refuses it, halves are tried until the refused rows are found: these are reported,
 * the others written.
 */
export const writeBatch = async (
  context: LoadContext,
  section: Section,
  rows: readonly PresetRow[],
  work: (rows: readonly PresetRow[]) => Promise<void>,
): Promise<void> => {
  if (rows.length === 0) return
  const { transaction } = context
  await transaction.run(sql`savepoint preset_batch`)
  try {
    await work(rows)
    await transaction.run(sql`release savepoint preset_batch`)
    return
  } catch (error) {
    if (!isRefusal(error)) throw error
    await transaction.run(sql`rollback to savepoint preset_batch`)
    await transaction.run(sql`release savepoint preset_batch`)
    const [row] = rows
    if (rows.length === 1 && row) {
      const { key, reason } = await describeRefusal(context, section, error)
      context.report(section, row, key, reason)
      return
    }
  }
  const middle = rows.length >> 1
  await writeBatch(context, section, rows.slice(0, middle), work)
  await writeBatch(context, section, rows.slice(middle), work)
}
