import type { Context } from '../context.ts'
import { raw, sql, Sql } from '../db/sql.ts'

/** How one key of a wire object is computed and read; `read` may return undefined to omit the key. */
export interface Column<T> {
  sql: Sql
  read: (value: never) => T | undefined
  /** For values that some rows need a statement of their own for. Not asked inside nested objects. */
  completion?: Completion<T>
}

interface Completion<T> {
  /** Whether `read` does not say it, by what `sql` gave. */
  isDue: (value: never) => boolean
  /** For all rows where it is due, at once; undefined where `read` has said it after all. */
  complete: (context: Context, values: never[]) => Promise<(T | undefined)[]>
}

/** The columns of a representation in wire order; a key that is hidden from the caller is undefined. */
export type Columns<T> = { [K in keyof Required<T>]: Column<T[K]> | undefined }

/** The columns with all but the named ones hidden. */
export const only = <T>(columns: Columns<T>, names: readonly (keyof T)[]): Columns<T> =>
  Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, names.includes(name as keyof T) ? column : undefined]),
  ) as Columns<T>

/** What a statement found for one object. */
export type Found = Record<string, unknown>

interface Selected {
  name: string
  column: Column<unknown>
  /** The first key that is made of the same expression; they share its value. */
  source: string
}

/** What has come as it is to be shown. */
export const asItIs = <T>(value: T): T => value

let lasting = 0

/** The columns to compute: the wanted ones, or all when none of the wanted names is visible. */
export class Selection<T> {
  readonly #selected: readonly Selected[]
  readonly #completions: readonly { name: string; source: string; completion: Completion<unknown> }[]
  #list: Sql | undefined
  #lastingName: string | undefined

  constructor(columns: Columns<T>, wanted?: readonly string[]) {
    const visible = Object.entries(columns).filter(
      (entry): entry is [string, Column<unknown>] => entry[1] !== undefined,
    )
    const chosen = visible.filter(([name]) => wanted?.includes(name))
    const sources = new Map<string, string>()
    this.#selected = (chosen.length > 0 ? chosen : visible).map(([name, column]) => {
      // Without values, equal texts are equal expressions.
      const expression = column.sql.values.length === 0 ? column.sql.text : name
      const source = sources.get(expression) ?? name
      sources.set(expression, source)
      return { name, column, source }
    })
    this.#completions = this.#selected.flatMap(({ name, column, source }) =>
      column.completion ? [{ name, source, completion: column.completion }] : [],
    )
  }

  /** The list of a `select`, for rows that `read` takes: all keys in their order, empty where they share a value. */
  get list(): Sql {
    return (this.#list ??= this.#makeList())
  }

  #makeList(): Sql {
    const last = this.#selected.length - 1
    const list = new Sql(
      ['', ...this.#selected.map(({ name }, at) => ` as "${name}"${at < last ? ', ' : ''}`)],
      this.#selected.map(({ name, column, source }) => (name === source ? column.sql : sql`null`)),
    )
    // One piece instead of a hundred, for statements that it becomes a part of.
    return list.values.length === 0 ? raw(list.sql) : list
  }

  /** Set once the selection is used for a second time: of equal rows it makes equal objects, whoever asks. */
  get lastingName(): string | undefined {
    return this.#lastingName
  }

  /** As when it was made; see `lastingName`. */
  again(): this {
    this.#lastingName ??= String(++lasting)
    return this
  }

  /** Whether `read` needs no further statement for the row. */
  isComplete(row: Found): boolean {
    return !this.#completions.some(({ source, completion }) => completion.isDue(row[source] as never))
  }

  /** The objects of rows, complete; the rows themselves are changed. */
  async read(context: Context, rows: readonly Found[]): Promise<T[]> {
    const due = this.#completions.map(({ name, source, completion }) => {
      const values = rows.map((row, index) => ({ index, value: row[source] as never }))
      return { name, completion, values: values.filter(({ value }) => completion.isDue(value)) }
    })
    const objects = rows.map(this.reader())
    await Promise.all(
      due.map(async ({ name, completion, values }) => {
        if (values.length === 0) return
        const completed = await completion.complete(
          context,
          values.map(({ value }) => value),
        )
        for (const [at, { index }] of values.entries()) {
          if (completed[at] !== undefined) Object.assign(objects[index] ?? {}, { [name]: completed[at] })
        }
      }),
    )
    return objects
  }

  /**
   * Makes rows, or JSON objects of them, what they are to be. Most values stay as they are, and an object with tens of
   * keys is dear to make, so the rows themselves are changed. Nothing is completed.
   */
  reader(): (found: Found) => T {
    const changed = this.#selected.filter(({ name, column, source }) => name !== source || column.read !== asItIs)
    // First those that look at the value of another key, which is changed itself.
    const inOrder = [
      ...changed.filter(({ name, source }) => name !== source),
      ...changed.filter(({ name, source }) => name === source),
    ]
    return (found) => {
      // JSON leaves out what is undefined; without a key the object would become a slow one.
      for (const { name, column, source } of inOrder) found[name] = column.read(found[source] as never)
      return found as T
    }
  }
}

const whole = new WeakMap<object, Selection<unknown>>()

/** The wanted columns; where all are wanted, the selection is kept as long as the columns are. */
export const selectionOf = <T>(columns: Columns<T>, wanted?: readonly string[]): Selection<T> => {
  if (wanted !== undefined) return new Selection(columns, wanted)
  const known = whole.get(columns) as Selection<T> | undefined
  if (known) return known.again()
  const selection = new Selection(columns)
  whole.set(columns, selection)
  return selection
}

/** One object of a representation, or undefined; `source` is a complete `from … where …`. */
export const readObject = async <T>(
  context: Context,
  source: Sql,
  columns: Columns<T>,
  field?: readonly string[],
): Promise<T | undefined> => {
  const selection = selectionOf(columns, field)
  const row = await context.db.maybeOne<Found>(sql`select ${selection.list} ${source}`)
  return row && (await selection.read(context, [row]))[0]
}

/** What the JSON expression `json` over `object.id` gives for each of the ids. */
export const readJsonOf = async <T>(
  { db }: Pick<Context, 'db'>,
  json: Sql,
  ids: readonly string[],
): Promise<Map<string, T>> => {
  const rows = await db.rows<{ id: string; value: T }>(
    sql`select object.id, ${json} as value from unnest(${ids}::bigint[]) as object (id)`,
    { prepare: 'longWalk' },
  )
  return new Map(rows.map(({ id, value }) => [id, value]))
}
