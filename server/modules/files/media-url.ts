import { isoUuid, sql, type Sql } from '../../db/sql.ts'

/** Absolute URL of a stored file, or null, as an SQL expression over the column that refers to it. */
export const mediaUrl = (origin: string, fileId: Sql): Sql => sql`(
  select ${origin} || '/api/media/' || ${isoUuid(sql`stored_file.uuid`)} || '/'
  from stored_file where stored_file.id = ${fileId}
)`
