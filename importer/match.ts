import { join, raw, sql } from '../server/db/sql.ts'
import { inBatches } from './batches.ts'
import type { LoadContext } from './load-context.ts'
import type { PresetRow, Section } from './section.ts'

/** The column that tells rows of a table apart: id, or the only natural key of a table without ids. */
export const identifierOf = (context: LoadContext, section: Section): string | undefined => {
  if (context.hasColumn(section.table, 'id')) return 'id'
  return section.natural?.length === 1 ? section.natural[0] : undefined
}

/** Rows that are the same as an earlier row of the file by their natural key: they stand for that row. */
export type Aliases = Map<PresetRow, PresetRow>

/** What of the file exists already: sets `id` of these rows. */
export const matchRows = async (
  context: LoadContext,
  section: Section,
  rows: readonly PresetRow[],
): Promise<{ existing: Set<PresetRow>; aliases: Aliases }> => {
  const existing = new Set<PresetRow>()
  const uuids = rows.flatMap((row) => row.uuid ?? [])
  if (uuids.length > 0) await context.identities.lookUp(section.table, 'uuid', uuids)
  for (const row of rows) {
    row.id = row.uuid === undefined ? undefined : context.identities.id(section.table, 'uuid', row.uuid)
    if (row.id !== undefined) existing.add(row)
  }
  const byKey = rows.filter((row) => !existing.has(row) && section.natural && (section.naturalApplies?.(row) ?? true))
  await inBatches(byKey, async (batch) => {
    for (const row of await findByNaturalKey(context, section, batch)) existing.add(row)
  })
  return { existing, aliases: findAliases(section, byKey, existing) }
}

const naturalKey = (section: Section, row: PresetRow): Record<string, unknown> =>
  Object.fromEntries(
    (section.natural ?? []).map((column) => [column, row.values[column] ?? section.defaults?.[column] ?? null]),
  )

const findByNaturalKey = async (
  context: LoadContext,
  section: Section,
  rows: readonly PresetRow[],
): Promise<PresetRow[]> => {
  const table = raw(section.table)
  const conditions = (section.natural ?? []).map((name) => {
    const operator = context.column(section.table, name).nullable ? 'is not distinct from' : '='
    return raw(`existing."${name}" ${operator} wanted."${name}"`)
  })
  const identifier = identifierOf(context, section)
  const found = await context.transaction.rows<{ position: string; id: string | null }>(sql`
    select input.position, ${raw(identifier ? `existing."${identifier}"::text` : 'null')} as id
    from jsonb_array_elements(${JSON.stringify(rows.map((row) => naturalKey(section, row)))}::jsonb)
      with ordinality as input (data, position)
    cross join lateral jsonb_populate_record(null::${table}, input.data) as wanted
    join ${table} as existing on ${join(conditions, ' and ')}
  `)
  return found.flatMap(({ position, id }) => {
    const row = rows[Number(position) - 1]
    if (!row) return []
    row.id = id ?? undefined
    return [row]
  })
}

const findAliases = (section: Section, rows: readonly PresetRow[], existing: ReadonlySet<PresetRow>): Aliases => {
  const aliases: Aliases = new Map()
  const first = new Map<string, PresetRow>()
  for (const row of rows) {
    if (existing.has(row)) continue
    const key = JSON.stringify(Object.values(naturalKey(section, row)))
    const earlier = first.get(key)
    if (earlier) aliases.set(row, earlier)
    else first.set(key, row)
  }
  return aliases
}
