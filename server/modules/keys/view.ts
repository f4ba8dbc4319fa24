import type { SshKey } from '../../../contract/schemas/users.ts'
import { sql } from '../../db/sql.ts'
import type { Wire } from '../../handler.ts'
import { flag, link, text, uuid } from '../../list/columns.ts'
import { perOrigin } from '../../list/made-once.ts'

/** Joins of the key columns; `ssh_key` must be in scope. */
export const keyJoins = sql`join app_user on app_user.id = ssh_key.user_id`

export const keyColumns = perOrigin<Wire<typeof SshKey>>(({ origin }) => ({
  url: link(origin, 'keys', sql`ssh_key.uuid`),
  uuid: uuid(sql`ssh_key.uuid`),
  name: text(sql`ssh_key.name`),
  public_key: text(sql`ssh_key.public_key`),
  fingerprint_md5: text(sql`ssh_key.fingerprint_md5`),
  fingerprint_sha256: text(sql`ssh_key.fingerprint_sha256`),
  fingerprint_sha512: text(sql`ssh_key.fingerprint_sha512`),
  user_uuid: uuid(sql`app_user.uuid`),
  is_shared: flag(sql`ssh_key.is_shared`),
  type: text(sql`split_part(ssh_key.public_key, ' ', 1)`),
}))
