import { sql, type Sql } from '../db/sql.ts'
import { Selection, type Column, type Columns, type Found } from './selection.ts'

// Objects inside others, as a single column. `source` is `from … where …`. Ids, timestamps, dates and decimals must come
// as text from the columns: JSON makes numbers of some and writes the others in another form.

/** An object, or null where `source` finds nothing. */
export const nestedObject = <T>(columns: Columns<T>, source: Sql): Column<T | null> => {
  const selection = new Selection(columns)
  const read = selection.reader()
  return {
    sql: sql`(select to_json(part) from (select ${selection.list} ${source}) as part)`,
    read: (found: Found | null) => found && read(found),
  }
}

/** A list of objects in the given order, which may end with a limit. */
export const nestedList = <T>(columns: Columns<T>, source: Sql, order: Sql): Column<T[]> => {
  const selection = new Selection(columns)
  const read = selection.reader()
  return {
    sql: sql`(
      select coalesce(json_agg(part), '[]')
      from (select ${selection.list} ${source} order by ${order}) as part
    )`,
    read: (found: Found[]) => found.map(read),
  }
}
