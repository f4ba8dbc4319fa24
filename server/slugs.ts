import type { Queryable } from './db/database.ts'
import { raw, sql } from './db/sql.ts'
import { slugPrefix } from './lib/slug.ts'

type SluggedTable = 'app_user' | 'customer' | 'offering' | 'project' | 'resource' | 'marketplace_order'

/** The highest number in use behind each prefix. `-` and `.` are neighbours in the C collation of slugs. */
export const highestSlugNumbers = async (
  db: Queryable,
  table: string,
  prefixes: readonly string[],
): Promise<Map<string, number>> => {
  const rows = await db.rows<{ prefix: string; number: number }>(sql`
    select wanted.prefix, max(substr(taken.slug, length(wanted.prefix) + 2)::int) as number
    from unnest(${[...prefixes]}::text[]) as wanted (prefix)
    join ${raw(table)} as taken on taken.slug > wanted.prefix || '-' and taken.slug < wanted.prefix || '.'
    where substr(taken.slug, length(wanted.prefix) + 2) ~ '^[0-9]{1,9}$'
    group by wanted.prefix
  `)
  return new Map(rows.map(({ prefix, number }) => [prefix, number]))
}

/** A new slug from the text that names the object: its beginning and the next free number. */
export const newSlug = async (db: Queryable, table: SluggedTable, source: string): Promise<string> => {
  const prefix = slugPrefix(source)
  const numbers = await highestSlugNumbers(db, table, [prefix])
  return `${prefix}-${String((numbers.get(prefix) ?? 0) + 1)}`
}
