import type { Context } from '../context.ts'
import type { StatementOptions } from '../db/database.ts'
import type { ArrivedRow } from '../db/arrived-row.ts'
import type { Shape } from '../db/statement-query.ts'
import { sql, type Sql } from '../db/sql.ts'
import type { Found, Selection } from './selection.ts'
import { findWritten, keepWritten, type WrittenRow } from './written-row.ts'

/** Larger pages belong to walks through whole lists as a rule: their rows would only push out what is looked at. */
export const WIDE_PAGE = 100

/** What comes before the columns of an object. */
const placeOf = (total: Sql): Sql => sql`
  page.id::text as "#id", page.position::integer as "#position", ${total}::text as "#total"`
const PLACE_COLUMNS = 3

interface Placed<Shown> {
  position: number
  total: string | null
  /** Complete, written or not; or what `incomplete` is to become. */
  row?: Shown | WrittenRow
  incomplete?: Found
}

/** Makes rows what they are to be as they arrive, unless that takes further statements. */
const taker = <T, Shown>(selection: Selection<T>, show: (row: T) => Shown, isKept: boolean) => {
  const keyOf = isKept && selection.lastingName !== undefined ? `${selection.lastingName} ` : undefined
  const read = selection.reader()
  const makeRow = (
    key: string | undefined,
    values: Buffer,
    found: Found,
  ): Pick<Placed<Shown>, 'row' | 'incomplete'> => {
    found['#id'] = found['#position'] = found['#total'] = undefined
    if (!selection.isComplete(found)) return { incomplete: found }
    const row = show(read(found))
    return { row: (key === undefined ? undefined : keepWritten(key, values, row)) ?? row }
  }
  return (arrived: ArrivedRow, shape: Shape): Placed<Shown> => {
    const { first, rest } = arrived.split(PLACE_COLUMNS)
    const [id, position, total] = first as [string, string, string | null]
    const key = keyOf === undefined ? undefined : keyOf + id
    const written = key === undefined ? undefined : findWritten(key, rest)
    const { row, incomplete } = written ? { row: written } : makeRow(key, rest, shape.read(arrived))
    return { position: Number(position), total, row, incomplete }
  }
}

interface PageStatement<T, Shown> {
  total: Sql
  /** A complete `from … where …` over `page`, which has the ids and positions of the rows. */
  source: Sql
  size: number
  present?: (row: T) => Shown
}

interface PageRows<Shown> {
  rows: readonly (Shown | WrittenRow)[]
  /** What the expression for the total gave; undefined where there are no rows. */
  total: string | null | undefined
}

/** The rows of a page in their order. */
export const readPageRows = async <T, Shown>(
  context: Context,
  selection: Selection<T>,
  { total, source, size, present }: PageStatement<T, Shown>,
  options: StatementOptions,
): Promise<PageRows<Shown>> => {
  const show = present ?? ((row: T) => row as unknown as Shown)
  const placed = await context.db.rows<Placed<Shown>>(sql`select ${placeOf(total)}, ${selection.list} ${source}`, {
    ...options,
    // Kept is what the selection makes of a row.
    take: taker(selection, show, size <= WIDE_PAGE && present === undefined),
  })
  // They come in this order as a rule; to have the database sort them would be dear.
  placed.sort((one, other) => one.position - other.position)
  const incomplete = placed.map((row) => row.incomplete).filter((row) => row !== undefined)
  const completed = (await selection.read(context, incomplete)).map(show).values()
  return {
    rows: placed.map(({ row }) => row ?? (completed.next().value as Shown)),
    total: placed[0]?.total,
  }
}
