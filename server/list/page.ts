import { DEFAULT_PAGE_SIZE, type PageNumber } from '../../contract/list-params.ts'
import type { Context } from '../context.ts'
import type { Queryable, StatementOptions } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import { InvalidPage } from '../errors.ts'
import { keyOf, type Counted } from './memory.ts'
import { readPageRows, WIDE_PAGE } from './page-rows.ts'
import { selectionOf, type Columns } from './selection.ts'
import { writeRows, type WrittenRow } from './written-row.ts'

/** One page of a list and the number of rows on all pages. */
export class Page<T> {
  /** Some are JSON already. */
  readonly #rows: readonly (T | WrittenRow)[]
  readonly total: number
  readonly number: number
  readonly size: number

  constructor(rows: readonly (T | WrittenRow)[], total: number, number: number, size: number) {
    this.#rows = rows
    this.total = total
    this.number = number
    this.size = size
  }

  /** The rows as they are sent. */
  get json(): Buffer {
    return writeRows(this.#rows)
  }

  get last(): number {
    return lastPage(this.total, this.size)
  }
}

const lastPage = (total: number, size: number): number => Math.max(1, Math.ceil(total / size))

/** What is listed. */
interface Candidates {
  /** `from … where …` over the candidates; every row of the list exactly once. */
  candidates: Sql
  /** What identifies a candidate, such as `project.id`. */
  id: Sql
  /** A total order over the candidates; ends with the id. */
  order: Sql
  /** Expression for the number of candidates, when there is a cheaper one than counting them. */
  total?: Sql
  /** The text of the page's statement never varies, and its plan walks an index. */
  fixed?: boolean
  /** For candidates that lie scattered over a large table. */
  walk?: Walk
  /** What is listed changes with the clock, other than by expired grants or a new day: nothing of it is remembered. */
  runs?: boolean
}

export interface List<T, Shown = T> extends Candidates {
  /** Joins that the columns need, starting from `page.id`. */
  source: Sql
  columns: Columns<T>
  /** What is shown of a row, if it is something else; by the row alone. */
  present?: (row: T) => Shown
}

/**
 * Another way to a page: reading the table in the order of the list and asking of each row whether it belongs. It
 * costs nothing to begin, but the more the rarer the candidates are and the deeper the page is.
 */
export interface Walk {
  /** The candidates, in a form that an index in the order of the list answers row by row. */
  candidates: Sql
  /** Name of the table that is read. */
  table: string
}

interface PageRequest {
  page?: PageNumber
  page_size?: number
  field?: readonly string[]
}

const pageNumber = (wanted: PageNumber | undefined, last: number): number => {
  const number = wanted === 'last' ? last : (wanted ?? 1)
  if (number === 'invalid' || number > last) throw new InvalidPage()
  return number
}

const countStatement = ({ candidates, total, walk }: Candidates): Sql => sql`
  select ${total ?? sql`(select count(*) ${candidates})`} as total,
    ${walk ? sql`(select greatest(reltuples, 0) from pg_class where oid = to_regclass(${walk.table}))` : sql`0`}::float8
      as population`

const countNow = async ({ db }: Context, list: Candidates): Promise<Counted> => {
  const row = await db.one<{ total: string; population: number }>(
    countStatement(list),
    list.total ? { prepare: 'walk' } : {},
  )
  return { total: Number(row.total), population: row.population }
}

/** Counts the candidates, unless that was done since the last commit. */
const count = (context: Context, list: Candidates): Promise<Counted> =>
  list.total
    ? countNow(context, list)
    : context.lists.counts.read(keyOf(countStatement(list)), context.freshness, () => countNow(context, list))

/** The number of candidates, if it is known; a total that the roll-ups tell comes with the page. */
const knownCount = ({ lists, freshness }: Context, list: Candidates): Promise<Counted> | undefined =>
  list.total ? undefined : lists.counts.find(keyOf(countStatement(list)), freshness)

const keepCount = ({ lists, freshness }: Context, list: Candidates, counted: Counted): void => {
  if (!list.total) lists.counts.keep(keyOf(countStatement(list)), freshness, counted)
}

/** Looking up a row of a walk costs about three times what sorting a row of a set does. */
const WALK_FACTOR = 3

/** What walking to the first so many rows costs, in rows that could be sorted instead. */
const costOfWalk = ({ total, population }: Counted, rows: number): number =>
  ((WALK_FACTOR * rows) / Math.max(total, 1)) * Math.max(population, total)

/** Ids and positions of a page, as the table `page`. */
const pageByOffset = (list: Candidates, candidates: Sql, size: number, offset: number): Sql => sql`(
  select candidate.id, row_number() over () as position
  from (
    select ${list.id} as id ${candidates}
    order by ${list.order} limit ${size} offset ${offset}
  ) as candidate
) as page`

/** A walk that costs more than this takes about ten milliseconds; so may the rows of a wide page. */
const LONG_WALK = 5_000
/** Larger lists are not kept in memory. */
const MAX_SEQUENCE = 1_000_000
/** So many orders are read at a time without anybody waiting for them. */
const MAX_ORDERS_ASIDE = 2
/** Where a walk of the roll-up begins to cost more than what is on the page. */
const DEEP_OFFSET = 2_000

const sequenceStatement = (list: Candidates): Sql => sql`
  select string_agg(int8send(id), '' order by position) as ids
  from (
    select candidate.id, row_number() over () as position
    from (select ${list.id} as id ${list.candidates} order by ${list.order}) as candidate
  ) as sequence`

/** As bytes: to take so many numbers apart as text would keep everybody else waiting. */
const readSequence = async (db: Queryable, statement: Sql): Promise<Float64Array> => {
  const { ids } = await db.one<{ ids: Buffer | null }>(statement)
  const halves = new DataView(ids?.buffer ?? new ArrayBuffer(0), ids?.byteOffset, ids?.length)
  const sequence = new Float64Array(halves.byteLength / 8)
  for (let at = 0; at < sequence.length; at++) {
    sequence[at] = halves.getUint32(8 * at) * 2 ** 32 + halves.getUint32(8 * at + 4)
  }
  return sequence
}

/**
 * Where the rows of the page come from, and how to run the statement that looks them up. A list is walked until
 * that has cost as much as its order, which is read then: nobody knows what will be asked before the next commit, and
 * this is never more than about twice the cheapest. Meanwhile pages go on being walked, but for those that cost as much
 * by themselves. What is not kept is walked when this page is cheaper so.
 */
const choosePage = async (
  { db, lists, freshness }: Context,
  list: Candidates,
  known: Counted | undefined,
  { size, offset }: { size: number; offset: number },
): Promise<{ page: Sql; options: StatementOptions }> => {
  const cost = known && list.walk ? costOfWalk(known, offset + size) : Infinity
  const walking = (isLong: boolean): StatementOptions => ({ prepare: isLong || size > WIDE_PAGE ? 'longWalk' : 'walk' })
  const read = (walk: Walk | undefined) => ({
    page: pageByOffset(list, (walk ?? list).candidates, size, offset),
    options: walk ? walking(cost > LONG_WALK) : list.fixed === true ? walking(offset >= DEEP_OFFSET) : {},
  })
  const isOrderWorthKnowing = list.fixed !== true || offset >= DEEP_OFFSET
  if (!known || !freshness || known.total > MAX_SEQUENCE || !isOrderWorthKnowing) {
    return read(cost < (known?.total ?? 0) ? list.walk : undefined)
  }
  const statement = sequenceStatement(list)
  const key = keyOf(statement)
  const readOrder = () => lists.sequences.read(key, freshness, () => readSequence(db, statement), known.total + 1)
  if (cost < known.total && !lists.sequences.known(key, freshness)) {
    const walked = cost + (lists.walked.find(key, freshness)?.cost ?? 0)
    const isDue = walked >= known.total && lists.ordersAside < MAX_ORDERS_ASIDE
    // When it fails or does not find a place, it is tried again after as much walking.
    lists.walked.keep(key, freshness, { cost: isDue ? 0 : walked })
    if (isDue) lists.readAside(readOrder)
    return read(list.walk)
  }
  const sequence = await readOrder()
  const wanted = [...sequence.subarray(offset, offset + size)]
  return { page: sql`unnest(${wanted}::bigint[]) with ordinality as page (id, position)`, options: walking(false) }
}

/**
 * Runs a list: picks the ids of the page and computes the wanted columns for those rows only. Where no index walks the
 * list, its whole order is read at some point, and kept as long as nothing is committed. Otherwise the total comes with
 * the rows, in the same statement, unless it is dear, known already or needed to find the page.
 */
export const listPage = async <T, Shown = T>(
  caller: Context,
  list: List<T, Shown>,
  request: PageRequest,
): Promise<Page<Shown>> => {
  const context = list.runs === true ? { ...caller, freshness: undefined } : caller
  const size = request.page_size ?? DEFAULT_PAGE_SIZE
  const wanted = request.page
  const isDeep = typeof wanted === 'number' && (wanted - 1) * size >= DEEP_OFFSET
  const keepsOrder = list.fixed !== true && context.freshness !== undefined
  const countFirst = context.headersOnly || keepsOrder || list.walk !== undefined || wanted === 'last' || isDeep
  const known = countFirst ? await count(context, list) : await knownCount(context, list)
  const number = pageNumber(wanted, known ? lastPage(known.total, size) : Infinity)
  const offset = (number - 1) * size
  if (context.headersOnly || known?.total === 0) return new Page<Shown>([], known?.total ?? 0, number, size)
  const { page, options } = await choosePage(context, list, known, { size, offset })
  const selection = selectionOf(list.columns, request.field)
  const { rows, total } = await readPageRows(
    context,
    selection,
    {
      total: known ? sql`null` : (list.total ?? sql`(select count(*) ${list.candidates})`),
      source: sql`from ${page} ${list.source}`,
      size,
      present: list.present,
    },
    { ...options, chosenByClient: request.field !== undefined },
  )
  // Only behind the last page there are no rows.
  if (rows.length === 0 && number > 1) throw new InvalidPage()
  const counted = known ?? { total: Number(total ?? 0), population: 0 }
  if (!known) keepCount(context, list, counted)
  return new Page(rows, counted.total, number, size)
}

/** As `listPage`, for objects that one JSON expression makes. */
export const listJsonPage = <T extends object>(
  context: Context,
  { json, ...list }: Omit<List<T>, 'columns' | 'present'> & { json: Sql },
  request: Omit<PageRequest, 'field'>,
): Promise<Page<T>> =>
  listPage<{ body: T }, T>(
    context,
    { ...list, columns: { body: { sql: json, read: (body: T) => body } }, present: ({ body }) => body },
    request,
  )

/** One page of rows that are all at hand. */
export const pageOf = <T>(rows: readonly T[], wanted: PageNumber | undefined, size: number): Page<T> => {
  const number = pageNumber(wanted, lastPage(rows.length, size))
  return new Page(rows.slice((number - 1) * size, number * size), rows.length, number, size)
}
