import { violatedConstraint } from '../server/db/database.ts'
import { sql } from '../server/db/sql.ts'
import type { LoadContext } from './load-context.ts'
import { keyOfColumn } from './read-row.ts'
import type { Section } from './section.ts'

/** Columns of a unique index or a check, in order. */
const columnsOfConstraint = async (
  context: LoadContext,
  name: string,
): Promise<{ unique: boolean; names: string[] }> => {
  const rows = await context.transaction.rows<{ unique: boolean; column: string }>(sql`
    select covered.unique, pg_attribute.attname::text as column
    from (
      select true as unique, indrelid as relation, indkey::int2[] as numbers
      from pg_index where indexrelid = to_regclass(quote_ident(${name}))
      union all
      select false, conrelid, conkey from pg_constraint where conname = ${name} and contype = 'c'
    ) as covered
    cross join lateral unnest(covered.numbers) with ordinality as part (number, position)
    join pg_attribute on pg_attribute.attrelid = covered.relation and pg_attribute.attnum = part.number
    order by part.position
  `)
  return { unique: rows[0]?.unique ?? false, names: rows.map((row) => row.column) }
}

/** Which key of a row the database refused, and why. */
export const describeRefusal = async (
  context: LoadContext,
  section: Section,
  error: unknown,
): Promise<{ key: string; reason: string }> => {
  const constraint = violatedConstraint(error)
  const message = error instanceof Error ? error.message : String(error)
  if (constraint === undefined) {
    const column = (error as { column?: string }).column
    return { key: column === undefined ? '' : keyOfColumn(section, column), reason: message }
  }
  const { unique, names } = await columnsOfConstraint(context, constraint)
  const keys = names.map((name) => keyOfColumn(section, name))
  const key = keys.at(-1) ?? ''
  if (!unique) return { key, reason: `is not allowed by the rule ${constraint}` }
  const others = keys.slice(0, -1)
  return { key, reason: `is taken by another row${others.length > 0 ? ` with the same ${others.join(', ')}` : ''}` }
}
