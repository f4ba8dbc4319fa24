import { isoUuid, sql, type Sql } from '../../db/sql.ts'
import { nullableLink } from '../../list/columns.ts'
import type { Column } from '../../list/selection.ts'

/** Most have no file, and looking for none takes longer than to see that. */
const uuidOf = (fileId: Sql): Sql => sql`case when ${fileId} is not null then
  (select stored_file.uuid from stored_file where stored_file.id = ${fileId}) end`

/** Absolute URL of a stored file, or null, from the column that refers to it. */
export const mediaLink = (origin: string, fileId: Sql): Column<string | null> =>
  nullableLink(origin, 'media', uuidOf(fileId))

/** The same as an SQL expression, for JSON that a statement builds. */
export const mediaUrl = (origin: string, fileId: Sql): Sql =>
  sql`${origin} || '/api/media/' || ${isoUuid(sql`(${uuidOf(fileId)})`)} || '/'`
