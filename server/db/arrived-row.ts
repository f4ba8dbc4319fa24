import pg from 'pg'
import { Parser } from 'pg-protocol/dist/parser.js'

/**
 * A row as PostgreSQL sends it: the number of its values, and of each its length and its text. To be read at once: what
 * comes next may take its place in memory.
 */
export class ArrivedRow {
  readonly name = 'dataRow'
  readonly #bytes: Buffer
  readonly #start: number
  readonly #end: number

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes
    this.#start = start
    this.#end = end
  }

  /** The text of all values. */
  get fields(): (string | null)[] {
    return this.split(this.#bytes.readInt16BE(this.#start)).first
  }

  /** The text of the first values, and all others as they are. */
  split(count: number): { first: (string | null)[]; rest: Buffer } {
    const bytes = this.#bytes
    const first = new Array<string | null>(count)
    let at = this.#start + 2
    for (let index = 0; index < count; index++) {
      const length = bytes.readInt32BE(at)
      at += 4
      first[index] = length < 0 ? null : bytes.toString('utf8', at, (at += length))
    }
    return { first, rest: bytes.subarray(at, this.#end) }
  }
}

/** The parser of the driver, as far as it is changed here. */
interface DriversParser {
  parse(bytes: Buffer, onMessage: (message: { name: string }) => void): void
  handlePacket(start: number, code: number, length: number, bytes: Buffer): { name: string }
}

const DATA_ROW = 'D'.charCodeAt(0)
/** The stated length of a message counts its own four bytes. */
const LENGTH_BYTES = 4

class RowParser extends (Parser as unknown as new () => DriversParser) {
  override handlePacket(start: number, code: number, length: number, bytes: Buffer): { name: string } {
    return code === DATA_ROW
      ? new ArrivedRow(bytes, start, start + length - LENGTH_BYTES)
      : super.handlePacket(start, code, length, bytes)
  }
}

/** A client of the driver that leaves the values of rows to whoever takes the rows. */
export class RowClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    const { connection } = this as unknown as { connection: pg.Connection }
    Object.assign(connection, {
      attachListeners: (stream: NodeJS.ReadableStream) => {
        const parser = new RowParser()
        stream.on('data', (bytes: Buffer) =>
          parser.parse(bytes, (message) => {
            connection.emit(message.name === 'error' ? 'errorMessage' : message.name, message)
          }),
        )
      },
    })
  }
}
