import { DEFAULT_PAGE_SIZE, type PageNumber } from '../../contract/params.ts'
import type { Context } from '../context.ts'
import { join, raw, sql, type Sql } from '../db/sql.ts'
import { InvalidPage } from '../errors.ts'

/** One page of a list and the number of rows on all pages. */
export class Page<T> {
  readonly rows: readonly T[]
  readonly total: number
  readonly number: number
  readonly size: number

  constructor(rows: readonly T[], total: number, number: number, size: number) {
    this.rows = rows
    this.total = total
    this.number = number
    this.size = size
  }

  get last(): number {
    return lastPage(this.total, this.size)
  }
}

const lastPage = (total: number, size: number): number => Math.max(1, Math.ceil(total / size))

/** How one key of a wire object is computed and read; `read` may return undefined to omit the key. */
export interface Column<T> {
  sql: Sql
  read: (value: never) => T | undefined
}

/** The columns of a representation in wire order; a key that is hidden from the caller is undefined. */
export type Columns<T> = { [K in keyof Required<T>]: Column<T[K]> | undefined }

export interface List<T> {
  /** `from … where …` over the candidates; every row of the list exactly once. */
  candidates: Sql
  /** What identifies a candidate, such as `project.id`. */
  id: Sql
  /** A total order over the candidates; ends with the id. */
  order: Sql
  /** Statement for the number of candidates, when there is a cheaper one than counting them. */
  total?: Sql
  /** Joins that the columns need, starting from `page.id`. */
  source: Sql
  columns: Columns<T>
}

/** The columns with all but the named ones hidden. */
export const only = <T>(columns: Columns<T>, names: readonly (keyof T)[]): Columns<T> =>
  Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, names.includes(name as keyof T) ? column : undefined]),
  ) as Columns<T>

interface PageRequest {
  page?: PageNumber
  page_size?: number
  field?: readonly string[]
}

/** The columns to compute: the wanted ones, or all when none of the wanted names is visible. */
const selected = <T>(columns: Columns<T>, wanted: readonly string[] | undefined): [string, Column<unknown>][] => {
  const visible = Object.entries(columns).filter((entry): entry is [string, Column<unknown>] => entry[1] !== undefined)
  const chosen = visible.filter(([name]) => wanted?.includes(name))
  return chosen.length > 0 ? chosen : visible
}

const selectList = (columns: readonly [string, Column<unknown>][]): Sql =>
  join(columns.map(([name, column]) => sql`${column.sql} as ${raw(`"${name}"`)}`))

const readRow = (columns: readonly [string, Column<unknown>][], row: Record<string, unknown>) => {
  const object: Record<string, unknown> = {}
  for (const [name, column] of columns) {
    const value = column.read(row[name] as never)
    if (value !== undefined) object[name] = value
  }
  return object
}

const pageNumber = (wanted: PageNumber | undefined, last: number): number => {
  const number = wanted === 'last' ? last : (wanted ?? 1)
  if (number === 'invalid' || number > last) throw new InvalidPage()
  return number
}

/**
 * Runs a list: counts, checks the page, picks the ids of the page, then computes the wanted columns for those rows
 * only.
 */
export const listPage = async <T>(context: Context, list: List<T>, request: PageRequest): Promise<Page<T>> => {
  const { total } = await context.db.one<{ total: string }>(
    list.total ?? sql`select count(*) as total ${list.candidates}`,
  )
  const size = request.page_size ?? DEFAULT_PAGE_SIZE
  const count = Number(total)
  const number = pageNumber(request.page, lastPage(count, size))
  if (context.headersOnly || count === 0) return new Page<T>([], count, number, size)
  const columns = selected(list.columns, request.field)
  const rows = await context.db.rows<Record<string, unknown>>(sql`
    select ${selectList(columns)}
    from (
      select candidate.id, row_number() over () as position
      from (
        select ${list.id} as id ${list.candidates}
        order by ${list.order} limit ${size} offset ${(number - 1) * size}
      ) as candidate
    ) as page
    ${list.source}
    order by page.position
  `)
  return new Page(
    rows.map((row) => readRow(columns, row) as T),
    count,
    number,
    size,
  )
}

/** As `listPage`, for objects that one JSON expression makes. */
export const listJsonPage = <T extends object>(
  context: Context,
  { json, ...list }: Omit<List<T>, 'columns'> & { json: Sql },
  request: Omit<PageRequest, 'field'>,
): Promise<Page<T>> =>
  listPage<{ body: T }>(context, { ...list, columns: { body: { sql: json, read: (body: T) => body } } }, request).then(
    ({ rows, total, number, size }) =>
      new Page(
        rows.map(({ body }) => body),
        total,
        number,
        size,
      ),
  )

/** One object of a representation, or undefined; `source` is a complete `from … where …`. */
export const readObject = async <T>(
  context: Context,
  source: Sql,
  columns: Columns<T>,
  field?: readonly string[],
): Promise<T | undefined> => {
  const chosen = selected(columns, field)
  const row = await context.db.maybeOne<Record<string, unknown>>(sql`select ${selectList(chosen)} ${source}`)
  return row && (readRow(chosen, row) as T)
}

/**
 * A list of objects inside another, by the same kind of columns; `source` is `from … where …`. Timestamps and dates must
 * come as text, because JSON writes them in another form.
 */
export const nestedList = <T>(columns: Columns<T>, source: Sql, order: Sql): Column<T[]> => {
  const entries = selected(columns, undefined)
  const pairs = join(entries.map(([name, column]) => sql`${name}::text, ${column.sql}`))
  return {
    sql: sql`(select coalesce(json_agg(json_build_object(${pairs}) order by ${order}), '[]') ${source})`,
    read: (rows: Record<string, unknown>[]) => rows.map((row) => readRow(entries, row) as T),
  }
}

/** One page of rows that are all at hand. */
export const pageOf = <T>(rows: readonly T[], wanted: PageNumber | undefined, size: number): Page<T> => {
  const number = pageNumber(wanted, lastPage(rows.length, size))
  return new Page(rows.slice((number - 1) * size, number * size), rows.length, number, size)
}
