import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Cell, Table } from './table.ts'

const CHUNK_CHARACTERS = 65_536

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

const encoded = (cell: Cell): string => {
  if (cell === null) return '\\N'
  return typeof cell === 'string' ? cell.replace(/[\\\t\n\r]/g, (letter) => ESCAPES[letter] ?? '') : String(cell)
}

/** Rows in the text format of COPY, in pieces of a size that streams well. */
const chunksOf = function* (rows: Iterable<readonly Cell[]>): Generator<Buffer> {
  let text = ''
  for (const row of rows) {
    text += `${row.map(encoded).join('\t')}\n`
    if (text.length < CHUNK_CHARACTERS) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}

/** Fills a table and moves the counter of its ids behind the last one; returns the number of rows. */
export const copyTable = async (client: pg.ClientBase, { name, columns, rows }: Table): Promise<number> => {
  const stream = client.query(copyFrom(`copy ${name} (${columns.join(', ')}) from stdin`))
  await pipeline(Readable.from(chunksOf(rows), { objectMode: true, highWaterMark: 4 }), stream)
  if (columns.includes('id')) {
    await client.query(`select setval(pg_get_serial_sequence('${name}', 'id'), (select max(id) from ${name}))`)
  }
  return stream.rowCount
}
