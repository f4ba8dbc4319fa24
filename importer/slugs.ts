import { raw, sql } from '../server/db/sql.ts'
import { slugParts, slugPrefix } from '../server/lib/slug.ts'
import type { LoadContext } from './load-context.ts'
import type { PresetRow } from './section.ts'

/** Numbers in use behind each prefix. `-` and `.` are neighbours in the C collation of slugs. */
const highestNumbers = async (
  context: LoadContext,
  table: string,
  prefixes: readonly string[],
): Promise<Map<string, number>> => {
  const rows = await context.transaction.rows<{ prefix: string; number: number }>(sql`
    select wanted.prefix, max(substr(taken.slug, length(wanted.prefix) + 2)::int) as number
    from unnest(${[...prefixes]}::text[]) as wanted (prefix)
    join ${raw(table)} as taken on taken.slug > wanted.prefix || '-' and taken.slug < wanted.prefix || '.'
    where substr(taken.slug, length(wanted.prefix) + 2) ~ '^[0-9]{1,9}$'
    group by wanted.prefix
  `)
  return new Map(rows.map(({ prefix, number }) => [prefix, number]))
}

/** Gives new rows without a slug one that no row of the database or of the file has. */
export const assignSlugs = async (
  context: LoadContext,
  table: string,
  rows: readonly PresetRow[],
  sourceOf: (row: PresetRow) => string,
): Promise<void> => {
  const prefixes = new Map<PresetRow, string>()
  for (const row of rows) if (row.values.slug === undefined) prefixes.set(row, slugPrefix(sourceOf(row)))
  if (prefixes.size === 0) return
  const numbers = await highestNumbers(context, table, [...new Set(prefixes.values())])
  for (const { values } of rows) {
    const parts = typeof values.slug === 'string' ? slugParts(values.slug) : undefined
    if (parts) numbers.set(parts.prefix, Math.max(parts.number, numbers.get(parts.prefix) ?? 0))
  }
  for (const [row, prefix] of prefixes) {
    const number = (numbers.get(prefix) ?? 0) + 1
    numbers.set(prefix, number)
    row.values.slug = `${prefix}-${number}`
  }
}
