import { slugParts, slugPrefix } from '../server/lib/slug.ts'
import { highestSlugNumbers } from '../server/slugs.ts'
import type { LoadContext } from './load-context.ts'
import type { PresetRow } from './section.ts'

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
  const numbers = await highestSlugNumbers(context.transaction, table, [...new Set(prefixes.values())])
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
