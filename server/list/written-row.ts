import { LRUCache } from 'lru-cache'

/** A row of a page that is JSON already. */
export class WrittenRow {
  readonly json: Buffer

  constructor(json: Buffer) {
    this.json = json
  }
}

interface Kept {
  /** What PostgreSQL sent. */
  arrived: Buffer
  written: WrittenRow
}

/** Stands for a row that has come once, since to keep one takes a third of what making it does. */
const SEEN = 'seen'

/** Of all lists together. */
const MAX_BYTES = 32 * 1024 ** 2
/** What an entry takes beside its bytes. */
const ENTRY_BYTES = 500

const kept = new LRUCache<string, Kept | typeof SEEN>({
  maxSize: MAX_BYTES,
  sizeCalculation: (row) => ENTRY_BYTES + (row === SEEN ? 0 : row.arrived.length + row.written.json.length),
})

/** The JSON of a row that arrives as it arrived the last time; `key` is that of the object and its representation. */
export const findWritten = (key: string, arrived: Buffer): WrittenRow | undefined => {
  const known = kept.get(key)
  return known !== undefined && known !== SEEN && known.arrived.equals(arrived) ? known.written : undefined
}

/** Keeps a row that comes for the second time since it was another one; undefined for one that may never come again. */
export const keepWritten = (key: string, arrived: Buffer, row: unknown): WrittenRow | undefined => {
  if (kept.peek(key) !== SEEN) {
    kept.set(key, SEEN)
    return undefined
  }
  const json = JSON.stringify(row)
  // Of its own memory: what arrives is overwritten.
  const bytes = Buffer.allocUnsafeSlow(arrived.length + Buffer.byteLength(json))
  arrived.copy(bytes)
  bytes.write(json, arrived.length)
  const written = new WrittenRow(bytes.subarray(arrived.length))
  kept.set(key, { arrived: bytes.subarray(0, arrived.length), written })
  return written
}

const OPENING = '['.charCodeAt(0)
const COMMA = ','.charCodeAt(0)
const CLOSING = ']'.charCodeAt(0)

/** The JSON of a list, some of whose rows are written. */
export const writeRows = (rows: readonly unknown[]): Buffer => {
  if (!rows.some((row) => row instanceof WrittenRow)) return Buffer.from(JSON.stringify(rows))
  const pieces = rows.map((row) => (row instanceof WrittenRow ? row.json : Buffer.from(JSON.stringify(row))))
  // A comma or bracket before each, and one at the end.
  const json = Buffer.allocUnsafe(pieces.reduce((sum, { length }) => sum + length, 0) + pieces.length + 1)
  let at = 0
  for (const piece of pieces) {
    json[at] = at === 0 ? OPENING : COMMA
    json.set(piece, at + 1)
    at += 1 + piece.length
  }
  json[at] = CLOSING
  return json
}
