import { createHash, randomUUID } from 'node:crypto'
import type { Queryable } from '../../db/database.ts'
import { sql } from '../../db/sql.ts'

interface NewFile {
  /** Unique; a file of the same name is replaced under a new uuid, so that caches do not show the old one. */
  name: string
  content: Uint8Array
  mimeType: string
}

/** Stores a file that everybody may fetch; returns its id. */
export const storeFile = async (db: Queryable, { name, content, mimeType }: NewFile): Promise<string> => {
  const hash = createHash('sha256').update(content).digest('hex')
  const { id } = await db.one<{ id: string }>(sql`
    insert into stored_file (uuid, name, content, size, mime_type, hash)
    values (${randomUUID()}, ${name}, ${Buffer.from(content)}, ${content.length}, ${mimeType}, ${hash})
    on conflict (name) do update set uuid = excluded.uuid, content = excluded.content, size = excluded.size,
      mime_type = excluded.mime_type, hash = excluded.hash, modified = now()
    returning id
  `)
  return id
}

export const deleteFile = async (db: Queryable, id: string): Promise<void> => {
  await db.run(sql`delete from stored_file where id = ${id}`)
}
