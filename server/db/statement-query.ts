import pg from 'pg'
import type { ArrivedRow } from './arrived-row.ts'

const { TEXT } = pg.types.builtins

interface Description {
  fields: { name: string; dataTypeID: Parameters<pg.CustomTypesConfig['getTypeParser']>[0] }[]
}

/** The columns of a result, to make rows of what arrives. */
export class Shape {
  /** Without `parse` the text that arrives is the value. */
  readonly #columns: readonly { name: string; parse: ((text: string) => unknown) | undefined }[]
  /** A row of nulls. */
  readonly #empty: Readonly<Record<string, unknown>>

  constructor({ fields }: Description, types: pg.CustomTypesConfig) {
    const asItIs: unknown = types.getTypeParser(TEXT, 'text')
    this.#columns = fields.map(({ name, dataTypeID }) => {
      const parser = types.getTypeParser(dataTypeID, 'text') as (text: string) => unknown
      return { name, parse: parser === asItIs ? undefined : parser }
    })
    this.#empty = Object.fromEntries(fields.map(({ name }) => [name, null]))
  }

  /** The values of a row, by name. */
  read({ fields }: ArrivedRow): Record<string, unknown> {
    // A pooler may have prepared the statement anew, on tables that have changed.
    if (fields.length !== this.#columns.length) throw new Error('A row has other columns than were described')
    const row = { ...this.#empty }
    this.#columns.forEach(({ name, parse }, at) => {
      const text = fields[at] ?? null
      row[name] = text === null || !parse ? text : parse(text)
    })
    return row
  }
}

/** Makes of a row what the result of its statement holds instead; `shape` reads its values. */
export type TakeRow = (row: ArrivedRow, shape: Shape) => unknown

/** What is known of a connection. */
interface Known {
  /** By name of the prepared statement. */
  shapes: Map<string, Shape>
  /** The connection, but that it never asks for the columns of a result and keeps what is sent in `sent`. */
  quiet: pg.Connection
  sent: Buffer[]
}

const known = new WeakMap<pg.Connection, Known>()

const knownOf = (connection: pg.Connection): Known => {
  const found = known.get(connection)
  if (found) return found
  const sent: Buffer[] = []
  const stream = { writable: true, write: (message: Buffer) => sent.push(message) }
  const quiet = Object.create(connection, {
    describe: { value: () => undefined },
    stream: { value: stream },
  }) as pg.Connection
  const made = { shapes: new Map(), quiet, sent }
  known.set(connection, made)
  return made
}

/** What the driver's own query does, as far as it is changed here. */
interface DriversQuery extends pg.Query {
  name: string | undefined
  text: string
  values: unknown[]
  _result: { rows: unknown[]; _types: pg.CustomTypesConfig }
  _canceledDueToError: unknown
  submit(connection: pg.Connection): Error | null
  handleRowDescription(description: Description): void
  handleDataRow(row: ArrivedRow): void
}

const Query = pg.Query as unknown as new (text: string, values: unknown[]) => DriversQuery

/** What to run; with a name it is kept on the connection. */
export interface NamedStatement {
  text: string
  values: unknown[]
  name?: string
  /** Without it rows are their values by name. */
  take?: TakeRow
}

const readRow: TakeRow = (row, shape) => shape.read(row)

/**
 * The columns of a prepared statement are described once on each connection: they stay what they are, or PostgreSQL
 * refuses to run it. To describe forty columns and to read that takes as long as ten rows of them do.
 */
export class StatementQuery extends Query {
  readonly #take: TakeRow
  #shapes: Map<string, Shape> | undefined
  #shape: Shape | undefined

  constructor({ name, text, values, take = readRow }: NamedStatement) {
    super(text, values)
    this.name = name
    this.#take = take
  }

  override submit(connection: pg.Connection): Error | null {
    if (this.name === undefined) return super.submit(connection)
    const { shapes, quiet, sent } = knownOf(connection)
    this.#shapes = shapes
    this.#shape = shapes.get(this.name)
    if (!this.#shape) return super.submit(connection)
    const failure = super.submit(quiet)
    // One message instead of several: each costs the socket as much as a hundred values.
    connection.stream.write(Buffer.concat(sent.splice(0)))
    return failure
  }

  override handleRowDescription(description: Description): void {
    super.handleRowDescription(description)
    this.#shape = new Shape(description, this._result._types)
    if (this.name !== undefined) this.#shapes?.set(this.name, this.#shape)
  }

  override handleDataRow(row: ArrivedRow): void {
    if (this._canceledDueToError) return
    try {
      if (!this.#shape) throw new Error('A row came before its columns were described')
      this._result.rows.push(this.#take(row, this.#shape))
    } catch (error) {
      // Told when the result is complete, as the driver does.
      this._canceledDueToError = error
    }
  }
}
