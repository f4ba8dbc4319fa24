import type { QueryOf } from '../../../contract/index.ts'
import { contains, sql, when, type Sql } from '../../db/sql.ts'
import { orderBy } from '../../list/order.ts'

type Query = QueryOf<'keys_list'>

/** The conditions of every list of keys; `ssh_key` and its owner as `app_user` must be in scope. */
export const keyConditions = (query: Query): (Sql | undefined)[] => [
  when(query.name, (value) => contains(sql`ssh_key.name`, value)),
  when(query.name_exact, (value) => sql`ssh_key.name = ${value}`),
  when(query.fingerprint_md5, (value) => sql`ssh_key.fingerprint_md5 = ${value}`),
  when(query.fingerprint_sha256, (value) => sql`ssh_key.fingerprint_sha256 = ${value}`),
  when(query.fingerprint_sha512, (value) => sql`ssh_key.fingerprint_sha512 = ${value}`),
  when(query.is_shared, (value) => sql`ssh_key.is_shared = ${value}`),
  when(query.user_uuid, (uuid) => sql`app_user.uuid = ${uuid}`),
  when(query.uuid, (uuid) => sql`ssh_key.uuid = ${uuid}`),
  when(query.created, (instant) => sql`ssh_key.created >= ${instant}`),
  when(query.modified, (instant) => sql`ssh_key.modified >= ${instant}`),
]

export const keyOrder = (o: Query['o']): Sql =>
  orderBy(o, { name: [sql`ssh_key.name`] }, [sql`ssh_key.name`], sql`ssh_key.id`)
