import { allOf, contains, sql, when } from '../../../db/sql.ts'
import type { Handler } from '../../../handler.ts'
import { isWhole } from '../../../list/filters.ts'
import { orderBy } from '../../../list/order.ts'
import { listPage } from '../../../list/page.ts'
import { keyColumns, keyJoins } from '../../keys/index.ts'
import { holdsGrantOnServedProject, probeGrantOnServedProject } from '../served.ts'

/** Keys of inactive users are shown to staff and support only. */
export const listKeys: Handler<'marketplace_service_providers_keys_list'> = (context, { query }) => {
  const { actor } = context
  const seesInactive = actor.is_staff || actor.is_support
  return listPage(
    context,
    {
      candidates: sql`
        from ssh_key ${keyJoins}
        where ${allOf([
          holdsGrantOnServedProject(context, sql`app_user.id`),
          seesInactive ? undefined : sql`app_user.is_active`,
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
        ])}
      `,
      walk: isWhole(query, ['name'])
        ? {
            candidates: sql`
              from ssh_key
              where ${allOf([
                probeGrantOnServedProject(context, sql`ssh_key.user_id`),
                seesInactive ? undefined : sql`(select is_active from app_user where app_user.id = ssh_key.user_id)`,
              ])}
            `,
            table: 'ssh_key',
          }
        : undefined,
      id: sql`ssh_key.id`,
      order: orderBy(query.o, { name: [sql`ssh_key.name`] }, [sql`ssh_key.name`], sql`ssh_key.id`),
      source: sql`join ssh_key on ssh_key.id = page.id ${keyJoins}`,
      columns: keyColumns(context),
    },
    query,
  )
}
