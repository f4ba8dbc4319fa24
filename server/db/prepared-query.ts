import pg from 'pg'

/** The columns of a prepared statement, as the rows of its result are made of them. */
interface Shape {
  /** Without `parse` the text that arrives is the value. */
  columns: { name: string; parse: ((text: string) => unknown) | undefined }[]
  /** A row of nulls. */
  empty: Record<string, unknown>
}

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

interface Description {
  fields: { name: string; dataTypeID: Parameters<pg.CustomTypesConfig['getTypeParser']>[0] }[]
}

/** What the driver's own query does, as far as it is changed here. */
interface DriversQuery extends pg.Query {
  name: string
  text: string
  values: unknown[]
  _result: { rows: unknown[]; _types: pg.CustomTypesConfig }
  _canceledDueToError: unknown
  submit(connection: pg.Connection): Error | null
  handleRowDescription(description: Description): void
  handleDataRow(row: { fields: (string | null)[] }): void
}

const Query = pg.Query as unknown as new (text: string, values: unknown[]) => DriversQuery

const { TEXT } = pg.types.builtins

const rowOf = ({ columns, empty }: Shape, fields: (string | null)[]): Record<string, unknown> => {
  // A pooler may have prepared the statement anew, on tables that have changed.
  if (fields.length !== columns.length) throw new Error('A row has other columns than were described')
  const row = { ...empty }
  columns.forEach(({ name, parse }, at) => {
    const text = fields[at] ?? null
    row[name] = text === null || !parse ? text : parse(text)
  })
  return row
}

/**
 * A prepared statement whose columns are described once on each connection: they stay what they are, or PostgreSQL
 * refuses to run it. To describe forty columns and to read that takes as long as ten rows of them do.
 */
export class PreparedQuery extends Query {
  #shapes: Map<string, Shape> | undefined
  #shape: Shape | undefined

  constructor({ name, text, values }: { name: string; text: string; values: unknown[] }) {
    super(text, values)
    this.name = name
  }

  override submit(connection: pg.Connection): Error | null {
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
    const types = this._result._types
    const { fields } = description
    const asItIs: unknown = types.getTypeParser(TEXT, 'text')
    this.#shape = {
      columns: fields.map(({ name, dataTypeID }) => {
        const parser = types.getTypeParser(dataTypeID, 'text') as (text: string) => unknown
        return { name, parse: parser === asItIs ? undefined : parser }
      }),
      empty: Object.fromEntries(fields.map(({ name }) => [name, null])),
    }
    this.#shapes?.set(this.name, this.#shape)
  }

  override handleDataRow({ fields }: { fields: (string | null)[] }): void {
    try {
      if (!this.#shape) throw new Error('A row came before its columns were described')
      this._result.rows.push(rowOf(this.#shape, fields))
    } catch (error) {
      // Told when the result is complete, as the driver does.
      this._canceledDueToError = error
    }
  }
}
