import type { Context } from '../context.ts'
import type { StatementOptions } from '../db/database.ts'
import type { ArrivedRow } from '../db/arrived-row.ts'
import type { Shape } from '../db/statement-query.ts'
import { sql, type Sql } from '../db/sql.ts'
import type { Found, Selection } from './selection.ts'
import { findWritten, keepWritten, type WrittenRow } from './written-row.ts'

/** Larger pages belong to walks through whole lists: to keep their rows would only push out what is looked at. */
export const WIDE_PAGE = 100

/** What comes before the columns of an object. */
const placeOf = (total: Sql): Sql => sql`
  page.id::text as "#id", page.position::integer as "#position", ${total}::text as "#total"`
const PLACE_COLUMNS = 3

interface Placed<T> {
  position: number
  total: string | null
  /** Complete, written or not; or what `incomplete` is to become. */
  row?: T | WrittenRow
  incomplete?: Found
}

/** Makes rows what they are to be as they arrive, unless that takes further statements. */
const taker = <T>(selection: Selection<T>, isKept: boolean) => {
  const keyOf = isKept && selection.lastingName !== undefined ? `${selection.lastingName} ` : undefined
  const read = selection.reader()
  const makeRow = (
    id: string,
    values: Buffer,
    arrived: ArrivedRow,
    shape: Shape,
  ): Pick<Placed<T>, 'row' | 'incomplete'> => {
    const found = shape.read(arrived)
    found['#id'] = found['#position'] = found['#total'] = undefined
    if (!selection.isComplete(found)) return { incomplete: found }
    const row = read(found)
    return { row: keyOf === undefined ? row : keepWritten(keyOf + id, values, JSON.stringify(row)) }
  }
  return (arrived: ArrivedRow, shape: Shape): Placed<T> => {
    const { first, rest } = arrived.split(PLACE_COLUMNS)
    const [id, position, total] = first as [string, string, string | null]
    const row = keyOf === undefined ? undefined : findWritten(keyOf + id, rest)
    const made = row ? { row } : makeRow(id, rest, arrived, shape)
    return { position: Number(position), total, row: made.row, incomplete: made.incomplete }
  }
}

export interface PageRows<T> {
  rows: readonly (T | WrittenRow)[]
  /** What the expression for the total gave; undefined where there are no rows. */
  total: string | null | undefined
}

/** The rows of a page: `source` is a complete `from … where …` over `page`, which has their ids and positions. */
export const readPageRows = async <T>(
  context: Context,
  selection: Selection<T>,
  { total, source, size }: { total: Sql; source: Sql; size: number },
  options: StatementOptions,
): Promise<PageRows<T>> => {
  const placed = await context.db.rows<Placed<T>>(sql`select ${placeOf(total)}, ${selection.list} ${source}`, {
    ...options,
    take: taker(selection, size <= WIDE_PAGE),
  })
  // They come in this order as a rule; to have the database sort them would be dear.
  placed.sort((one, other) => one.position - other.position)
  const incomplete = placed.map((row) => row.incomplete).filter((row) => row !== undefined)
  const completed = await selection.read(context, incomplete)
  const next = completed.values()
  return {
    rows: placed.map(({ row }) => row ?? (next.next().value as T)),
    total: placed[0]?.total,
  }
}
